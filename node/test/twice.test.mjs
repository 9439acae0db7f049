// Two copies of the package in one program, as a repository of several packages may have them.

import assert from 'node:assert/strict'
import { copyFile, cp, mkdir, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Client, OutboxError } from 'tiktok-capi'
import { folder } from './programs.mjs'
import { CONTACT, service } from './service.mjs'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))

/** What `require` gives of a copy of the package. */
async function copyOf(path) {
  await mkdir(path)
  for (const name of await readdir(PACKAGE)) {
    if (/\.(js|json|node)$/.test(name)) await copyFile(join(PACKAGE, name), join(path, name))
  }
  await cp(join(PACKAGE, 'lib'), join(path, 'lib'), { recursive: true })
  return createRequire(join(path, 'index.js'))('./index.js')
}

test('the second copy is refused while the first has the file', { skip: process.platform !== 'linux' }, async (t) => {
  const here = await folder(t)
  const second = await copyOf(join(here, 'second'))
  const tiktok = await service()
  t.after(tiktok.close)
  const options = { ...tiktok.options, outbox: join(here, 'outbox.db') }
  const [client, other] = [new Client(options), new second.Client(options)]
  assert.ok(client.enqueue(CONTACT).ok)
  assert.throws(
    () => other.enqueue({ ...CONTACT, event_id: 'e2' }),
    (error) => error instanceof second.OutboxError && !(error instanceof OutboxError) && error.code === 'outbox_twice',
  )
  assert.equal((await client.close({ timeout: 20 })).waiting, 0)
  assert.ok(other.enqueue({ ...CONTACT, event_id: 'e3' }).ok)
  assert.equal((await other.close({ timeout: 20 })).counts.accepted, 2)
  assert.equal(tiktok.bodies.length, 2)
})
