// What JSON cannot say: the shared list of expected codes, with JavaScript's own values.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { Client, describe, eventId, normalize } from 'tiktok-capi'

const LIST = JSON.parse(readFileSync(new URL('../../tests/parity/host_values.json', import.meta.url), 'utf8'))

class Page {
  #secret = 'not shown'
  url = 'https://a.example/'
  referrer = undefined
  get secret() {
    return this.#secret
  }
}

class Id {
  toJSON() {
    return 'e26ef224-15c0-5956-8cbb-6eaab9bb7cab'
  }
}

class Items extends Array {}

function cycle() {
  const value = {}
  value.inside = value
  return value
}

function cycleWide() {
  const value = []
  for (let times = 0; times < 10; times++) value.push(value)
  return value
}

function deep() {
  let value = []
  for (let levels = 0; levels < 1000; levels++) value = [value]
  return value
}

function shared() {
  let value = [0]
  for (let levels = 0; levels < 12; levels++) value = new Array(10).fill(value)
  return value
}

const VALUES = {
  lone_surrogate: ['\ud800', 'jo@example.com\udfff', new String('\udc00')],
  lone_surrogate_custom: ['\udc80', '\udfff\ud800'],
  lone_surrogate_key: [{ '\ud800': 'x' }, { '\ud800': 'x', '\udfff': 'y', order_id: '1' }],
  nul: ['a\0b'],
  nan: [NaN, new Number(NaN)],
  infinity: [Infinity],
  negative_infinity: [-Infinity],
  nan_custom: [NaN],
  negative_zero: [-0],
  integer_2_53: [2 ** 53, 2n ** 53n],
  integer_beyond_2_53: [2n ** 53n + 1n],
  integer_beyond_64_bits: [10n ** 30n, 1e30],
  integer_far_below_zero: [-(10n ** 30n), -1e30],
  integer_enormous: [1n << 20_000_000n, -(1n << 20_000_000n), Object(1n << 20_000_000n)],
  big_integer_small: [3n, Object(3n)],
  moment: [new Date(1767225600999), runInNewContext('new Date(1767225600000)')],
  moment_last: [new Date(8.64e15), new Date(-8.64e15), new Date(Date.UTC(9999, 11, 31, 23, 59, 59, 999))],
  moment_invalid: [new Date(NaN)],
  uuid: [new Id()],
  enumeration: [Object.freeze({ EURO: 'EUR' }).EURO],
  text_object: [new String('eur')],
  record: [new Page()],
  other_mapping: [
    Object.assign(Object.create(null), { url: 'https://a.example/' }),
    Object.create({ referrer: 'https://inherited.example/' }, { url: { value: 'https://a.example/', enumerable: true } }),
    Object.defineProperty({ url: 'https://a.example/' }, 'referrer', { value: 'https://hidden.example/' }),
    runInNewContext('({ url: "https://a.example/", [Symbol()]: 1 })'),
  ],
  other_list: [Items.of('a', 'b'), runInNewContext('["a", "b"]'), Object.freeze(['a', 'b'])],
  absent: [null, undefined, '', [], {}, Object.create(null), runInNewContext('({})'), new String(' '), [,,]],
  bytes: [Buffer.from('jo@example.com'), new Uint8Array(1), new ArrayBuffer(1), new DataView(new ArrayBuffer(1))],
  bytes_custom: [Buffer.from('x'), new Uint8Array(0)],
  bytes_flag: [Buffer.from('1')],
  set: [new Set(['a', 'b'])],
  function: [() => {}, class {}, Math.max, async () => {}],
  symbol: [Symbol('x'), Symbol.iterator, Object(Symbol('x'))],
  object: [Promise.resolve('x'), new Map([['a', 1]]), /x/, new Error('x'), new (class {})()],
  generator: [['a'].values()],
  not_an_event: [new Map(), Symbol('x'), () => {}, 1, true, undefined, [LIST.event]],
  cycle: [cycle()],
  cycle_wide: [cycleWide()],
  deep: [deep()],
  many: [new Array(1_000_000).fill(0)],
  shared: [shared()],
  endless: [
    new Proxy([], { get: (list, key) => (key === 'length' ? Infinity : 0) }),
    new Array(2 ** 32 - 1),
    new Array(100).fill('x'.repeat(2 ** 24)),
    Object.fromEntries(Array.from({ length: 100 }, (_, n) => [n + 'x'.repeat(2 ** 22), n])),
  ],
}

const NO_DECIMAL = 'JavaScript has no decimal type; libraries of one write themselves as text'
const NOT_IN_JAVASCRIPT = {
  not_text_key: 'keys are text, and symbols are no members',
  decimal: NO_DECIMAL,
  decimal_whole: NO_DECIMAL,
  decimal_custom: NO_DECIMAL,
  decimal_nan: NO_DECIMAL,
  decimal_beyond_2_53: NO_DECIMAL,
  decimal_enormous: NO_DECIMAL,
  decimal_fraction_as_text: NO_DECIMAL,
  moment_naive: 'a Date always holds a moment',
  moment_day: 'a Date always holds a moment',
  moment_day_as_text: 'a Date always holds a moment',
}

