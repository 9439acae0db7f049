// The sandbox's page in a browser: everything on it is clicked through, light and dark, narrow and wide.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { sandbox as startSandbox } from './shops.mjs'
import { HOSTILE, digest, event, fill, poster } from './shopping.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PROGRAM = `${ROOT}target/debug/tiktok-capi`
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const VIEWS = ['events', 'events/26', 'diagnostics', 'coverage', 'hash', 'faults']
const EMAIL = 'jo.doe@example.com'
const DIGEST = '67f8233518995d8163d891a6db3a61611470a93a68205ed70c79d923756dfb6e' // its SHA-256

let browser, sandbox, context, page, track, errors

before(async () => {
  sandbox = await startSandbox()
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  track = poster(sandbox.url).track
})
after(async () => {
  await browser?.close()
  await sandbox?.stop()
})

/** Opens the page; whatever it complains about is an error of the test. */
async function open(view = 'events', { width = 1600, height = 900, colorScheme = 'light' } = {}) {
  await context?.close()
  context = await browser.newContext({ viewport: { width, height }, colorScheme, timezoneId: 'UTC', locale: 'en-GB' })
  page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text())
  })
  await page.goto(`${sandbox.url}/#${view}`)
}

beforeEach(async () => {
  errors = []
  await fill(sandbox.url)
  await open()
  await shows('30 events')
})
afterEach(() => assert.deepEqual(errors, [], 'the console stays empty'))

const shows = (text) => page.locator('#shown', { hasText: text }).waitFor()
const rows = () => page.locator('[role=option]')
const names = () => page.locator('[role=option] .name').allTextContents()
const part = (title) => page.locator('.event section').filter({ has: page.getByRole('heading', { name: title }) })

