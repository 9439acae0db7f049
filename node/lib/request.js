'use strict'

// The visitor of the request that is being answered, for all frameworks: read once, then found anywhere below it.

const { AsyncLocalStorage } = require('node:async_hooks')
const { CapiError, ConfigError } = require('./errors.js')
const { together } = require('./overlay.js')
const { Visitor } = require('./visitor.js')
const { context } = require('./verbs.js')

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
function settings(capi, given = {}, others = []) {
  if (typeof capi?.explain !== 'function') throw invalid('capi', 'Give a `Client` of this package first.')
  const names = ['consent', 'onError', ...others]
  const unknown = Object.keys(given).find((name) => !names.includes(name))
  if (unknown !== undefined) throw new ConfigError({ code: 'unknown_option', about: unknown, message: `There is ${names.join(', ')}.` })
  const { consent, onError = log, ...own } = given
  if (consent !== undefined && typeof consent !== 'string' && typeof consent !== 'function') {
    throw invalid('consent', 'Give the name of the cookie that your banner sets, or a function of the request.')
  }
  if (typeof onError !== 'function') throw invalid('onError', 'Give a function of an error and of what it prevented.')
  return { capi, consent, onError, ...own }
}

/**
 * The visitor of a request, and the `Set-Cookie` headers of its answer. It does not throw: where a request cannot be read,
 * nothing of its visitor is sent.
 *
 * @param {{ capi: object, consent?: string | Function, onError: Function }} settings
 * @param {() => object} parts What `context` takes.
 * @param {unknown} request What the shop's own `consent` function takes.
 */
function visit({ capi, consent, onError }, parts, request) {
  try {
    const given = parts()
    const { cookies, ...told } = context(given)
    const own = typeof consent === 'function' ? answer(consent(request), onError) : cookie(given.headers, consent)
    const visitor = new Visitor(capi, { ...told, consent: together(own, told.consent) }, onError)
    return { visitor, cookies: cookies.filter(({ name }) => visitor.mayKeep(name)).map(({ header }) => header) }
  } catch (error) {
    onError(error, 'a request is not read')
    return { visitor: new Visitor(capi, { consent: 'denied' }, onError), cookies: [] }
  }
}

// An answer that is still to come is not known while the request is read, so it is no permission.
function answer(own, onError) {
  if (typeof own === 'boolean') {
    onError(invalid('consent', 'Let the function answer `granted`, `denied` or `opted_out`: true and false count as denied.'), 'consent is not known')
    return 'denied'
  }
  if (typeof own?.then !== 'function') return own
  Promise.resolve(own).catch(() => {}) // What becomes of it concerns nobody; a process ends where nobody says so.
  onError(invalid('consent', 'Let the function answer at once: a promise counts as denied.'), 'consent is not known')
  return 'denied'
}

function cookie(headers, wanted) {
  if (wanted === undefined) return undefined
  const header = typeof headers.get === 'function' ? headers.get('cookie') : headers.cookie
  const pairs = (header ?? '').split(';').map((pair) => pair.split('='))
  return pairs.find(([name]) => name.trim() === wanted)?.[1]?.trim()
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
