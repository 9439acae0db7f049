export type * from './index.js'
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