describe('the list', () => {
  test('shows what arrives, at once and without a reload', async () => {
    await track([event('Subscribe', 'sub-1')])
    await page.locator('[role=option]', { hasText: 'sub-1' }).waitFor()
    assert.match(await rows().first().textContent(), /#31.*Subscribe/)
    assert.equal(await page.locator('#live-text').textContent(), '29 accepted, 2 refused')
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
    assert.equal(
      new Set(await page.locator('[role=option] .number').allTextContents()).size,
      await rows().count(),
      'none of them twice',
    )
  })

  test('stays where it is read, and offers what is newer', async () => {
    await page.locator('#scroll').evaluate((scroll) => {
      scroll.scrollTop = 400
    })
    const first = () => page.evaluate(() => document.elementFromPoint(200, 160).closest('[role=option]').id)
    await page.waitForFunction(() => document.elementFromPoint(200, 160).closest('[role=option]')?.id !== 'event-30')
    const seen = await first()
    await track([event('Subscribe', 'newer-1'), event('Subscribe', 'newer-2')])
    await page.getByRole('button', { name: '2 newer events' }).waitFor()
    assert.equal(await first(), seen)
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
      page.locator('[role=option][aria-selected=true] .number', { hasText: number }).waitFor()
    await page.keyboard.press('j')
    await selected('#30')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await selected('#29')
    await page.keyboard.press('Enter')
    await page.locator('.event h2', { hasText: 'Purchase' }).waitFor()
    await page.keyboard.press('j')
    await page.locator('.event .event-head', { hasText: '#28' }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.event').waitFor({ state: 'hidden' })
    await page.keyboard.press('/')
    await page.keyboard.type('till-81')
    await shows('1 of 30')
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
    await track([event('Contact', 'after')])
    await shows('1 event')
  })
})

describe('an event', () => {
  test('tells its repeats and what was merged', async () => {
    await page
      .locator('[role=option]', { hasText: '#25' })
      .first()
      .click({ position: { x: 20, y: 8 } })
    await page.locator('.event').waitFor()
    await page.goto(`${sandbox.url}/#events/25`)
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

  test('tells what each field is, and shortens digests', async () => {
    await page.goto(`${sandbox.url}/#events/25`)
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

  test('tells what is wrong, and that nothing in the clear was kept', async () => {
    await page.goto(`${sandbox.url}/#events/24`)
    await page.locator('.judgement', { hasText: 'TikTok would refuse it: 40062 PII_NOT_HASHED' }).waitFor()
    assert.match(await part('What is wrong').textContent(), /Not hashed.*user\.email.*SHA-256/s)
    await page.locator('.fields li', { hasText: 'Not kept' }).waitFor()
    assert.ok(!(await page.content()).includes('jo@shop.example'))
  })

  test('tells how late it came', async () => {
    await page.goto(`${sandbox.url}/#events/22`)
    assert.match(await part('Timing').textContent(), /9 days after it happened.*Later than 7 days/s)
    await page.goto(`${sandbox.url}/#events/20`)
    await page.locator('.event', { hasText: 'attributed for 28 days' }).waitFor()
  })

  test('is text, whatever it holds', async () => {
    await page.goto(`${sandbox.url}/#events/1`)
    assert.equal(await page.locator('.event h2').textContent(), HOSTILE)
    assert.ok((await names()).includes(HOSTILE))
    assert.match(await page.locator('pre.body').textContent(), /javascript:alert\(1\)/)
    for (const view of VIEWS) {
      await page.goto(`${sandbox.url}/#${view}`)
      await page.locator(`#view-${view.split('/')[0]}`).waitFor()
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
    errors = errors.filter((error) => !/Trusted ?Type|TrustedHTML/i.test(error))
  })

  test('says so when it is no longer in memory', async () => {
    errors = []
    await page.goto(`${sandbox.url}/#events/999`)
    await page.getByText('no longer in memory').waitFor()
    errors = errors.filter((error) => !error.includes('404'))
  })
})

describe('diagnostics', () => {
  test('rank by the events that suffer, say the fix, and lead to the events', async () => {
    await page.getByRole('link', { name: 'Diagnostics' }).click()
    await page.locator('.diagnoses li').first().waitFor()
    const counts = (await page.locator('.suffering strong').allTextContents()).map(Number)
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => b - a),
    )
    const texts = await page.locator('.diagnosis').allTextContents()
    for (const [name, words] of [
      ['ViewContent', 'Missing recommended'],
      ['ViewContent', 'Low match keys'],
      ['CompletePayment', 'Legacy event name'],
      ['CompletePayment', 'Late event'],
      ['Purchase', 'Missing event id'],
      ['Purchase', 'Not hashed'],
      ['Purchase', 'Mixed currencies'],
      ['Lead', 'Missing field'],
    ])
      assert.ok(
        texts.some((text) => text.includes(name) && text.includes(words)),
        `${words} of ${name}`,
      )
    assert.equal(await page.locator('.diagnosis .fix').count(), texts.length)
    const missing = page.locator('.diagnoses li', { hasText: 'Missing recommended' }).first()
    await missing.getByRole('button', { name: 'Show the events' }).click()
    await shows('4 of 30 events')
    assert.deepEqual([...new Set(await names())], ['ViewContent'])
    await page.click('#by-finding')
    await shows('9 of 30 events')
  })

  test('follow what arrives', async () => {
    await page.goto(`${sandbox.url}/#diagnostics`)
    await page.locator('.diagnoses li').first().waitFor()
    for (let index = 0; index < 3; index += 1) await track([event('Schedule', `s-${index}`, { page: {} })])
    await page.locator('.diagnoses li', { hasText: 'Schedule' }).filter({ hasText: 'Missing page url' }).waitFor()
  })
})

test('match keys tell what each covers and what the best missing one would do', async () => {
  await page.getByRole('link', { name: 'Match keys' }).click()
  const card = page.locator('.coverages > li', { hasText: 'AddToCart' })
  await card.waitFor()
  assert.deepEqual(await card.locator('.share').allTextContents(), ['40 %', '0 %', '100 %', '0 %', '100 %', '0 %'])
  assert.match(await card.locator('.estimate').textContent(), /^4\.2 of 10 our estimate$/)
  assert.match(await card.locator('.gain').textContent(), /Phone.*5 events.*6\.7 of 10/)
  await page.getByText('our estimate, not TikTok’s score').waitFor()
  assert.match(
    await page.locator('.coverages > li', { hasText: 'Offline' }).locator('.estimate').textContent(),
    /offline events reach 5\.5/,
  )
})

describe('the hash explainer', () => {
  beforeEach(async () => {
    await track([event('Contact', 'of-jo', { user: { email: DIGEST } })])
    await page.getByRole('link', { name: 'Hash' }).click()
    await page.locator('#hash-field option').first().waitFor({ state: 'attached' })
  })
  const steps = () => page.locator('.steps .text').allTextContents()

  test('goes step by step', async () => {
    await page.fill('#hash-value', '  Jo.Doe@Example.com ')
    await page.locator('#hash-result', { hasText: DIGEST }).waitFor()
    assert.deepEqual(await steps(), ['␣␣Jo.Doe@Example.com␣', 'Jo.Doe@Example.com', EMAIL, EMAIL])
    await page.getByRole('button', { name: '#31' }).click()
    await page.locator('.event h2', { hasText: 'Contact' }).waitFor()
  })

  test('reads a phone number in its region, and names', async () => {
    await page.selectOption('#hash-field', 'phone')
    await page.fill('#hash-value', '020 7946 0958')
    await page.getByText('phone_without_country_code').waitFor()
    await page.fill('#hash-region', 'gb')
    await page.locator('#hash-result').waitFor()
    assert.equal((await steps()).at(-1), '+442079460958')
    await page.selectOption('#hash-field', 'first_name')
    assert.equal(await page.locator('#hash-region').isVisible(), false)
    await page.fill('#hash-value', "Mary-Ann O'Connor")
    await page.locator('.steps .text', { hasText: 'maryann oconnor' }).waitFor()
  })

  test('compares with a digest that arrived, and finds the mistake', async () => {
    await page.goto(`${sandbox.url}/#events/31`)
    await page.locator('.fields li', { hasText: 'user.email' }).getByRole('button', { name: 'Whose is it?' }).click()
    await page.fill('#hash-value', EMAIL)
    await page.getByText('The digest that arrived is the same.').waitFor()
    await page.fill('#hash-value', 'somebody@else.example')
    await page.getByText('none of the usual mistakes').waitFor()
    await page.fill('#hash-digest', DIGEST.toUpperCase())
    await page.fill('#hash-value', EMAIL)
    await page.getByText('right digest in upper case').waitFor()
  })

  test('keeps nothing of what was typed', async () => {
    const typed = 'secret.person@canary.example'
    await page.fill('#hash-value', typed)
    await page.locator('#hash-result').waitFor()
    await page.getByRole('link', { name: 'Diagnostics' }).click()
    await page.locator('.diagnoses').waitFor()
    await page.getByRole('link', { name: 'Hash' }).click()
    assert.equal(await page.inputValue('#hash-value'), '')
    assert.equal(await page.locator('#hash-answer').textContent(), '')
    assert.ok(!page.url().includes('canary'))
    assert.deepEqual(
      await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]),
      [[], [], ''],
    )
    for (const path of ['/sandbox/events', '/sandbox/requests', '/sandbox/diagnostics']) {
      assert.ok(!JSON.stringify(await sandbox.get(path)).includes('canary'), path)
    }
  })
})

describe('faults', () => {
  const toggle = (name) => page.getByRole('switch', { name, exact: true })

  test('are switched on and off while a program runs, and its retries are seen', async () => {
    await page.getByRole('link', { name: 'Faults' }).click()
    await page.getByLabel('Too many requests: how often').selectOption('the first 2')
    await toggle('Too many requests').click()
    await page.locator('#switch-busy[aria-checked=true]').waitFor()
    assert.deepEqual(await sandbox.get('/sandbox/faults'), { seed: 0, rules: [{ fault: { code: 40100 }, first: 2 }] })
    await page.locator('#fault-count', { hasText: '1' }).waitFor()
    await sent(
      JSON.stringify({ event: 'Contact', event_id: 'retried', page: { url: 'https://a.de/' }, user: { email: EMAIL } }),
    )
    const line = page.locator('.timeline li', { hasText: '3 attempts' })
    await line.waitFor()
    assert.deepEqual(await line.locator('.attempt').allTextContents(), ['40100code', '40100code', 'OK'])
    assert.equal(await line.locator('.pause').count(), 2)
    await toggle('Too many requests').click()
    await page.locator('#switch-busy[aria-checked=false]').waitFor()
    assert.deepEqual((await sandbox.get('/sandbox/faults')).rules, [])
    await page.locator('#fault-count').waitFor({ state: 'hidden' })
    await page.getByLabel('Only retries and faults').check()
    assert.equal(await page.locator('.timeline li').count(), 2)
  })

  test('each switch is a rule that the sandbox takes', async () => {
    await page.goto(`${sandbox.url}/#faults`)
    await page.locator('.switch').first().waitFor()
    const ids = await page.locator('.switch').evaluateAll((all) => all.map(({ id }) => id))
    for (const [index, id] of ids.entries()) {
      await page.click(`#${id}`)
      await page.locator(`#${id}[aria-checked=true]`).waitFor()
      assert.equal((await sandbox.get('/sandbox/faults')).rules.length, index + 1, id)
    }
    await page.reload()
    await page.locator('.switch').first().waitFor()
    assert.equal(await page.locator('.switch[aria-checked=true]').count(), ids.length)
  })

  test('rules from elsewhere stay until they are switched off', async () => {
    await poster(sandbox.url).post('/sandbox/faults', { seed: 7, rules: [{ fault: 'timeout', event_id: '<b>e1</b>' }] })
    await page.goto(`${sandbox.url}/#faults`)
    await toggle('Slow').click()
    await page.locator('#switch-slow[aria-checked=true]').waitFor()
    assert.deepEqual(await sandbox.get('/sandbox/faults'), {
      seed: 7,
      rules: [{ fault: 'timeout', event_id: '<b>e1</b>' }, { fault: { delay: 2000 } }],
    })
    await toggle('Rule of the plan: timeout').click()
    await toggle('Rule of the plan: timeout').waitFor({ state: 'detached' })
    assert.equal((await sandbox.get('/sandbox/faults')).rules.length, 1)
  })

  /** Runs the client against the sandbox to its end. */
  async function sent(text) {
    const child = spawn(PROGRAM, ['send', '-', '--event-source-id', 'C4A', '--quiet'], {
      env: { TIKTOK_CAPI_ENDPOINT: sandbox.url, TIKTOK_ACCESS_TOKEN: 'any' },
      stdio: ['pipe', 'ignore', 'inherit'],
    })
    child.stdin.end(text)
    const [code] = await once(child, 'exit')
    assert.equal(code, 0)
  }
})

test('`run` starts the program and prints the address of the page', async () => {
  const script =
    'fetch(process.env.TIKTOK_CAPI_ENDPOINT + "/open_api/v1.3/event/track/", { method: "POST", headers: { "content-type": "application/json", "access-token": process.env.TIKTOK_ACCESS_TOKEN }, body: JSON.stringify({ event_source: "web", event_source_id: process.env.TIKTOK_EVENT_SOURCE_ID, data: [{ event: "Contact", event_id: "of-the-program", event_time: Math.floor(Date.now() / 1000) }] }) }); setInterval(() => {}, 1000)'
  const child = spawn(PROGRAM, ['run', '--port', '0', '--', process.execPath, '-e', script], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [line] = await once(createInterface(child.stderr), 'line')
  await page.goto(line.match(/http:\S+/)[0])
  await page.locator('[role=option]', { hasText: 'of-the-program' }).waitFor()
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  assert.deepEqual(await ended, [128 + 15, null])
  await page.getByText('Sandbox not reached').waitFor()
  errors = errors.filter((error) => !/ERR_CONNECTION|ERR_INCOMPLETE/.test(error))
})

test('other machines are asked for the password, and then see the page live', async () => {
  const child = spawn(PROGRAM, ['sandbox', '--port', '0', '--listen', '0.0.0.0', '--lifetime', '60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
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
  child.kill()
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
  assert.ok(median < 200, `frames of ${median} ms`)
})

describe('looks', () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [400, 1600]) {
      test(`${colorScheme} at ${width} px: nothing serious to say for axe, nothing runs over the edge`, async () => {
        for (const view of VIEWS) {
          await open(view, { width, colorScheme })
          await settle(view)
          const [edge, violations] = await page.evaluate(
            `${AXE}; (async () => [document.documentElement.scrollWidth - innerWidth, (await axe.run()).violations])()`,
          )
          const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
          assert.deepEqual(
            serious.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => html + failureSummary)]),
            [],
            view,
          )
          assert.ok(edge <= 0, `${view} is ${edge} px too wide`)
        }
      })
    }
    test(`a picture, ${colorScheme}`, async () => {
      const path = `${ROOT}docs/images/sandbox-${colorScheme}.png`
      mkdirSync(`${ROOT}docs/images`, { recursive: true })
      await open('events/25', { width: 1280, height: 800, colorScheme })
      await settle('events/25')
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({ path })
      assert.ok(statSync(path).size < 200_000)
    })
  }

  test('a narrow screen has its filters behind a button, and an event to itself', async () => {
    await open('events', { width: 400 })
    await shows('30 events')
    await page.getByRole('button', { name: 'Filters' }).click()
    await page.selectOption('#by-verdict', 'merged')
    await shows('2 of 30')
    await rows().first().click()
    await page.locator('.event h2').waitFor()
    assert.equal(await page.locator('#list').isVisible(), false)
    await page.getByRole('button', { name: 'Close the event' }).click()
    await rows().first().waitFor()
  })

  /** Waits until the view has what it shows. */
  async function settle(view) {
    const sign = {
      events: '[role=option]',
      'events/26': 'pre.body',
      'events/25': 'pre.body',
      diagnostics: '.diagnoses li',
      coverage: '.keys',
      hash: '#hash-doc:not(:empty)',
      faults: '.timeline li',
    }[view]
    await page.locator(sign).first().waitFor()
    if (view !== 'hash') return
    await page.fill('#hash-value', EMAIL)
    await page.fill('#hash-digest', DIGEST.slice(1))
    await page.locator('#hash-compared').waitFor()
  }
})
