// The outbox: what is queued, told and refused, and what arrives however the program ends.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { CapiError, Client, ConfigError, InvalidEvent, OutboxError, OutboxFull } from 'tiktok-capi'
import { folder, run, withClient } from './programs.mjs'
import { sandbox, skip } from './sandbox.mjs'
import { CONTACT, service } from './service.mjs'

const bounded = { timeout: 60_000 }
const contact = (event_id) => ({ ...CONTACT, event_id })

/** A service that takes everything, for one test. */
const listening = async (t, answer) => {
  const tiktok = await service(answer)
  t.after(tiktok.close)
  return tiktok
}

// Nobody listens there.
const NOBODY = { pixelCode: 'C4A', accessToken: 'token', endpoint: 'http://127.0.0.1:9/' }

const ids = (tiktok) => tiktok.bodies.flatMap((body) => JSON.parse(body).data.map(({ event_id }) => event_id))

test('one event and several are queued, and arrive as track would send them', bounded, async (t) => {
  const tiktok = await listening(t)
  const client = new Client({ ...tiktok.options, now: 1767225600 })
  const one = client.enqueue(CONTACT)
  assert.deepEqual([one.ok, one.error, one.requests, one.throwForError()], [true, null, 0, one])
  assert.deepEqual([one.results[0].outcome, one.results[0].event, one.results[0].eventId], ['queued', 'Contact', 'e1'])
  assert.equal((await client.flush({ timeout: 20 })).waiting, 0)
  assert.deepEqual(tiktok.bodies, [`{"data":[${client.build(CONTACT)}],"event_source":"web","event_source_id":"C4A"}`])
  function* events() {
    yield contact('e2')
    yield { event: 'not a name' }
    yield { ...CONTACT, consent: 'denied' }
  }
  const several = client.enqueue(events())
  assert.deepEqual([several.ok, several.results.map(({ outcome }) => outcome)], [false, ['queued', 'refused', 'withheld']])
  assert.equal(client.enqueue([]).results.length, 0)
  assert.equal(client.enqueue(JSON.stringify(contact('e3'))).ok, true)
  const { waiting, inFlight, dead, oldestSeconds, counts, reasons, sources } = await client.close({ timeout: 20 })
  assert.deepEqual([waiting, inFlight, dead, oldestSeconds], [0, 0, 0, null])
  assert.deepEqual([counts.queued, counts.accepted, counts.withheld, counts.refused], [3, 3, 1, 1])
  assert.deepEqual([reasons['withheld.consent_denied'], reasons['refused.invalid_event_name']], [1, 1])
  assert.deepEqual({ ...sources[0] }, { eventSource: 'web', eventSourceId: 'C4A', test: false, waiting: 0, state: 'open', nextTrySeconds: null })
  assert.deepEqual(ids(tiktok), ['e1', 'e2', 'e3'])
})

test('one bad event is an error, and nothing is kept', bounded, async () => {
  const client = new Client(NOBODY)
  assert.throws(() => client.enqueue({ event: 'not a name' }), (error) => {
    assert.ok(error instanceof InvalidEvent)
    assert.equal(error.problems[0].code, 'invalid_event_name')
    return true
  })
  assert.equal(client.stats().waiting, 0)
  await client.close()
})

test('what the outbox needs and is missing', bounded, async (t) => {
  for (const [options, option] of [[{ accessToken: 'token' }, 'eventSourceId'], [{ pixelCode: 'C4A' }, 'accessToken']]) {
    assert.throws(() => new Client(options).enqueue(CONTACT), (error) => {
      assert.ok(error instanceof ConfigError)
      assert.deepEqual([error.code, error.option], ['missing_option', option])
      return true
    })
  }
  // Another program that has the token may deliver what is in a file.
  const client = new Client({ pixelCode: 'C4A', outbox: join(await folder(t), 'outbox') })
  assert.equal(client.enqueue(CONTACT).results[0].outcome, 'queued')
  assert.equal((await client.close()).waiting, 1)
})

