// What `enqueue(object)` costs the caller: p50 and p99, from one process and from four that share one file, beside a queue in
// memory that people use today. Nothing is delivered meanwhile but to a service on this machine, which all of them have.
//
// `npm run bench` builds the native part for release first.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const CALLS = 3_000
const WARM_UP = 500
const ROUNDS = 5

const [, , kind, given] = process.argv
if (kind === undefined) await compare()
else await measure(kind, JSON.parse(given))

async function compare() {
  const server = createServer((request, response) => request.resume().on('end', () => response.end('{"code":0,"message":"OK","status":1}')))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endpoint = `http://127.0.0.1:${server.address().port}/`

  const cases = [
    ['tiktok-capi, memory', 'ours', {}, 1],
    ['tiktok-capi, a file', 'ours', { outbox: 'one' }, 1],
    ['tiktok-capi, a file, four processes', 'ours', { outbox: 'four' }, 4],
    ['  … each a thousand a second', 'ours', { outbox: 'paced', isPaced: true }, 4],
    ['posthog-node, memory', 'posthog', {}, 1],
    ['posthog-node, memory, four processes', 'posthog', {}, 4],
  ]
  const times = new Map(cases.map(([name]) => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, kind, options, processes] of cases) {
      const folder = mkdtempSync(join(tmpdir(), 'tiktok-capi-bench-'))
      const settings = { ...options, endpoint, ...(options.outbox && { outbox: join(folder, options.outbox) }) }
      const ran = await Promise.all(Array.from({ length: processes }, () => inProcess(kind, settings)))
      times.get(name).push(ran.flat())
      rmSync(folder, { recursive: true })
    }
  }
  server.close().closeAllConnections()

  console.log(`Node ${process.version}; µs of one call; medians of ${ROUNDS} interleaved rounds of ${CALLS} calls a process\n`)
  console.log(`${''.padEnd(40)}${'p50'.padStart(8)}${'p99'.padStart(10)}`)
  for (const [name, rounds] of times) {
    const at = (share) => middle(rounds.map((each) => quantile(each, share)))
    console.log(`${name.padEnd(40)}${at(0.5).toFixed(1).padStart(8)}${at(0.99).toFixed(1).padStart(10)}`)
  }
  console.log('aims: p50 at most 50, p99 at most 1000 with four processes on one file')
}

async function inProcess(kind, options) {
  const child = fork(fileURLToPath(import.meta.url), [kind, JSON.stringify(options)])
  const [times] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  child.kill('SIGKILL')
  if (!Array.isArray(times)) throw new Error(`${kind} ended early`)
  return times
}

async function measure(kind, options) {
  const call = kind === 'ours' ? ours(options) : posthog(options)
  const times = []
  for (let n = 0; n < WARM_UP + CALLS; n++) {
    const started = process.hrtime.bigint()
    call(n)
    if (n >= WARM_UP) times.push(Number(process.hrtime.bigint() - started) / 1000)
    // A server answers requests in between.
    if (options.isPaced) await later(1)
    else if (n % 20 === 0) await new Promise(setImmediate)
  }
  process.send(times)
}

function purchase() {
  return JSON.parse(readFileSync(new URL('../../examples/purchase.json', import.meta.url), 'utf8'))
}

function ours({ outbox, endpoint }) {
  const { Client } = require('../index.js')
  const capi = new Client({ pixelCode: 'C4A', accessToken: 'token', endpoint, outbox, now: 1767265200 })
  const event = purchase()
  return (n) => capi.enqueue({ ...event, event_id: `${process.pid}-${n}` })
}

// It neither reads, normalises nor hashes what it is given, and what it holds is lost with the process.
function posthog({ endpoint }) {
  const { PostHog } = require('posthog-node')
  const client = new PostHog('phc_bench', { host: endpoint, maxQueueSize: 100_000 })
  const event = purchase()
  return (n) => client.capture({ distinctId: `${process.pid}-${n}`, event: 'Purchase', properties: event })
}

function quantile(times, share) {
  return times.sort((a, b) => a - b)[Math.floor(times.length * share)]
}

function middle(values) {
  return values.sort((a, b) => a - b)[values.length >> 1]
}
