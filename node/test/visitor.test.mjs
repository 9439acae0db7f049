// `Client.visitor`, and the option `visitor` of all verbs: the same wherever the visitor comes from, and never dropped in silence.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, ConfigError, context, hash, InvalidEvent } from 'tiktok-capi'
import { record } from 'tiktok-capi/testing'
import { RequestVisitor } from '../lib/visitor.js'
import { service } from './service.mjs'

const LEAD = { event: 'Lead', event_id: 'l1', event_time: 1767225600, user: { email: 'jo@example.com' } }
const PARTS = { url: new URL('https://shop.example/?ttclid=E.C.P.x'), headers: new Headers({ 'User-Agent': 'UA' }), remoteAddr: '10.0.0.1, 8.8.8.8' }

test('a request tells who is visiting', () => {
  const headers = { cookie: 'ok="opted_out"', 'x-forwarded-for': '8.8.8.8' }
  const visitor = new Client().visitor({ url: 'https://shop.example/', headers, remoteAddr: '10.0.0.1', trustedProxies: 1, consentCookie: 'ok' })
  assert.deepEqual({ ...visitor }, { allowed: true, limitedDataUse: true, unreadable: null })
  assert.deepEqual(visitor.told, { consent: 'opted_out', page: { url: 'https://shop.example/' }, user: { ip: '8.8.8.8' } })
  assert.deepEqual(visitor.cookies, [])
  assert.equal(new RequestVisitor(new Client(), visitor).optedOut, true)
  const [cookie] = new Client().visitor(PARTS).cookies
  const header = 'ttclid=E.C.P.x; Max-Age=2592000; Path=/; SameSite=Lax; Secure'
  assert.deepEqual(cookie, { name: 'ttclid', value: 'E.C.P.x', maxAge: 2592000, secure: true, header })
})

test('consent that cannot be read counts as denied, whatever it is', () => {
  const client = new Client({ consentTool: 'onetrust' })
  for (const consent of [true, false, 5, 'yes', Promise.resolve('granted'), () => 'granted', Symbol('granted'), ['granted'], new Map()]) {
    const { allowed, unreadable } = client.visitor({ consent })
    assert.deepEqual([allowed, unreadable], [false, 'consent'])
  }
  assert.equal(client.visitor({ headers: { cookie: 'OptanonConsent=x' } }).unreadable, 'OptanonConsent')
})

test('a part of another name is told, and so is a request that is none', () => {
  const promised = Promise.resolve({ consent: 'denied' })
  for (const request of [undefined, null, 'x', [], new Map([['consent', 'denied']]), promised, { consnet: 'denied' }, { consentCookie: 5 }]) {
    assert.throws(() => new Client().visitor(request), (error) => error instanceof ConfigError && error.code === 'invalid_argument')
  }
})

test('headers go by their names; of anything else the signals would be lost', () => {
  const client = new Client()
  const pairs = [['sec-gpc', '1']]
  const own = new (class Own extends Headers {})(pairs)
  for (const headers of [new Headers(pairs), own, new Map(pairs), { 'Sec-GPC': '1' }, { 'sec-gpc': ['1'], get: 'x', entries: 'x' }]) {
    assert.equal(client.visitor({ headers }).limitedDataUse, true)
    assert.deepEqual(context({ headers }).consent, { gpc: true })
  }
  for (const headers of [pairs, pairs.flat(), new Set(pairs), pairs.entries(), Buffer.from('sec-gpc: 1'), 'sec-gpc: 1', Promise.resolve(own)]) {
    const isTold = (error) => error instanceof ConfigError && error.code === 'invalid_argument' && error.option === 'headers'
    assert.throws(() => client.visitor({ headers }), isTold)
    assert.deepEqual(context({ headers }), { cookies: [] })
  }
})

