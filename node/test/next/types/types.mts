// Compiled and never run: the helper with Next's own types.

import { Client } from 'tiktok-capi'
import { conversions } from 'tiktok-capi/next'
import type { Visitor } from 'tiktok-capi/next'
import type { NextRequest, NextResponse } from 'next/server.js'

const set = conversions(new Client(), { trustedProxies: 1, consent: (headers) => (headers.get('x-yes') === null ? undefined : 'granted') })

export const proxy: (request: NextRequest) => NextResponse = set.proxy
export const visitor: () => Promise<Visitor> = set.visitor

// @ts-expect-error: a number of proxies
conversions(new Client(), { trustedProxies: true })
// @ts-expect-error: a conversion has a name
;(await set.visitor()).report({ user: {} })
