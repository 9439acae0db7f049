// Ten things that new users do wrong (`tests/mistakes`), and what they are told.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { CapiError, Client, hash } from 'tiktok-capi'

const MISTAKES = JSON.parse(readFileSync(new URL('../../tests/mistakes/mistakes.json', import.meta.url), 'utf8'))
const own = (text) => text.replace(/\{(\w+)\}/g, (_, name) => camel(name))
const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())

test('there are ten', () => assert.equal(MISTAKES.length, 10))

for (const mistake of MISTAKES)
  test(`${mistake.id}: it is told with what mends it`, async () => {
    const printed = await told(mistake)
    for (const part of [mistake.code, mistake.place, ...mistake.says])
      assert.ok(printed.includes(own(part)), `no ${own(part)} in ${printed}`)
    assert.ok(!/canary|7946/.test(printed), printed)
    if (mistake.verb === 'build') assert.ok(printed.split('\n')[1].includes(mistake.code), 'the error comes first')
  })

/** What the one who makes the mistake reads. */
async function told({ verb, options = {}, event, field, value }) {
  const given = Object.fromEntries(Object.entries(options).map(([name, value]) => [camel(name), value]))
  if (verb === 'explain') return inspect(new Client(given).explain(event).problems)
  try {
    if (verb === 'hash') hash(field, value)
    const capi = new Client(given)
    if (verb === 'build') capi.build(event)
    await capi.track({ event: 'Contact' })
  } catch (error) {
    assert.ok(error instanceof CapiError, error)
    // The class of an unknown field is told by its code alone.
    return error.message
  }
  assert.fail('nothing was wrong')
}
