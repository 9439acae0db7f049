// The shared vectors: all files, all verbs, with their counts.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { baseCode, Client, ConfigError, context, describe, eventId, hash, InvalidEvent, normalize, verifyShopify, verifyWoocommerce } from 'tiktok-capi'
import { RequestVisitor } from '../lib/visitor.js'
import { service } from './service.mjs'

const FOLDER = new URL('../../tests/vectors/', import.meta.url)

// JavaScript's own spelling of an option is known here, so that only its value is wrong.
const OWN_SPELLING = 'options-unknown-defaultRegion'

const read = (file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))
const index = read('index.json')

test('index.json names every file', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && name !== 'index.json')
  assert.deepEqual(files.sort(), Object.keys(index.files).sort())
  assert.equal(Object.values(index.files).reduce((sum, count) => sum + count, 0), index.count)
})

for (const [file, count] of Object.entries(index.files)) {
  test(file, async () => {
    const { verb, cases, ...head } = read(file)
    assert.equal(head.count, count)
    let ran = 0
    for (const each of cases) {
      await VERBS[verb](each)
      ran += 1
    }
    assert.equal(ran, count)
  })
}

test('a description is tracked as it is', async () => {
  const tiktok = await service()
  const capi = new Client({ accessToken: 'token', endpoint: tiktok.endpoint, pixelCode: 'C4A', now: 1767225600 })
  const described = describe('woocommerce', readFileSync(new URL('../payloads/woocommerce.json', FOLDER)))
  assert.equal((await capi.track(described)).ok, true)
  assert.equal((await capi.track(describe('ga4', { event: 'refund' }))).ok, true)
  tiktok.close()
  assert.deepEqual(tiktok.bodies.map((body) => JSON.parse(body).data.length), [1])
})

test('bytes that are no text, and what is no text at all, verify and describe nothing', () => {
  assert.throws(() => describe('ga4', Buffer.from([0x7b, 0xff, 0x7d])), InvalidEvent)
  assert.throws(() => describe('magento', {}), ConfigError)
  for (const options of [{ drafts: true }, { draft: 'send' }, { pointOfSale: 'send', point_of_sale: 'skip' }]) assert.throws(() => describe('ga4', { event: 'search' }, options), ConfigError)
  for (const verify of [verifyShopify, verifyWoocommerce]) {
    for (const header of [undefined, null, 5]) assert.equal(verify('secret', 'body', header), false)
    assert.throws(() => verify(undefined, 'body', 'x'), ConfigError)
    assert.throws(() => verify('secret', { id: 1 }, 'x'), ConfigError)
  }
})

const VERBS = {
  build({ id, options, outcome, body, problems, ...each }) {
    const client = new Client(options)
    const told = explained(client, input(each))
    assert.deepEqual(told, { outcome, problems }, id)
    if (outcome === 'refused') assert.throws(() => client.build(input(each)), InvalidEvent, id)
    else assert.equal(client.build(input(each)), body, id)
  },

  async body({ id, options, input, outcomes, body }) {
    const tiktok = await service()
    const receipt = await new Client({ ...options, accessToken: 'token', endpoint: tiktok.endpoint }).track(input)
    tiktok.close()
    assert.deepEqual(tiktok.bodies, [body], id)
    const sent = receipt.results.map(({ outcome }) => (outcome === 'accepted' ? 'ready' : outcome))
    assert.deepEqual(sent, outcomes, id)
  },

  explain({ id, options, input, outcome, event, coverage, problems }) {
    const told = new Client(options).explain(input)
    assert.equal(told.outcome, outcome, id)
    assert.deepEqual(told.event, JSON.parse(event), id)
    assert.deepEqual(told.problems.map(bare), problems, id)
    if (coverage === null) return assert.equal(told.coverage, null, id)
    const { estimate, present, bestMissing, note } = told.coverage
    assert.deepEqual({ estimate, present, best_missing: bestMissing }, { best_missing: null, ...coverage }, id)
    assert.ok(note.length > 0, id)
  },

  pixel({ id, options, input, nonce, identify, track, script, html }) {
    const told = new Client(options).pixel(input, { nonce: nonce ?? undefined })
    assert.deepEqual(told.identify, JSON.parse(identify), id)
    assert.deepEqual(told.track, track.map((argument) => JSON.parse(argument)), id)
    assert.deepEqual([told.script, told.html], [script, html], id)
  },

  context({ id, input, body }) {
    const { cookies, ...told } = context(ownCase(input))
    const set = cookies.map(({ maxAge: max_age, ...cookie }) => ({ ...cookie, max_age }))
    assert.deepEqual(set.length > 0 ? { ...told, cookies: set } : told, JSON.parse(body), id)
  },

  visitor({ id, options, input: given, error, answer }) {
    const client = new Client(options)
    const make = () => client.visitor(ownCase(given))
    if (error !== null) return assertArgument(make, error, id)
    const visitor = make()
    const { allowed, limitedDataUse: limited_data_use, unreadable, told } = visitor
    const cookies = visitor.cookies.map(({ maxAge: max_age, ...cookie }) => ({ ...cookie, max_age }))
    const { event: expected, ...about } = answer
    assert.deepEqual({ allowed, cookies, limited_data_use, unreadable, visitor: told }, about, id)
    if (expected === undefined) return
    const event = input({ input: given.event })
    assert.deepEqual(new RequestVisitor(client, visitor).event(event), expected, id)
    const alone = explained(client, input({ input: expected }))
    for (const each of [visitor, JSON.parse(JSON.stringify(told))]) assert.deepEqual(explained(client, event, { visitor: each }), alone, id)
  },

  async deliver({ id, options, body, problems, ...each }) {
    const tiktok = await service()
    const client = new Client({ ...options, accessToken: 'token', endpoint: tiktok.endpoint })
    for (const canonical of [input(each), new TextEncoder().encode(input(each))]) {
      const { results } = await client.deliver([canonical])
      assert.deepEqual([results[0].outcome, results[0].problems.map(bare)], [body === null ? 'refused' : 'accepted', problems], id)
      if (body !== null) assert.equal((await client.deliver(canonical)).ok, true, id)
      else await assert.rejects(client.deliver(canonical), (told) => (assert.deepEqual(told.problems.map(bare), problems, id), true))
    }
    tiktok.close()
    assert.deepEqual(tiktok.bodies, body === null ? [] : Array(4).fill(body), id)
  },

  base_code({ id, input, error, script, html }) {
    const { pixel_code, ...others } = input
    const make = () => baseCode(pixel_code, others)
    if (error === null) return assert.deepEqual(make(), { script, html }, id)
    assertArgument(make, error, id)
  },

  describe({ id, format, options, events, problems, ...each }) {
    const payload = input(each)
    for (const given of typeof payload === 'string' ? [payload, Buffer.from(payload)] : [payload, JSON.stringify(payload)]) {
      const told = found(format, given, options)
      assert.deepEqual(told, { events, problems }, id)
    }
  },

  verify_shopify: (each) => assertSignature(each, verifyShopify),

  verify_woocommerce: (each) => assertSignature(each, verifyWoocommerce),

  normalize: (each) => assertValue(each, normalize, each.text),

  hash: (each) => assertValue(each, hash, each.digest),

  event_id({ id, input: { event, key }, error, code, text, problems }) {
    if (error === null) {
      const { made, codes } = warned(() => eventId(event, key))
      return assert.deepEqual([made, codes], [text, problems.map(({ code }) => code)], id)
    }
    assert.throws(() => eventId(event, key), (told) => {
      assert.ok(told instanceof ConfigError, id)
      assert.deepEqual([told.code, told.option], [code, error], id)
      return true
    })
  },

  options({ id, options, input: { name, value }, error }) {
    const make = (given) => () => new Client({ ...options, [name]: given })
    const refuses = (given, code) =>
      assert.throws(make(given), (told) => (assert.ok(told instanceof ConfigError), assert.equal(told.code, code, id), true))
    if (error !== null) return refuses(value, id === OWN_SPELLING ? 'invalid_option' : error)
    make(value)()
    refuses({ x: 1 }, 'invalid_option') // what is taken was read: what no option takes is not
  },
}

