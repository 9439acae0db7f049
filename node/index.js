'use strict'

const errors = require('./lib/errors.js')
const { Client } = require('./lib/client.js')
const { baseCode, context, describe, eventId, hash, normalize, verifyShopify, verifyWoocommerce } = require('./lib/verbs.js')

// Each by name, so that ES modules see it too.
exports.Client = Client
exports.baseCode = baseCode
exports.context = context
exports.describe = describe
exports.eventId = eventId
exports.hash = hash
exports.normalize = normalize
exports.verifyShopify = verifyShopify
exports.verifyWoocommerce = verifyWoocommerce
exports.CapiError = errors.CapiError
exports.InvalidEvent = errors.InvalidEvent
exports.ConfigError = errors.ConfigError
exports.DeliveryError = errors.DeliveryError
exports.Rejected = errors.Rejected
exports.Unauthorized = errors.Unauthorized
exports.RateLimited = errors.RateLimited
exports.Undelivered = errors.Undelivered
exports.OutboxError = errors.OutboxError
exports.OutboxFull = errors.OutboxFull
exports.InternalError = errors.InternalError
