// Starts the shop: `node server.js`, at http://localhost:3000 unless PORT says otherwise.

import { Client } from 'tiktok-capi'
import { shop } from './shop.js'

// The token comes from TIKTOK_ACCESS_TOKEN. What is reported is kept in the outbox until it has arrived.
const { TIKTOK_EVENT_SOURCE_ID: pixelCode = 'C4ASANDBOX', TIKTOK_CAPI_OUTBOX: outbox = 'conversions.sqlite3' } = process.env
const capi = new Client({ pixelCode, outbox, defaultRegion: 'GB', requireConsent: true })

const server = shop({ capi, trustedProxies: Number(process.env.TRUSTED_PROXIES ?? 0) })
  .listen(process.env.PORT ?? 3000, 'localhost', () => console.log(`http://localhost:${server.address().port}/`))

// What has not arrived by then stays in the outbox, and the next start delivers it.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close(() => capi.close()))
