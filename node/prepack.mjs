// Stops `npm pack` and `npm publish` where the native part is missing: such a package installs, and then does not load.

import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const names = readdirSync(fileURLToPath(new URL('.', import.meta.url)))
if (!names.some((name) => /^tiktok-capi\..+\.node$/.test(name))) {
  console.error('tiktok-capi: no native part (tiktok-capi.*.node) to pack; `npm run build` makes it, with Rust at hand')
  process.exitCode = 1
}
