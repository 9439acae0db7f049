import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))

export default { output: 'standalone', serverExternalPackages: ['tiktok-capi'], outputFileTracingRoot: root, turbopack: { root } }
