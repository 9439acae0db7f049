// Compiled and never run: the helpers with the frameworks' own types.

import { Client } from 'tiktok-capi'
import * as onExpress from 'tiktok-capi/express'
import * as onFastify from 'tiktok-capi/fastify'
import type { Pair, Visitor } from 'tiktok-capi/express'
import { record } from 'tiktok-capi/testing'
import express from 'express'
import Fastify from 'fastify'

const capi = new Client()

const app = express()
app.use(onExpress.conversions(capi))
app.use(onExpress.conversions(capi, { consent: 'consent', onError: (error, what) => console.error(what, error) }))
app.use(onExpress.conversions(capi, { consent: (request: express.Request) => (request.query.yes === undefined ? undefined : 'granted') }))
app.get('/', (request, response) => {
  const visitor: Visitor = request.visitor
  const { receipt, html }: Pair = visitor.pair({ event: 'Purchase' }, { nonce: 'n' })
  capi.build({ event: 'Contact' }, { visitor: request.visitor })
  response.locals.limited = visitor.limitedDataUse || visitor.optedOut // its first name
  response.send(visitor.allowed ? html : String(visitor.report({ event: 'Contact' })?.ok ?? receipt.ok))
})

const fastify = Fastify()
await fastify.register(onFastify.conversions, { capi, consent: ({ headers }) => ({ google: { ad_storage: String(headers['x-ads']) } }) })
fastify.get('/', async (request) => request.visitor.pixel({ event: 'Contact' })?.script ?? onFastify.visitor().snippet({ event: 'Contact' }))

const kept = record(capi)
const id: string = kept.assertTracked('Purchase', { user: { email: 'jo@example.com' } }).event_id
kept.restore()
console.log(id)

// @ts-expect-error: an option of another spelling
app.use(onExpress.conversions(capi, { consnt: 'consent' }))
// @ts-expect-error: a plugin needs its client
await fastify.register(onFastify.conversions, { consent: 'consent' })
// @ts-expect-error: an event has a name
onExpress.visitor().report({ user: {} })
