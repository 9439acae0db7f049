// The event loop, libuv's pool, worker threads and the end of the process.

import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { Client } from 'tiktok-capi'
import { ACCEPTED, CONTACT, service } from './service.mjs'

const run = promisify(execFile)
const bounded = { timeout: 60_000 }

const after = (milliseconds) => (_body, response) => setTimeout(() => response.end(ACCEPTED), milliseconds)

const program = (options, rest) => `
  const { Client } = require('tiktok-capi')
  const client = new Client(${JSON.stringify(options)})
  const event = ${JSON.stringify(CONTACT)}
  ${rest}`

const node = (code) => run(process.execPath, ['--eval', code], { ...bounded, cwd: import.meta.dirname ?? new URL('.', import.meta.url).pathname })

test('twelve waiting sends leave libuv\u2019s pool alone', bounded, async () => {
  const answers = []
  const tiktok = await service((_body, response) => answers.push(response))
  const client = new Client(tiktok.options)
  const sends = Array.from({ length: 12 }, () => client.track(CONTACT))
  // All twelve wait at the service at once, and nobody is answered before the files were looked at.
  while (answers.length < 12) await new Promise((resolve) => setTimeout(resolve, 5))
  for (let times = 0; times < 8; times++) await stat(import.meta.url.slice('file://'.length))
  for (const response of answers) response.end(ACCEPTED)
  assert.ok((await Promise.all(sends)).every(({ ok }) => ok))
  tiktok.close()
})

test('a send keeps the process alive until it is answered', bounded, async () => {
  const tiktok = await service(after(300))
  const { stdout } = await node(program(tiktok.options, 'client.track(event).then(({ ok }) => console.log(ok))'))
  tiktok.close()
  assert.equal(stdout, 'true\n')
})

test('threads without work do not keep the process alive', bounded, async () => {
  const tiktok = await service()
  const child = spawn(process.execPath, ['--eval', program(tiktok.options, `client.track(event).then(() => console.log('sent'))`)], {
    cwd: new URL('.', import.meta.url).pathname,
  })
  await once(child.stdout, 'data')
  const sent = performance.now()
  const [code] = await once(child, 'exit')
  tiktok.close()
  assert.equal(code, 0)
  // A thread of the pool stays for ten seconds.
  assert.ok(performance.now() - sent < 8_000)
})

test('process.exit with sends in flight is clean', bounded, async () => {
  const tiktok = await service(() => {})
  const code = program(tiktok.options, `
    for (let times = 0; times < 20; times++) client.track(event)
    setTimeout(() => process.exit(7), 200)`)
  await assert.rejects(node(code), ({ code, signal, stderr }) => (assert.deepEqual([code, signal, stderr], [7, null, '']), true))
  tiktok.close()
})

const worker = (options, rest) =>
  new Worker(`${program(options, rest)}`, { eval: true, env: { ...process.env }, workerData: null, name: 'sender' })

test('worker threads send on their own and at the same time', bounded, async () => {
  const tiktok = await service()
  const answer = `client.track([event, event]).then(({ results }) => require('node:worker_threads').parentPort.postMessage(results.length))`
  const workers = Array.from({ length: 4 }, () => worker(tiktok.options, answer))
  const answers = await Promise.all(workers.map(async (each) => (await once(each, 'message'))[0]))
  assert.deepEqual(answers, [2, 2, 2, 2])
  await Promise.all(workers.map((each) => each.terminate()))
  tiktok.close()
})

test('a worker that is ended with sends in flight takes nobody along', bounded, async () => {
  const answers = []
  const tiktok = await service((_body, response) => answers.push(response))
  const send = `for (let times = 0; times < 3; times++) client.track(event)`
  const workers = Array.from({ length: 4 }, () => worker(tiktok.options, send))
  while (answers.length < 12) await new Promise((resolve) => setTimeout(resolve, 5))
  await Promise.all(workers.map((each) => each.terminate()))
  // Their answers arrive where nobody waits any more.
  for (const response of answers) response.end(ACCEPTED)
  const last = service()
  assert.equal((await new Client((await last).options).track(CONTACT)).ok, true)
  ;(await last).close()
  tiktok.close()
})

test('a worker has an environment of its own', bounded, async () => {
  const tiktok = await service()
  const { endpoint, ...options } = tiktok.options
  const code = program(options, `client.track(event).then(({ ok }) => require('node:worker_threads').parentPort.postMessage(ok))`)
  const each = new Worker(code, { eval: true, env: { ...process.env, TIKTOK_CAPI_ENDPOINT: endpoint } })
  assert.deepEqual(await once(each, 'message'), [true])
  await each.terminate()
  tiktok.close()
})
