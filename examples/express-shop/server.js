// Starts the shop: `node server.js`, at http://localhost:3000 unless PORT says otherwise.

import { Client } from 'tiktok-capi'
import { shop } from './shop.js'

const pixelCode = process.env.TIKTOK_EVENT_SOURCE_ID ?? 'C4ASANDBOX'
const capi = new Client({ pixelCode, defaultRegion: 'GB' }) // the token comes from TIKTOK_ACCESS_TOKEN

const server = shop({ capi, pixelCode, trustedProxies: Number(process.env.TRUSTED_PROXIES ?? 0) })
  .listen(process.env.PORT ?? 3000, 'localhost', () => console.log(`http://localhost:${server.address().port}/`))
