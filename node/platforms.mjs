// The platforms that the packages are made for, by the ends of their packages' names: what npm is told of a machine that one fits.

/** Native parts: `@tiktok-capi/linux-x64-gnu` and so on. `lib/native.js` has the same names, one by one. */
export const addons = {
  'linux-x64-gnu': { os: 'linux', cpu: 'x64', libc: 'glibc' },
  'linux-x64-musl': { os: 'linux', cpu: 'x64', libc: 'musl' },
  'linux-arm64-gnu': { os: 'linux', cpu: 'arm64', libc: 'glibc' },
  'linux-arm64-musl': { os: 'linux', cpu: 'arm64', libc: 'musl' },
  'darwin-x64': { os: 'darwin', cpu: 'x64' },
  'darwin-arm64': { os: 'darwin', cpu: 'arm64' },
  'win32-x64-msvc': { os: 'win32', cpu: 'x64' },
}

/** The program: `@tiktok-capi/program-linux-x64` and so on. A static one needs no C library, so it names none. */
export const programs = {
  'program-linux-x64': { os: 'linux', cpu: 'x64' },
  'program-linux-arm64': { os: 'linux', cpu: 'arm64', libc: 'glibc' },
  'program-darwin-x64': { os: 'darwin', cpu: 'x64' },
  'program-darwin-arm64': { os: 'darwin', cpu: 'arm64' },
  'program-win32-x64': { os: 'win32', cpu: 'x64' },
}
