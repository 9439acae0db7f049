// What TikTok is told: what a purchase is, and what the visitor answered to the banner. The rest of the shop knows nothing of it.

import { eventId } from 'tiktok-capi'

/** The banner's cookie: `granted`, `denied` or `opted_out`. Without it the client's option `requireConsent` decides. */
export const CONSENT = 'consent'

/** The purchase as both halves report it: the server when it is made, the Pixel on the thanks page. */
export function purchase(order) {
  return {
    event: 'Purchase',
    event_id: eventId('Purchase', order.number),
    user: { email: order.email, phone: order.phone },
    properties: {
      currency: order.currency,
      value: order.total,
      content_type: 'product',
      description: order.lines.map(({ name }) => name).join(', '),
      contents: order.lines.map(({ sku, name, price, quantity }) => ({
        content_id: sku, content_name: name, price, quantity,
      })),
      order_id: order.number,
    },
  }
}
