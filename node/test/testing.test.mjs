// `tiktok-capi/testing`: what a shop reports is built as always and kept in place of being sent.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, hash, InvalidEvent } from 'tiktok-capi'
import { record } from 'tiktok-capi/testing'
import { service } from './service.mjs'

const LEAD = { event: 'Lead', event_id: 'l1', user: { email: ' Jo@Example.com', phone: '020 7946 0958' }, page: { url: 'https://a.example/' } }

test('what would be sent is kept as it would be sent, by both verbs, without a token', async () => {
  const capi = new Client({ defaultRegion: 'GB' })
  const kept = record(capi)
  const queued = capi.enqueue(LEAD)
  const accepted = await capi.track({ ...LEAD, event_id: 'l2' })
  assert.deepEqual([queued.ok, queued.results[0].outcome, accepted.results[0].outcome], [true, 'queued', 'accepted'])
  assert.equal(accepted.results[0].eventId, 'l2')
  assert.deepEqual(kept.events.map(({ event_id }) => event_id), ['l1', 'l2'])
  assert.equal(kept.events[0].user.email, hash('email', 'jo@example.com'))
  assert.deepEqual(kept.receipts, [queued, accepted])
})

test('an expectation is written as an event is, and compared as it would be sent', () => {
  const capi = new Client({ defaultRegion: 'GB' })
  const kept = record(capi)
  capi.enqueue({ ...LEAD, properties: { currency: 'GBP', value: '5.00', contents: [{ content_id: 1, price: 5 }] } })
  for (const expected of [
    undefined,
    {},
    { user: { email: 'jo@example.com' } },
    { user: { phone: '+442079460958' }, event_id: 'l1' },
    { properties: { value: 5, currency: 'gbp' } },
    { properties: { contents: [{ content_id: '1' }] } },
  ]) assert.equal(kept.assertTracked('Lead', expected), kept.events[0])
  for (const [name, expected] of [
    ['Contact'],
    ['Lead', { event_id: 'l2' }],
    ['Lead', { user: { email: 'another@example.com' } }],
    ['Lead', { properties: { value: 6 } }],
    ['Lead', { properties: { contents: [{ content_id: '1' }, { content_id: '2' }] } }],
    ['Lead', { app: { app_id: 'x' } }],
  ]) assert.throws(() => kept.assertTracked(name, expected), { code: 'ERR_ASSERTION' })
  assert.throws(() => kept.assertNothingTracked(), { code: 'ERR_ASSERTION' })
  kept.clear()
  kept.assertNothingTracked()
  assert.deepEqual(kept.receipts, [])
})

test('refused and withheld as always', async () => {
  const capi = new Client()
  const kept = record(capi)
  assert.throws(() => capi.enqueue({ event: 'not a name' }), InvalidEvent)
  await assert.rejects(capi.track({ event: 'not a name' }), InvalidEvent)
  const { ok, results } = capi.enqueue([LEAD, { event: 'not a name' }, { ...LEAD, consent: 'denied' }])
  assert.deepEqual([ok, results.map(({ outcome }) => outcome)], [false, ['queued', 'refused', 'withheld']])
  assert.equal(results[1].problems[0].code, 'invalid_event_name')
  assert.equal(kept.events.length, 1)
})

test('consent that a client requires does not hide what was tracked', () => {
  const capi = new Client({ requireConsent: true })
  const kept = record(capi)
  capi.enqueue(LEAD)
  kept.assertNothingTracked()
  capi.enqueue({ ...LEAD, consent: 'granted' })
  kept.assertTracked('Lead', { user: { email: 'jo@example.com' } })
})

test('a client that is restored is as it was', () => {
  const capi = new Client()
  const before = [capi.enqueue, capi.track, capi.deliver]
  const kept = record(capi)
  assert.ok([capi.enqueue, capi.track, capi.deliver].every((verb, index) => verb !== before[index]))
  kept.restore()
  assert.deepEqual([capi.enqueue, capi.track, capi.deliver, Reflect.ownKeys(capi)], [...before, []])
})

test('a signal ends a call before it is kept', async () => {
  const capi = new Client()
  const kept = record(capi)
  await assert.rejects(capi.track(LEAD, { signal: AbortSignal.abort(new Error('enough')) }), { message: 'enough' })
  kept.assertNothingTracked()
})

test('what was built is kept as it would be delivered', async () => {
  const capi = new Client()
  const kept = record(capi)
  const built = capi.build(LEAD)
  const one = await capi.deliver(built)
  assert.deepEqual([one.results[0].outcome, one.results[0].eventId], ['accepted', 'l1'])
  const { ok, results } = await capi.deliver([Buffer.from(built), LEAD, 'x'])
  assert.deepEqual([ok, results.map(({ outcome }) => outcome)], [false, ['accepted', 'refused', 'refused']])
  await assert.rejects(capi.deliver(LEAD), InvalidEvent)
  assert.deepEqual(kept.events, [JSON.parse(built), JSON.parse(built)])
  assert.equal(kept.assertTracked('Lead', { user: { email: 'jo@example.com' } }), kept.events[0])
})

test('it takes and refuses what the client does', async () => {
  const events = [LEAD, JSON.stringify(LEAD), null, new Map(), { ...LEAD, consent: 'denied' }]
  const options = { visitor: new Client().visitor({ consent: 'opted_out' }) }
  const tiktok = await service()
  const real = new Client(tiktok.options)
  const capi = new Client(tiktok.options)
  const kept = record(capi)
  const told = ({ results }) => results.map(({ outcome, eventId, problems }) => [outcome, eventId, problems])
  assert.deepEqual(told(await capi.track(events, options)), told(await real.track(events, options)))
  tiktok.close()
  assert.deepEqual(kept.events, JSON.parse(tiktok.bodies[0]).data)
  assert.deepEqual(kept.events[0].user, undefined)
  const isUnknown = (error) => error.code === 'unknown_option'
  assert.throws(() => capi.enqueue(LEAD, options.visitor), isUnknown)
  await assert.rejects(capi.track(LEAD, { vistor: null }), isUnknown)
  await assert.rejects(capi.deliver('x', { visitor: null }), isUnknown)
  assert.equal(capi.enqueue(JSON.stringify(LEAD), null).results[0].outcome, 'queued')
})

test('what was not sent is told with its reason', () => {
  const capi = new Client({ requireConsent: true })
  const kept = record(capi)
  capi.enqueue(LEAD)
  capi.enqueue([{ ...LEAD, consent: 'denied' }, { consent: 'granted' }])
  assert.throws(() => kept.assertTracked('Lead'), /; withheld: consent_missing; withheld: consent_denied; refused: missing_field\n/)
})
