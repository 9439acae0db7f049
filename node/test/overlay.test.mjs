// What a visitor said is replaced only by what says something.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'

const { overlay, together } = createRequire(import.meta.url)('../lib/overlay.js')

const BLANK = [undefined, null, ' ', {}, [], { tcf: undefined }, { gpc: null, google: { ad_storage: ' ' } }, { toJSON: () => ({ tcf: '' }) }]

test('a consent that says nothing leaves the visitor\u2019s', () => {
  for (const consent of BLANK) {
    assert.equal(overlay({ consent: 'denied' }, { event: 'Contact', consent }).consent, 'denied')
    assert.deepEqual(together(consent, { gpc: true }), { gpc: true })
    assert.equal(together(consent, undefined), undefined)
  }
  for (const consent of ['granted', { gpc: false }, { google: { ad_storage: 'granted' } }]) {
    assert.equal(overlay({ consent: 'denied' }, { event: 'Contact', consent }).consent, consent)
  }
})

test('the shop\u2019s word stands beside the signals', () => {
  assert.equal(together('granted', undefined), 'granted')
  assert.deepEqual(together('granted', { gpc: true }), { gpc: true, word: 'granted' })
  assert.deepEqual(together({ gpc: undefined, us_privacy: '1YNN' }, { gpc: true }), { gpc: true, us_privacy: '1YNN' })
  assert.deepEqual(together(7, { gpc: true }), { gpc: true, word: 7 })
})
