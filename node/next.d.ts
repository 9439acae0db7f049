import type { NextRequest, NextResponse } from 'next/server'
import type { Client } from './index'
import type { ConversionOptions, Visitor } from './visitor'

export type * from './visitor'

/** For the App Router. */
export interface NextConversionOptions extends ConversionOptions<Headers> {
  /** How many proxies of your own stand before Next, a host's included. Without one the visitor's address is unknown. */
  trustedProxies?: number | undefined
}

/**
 * Sets conversions up for the App Router.
 *
 * @throws {ConfigError} An option is unknown or does not take its value.
 */
export function conversions(capi: Client, options?: NextConversionOptions): NextConversions

/** What a Next application uses. */
export interface NextConversions {
  /** Who is asking, in a route handler, a server action or a page. */
  visitor(): Promise<Visitor>
  /** For `proxy.ts`: keeps the click id that an ad brought, and hands the page's address on. */
  proxy(request: NextRequest): NextResponse
}
