// Express 4 and 5 and Fastify, with real requests: what the middleware reads, keeps, reports and withholds.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import Fastify from 'fastify'
import { Client, ConfigError, hash } from 'tiktok-capi'
import * as onExpress from 'tiktok-capi/express'
import * as onFastify from 'tiktok-capi/fastify'
import { record } from 'tiktok-capi/testing'
import { skip, sandbox } from './sandbox.mjs'
import { EMAIL, FRAMEWORKS, purchase } from './shops.mjs'

const quiet = { onError: () => {} }

for (const [framework, open] of Object.entries(FRAMEWORKS)) {
  const name = (what) => `${framework}: ${what}`

  /** A shop whose client records, for one test. */
  const recorded = (options, given) => async (t) => {
    const capi = new Client({ pixelCode: 'C4A' })
    const kept = record(capi)
    const shop = await open(capi, options)
    t.after(shop.close)
    await given(shop, kept, t)
  }

  test(name('what the request tells lies under the event'), recorded({ proxies: 1 }, async (shop, kept) => {
    const headers = { 'user-agent': 'UA', 'x-forwarded-for': '1.1.1.1, 8.8.8.8', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example', referer: 'https://shop.example/cart' }
    await shop.buy(1, { headers, cookies: { _ttp: 'T1', ttclid: 'E.C.P.x' } })
    const event = kept.assertTracked('Purchase', {
      event_id: 'order-1',
      user: { email: EMAIL, ip: '8.8.8.8', user_agent: 'UA', ttp: 'T1', ttclid: 'E.C.P.x' },
      page: { url: 'https://shop.example/buy', referrer: 'https://shop.example/cart' },
    })
    assert.equal(event.user.email, hash('email', EMAIL))
  }))

  test(name('nobody is believed about addresses unless the framework is told so'), recorded({}, async (shop, kept) => {
    await shop.buy(1, { headers: { 'x-forwarded-for': '8.8.8.8', 'x-forwarded-host': 'other.example', 'x-forwarded-proto': 'https' } })
    const [{ user, page }] = kept.events
    assert.deepEqual([user.ip, page.url], [undefined, `http://127.0.0.1:${shop.port}/buy`])
  }))

  test(name('a proxy that nobody is told of is pointed out once'), async (t) => {
    const told = []
    const shop = await open(new Client(), { onError: (error) => told.push(error) })
    t.after(shop.close)
    for (let times = 0; times < 3; times++) await shop.look({ headers: { 'x-forwarded-for': '8.8.8.8' } })
    assert.equal(told.length, 1)
    assert.ok(told[0] instanceof ConfigError)
    assert.ok(['trust proxy', 'trustProxy'].includes(told[0].option))
  })

  test(name('the click id of an ad is kept in a cookie, beside the shop\u2019s own'), recorded({}, async (shop, kept) => {
    const { set } = await shop.ask('/?ttclid=E.C.P.y')
    assert.deepEqual(set.map((cookie) => cookie.split(';')[0]).sort(), ['own=1', 'ttclid=E.C.P.y'])
    assert.equal((await shop.ask('/')).set.length, 1)
    await shop.buy(1, { cookies: { ttclid: 'E.C.P.y' } })
    kept.assertTracked('Purchase', { user: { ttclid: 'E.C.P.y' } })
  }))

  test(name('both halves have one id'), recorded({}, async (shop, kept) => {
    const html = await shop.buy(7)
    assert.match(html, /^<script nonce="n">.*"event_id":"order-7"/)
    kept.assertTracked('Purchase', { event_id: 'order-7' })
    assert.match((await shop.ask('/thanks/7')).text, /^<script>.*"event_id":"order-7"/)
    const { text } = await shop.ask('/pair')
    assert.equal(JSON.parse(/ttq\.track\("Lead",\{\},(\{.*?\})\)/.exec(text)[1]).event_id, kept.assertTracked('Lead').event_id)
  }))

  const banner = { consent: 'banner', ...quiet }

  test(name('denied: nothing is sent, kept or shown to the Pixel'), recorded(banner, async (shop, kept) => {
    for (const cookies of [{ banner: 'denied' }, { banner: 'Denied', usprivacy: '1YNN' }, { banner: 'nonsense' }]) {
      assert.deepEqual(await shop.look({ cookies }), { allowed: false, limitedDataUse: false })
      assert.deepEqual((await shop.ask('/?ttclid=x', { cookies })).set.length, 1)
      assert.equal(await shop.buy(1, { cookies }), '')
      assert.equal((await shop.ask('/thanks/1', { cookies })).text, '')
      assert.equal((await shop.ask('/head', { cookies })).text, '')
    }
    kept.assertNothingTracked()
    assert.equal((await shop.ask('/pair', { cookies: { banner: 'denied' } })).text, '')
    assert.deepEqual(kept.receipts.map(({ results }) => results[0].outcome), ['withheld', 'withheld', 'withheld', 'withheld'])
  }))

  test(name('opted out: sent without identifiers, and no click id is kept'), recorded(banner, async (shop, kept) => {
    const visitors = [{ cookies: { banner: 'opted_out' } }, { headers: { 'sec-gpc': '1' } }, { cookies: { banner: 'granted', usprivacy: '1YYN' } }]
    for (const visitor of visitors) {
      assert.deepEqual(await shop.look(visitor), { allowed: true, limitedDataUse: true })
      assert.equal((await shop.ask('/?ttclid=x', visitor)).set.length, 1)
      assert.doesNotMatch(await shop.buy(1, visitor), /identify/)
      assert.match((await shop.ask('/head', visitor)).text, /,"C4A",\{"limited_data_use":true\},false\);<\/script>$/)
    }
    assert.equal(kept.events.length, 3)
    for (const { limited_data_use, user } of kept.events) assert.deepEqual([limited_data_use, user], [true, undefined])
  }))

  test(name('granted: all is sent'), recorded(banner, async (shop, kept) => {
    const cookies = { banner: 'granted', usprivacy: '1YNN' }
    assert.deepEqual(await shop.look({ cookies }), { allowed: true, limitedDataUse: false })
    assert.equal((await shop.ask('/?ttclid=x', { cookies })).set.length, 2)
    assert.match(await shop.buy(1, { cookies }), /identify/)
    assert.match((await shop.ask('/head', { cookies })).text, /^<script>.*,"C4A",\{\},false\);<\/script>$/s)
    kept.assertTracked('Purchase', { user: { email: EMAIL } })
  }))

  test(name('consent that a client requires is not there'), async (t) => {
    const capi = new Client({ requireConsent: true })
    const kept = record(capi)
    const shop = await open(capi, banner)
    t.after(shop.close)
    assert.deepEqual(await shop.look(), { allowed: false, limitedDataUse: false })
    assert.equal((await shop.ask('/?ttclid=x')).set.length, 1)
    await shop.buy(1)
    kept.assertNothingTracked()
    await shop.buy(2, { cookies: { banner: 'granted' } })
    kept.assertTracked('Purchase', { event_id: 'order-2' })
  })

  test(name('the shop\u2019s own reading of consent, as Google\u2019s'), recorded({ consent: ({ headers }) => ({ google: { ad_storage: headers['x-ads'] } }) }, async (shop) => {
    assert.equal((await shop.look({ headers: { 'x-ads': 'granted' } })).allowed, true)
    assert.equal((await shop.look({ headers: { 'x-ads': 'denied' } })).allowed, false)
  }))

  test(name('what the shop\u2019s own reading throws leaves the page alone and sends nothing'), async (t) => {
    const thrown = new Error('the shop\u2019s own')
    const told = []
    const capi = new Client()
    const kept = record(capi)
    const shop = await open(capi, { consent: () => { throw thrown }, onError: (error) => told.push(error) })
    t.after(shop.close)
    assert.equal((await shop.ask('/?ttclid=x')).status, 200)
    assert.equal(await shop.buy(1), '')
    assert.deepEqual([told, kept.events], [[thrown, thrown], []])
  })

  test(name('an answer that is still to come is no permission'), async (t) => {
    const told = []
    const capi = new Client()
    const kept = record(capi)
    const answers = [async () => 'granted', async () => { throw new Error('the shop\u2019s own') }, () => true]
    for (const consent of answers) {
      const shop = await open(capi, { consent, onError: (error) => told.push([error.code, error.option]) })
      t.after(shop.close)
      for (const headers of [{}, { 'sec-gpc': '1' }]) {
        assert.deepEqual(await shop.look({ headers }), { allowed: false, limitedDataUse: false })
        assert.equal((await shop.ask('/?ttclid=x', { headers })).set.length, 1)
      }
    }
    kept.assertNothingTracked()
    assert.equal(told.length, 12)
    assert.ok(told.every(([code, option]) => code === 'invalid_option' && option === 'consent'))
  })

  test(name('blank signals of the shop hide none of the browser'), recorded({ consent: () => ({ gpc: undefined, tcf: ' ', google: { ad_storage: null } }) }, async (shop) => {
    assert.deepEqual(await shop.look({ headers: { 'sec-gpc': '1' } }), { allowed: true, limitedDataUse: true })
    assert.deepEqual(await shop.look(), { allowed: true, limitedDataUse: false })
  }))

  test(name('neither `strict` nor an unknown person hides the Pixel'), async (t) => {
    const told = []
    const capi = new Client({ pixelCode: 'C4A', strict: true })
    const shop = await open(capi, { consent: 'banner', onError: (error) => told.push(error) })
    t.after(shop.close)
    const head = async (given) => (await shop.ask('/head', given)).text
    assert.deepEqual(await shop.look(), { allowed: true, limitedDataUse: false })
    assert.match(await head(), /^<script>.*,"C4A",\{\},false\);<\/script>$/s)
    assert.equal((await shop.ask('/?ttclid=x')).set.length, 2)
    const objects = { headers: { 'sec-gpc': '1' } }
    assert.deepEqual(await shop.look(objects), { allowed: true, limitedDataUse: true })
    assert.match(await head(objects), /,"C4A",\{"limited_data_use":true\},false\);<\/script>$/)
    assert.deepEqual([await head({ cookies: { banner: 'denied' } }), told], ['', []])
  })

  test(name('a cookie in quotation marks says what is in them'), recorded(banner, async (shop) => {
    for (const granted of ['"granted"', '%22granted%22', ' granted ']) {
      assert.deepEqual(await shop.look({ cookies: { banner: granted, usprivacy: '1YNN' } }), { allowed: true, limitedDataUse: false }, granted)
    }
    assert.deepEqual(await shop.look({ cookies: { banner: '"opted_out"' } }), { allowed: true, limitedDataUse: true })
    assert.deepEqual(await shop.look({ cookies: { banner: '"denied"' } }), { allowed: false, limitedDataUse: false })
  }))

  test(name('consent that cannot be read is told once a request, by the name of its cookie'), async (t) => {
    const told = []
    const capi = new Client({ pixelCode: 'C4A', consentTool: 'onetrust' })
    const kept = record(capi)
    const shop = await open(capi, { consent: 'shop_banner', onError: (error) => told.push(error) })
    t.after(shop.close)
    const cookies = [{ shop_banner: 'nonsense' }, { usprivacy: 'nonsense', shop_banner: 'granted' }, { OptanonConsent: 'nonsense' }]
    for (const each of cookies) assert.equal((await shop.ask('/pair', { cookies: each })).text, '')
    assert.ok(told.every((error) => error instanceof ConfigError && error.code === 'invalid_consent'))
    assert.deepEqual(told.map(({ option }) => option), ['shop_banner', 'usprivacy', 'OptanonConsent'])
    kept.assertNothingTracked()
    assert.deepEqual(await shop.look({ cookies: { OptanonConsent: 'groups=C0004%3A1' } }), { allowed: true, limitedDataUse: false })
    assert.deepEqual(await shop.look({ cookies: { OptanonConsent: 'groups=C0004%3A0' } }), { allowed: false, limitedDataUse: false })
    assert.equal(told.length, 3)
  })

  test(name('a report that fails leaves the page alone'), async (t) => {
    const told = []
    const capi = new Client({ pixelCode: 'C4A', accessToken: 'token', strict: true })
    const shop = await open(capi, { onError: (error, what) => told.push([error.code, typeof what]) })
    t.after(shop.close)
    assert.equal(await shop.buy('x'.repeat(300)), '')
    assert.deepEqual(told, [['invalid_event', 'string'], ['invalid_event', 'string']])
  })

  test(name('visitors that come at once are told apart'), recorded({}, async (shop, kept) => {
    const numbers = Array.from({ length: 100 }, (_, number) => number)
    await Promise.all(numbers.map((number) => shop.buy(number, { cookies: { ttclid: `click-${number}` } })))
    for (const number of numbers) kept.assertTracked('Purchase', { event_id: `order-${number}`, user: { ttclid: `click-${number}` } })
  }))

  test(name('a purchase arrives in the sandbox, and its visitor with it'), { skip, timeout: 30_000 }, async (t) => {
    const tiktok = await sandbox()
    t.after(tiktok.close)
    const capi = new Client(tiktok.options)
    const shop = await open(capi, { proxies: 1 })
    t.after(shop.close)
    const headers = { 'user-agent': 'Mozilla/5.0', 'x-forwarded-for': '8.8.8.8', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example' }
    await shop.buy(1, { headers })
    await shop.buy(1, { headers })
    await capi.flush({ timeout: 20 })
    const { counts, events } = await tiktok.told()
    assert.deepEqual([counts.accepted, counts.counted], [2, 1])
    const { user, page } = events[0].data
    assert.deepEqual([user.ip, user.email, page.url], ['8.8.8.8', hash('email', EMAIL), 'https://shop.example/buy'])
    await capi.close()
  })
}

