import type { FastifyPluginCallback, FastifyRequest } from 'fastify'
import type { Client } from './index'
import type { ConversionOptions, Visitor } from './visitor'

export type * from './visitor'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking, with the plugin `conversions`. */
    visitor: Visitor
  }
}

/** What the plugin is registered with. */
export interface FastifyConversionOptions extends ConversionOptions<FastifyRequest> {
  capi: Client
}

/**
 * Plugin that reads each request's visitor and keeps the click id that an ad brought. Fastify's option `trustProxy` says who
 * is believed about the visitor's address.
 */
export const conversions: FastifyPluginCallback<FastifyConversionOptions>

/**
 * The visitor of the request that is being answered, anywhere below the plugin.
 *
 * @throws {ConfigError} There is no request.
 */
export function visitor(): Visitor
