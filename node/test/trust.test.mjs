// Whom TLS trusts by the variables that Node.js follows. All of them, in every host: crates/client/tests/trust.rs.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { Client, ConfigError } from 'tiktok-capi'
import { CONTACT } from './service.mjs'

const VARIABLES = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR']
const folder = mkdtempSync(join(tmpdir(), 'tiktok-capi-trust-'))
let service, endpoint

before(async () => {
  service = spawn(join(dirname(process.env.TIKTOK_CAPI_PROGRAM), 'examples', 'private_service'), [folder])
  const [line] = await once(service.stdout, 'data')
  endpoint = String(line).trim()
})

after(() => {
  service.stdin.end()
  rmSync(folder, { recursive: true })
})

/** Tracks with that variable and none of the others. */
async function track(name, value) {
  const set = { ...Object.fromEntries(VARIABLES.map((each) => [each, undefined])), [name]: value }
  const kept = Object.fromEntries(VARIABLES.map((each) => [each, process.env[each]]))
  const put = (variables) => {
    for (const [each, text] of Object.entries(variables)) text === undefined ? delete process.env[each] : (process.env[each] = text)
  }
  put(set)
  const client = new Client({ pixelCode: 'C4A', accessToken: 'token', endpoint, maxAttempts: 1 })
  put(kept)
  return client.track(CONTACT)
}

test('a private authority is trusted once a variable names it', async () => {
  assert.equal((await track()).results[0].reason, 'tls')
  for (const name of VARIABLES) {
    const receipt = await track(name, name === 'SSL_CERT_DIR' ? folder : join(folder, 'authority.pem'))
    assert.equal(receipt.ok, true, name)
  }
})

test('a variable that names nothing is named', async () => {
  for (const name of VARIABLES) {
    await assert.rejects(track(name, join(folder, 'secret.pem')), (error) => {
      assert.ok(error instanceof ConfigError)
      assert.deepEqual([error.code, error.option], ['invalid_option', name])
      return !error.message.includes('secret')
    })
  }
})
