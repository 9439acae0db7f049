import { Client } from 'tiktok-capi'
import { conversions } from 'tiktok-capi/next'

export const { visitor, proxy } = conversions(new Client(), { trustedProxies: 1, consent: 'consent' })
