// The main job against the sandbox: sent, accepted, deduplicated, and split where one event is bad.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { Client } from 'tiktok-capi'
import { CONTACT } from './service.mjs'
import { sandbox, skip } from './sandbox.mjs'

const purchase = JSON.parse(readFileSync(new URL('../../examples/purchase.json', import.meta.url), 'utf8'))
const event_time = Math.floor(Date.now() / 1000)
Object.assign(purchase, { event_time })

let tiktok

before(async () => {
  if (!skip) tiktok = await sandbox()
})

after(() => tiktok?.close())

test('a purchase is counted once, however often it is sent', { skip }, async () => {
  const client = new Client(tiktok.options)
  const first = await client.track(purchase)
  assert.deepEqual(first.throwForError().results[0].problems, [])
  assert.equal((await client.track([purchase, purchase])).ok, true)
  const { counts, events } = await tiktok.told()
  assert.deepEqual([counts.accepted, counts.counted, counts.duplicates], [3, 1, 2])
  assert.deepEqual(events[0].data, JSON.parse(client.build(purchase)))
  assert.deepEqual(events[0].findings, [])
})

test('one bad event of a thousand is refused here, and the others arrive', { skip }, async () => {
  const client = new Client(tiktok.options)
  const events = Array.from({ length: 1000 }, (_, index) => ({ ...CONTACT, event_time, event_id: `many-${index}` }))
  events[500] = { event: 'not a name' }
  const { results, requests } = await client.track(events)
  assert.deepEqual([results.length, requests, results[500].outcome], [1000, 1, 'refused'])
  assert.equal(results.filter(({ outcome }) => outcome === 'accepted').length, 999)
})
