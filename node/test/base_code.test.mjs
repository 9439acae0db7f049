// The base code in a page's place, with the sandbox's stand-in for TikTok's script: what is queued, and who is told what.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { setImmediate as settled } from 'node:timers/promises'
import { createContext, runInContext } from 'node:vm'
import { baseCode, Client, ConfigError } from 'tiktok-capi'
import { RequestVisitor } from '../lib/visitor.js'

const STUB = readFileSync(new URL('../../crates/sandbox/src/pixel.js', import.meta.url), 'utf8')
const SOURCE = 'http://127.0.0.1:8787/i18n/pixel/events.js'

/** The little of a browser that both scripts ask for. */
function page() {
  const loaded = []
  const reports = []
  const document = {
    cookie: '',
    currentScript: null,
    createElement: () => ({}),
    head: { appendChild: (script) => loaded.push(script) },
  }
  const window = { crypto, navigator: {}, location: { href: 'https://shop.example/' }, fetch: async (_url, { body }) => reports.push(JSON.parse(body)) }
  const context = createContext(Object.assign(window, { window, document, URL, TextEncoder }))
  const run = (script, element) => {
    document.currentScript = element
    runInContext(script, context)
    document.currentScript = null
  }
  return {
    window,
    loaded,
    head: (code, options) => run(baseCode(code, { source: SOURCE, ...options }).script, { nonce: options?.nonce }),
    call: (script) => run(script, null),
    /** TikTok's script arrives. */
    arrive: () => run(STUB, { src: loaded[0].src }),
    reported: async () => {
      for (let turn = 0; turn < 20; turn++) await settled()
      return reports.map(({ pixel_code, event }) => `${pixel_code} ${event}`)
    },
  }
}

test('the script is asked for with the pixel code and the nonce', () => {
  const { head, loaded, window } = page()
  head('C4A', { nonce: 'n1', limitedDataUse: true })
  assert.deepEqual(loaded, [{ async: true, nonce: 'n1', src: `${SOURCE}?sdkid=C4A&lib=ttq` }])
  assert.equal(window.TiktokAnalyticsObject, 'ttq')
  const { _i, _o, _t } = window.ttq
  assert.equal(_i.C4A._u, SOURCE)
  assert.equal(JSON.stringify(_o), '{"C4A":{"limited_data_use":true}}')
  assert.ok(Math.abs(Date.now() - _t.C4A) < 60_000)
})

test('what is called before the script is there is reported after it', async () => {
  const { head, call, arrive, reported } = page()
  head('C4A')
  call(`if(window.ttq){ttq.identify({});ttq.track("Contact",{},{event_id:"e1"})}; ttq.instance("C4A").track("Lead")`)
  assert.deepEqual(await reported(), [])
  arrive()
  call('ttq.track("Download")')
  assert.deepEqual(await reported(), ['C4A Pageview', 'C4A Contact', 'C4A Lead', 'C4A Download'])
})

test('nothing is reported while consent is held', async () => {
  for (const [answer, expected] of [['', []], ['ttq.revokeConsent()', []], ['ttq.grantConsent()', ['C4A Pageview']]]) {
    const { head, call, arrive, reported } = page()
    head('C4A', { holdConsent: true })
    arrive()
    call(answer)
    assert.deepEqual(await reported(), expected, answer)
  }
})

test('a pixel that is there already is left alone, and another gets one page view of its own', async () => {
  for (const isLate of [false, true]) {
    const { head, arrive, loaded, reported, window } = page()
    head('C4A')
    if (isLate) {
      arrive()
      await reported()
    }
    head('C4A', { limitedDataUse: true })
    head('C4B', { limitedDataUse: true })
    if (!isLate) arrive()
    assert.deepEqual((await reported()).sort(), ['C4A Pageview', 'C4B Pageview'], String(isLate))
    assert.equal(loaded.length, isLate ? 1 : 2)
    if (!isLate) assert.equal(JSON.stringify(window.ttq._o), '{"C4A":{},"C4B":{"limited_data_use":true}}')
  }
})

test('a page without the Pixel for want of a pixel code is told each time', () => {
  const told = []
  const capi = new Client({ eventSource: 'crm', eventSourceId: '7123' })
  for (const client of [new Client(), capi]) {
    const visitor = new RequestVisitor(client, client.visitor({}), ({ code, option }, what) => told.push([code, option, what]))
    for (let times = 0; times < 2; times++) assert.equal(visitor.baseCode(), '')
  }
  assert.deepEqual(told, Array(4).fill(['invalid_argument', 'pixelCode', 'a page is served without the Pixel']))
  const denied = new RequestVisitor(capi, capi.visitor({ consent: 'denied' }), () => told.push('denied'))
  assert.equal(denied.baseCode(), '')
  assert.equal(told.length, 4)
})

test('a visitor\u2019s page loads the client\u2019s pixel as consent has it', () => {
  const told = []
  const visit = (capi, consent) => new RequestVisitor(capi, capi.visitor({ consent }), (error) => told.push(error))
  const capi = new Client({ pixelCode: 'C4A' })
  assert.equal(capi.pixelCode, 'C4A')
  assert.equal(visit(capi).baseCode({ nonce: 'n"' }), baseCode('C4A', { nonce: 'n"' }).html)
  assert.match(visit(capi, { gpc: true }).baseCode({ holdConsent: true }), /,\{"limited_data_use":true\},true\);/)
  assert.match(visit(capi).baseCode({ pixelCode: 'C4B', limitedDataUse: true }), /"C4B",\{"limited_data_use":true\},false\);/)
  assert.equal(visit(capi, 'denied').baseCode(), '')
  assert.deepEqual(told, [])
  // Consent alone decides, and not whether a page view of this visitor could be sent.
  const strict = new Client({ pixelCode: 'C4A', strict: true })
  assert.equal(visit(strict).baseCode(null), baseCode('C4A').html)
  assert.match(visit(strict, { gpc: true }).baseCode({ limitedDataUse: false }), /,\{"limited_data_use":true\},false\);/)
  assert.equal(visit(strict, 'denied').baseCode(), '')
  assert.deepEqual(told, [])
  const crm = new Client({ eventSource: 'crm', eventSourceId: '7123' })
  assert.equal(crm.pixelCode, null)
  assert.deepEqual([visit(crm).allowed, visit(crm).baseCode(), visit(crm, 'opted_out').allowed], [true, '', false])
  assert.equal(visit(capi).baseCode({ source: '//a.example' }), '')
  assert.equal(visit(new Client()).baseCode(), '')
  assert.ok(told.every((error) => error instanceof ConfigError && error.code === 'invalid_argument'))
  assert.deepEqual(told.map(({ option }) => option), ['pixelCode', 'source', 'pixelCode'])
})
