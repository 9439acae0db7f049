// What TikTok is told: who is visiting, what a purchase is, and how it is sent. The rest of the shop knows nothing of it.

import { CapiError, context, eventId } from 'tiktok-capi'

/** What the request tells about its visitor: click id, the Pixel's cookie, address, browser, page, consent. */
export function visitorOf(request) {
  return context({
    url: `${request.protocol}://${request.host}${request.originalUrl}`,
    headers: request.headers,
    remoteAddr: request.socket.remoteAddress,
    trustedProxies: request.app.get('trust proxy'),
  })
}

/** The purchase as both halves report it: the server when it is made, the Pixel on the thanks page. */
export function purchase(order, { user, page, consent }) {
  return {
    event: 'Purchase',
    event_id: eventId('Purchase', order.number),
    user: { ...user, email: order.email, phone: order.phone },
    page,
    consent,
    properties: {
      currency: order.currency,
      value: order.total,
      content_type: 'product',
      contents: order.lines.map(({ sku, name, price, quantity }) => ({
        content_id: sku, content_name: name, price, quantity,
      })),
      order_id: order.number,
    },
  }
}

/** Sends the server's half. Nobody waits for it; what is being sent keeps the process alive. */
export async function report(capi, order, visitor) {
  try {
    const receipt = await capi.track(purchase(order, visitor))
    receipt.throwForError()
  } catch (error) {
    told('conversion not reported', error)
  }
}

/** The page's half, as a script element; empty where the visitor's consent does not allow it, or cannot be read. */
export function pixel(capi, order, visitor, nonce) {
  try {
    return capi.pixel(purchase(order, visitor), { nonce })?.html ?? ''
  } catch (error) {
    told('conversion not shown to the Pixel', error)
    return ''
  }
}

function told(what, error) {
  // Of our own errors the message: it has codes and advice, and no value. Anything else is a bug.
  console.warn(what, error instanceof CapiError ? error.message : error)
}
