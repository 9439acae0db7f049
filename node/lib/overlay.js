'use strict'

// Lays what a request tells under the event that the shop describes. It knows the three parts of a request's context, and
// no field inside them.

/**
 * The event, with the context filling what it leaves open: `user` and `page` member by member, `consent` as a whole.
 *
 * @param {{ user?: object, page?: object, consent?: unknown }} context
 * @param {object} event
 * @returns {object}
 */
function overlay({ user, page, consent }, event) {
  const own = given(event)
  return { ...own, user: under(user, own.user), page: under(page, own.page), consent: own.consent ?? consent }
}

function under(told, own) {
  if (own === undefined) return told
  // Another kind of value is a mistake, such as a forgotten `await`, which the core reports.
  return isRecord(own) ? { ...told, ...given(own) } : own
}

// What is absent by the rules is not said, so the context fills it.
function given(value) {
  const own = typeof value.toJSON === 'function' ? value.toJSON() : value
  return Object.fromEntries(Object.entries(own).filter(([, member]) => !isAbsent(member)))
}

function isAbsent(member) {
  if (typeof member === 'string') return member.trim() === ''
  return member === undefined || member === null || (Array.isArray(member) && member.length === 0)
}

function isRecord(value) {
  if (typeof value !== 'object' || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null || Object.keys(value).length > 0
}

module.exports = { overlay }
