'use strict'

// The visitor of the request that is being answered, for all frameworks: read once, then found anywhere below it.

const { AsyncLocalStorage } = require('node:async_hooks')
const { CapiError, ConfigError } = require('./errors.js')
const { named } = require('./options.js')
const { RequestVisitor } = require('./visitor.js')

const storage = new AsyncLocalStorage()

function visitor() {
  const found = storage.getStore()
  if (found !== undefined) return found
  const message = 'Call `visitor()` while a request is answered, and set `conversions(capi)` up before the routes.'
  throw new ConfigError({ code: 'missing_option', about: 'conversions', message })
}

/**
 * What a framework is set up with, checked at once.
 *
 * @param {object} capi
 * @param {{ consent?: unknown, onError?: Function }} given
 * @param {readonly string[]} others The names of the framework's own options.
 */
function settings(capi, given, others = []) {
  if (typeof capi?.visitor !== 'function') throw invalid('capi', 'Give a `Client` of this package first.')
  const { consent, onError = log, ...own } = named(given, 'consent', 'onError', ...others)
  if (consent !== undefined && typeof consent !== 'string' && typeof consent !== 'function') {
    throw invalid('consent', 'Give the name of the cookie that your banner sets, or a function of the request.')
  }
  if (typeof onError !== 'function') throw invalid('onError', 'Give a function of an error and of what it prevented.')
  return { capi, consent, onError, ...own }
}

/**
 * The visitor of a request. It does not throw: where a request cannot be read, nothing of its visitor is sent.
 *
 * @param {{ capi: object, consent?: string | Function, onError: Function }} settings
 * @param {() => object} parts What `Client.visitor` takes.
 * @param {unknown} request What the shop's own `consent` function takes.
 * @param {Function} tell Told what goes wrong while the request is read.
 */
function visit({ capi, consent, onError }, parts, request, tell = onError) {
  const visitor = read(capi, () => ({ ...parts(), ...said(consent, request) }), tell)
  if (visitor.unreadable !== null) tell(unreadable(visitor.unreadable, consent), 'a visitor counts as denied')
  return new RequestVisitor(capi, visitor, onError)
}

function read(capi, parts, tell) {
  try {
    return capi.visitor(parts())
  } catch (error) {
    tell(error, 'a request is not read')
    return capi.visitor({ consent: 'denied' })
  }
}

function said(consent, request) {
  if (typeof consent !== 'function') return { consentCookie: consent }
  const own = consent(request)
  // A promise counts as denied. What becomes of it concerns nobody; a process ends where nobody says so.
  if (typeof own?.then === 'function') Promise.resolve(own).catch(() => {})
  return { consent: own }
}

// Whose consent it was: that of the shop's own function, or the cookie of that name.
function unreadable(name, consent) {
  if (name === 'consent' && typeof consent === 'function')
    return invalid('consent', 'Let the function answer at once, by `granted`, `denied`, `opted_out` or signals: true, false and a promise count as denied.')
  const hint = 'What this cookie holds is no consent that can be read, so its visitor counts as denied.'
  return new ConfigError({ code: 'invalid_consent', about: name, message: hint })
}

// Of our own errors the message: it has codes and advice, and no value. Another's may have anything in it.
function log(error, what) {
  console.warn(`tiktok-capi: ${what}: ${error instanceof CapiError ? error.message : error?.name}`)
}

/** Tells once that a proxy seems to stand before the shop, and which setting of the framework is about it. */
function proxyWarning(onError, option, example) {
  let isTold = false
  return () => {
    if (isTold) return
    isTold = true
    const hint = `When a proxy of your own stands before the shop, let it be believed, as \`${example}\`.`
    onError(invalid(option, hint), 'the addresses of visitors are unknown')
  }
}

function invalid(option, message) {
  return new ConfigError({ code: 'invalid_option', about: option, message })
}

module.exports = { invalid, proxyWarning, settings, storage, visit, visitor }
