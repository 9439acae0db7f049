'use strict'

// Middleware for Express 4 and 5. Express's own setting `trust proxy` says who is believed about the visitor's address.

const { proxyWarning, settings, storage, visit, visitor } = require('./lib/request.js')

function conversions(capi, options) {
  const set = settings(capi, options)
  const warn = proxyWarning(set.onError, 'trust proxy', "app.set('trust proxy', 1)")
  return (request, response, next) => {
    const visitor = visit(set, () => partsOf(request, warn), request)
    request.visitor = visitor
    for (const { header } of visitor.cookies) response.appendHeader('Set-Cookie', header)
    storage.run(visitor, next)
  }
}

function partsOf(request, warn) {
  const { headers, socket } = request
  const isProxied = request.app.get('trust proxy fn')(socket.remoteAddress, 0)
  if (headers['x-forwarded-for'] !== undefined && !isProxied) warn()
  // `request.host` is not the same in both versions.
  const host = (isProxied && headers['x-forwarded-host']?.split(',')[0].trim()) || headers.host
  return { url: `${request.protocol}://${host}${request.originalUrl}`, headers, remoteAddr: request.ip }
}

exports.conversions = conversions
exports.visitor = visitor
