// A loopback stand-in for TikTok's endpoint that answers as a test says and keeps what it got.

import { once } from 'node:events'
import { createServer } from 'node:http'

export const ACCEPTED = JSON.stringify({ code: 0, message: 'OK', request_id: 'R1', data: {} })

/**
 * @param {(body: string, response: import('node:http').ServerResponse) => void} answer
 */
export async function service(answer = (_body, response) => response.end(ACCEPTED)) {
  const bodies = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      bodies.push(body)
      answer(body, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endpoint = `http://127.0.0.1:${server.address().port}/open_api/v1.3/event/track/`
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { endpoint, bodies, options: { pixelCode: 'C4A', accessToken: 'token', endpoint }, close }
}

export const CONTACT = {
  event: 'Contact',
  event_id: 'e1',
  event_time: 1767225600,
  page: { url: 'https://shop.example/' },
  user: { ttp: 't1' },
}
