'use strict'

// For the tests of a shop: what it reports is built as always, and kept here in place of being sent.

const { AssertionError } = require('node:assert')
const { inspect } = require('node:util')
const { Receipt } = require('./lib/answers.js')
const { reader } = require('./lib/client.js')
const { named } = require('./lib/options.js')

/** Keeps what a client would send, from now on until `restore`. */
function record(capi) {
  const recording = new Recording(capi)
  const described = (events, visitor) => reader.described(capi, events, visitor)
  capi.enqueue = (events, options) => recording.take(described(events, named(options, 'visitor').visitor), 'queued')
  capi.track = async (events, options) => {
    const { visitor, signal } = named(options, 'visitor', 'signal')
    signal?.throwIfAborted()
    return recording.take(described(events, visitor), 'accepted')
  }
  capi.deliver = async (events, options) => {
    named(options, 'signal').signal?.throwIfAborted()
    return recording.take(reader.canonical(capi, events), 'accepted')
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

  take(read, outcome) {
    const results = read.map((event) => this.#result(event, outcome))
    const ok = results.every((result) => result.outcome !== 'refused')
    const receipt = new Receipt({ ok, results, requests: 0, request_ids: [], retry_after: null, error: null })
    this.receipts.push(receipt)
    return receipt
  }

  assertTracked(name, expected = {}) {
    const wanted = this.#canonical(name, expected)
    const found = this.events.find((event) => matches(event, wanted))
    if (found !== undefined) return found
    const tracked = this.events.length === 1 ? '1 event that was tracked' : `${this.events.length} events that were tracked`
    const message = [`no such event among the ${tracked}`, ...this.#unsent()].join('; ')
    throw failed(message, this.events, wanted, this.assertTracked)
  }

  assertNothingTracked() {
    if (this.events.length > 0) throw failed('events were tracked', this.events, [], this.assertNothingTracked)
  }

  // Why what was described and not sent was not: `withheld: consent_missing`.
  #unsent() {
    const results = this.receipts.flatMap((receipt) => receipt.results)
    const unsent = results.filter(({ outcome }) => outcome === 'withheld' || outcome === 'refused')
    return unsent.map(({ outcome, problems }) => `${outcome}: ${deciding(outcome, problems).join(', ')}`)
  }

  clear() {
    this.events.length = this.receipts.length = 0
  }

  restore() {
    delete this.#capi.enqueue
    delete this.#capi.track
    delete this.#capi.deliver
  }

  #result({ canonical, outcome, problems }, taken) {
    if (typeof canonical !== 'string') return { ...NOTHING, outcome, problems }
    const built = JSON.parse(canonical)
    this.events.push(built)
    return { ...NOTHING, outcome: taken, event: built.event, event_id: built.event_id, problems }
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

// The codes that decided: those of consent, or the errors.
function deciding(outcome, problems) {
  const decides = outcome === 'withheld' ? ({ path }) => path === 'consent' : ({ severity }) => severity === 'error'
  return problems.filter(decides).map(({ code }) => code)
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
