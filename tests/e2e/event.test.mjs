// An event on the sandbox's page: its repeats, its fields, its body, and that it stays text.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import {
  ROOT, VIEWS, copied, eventually, forgive, names, opened, page, part, rows, sandbox, settle, shell, shows, track,
} from './page.mjs'
import { HOSTILE, digest, event } from './shopping.mjs'

describe('an event', () => {
  test('tells its repeats and what was merged', async () => {
    await rows()
      .filter({ has: page.getByText('#25', { exact: true }) })
      .click({ position: { x: 20, y: 8 } })
    await opened(25)
    assert.equal(new URL(page.url()).hash, '#events/25')
    const chain = await part('Deduplication').locator('.chain li').allTextContents()
    assert.deepEqual(
      chain.map((text) => text.replace(/·[^·]*$/, '').trim()),
      [
        '#25 Server · Counted',
        '#26 Pixel · Merged into #25',
        '#29 Server · Repeat of #25',
        '#30 Server · Repeat of #25',
      ],
    )
    assert.match(await part('Deduplication').locator('.filled').textContent(), /user\.email, user\.ttp/)
    await part('Deduplication').getByRole('button', { name: '#29' }).click()
    await page.locator('.judgement', { hasText: 'dropped as a repeat' }).waitFor()
    await page.getByRole('button', { name: 'Close the event' }).click()
    await page.locator('.event').waitFor({ state: 'hidden' })
  })

  test('follows its repeats, also when it is one itself', async () => {
    await page.goto(`${sandbox.url}/#events/26`)
    await opened(26)
    await track([event('Purchase', 'order-4711')])
    await part('Deduplication').getByRole('button', { name: '#31' }).waitFor()
  })

  test('tells what each field is, and shortens digests', async () => {
    await page.goto(`${sandbox.url}/#events/25`)
    await opened(25)
    const field = (path) => page.locator('.fields li').filter({ has: page.locator('.path', { hasText: path }) })
    assert.match(await field('user.email').textContent(), /SHA-256 hashed e-mail address/)
    assert.match(await field('properties.currency').textContent(), /Plain ISO 4217 code/)
    const body = page.locator('pre.body')
    const whole = digest(11)
    assert.ok(
      !(await body.textContent()).includes(whole) && (await body.textContent()).includes(`${whole.slice(0, 8)}…`),
    )
    await page.getByRole('button', { name: 'Show digests in full' }).click()
    await page.locator('pre.body', { hasText: whole }).waitFor()
    assert.deepEqual(JSON.parse(await body.textContent()).event_id, 'order-4711')
  })

  test('is copied as JSON, and as the command that sends it again', async () => {
    const id = "it's #25 \\ $HOME `id`"
    await track([event('Purchase', id)], { test_event_code: 'TEST1' })
    await page.locator('[role=option]', { hasText: id }).click()
    await opened(31)
    assert.equal(JSON.parse(await copied('Copy as JSON')).user.email, digest(id.length))
    const command = await copied('Copy as curl')
    assert.match(command, /"Access-Token: \$TIKTOK_ACCESS_TOKEN"/)
    assert.equal(JSON.parse(await shell(command, { TIKTOK_ACCESS_TOKEN: 'any' })).code, 0)
    await shows('32 events')
    const { events } = await sandbox.get('/sandbox/events?limit=2')
    assert.deepEqual(events[1].data, events[0].data)
    assert.equal(events[1].test_event_code, 'TEST1')
  })

  test('has what is lost first, and in another colour than advice', async () => {
    await track([event('Purchase', 'lost', { properties: { currency: undefined, content_type: undefined } })])
    const found = page.locator('[role=option]', { hasText: 'lost' }).locator('.found')
    assert.equal(await found.textContent(), 'missing currency +1')
    assert.match(await found.getAttribute('class'), /bad/)
    await page.locator('[role=option]', { hasText: 'lost' }).click()
    await opened(31)
    const findings = page.locator('.findings li')
    assert.deepEqual(await findings.evaluateAll((all) => all.map((one) => one.className)), ['bad', 'calm'])
    const colours = await findings.evaluateAll((all) => all.map((one) => getComputedStyle(one).borderLeftColor))
    assert.notEqual(colours[0], colours[1])
  })

  test('shows the body as it arrived, number by number and key by key', async () => {
    const now = Math.floor(Date.now() / 1_000)
    const text = `{"event":"Contact","event_id":"exact","event_time":${now},"properties":{"value":19.90,"big":12345678901234567890,"value":1e2,"none":[],"text":"{[,\\""}}`
    await fetch(`${sandbox.url}/open_api/v1.3/event/track/`, {
      method: 'POST',
      headers: { 'Access-Token': 'any', 'Content-Type': 'application/json' },
      body: `{"event_source":"web","event_source_id":"C4AE2E","data":[${text}]}`,
    })
    await page.locator('[role=option]', { hasText: 'exact' }).click()
    const shown = await page.locator('pre.body').textContent()
    assert.equal(shown.replace(/\n */g, '').replaceAll(': ', ':'), text)
    assert.equal(shown.split('\n').length, 12)
  })

  test('lays out what is longer than a pattern can match', async () => {
    const source = readFileSync(`${ROOT}crates/sandbox/src/page/pretty.js`, 'utf8')
    const { pretty } = await import(`data:text/javascript,${encodeURIComponent(source)}`)
    const text = JSON.stringify('\n'.repeat(8 << 20))
    assert.ok(pretty(`[${text},{}]`) === `[\n  ${text},\n  {}\n]`)
    assert.equal(pretty('{"a":"\\\\","b":"\\""}'), '{\n  "a": "\\\\",\n  "b": "\\""\n}')
  })

  test('tells what is wrong, and that nothing in the clear was kept', async () => {
    await page.goto(`${sandbox.url}/#events/24`)
    await opened(24)
    await page.locator('.judgement', { hasText: 'TikTok would refuse it: 40062 PII_NOT_HASHED' }).waitFor()
    assert.match(await part('What is wrong').textContent(), /Not hashed.*user\.email.*SHA-256/s)
    await page.locator('.fields li', { hasText: 'Not kept' }).waitFor()
    assert.ok(!(await page.content()).includes('jo@shop.example'))
  })

  test('tells how late it came', async () => {
    await page.goto(`${sandbox.url}/#events/22`)
    await opened(22)
    assert.match(await part('Timing').textContent(), /9 days after it happened.*Later than 7 days/s)
    await page.goto(`${sandbox.url}/#events/20`)
    await opened(20)
    await page.locator('.event', { hasText: 'attributed for 28 days' }).waitFor()
  })

  test('is text, whatever it holds', async () => {
    await page.goto(`${sandbox.url}/#events/1`)
    await opened(1)
    assert.equal(await page.locator('.event h2').textContent(), HOSTILE)
    await eventually(async () => assert.ok((await names()).includes(HOSTILE)))
    assert.match(await page.locator('pre.body').textContent(), /javascript:alert\(1\)/)
    for (const view of VIEWS) {
      await page.goto(`${sandbox.url}/#${view}`)
      await page.locator(`#view-${view.split('/')[0]}`).waitFor()
      await settle(view)
      assert.equal(await page.locator('img, script:not([src]), b, a[href^="javascript:"], iframe').count(), 0, view)
    }
  })

  test('cannot become markup, even if the page tried', async () => {
    const refused = await page.evaluate(() => {
      try {
        document.getElementById('event').innerHTML = '<b>x</b>'
        return 'accepted'
      } catch (error) {
        return error.name
      }
    })
    assert.equal(refused, 'TypeError')
    forgive(/Trusted ?Type|TrustedHTML/i)
  })

  test('says so when it is no longer in memory', async () => {
    await page.goto(`${sandbox.url}/#events/999`)
    await page.getByText('no longer in memory').waitFor()
    forgive(/404/)
  })
})
