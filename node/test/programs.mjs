// Programs of their own that use the package, each run with a time limit.

import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CONTACT } from './service.mjs'

const HERE = {
  cwd: fileURLToPath(new URL('.', import.meta.url)),
  // A program may itself be a test, and then tells what it tells to people.
  env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  timeout: 60_000,
}

/** Code with a `client` of these options, and a `contact(id)` to report. */
export const withClient = (options, code) => `
  const { Client } = require('tiktok-capi')
  const client = new Client(${JSON.stringify(options)})
  const contact = (event_id) => ({ ...${JSON.stringify(CONTACT)}, event_id })
  ${code}`

/** What a program prints that ends by itself; it is rejected when that fails. */
export const run = (code, ...flags) => promisify(execFile)(process.execPath, [...flags, '--eval', code], HERE)

/** A folder for one test. */
export async function folder(t) {
  const path = await mkdtemp(join(tmpdir(), 'tiktok-capi-'))
  t.after(() => rm(path, { recursive: true }))
  return path
}
