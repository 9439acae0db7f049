// Next: a small shop is built and asked. Its packages are large, so they are installed here and only where Next runs.

import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { skip as noSandbox, sandbox } from './sandbox.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SHOP = join(ROOT, 'test', 'next')
const execute = promisify(execFile)

const [major, minor] = process.versions.node.split('.').map(Number)
const tooOld = (major < 20 || (major === 20 && minor < 9)) && `Next 16 needs Node 20.9, and this is ${process.version}`
const skip = tooOld || noSandbox

let tiktok
let shop
let address
let logged = ''

before(async () => {
  if (skip) return
  await Promise.all([install(), writeGuide()])
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }
  const next = join(SHOP, 'node_modules', 'next', 'dist', 'bin', 'next')
  await execute(process.execPath, [next, 'build'], { cwd: SHOP, env, timeout: 600_000 })
  tiktok = await sandbox()
  const port = await freePort()
  Object.assign(env, { TIKTOK_CAPI_ENDPOINT: tiktok.endpoint, TIKTOK_ACCESS_TOKEN: 'any', TIKTOK_EVENT_SOURCE_ID: 'C4A' })
  shop = spawn(process.execPath, [next, 'start', '--port', port, '--hostname', '127.0.0.1'], { cwd: SHOP, env, stdio: 'pipe' })
  shop.stderr.setEncoding('utf8').on('data', (text) => (logged += text))
  for await (const line of shop.stdout.setEncoding('utf8')) if (line.includes('Ready')) break
  address = `http://127.0.0.1:${port}`
})

after(() => {
  tiktok?.close()
  shop?.kill()
})

// The package as npm packs it: Next takes no symbolic link to a folder outside of its own.
async function install() {
  await execute('npm', ['ci', '--no-audit', '--no-fund'], { cwd: SHOP, timeout: 600_000 })
  const { stdout } = await execute('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT })
  const place = join(SHOP, 'node_modules', 'tiktok-capi')
  await rm(place, { recursive: true, force: true })
  await mkdir(place)
  for (const { path } of JSON.parse(stdout)[0].files) await cp(join(ROOT, path), join(place, path))
}

// What docs/node.md says of Next is a part of this shop.
async function writeGuide() {
  const guide = await readFile(join(ROOT, '..', 'docs', 'node.md'), 'utf8')
  const section = /^## Next$(.*?)^## /ms.exec(guide)[1]
  const [set, config, proxy, route] = [...section.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code)
  await mkdir(join(SHOP, 'app', 'orders'), { recursive: true })
  await Promise.all([
    writeFile(join(SHOP, 'lib', 'tiktok.js'), set),
    writeFile(join(SHOP, 'guide.config.mjs'), config),
    writeFile(join(SHOP, 'proxy.js'), proxy),
    writeFile(join(SHOP, 'app', 'orders', 'route.js'), route.replace('../lib/tiktok', '../../lib/tiktok')),
  ])
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

const HEADERS = { 'user-agent': 'Mozilla/5.0', 'x-forwarded-for': '1.1.1.1, 8.8.8.8', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example' }

const ask = (path, { headers, ...rest } = {}) => fetch(address + path, { redirect: 'manual', ...rest, headers: { ...HEADERS, ...headers } })

const arrived = async (number) => (await tiktok.arrived(`order-${number}`)).data

test('the proxy keeps the click id of an ad, unless consent forbids it', { skip }, async () => {
  const kept = async (cookie) => (await ask('/?ttclid=E.C.P.x', { headers: { cookie } })).headers.getSetCookie()
  assert.deepEqual(await kept(''), ['ttclid=E.C.P.x; Max-Age=2592000; Path=/; SameSite=Lax; Secure'])
  assert.deepEqual(await kept('consent=denied'), [])
  assert.deepEqual(await kept('consent=opted_out'), [])
})

test('a route handler reports, and gives the page\u2019s half', { skip, timeout: 30_000 }, async () => {
  const answer = await ask('/orders', { method: 'POST', body: '{"number":"order-1","total":5}', headers: { cookie: 'ttclid=E.C.P.x' } })
  assert.match((await answer.json()).html, /"event_id":"order-1"/)
  const { user, page, properties } = await arrived(1)
  assert.deepEqual([user.ip, user.ttclid, user.user_agent, properties.value], ['8.8.8.8', 'E.C.P.x', 'Mozilla/5.0', 5])
  assert.equal(page.url, 'https://shop.example/orders')
})

test('a server action reports with the address of its page', { skip, timeout: 30_000 }, async () => {
  const page = await (await ask('/')).text()
  const form = new FormData()
  form.set(/name="(\$ACTION_ID_\w+)"/.exec(page)[1], '')
  form.set('number', '2')
  const { status, headers } = await ask('/?from=ad', { method: 'POST', body: form, headers: { origin: 'https://shop.example' } })
  assert.deepEqual([status, headers.get('location')], [303, '/thanks/2'])
  assert.equal((await arrived(2)).page.url, 'https://shop.example/?from=ad')
  assert.match(await (await ask('/thanks/2')).text(), /ttq\.track\("Purchase",.*"event_id":"order-2"/)
})

test('denied: a page shows nothing and nothing is sent', { skip, timeout: 30_000 }, async () => {
  const headers = { cookie: 'consent=denied' }
  assert.match(await (await ask('/', { headers })).text(), /<p id="allowed">false</)
  const answer = await ask('/orders', { method: 'POST', body: '{"number":"order-3","total":5}', headers })
  assert.deepEqual(await answer.json(), { html: '' })
  assert.doesNotMatch(await (await ask('/thanks/3', { headers })).text(), /ttq/)
})

test('neither `strict` nor an unknown person hides the Pixel, and a request is read once', { skip, timeout: 30_000 }, async () => {
  const told = async (cookie) => (await ask('/strict', { headers: { cookie } })).json()
  const known = { isOne: true, told: [] }
  assert.deepEqual(await told(''), { ...known, allowed: true, limitedDataUse: false, hasPixel: true })
  assert.deepEqual(await told('consent="opted_out"'), { ...known, allowed: true, limitedDataUse: true, hasPixel: true })
  assert.deepEqual(await told('consent="denied"'), { ...known, allowed: false, limitedDataUse: false, hasPixel: false })
  assert.equal(logged, '')
  // The proxy told of it, and the page does not again.
  assert.deepEqual(await told('consent=nonsense'), { ...known, allowed: false, limitedDataUse: false, hasPixel: false })
  assert.match(logged, /^tiktok-capi: a visitor counts as denied: consent: invalid_consent: .*\n$/)
  // A page that the guide's proxy leaves out, as it is like an icon.
  const { told: direct } = await (await ask('/favicon-ico/strict', { headers: { cookie: 'consent=nonsense' } })).json()
  assert.deepEqual(direct, ['invalid_consent consent'])
})

test('the types of next.d.ts and of Next go together', { skip, timeout: 300_000 }, async () => {
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc')
  await execute(tsc, ['--project', join(SHOP, 'types')], { cwd: SHOP }).catch(({ stdout }) => assert.fail(stdout))
})

test('what traces the files of a deployment finds the native part', { skip }, async () => {
  // The one that Next's builds by webpack and its `output: 'standalone'` use.
  const { nodeFileTrace } = createRequire(import.meta.url)(join(SHOP, 'node_modules', 'next', 'dist', 'compiled', '@vercel', 'nft'))
  const { fileList } = await nodeFileTrace([join(SHOP, 'node_modules', 'tiktok-capi', 'index.js')], { base: SHOP })
  assert.equal([...fileList].filter((path) => path.endsWith('.node')).length, 1)
})
