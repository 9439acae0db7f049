// examples/express-shop as a program of its own, with its banner, against the sandbox.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { eventId, hash } from 'tiktok-capi'
import { sandbox, skip } from './sandbox.mjs'

const SERVER = fileURLToPath(new URL('../../examples/express-shop/server.js', import.meta.url))
const bounded = { skip, timeout: 30_000 }

let tiktok
let folder
let server
let address
let errors = ''

before(async () => {
  if (skip) return
  tiktok = await sandbox()
  folder = await mkdtemp(join(tmpdir(), 'tiktok-capi-'))
  await start()
})

after(async () => {
  tiktok?.close()
  server?.kill('SIGKILL')
  if (folder) await rm(folder, { recursive: true })
})

async function start() {
  const env = {
    ...process.env,
    TIKTOK_CAPI_ENDPOINT: tiktok.endpoint,
    TIKTOK_ACCESS_TOKEN: 'any',
    TIKTOK_CAPI_OUTBOX: join(folder, 'conversions.sqlite3'),
    TRUSTED_PROXIES: '1',
    PORT: '0',
  }
  server = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  server.stderr.setEncoding('utf8').on('data', (text) => (errors += text))
  const [line] = await once(server.stdout.setEncoding('utf8'), 'data')
  address = line.trim()
}

/** A visitor who keeps cookies and goes where the shop sends them. */
class Browser {
  cookies = new Map()
  headers = { 'user-agent': 'Mozilla/5.0', 'x-forwarded-for': '8.8.8.8', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example' }

  async open(path, form) {
    const cookie = Array.from(this.cookies, (pair) => pair.join('=')).join('; ')
    const request = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }
    const response = await fetch(new URL(path, address), { ...request, redirect: 'manual', headers: { ...this.headers, cookie } })
    for (const set of response.headers.getSetCookie()) this.cookies.set(...set.split(';')[0].split('='))
    const next = response.headers.get('location')
    return next === null ? response.text() : this.open(next)
  }

  /** Comes from an ad, answers the banner, and buys. */
  async buy(answer) {
    this.first = await this.open('/?ttclid=E.C.P.x')
    const here = /name="page" value="([^"]*)"/.exec(this.first)?.[1]
    this.answered = answer === undefined ? this.first : await this.open('/consent', { answer, page: here })
    this.thanks = await this.open('/checkout', { socks: '2', email: 'Jo@Example.com', phone: '020 7946 0958' })
    return /Order (\d+)/.exec(this.thanks)[1]
  }
}

const told = async (number) => (await tiktok.arrived(eventId('Purchase', number))).data

// What is bought after it arrives, and of this there is nothing.
async function nothingOf(number) {
  await told(await new Browser().buy('granted'))
  const { events } = await tiktok.told(`?event_id=${eventId('Purchase', number)}`)
  assert.deepEqual(events, [])
}

test('no answer yet: neither the Pixel nor an event, and no click id', bounded, async () => {
  const visitor = new Browser()
  await nothingOf(await visitor.buy())
  assert.match(visitor.first, /action="\/consent"/)
  assert.doesNotMatch(visitor.first + visitor.thanks, /ttq/)
  assert.deepEqual([...visitor.cookies], [])
})

test('granted: all is sent and shown, also what the ad had brought before', bounded, async () => {
  const visitor = new Browser()
  const number = await visitor.buy('granted')
  assert.doesNotMatch(visitor.answered, /action="\/consent"/)
  assert.match(visitor.answered, /"C4ASANDBOX",\{\},false\);<\/script>/)
  const { event, user, page, properties } = await told(number)
  assert.deepEqual([event, page.url, properties.value], ['Purchase', 'https://shop.example/checkout', 19.8])
  assert.deepEqual(user, {
    email: hash('email', 'jo@example.com'), phone: hash('phone', '+442079460958'), ip: '8.8.8.8', user_agent: 'Mozilla/5.0', ttclid: 'E.C.P.x',
  })
  assert.match(visitor.thanks, new RegExp(`ttq\\.identify.*"event_id":"${eventId('Purchase', number)}"`))
})

test('opted out: sent without identifiers, also by the Pixel', bounded, async () => {
  const visitor = new Browser()
  const number = await visitor.buy('opted_out')
  const { limited_data_use, user } = await told(number)
  assert.deepEqual([limited_data_use, user], [true, undefined])
  assert.match(visitor.answered, /"C4ASANDBOX",\{"limited_data_use":true\},false\);<\/script>/)
  assert.match(visitor.thanks, /ttq\.track/)
  assert.doesNotMatch(visitor.thanks, /ttq\.identify/)
})

test('denied: neither the Pixel nor an event, and no click id', bounded, async () => {
  const visitor = new Browser()
  await nothingOf(await visitor.buy('denied'))
  assert.doesNotMatch(visitor.answered + visitor.thanks, /ttq/)
  assert.deepEqual([...visitor.cookies], [['consent', 'denied']])
})

test('another site answers for nobody, and is not where the banner leads', bounded, async () => {
  const answer = (form, headers) => fetch(new URL('/consent', address), { method: 'POST', body: new URLSearchParams(form), redirect: 'manual', headers })
  const foreign = await answer({ answer: 'granted' }, { 'sec-fetch-site': 'cross-site' })
  assert.deepEqual([foreign.status, foreign.headers.getSetCookie()], [403, []])
  const own = await answer({ answer: 'granted', page: '//evil.example/' }, { 'sec-fetch-site': 'same-origin' })
  assert.deepEqual([own.status, own.headers.get('location')], [303, '/'])
})

test('the shop ends cleanly when it is told to', bounded, async () => {
  await new Browser().buy('granted')
  server.kill('SIGTERM')
  const [code, signal] = await once(server, 'exit')
  assert.deepEqual([code, signal, errors], [0, null, ''])
})
