import { Client } from 'tiktok-capi'

const capi = new Client({ pixelCode: 'C4A', accessToken: 'any', endpoint: process.argv[2] })
const purchase = { event: 'Purchase', user: { email: 'jo@example.com' }, properties: { currency: 'EUR', value: 5 } }
capi.track(purchase).then(({ results }) => console.log(results[0].outcome))
