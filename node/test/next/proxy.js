// proxy.js: keeps the click id, and hands the page's address on
export { proxy } from './lib/tiktok'

export const config = { matcher: '/((?!_next/|favicon.ico).*)' }