for (const { conversions, visitor } of [onExpress, onFastify]) {
  const set = async (capi, options) =>
    conversions === onExpress.conversions ? conversions(capi, options) : await Fastify().register(conversions, { capi, prefix: '/', ...options })

  test(`${conversions === onExpress.conversions ? 'Express' : 'Fastify'}: bad set-up is told at once`, async () => {
    for (const [capi, options, code, option] of [
      [undefined, {}, 'invalid_option', 'capi'],
      [{}, {}, 'invalid_option', 'capi'],
      [new Client(), { consnt: 'x' }, 'unknown_option', 'consnt'],
      [new Client(), { consent: 5 }, 'invalid_option', 'consent'],
      [new Client(), { onError: 'x' }, 'invalid_option', 'onError'],
    ]) {
      await assert.rejects(set(capi, options), (error) => {
        assert.ok(error instanceof ConfigError)
        assert.deepEqual([error.code, error.option], [code, option])
        return true
      })
    }
  })

  test(`${conversions === onExpress.conversions ? 'Express' : 'Fastify'}: there is no visitor outside a request`, () => {
    assert.throws(visitor, (error) => error instanceof ConfigError && error.code === 'missing_option')
  })
}

test('the shops\u2019 purchase has no problem of its own', () => {
  const { problems } = new Client().explain({ ...purchase(1), page: { url: 'https://shop.example/' } })
  assert.deepEqual(problems.filter(({ severity }) => severity === 'error'), [])
})
