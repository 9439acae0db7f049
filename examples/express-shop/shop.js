// The shop: products, checkout, thanks, and a banner that asks for consent.

import { randomBytes, randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { conversions } from 'tiktok-capi/express'
import { CONSENT, purchase } from './conversions.js'

// Prices in pence: money is counted in whole numbers.
const PRODUCTS = [
  { sku: 'shoe', name: 'Trail shoe', pence: 8990 },
  { sku: 'socks', name: 'Running socks', pence: 990 },
  { sku: 'bottle', name: 'Water bottle', pence: 2900 },
]

const A_DAY = 24 * 60 * 60 * 1000
const HALF_A_YEAR = 182 * A_DAY

/** The application. `trustedProxies` is how many of your own stand before it. */
export function shop({ capi, trustedProxies }) {
  const orders = new Map() // a real shop has a database

  const app = express()
  app.set('trust proxy', trustedProxies)
  app.set('view engine', 'ejs')
  app.set('views', fileURLToPath(new URL('views', import.meta.url)))
  app.locals.pixelSource = process.env.TIKTOK_PIXEL_URL // a sandbox's; else it is TikTok's own
  app.use(conversions(capi, { consent: CONSENT }), page, express.urlencoded())

  app.get('/', (request, response) => response.render('products', { products: PRODUCTS, inPounds }))

  app.post('/consent', (request, response) => {
    // Another site's page may not answer for the visitor. Old browsers do not say whose page it was.
    if ((request.get('sec-fetch-site') ?? 'same-origin') !== 'same-origin') return response.sendStatus(403)
    const { answer, page } = request.body ?? {}
    if (['granted', 'denied', 'opted_out'].includes(answer)) {
      response.cookie(CONSENT, answer, { maxAge: HALF_A_YEAR, sameSite: 'lax', secure: request.secure, httpOnly: true })
    }
    // Back to where the visitor was, whose address may still hold the ad's click id; only ever to a page of this shop.
    response.redirect(303, /^\/(?![/\\])/.test(page) ? page : '/')
  })

  app.get('/checkout', (request, response) => {
    const lines = chosen(request.query)
    if (lines.length === 0) return response.redirect('/')
    response.render('checkout', { lines })
  })

  app.post('/checkout', (request, response) => {
    const { email = '', phone = '', ...cart } = request.body ?? {}
    const lines = chosen(cart)
    if (lines.length === 0 || email === '') return response.redirect('/')
    const total = inPounds(lines.reduce((sum, { pence, quantity }) => sum + pence * quantity, 0))
    const order = { number: String(1001 + orders.size), email, phone, lines, total, currency: 'GBP', placedAt: Date.now() }
    const key = randomUUID() // in addresses, so that nobody guesses another's order
    orders.set(key, order)
    request.visitor.report(purchase(order))
    response.redirect(303, `/thanks/${key}`)
  })

  app.get('/thanks/:key', (request, response, next) => {
    const order = orders.get(request.params.key)
    if (order === undefined) return next()
    const { nonce } = response.locals
    // TikTok drops repeats for 48 hours. A page that is opened again later would count again, so the Pixel is told no more.
    const isNew = Date.now() - order.placedAt < A_DAY
    response.render('thanks', { order, pixel: isNew ? request.visitor.snippet(purchase(order), { nonce }) : '' })
  })

  return app
}

/** What every page has: a nonce for its scripts, its visitor, and the banner until that is answered. */
function page(request, response, next) {
  const nonce = randomBytes(16).toString('base64url')
  const policy = `script-src 'nonce-${nonce}' 'strict-dynamic'; object-src 'none'; base-uri 'none'`
  response.set({ 'Content-Security-Policy': policy, 'Cache-Control': 'private' }) // a page differs by its visitor
  const isAnswered = new RegExp(`(^|; )${CONSENT}=`).test(request.headers.cookie)
  Object.assign(response.locals, { nonce, visitor: request.visitor, isAnswered, here: request.originalUrl })
  next()
}

function chosen(cart) {
  const lines = PRODUCTS.map((product) => ({
    ...product, price: inPounds(product.pence), quantity: Number.parseInt(cart[product.sku]) || 0,
  }))
  return lines.filter(({ quantity }) => quantity > 0 && quantity < 100)
}

function inPounds(pence) {
  return (pence / 100).toFixed(2)
}
