'use strict'

// The verbs that need no client: what people use by hand, in templates and in data pipelines.

const native = require('./native.js')
const { answered, ConfigError, inOwnWords } = require('./errors.js')
const { cookiesOf } = require('./answers.js')
const { asText, flatten, flattenEvent, flattenMembers } = require('./flatten.js')
const { inSnakeCase } = require('./options.js')
const { flattenParts } = require('./parts.js')

function normalize(field, value, region) {
  return answered(native.normalize(flatten(field) + flatten(value) + flatten(region))).text ?? null
}

function hash(field, value, region) {
  return answered(native.hash(flatten(field) + flatten(value) + flatten(region))).digest ?? null
}

function eventId(event, key) {
  const { id, problems } = answered(native.eventId(flatten(event) + flatten(key)))
  for (const { path, code, hint } of problems) process.emitWarning(`${path}: ${hint}`, { type: 'TikTokCapiWarning', code })
  return id
}

function context(request) {
  const { cookies = [], ...told } = JSON.parse(answered(native.context(flattenParts(request))))
  return { ...told, cookies: cookiesOf(cookies) }
}

function baseCode(pixelCode, options) {
  const given = [...inSnakeCase(options ?? {}), ['pixel_code', pixelCode]]
  return JSON.parse(answered(native.baseCode(flattenMembers(given))))
}

function describe(format, payload, options) {
  const name = typeof format === 'string' ? format : ''
  const told = answered(native.describe(name, flattenEvent(asText(payload)), flattenMembers(inSnakeCase(options ?? {}))))
  const { events, problems } = JSON.parse(told)
  // Beside the events, as `index` stands beside what a regular expression found; not printed with them.
  return Object.defineProperty(events, 'problems', { value: problems.map(inOwnWords) })
}

function verifyShopify(secret, body, header) {
  if (typeof secret !== 'string') throw wrong('secret', 'Give the client secret of the app, as text.')
  return verified(native.verifyShopify, secret, body, header)
}

function verifyWoocommerce(secret, body, header) {
  if (typeof secret !== 'string') throw wrong('secret', 'Give the secret of the webhook, as text.')
  return verified(native.verifyWoocommerce, secret, body, header)
}

function verified(verify, secret, body, header) {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  if (!(bytes instanceof Uint8Array)) throw wrong('body', 'Give what arrived, as text or bytes: a body that was parsed is another one.')
  return typeof header === 'string' && answered(verify(secret, bytes, header))
}

const wrong = (argument, message) => new ConfigError({ code: 'invalid_argument', about: argument, message })

module.exports = { normalize, hash, eventId, context, baseCode, describe, verifyShopify, verifyWoocommerce }
