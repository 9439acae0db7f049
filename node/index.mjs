// The same classes as those of `require`, so that `instanceof` holds between the two.
export {
  Client,
  context,
  eventId,
  hash,
  normalize,
  CapiError,
  InvalidEvent,
  ConfigError,
  DeliveryError,
  Rejected,
  Unauthorized,
  RateLimited,
  Undelivered,
  InternalError,
} from './index.js'
