'use strict'

// Who is asking: what one request tells of its visitor, and the client's verbs with that laid under the event.

const { isList } = require('./client.js')
const { ConfigError } = require('./errors.js')
const { overlay } = require('./overlay.js')
const { baseCode } = require('./verbs.js')

// How the client reads a consent is known to the core alone, so it is asked about a page view.
const PROBE = { event: 'Pageview', event_id: 'probe' }

const NO_OBJECT = { code: 'invalid_option', about: 'event', message: 'Give the event as an object.' }

/** The visitor of one request. Nothing of it is printed. */
class Visitor {
  #capi
  #context
  #onError
  #probed

  constructor(capi, context, onError) {
    this.#capi = capi
    this.#context = context
    this.#onError = onError
  }

  get allowed() {
    return this.#probe().outcome === 'ready'
  }

  get optedOut() {
    return this.#probe().problems.some(({ code }) => code === 'opted_out')
  }

  /** Whether that member of `user` would be sent, and so may be kept in a cookie. */
  mayKeep(member) {
    return member in (this.#probe().event?.user ?? {})
  }

  enqueue(events) {
    return this.#capi.enqueue(this.#all(events))
  }

  async track(events, options) {
    return this.#capi.track(this.#all(events), options)
  }

  explain(event) {
    return this.#capi.explain(this.event(event))
  }

  pixel(event, options) {
    return this.#capi.pixel(this.event(event), options)
  }

  pair(event, options) {
    const described = this.event(event)
    const receipt = this.#capi.enqueue(described)
    // An id that was made for the server's half is the Pixel's too.
    const { eventId } = receipt.results[0]
    const pixel = eventId === null ? null : this.#capi.pixel({ ...described, event_id: eventId }, options)
    return { receipt, html: pixel?.html ?? '' }
  }

  report(event) {
    return this.#safely('a conversion is not reported', () => this.enqueue(event)) ?? null
  }

  snippet(event, options) {
    return this.#safely('the Pixel gets no copy of a conversion', () => this.pixel(event, options)?.html) ?? ''
  }

  baseCode({ pixelCode = this.#capi.pixelCode, limitedDataUse = false, ...options } = {}) {
    const element = () => {
      if (this.#probe().outcome === 'refused') this.pixel(PROBE) // which throws what is wrong with this visitor's events
      if (!this.allowed) return ''
      const isLimited = limitedDataUse || this.optedOut || this.#probe().event?.limited_data_use === true
      return baseCode(pixelCode, { ...options, limitedDataUse: isLimited }).html
    }
    return this.#safely('a page is served without the Pixel', element) ?? ''
  }

  event(event) {
    if (typeof event !== 'object' || event === null) throw new ConfigError(NO_OBJECT)
    if (this.#context.consent !== undefined) this.#probe()
    return overlay(this.#context, event)
  }

  #all(events) {
    return isList(events) ? Array.from(events, (event) => this.event(event)) : this.event(events)
  }

  #probe() {
    return (this.#probed ??= this.#settled())
  }

  // A consent that cannot be read is no permission. The visitor's browser wrote it, so it may not fail an order.
  #settled() {
    const probe = () => this.#capi.explain(overlay(this.#context, PROBE))
    const probed = probe()
    if (!probed.problems.some(({ path, severity }) => path.startsWith('consent') && severity === 'error')) return probed
    this.#context = { ...this.#context, consent: 'denied' }
    return probe()
  }

  #safely(what, body) {
    try {
      return body()
    } catch (error) {
      this.#onError(error, what)
    }
  }
}

module.exports = { Visitor }
