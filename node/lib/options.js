'use strict'

// Options are written in JavaScript's own case: `pixelCode` is the option `pixel_code`.

/**
 * The same object with its own keys in snake_case.
 *
 * @param {object} options
 * @returns {object}
 */
function inSnakeCase(options) {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [snake(name), value]))
}

function snake(name) {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

module.exports = { inSnakeCase }
