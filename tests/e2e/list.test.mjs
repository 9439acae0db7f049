// The list of the sandbox's page: what arrives, searched, filtered, walked through, and 100,000 events of it.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, test } from 'node:test'
import {
  PROGRAM, browser, copied, eventually, forgive, open, opened, page, rows, sandbox, shell, shows, track,
} from './page.mjs'
import { event, poster } from './shopping.mjs'

describe('the list', () => {
  test('shows what arrives, at once and without a reload', async () => {
    await track([event('Subscribe', 'sub-1')])
    await page.locator('[role=option]', { hasText: 'sub-1' }).waitFor()
    assert.match(await rows().first().textContent(), /#31.*Subscribe/)
    assert.equal(await page.locator('#live-text').textContent(), '29 accepted, 2 refused')
  })

  test('is announced by its state alone', async () => {
    await track([event('Subscribe', 'sub-1')])
    await shows('31 events')
    const told = await page.locator('[role=status], [aria-live]:not(#hash-answer), output').allTextContents()
    assert.deepEqual(told, ['The sandbox is connected.'])
  })

  test('shows what an event was worth', async () => {
    const worth = (id) => page.locator('[role=option]', { hasText: id }).locator('.worth')
    for (const [id, properties, expected] of [
      ['in-euros', { value: 1109.7 }, /^EUR\s1,109\.70$/],
      ['in-yen', { value: 1200, currency: 'JPY' }, /^JPY\s1,200$/],
      ['bare', { value: 19.9, currency: undefined }, /^19\.9$/],
      ['worthless', { value: undefined }, /^$/],
    ]) {
      await track([event('Purchase', id, { properties })])
      assert.match(await worth(id).textContent(), expected)
    }
  })

  test('is told what it missed', async () => {
    const hide = (hidden) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
        document.dispatchEvent(new Event('visibilitychange'))
      }, hidden)
    await hide(true)
    for (let index = 0; index < 3; index += 1) await track([event('Subscribe', `missed-${index}`)])
    await hide(false)
    await shows('33 events')
    await rows().filter({ hasText: 'missed-2' }).waitFor()
    const numbers = await page.locator('[role=option] .number').allTextContents()
    assert.equal(new Set(numbers).size, numbers.length, 'none of them twice')
  })

  test('stays where it is read, and offers what is newer', async () => {
    await page.locator('#scroll').evaluate((scroll) => {
      scroll.scrollTop = 400
    })
    const first = () => page.evaluate(() => document.elementFromPoint(200, 160).closest('[role=option]')?.id)
    await eventually(async () => assert.ok(!['event-30', undefined].includes(await first())))
    const seen = await first()
    await track([event('Subscribe', 'newer-1'), event('Subscribe', 'newer-2')])
    await page.getByRole('button', { name: '2 newer events' }).waitFor()
    await eventually(async () => assert.equal(await first(), seen))
    await page.getByRole('button', { name: '2 newer events' }).click()
    await page.locator('[role=option]', { hasText: 'newer-2' }).waitFor()
    await page.locator('#newer').waitFor({ state: 'hidden' })
  })

  test('is searched and filtered', async () => {
    for (const [change, expected] of [
      [() => page.fill('#search', 'order-4711'), '4 of 30 events'],
      [() => page.fill('#search', 'pixel merged'), '2 of 30 events'],
      [() => page.fill('#search', ''), '30 events'],
      [() => page.selectOption('#by-event', 'AddToCart'), '5 of 30 events'],
      [() => page.selectOption('#by-event', ''), '30 events'],
      [() => page.selectOption('#by-verdict', 'counted'), '24 of 30 events'],
      [() => page.selectOption('#by-verdict', 'merged'), '2 of 30 events'],
      [() => page.selectOption('#by-verdict', 'duplicate'), '2 of 30 events'],
      [() => page.selectOption('#by-verdict', 'refused'), '2 of 30 events'],
      [() => page.selectOption('#by-verdict', 'wrong'), '7 of 30 events'],
      [() => page.selectOption('#by-verdict', 'clean'), '21 of 30 events'],
      [() => page.selectOption('#by-verdict', ''), '30 events'],
      [() => page.selectOption('#by-source', 'pixel'), '2 of 30 events'],
      [() => page.selectOption('#by-source', 'app'), '1 of 30 events'],
      [() => page.selectOption('#by-source', 'offline'), '1 of 30 events'],
      [() => page.selectOption('#by-source', 'crm'), '1 of 30 events'],
      [() => page.selectOption('#by-source', ''), '30 events'],
      [() => page.selectOption('#by-test', 'TEST81742'), '1 of 30 events'],
      [() => page.selectOption('#by-test', '-'), '29 of 30 events'],
      [() => page.selectOption('#by-test', ''), '30 events'],
      [() => page.fill('#by-id', 'till'), '1 of 30 events'],
      [() => page.fill('#by-id', 'nowhere'), '0 of 30 events'],
    ]) {
      await change()
      await shows(expected)
    }
    await page.getByText('No event fits the filters.').waitFor()
    await page.fill('#by-id', '4712')
    await track([event('Purchase', 'order-4712'), event('Purchase', 'order-4799')])
    await shows('3 of 32 events')
  })

  test('is walked through with the keys', async () => {
    const selected = (number) =>
      page.locator('[role=option][aria-selected=true]').getByText(number, { exact: true }).waitFor()
    await page.keyboard.press('j')
    await selected('#30')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await selected('#29')
    await page.keyboard.press('Enter')
    await page.locator('.event h2', { hasText: 'Purchase' }).waitFor()
    await page.keyboard.press('j')
    await opened(28)
    await page.keyboard.press('Escape')
    await page.locator('.event').waitFor({ state: 'hidden' })
    await page.keyboard.press('/')
    await page.keyboard.type('till-81')
    await shows('1 of 30 events')
    assert.equal(await page.inputValue('#search'), 'till-81', 'letters are letters here')
    await page.keyboard.press('Escape')
    assert.equal(await page.evaluate(() => document.activeElement.id), 'rows')
    await page.keyboard.press('?')
    await page.locator('#keys[open]').waitFor()
    await page.keyboard.press('Escape')
    // A slow answer takes no key away: whoever leaves a field before it is filled has left it.
    await page.route('**/sandbox/hash', (route) => setTimeout(() => route.continue(), 500))
    for (const [key, view] of ['events', 'diagnostics', 'coverage', 'hash'].entries()) {
      await page.keyboard.press(String(key + 1))
      await page.locator(`#view-${view}`).waitFor()
    }
    await page.keyboard.press('Escape')
    await page.keyboard.press('5')
    await page.locator('#view-faults').waitFor()
  })

  test('is emptied by a reset and says how to begin', async () => {
    page.once('dialog', (dialog) => dialog.accept())
    await page.click('#reset')
    await page.getByText('Nothing has arrived yet.').waitFor()
    await page.getByText(`TIKTOK_CAPI_ENDPOINT=${sandbox.url}`).waitFor()
    const command = await copied('Copy the command')
    assert.equal(command, await page.locator('pre.command').textContent())
    await shell(command)
    await shows('1 event')
    const { events } = await sandbox.get('/sandbox/events')
    assert.deepEqual([events[0].event, events[0].code], ['ViewContent', 0])
  })
})

