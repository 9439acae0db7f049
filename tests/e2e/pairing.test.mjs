// A visitor's browser buys in the example shops. What the page's Pixel and the server report is one conversion.

import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { WORK, sandbox as startSandbox, shop as startShop } from './shops.mjs'

const CLICK = 'E.C.P.v1-click-id-of-an-ad'
const EMAIL = 'Jo.Doe@Example.com'
const DIGEST = '67f8233518995d8163d891a6db3a61611470a93a68205ed70c79d923756dfb6e' // SHA-256 of jo.doe@example.com

let browser, sandbox

before(async () => {
  sandbox = await startSandbox()
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
})
after(async () => {
  await browser?.close()
  await sandbox?.stop()
})

for (const name of ['django', 'express']) {
  describe(`the ${name} shop`, () => {
    let shop
    before(async () => { shop = await startShop(name, sandbox) })
    after(() => shop?.stop())
    beforeEach(() => sandbox.post('/sandbox/reset'))

    test('counts a purchase once that both the Pixel and the server report', async () => {
      const { errors } = await buy(shop, { choice: 'granted', picture: `${WORK}/${name}.png` })
      const purchases = await arrived(2)
      const [id] = new Set(purchases.map(({ event_id }) => event_id))
      assert.ok(id && purchases.every(({ event_id }) => event_id === id), 'with one event_id')
      assert.deepEqual(purchases.map(({ channel }) => channel).toSorted(), ['pixel', 'server'])
      assert.deepEqual(purchases.map(({ standing }) => Object.keys(Object(standing))[0] ?? standing).toSorted().at(-1), 'merged')
      assert.equal(purchases.filter(({ standing }) => standing === 'counted').length, 1)
      for (const { data } of purchases) {
        assert.equal([data.user.email].flat()[0], DIGEST)
        assert.equal(data.user.ttclid, CLICK)
        assert.equal(data.user.ttp, purchases[0].data.user.ttp)
        assert.equal(data.properties.value, 109.7)
      }
      assert.deepEqual(purchases.flatMap(({ findings }) => findings), [])
      assert.deepEqual(errors, [])
    })

    test('the server reports it also where an ad blocker stops the Pixel', async () => {
      await buy(shop, { choice: 'granted', blocks: true })
      const [purchase] = await arrived(1)
      assert.equal(purchase.channel, 'server')
      assert.equal(purchase.standing, 'counted')
      assert.equal([purchase.data.user.email].flat()[0], DIGEST)
      assert.equal(purchase.data.user.ttclid, CLICK)
    })

    test('nobody reports anything of a visitor who says no', async () => {
      await buy(shop, { choice: 'denied' })
      await onlyTheNext(shop)
    })

    test('nothing is reported before the visitor has chosen', async () => {
      await buy(shop, {})
      await onlyTheNext(shop)
    })

    test('the server reports no identifier of a visitor who opted out', async () => {
      await buy(shop, { choice: 'opted_out', blocks: true })
      const [purchase] = await arrived(1)
      assert.equal(purchase.data.limited_data_use, true)
      assert.deepEqual(purchase.match_keys, [])
    })
  })
}

/** Comes from an ad, chooses, fills the cart and pays, in a browser of its own. */
async function buy(shop, { choice, blocks, picture }) {
  const context = await browser.newContext()
  const page = await context.newPage()
  const errors = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error' && !/favicon/.test(message.location().url)) errors.push(message.text()) })
  if (blocks) await page.route(`${sandbox.url}/**`, (route) => route.abort('blockedbyclient'))
  await page.goto(`${shop.url}/?ttclid=${CLICK}`)
  if (choice) await page.click(`button[value="${choice}"]`)
  await page.fill('input[name=shoe]', '1')
  await page.fill('input[name=socks]', '2')
  await page.getByRole('button', { name: 'To the checkout' }).click()
  await page.fill('input[name=email]', EMAIL)
  await page.fill('input[name=phone]', '020 7946 0958')
  const report = choice === 'granted' && !blocks && page.waitForResponse(isPurchase)
  await page.getByRole('button', { name: 'Buy' }).click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  await report
  await page.waitForLoadState('networkidle')
  if (picture) await page.screenshot({ path: picture })
  await context.close()
  return { errors }
}

/** Whether the Pixel reported the purchase, and was answered. */
const isPurchase = (response) =>
  response.url().endsWith('/pixel/act') && response.request().postDataJSON()?.event === 'Purchase'

/** The next visitor says yes, and blocks the Pixel. An outbox keeps the order, so an earlier purchase would be here by then. */
async function onlyTheNext(shop) {
  await buy(shop, { choice: 'granted', blocks: true })
  await arrived(1)
  const { events } = await sandbox.get('/sandbox/events')
  assert.deepEqual(events.map(({ event, channel }) => [event, channel]), [['Purchase', 'server']])
}

/** The purchases, as soon as there are so many. */
async function arrived(count) {
  for (let tries = 0; ; tries += 1) {
    const { events } = await sandbox.get('/sandbox/events?event=Purchase')
    if (events.length >= count) return events
    assert.ok(tries < 1_200, `${events.length} of ${count} purchases arrived; see ${WORK}/*.log`)
    await sleep(100)
  }
}
