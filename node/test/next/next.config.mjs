import { fileURLToPath } from 'node:url'

export default {
  serverExternalPackages: ['tiktok-capi'], // it has a native part, which no bundler can read
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) }, // this folder alone, and not the package's around it
}
