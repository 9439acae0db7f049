import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Client } from './index'
import type { ConversionOptions, Visitor } from './visitor'

export type * from './visitor'

declare global {
  namespace Express {
    interface Request {
      /** Who is asking, after `conversions`. */
      visitor: Visitor
    }
  }
}

/**
 * Middleware that reads each request's visitor and keeps the click id that an ad brought. Express's setting `trust proxy`
 * says who is believed about the visitor's address.
 *
 * @throws {ConfigError} An option is unknown or does not take its value.
 */
export function conversions<R extends IncomingMessage = IncomingMessage>(
  capi: Client,
  options?: ConversionOptions<R>,
): (request: R, response: ServerResponse, next: () => void) => void

/**
 * The visitor of the request that is being answered, anywhere below the middleware. Behind another middleware that goes on
 * from an event of the request, as some readers of bodies do, it is lost: take `request.visitor` there.
 *
 * @throws {ConfigError} There is no request.
 */
export function visitor(): Visitor
