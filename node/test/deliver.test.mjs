// `deliver`: what was built before is sent as it is.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, ConfigError, InvalidEvent } from 'tiktok-capi'
import { CONTACT, service } from './service.mjs'

const bounded = { timeout: 60_000 }
const built = (id) => new Client().build({ ...CONTACT, event_id: id })

test('one and several, as text and as bytes', bounded, async () => {
  const tiktok = await service()
  const client = new Client(tiktok.options)
  const [one, two] = [built('e1'), built('e\u00e9\u{1f600}')]
  const bytes = Buffer.from(two)
  for (const each of [one, two, bytes, new Uint8Array(bytes), Buffer.from(`..${two}`).subarray(2)]) {
    const { ok, results } = await client.deliver(each)
    assert.deepEqual([ok, results.length, results[0].event], [true, 1, 'Contact'])
  }
  const { results } = await client.deliver(new Set([one, bytes]))
  assert.deepEqual(results.map(({ outcome, eventId }) => [outcome, eventId]), [['accepted', 'e1'], ['accepted', 'e\u00e9\u{1f600}']])
  assert.equal((await client.deliver([])).results.length, 0)
  tiktok.close()
  assert.deepEqual(tiktok.bodies.map((body) => JSON.parse(body).data.length), [1, 1, 1, 1, 1, 2])
  assert.ok(tiktok.bodies[1].includes(two))
})

test('what is no canonical event is refused: alone by an error, in a list in the receipt', bounded, async () => {
  const tiktok = await service()
  const client = new Client(tiktok.options)
  const lone = built('e1').replace('"e1"', '"e\ud800"')
  const wrong = [[lone, 'not_unicode'], [Buffer.from([0xff]), 'not_unicode'], ['', 'invalid_json'], [new DataView(new ArrayBuffer(2)), 'not_canonical']]
  for (const each of [null, undefined, 5, true, CONTACT, {}, Promise.resolve(built('e1')), () => {}]) wrong.push([each, 'not_canonical'])
  for (const [canonical, code] of wrong) {
    await assert.rejects(client.deliver(canonical), (error) => {
      assert.ok(error instanceof InvalidEvent)
      assert.deepEqual(error.problems.map((problem) => problem.code), [code])
      return true
    })
  }
  const { ok, results } = await client.deliver([...wrong.map(([canonical]) => canonical), built('last')])
  tiktok.close()
  assert.equal(ok, false)
  assert.deepEqual(results.map(({ outcome }) => outcome), [...wrong.map(() => 'refused'), 'accepted'])
  assert.deepEqual(results.slice(0, -1).map(({ problems }) => problems[0].code), wrong.map(([, code]) => code))
  assert.deepEqual(tiktok.bodies, [`{"data":[${built('last')}],"event_source":"web","event_source_id":"C4A"}`])
})

test('a missing option comes first', bounded, async () => {
  const isMissing = (error) => error instanceof ConfigError && error.code === 'missing_option'
  for (const options of [{ pixelCode: 'C4A' }, { accessToken: 'token' }]) {
    for (const events of [built('e1'), 'x', []]) await assert.rejects(new Client(options).deliver(events), isMissing)
  }
})

test('a signal ends it', bounded, async () => {
  const controller = new AbortController()
  const tiktok = await service(() => controller.abort(new Error('enough')))
  const client = new Client({ ...tiktok.options, timeout: 50 })
  await assert.rejects(client.deliver(built('e1'), { signal: controller.signal }), { message: 'enough' })
  await assert.rejects(client.deliver(built('e1'), { signal: controller.signal }), { message: 'enough' })
  tiktok.close()
  assert.equal(tiktok.bodies.length, 1)
})
