// Delivery: promises, receipts, errors, cancelling.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as capi from 'tiktok-capi'
import { ACCEPTED, CONTACT, service } from './service.mjs'

const { baseCode, Client, ConfigError, InvalidEvent } = capi

const answering = (code, message = 'said') => (_body, response) =>
  response.end(JSON.stringify({ code, message, request_id: `R${code}`, data: {} }))

test('one event and several', async () => {
  const tiktok = await service()
  const client = new Client({ ...tiktok.options, now: 1767225600 })
  const one = await client.track(CONTACT)
  assert.deepEqual([one.ok, one.error, one.requestIds, one.throwForError()], [true, null, ['R1'], one])
  const { event, eventId, outcome, requestId, apiMessage } = one.results[0]
  assert.deepEqual([event, eventId, outcome, requestId, apiMessage], ['Contact', 'e1', 'accepted', 'R1', 'OK'])
  function* events() {
    yield CONTACT
    yield { event: 'not a name' }
    yield { ...CONTACT, consent: 'denied' }
  }
  const several = await client.track(events())
  assert.deepEqual(several.results.map((result) => result.outcome), ['accepted', 'refused', 'withheld'])
  assert.equal((await client.track([])).results.length, 0)
  assert.equal((await client.track(JSON.stringify(CONTACT))).ok, true)
  tiktok.close()
  const bodies = [...new Set(tiktok.bodies)]
  assert.equal(bodies.length, 1)
  assert.equal(bodies[0], `{"data":[${client.build(CONTACT)}],"event_source":"web","event_source_id":"C4A"}`)
})

test('one bad event is an error, and nothing is sent', async () => {
  const tiktok = await service()
  await assert.rejects(new Client(tiktok.options).track({ event: 'not a name' }), (error) => {
    assert.ok(error instanceof InvalidEvent && error instanceof capi.CapiError && error instanceof Error)
    const { path, code, severity } = error.problems[0]
    assert.deepEqual([error.code, error.name, path, code, severity], ['invalid_event', 'InvalidEvent', 'event', 'invalid_event_name', 'error'])
    return true
  })
  tiktok.close()
  assert.equal(tiktok.bodies.length, 0)
})

test('what sending needs and is missing', async () => {
  for (const [options, option, named] of [
    [{ pixelCode: 'C4A' }, 'accessToken', 'TIKTOK_ACCESS_TOKEN'],
    [{ accessToken: 'token' }, 'eventSourceId', '`pixelCode`'],
    [null, 'accessToken', 'TIKTOK_ACCESS_TOKEN'],
  ]) {
    await assert.rejects(new Client(options).track(CONTACT, null), (error) => {
      assert.ok(error instanceof ConfigError)
      assert.deepEqual([error.code, error.option, error.hint.includes(named)], ['missing_option', option, true])
      return true
    })
  }
})

test('options in their own case, and the nearest name', () => {
  for (const [options, code, option, nearest] of [
    [{ acessToken: 'x' }, 'unknown_option', 'acessToken', '`accessToken`'],
    [{ defaultregion: 'US' }, 'unknown_option', 'defaultregion', '`defaultRegion`'],
    [{ 'jo@example.com': 1 }, 'unknown_option', '*', ''],
    [{ connectTimeout: 'soon' }, 'invalid_option', 'connectTimeout', ''],
    [{ pixelCode: '1', eventSourceId: '2' }, 'repeated_option', 'eventSourceId', ''],
    [{ endpoint: 'http://tiktok.example' }, 'invalid_option', 'endpoint', ''],
  ]) {
    assert.throws(() => new Client(options), (error) => {
      assert.ok(error instanceof ConfigError)
      assert.deepEqual([error.code, error.option, error.hint.includes(nearest)], [code, option, true])
      return true
    })
  }
})

test('two spellings of one option are told, and none of them is taken', () => {
  const told = (code, option) => (error) => error instanceof ConfigError && error.code === code && error.option === option
  assert.throws(() => new Client({ pixelCode: 'C4A', pixel_code: 'C4B' }), told('repeated_option', 'eventSourceId'))
  assert.throws(() => new Client().visitor({ consent_cookie: 'a', consentCookie: 'b' }), told('invalid_argument', 'arguments'))
  assert.throws(() => baseCode('C4A', { pixelCode: 'C4B' }), ConfigError)
  assert.equal(new Client({ pixelCode: 'C4A', pixel_code: undefined }).pixelCode, 'C4A')
  assert.throws(() => new Client({ 'pixel\ud800': 'C4A' }), told('unknown_option', '*'))
})

