// Builds the native part and puts it beside the package's files: `node build.mjs [--release] [--features test-hooks]`. With
// PROFILE=dev in the environment, as bindings/c/install.sh has it, `--release` builds unoptimised, for tests.

import { execFileSync } from 'node:child_process'
import { copyFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const { platform, arch, env } = process
const here = fileURLToPath(new URL('.', import.meta.url))

const cargo = ['build', '--package', 'tiktok-capi-node', '--locked', '--message-format', 'json-render-diagnostics']
const asked = process.argv.slice(2).filter((word) => word !== '--release' || env.PROFILE !== 'dev')
const told = execFileSync('cargo', [...cargo, ...asked], {
  cwd: join(here, '..'),
  encoding: 'utf8',
  maxBuffer: 1 << 28,
  stdio: ['ignore', 'pipe', 'inherit'],
})

const artifacts = told.split('\n').filter((line) => line.includes('"compiler-artifact"')).map((line) => JSON.parse(line))
const { filenames } = artifacts.find(({ target }) => target.name === 'tiktok_capi_node')
const library = filenames.find((name) => /\.(so|dylib|dll)$/.test(name))

// Programs that have the old one open keep it: the new one comes under its name at once.
const addon = join(here, `tiktok-capi.${target()}.node`)
copyFileSync(library, `${addon}.new`)
renameSync(`${addon}.new`, addon)
console.log(addon)

function target() {
  if (platform === 'linux') return `${platform}-${arch}-${libc()}`
  return platform === 'win32' ? `${platform}-${arch}-msvc` : `${platform}-${arch}`
}

// Cargo builds for the C library of its own machine unless it is told otherwise.
function libc() {
  const host = execFileSync('rustc', ['-vV'], { encoding: 'utf8' })
  return /^host: .*musl/m.test(host) ? 'musl' : 'gnu'
}
