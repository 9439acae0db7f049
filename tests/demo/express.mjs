// The Express shop, as examples/express-shop/server.js starts it, with a fixed clock.

import { shop } from '../../examples/express-shop/shop.js'
import { Client } from '../../node/index.mjs'

const { TIKTOK_EVENT_SOURCE_ID: pixelCode, DEMO_NOW: now, PORT: port } = process.env
shop({ capi: new Client({ pixelCode, defaultRegion: 'GB', now: Number(now) }), trustedProxies: 1 }).listen(port, '127.0.0.1')
