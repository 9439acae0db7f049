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
  const { consent: said } = own
  return { ...own, user: under(user, own.user), page: under(page, own.page), consent: saysNothing(said) ? consent : said }
}

function under(told, own) {
  if (own === undefined) return told
  // Another kind of value is a mistake, such as a forgotten `await`, which the core reports.
  return isRecord(own) ? { ...told, ...given(own) } : own
}

/**
 * The shop's own answer beside the signals of the browser and of consent tools: the most restrictive counts, as it does among
 * signals.
 *
 * @param {unknown} own
 * @param {object | undefined} signals
 */
function together(own, signals) {
  if (saysNothing(own)) return signals
  if (isRecord(own)) return { ...signals, ...given(own, saysNothing) }
  return signals === undefined ? own : { ...signals, word: own }
}

// A consent that is absent, or signals that are all absent, those in Google's included.
function saysNothing(consent, levels = 2) {
  if (isAbsent(consent)) return true
  if (levels === 0 || !isRecord(consent)) return false
  return Object.values(written(consent) ?? {}).every((member) => saysNothing(member, levels - 1))
}

// What is absent by the rules is not said, so the context fills it.
function given(value, isLeftOut = isAbsent) {
  return Object.fromEntries(Object.entries(written(value)).filter(([, member]) => !isLeftOut(member)))
}

function written(value) {
  return typeof value.toJSON === 'function' ? value.toJSON() : value
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

module.exports = { overlay, together }
