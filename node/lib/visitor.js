'use strict'

// Who is asking: the client's verbs, with what one request told of its visitor laid under the event.

const native = require('./native.js')
const { Visitor } = require('./answers.js')
const { answered } = require('./errors.js')
const { flatten, flattenEvent } = require('./flatten.js')
const { baseCode } = require('./verbs.js')

/** The visitor of one request. Nothing personal of it is printed. */
class RequestVisitor extends Visitor {
  #capi
  #onError

  constructor(capi, visitor, onError) {
    super(visitor)
    this.#capi = capi
    this.#onError = onError
  }

  get optedOut() {
    return this.limitedDataUse
  }

  enqueue(events) {
    return this.#capi.enqueue(events, { visitor: this })
  }

  async track(events, options) {
    return this.#capi.track(events, { ...options, visitor: this })
  }

  explain(event) {
    return this.#capi.explain(event, { visitor: this })
  }

  pixel(event, options) {
    return this.#capi.pixel(event, { ...options, visitor: this })
  }

  pair(event, options) {
    const receipt = this.enqueue(event)
    // An id that was made for the server's half is the Pixel's too.
    const { eventId } = receipt.results[0]
    const visitor = { ...this.told, event_id: eventId }
    const pixel = eventId === null ? null : this.#capi.pixel(event, { ...options, visitor })
    return { receipt, html: pixel?.html ?? '' }
  }

  report(event) {
    return this.#safely('a conversion is not reported', () => this.enqueue(event)) ?? null
  }

  snippet(event, options) {
    return this.#safely('the Pixel gets no copy of a conversion', () => this.pixel(event, options)?.html) ?? ''
  }

  baseCode(options) {
    return this.#safely('a page is served without the Pixel', () => this.#baseCode(options ?? {})) ?? ''
  }

  event(event) {
    return JSON.parse(answered(native.under(flattenEvent(event), flatten(this.told))))
  }

  #baseCode({ pixelCode = this.#capi.pixelCode, limitedDataUse, ...options }) {
    if (!this.allowed) return ''
    return baseCode(pixelCode, { ...options, limitedDataUse: this.limitedDataUse || limitedDataUse }).html
  }

  #safely(what, body) {
    try {
      return body()
    } catch (error) {
      this.#onError(error, what)
    }
  }
}

module.exports = { RequestVisitor }
