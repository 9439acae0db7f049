'use strict'

// The client. Its native half is kept in a private field, so that nothing can print the token.

const native = require('./native.js')
const { answered, ConfigError } = require('./errors.js')
const { asText, flatten, flattenEvent, flattenMembers } = require('./flatten.js')
const { inSnakeCase, named } = require('./options.js')
const { flattenParts } = require('./parts.js')
const { Explanation, Pixel, Receipt, Stats, Visitor } = require('./answers.js')
const { enqueued } = require('./ending.js')

const { maxIterated } = native.limits()

const WITHOUT_END = `Give a list, or at most ${maxIterated} events at once: an iterable without a length may have no end.`

const TOKEN = 'TIKTOK_ACCESS_TOKEN'

/** What the client would hand over, for `tiktok-capi/testing`. */
const reader = {}

/** Sends conversions to TikTok. Making one opens nothing: no socket, no file, no thread. */
class Client {
  #native
  #token

  static {
    reader.described = (client, events, visitor) => answered(client.#native.read(...flatAll(events, visitor)))
    reader.canonical = (client, events) => answered(client.#native.readCanonical(...flatCanonical(events)))
  }

  constructor(options) {
    this.#token = process.env[TOKEN]
    this.#native = answered(native.open(flattenMembers(inSnakeCase(options ?? {})), (name) => process.env[name]))
  }

  get pixelCode() {
    return answered(this.#native.pixelCode())
  }

  visitor(request) {
    return Visitor.of(JSON.parse(answered(this.#native.visitor(flattenParts(request)))))
  }

  build(event, options) {
    const { visitor } = named(options, 'visitor')
    const json = this.#native.build(flattenEvent(event), flatVisitor(visitor))
    return typeof json === 'string' ? json : answered(json)
  }

  explain(event, options) {
    const { visitor } = named(options, 'visitor')
    return new Explanation(JSON.parse(answered(this.#native.explain(flattenEvent(event), flatVisitor(visitor)))))
  }

  pixel(event, options) {
    const { visitor, nonce } = named(options, 'visitor', 'nonce')
    if (!['string', 'undefined'].includes(typeof (nonce ?? undefined)))
      throw new ConfigError({ code: 'invalid_argument', about: 'nonce', message: 'Give text.' })
    const page = answered(this.#native.pixel(flattenEvent(event), flatVisitor(visitor), nonce ?? undefined))
    return page === null ? null : new Pixel(page)
  }

  enqueue(events, options) {
    const { visitor } = named(options, 'visitor')
    this.#renew()
    const receipt = answered(this.#native.enqueue(...flatAll(events, visitor)))
    enqueued()
    return new Receipt(JSON.parse(receipt))
  }

  async flush(options) {
    const timeout = named(options, 'timeout').timeout ?? 10
    this.#renew()
    return new Stats(JSON.parse(answered(await answered(this.#native.flush(flatten(timeout))))))
  }

  async close(options) {
    const timeout = named(options, 'timeout').timeout ?? 2
    const stats = answered(await answered(this.#native.close(flatten(timeout))))
    return new Stats(JSON.parse(stats))
  }

  stats() {
    return new Stats(JSON.parse(answered(this.#native.stats())))
  }

  async track(events, options) {
    const { visitor, signal } = named(options, 'visitor', 'signal')
    return this.#until(signal, (cancellation) => this.#native.track(...flatAll(events, visitor), cancellation))
  }

  async deliver(events, options) {
    const { signal } = named(options, 'signal')
    return this.#until(signal, (cancellation) => this.#native.deliver(...flatCanonical(events), cancellation))
  }

  // A token of the environment may be replaced while the process runs, and only JavaScript may look for it there. Whether this
  // client's came from there, the native part knows.
  #renew() {
    const token = process.env[TOKEN]
    if (token === undefined || token === this.#token) return
    this.#native.renew(token)
    this.#token = token
  }

  async #until(signal, send) {
    signal?.throwIfAborted()
    this.#renew()
    if (signal === undefined || signal === null) return received(send())
    const cancellation = new native.Cancellation()
    const cancel = () => cancellation.cancel()
    signal.addEventListener('abort', cancel, { once: true })
    try {
      const receipt = await received(send(cancellation))
      // When something was settled before the signal came, the receipt has to say what.
      const isSettled = ({ outcome }) => ['accepted', 'partly', 'rejected'].includes(outcome)
      const isCancelled = ({ reason }) => reason === 'cancelled'
      if (receipt.results.some(isCancelled) && !receipt.results.some(isSettled)) signal.throwIfAborted()
      return receipt
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }
}

async function received(sent) {
  return new Receipt(JSON.parse(answered(await answered(sent))))
}

// What the native part takes: the events' flat text, their visitor's, and whether it is one event and no list of one.
function flatAll(events, visitor) {
  const isOne = !isList(events)
  return [isOne ? flattenEvent(events) : flatList(events, flatten), flatVisitor(visitor), isOne]
}

function flatCanonical(events) {
  const isOne = !isList(events)
  const flat = (event) => flatten(asText(event))
  return [isOne ? flat(events) : flatList(events, flat), isOne]
}

// One that does not say how many it has may have no end.
function flatList(events, flat) {
  const most = Math.max(Number(events.length ?? events.size ?? 0), maxIterated)
  const texts = []
  for (const event of events) {
    if (texts.length >= most) throw new ConfigError({ code: 'invalid_argument', about: 'events', message: WITHOUT_END })
    texts.push(flat(event))
  }
  return texts.join('')
}

// A visitor has what it told; what was kept of one is that alone.
function flatVisitor(visitor) {
  return visitor === undefined || visitor === null ? '' : flatten(visitor.told ?? visitor)
}

// Any iterable but a text, which is one event as JSON, and bytes.
function isList(events) {
  return typeof events === 'object' && events !== null && Symbol.iterator in events && !ArrayBuffer.isView(events)
}

module.exports = { Client, reader }
