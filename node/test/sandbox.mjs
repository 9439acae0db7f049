// The sandbox of the program, on a free port. It ends with the tests, or by itself after two minutes.

import { spawn } from 'node:child_process'
import { once } from 'node:events'

// test.sh builds the program and says where it is.
const PROGRAM = process.env.TIKTOK_CAPI_PROGRAM
export const skip = PROGRAM === undefined && 'TIKTOK_CAPI_PROGRAM does not name the program; see test.sh'

/** The sandbox: its address, options of a client for it, and what it has got. */
export async function sandbox() {
  const program = spawn(PROGRAM, ['sandbox', '--port', '0', '--lifetime', '900'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(program.stdout.setEncoding('utf8'), 'data')
  const endpoint = line.trim()
  return {
    endpoint,
    options: { pixelCode: 'C4A', accessToken: 'any', endpoint },
    told: async (query = '') => (await fetch(new URL(`sandbox/events${query}`, endpoint))).json(),
    arrived: async (id) => (await fetch(new URL(`sandbox/wait?event_id=${id}&timeout=20`, endpoint))).json(),
    close: () => program.kill(),
  }
}
