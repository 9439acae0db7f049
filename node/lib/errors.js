'use strict'

// The errors of this package, and how they are made of what the native part tells.

const { spelt } = require('./native.js')

/** Everything that this package throws. Errors are told apart by class and by `code`; a code is for ever. */
class CapiError extends Error {
  static {
    named(this)
  }

  constructor(code, message) {
    super(message)
    this.code = code
  }
}

/** The event cannot be sent, or the value is not one of its field. `problems` says where and why. */
class InvalidEvent extends CapiError {
  static {
    named(this)
  }

  constructor({ code, message, problems }) {
    super(code, spelt(message))
    this.problems = problems.map(inOwnWords)
  }
}

/** An option or an argument is unknown, wrong or missing. `option` names it, `hint` says how to mend it. */
class ConfigError extends CapiError {
  static {
    named(this)
  }

  constructor({ code, about, message }) {
    super(code, `${about}: ${code}: ${message}`)
    this.option = about
    this.hint = message
  }
}

/** Events were handed over and did not all arrive. `receipt` says which; `hint` says what to look at. */
class DeliveryError extends CapiError {
  static {
    named(this)
  }

  constructor({ code, events, api_code, hint, request_id }, receipt) {
    const advice = spelt(hint)
    const which = events === 1 ? '1 event' : `${events} events`
    super(code, `${which} ${code}${api_code === null ? '' : ` (TikTok's code ${api_code})`}: ${advice}`)
    this.events = events
    this.apiCode = api_code
    this.hint = advice
    this.requestId = request_id
    // Not printed with the error: a receipt is long.
    Object.defineProperty(this, 'receipt', { value: receipt })
  }
}

/** TikTok refuses the events. Sending them again does not help. */
class Rejected extends DeliveryError {
  static {
    named(this)
  }
}

/** TikTok refuses the token, or its right on the event source. */
class Unauthorized extends DeliveryError {
  static {
    named(this)
  }
}

/** TikTok was still throttling after the last try. */
class RateLimited extends DeliveryError {
  static {
    named(this)
  }
}

/** No answer, or none that settles it, after the last try. The same events may be sent again. */
class Undelivered extends DeliveryError {
  static {
    named(this)
  }
}

/** The outbox cannot be used. `path` says which, `hint` how to mend it. Nothing of the call was kept. */
class OutboxError extends CapiError {
  static {
    named(this)
  }

  constructor({ code, about, message }) {
    super(code, `${about}: ${code}: ${message}`)
    this.path = about
    this.hint = message
  }
}

/** The outbox, or the disk, has no room for the event. */
class OutboxFull extends OutboxError {
  static {
    named(this)
  }
}

/** A bug of this package. Nothing of what was being handled is in the message. */
class InternalError extends CapiError {
  static {
    named(this)
  }

  constructor({ code, message }) {
    super(code, message)
  }
}

function named(errorClass) {
  Object.defineProperty(errorClass.prototype, 'name', { value: errorClass.name, configurable: true, writable: true })
}

function inCamelCase(name) {
  return name.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter) => letter.toUpperCase())
}

const CLASSES = { InvalidEvent, ConfigError, OutboxError, OutboxFull, InternalError, Rejected, Unauthorized, RateLimited, Undelivered }

/**
 * The answer of the native part, when it is none of its failures.
 *
 * @template T
 * @param {T} answer
 * @returns {T}
 */
function answered(answer) {
  if (typeof answer !== 'object' || answer === null || answer.error === undefined) return answer
  throw new CLASSES[answer.error](answer.error === 'ConfigError' ? inOwnCase(answer) : answer)
}

// The hint names options, and this language writes them in its own case.
function inOwnCase({ code, about, message }) {
  return { code, about: inCamelCase(about), message: spelt(message) }
}

/** The same problem; its hint names options as this language writes them. */
function inOwnWords(problem) {
  return { ...problem, hint: spelt(problem.hint) }
}

module.exports = { CapiError, DeliveryError, ...CLASSES, answered, inOwnWords }