test('`run` starts the program and prints the address of the page', async (context) => {
  const script =
    'fetch(process.env.TIKTOK_CAPI_ENDPOINT + "/open_api/v1.3/event/track/", { method: "POST", headers: { "content-type": "application/json", "access-token": process.env.TIKTOK_ACCESS_TOKEN }, body: JSON.stringify({ event_source: "web", event_source_id: process.env.TIKTOK_EVENT_SOURCE_ID, data: [{ event: "Contact", event_id: "of-the-program", event_time: Math.floor(Date.now() / 1000) }] }) }); setInterval(() => {}, 1000)'
  const child = spawn(PROGRAM, ['run', '--port', '0', '--', process.execPath, '-e', script], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  context.after(() => child.kill())
  const [line] = await once(createInterface(child.stderr), 'line')
  await page.goto(line.match(/http:\S+/)[0])
  await page.locator('[role=option]', { hasText: 'of-the-program' }).waitFor()
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  assert.deepEqual(await ended, [128 + 15, null])
  await page.getByText('Sandbox not reached').waitFor()
  forgive(/ERR_CONNECTION|ERR_INCOMPLETE/)
})

test('other machines are asked for the password, and then see the page live', async (context) => {
  const child = spawn(PROGRAM, ['sandbox', '--port', '0', '--listen', '0.0.0.0', '--lifetime', '60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  context.after(() => child.kill())
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const url = (await lines.next()).value.trim().replace('0.0.0.0', '127.0.0.1')
  const password = (await lines.next()).value.split(' ').at(-1)
  assert.equal((await fetch(url)).status, 401)
  const guest = await browser.newContext({ httpCredentials: { username: 'any', password } })
  const theirs = await guest.newPage()
  await theirs.goto(url)
  await poster(url.replace(/\/$/, '')).track([event('Contact', 'from-afar')])
  await theirs.locator('[role=option]', { hasText: 'from-afar' }).waitFor()
  await guest.close()
})

test('100,000 events stay smooth', async (context) => {
  await sandbox.post('/sandbox/reset')
  const send = (batch) =>
    track(
      Array.from({ length: 1_000 }, (_, index) => ({
        event: index % 3 ? 'ViewContent' : 'Purchase',
        event_id: `e-${batch}-${index}`,
        event_time: Math.floor(Date.now() / 1_000),
        user: { ttp: 'x' },
      })),
    )
  const started = performance.now()
  for (let batch = 0; batch < 100; batch += 1) await send(batch)
  const sending = performance.now() - started
  await open()
  const opened = performance.now()
  await shows('100,000 events')
  const shown = performance.now() - opened
  const frames = await page.evaluate(async () => {
    const scroll = document.getElementById('scroll')
    const steps = 60
    const gaps = []
    let last = performance.now()
    for (let step = 0; step <= steps; step += 1) {
      scroll.scrollTop = (scroll.scrollHeight / steps) * step
      await new Promise(requestAnimationFrame)
      gaps.push(performance.now() - last)
      last = performance.now()
    }
    return gaps.sort((a, b) => a - b)
  })
  assert.ok((await rows().count()) < 80, 'only what can be seen exists')
  const cut = await page.locator('[role=option] .number').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length)
  assert.equal(cut, 0, 'a number is whole, however long it is')
  await page.locator('[role=option]', { hasText: 'e-0-0' }).first().waitFor()
  const filtering = performance.now()
  await page.fill('#search', 'e-99-999')
  await shows('1 of 100,000 events')
  const filtered = performance.now() - filtering
  const median = frames[Math.floor(frames.length / 2)]
  await page.fill('#search', '')
  const busy = page.evaluate(
    () =>
      new Promise((resolve) => {
        const [gaps, begin] = [[], performance.now()]
        const frame = (last) =>
          requestAnimationFrame((now) => {
            gaps.push(now - last)
            if (now - begin < 3_000) frame(now)
            else resolve(gaps.sort((a, b) => a - b))
          })
        frame(begin)
      }),
  )
  for (let batch = 100; batch < 130; batch += 1)
    await Promise.all([
      send(batch),
      new Promise((resolve) => {
        setTimeout(resolve, 100)
      }),
    ])
  const gaps = await busy
  await page.locator('[role=option]', { hasText: 'e-129-' }).first().waitFor()
  assert.match(
    await page.locator('#shown').textContent(),
    /^100,\d{3} events$/,
    'what the sandbox forgot, the list forgets',
  )
  context.diagnostic(
    `100,000 events: sent in ${(sending / 1_000).toFixed(1)} s (debug build), listed ${(shown / 1_000).toFixed(1)} s after opening, frames of ${median.toFixed(0)} ms (longest ${frames.at(-1).toFixed(0)} ms), filtered in ${filtered.toFixed(0)} ms; while 10,000 arrive a second, frames of ${gaps[gaps.length >> 1].toFixed(0)} ms (longest ${gaps.at(-1).toFixed(0)} ms)`,
  )
  assert.ok(median < 2_000, `frames of ${median} ms`)
})
