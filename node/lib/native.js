'use strict'

// Finds the native part: beside this package's files, or in the package of this platform.

const { platform, arch } = process

// On Linux a program is bound to one C library, and an addon for the other does not load.
const targets =
  platform === 'linux' ? [`${platform}-${arch}-gnu`, `${platform}-${arch}-musl`] : [`${platform}-${arch}`]

function load() {
  const causes = []
  for (const target of targets) {
    for (const place of [`../tiktok-capi.${target}.node`, `tiktok-capi-${target}`]) {
      try {
        return require(place)
      } catch (cause) {
        causes.push(cause)
      }
    }
  }
  const message = `tiktok-capi has no native part that loads on ${targets.join(' or ')}; see the package's README`
  throw new AggregateError(causes, message)
}

module.exports = load()