test('what JSON cannot say is refused or reported as track does it', bounded, async () => {
  const client = new Client(NOBODY)
  const events = [
    { ...CONTACT, event_id: '\ud800' },
    { ...CONTACT, properties: { value: NaN, when: new Date(NaN), at: Buffer.from('x'), '\ud800': 1 } },
    { ...CONTACT, event_time: new Date(0), properties: { description: Symbol('x'), big: 2n ** 70n } },
    new Map(),
    null,
    5,
  ]
  const { results } = client.enqueue(events)
  for (const [index, event] of events.entries()) {
    const { outcome, problems } = client.explain(event)
    assert.equal(results[index].outcome, outcome === 'ready' ? 'queued' : outcome)
    assert.deepEqual(results[index].problems, problems)
  }
  const thrown = new RangeError('the caller\u2019s own')
  assert.throws(() => client.enqueue([CONTACT, { get event() { throw thrown } }]), (error) => error === thrown)
  assert.equal(client.stats().waiting, results.filter(({ outcome }) => outcome === 'queued').length)
  await client.close({ timeout: 0 })
})

test('a time that is none', bounded, async () => {
  const client = new Client(NOBODY)
  for (const timeout of [-1, NaN, -Infinity, true, '5', 'soon', {}]) {
    for (const wait of [() => client.flush({ timeout }), () => client.close({ timeout })]) {
      await assert.rejects(wait, (error) => error instanceof ConfigError && error.option === 'timeout')
    }
  }
  await assert.rejects(client.flush({ timout: 1 }), { code: 'unknown_option', option: 'timout' })
  assert.equal((await client.flush({ timeout: Infinity })).waiting, 0)
  assert.equal((await client.close({ timeout: Infinity })).waiting, 0)
})

test('a closed outbox takes nothing, and says again how it ended', bounded, async () => {
  const client = new Client(NOBODY)
  client.enqueue(CONTACT)
  const began = performance.now()
  assert.equal((await client.close({ timeout: 0.2 })).waiting, 1)
  assert.ok(performance.now() - began < 10_000)
  assert.equal((await client.close()).waiting, 1, 'the same answer')
  assert.throws(() => client.enqueue(CONTACT), (error) => {
    assert.ok(error instanceof OutboxError && error instanceof CapiError)
    assert.deepEqual([error.code, error.name, error.path], ['outbox_closed', 'OutboxError', ':memory:'])
    return true
  })
})

test('a full outbox takes no event more, and says what to do', bounded, async () => {
  const client = new Client({ ...NOBODY, maxEvents: 2 })
  client.enqueue([contact('e1'), contact('e2')])
  assert.throws(() => client.enqueue(contact('e3')), (error) => {
    assert.ok(error instanceof OutboxFull && error instanceof OutboxError)
    assert.deepEqual([error.code, error.name, error.hint.length > 0], ['outbox_full', 'OutboxFull', true])
    return true
  })
  assert.equal((await client.close({ timeout: 0 })).waiting, 2)
})

test('files that are no outbox', bounded, async (t) => {
  const place = await folder(t)
  await writeFile(join(place, 'text'), 'not a database, and long enough to be one: '.repeat(100))
  for (const [name, codes] of [['missing/outbox', ['outbox_unavailable']], ['text', ['outbox_foreign']]]) {
    const path = join(place, name)
    assert.throws(() => new Client({ ...NOBODY, outbox: path }).enqueue(CONTACT), (error) => {
      assert.ok(error instanceof OutboxError)
      assert.deepEqual([codes.includes(error.code), error.path], [true, path])
      return true
    })
  }
})

test('waiting holds nobody up', bounded, async (t) => {
  const tiktok = await listening(t, () => {})
  const client = new Client(tiktok.options)
  client.enqueue(CONTACT)
  let turns = 0
  const counting = setInterval(() => turns++, 10)
  await client.flush({ timeout: 0.5 })
  clearInterval(counting)
  assert.ok(turns > 5)
  await client.close({ timeout: 0 })
})

