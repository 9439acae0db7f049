'use strict'

// The verbs that need no client: what people use by hand, in templates and in data pipelines.

const native = require('./native.js')
const { answered } = require('./errors.js')
const { flatten } = require('./flatten.js')
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

// `request.headers` of Node, or the `Headers` of the web's own requests.
function plainHeaders(headers) {
  return typeof headers?.entries === 'function' ? Object.fromEntries(headers.entries()) : headers
}

module.exports = { normalize, hash, eventId, context }
