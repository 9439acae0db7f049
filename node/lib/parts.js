'use strict'

// The parts of a web request, as the native part takes them.

const { flatten } = require('./flatten.js')
const { inSnakeCase } = require('./options.js')

/**
 * The flat text of what `context` and `Client.visitor` take.
 *
 * @param {unknown} request
 * @returns {string}
 */
function flattenParts(request) {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return flatten(request)
  const { headers, ...others } = request
  return flatten({ ...inSnakeCase(others), headers: plain(headers) })
}

// `request.headers` of Node, or the `Headers` of the web's own requests.
function plain(headers) {
  return typeof headers?.entries === 'function' ? Object.fromEntries(headers.entries()) : headers
}

module.exports = { flattenParts }
