'use strict'

// Finds the native part, which lies beside this package's files. Each name stands here as it is, since bundlers take along what
// they can read. No other package is looked for: a name that is not the project's own might be anybody's.

const { platform, arch } = process

// On Linux a program is bound to one C library, and an addon for the other does not load.
const targets =
  platform === 'linux' ? [`${platform}-${arch}-gnu`, `${platform}-${arch}-musl`] : [`${platform}-${arch}`]

function load() {
  const causes = []
  for (const target of targets) {
    // Bundlers pass over a file that is not there only where the `require` itself stands inside `try`.
    try {
      switch (target) {
        case 'linux-x64-gnu':
          return require('../tiktok-capi.linux-x64-gnu.node')
        case 'linux-x64-musl':
          return require('../tiktok-capi.linux-x64-musl.node')
        case 'linux-arm64-gnu':
          return require('../tiktok-capi.linux-arm64-gnu.node')
        case 'linux-arm64-musl':
          return require('../tiktok-capi.linux-arm64-musl.node')
        case 'darwin-x64':
          return require('../tiktok-capi.darwin-x64.node')
        case 'darwin-arm64':
          return require('../tiktok-capi.darwin-arm64.node')
        case 'win32-x64':
          return require('../tiktok-capi.win32-x64.node')
        default:
          throw new Error(`${target} is not among the platforms of tiktok-capi`)
      }
    } catch (cause) {
      causes.push(cause)
    }
  }
  const message = `tiktok-capi has no native part that loads on ${targets.join(' or ')}; see the package's README`
  throw new AggregateError(causes, message)
}

module.exports = load()
