// The programs of docs/node.md run, each with a shop around it. Those for Next are the shop of next.test.mjs.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { run } from './programs.mjs'
import { service } from './service.mjs'
import { hash } from 'tiktok-capi'

const GUIDE = readFileSync(new URL('../../docs/node.md', import.meta.url), 'utf8')
const blocks = [...GUIDE.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code)

const [onExpress, deeper, onFastify, , , , , consent, later, tested] = blocks

const inMemory = (code) => code.replace("'conversions.sqlite3'", "':memory:'")

// What the blocks take for granted.
const ORDERS = `
  const all = new Map()
  const orders = { add: ({ email }) => (all.set('r4nd0m', { key: 'r4nd0m', number: '1001', email, total: 19.9, placedAt: Date.now() }), all.get('r4nd0m')), get: (key) => all.get(key) }
  const headers = { 'x-forwarded-for': '8.8.8.8', 'user-agent': 'UA' }
  const post = (at, path, form) => fetch(at + path, { method: 'POST', headers, body: new URLSearchParams(form) })
  const listening = (app) => new Promise((resolve) => { const server = app.listen(0, '127.0.0.1', () => resolve([server, 'http://127.0.0.1:' + server.address().port])) })
`
const close = `server.close(); server.closeAllConnections()`

async function ran(code, ...flags) {
  const tiktok = await service()
  const settings = { TIKTOK_ACCESS_TOKEN: 'token', TIKTOK_EVENT_SOURCE_ID: 'C4A', TIKTOK_CAPI_ENDPOINT: tiktok.endpoint }
  const before = `Object.assign(process.env, ${JSON.stringify(settings)})\n`
  try {
    const { stdout, stderr } = await run(before + code, '--input-type=module', ...flags)
    assert.equal(stderr, '')
    return { stdout, events: tiktok.bodies.flatMap((body) => JSON.parse(body).data) }
  } finally {
    tiktok.close()
  }
}

// Imports are hoisted, so a block may stand inside of another program.
test('Express', { timeout: 60_000 }, async () => {
  const { stdout, events } = await ran(`${ORDERS}${inMemory(onExpress)}
    const [server, at] = await listening(app)
    console.log(await (await post(at, '/orders', { email: 'jo@example.com' })).text())
    ${close}`)
  assert.match(stdout, /<h1>Thank you<\/h1><script>.*"event_id":"[0-9a-f-]{36}"/)
  const [{ user, page, properties }] = events
  assert.deepEqual([user.email, user.ip, properties.value], [hash('email', 'jo@example.com'), '8.8.8.8', 19.9])
  assert.match(page.url, /\/orders$/)
})

test('deeper in the code', { timeout: 60_000 }, async () => {
  const { events } = await ran(`${ORDERS}${inMemory(onExpress)}\n${deeper}
    app.post('/paid', (request, response) => response.send(String(orderPaid({ number: 5, total: 7 }))))
    const [server, at] = await listening(app)
    await post(at, '/paid', {})
    ${close}`)
  assert.deepEqual([events[0].event_id, events[0].user.ip], ['5', '8.8.8.8'])
})

test('Fastify', { timeout: 60_000 }, async () => {
  const { stdout, events } = await ran(`${ORDERS}${onFastify}
    const at = await app.listen({ port: 0, host: '127.0.0.1' })
    const response = await fetch(at + '/signup', { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{"email":"jo@example.com"}' })
    console.log((await response.json()).html)
    await app.close()`)
  assert.match(stdout, new RegExp(`"event_id":"${events[0].event_id}"`))
  assert.equal(events[0].user.ip, '8.8.8.8')
})

test('consent by a function', { timeout: 60_000 }, async () => {
  const { stdout, events } = await ran(`${ORDERS}
    import express from 'express'
    import { Client } from 'tiktok-capi'
    import { conversions } from 'tiktok-capi/express'
    const app = express(), capi = new Client()
    ${consent}
    app.post('/', (request, response) => response.send(String(request.visitor.allowed)))
    const [server, at] = await listening(app)
    for (const given of ['granted', 'denied']) console.log(await (await fetch(at, { method: 'POST', headers: { 'x-ad-storage': given } })).text())
    ${close}`)
  assert.deepEqual([stdout, events], ['true\nfalse\n', []])
})

test('later, or without a framework', { timeout: 60_000 }, async () => {
  const { stdout, events } = await ran(`${later}
    const request = (cookie) => ({ url: '/orders', headers: { 'user-agent': 'UA', cookie }, socket: { remoteAddress: '8.8.8.8' } })
    const kept = (cookie) => JSON.parse(JSON.stringify(placed({ number: '1001', email: 'jo@example.com', total: 19.9 }, request(cookie))))
    for (const cookie of ['consent=granted', 'consent=denied']) console.log(paid(kept(cookie)).results[0].outcome)
    const { visitor } = kept('consent=granted')
    const json = capi.build({ event: 'Lead', event_id: 'l1', user: { email: 'jo@example.com' } }, { visitor })
    console.log((await capi.deliver(json)).results[0].outcome)
    await capi.close({ timeout: 20 })`)
  assert.equal(stdout, 'queued\nwithheld\naccepted\n')
  const of = (name) => events.find(({ event }) => event === name)
  for (const { user, page } of [of('Purchase'), of('Lead')]) {
    assert.deepEqual([user.email, user.ip, page.url], [hash('email', 'jo@example.com'), '8.8.8.8', 'https://shop.example/orders'])
  }
})

test('tests', { timeout: 60_000 }, async () => {
  const { stdout, events } = await ran(`
    import { Client, eventId } from 'tiktok-capi'
    const capi = new Client()
    const buy = async ({ email }) => capi.enqueue({ event: 'Purchase', event_id: eventId('Purchase', '1001'), user: { email }, properties: { value: 19.9, currency: 'EUR' } })
    ${tested}`)
  assert.match(stdout, /^# pass 1$/m)
  assert.deepEqual(events, [])
})
