// Compiled and never run: what a program in TypeScript may and may not write.

import { baseCode, CapiError, Client, context, DeliveryError, describe, eventId, hash, InvalidEvent, normalize, OutboxError, OutboxFull, verifyShopify, verifyWoocommerce } from 'tiktok-capi'
import type { ClientOptions, Code, Event, EventName, Receipt, Stats, Visitor, VisitorTold } from 'tiktok-capi'

const options: ClientOptions = { pixelCode: 'C4A', defaultRegion: 'US', timeout: 5, tcfPurposes: [1, 3], consentTool: 'onetrust', consentCategory: 'C0004', consentCookie: 'ok' }
const capi = new Client(options)

const purchase: Event = {
  event: 'Purchase',
  event_id: eventId('Purchase', 4711n),
  event_time: new Date(),
  user: { email: ['jo@example.com', { sha256: 'ab' }], phone: null, external_id: 4711, ip: undefined },
  page: { url: new URL('https://shop.example/') },
  properties: { currency: 'USD', value: '19.90', contents: [{ content_id: 1, price: 19.9, quantity: 2, colour: 'red' }], own: { any: 1 } },
  consent: { tcf: 'CP', gpc: true },
}

export async function send(signal: AbortSignal): Promise<string[]> {
  const receipt: Receipt = await capi.track(purchase, { signal })
  const many = await capi.track(new Set([purchase]))
  const name: EventName = 'Purchase'
  const json: string | null = capi.build({ event: 'OwnEvent' })
  const masked = capi.explain(purchase).coverage?.bestMissing?.key
  const html = capi.pixel(purchase, { nonce: 'n' })?.html
  const digest: string | null = hash('email', 'jo@example.com')
  const text: string | null = normalize('properties.currency', 'usd') ?? normalize('phone', '020 7946 0958', 'GB')
  const { cookies, user } = context({ url: 'https://a.example/', headers: new Headers(), trustedProxies: 1 })
  const event: Event = { event: 'Contact', user: { ...user, email: 'jo@example.com' } }
  const head: string = baseCode(capi.pixelCode ?? 'C4A', { source: new URL('https://a.example/e.js'), limitedDataUse: true, nonce: 'n' }).html
  const described = describe('shopify', new Uint8Array())
  if (!verifyShopify('secret', 'body', undefined) && !verifyWoocommerce('secret', new Uint8Array(), 'header')) described.problems.map(({ code }): Code => code)
  await capi.track(described)
  const fromNode = context({ headers: { cookie: 'a=1', via: ['a', 'b'] } })
  context({ headers: new Map([['cookie', 'a=1']]) })
  try {
    receipt.throwForError().results.map(({ outcome }) => outcome)
  } catch (error) {
    if (error instanceof InvalidEvent) error.problems.map(({ code }): Code => code)
    if (error instanceof DeliveryError && error.code === 'unauthorized') return [error.hint, String(error.apiCode)]
    if (error instanceof CapiError) return [error.code]
  }
  return [head, many.requestIds, cookies[0]?.header, json, masked, html, digest, text, name, event.event, fromNode.user?.ip].map(String)
}

export async function later(signal: AbortSignal): Promise<readonly string[]> {
  const visitor: Visitor = capi.visitor({ url: 'https://a.example/', headers: new Headers(), remoteAddr: '', consent: { gpc: true }, consentCookie: 'ok' })
  const kept: VisitorTold = JSON.parse(JSON.stringify(visitor.told))
  const json = capi.build(purchase, { visitor }) ?? '{}'
  capi.enqueue([purchase], { visitor: kept })
  capi.pixel(purchase, { visitor: null, nonce: 'n' })
  await capi.track(purchase, { visitor, signal })
  const { results }: Receipt = await capi.deliver([json, new TextEncoder().encode(json)], { signal })
  await capi.deliver(json)
  const told: readonly (string | boolean | null)[] = [visitor.allowed, visitor.limitedDataUse, visitor.unreadable]
  return [...results.map(({ outcome }) => outcome), ...visitor.cookies.map(({ header }) => header), ...told.map(String)]
}

// @ts-expect-error: what a request tells has no such part
capi.visitor({ consnet: 'denied' })
// @ts-expect-error: headers in a list
capi.visitor({ headers: [['cookie', 'a=1']] })
// @ts-expect-error: a visitor is an option by its name
capi.enqueue(purchase, capi.visitor({}))
// @ts-expect-error: a word is no visitor
capi.build(purchase, { visitor: 'denied' })
// @ts-expect-error: a described event is not canonical
await capi.deliver(purchase)
// @ts-expect-error: seconds are a number
await capi.flush({ timeout: '5' })
// @ts-expect-error: seconds are a number
await capi.close({ timeout: true })
// @ts-expect-error: no format of that name
describe('magento', {})
export async function keep(): Promise<number> {
  try {
    if (capi.enqueue(purchase).results[0]?.outcome !== 'queued') return 0
    capi.enqueue([purchase, purchase])
  } catch (error) {
    if (error instanceof OutboxFull) return 1
    if (error instanceof OutboxError && error.code === 'outbox_closed') return [error.path, error.hint].length
  }
  const stats: Stats = await capi.flush({ timeout: 1 })
  const { counts, sources } = await capi.close()
  return (counts.accepted ?? 0) + (sources[0]?.nextTrySeconds ?? 0) + stats.waiting + capi.stats().dead
}

// @ts-expect-error: an option of another spelling
new Client({ pixelcode: 'C4A' })
// @ts-expect-error: a misspelt identifier
capi.build({ event: 'Contact', user: { emial: 'jo@example.com' } })
// @ts-expect-error: a boolean is no text
capi.build({ event: 'Contact', user: { email: true } })
// @ts-expect-error: an event has a name
capi.build({ user: { email: 'jo@example.com' } })
// @ts-expect-error: one of a few words
capi.build({ event: 'Contact', properties: { content_type: 'thing' } })
// @ts-expect-error: a field that is not hashed
hash('city', 'Berlin')
// @ts-expect-error: errors are made by the package
new InvalidEvent()
