// A day in a shop, as a sandbox sees it: purchases of server and Pixel, mistakes that people make, retries.

const NOW = Date.UTC(2026, 2, 14, 10, 30) / 1_000
const TRACK = '/open_api/v1.3/event/track/'
const digit = (number) => (number % 16).toString(16)

/** A digest of nobody. */
export const digest = (number) =>
  Array.from({ length: 64 }, (_, place) => digit(number * 7 + place * (number + 3) + (place >> 2))).join('')

export const HOSTILE = '<img src=x onerror=alert(1)>"\'</script>'

/** A web event of the server. */
export function event(name, id, { user, properties, ...more } = {}) {
  return {
    event: name,
    event_id: id,
    event_time: NOW - 1,
    page: { url: 'https://shop.example/thanks?utm_source=tiktok', referrer: 'https://shop.example/cart' },
    user: {
      email: digest(id?.length ?? 1),
      ttclid: 'E.C.P.v1-click',
      ip: '81.2.69.142',
      user_agent: 'Mozilla/5.0',
      ...user,
    },
    properties: {
      currency: 'EUR',
      value: 109.7,
      content_type: 'product',
      contents: [{ content_id: 'shoe-42', quantity: 1, price: 89.9 }],
      ...properties,
    },
    ...more,
  }
}

export function poster(url) {
  const post = (path, body, headers) =>
    fetch(url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', ...headers },
    })
  return {
    post,
    /** Events to `event/track/`. */
    track: (data, { source = 'web', id = 'C4AE2E', ...more } = {}) =>
      post(TRACK, { event_source: source, event_source_id: id, data, ...more }, { 'Access-Token': 'any' }),
    /** An event of the page's Pixel. */
    pixel: ({ event, event_id, page, user, properties }) =>
      post('/api/v2/pixel/act', {
        pixel_code: 'C4AE2E',
        event,
        event_id,
        timestamp: new Date(NOW * 1_000).toISOString(),
        context: { page, user, ad: { callback: 'E.C.P.v1-click' } },
        properties,
      }),
  }
}

/** Fills a sandbox whose clock then stands still. */
export async function fill(url) {
  const { post, track, pixel } = poster(url)
  await post('/sandbox/reset', {})
  await post('/sandbox/clock', { freeze: true, set: NOW })
  await track([
    event(HOSTILE, 'order-0', {
      user: { emial: 'x' },
      page: { url: 'javascript:alert(1)' },
      properties: { '<b>bold</b>': HOSTILE },
    }),
  ])
  const later = (seconds) => post('/sandbox/clock', { advance: seconds })
  for (const [name, share] of [
    ['ViewContent', 9],
    ['AddToCart', 5],
    ['InitiateCheckout', 3],
  ]) {
    for (let index = 0; index < share; index += 1) {
      const { email, ...user } = event(name, '').user
      await track([
        event(name, `${name.toLowerCase()}-${4700 + index}`, {
          user: index % 3 ? { ...user, email: undefined } : { ...user, email },
          ...(name === 'ViewContent' && index % 2 ? { properties: { currency: undefined } } : {}),
        }),
      ])
      await later(2)
    }
  }
  await track([event('Lead', 'lead-1', { user: { email: digest(5) }, properties: { currency: 'USD' } })], {
    source: 'crm',
    id: '7300001',
  })
  await track(
    [
      event('Purchase', 'till-81', {
        user: { phone: digest(9), ttclid: undefined, ip: undefined, user_agent: undefined },
        page: undefined,
      }),
    ],
    { source: 'offline', id: '7400002' },
  )
  await track(
    [
      {
        event: 'InstallApp',
        event_id: 'install-1',
        event_time: NOW,
        app: { app_id: '1234567890' },
        user: { ip: '81.2.69.142', user_agent: 'Shop/5.1' },
      },
    ],
    { source: 'app', id: '7500003' },
  )
  await track([event('CompletePayment', 'old-17', { event_time: NOW - 9 * 86_400, properties: { currency: 'USD' } })])
  await track([event('Purchase', undefined, { event_id: undefined })], { test_event_code: 'TEST81742' })
  await later(1)
  await track([event('Purchase', 'order-4710', { user: { email: 'jo@shop.example' } })])
  await later(3)
  for (const order of ['order-4711', 'order-4712']) {
    const { user, ...purchase } = event('Purchase', order, {
      user: { email: undefined, phone: digest(9) },
      properties: { currency: order === 'order-4712' ? 'USD' : 'EUR' },
    })
    await track([{ ...purchase, user }])
    await later(2)
    await pixel({ ...purchase, user: { email: digest(11), ttp: 'cookie-of-the-pixel' } })
    await later(1)
  }
  const again = event('Purchase', 'order-4711', { user: { phone: digest(9) } })
  await track([again])
  await later(1)
  await track([again])
}
