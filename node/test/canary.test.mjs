// Planted identifiers and tokens are in no message, no printed form and no log. A panic tells nothing either.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { inspect, promisify } from 'node:util'
import { Client, ConfigError, context, hash, InternalError, normalize } from 'tiktok-capi'
import errors from '../lib/errors.js'
import request from '../lib/request.js'
import native from '../lib/native.js'
import { CONTACT, service } from './service.mjs'

const { settings, visit } = request

const TOKEN = 'canary0token0value'
const PLANTED = ['canary.jo@example.com', 'Canary.Jo', '4915112345678', '15112345678', 'canary-customer', 'canary-event-id', TOKEN, 'canary said']

const EVENT = {
  ...CONTACT,
  event_id: 'canary-event-id',
  user: { email: ' Canary.Jo@Example.com ', phone: '+49 151 12345678', external_id: 'canary-customer', ttclid: 'canary-customer' },
  page: { url: 'https://shop.example/?email=canary.jo@example.com' },
}

const BAD = [
  { ...EVENT, event: 'canary.jo@example.com' },
  { ...EVENT, event_time: 'canary.jo@example.com' },
  { ...EVENT, user: { email: 'canary-customer', phone: '4915112345678', 'canary.jo@example.com': 1, country: 'canary-customer' } },
  { ...EVENT, properties: { currency: 'canary-customer', 'canary.jo@example.com': 'canary.jo@example.com', value: 'canary-customer' } },
  '{"event": "canary.jo@example.com", nope',
]

/** Everything that a program prints without meaning any harm. */
function printed(value) {
  const forms = [inspect(value), inspect(value, { depth: 9, showHidden: false, getters: true }), String(value)]
  if (value instanceof Error) forms.push(value.message, value.stack, inspect({ ...value }), JSON.stringify(value))
  return forms.join('\n')
}

function assertSilent(value) {
  const text = printed(value).toLowerCase()
  for (const canary of PLANTED) assert.ok(!text.includes(canary.toLowerCase()), `${canary} in ${text}`)
}

// An explanation shows the event's id, which is compared with the Pixel's.
const withoutId = (event) => (typeof event === 'string' ? event : { ...event, event_id: 'e1' })

const caught = (body) => {
  try {
    return body()
  } catch (error) {
    return error
  }
}

test('a client shows nothing, however it is printed', () => {
  const client = new Client({ accessToken: TOKEN, pixelCode: 'canary-customer' })
  assertSilent(client)
  assertSilent(inspect(client, { showHidden: true, depth: 9 }))
  assert.equal(JSON.stringify(client), '{}')
  assert.deepEqual(Reflect.ownKeys(client), [])
})

test('errors and explanations hold no value', () => {
  const client = new Client({ accessToken: TOKEN, strict: true })
  for (const event of BAD) {
    const error = caught(() => client.build(event))
    assert.ok(error instanceof Error)
    assertSilent(error)
    assertSilent(caught(() => client.explain(withoutId(event))))
  }
  assertSilent(new Client().explain(withoutId(EVENT)))
  assertSilent(caught(() => normalize('email', 'canary-customer')))
  assertSilent(caught(() => hash('phone', '15112345678')))
  assertSilent(caught(() => normalize('canary-customer', 'canary-customer')))
  assertSilent(caught(() => normalize('phone', '15112345678', 'canary-customer')))
})

test('errors about options hold no value', () => {
  for (const options of [
    { accessToken: `${TOKEN} with blank` },
    { [TOKEN.replaceAll('0', '-')]: TOKEN },
    { endpoint: `http://${TOKEN}.example` },
    { proxy: `http://user:${TOKEN}@ proxy` },
    { consent: 'canary-customer' },
  ]) {
    const error = caught(() => new Client(options))
    assert.ok(error instanceof ConfigError)
    assertSilent(error)
  }
})

test('a visitor, and what a middleware logs, hold no value', async (t) => {
  const logged = []
  t.mock.method(console, 'warn', (...words) => logged.push(words.join(' ')))
  const told = context({ url: 'https://shop.example/?ttclid=canary-customer', headers: { cookie: '_ttp=canary-customer' } })
  const consent = () => { throw new Error('canary.jo@example.com') }
  for (const set of [settings(new Client({ accessToken: TOKEN })), settings(new Client({ strict: true }), { consent })]) {
    const visitor = visit(set, () => ({ url: EVENT.page.url, headers: { cookie: '_ttp=canary-customer' } }), {})
    assertSilent(visitor)
    assertSilent(inspect({ visitor }, { showHidden: true, getters: true, depth: 9 }) + JSON.stringify(visitor))
    visitor.report({ ...EVENT, page: told.page, event: 'canary.jo@example.com', consent: 'granted' })
    visitor.snippet({ ...EVENT, event: 'canary.jo@example.com', consent: 'granted' })
  }
  visit(settings(new Client(), { consent: 'shop_consent' }), () => ({ headers: { cookie: 'shop_consent=canary-customer' } }), {})
  assert.equal(logged.length, 6)
  assert.match(logged.at(-1), /\bshop_consent: invalid_consent\b/)
  assertSilent(logged.join('\n'))
})