test('the visitor of a request, what the client told, and what was kept of it are the same', async () => {
  const tiktok = await service()
  const client = new Client({ ...tiktok.options, now: 1767225600 })
  const visitor = client.visitor(PARTS)
  const written = { ...LEAD, user: { ...LEAD.user, ...visitor.told.user }, page: visitor.told.page }
  const built = client.build(written)
  assert.match(built, /"ttclid":"E\.C\.P\.x","user_agent":"UA"/)
  const kept = JSON.parse(JSON.stringify(visitor.told))
  for (const each of [visitor, new RequestVisitor(client, visitor), visitor.told, kept]) {
    const options = { visitor: each }
    assert.equal(client.build(LEAD, options), built)
    assert.equal(client.build(JSON.stringify(LEAD), options), built)
    assert.deepEqual(client.explain(LEAD, options), client.explain(written))
    assert.deepEqual(client.pixel(LEAD, { ...options, nonce: 'n' }), client.pixel(written, { nonce: 'n' }))
    assert.equal((await client.track(LEAD, options)).ok, true)
    assert.equal((await client.track([LEAD], options)).ok, true)
    assert.equal(client.enqueue([LEAD], options).ok, true)
    await client.flush({ timeout: 20 })
  }
  await client.close()
  tiktok.close()
  assert.equal(tiktok.bodies.length, 12)
  assert.deepEqual(new Set(tiktok.bodies), new Set([`{"data":[${built}],"event_source":"web","event_source_id":"C4A"}`]))
})

test('nobody is no visitor', () => {
  const client = new Client({ now: 1767225600 })
  for (const visitor of [undefined, null, {}]) assert.equal(client.build(LEAD, { visitor }), client.build(LEAD))
})

test('what is no visitor, and an option of another name, would take consent along in silence', async () => {
  const client = new Client({ pixelCode: 'C4A', accessToken: 'token', endpoint: 'http://127.0.0.1:9/' })
  const denied = client.visitor({ consent: 'denied' })
  assert.equal(client.build(LEAD, { visitor: denied }), null)
  for (const visitor of ['denied', 5, true, [denied.told], Promise.resolve(denied), new Map(), Symbol('x')]) {
    const isTold = (error) => error instanceof ConfigError && error.code === 'invalid_argument' && error.option === 'visitor'
    for (const verb of ['build', 'explain', 'pixel', 'enqueue']) assert.throws(() => client[verb](LEAD, { visitor }), isTold, verb)
    await assert.rejects(client.track(LEAD, { visitor }), isTold)
  }
  for (const options of [denied, denied.told, { vistor: denied }]) {
    const isTold = (error) => error instanceof ConfigError && error.code === 'unknown_option'
    for (const verb of ['build', 'explain', 'pixel', 'enqueue']) assert.throws(() => client[verb](LEAD, options), isTold, verb)
    await assert.rejects(client.track(LEAD, options), isTold)
    await assert.rejects(client.deliver([], options), isTold)
  }
  assert.equal(client.stats().waiting, 0)
})

test('both halves have one id, however the event is written', () => {
  const client = new Client()
  const kept = record(client)
  const visitor = new RequestVisitor(client, client.visitor(PARTS))
  const { event_id: _, ...lead } = LEAD
  class Order { toJSON() { return lead } }
  for (const event of [lead, { ...lead, event_id: ' ' }, JSON.stringify(lead), new Order(), Object.freeze(lead)]) {
    const { receipt, html } = visitor.pair(event, { nonce: 'n' })
    assert.ok(html.includes(`"event_id":"${receipt.results[0].eventId}"`))
    assert.equal(kept.events.at(-1).user.email, hash('email', 'jo@example.com'))
  }
  assert.ok(visitor.pair(LEAD).html.includes('"event_id":"l1"'))
  assert.deepEqual(visitor.pair({ ...lead, consent: 'denied' }).html, '')
  assert.throws(() => visitor.pair({ ...lead, event: 'not a name' }), InvalidEvent)
})

test('an event is shown as it is laid', () => {
  const client = new Client()
  const visitor = new RequestVisitor(client, client.visitor({ ...PARTS, consent: { gpc: true } }))
  const { user, page, consent } = visitor.event({ ...LEAD, user: { email: 'jo@example.com', user_agent: ' ' }, consent: { tcf: null } })
  assert.deepEqual([user, page, consent], [{ email: 'jo@example.com', ttclid: 'E.C.P.x', user_agent: 'UA' }, visitor.told.page, { gpc: true }])
  assert.equal(visitor.event(JSON.stringify({ ...LEAD, consent: 'granted' })).consent, 'granted')
})
