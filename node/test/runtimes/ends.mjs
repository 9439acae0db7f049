// A program that ends as it is told, with an event in the memory of the process: `ends.mjs <endpoint> <how>`.

import { Client } from '../../index.mjs'

const [endpoint, how] = process.argv.slice(2)
const fail = () => {
  throw new Error('the shop failed')
}
const client = new Client({ pixelCode: 'C4A', accessToken: 'token', endpoint })
client.enqueue({ event: 'Contact', event_id: 'e1', user: { ttp: 't1' }, page: { url: 'https://shop.example/' } })
if (how === 'throw') fail()
if (how === 'reject') Promise.reject(new Error('the shop failed'))
if (how === 'later') setTimeout(fail, 10)
if (how === 'exit') process.exit()
if (how === 'own exit') globalThis.Deno?.exit()