// A text is an event as JSON text, so a text in place of an event is quoted.
function input({ input, input_text, input_repeat }) {
  if (input_repeat === undefined) return input_text ?? (typeof input === 'string' ? JSON.stringify(input) : input)
  const { before, piece, times, after } = input_repeat
  return before + piece.repeat(times) + after
}

// What a call makes, and the codes that it tells by `process.emitWarning`.
function warned(call) {
  const [codes, { emitWarning }] = [[], process]
  process.emitWarning = (_, { code }) => codes.push(code)
  try {
    return { made: call(), codes }
  } finally {
    process.emitWarning = emitWarning
  }
}

// What is not of its format has no events either.
function found(format, payload, options = {}) {
  try {
    const events = describe(format, payload, ownCase(options))
    return { events: [...events], problems: events.problems.map(bare) }
  } catch (error) {
    assert.ok(error instanceof InvalidEvent)
    return { events: [], problems: error.problems.map(bare) }
  }
}

const bare = ({ path, code, severity }) => ({ path, code, severity })

// What is no JSON at all is no event to explain.
function explained(client, event, options) {
  try {
    const { outcome, problems } = client.explain(event, options)
    return { outcome, problems: problems.map(bare) }
  } catch (error) {
    assert.ok(error instanceof InvalidEvent)
    return { outcome: 'refused', problems: error.problems.map(bare) }
  }
}

// One value gives its problems only when it is refused; warnings about a value that is used are told by `explain`.
function assertValue({ id, options, input: { field, value, region }, error, problems, text, digest }, verb, expected) {
  // A verb without a client has no default region, which counts for phones alone.
  const own = region ?? (field === 'phone' ? options.default_region : undefined)
  const make = () => verb(field, value, own)
  if (error !== null) return assert.throws(make, ConfigError, id)
  const isRefused = text === null && digest === null && problems.length > 0
  if (!isRefused) return assert.equal(make(), expected, id)
  assert.throws(make, (told) => (assert.deepEqual(told.problems.map(bare), problems, id), true))
}

function assertSignature({ id, input: { secret, body, header }, valid }, verify) {
  assert.equal(verify(secret, body, header), valid, id)
  assert.equal(verify(secret, new TextEncoder().encode(body), header), valid, id)
}

function assertArgument(make, name, id) {
  assert.throws(make, (told) => (assert.ok(told instanceof ConfigError), assert.equal(told.option, inCamelCase(name), id), true))
}

function ownCase(request) {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return request
  return Object.fromEntries(Object.entries(request).map(([name, value]) => [inCamelCase(name), value]))
}

function inCamelCase(name) {
  return name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())
}
