export { proxy } from './lib/tiktok'

export const config = { matcher: '/((?!_next/|favicon.ico).*)' }
