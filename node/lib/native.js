'use strict'

// Finds the native part: beside this package's files, where it was built, or else in the package that npm brings for this platform.
// Each name stands here as it is, since bundlers take along what they can read. The names are those of platforms.mjs.

const { readFileSync } = require('node:fs')
const { platform, arch } = process

function load() {
  const causes = []
  for (const target of targets()) {
    for (const name of [`tiktok-capi.${target}.node`, `@tiktok-capi/${target}`]) {
      // Bundlers pass over a file that is not there only where the `require` itself stands inside `try`.
      try {
        switch (name) {
          case 'tiktok-capi.linux-x64-gnu.node':
            return require('../tiktok-capi.linux-x64-gnu.node')
          case '@tiktok-capi/linux-x64-gnu':
            return require('@tiktok-capi/linux-x64-gnu')
          case 'tiktok-capi.linux-x64-musl.node':
            return require('../tiktok-capi.linux-x64-musl.node')
          case '@tiktok-capi/linux-x64-musl':
            return require('@tiktok-capi/linux-x64-musl')
          case 'tiktok-capi.linux-arm64-gnu.node':
            return require('../tiktok-capi.linux-arm64-gnu.node')
          case '@tiktok-capi/linux-arm64-gnu':
            return require('@tiktok-capi/linux-arm64-gnu')
          case 'tiktok-capi.linux-arm64-musl.node':
            return require('../tiktok-capi.linux-arm64-musl.node')
          case '@tiktok-capi/linux-arm64-musl':
            return require('@tiktok-capi/linux-arm64-musl')
          case 'tiktok-capi.darwin-x64.node':
            return require('../tiktok-capi.darwin-x64.node')
          case '@tiktok-capi/darwin-x64':
            return require('@tiktok-capi/darwin-x64')
          case 'tiktok-capi.darwin-arm64.node':
            return require('../tiktok-capi.darwin-arm64.node')
          case '@tiktok-capi/darwin-arm64':
            return require('@tiktok-capi/darwin-arm64')
          case 'tiktok-capi.win32-x64-msvc.node':
            return require('../tiktok-capi.win32-x64-msvc.node')
          case '@tiktok-capi/win32-x64-msvc':
            return require('@tiktok-capi/win32-x64-msvc')
          default:
            throw new Error(`${name} is not among the native parts of tiktok-capi`)
        }
      } catch (cause) {
        causes.push(cause)
      }
    }
  }
  const [target] = targets()
  throw new AggregateError(
    causes,
    `tiktok-capi has no native part that loads on ${target}. It is the package @tiktok-capi/${target}, which is missing when ` +
      'optional packages are left out, or when node_modules comes from another kind of machine: install again, on this one',
  )
}

function targets() {
  if (platform === 'linux') return libraries().map((library) => `${platform}-${arch}-${library}`)
  return [platform === 'win32' ? `${platform}-${arch}-msvc` : `${platform}-${arch}`]
}

// The C library that this process itself is bound to. The other one's addon is not tried, since musl answers to glibc's name: it
// may load, and break later.
function libraries() {
  try {
    const mapped = readFileSync('/proc/self/maps', 'latin1')
    return /\/libc(?:\.so\.6|-2\.\d+\.so)\b/.test(mapped) ? ['gnu'] : ['musl']
  } catch {
    return ['gnu', 'musl'] // where nobody may look, both are tried
  }
}

module.exports = load()
