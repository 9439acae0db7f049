'use strict'

// Turns a JavaScript value into one flat text, which crosses into the native part at once: an object that is walked from
// there costs several times as much. The form is told in bindings/node/src/flat.rs, which reads it. This file knows
// kinds of value and never a field.

const { isUtf8 } = require('node:buffer')
const { types } = require('node:util')
const { limits } = require('./native.js')

const { maxDepth, maxText, maxValues } = limits()

const TOO_DEEP = 'D'
const TOO_LARGE = 'L'
const NOT_UNICODE = 'u'
const UNFIT = 'x'

// Stands for every integer beyond 64 bits, whose digits would take seconds.
const BEYOND = `i${2n ** 63n};`

// What stands before a text of that length. A number printed anew each time doubles the cost of the whole walk.
const HEADS = Array.from({ length: 512 }, (_, length) => `${length}:`)
const TEXT_HEADS = HEADS.map((head) => `s${head}`)

// The state of one walk. A getter that starts another walk finds it put back by `whole`.
let left = 0
let room = 0
let verdict = ''
let isCareful = false

/**
 * The flat text of one value. Getters and `toJSON` may throw, and what they throw is passed on.
 *
 * @param {unknown} value
 * @returns {string}
 */
function flatten(value) {
  const flat = whole(value, false)
  // One look at the whole finds a lone surrogate anywhere; only then each text is looked at.
  return flat.isWellFormed() ? flat : whole(value, true)
}

/**
 * The flat text of an object of these members, of which several may have one name.
 *
 * @param {[string, unknown][]} members
 * @returns {string}
 */
function flattenMembers(members) {
  return flatten(new Members(members))
}

class Members {
  constructor(members) {
    this.members = members
  }
}

/**
 * The flat text of an event: a described one, or its JSON text.
 *
 * @param {unknown} event
 * @returns {string}
 */
function flattenEvent(event) {
  const isJson = typeof event === 'string' && event.isWellFormed()
  return isJson ? `j${event.length}:${event}` : flatten(event)
}

/**
 * Bytes as the text that they are; anything else as it is. Bytes that are not UTF-8 become text that is not Unicode.
 *
 * @param {unknown} value
 * @returns {unknown}
 */
function asText(value) {
  if (!(value instanceof Uint8Array)) return value
  return isUtf8(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString() : '\ud800'
}

function whole(value, careful) {
  const outer = { left, room, verdict, isCareful }
  left = maxValues
  room = maxText
  verdict = ''
  isCareful = careful
  try {
    const flat = walk(value, 0)
    return verdict === '' ? flat : verdict
  } finally {
    ;({ left, room, verdict, isCareful } = outer)
  }
}

function walk(value, depth) {
  if (--left < 0) return stop(TOO_LARGE)
  switch (typeof value) {
    case 'string':
      return isCareful && !value.isWellFormed() ? NOT_UNICODE : text(value)
    case 'number':
      return Number.isSafeInteger(value) ? `i${value};` : `d${value};`
    case 'boolean':
      return value ? 't' : 'f'
    case 'undefined':
      return 'n'
    case 'bigint':
      return BigInt.asIntN(64, value) === value ? `i${value};` : BEYOND
    case 'object':
      return value === null ? 'n' : walkObject(value, depth)
    default:
      return UNFIT
  }
}

function text(value) {
  const { length } = value
  if ((room -= length) < 0) return stop(TOO_LARGE)
  return length < HEADS.length ? TEXT_HEADS[length] + value : `s${length}:${value}`
}

function walkObject(value, depth) {
  if (depth >= maxDepth) return stop(TOO_DEEP)
  if (Array.isArray(value)) return walkItems(value, depth)
  const isMap = isPlain(value) && typeof value.toJSON !== 'function'
  return isMap ? walkMembers(value, Object.keys(value), depth) : walkInstance(value, depth)
}

// `{}` or `Object.create(null)`, also of another realm.
function isPlain(object) {
  const prototype = Object.getPrototypeOf(object)
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null
}

function walkItems(items, depth) {
  let flat = '['
  for (let index = 0; index < items.length && verdict === ''; index++) flat += walk(items[index], depth + 1)
  return flat + ']'
}

function walkMembers(object, keys, depth) {
  if (isCareful) return walkWellFormed(object, keys, depth)
  let flat = '{'
  for (let index = 0; index < keys.length && verdict === ''; index++) {
    flat += member(keys[index]) + walk(object[keys[index]], depth + 1)
  }
  return flat + '}'
}

// The members whose keys are text, and one more in place of all others, so that the core reports them.
function walkWellFormed(object, keys, depth) {
  let flat = '{'
  for (const key of keys.filter((key) => key.isWellFormed())) {
    if (verdict !== '') break
    flat += member(key) + walk(object[key], depth + 1)
  }
  const isWhole = keys.every((key) => key.isWellFormed())
  return isWhole ? `${flat}}` : `${flat}${member('\ufffd')}${NOT_UNICODE}}`
}

function walkNamed(members, depth) {
  const flat = members.map(([name, value]) => member(name.toWellFormed()) + walk(value, depth + 1))
  return `{${flat.join('')}}`
}

function member(key) {
  if ((room -= key.length) < 0) return stop(TOO_LARGE)
  return (key.length < HEADS.length ? HEADS[key.length] : `${key.length}:`) + key
}

// An object of a class: a date, a wrapped primitive, what says itself how it is written (a URL, a Decimal, a database's
// id), else its own members.
function walkInstance(value, depth) {
  if (types.isDate(value)) return walkDate(value)
  if (value instanceof Members) return walkNamed(value.members, depth)
  if (types.isBoxedPrimitive(value)) return walkPrimitive(value.valueOf(), depth)
  if (ArrayBuffer.isView(value)) return UNFIT
  if (typeof value.toJSON !== 'function') return walkContents(value, depth)
  const json = value.toJSON()
  // As in JSON.stringify, what `toJSON` gives is not asked again.
  return isObject(json) ? walkContents(json, depth) : walkPrimitive(json, depth)
}

// An invalid date is a number that is none, so that the core finds no moment in it.
function walkDate(date) {
  return Number.isNaN(Date.prototype.getTime.call(date)) ? 'dNaN;' : text(Date.prototype.toISOString.call(date))
}

function walkPrimitive(value, depth) {
  return isObject(value) ? UNFIT : walk(value, depth)
}

// A promise, a Map or a Set has no members of its own. That is a mistake, such as a forgotten `await`, and not an absent
// value.
function walkContents(value, depth) {
  if (Array.isArray(value)) return walkItems(value, depth)
  const keys = Object.keys(value)
  return keys.length === 0 && !isPlain(value) ? UNFIT : walkMembers(value, keys, depth)
}

function isObject(value) {
  return typeof value === 'object' && value !== null
}

// Ends the walk: what it met stands for the whole value.
function stop(why) {
  if (verdict === '') verdict = why
  return ''
}

module.exports = { asText, flatten, flattenEvent, flattenMembers }
