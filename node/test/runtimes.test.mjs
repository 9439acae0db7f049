// Bun and Deno load the package as it is. They are skipped, with the reason, where they could not be installed.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { service } from './service.mjs'

const FOLDER = fileURLToPath(new URL('runtimes', import.meta.url))

const RUNTIMES = [
  { name: 'bun', scope: '@oven', program: 'bin/bun', words: [] },
  { name: 'deno', scope: '@deno', program: 'deno', words: ['run', '--no-prompt', '--allow-ffi', '--allow-read', '--allow-env'] },
]

// The programs themselves: their packages' own starters are made by install scripts.
function found(scope, program) {
  const packages = join(FOLDER, 'node_modules', scope)
  if (!existsSync(packages)) return undefined
  return readdirSync(packages).map((name) => join(packages, name, program)).find(existsSync)
}

for (const { name, scope, program, words } of RUNTIMES) {
  const path = found(scope, program)
  test(name, { skip: path === undefined && `${name} is not in test/runtimes; see test.sh`, timeout: 60_000 }, async () => {
    const tiktok = await service()
    const ran = promisify(execFile)(path, [...words, join(FOLDER, 'smoke.mjs'), tiktok.endpoint])
    const { stdout } = await ran.finally(tiktok.close)
    assert.equal(stdout.trim(), 'accepted')
  })
}
