'use strict'

// For the tests of a shop: what it reports is built as always, and kept here in place of being sent.

const { AssertionError } = require('node:assert')
const { inspect } = require('node:util')
const { Receipt } = require('./lib/answers.js')
const { isList } = require('./lib/client.js')
const { InvalidEvent } = require('./lib/errors.js')

/** Keeps what a client would send, from now on until `restore`. */
function record(capi) {
  const recording = new Recording(capi)
  capi.enqueue = (events) => recording.take(events, 'queued')
  capi.track = async (events, { signal } = {}) => {
    signal?.throwIfAborted()
    return recording.take(events, 'accepted')
  }
  return recording
}

class Recording {
  #capi
  events = []
  receipts = []

  constructor(capi) {
    this.#capi = capi
  }

  take(events, outcome) {
    const results = isList(events) ? Array.from(events, (event) => this.#result(event, outcome)) : [this.#one(events, outcome)]
    const ok = results.every((result) => result.outcome !== 'refused')
    const receipt = new Receipt({ ok, results, requests: 0, request_ids: [], retry_after: null, error: null })
    this.receipts.push(receipt)
    return receipt
  }

  assertTracked(name, expected = {}) {
    const wanted = this.#canonical(name, expected)
    const found = this.events.find((event) => matches(event, wanted))
    if (found !== undefined) return found
    throw failed(`no such event among the ${this.events.length} that were tracked`, this.events, wanted, this.assertTracked)
  }

  assertNothingTracked() {
    if (this.events.length > 0) throw failed('events were tracked', this.events, [], this.assertNothingTracked)
  }

  clear() {
    this.events.length = this.receipts.length = 0
  }

  restore() {
    delete this.#capi.enqueue
    delete this.#capi.track
  }

  #result(event, outcome) {
    try {
      return this.#one(event, outcome)
    } catch (error) {
      if (!(error instanceof InvalidEvent)) throw error
      return { ...NOTHING, outcome: 'refused', problems: error.problems }
    }
  }

  #one(event, outcome) {
    const json = this.#capi.build(event)
    const { problems } = this.#capi.explain(event)
    if (json === null) return { ...NOTHING, outcome: 'withheld', problems }
    const built = JSON.parse(json)
    this.events.push(built)
    return { ...NOTHING, outcome, event: built.event, event_id: built.event_id, problems }
  }

  // What is expected is written as an event is, and compared as it would be sent.
  #canonical(name, expected) {
    const wanted = JSON.parse(this.#capi.build({ ...expected, event: name, consent: 'granted' }))
    for (const made of ['event_id', 'event_time']) if (expected[made] === undefined) delete wanted[made]
    return wanted
  }
}

const NOTHING = {
  event: null, event_id: null, code: null, status: null, reason: null, may_have_arrived: false, hint: '', request_id: null, api_message: null,
}

// Whether all that is wanted is there. A list is wanted as a whole.
function matches(actual, wanted) {
  if (typeof wanted !== 'object' || wanted === null) return Object.is(actual, wanted)
  if (typeof actual !== 'object' || actual === null) return false
  if (Array.isArray(wanted) && actual.length !== wanted.length) return false
  return Object.entries(wanted).every(([name, value]) => matches(actual[name], value))
}

function failed(message, actual, expected, stackStartFn) {
  const shown = `${message}\nexpected: ${inspect(expected, { depth: 9 })}\ntracked: ${inspect(actual, { depth: 9 })}`
  return new AssertionError({ message: shown, actual, expected, operator: 'tracked', stackStartFn })
}

exports.record = record