test('nothing of an event or the token is in a file, an error or a printed form', bounded, async (t) => {
  const place = await folder(t)
  const token = 'canary0token0value'
  const client = new Client({ ...NOBODY, accessToken: token, outbox: join(place, 'outbox'), maxEvents: 1 })
  const planted = { ...CONTACT, user: { email: 'Canary.Jo@example.com', phone: '+49 151 12345678', external_id: 'canary-customer', first_name: 'canaryname' } }
  const receipt = client.enqueue(planted)
  let full
  assert.throws(() => client.enqueue(planted), (error) => ((full = error), true))
  const files = await Promise.all((await readdir(place)).map((name) => readFile(join(place, name), 'latin1')))
  assert.ok(files.length > 1 && files.join('').includes('"event":"Contact"'))
  const printed = [client, receipt, client.stats(), await client.close({ timeout: 0 }), full].map((each) => inspect(each, { depth: 9, showHidden: true }))
  for (const canary of [token, 'canary.jo', '15112345678', 'canary-customer', 'canaryname']) {
    assert.ok(![...files, ...printed].join('').toLowerCase().includes(canary), canary)
  }
})

test('a program that ends by itself or by process.exit delivers first what only memory holds', bounded, async (t) => {
  const tiktok = await listening(t)
  for (const [id, code] of [
    ['itself', `client.enqueue(contact('itself'))`],
    ['exit', `client.enqueue(contact('exit')); process.exit(0)`],
    ['later', `setTimeout(() => client.enqueue(contact('later')), 50)`],
    ['twice', `client.enqueue(contact('once')); process.once('beforeExit', () => setTimeout(() => client.enqueue(contact('twice')), 1))`],
    ['closed', `client.enqueue(contact('closed')); client.close()`],
  ]) {
    const { stdout, stderr } = await run(withClient(tiktok.options, code))
    assert.deepEqual([stdout, stderr, ids(tiktok).at(-1)], ['', '', id])
  }
  const named = { ...tiktok.options, outbox: ':memory:' }
  await run(withClient(named, `client.enqueue(contact('named')); process.exit(0)`))
  await assert.rejects(run(withClient(tiktok.options, `client.enqueue(contact('thrown')); throw new Error('its own')`)))
  assert.deepEqual(ids(tiktok), ['itself', 'exit', 'later', 'once', 'twice', 'closed', 'named', 'thrown'])
})

test('a client that nobody holds on to delivers', bounded, async (t) => {
  const tiktok = await listening(t, (_body, response) => setTimeout(() => response.end('{"code":0}'), 300))
  const code = withClient(tiktok.options, `
    const lost = () => new Client(${JSON.stringify(tiktok.options)}).enqueue(contact('lost'))
    lost()
    setTimeout(gc, 20)
    setTimeout(gc, 40)`)
  await run(code, '--expose-gc')
  assert.deepEqual(ids(tiktok), ['lost'])
})

test('a client for each request costs no thread and no file of its own', bounded, async (t) => {
  const tiktok = await listening(t)
  const outbox = join(await folder(t), 'outbox')
  const program = `
    const { readdirSync, readFileSync } = require('node:fs')
    const { Client } = require('tiktok-capi')
    const ours = () => readdirSync('/proc/self/task').filter((id) => readFileSync('/proc/self/task/' + id + '/comm', 'utf8') === 'tiktok-capi\\n')
    const before = readdirSync('/proc/self/fd').length
    for (let number = 0; number < 200; number++) new Client().enqueue({ ...${JSON.stringify(CONTACT)}, event_id: String(number) })
    console.log(ours().length <= 2, readdirSync('/proc/self/fd').length - before < 15)`
  const { pixelCode, accessToken, endpoint } = tiktok.options
  const env = { ...process.env, TIKTOK_EVENT_SOURCE_ID: pixelCode, TIKTOK_ACCESS_TOKEN: accessToken, TIKTOK_CAPI_ENDPOINT: endpoint, TIKTOK_CAPI_OUTBOX: outbox }
  const child = spawn(process.execPath, ['--eval', program], { env, cwd: new URL('.', import.meta.url).pathname })
  const [told] = await once(child.stdout, 'data')
  const [code] = await once(child, 'exit')
  assert.deepEqual([String(told), code], ['true true\n', 0])
  assert.deepEqual(ids(tiktok).sort(), Array.from({ length: 200 }, (_, number) => String(number)).sort())
})

