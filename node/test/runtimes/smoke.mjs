// The main job, in whatever runs it: `smoke.mjs <endpoint>`.

import { Client, eventId, InvalidEvent } from '../../index.mjs'

const client = new Client({ pixelCode: 'C4A', accessToken: 'token', endpoint: process.argv[2], now: 1767225600 })
const event = { event: 'Contact', event_id: eventId('Contact', 1), user: { email: 'jo@x.de' }, page: { url: 'https://a.example/' } }
try {
  client.build({ event: 'not a name' })
} catch (error) {
  if (!(error instanceof InvalidEvent)) throw error
}
client.build({ ...event, properties: { when: new Date(0), lone: '\ud800', big: 2n ** 70n } })
const receipt = await client.track(event)
console.log(receipt.throwForError().results[0].outcome)