test('the environment stands in for options, as process.env has it', async () => {
  const tiktok = await service()
  Object.assign(process.env, { TIKTOK_ACCESS_TOKEN: 'token', TIKTOK_EVENT_SOURCE_ID: 'C4B', TIKTOK_CAPI_ENDPOINT: tiktok.endpoint })
  try {
    assert.equal((await new Client().track(CONTACT)).ok, true)
  } finally {
    for (const name of ['TIKTOK_ACCESS_TOKEN', 'TIKTOK_EVENT_SOURCE_ID', 'TIKTOK_CAPI_ENDPOINT']) delete process.env[name]
    tiktok.close()
  }
  assert.match(tiktok.bodies[0], /"event_source_id":"C4B"/)
})

test('a token of the environment may be replaced while the program runs', async () => {
  const tokens = []
  const tiktok = await service((_body, response) => (tokens.push(response.req.headers['access-token']), response.end(ACCEPTED)))
  const { accessToken, ...options } = tiktok.options
  process.env.TIKTOK_ACCESS_TOKEN = 'first'
  try {
    const [client, blank] = [new Client(options), new Client({ ...options, accessToken: ' ' })]
    const fixed = new Client({ ...options, accessToken })
    await client.track(CONTACT)
    await blank.track(CONTACT)
    process.env.TIKTOK_ACCESS_TOKEN = 'second'
    await client.track(CONTACT)
    await blank.track(CONTACT)
    client.enqueue(CONTACT)
    await client.close()
    process.env.TIKTOK_ACCESS_TOKEN = 'none, for it has blanks'
    await client.track(CONTACT)
    await fixed.track(CONTACT)
  } finally {
    delete process.env.TIKTOK_ACCESS_TOKEN
    tiktok.close()
  }
  assert.deepEqual(tokens, ['first', 'first', 'second', 'second', 'second', 'second', accessToken])
})

test('a blank token of the environment is none', async () => {
  process.env.TIKTOK_ACCESS_TOKEN = ' '
  try {
    const isMissing = (error) => error instanceof ConfigError && error.code === 'missing_option' && error.option === 'accessToken'
    await assert.rejects(new Client({ pixelCode: 'C4A' }).track(CONTACT), isMissing)
    assert.throws(() => new Client({ pixelCode: 'C4A' }).enqueue(CONTACT), isMissing)
  } finally {
    delete process.env.TIKTOK_ACCESS_TOKEN
  }
})

test('errors of delivery by class and code', async () => {
  for (const [code, name, stable] of [
    [40002, 'Rejected', 'rejected'],
    [40105, 'Unauthorized', 'unauthorized'],
    [40100, 'RateLimited', 'rate_limited'],
    [50000, 'Undelivered', 'undelivered'],
  ]) {
    const tiktok = await service(answering(code))
    const receipt = await new Client({ ...tiktok.options, maxAttempts: 1 }).track(CONTACT)
    tiktok.close()
    assert.equal(receipt.ok, false)
    assert.throws(() => receipt.throwForError(), (error) => {
      assert.ok(error instanceof capi[name] && error instanceof capi.DeliveryError)
      assert.deepEqual([error.name, error.code, error.apiCode, error.receipt], [name, stable, code, receipt])
      assert.deepEqual([error.events, error.requestId], [1, `R${code}`])
      return true
    })
  }
})

