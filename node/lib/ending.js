'use strict'

// The end of the process, or of a worker thread: what was enqueued gets two seconds to arrive. What is in a file by then is
// delivered later; the thread that delivers keeps nothing alive.

const { flatten } = require('./flatten.js')

const SECONDS = 2

// Clients that enqueued and are not closed: nobody has to hold on to one until its events have arrived.
const kept = new Set()

// Those of them that enqueued since the loop last ran empty.
const fresh = new Set()

let isListening = false

function keep(native) {
  if (!isListening) process.on('beforeExit', beforeExit).on('exit', atExit)
  isListening = true
  kept.add(native)
  fresh.add(native)
}

function letGo(native) {
  kept.delete(native)
  fresh.delete(native)
}

// The promises keep the loop running, and it then comes here again.
function beforeExit() {
  for (const native of fresh) native.flush(flatten(SECONDS))
  fresh.clear()
}

// `process.exit()` leaves no time but this.
function atExit() {
  const end = performance.now() + SECONDS * 1000
  for (const native of fresh) native.end(Math.max(0, end - performance.now()) / 1000)
}

module.exports = { keep, letGo }
