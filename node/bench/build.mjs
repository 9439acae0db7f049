// What `build(object)` costs beside what people write by hand or install today. Medians of interleaved rounds.
//
// `npm run bench` builds the native part for release first.

import * as crypto from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const { Client } = require('../index.js')
const { flatten, flattenEvent } = require('../lib/flatten.js')
const native = require('../lib/native.js')

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const purchase = JSON.parse(readFileSync(join(ROOT, '..', 'examples', 'purchase.json'), 'utf8'))
const NOW = 1767265200

const capi = new Client({ now: NOW })

// By hand: only what such code usually does, which is less than the library does. The phone is E.164 but for its spaces.
const tidy = (text) => text.trim().toLowerCase()
const byHand = (hash) => () => {
  const { email, phone, external_id, first_name, last_name, zip_code, ...plain } = purchase.user
  const user = {
    ...plain,
    email: email.map((each) => hash(tidy(each))),
    phone: hash(phone.replace(/[^+\d]/g, '')),
    external_id: external_id.map((each) => hash(each.trim())),
    first_name: hash(tidy(first_name)),
    last_name: hash(tidy(last_name).replace(/\p{P}/gu, '')),
    zip_code: hash(tidy(zip_code).replace(/[\s-]/g, '')),
  }
  return JSON.stringify({ ...purchase, event_time: Math.floor(Date.parse(purchase.event_time) / 1000), user })
}

function meta() {
  const { Content, CustomData, ServerEvent, UserData } = require('facebook-nodejs-business-sdk')
  return () => {
    const { user, page, properties } = purchase
    const userData = new UserData()
      .setEmails(user.email)
      .setPhone(user.phone)
      .setExternalIds(user.external_id)
      .setFirstName(user.first_name)
      .setLastName(user.last_name)
      .setZip(user.zip_code)
      .setCountry(user.country)
      .setClientIpAddress(user.ip)
      .setClientUserAgent(user.user_agent)
      .setFbc(user.ttclid)
      .setFbp(user.ttp)
    const contents = properties.contents.map(({ content_id, content_name, price, quantity }) =>
      new Content().setId(content_id).setTitle(content_name).setItemPrice(price).setQuantity(quantity))
    const customData = new CustomData()
      .setCurrency(properties.currency)
      .setValue(properties.value)
      .setContentType(properties.content_type)
      .setOrderId(properties.order_id)
      .setContents(contents)
    const event = new ServerEvent()
      .setEventName(purchase.event)
      .setEventId(purchase.event_id)
      .setEventTime(NOW)
      .setEventSourceUrl(page.url)
      .setActionSource('website')
      .setUserData(userData)
      .setCustomData(customData)
    return JSON.stringify(event.normalize())
  }
}

const own = native.open(flatten({ now: NOW }), () => undefined, false)
const flat = flattenEvent(purchase)
const json = JSON.stringify(purchase)

const STEPS = {
  'build(object)': () => capi.build(purchase),
  '  of it: the walk, to one flat text': () => flattenEvent(purchase),
  '  of it: the native half': () => own.build(flat),
  '  of it: crossing and back alone': () => native.eventId('s1:as1:a'),
  'build(JSON text)': () => capi.build(json),
  'JSON.stringify alone': () => JSON.stringify(purchase),
  'createHash + JSON.stringify': byHand((text) => crypto.createHash('sha256').update(text).digest('hex')),
  ...(crypto.hash && { 'crypto.hash + JSON.stringify': byHand((text) => crypto.hash('sha256', text)) }),
  'facebook-nodejs-business-sdk': meta(),
}

const ROUNDS = 101
const CALLS = 500

function medians() {
  const times = Object.fromEntries(Object.keys(STEPS).map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, step] of Object.entries(STEPS)) {
      const started = process.hrtime.bigint()
      for (let call = 0; call < CALLS; call++) step()
      times[name].push(Number(process.hrtime.bigint() - started) / CALLS)
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, each.sort((a, b) => a - b)[ROUNDS >> 1]]))
}

function loading(module) {
  const code = `const started = performance.now(); require(${JSON.stringify(module)}); console.log(performance.now() - started)`
  const runs = Array.from({ length: 11 }, () => Number(execFileSync(process.execPath, ['--eval', code], { encoding: 'utf8' })))
  return runs.sort((a, b) => a - b)[5]
}

const size = (path) =>
  statSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + size(join(path, name)), 0) : statSync(path).size

const told = medians()
const ours = told['build(object)']
console.log(`Node ${process.version}; medians of ${ROUNDS} interleaved rounds of ${CALLS} calls\n`)
console.log(`${''.padEnd(38)}${'µs'.padStart(8)}${'× build(object)'.padStart(18)}`)
for (const [name, time] of Object.entries(told)) {
  console.log(`${name.padEnd(38)}${(time / 1000).toFixed(2).padStart(8)}${(time / ours).toFixed(2).padStart(18)}`)
}
console.log('aims: createHash + JSON.stringify at least 2, crypto.hash + JSON.stringify above 1')

const files = ['index.js', 'index.mjs', 'index.d.ts', 'index.d.mts', 'catalog.d.ts', 'lib']
const addon = readdirSync(ROOT).filter((name) => name.endsWith('.node'))
const megabytes = (bytes) => (bytes / 1e6).toFixed(1).padStart(10)
console.log(`\n${''.padEnd(38)}${'require, ms'.padStart(12)}${'MB'.padStart(10)}`)
console.log('tiktok-capi'.padEnd(38) + loading(ROOT).toFixed(1).padStart(12) + megabytes([...files, ...addon].reduce((sum, name) => sum + size(join(ROOT, name)), 0)))
const theirs = fileURLToPath(new URL('node_modules', import.meta.url))
console.log('facebook-nodejs-business-sdk'.padEnd(38) + loading(join(theirs, 'facebook-nodejs-business-sdk')).toFixed(1).padStart(12) + megabytes(size(theirs)))