test('every name of the list is mapped or excused', () => {
  const names = LIST.cases.map(({ name }) => name)
  assert.deepEqual([...Object.keys(VALUES), ...Object.keys(NOT_IN_JAVASCRIPT)].sort(), names.sort())
})

for (const { name, at, path = at, code, value } of LIST.cases.filter(({ name }) => name in VALUES)) {
  test(name, () => {
    for (const each of VALUES[name]) {
      const client = new Client(LIST.options)
      const event = placed(at, each)
      const { outcome, problems } = client.explain(event)
      if (code === undefined) {
        assert.equal(outcome, 'ready')
        assert.deepEqual(found(JSON.parse(client.build(event)), at), value)
      } else {
        const codes = problems.filter((problem) => problem.path === path).map((problem) => problem.code)
        assert.ok(codes.includes(code), `${codes}`)
        if (outcome === 'ready') assert.equal(left(JSON.parse(client.build(event)), at), undefined)
      }
    }
  })
}

function placed(at, value) {
  if (at === '') return value
  const event = structuredClone(LIST.event)
  const names = at.split('.')
  const last = names.pop()
  names.reduce((place, name) => (place[name] ??= {}), event)[last] = value
  return event
}

const found = (value, at) => at.split('.').reduce((place, name) => place?.[name], value) ?? null

// What is left at the place, apart from members that were good.
const left = (value, at) => (at === 'properties' ? undefined : at.split('.').reduce((place, name) => place?.[name], value))

test('what getters and toJSON throw comes through as it is', () => {
  const thrown = new RangeError('the caller\u2019s own')
  const client = new Client(LIST.options)
  const fail = () => {
    throw thrown
  }
  const events = [
    { get event() { return fail() } },
    { user: new (class { toJSON = fail })() },
    new Proxy({}, { ownKeys: fail }),
  ]
  for (const event of events) assert.throws(() => client.build(event), (error) => error === thrown)
  assert.equal(typeof client.build(LIST.event), 'string')
})

test('a getter may use the client itself', () => {
  const client = new Client(LIST.options)
  const event = { ...LIST.event, properties: { get description() { return client.build(LIST.event).slice(0, 8) }, a: 1 } }
  assert.deepEqual(JSON.parse(client.build(event)).properties, { a: 1, description: '{"event"' })
})

test('what writes itself as JSON is taken at its word', () => {
  const client = new Client(LIST.options)
  class Money { toJSON() { return '19.90' } }
  class Row { toJSON() { return { url: new URL('https://a.example/x') } } }
  const event = { ...LIST.event, page: new Row(), properties: { value: new Money() } }
  const { page, properties } = JSON.parse(client.build(event))
  assert.deepEqual([page, properties], [{ url: 'https://a.example/x' }, { value: 19.9 }])
  class Endless { toJSON() { return this } }
  assert.equal(client.explain({ ...LIST.event, user: new Endless() }).problems.at(-1).path, 'user')
})

test('a lone surrogate in one value leaves the others as they are', () => {
  const client = new Client(LIST.options)
  const event = { ...LIST.event, properties: { a: '\ud800', description: '😀 ß', b: ['\udc00', 'x'] } }
  assert.deepEqual(JSON.parse(client.build(event)).properties, { b: ['x'], description: '😀 ß' })
})

test('events without end are told of', async () => {
  const client = new Client({ ...LIST.options, pixelCode: 'C4A', accessToken: 't' })
  let isEnded = false
  function* endless() {
    try {
      for (;;) yield LIST.event
    } finally {
      isEnded = true
    }
  }
  for (const verb of ['enqueue', 'track', 'deliver']) {
    await assert.rejects(async () => client[verb](endless()), { name: 'ConfigError', code: 'invalid_argument', option: 'events' })
    assert.ok(isEnded)
  }
})

test('events as JSON text', () => {
  const client = new Client(LIST.options)
  assert.equal(client.build(JSON.stringify(LIST.event)), client.build(LIST.event))
  const codes = (text) => {
    try {
      client.build(text)
    } catch ({ problems }) {
      return problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)
    }
  }
  assert.deepEqual(codes('{"event":"Contact","event":"Lead"}'), ['duplicate_key'])
  assert.deepEqual(codes('{nope'), ['invalid_json'])
})

test('an argument of millions of digits is no argument', () => {
  const enormous = 1n << 20_000_000n
  assert.throws(() => describe(enormous, {}), { code: 'unknown_format' })
  assert.throws(() => normalize(enormous, 'x'), { code: 'unknown_field' })
  assert.throws(() => eventId('Purchase', enormous), { code: 'invalid_argument' })
  assert.throws(() => new Client({ maxAttempts: enormous }), { code: 'invalid_option' })
})
