// The other views of the sandbox's page: diagnostics, match keys, the hash explainer and faults.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { beforeEach, describe, test } from 'node:test'
import { DIGEST, EMAIL, PROGRAM, eventually, forgive, names, opened, page, sandbox, shows, track } from './page.mjs'
import { event, poster } from './shopping.mjs'
import { sandbox as startSandbox } from './shops.mjs'

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
    await eventually(async () => assert.deepEqual([...new Set(await names())], ['ViewContent']))
    await page.click('#by-finding')
    await shows('9 of 30 events')
  })

  test('follow what arrives', async () => {
    await page.goto(`${sandbox.url}/#diagnostics`)
    await page.locator('.diagnoses li').first().waitFor()
    for (let index = 0; index < 3; index += 1) await track([event('Schedule', `s-${index}`, { page: {} })])
    await page.locator('.diagnoses li', { hasText: 'Schedule' }).filter({ hasText: 'Missing page url' }).waitFor()
  })

  test('stay under the hands of who is in them', async () => {
    await page.goto(`${sandbox.url}/#diagnostics`)
    await page.getByRole('button', { name: 'Show the events' }).nth(1).focus()
    const asked = page.waitForResponse('**/sandbox/diagnostics')
    await track([event('Schedule', 's-1', { page: {} })])
    await (await asked).finished()
    await page.evaluate(() => new Promise((drawn) => setTimeout(drawn)))
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Show the events')
    await page.evaluate(() => document.activeElement.blur())
    await page.locator('.diagnoses li', { hasText: 'Schedule' }).first().waitFor()
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
    await opened(31)
    await page.locator('.fields li', { hasText: 'user.email' }).getByRole('button', { name: 'Whose is it?' }).click()
    await page.fill('#hash-value', EMAIL)
    await page.getByText('The digest that arrived is the same.').waitFor()
    await page.fill('#hash-value', 'somebody@else.example')
    await page.getByText('none of the usual mistakes').waitFor()
    await page.fill('#hash-digest', DIGEST.toUpperCase())
    await page.fill('#hash-value', EMAIL)
    await page.getByText('right digest in upper case').waitFor()
  })

  test('keeps nothing of an answer that comes when the view is left', async () => {
    let answer
    const held = new Promise((resolve) => {
      answer = resolve
    })
    await page.route('**/sandbox/hash', (route) => held.then(() => route.continue()))
    const asked = page.waitForRequest('**/sandbox/hash')
    await page.fill('#hash-value', 'secret.person@canary.example')
    const request = await asked
    await page.getByRole('link', { name: 'Diagnostics' }).click()
    await page.locator('.diagnoses').waitFor()
    answer()
    await (await request.response()).finished()
    await page.evaluate(() => new Promise((drawn) => setTimeout(drawn)))
    assert.equal(await page.locator('#hash-answer').textContent(), '')
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
    await eventually(async () => assert.equal(await page.locator('.timeline li').count(), 2))
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

  test('what is switched elsewhere is seen, and stays', async () => {
    const post = (path, body) => poster(sandbox.url).post(path, body)
    await page.goto(`${sandbox.url}/#faults`)
    await toggle('Slow').click()
    await page.locator('#switch-slow[aria-checked=true]').waitFor()
    await post('/sandbox/faults', { seed: 0, rules: [{ fault: { code: 50000 } }] })
    await page.locator('#switch-error[aria-checked=true]').waitFor()
    await page.locator('#switch-slow[aria-checked=false]').waitFor()
    await post('/sandbox/reset', {})
    await page.locator('#switch-error[aria-checked=false]').waitFor()
    await post('/sandbox/faults', { seed: 0, rules: [{ fault: 'timeout', event_id: 'e1' }] })
    await toggle('Slow').click()
    await page.locator('#switch-slow[aria-checked=true]').waitFor()
    assert.equal((await sandbox.get('/sandbox/faults')).rules.length, 2)
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

test('what could not be shown while the sandbox was away is shown when it is back', async (context) => {
  const own = await startSandbox()
  context.after(() => own.stop())
  await page.goto(own.url)
  await page.getByText('0 accepted').waitFor()
  await own.stop()
  await page.getByText('Sandbox not reached').waitFor()
  for (const view of ['Hash', 'Faults']) await page.getByRole('link', { name: view }).click()
  await page.evaluate(() => location.replace('#events/7'))
  await page.getByText('The sandbox cannot be reached').last().waitFor()
  await page.getByRole('link', { name: 'Faults' }).click()
  const again = await startSandbox(new URL(own.url).port)
  context.after(() => again.stop())
  await page.locator('.switch').first().waitFor()
  await page.getByRole('link', { name: 'Hash' }).click()
  await page.locator('#hash-field option').first().waitFor({ state: 'attached' })
  forgive(/ERR_CONNECTION|ERR_INCOMPLETE/)
})
