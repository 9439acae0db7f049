// proxy.js (middleware.js in Next 15, with `runtime: 'nodejs'` in its config): keeps the click id, hands the address on
export { proxy } from './lib/tiktok'

export const config = { matcher: '/((?!_next/|favicon.ico).*)' }
