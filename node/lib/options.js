'use strict'

// Options are written in JavaScript's own case: `pixelCode` is the option `pixel_code`.

const { ConfigError } = require('./errors.js')

/**
 * The members of an object by their names in snake_case. Two spellings of one name stay two, so that they are told of.
 *
 * @param {object} options
 * @returns {[string, unknown][]}
 */
function inSnakeCase(options) {
  return Object.entries(options).map(([name, value]) => [snake(name), value])
}

function snake(name) {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/**
 * The options of a call, each of a name that it takes: a `visitor` that was misspelt would take its consent along in silence.
 *
 * @param {object | null | undefined} options
 * @param {readonly string[]} names
 * @returns {object}
 */
function named(options, ...names) {
  const given = options ?? {}
  const unknown = Object.keys(given).find((name) => !names.includes(name))
  if (unknown === undefined) return given
  // A name that looks like none is not shown: it may be personal.
  const about = /^[a-z_]{1,32}$/i.test(unknown) ? unknown : '*'
  throw new ConfigError({ code: 'unknown_option', about, message: `There is ${names.join(', ')}.` })
}

module.exports = { inSnakeCase, named }
