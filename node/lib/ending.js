'use strict'

// The end of the process, or of a worker thread: what was enqueued gets two seconds to arrive. What is in a file by then is
// delivered later; the thread that delivers keeps nothing alive, and needs no client.

const native = require('./native.js')
const { flatten } = require('./flatten.js')

const SECONDS = 2

// Whether anything was enqueued since the loop last ran empty.
let isFresh = false

let isListening = false

// Deno ends without `exit` after an error that nobody caught, and by its own `Deno.exit`.
const ENDS_OF_DENO = globalThis.Deno === undefined ? [] : ['error', 'unhandledrejection', 'unload']

function enqueued() {
  if (!isListening) listen()
  isFresh = true
}

function listen() {
  process.on('beforeExit', beforeExit).on('exit', atExit)
  for (const name of ENDS_OF_DENO) globalThis.addEventListener(name, atExit)
  isListening = true
}

// The promise keeps the loop running, and it then comes here again.
function beforeExit() {
  if (isFresh) native.flushAll(flatten(SECONDS))
  isFresh = false
}

// `process.exit()` leaves no time but this.
function atExit() {
  if (isFresh) native.flushMemory(SECONDS)
}

module.exports = { enqueued }
