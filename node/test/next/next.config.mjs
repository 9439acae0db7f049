import { fileURLToPath } from 'node:url'
import guide from './guide.config.mjs'

// This folder alone is the application, and not the package's around it.
export default { ...guide, turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) } }
