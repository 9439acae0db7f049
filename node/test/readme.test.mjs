// Every block of the README runs, with a shop around it.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { service } from './service.mjs'

const README = await readFile(new URL('../README.md', import.meta.url), 'utf8')
const blocks = [...README.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, code]) => ({ language, code }))

// What a shop has at hand, and what each block is expected to print or leave behind.
const CLIENT = `const { Client } = await import('tiktok-capi')\nconst capi = new Client()\n`
const SHOPS = [
  { before: '', after: '', printed: /^accepted\n$/ },
  {
    before: `const email = 'jo@example.com', url = 'https://shop.example/'\n`,
    each: (code) => code.replace('/var/lib/shop/conversions.sqlite3', ':memory:'),
    after: '',
    printed: /^\{ queued: 1 \}\n$/,
  },
  {
    before: `let handler\nconst app = { post: (_path, given) => (handler = given) }\n`,
    after: `const set = []
      const request = { originalUrl: '/?ttclid=x', headers: { 'x-forwarded-for': '8.8.8.8' }, socket: { remoteAddress: '10.0.0.1' }, body: { email: 'jo@example.com' } }
      await handler(request, { append: (...header) => set.push(header.join(': ')), end: () => console.log(set.join()) })`,
    printed: /^Set-Cookie: ttclid=x; /,
  },
  {
    before: `const nonce = 'n', shown = []\n`,
    // The answers that stand alone on their lines are printed.
    each: (code) => code.replace(/^((?:capi|normalize|hash)\b.*?) \/\/ .*$/gm, 'console.log($1)'),
    after: '',
    printed: /"event":"Contact".*missing_page_url.*<script nonce="n">.*\+442079460958\n[0-9a-f]{64}\n$/s,
  },
  { before: `${CLIENT}const event = { event: 'not a name' }\n`, after: '', errors: /invalid_event_name/ },
]

test('the README has as many programs as there are shops', () => {
  const programs = blocks.filter(({ language }) => language === 'js')
  assert.equal(programs.length, SHOPS.length)
  // Installing is what package.test.mjs does.
  assert.deepEqual(blocks.filter(({ language }) => language !== 'js').map(({ code }) => code), ['npm install tiktok-capi\n'])
})

for (const [index, { code }] of blocks.filter(({ language }) => language === 'js').entries()) {
  test(`program ${index + 1}`, async () => {
    const { before, after, each = (same) => same, printed = /^$/, errors = /^$/ } = SHOPS[index]
    const tiktok = await service()
    const env = { ...process.env, TIKTOK_ACCESS_TOKEN: 'token', TIKTOK_EVENT_SOURCE_ID: index === 0 ? '' : 'C4A', TIKTOK_CAPI_ENDPOINT: tiktok.endpoint }
    const program = ['--input-type=module', '--eval', before + each(code) + after]
    const { stdout, stderr } = await promisify(execFile)(process.execPath, program, { env, cwd: fileURLToPath(new URL('.', import.meta.url)) })
    tiktok.close()
    assert.match(stdout, printed)
    assert.match(stderr, errors)
  })
}
