// The same small shop in each framework: a page, a purchase, and a page of thanks.

import { setTimeout as later } from 'node:timers/promises'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import * as onExpress from 'tiktok-capi/express'
import * as onFastify from 'tiktok-capi/fastify'

const require = createRequire(import.meta.url)

export const EMAIL = 'jo@example.com'
export const purchase = (number) => ({ event: 'Purchase', event_id: `order-${number}`, user: { email: EMAIL }, properties: { currency: 'EUR', value: 5 } })

// Everything below finds the visitor by itself, also after it has waited.
async function buy(visitor, { number }) {
  await later(1)
  visitor().report(purchase(number))
  return visitor().snippet(purchase(number), { nonce: 'n' })
}

// A conversion without an id of its own, answered by the page that shows it.
const pair = (visitor) => visitor().pair({ event: 'Lead' }).html

const look = (visitor) => ({ allowed: visitor().allowed, limitedDataUse: visitor().limitedDataUse })

function express(name) {
  return async (capi, { proxies = 0, ...options } = {}) => {
    const express = require(name)
    const app = express()
    app.set('trust proxy', proxies)
    app.use(onExpress.conversions(capi, options))
    app.use(express.urlencoded({ extended: false }))
    app.get('/', (request, response) => response.cookie('own', '1').json(look(onExpress.visitor)))
    app.post('/buy', (request, response, next) => buy(onExpress.visitor, request.body).then((html) => response.send(html), next))
    app.get('/thanks/:number', (request, response) => response.send(request.visitor.snippet(purchase(request.params.number))))
    app.get('/head', (request, response) => response.send(request.visitor.baseCode()))
    app.get('/pair', (_request, response) => response.send(pair(onExpress.visitor)))
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return shop(server.address().port, () => server.close().closeAllConnections())
  }
}

async function fastify(capi, { proxies = 0, ...options } = {}) {
  const app = require('fastify')({ trustProxy: proxies > 0 && 'loopback' })
  await app.register(onFastify.conversions, { capi, ...options })
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, async (_request, body) => Object.fromEntries(new URLSearchParams(body)))
  app.get('/', async (request, reply) => (reply.header('set-cookie', 'own=1'), look(onFastify.visitor)))
  app.post('/buy', async (request) => buy(onFastify.visitor, request.body))
  app.get('/thanks/:number', async (request) => request.visitor.snippet(purchase(request.params.number)))
  app.get('/head', async (request) => request.visitor.baseCode())
  app.get('/pair', async () => pair(onFastify.visitor))
  await app.listen({ port: 0, host: '127.0.0.1' })
  return shop(app.server.address().port, () => (app.server.closeAllConnections(), app.close()))
}

/** Each framework: `(capi, options) => shop`. */
export const FRAMEWORKS = { 'Express 5': express('express'), 'Express 4': express('express4'), 'Fastify 5': fastify }

function shop(port, close) {
  const ask = async (path, { cookies = {}, headers = {}, ...rest } = {}) => {
    const cookie = Object.entries(cookies).map((pair) => pair.join('=')).join('; ')
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { ...rest, headers: { ...headers, ...(cookie === '' ? {} : { cookie }) } })
    const text = await response.text()
    return { status: response.status, text, set: response.headers.getSetCookie() }
  }
  return {
    port,
    close,
    ask,
    look: async (given) => JSON.parse((await ask('/', given)).text),
    buy: async (number, given) => (await ask('/buy', { method: 'POST', body: new URLSearchParams({ number }), ...given })).text,
  }
}
