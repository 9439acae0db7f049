'use strict'

const errors = require('./lib/errors.js')
const { Client } = require('./lib/client.js')
const { context, eventId, hash, normalize } = require('./lib/verbs.js')

// Each by name, so that ES modules see it too.
exports.Client = Client
exports.context = context
exports.eventId = eventId
exports.hash = hash
exports.normalize = normalize
exports.CapiError = errors.CapiError
exports.InvalidEvent = errors.InvalidEvent
exports.ConfigError = errors.ConfigError
exports.DeliveryError = errors.DeliveryError
exports.Rejected = errors.Rejected
exports.Unauthorized = errors.Unauthorized
exports.RateLimited = errors.RateLimited
exports.Undelivered = errors.Undelivered
exports.InternalError = errors.InternalError
