// Compiled and never run: the same types through `require`.

import capi = require('tiktok-capi')

const client: capi.Client = new capi.Client()
const event: capi.Event = { event: 'Contact' }
export const json: string | null = client.build(event)
// @ts-expect-error: an option of another spelling
new capi.Client({ pixelcode: 'C4A' })
