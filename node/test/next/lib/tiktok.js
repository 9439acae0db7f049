import { Client } from 'tiktok-capi'
import { conversions } from 'tiktok-capi/next'

export const capi = new Client()
export const { visitor, proxy } = conversions(capi, { trustedProxies: 1, consent: 'consent' })

export const purchase = (number) => ({
  event: 'Purchase',
  event_id: `order-${number}`,
  user: { email: 'jo@example.com' },
  properties: { currency: 'EUR', value: 5 },
})
