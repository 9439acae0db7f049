'use strict'

// The parts of a web request, as the native part takes them.

const { flatten, flattenMembers } = require('./flatten.js')
const { inSnakeCase } = require('./options.js')

/**
 * The flat text of what `context` and `Client.visitor` take.
 *
 * @param {unknown} request
 * @returns {string}
 */
function flattenParts(request) {
  if (!hasParts(request)) return flatten(request)
  const { headers, ...others } = request
  return flattenMembers([...inSnakeCase(others), ['headers', plain(headers)]])
}

// A promise or a Map has no members of its own: taken apart, it would be a request that tells nothing.
function hasParts(request) {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return false
  return 'headers' in request || Object.keys(request).length > 0
}

// `request.headers` of Node, or the `Headers` of the web's own requests. A list has `entries` too, but by positions.
function plain(headers) {
  const isByName = typeof headers?.get === 'function' && typeof headers.entries === 'function'
  return isByName ? Object.fromEntries(headers.entries()) : headers
}

module.exports = { flattenParts }
