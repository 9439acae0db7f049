// The programs of the test: a sandbox, and the example shops as their readers start them. Each ends with the test.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const WORK = `${ROOT}target/e2e`
const PYTHON = `${ROOT}target/packages/python/bin/python`
const own = Object.entries(process.env).filter(([name]) => !name.startsWith('TIKTOK_'))

rmSync(WORK, { recursive: true, force: true })
mkdirSync(WORK, { recursive: true })

/** Starts a program whose output goes to a log of its own. */
function start(name, command, rest, environment, stdout) {
  const log = openSync(`${WORK}/${name}.log`, 'w')
  const child = spawn(command, rest, { env: environment, stdio: ['ignore', stdout ?? log, log] })
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode) return
    child.kill()
    await Promise.race([once(child, 'exit'), sleep(10_000, undefined, { ref: false })])
    child.kill('SIGKILL')
  }
  return { child, stop }
}

/** A sandbox: `{url, stop, get, post}`. It chooses its port unless it is to be where one was before. */
export async function sandbox(port = '0') {
  const { child, stop } = start('sandbox', `${ROOT}target/debug/tiktok-capi`, ['sandbox', '--port', port], Object.fromEntries(own), 'pipe')
  const [line] = await once(createInterface(child.stdout), 'line')
  const url = line.trim().replace(/\/$/, '')
  const json = async (path, options) => {
    const response = await fetch(url + path, options)
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return response.json()
  }
  return { url, stop, get: (path) => json(path), post: (path) => json(path, { method: 'POST' }) }
}

const STARTS = {
  django(environment) {
    const manage = [`${ROOT}examples/django-shop/manage.py`]
    const done = spawnSync(PYTHON, [...manage, 'migrate', '--verbosity', '0'], { env: environment, stdio: 'inherit' })
    if (done.status !== 0) throw new Error('the database of the Django shop cannot be made')
    return start('django', PYTHON, [...manage, 'runserver', '--noreload', `127.0.0.1:${environment.PORT}`], environment)
  },
  express: (environment) => start('express', process.execPath, [`${ROOT}examples/express-shop/server.js`], environment),
}

/** A shop that reports to that sandbox: `{url, stop}`. Its server chooses the port and says which. */
export async function shop(name, { url }) {
  const environment = {
    ...Object.fromEntries(own),
    PORT: '0',
    PYTHONUNBUFFERED: '1',
    SHOP_DATABASE: `${WORK}/shop.sqlite3`,
    TIKTOK_ACCESS_TOKEN: 'any',
    TIKTOK_EVENT_SOURCE_ID: 'C4AE2E',
    TIKTOK_CAPI_ENDPOINT: url,
    TIKTOK_CAPI_OUTBOX: `${WORK}/${name}-outbox.sqlite3`,
    TIKTOK_PIXEL_URL: `${url}/i18n/pixel/events.js`,
  }
  const { child, stop } = STARTS[name](environment)
  const address = `http://localhost:${await port(name, child)}`
  await answers(address)
  return { url: address, stop }
}

/** The port of the address that the shop's log names. */
async function port(name, child) {
  const log = `${WORK}/${name}.log`
  for (let tries = 0; tries < 600 && child.exitCode === null; tries += 1) {
    const [, number] = /http:\/\/[\w.]+:([1-9]\d*)\//.exec(readFileSync(log, 'utf8')) ?? []
    if (number) return number
    await sleep(100)
  }
  throw new Error(`the shop does not say where it is; see ${log}`)
}

async function answers(url) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await fetch(url).then(({ ok }) => ok, () => false)) return
    await sleep(100)
  }
  throw new Error(`nothing answers at ${url}; see ${WORK}/*.log`)
}
