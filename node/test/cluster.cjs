'use strict'

// A cluster of four workers that report to one outbox; the third is killed right behind that. OPTIONS are the client's.

const cluster = require('node:cluster')
const { Client } = require('tiktok-capi')

if (cluster.isPrimary) {
  for (let times = 0; times < 4; times++) cluster.fork()
} else {
  const client = new Client(JSON.parse(process.env.OPTIONS))
  const { id } = cluster.worker
  for (let n = 0; n < 250; n++) {
    client.enqueue({ event: 'Contact', event_id: `${id}-${n}`, page: { url: 'https://shop.example/' }, user: { ttp: 't1' } })
  }
  if (id === 3) process.kill(process.pid, 'SIGKILL')
  client.flush().then(() => cluster.worker.disconnect())
}
