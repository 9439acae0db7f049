'use strict'

// Plugin for Fastify 5. Fastify's own option `trustProxy` says who is believed about the visitor's address.

const { proxyWarning, settings, storage, visit, visitor } = require('./lib/request.js')

function conversions(fastify, options, done) {
  try {
    addHooks(fastify, options)
  } catch (error) {
    // Fastify does not catch what a plugin throws.
    return done(error)
  }
  done()
}

// The first three are Fastify's own, which it gives to every plugin.
function addHooks(fastify, { prefix, logLevel, logSerializers, capi, ...options }) {
  const set = settings(capi, options)
  const warn = proxyWarning(set.onError, 'trustProxy', "Fastify({ trustProxy: 'loopback' })")
  fastify.decorateRequest('visitor', null)
  fastify.addHook('onRequest', (request, reply, next) => {
    const visitor = visit(set, () => partsOf(request, warn), request)
    request.visitor = visitor
    for (const { header } of visitor.cookies) reply.header('set-cookie', header)
    storage.run(visitor, next)
  })
  // What reads the body calls back from outside the request.
  fastify.addHook('preValidation', (request, _reply, next) => storage.run(request.visitor, next))
}

function partsOf({ headers, protocol, host, originalUrl, ip, socket }, warn) {
  if (headers['x-forwarded-for'] !== undefined && ip === socket.remoteAddress) warn()
  return { url: `${protocol}://${host}${originalUrl}`, headers, remoteAddr: ip }
}

// As the package fastify-plugin marks it: the hooks are those of the whole application, and not of the plugin alone.
conversions[Symbol.for('skip-override')] = true
conversions[Symbol.for('fastify.display-name')] = 'tiktok-capi'
conversions[Symbol.for('plugin-meta')] = { fastify: '5.x', name: 'tiktok-capi' }

exports.conversions = conversions
exports.visitor = visitor