test('a signal ends a send', { timeout: 60_000 }, async () => {
  const tiktok = await service(() => {})
  const client = new Client({ ...tiktok.options, timeout: 50 })
  const reason = new Error('enough')
  const controller = new AbortController()
  const sent = client.track(CONTACT, { signal: controller.signal })
  setTimeout(() => controller.abort(reason), 100)
  await assert.rejects(sent, (error) => error === reason)
  await assert.rejects(client.track(CONTACT, { signal: controller.signal }), (error) => error === reason)
  await assert.rejects(client.track(CONTACT, { signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' })
  tiktok.close()
})

test('what waits in line was read at its call, and ends with its signal', { timeout: 60_000 }, async () => {
  const held = []
  let full
  const isFull = new Promise((resolve) => (full = resolve))
  const tiktok = await service((_body, response) => held.push(response) === 16 && full())
  const client = new Client({ ...tiktok.options, timeout: 50, maxAttempts: 1 })
  const running = Array.from({ length: 16 }, () => client.track(CONTACT))
  await isFull
  await assert.rejects(client.track({ event: 'not a name' }), InvalidEvent)
  await assert.rejects(client.track(CONTACT, { signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' })
  const { event_time: _, ...now } = CONTACT
  const before = Math.floor(Date.now() / 1000)
  const late = client.track(now)
  const after = Math.ceil(Date.now() / 1000)
  await client.flush({ timeout: 0 })
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  const answer = setInterval(() => held.splice(0).forEach((response) => response.end(ACCEPTED)), 10)
  assert.ok((await Promise.all([...running, late])).every(({ ok }) => ok))
  clearInterval(answer)
  tiktok.close()
  const [{ event_time: time }] = JSON.parse(tiktok.bodies.at(-1)).data
  assert.ok(before <= time && time <= after, 'the clock of the call')
})

test('no two numbers share an id because they are too large', () => {
  for (const key of [2n ** 63n, 10n ** 19n + 1n, -(10n ** 19n)]) {
    assert.throws(() => capi.eventId('Purchase', key), (error) => error instanceof ConfigError && error.code === 'invalid_argument')
  }
  assert.equal(capi.eventId('Purchase', 2n ** 63n - 2n), capi.eventId('Purchase', String(2n ** 63n - 2n)))
})

test('what is no option is told, and never shown', async () => {
  const client = new Client({ pixelCode: 'C4A' })
  assert.throws(() => client.pixel(CONTACT, { nonce: 5 }), (error) => error instanceof ConfigError && !error.message.includes('5'))
  assert.ok(client.pixel(CONTACT, null).html.includes('"e1"'))
  await assert.rejects(client.flush({ timeout: -1 }), { code: 'invalid_argument' })
})

test('a list that a signal ends half-way has its receipt', { timeout: 60_000 }, async () => {
  const controller = new AbortController()
  let requests = 0
  const tiktok = await service((_body, response) => (++requests === 1 ? response.end(ACCEPTED) : controller.abort()))
  const client = new Client({ ...tiktok.options, timeout: 50, maxBatch: 1 })
  const { ok, results } = await client.track([CONTACT, CONTACT, CONTACT], { signal: controller.signal })
  tiktok.close()
  assert.deepEqual([ok, ...results.map(({ outcome }) => outcome)], [false, 'accepted', 'undelivered', 'undelivered'])
  assert.deepEqual(results.map(({ reason }) => reason), [null, 'cancelled', 'cancelled'])
  assert.deepEqual(results.map(({ mayHaveArrived }) => mayHaveArrived), [false, true, false])
})

test('a signal that comes too late changes nothing', async () => {
  const tiktok = await service()
  const controller = new AbortController()
  const receipt = await new Client(tiktok.options).track(CONTACT, { signal: controller.signal })
  controller.abort()
  assert.equal(receipt.ok, true)
  tiktok.close()
})

test('a refused answer is told truthfully when the body says so', async () => {
  const tiktok = await service((_body, response) => {
    response.statusCode = 200
    response.end('<html>not TikTok</html>')
  })
  const receipt = await new Client({ ...tiktok.options, maxAttempts: 1 }).track(CONTACT)
  assert.deepEqual([receipt.results[0].outcome, receipt.results[0].reason], ['undelivered', 'unreadable_reply'])
  tiktok.close()
})

test('a thousand sends at once are all answered', { timeout: 60_000 }, async () => {
  const tiktok = await service()
  const client = new Client(tiktok.options)
  const receipts = await Promise.all(Array.from({ length: 1000 }, () => client.track(CONTACT)))
  tiktok.close()
  assert.equal(receipts.filter(({ ok }) => ok).length, 1000)
})
