'use strict'

// The verbs that need no client: what people use by hand, in templates and in data pipelines.

const { isUtf8 } = require('node:buffer')
const native = require('./native.js')
const { answered, ConfigError } = require('./errors.js')
const { flatten, flattenEvent } = require('./flatten.js')
const { inSnakeCase } = require('./options.js')

function normalize(field, value, region) {
  return answered(native.normalize(flatten(field) + flatten(value) + flatten(region))).text ?? null
}

function hash(field, value, region) {
  return answered(native.hash(flatten(field) + flatten(value) + flatten(region))).digest ?? null
}

function eventId(event, key) {
  return answered(native.eventId(flatten(event) + flatten(key)))
}

function context(request) {
  const { headers, ...others } = request ?? {}
  const parts = { ...inSnakeCase(others), headers: plainHeaders(headers) }
  const { cookies = [], ...told } = JSON.parse(answered(native.context(flatten(parts))))
  return { ...told, cookies: cookies.map(({ max_age: maxAge, ...cookie }) => ({ ...cookie, maxAge })) }
}

function baseCode(pixelCode, options) {
  const given = { ...inSnakeCase(options ?? {}), pixel_code: pixelCode }
  return JSON.parse(answered(native.baseCode(flatten(given))))
}

function describe(format, payload) {
  const { events, problems } = JSON.parse(answered(native.describe(String(format), flattenEvent(asText(payload)))))
  // Beside the events, as `index` stands beside what a regular expression found; not printed with them.
  return Object.defineProperty(events, 'problems', { value: problems })
}

function verifyShopify(secret, body, header) {
  if (typeof secret !== 'string') throw wrong('secret', 'Give the client secret of the app, as text.')
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  if (!(bytes instanceof Uint8Array)) throw wrong('body', 'Give what arrived, as text or bytes: a body that was parsed is another one.')
  return typeof header === 'string' && answered(native.verifyShopify(secret, bytes, header))
}

const wrong = (argument, message) => new ConfigError({ code: 'invalid_argument', about: argument, message })

// The body of a request, as `express.raw` leaves it. Bytes that are not UTF-8 become text that is not Unicode.
function asText(payload) {
  if (!(payload instanceof Uint8Array)) return payload
  return isUtf8(payload) ? Buffer.from(payload).toString() : '\ud800'
}

// `request.headers` of Node, or the `Headers` of the web's own requests.
function plainHeaders(headers) {
  return typeof headers?.entries === 'function' ? Object.fromEntries(headers.entries()) : headers
}

module.exports = { normalize, hash, eventId, context, baseCode, describe, verifyShopify }
