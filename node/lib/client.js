'use strict'

// The client. Its native half is kept in a private field, so that nothing can print the token.

const native = require('./native.js')
const { answered, ConfigError } = require('./errors.js')
const { flatten, flattenEvent } = require('./flatten.js')
const { inSnakeCase } = require('./options.js')
const { Explanation, Pixel, Receipt, Stats } = require('./answers.js')
const { keep, letGo } = require('./ending.js')

const TOKEN = 'TIKTOK_ACCESS_TOKEN'

/** Sends conversions to TikTok. Making one opens nothing: no socket, no file, no thread. */
class Client {
  #native
  #token

  constructor(options) {
    const given = inSnakeCase(options ?? {})
    this.#token = given.access_token ? undefined : process.env[TOKEN]
    this.#native = answered(native.open(flatten(given), (name) => process.env[name], Boolean(this.#token)))
  }

  get pixelCode() {
    return answered(this.#native.pixelCode())
  }

  build(event) {
    const json = this.#native.build(flattenEvent(event))
    return typeof json === 'string' ? json : answered(json)
  }

  explain(event) {
    return new Explanation(JSON.parse(answered(this.#native.explain(flattenEvent(event)))))
  }

  pixel(event, options) {
    const nonce = options?.nonce ?? undefined
    if (!['string', 'undefined'].includes(typeof nonce))
      throw new ConfigError({ code: 'invalid_argument', about: 'nonce', message: 'Give text.' })
    const page = answered(this.#native.pixel(flattenEvent(event), nonce))
    return page === null ? null : new Pixel(page)
  }

  enqueue(events) {
    this.#renew()
    const isOne = !isList(events)
    const receipt = answered(this.#native.enqueue(flatAll(events, isOne), isOne))
    keep(this.#native)
    return new Receipt(JSON.parse(receipt))
  }

  async flush(options) {
    const timeout = options?.timeout ?? 10
    this.#renew()
    return new Stats(JSON.parse(answered(await answered(this.#native.flush(flatten(timeout))))))
  }

  async close(options) {
    const timeout = options?.timeout ?? 2
    const stats = answered(await answered(this.#native.close(flatten(timeout))))
    letGo(this.#native)
    return new Stats(JSON.parse(stats))
  }

  stats() {
    return new Stats(JSON.parse(answered(this.#native.stats())))
  }

  async track(events, options) {
    const signal = options?.signal ?? undefined
    signal?.throwIfAborted()
    this.#renew()
    const isOne = !isList(events)
    const flat = flatAll(events, isOne)
    return signal === undefined ? this.#track(flat, isOne) : this.#trackUntil(signal, flat, isOne)
  }

  // A token of the environment may be replaced while the process runs, and only JavaScript may look for it there.
  #renew() {
    const token = process.env[TOKEN]
    if (!this.#token || !token || token === this.#token) return
    this.#native.renew(token)
    this.#token = token
  }

  async #track(flat, isOne, cancellation) {
    return new Receipt(JSON.parse(answered(await answered(this.#native.track(flat, isOne, cancellation)))))
  }

  async #trackUntil(signal, flat, isOne) {
    const cancellation = new native.Cancellation()
    const cancel = () => cancellation.cancel()
    signal.addEventListener('abort', cancel, { once: true })
    try {
      const receipt = await this.#track(flat, isOne, cancellation)
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

function flatAll(events, isOne) {
  return isOne ? flattenEvent(events) : Array.from(events, flatten).join('')
}

// Any iterable but a text, which is one event as JSON.
function isList(events) {
  return typeof events === 'object' && events !== null && Symbol.iterator in events
}

module.exports = { Client, isList }
