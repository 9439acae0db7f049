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

const path = ({ scope, program }) => found(scope, program)
const skipped = (runtime) => path(runtime) === undefined && `${runtime.name} is not in test/runtimes; see test.sh`
const run = ({ words, ...runtime }, file, ...rest) =>
  promisify(execFile)(path(runtime), [...words, join(FOLDER, file), ...rest])

for (const runtime of RUNTIMES) {
  test(runtime.name, { skip: skipped(runtime), timeout: 60_000 }, async () => {
    const tiktok = await service()
    const { stdout } = await run(runtime, 'smoke.mjs', tiktok.endpoint).finally(tiktok.close)
    assert.equal(stdout.trim(), 'accepted')
  })

  for (const how of ['end', 'throw', 'reject', 'later', 'exit', 'own exit']) {
    test(`${runtime.name}: what was enqueued arrives, by ${how}`, { skip: skipped(runtime), timeout: 60_000 }, async () => {
      const tiktok = await service()
      const code = await run(runtime, 'ends.mjs', tiktok.endpoint, how).then(() => 0, (error) => error.code)
      tiktok.close()
      assert.deepEqual([code, tiktok.bodies.length], [['throw', 'reject', 'later'].includes(how) ? 1 : 0, 1])
    })
  }
}