test('who is visiting is neither printed nor serialised', () => {
  const visitor = new Client().visitor({ url: 'https://shop.example/?ttclid=canary-customer', headers: { cookie: '_ttp=canary-customer' } })
  assert.deepEqual([visitor.told.user.ttp, visitor.cookies.length], ['canary-customer', 1])
  assertSilent(visitor)
  assertSilent(inspect([visitor], { showHidden: true, getters: true, depth: 9 }) + JSON.stringify(visitor))
})

test('what is no visitor, and what is not canonical, is not told back', async () => {
  const client = new Client({ accessToken: TOKEN, pixelCode: 'C4A' })
  assertSilent(caught(() => client.build(EVENT, { visitor: 'canary-customer' })))
  assertSilent(caught(() => client.build(EVENT, { 'canary.jo@example.com': 1 })))
  assertSilent(caught(() => client.visitor({ 'canary.jo@example.com': 1 })))
  const json = JSON.stringify({ event: 'Contact', event_id: 'canary-event-id', event_time: 1767225600, user: { email: 'canary.jo@example.com' } })
  await assert.rejects(client.deliver(json), (error) => (assertSilent(error), true))
})

test('receipts and errors of delivery say nothing of what was sent or what TikTok said', async () => {
  const said = JSON.stringify({ code: 40002, message: 'canary said canary.jo@example.com', request_id: 'R1' })
  const tiktok = await service((_body, response) => response.end(said))
  const receipt = await new Client({ ...tiktok.options, accessToken: TOKEN }).track(EVENT)
  tiktok.close()
  assertSilent(receipt)
  assertSilent(receipt.results[0])
  assertSilent(receipt.error)
  assert.ok(!JSON.stringify(receipt).includes('canary said'))
  assert.equal(receipt.results[0].apiMessage, 'canary said canary.jo@example.com')
  assert.equal(receipt.results[0].eventId, 'canary-event-id')
})

test('a program that fails prints nothing of it', async () => {
  const code = `
    const { Client } = require('tiktok-capi')
    const client = new Client({ accessToken: ${JSON.stringify(TOKEN)}, pixelCode: 'C4A', endpoint: 'http://127.0.0.1:9/', maxAttempts: 1 })
    client.track(${JSON.stringify(EVENT)}).then((receipt) => { console.log(receipt); receipt.throwForError() })`
  const env = { ...process.env, NODE_DEBUG: 'http,net,tls', RUST_LOG: 'trace', RUST_BACKTRACE: 'full' }
  const ran = promisify(execFile)(process.execPath, ['--eval', code], { env, cwd: new URL('.', import.meta.url) })
  await assert.rejects(ran, ({ stdout, stderr }) => {
    assert.match(stdout, /undelivered/)
    assert.match(stderr, /Undelivered/)
    // The program's own text is on the command line, which an error repeats.
    const output = stderr.split('\n').filter((line) => !line.includes('accessToken:')).join('\n')
    assertSilent(stdout + output)
    return true
  })
})

test('a panic becomes an error without its message, and the process lives', async () => {
  const panics = [() => native.panicForTests(TOKEN), () => native.panicOnAThreadForTests(TOKEN)]
  for (const panic of panics) {
    await assert.rejects(async () => errors.answered(await errors.answered(panic())), (error) => {
      assert.ok(error instanceof InternalError)
      assert.equal(error.code, 'internal_error')
      assertSilent(error)
      return true
    })
  }
  assert.equal(typeof new Client().build(EVENT), 'string')
})

test('a panic prints its place and nothing else', async () => {
  const code = `require('../lib/native.js').panicForTests(process.env.CANARY)`
  const env = { ...process.env, CANARY: TOKEN, RUST_BACKTRACE: 'full' }
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--eval', code], { env, cwd: new URL('.', import.meta.url) })
  assert.equal(stdout, '')
  assert.match(stderr, /^tiktok-capi: internal error in \S+ at bindings\/node\/src\/hooks\.rs:\d+\n$/)
})
