'use strict'

// What the client tells. Names of ours are in JavaScript's own case; what stands inside an event is TikTok's.

const { inspect } = require('node:util')
const { Rejected, Unauthorized, RateLimited, Undelivered, inOwnWords } = require('./errors.js')
const { spelt } = require('./native.js')

const DELIVERY_ERRORS = { rejected: Rejected, unauthorized: Unauthorized, rate_limited: RateLimited, undelivered: Undelivered }

/** What became of the events of one call. */
class Receipt {
  #error

  constructor({ ok, results, requests, request_ids, retry_after, error }) {
    this.ok = ok
    this.results = results.map((result) => new Result(result))
    this.requests = requests
    this.requestIds = request_ids
    this.retryAfter = retry_after
    this.#error = error
  }

  get error() {
    return this.#error === null ? null : new DELIVERY_ERRORS[this.#error.code](this.#error, this)
  }

  throwForError() {
    const { error } = this
    if (error !== null) throw error
    return this
  }
}

/** What became of one event. */
class Result {
  constructor({ outcome, event, event_id, code, status, reason, may_have_arrived, hint, request_id, problems, api_message }) {
    this.outcome = outcome
    this.event = event
    this.eventId = event_id
    this.code = code
    this.status = status
    this.reason = reason
    this.mayHaveArrived = may_have_arrived
    this.hint = spelt(hint)
    this.requestId = request_id
    this.problems = problems.map(inOwnWords)
    // It may echo personal data, so it is neither printed nor serialised.
    Object.defineProperty(this, 'apiMessage', { value: api_message })
  }

  // An id may have been made of something personal.
  [inspect.custom](_depth, options) {
    const { outcome, code, status, reason, problems } = this
    return `Result ${inspect({ outcome, code, status, reason, problems }, options)}`
  }
}

/** What would be sent and why, with identifiers masked. */
class Explanation {
  constructor({ outcome, event, problems, coverage }) {
    this.outcome = outcome
    this.event = event
    this.problems = problems.map(inOwnWords)
    this.coverage = coverage === undefined ? null : new Coverage(coverage)
  }
}

/** Which match keys an event has: our estimate, not TikTok's score. */
class Coverage {
  constructor({ estimate, note, present, best_missing = null }) {
    this.estimate = estimate
    this.note = note
    this.present = present
    this.bestMissing = best_missing
  }
}

/** The page's half of a conversion. */
class Pixel {
  constructor({ identify, track, script, html }) {
    this.identify = identify === undefined || identify === null ? null : JSON.parse(identify)
    this.track = track.map((argument) => JSON.parse(argument))
    this.script = script
    this.html = html
  }
}

/** Who is visiting, and what their consent allows. */
class Visitor {
  constructor({ allowed, limitedDataUse, unreadable, told, cookies }) {
    this.allowed = allowed
    this.limitedDataUse = limitedDataUse
    this.unreadable = unreadable
    // Personal data, so neither is printed or serialised.
    Object.defineProperties(this, { told: { value: told }, cookies: { value: cookies } })
  }

  static of({ allowed, limited_data_use: limitedDataUse, unreadable, visitor: told, cookies }) {
    return new Visitor({ allowed, limitedDataUse, unreadable, told, cookies: cookiesOf(cookies) })
  }

  [inspect.custom](_depth, options) {
    return `Visitor ${inspect({ ...this }, options)}`
  }
}

function cookiesOf(cookies) {
  return cookies.map(({ max_age: maxAge, ...cookie }) => ({ ...cookie, maxAge }))
}

/** What the outbox holds, and what became of what it held. */
class Stats {
  constructor({ waiting, in_flight, dead, bytes, left_behind, oldest_seconds, counts, reasons, sources, thread }) {
    this.waiting = waiting
    this.inFlight = in_flight
    this.dead = dead
    this.bytes = bytes
    this.leftBehind = left_behind
    this.oldestSeconds = oldest_seconds
    this.counts = counts
    this.reasons = reasons
    this.sources = sources.map((source) => new SourceStats(source))
    this.thread = thread
  }
}

/** An event source of the outbox. */
class SourceStats {
  constructor({ event_source, event_source_id, test, waiting, state, next_try_seconds }) {
    this.eventSource = event_source
    this.eventSourceId = event_source_id
    this.test = test
    this.waiting = waiting
    this.state = state
    this.nextTrySeconds = next_try_seconds
  }
}

module.exports = { Explanation, Pixel, Receipt, Stats, Visitor, cookiesOf }