test('a program ends in time when nobody answers, and its file keeps what it had', bounded, async (t) => {
  const outbox = join(await folder(t), 'outbox')
  const silent = await listening(t, () => {})
  for (const code of [`client.enqueue(contact('e1'))`, `client.enqueue(contact('e2')); process.exit(0)`]) {
    const began = performance.now()
    await run(withClient({ ...silent.options, outbox }, code))
    // Two seconds of waiting, and the start of a program on a busy machine.
    assert.ok(performance.now() - began < 15_000)
  }
  const stats = new Client({ ...NOBODY, outbox }).stats()
  assert.equal(stats.waiting, 2)
})

test('kill -9 right behind enqueue loses nothing', { skip, ...bounded }, async (t) => {
  const outbox = join(await folder(t), 'outbox')
  const tiktok = await sandbox()
  t.after(tiktok.close)
  const deaths = Array.from({ length: 8 }, async (_, index) => {
    const options = { ...tiktok.options, outbox, timeout: 1, connectTimeout: 1, maxAttempts: 1 }
    const code = `for (let n = 0; n < 20; n++) client.enqueue(contact('death-${index}-' + n)); process.kill(process.pid, 'SIGKILL')`
    await assert.rejects(run(withClient(options, code)), ({ signal }) => signal === 'SIGKILL')
  })
  await Promise.all(deaths)
  const client = new Client({ ...tiktok.options, outbox })
  const { waiting } = await client.flush({ timeout: 50 })
  await client.close()
  const { counts } = await tiktok.told()
  assert.deepEqual([waiting, counts.counted], [0, 160])
})

test('four workers of a cluster share a file, and one of them dies', { skip, ...bounded }, async (t) => {
  const outbox = join(await folder(t), 'outbox')
  const tiktok = await sandbox()
  t.after(tiktok.close)
  const options = { ...tiktok.options, outbox, timeout: 1, connectTimeout: 1, maxAttempts: 1 }
  const env = { ...process.env, OPTIONS: JSON.stringify(options) }
  const program = spawn(process.execPath, [fileURLToPath(new URL('cluster.cjs', import.meta.url))], { env, stdio: 'inherit' })
  assert.deepEqual(await once(program, 'exit'), [0, null])
  const client = new Client({ ...tiktok.options, outbox })
  const { waiting } = await client.flush({ timeout: 50 })
  await client.close()
  const { counts } = await tiktok.told()
  assert.deepEqual([waiting, counts.counted], [0, 1000])
})

test('worker threads share a file, and deliver from memory when they end', { skip, ...bounded }, async (t) => {
  const outbox = join(await folder(t), 'outbox')
  const tiktok = await sandbox()
  t.after(tiktok.close)
  const each = (options) => withClient(options, `
    const { threadId, parentPort } = require('node:worker_threads')
    for (let n = 0; n < 50; n++) client.enqueue(contact(threadId + '-' + n))
    parentPort.postMessage('done')`)
  const { stdout } = await run(`
    const { Worker } = require('node:worker_threads')
    const { once } = require('node:events')
    const ended = async (code) => once(new Worker(code, { eval: true }), 'exit')
    const killed = async (code) => {
      const worker = new Worker(code, { eval: true })
      await once(worker, 'message')
      return worker.terminate()
    }
    const file = ${JSON.stringify(each({ ...tiktok.options, outbox }))}, memory = ${JSON.stringify(each(tiktok.options))}
    Promise.all([ended(file), killed(file), ended(memory), ended(memory)]).then(() => console.log('over'))`)
  assert.equal(stdout, 'over\n')
  const client = new Client({ ...tiktok.options, outbox })
  await client.flush({ timeout: 50 })
  await client.close()
  const { counts } = await tiktok.told()
  assert.equal(counts.counted, 200)
})
