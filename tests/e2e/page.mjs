// The sandbox's page in a browser, opened anew for each test and filled with a day in a shop. SLOW=6 plays a slow machine: the
// processor takes six times as long, and every frame comes late.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, afterEach, before, beforeEach } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { fill, poster } from './shopping.mjs'
import { sandbox as startSandbox } from './shops.mjs'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const PROGRAM = `${ROOT}target/debug/tiktok-capi`
export const VIEWS = ['events', 'events/26', 'diagnostics', 'coverage', 'hash', 'faults']
export const EMAIL = 'jo.doe@example.com'
export const DIGEST = '67f8233518995d8163d891a6db3a61611470a93a68205ed70c79d923756dfb6e' // its SHA-256

const SLOW = Number(process.env.SLOW ?? 1)

export let browser, sandbox, page, track
let context
const [errors, forgiven] = [[], []]

before(async () => {
  sandbox = await startSandbox()
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  track = poster(sandbox.url).track
})
beforeEach(async () => {
  await fill(sandbox.url)
  await open()
  await shows('30 events')
})
afterEach(async () => {
  await context?.close()
  const patterns = forgiven.splice(0)
  const told = errors.splice(0).filter((error) => !patterns.some((pattern) => pattern.test(error)))
  assert.deepEqual(told, [], 'the console stays empty')
})
after(async () => {
  await browser?.close()
  await sandbox?.stop()
})

/** Opens the page; whatever it complains about is an error of the test. */
export async function open(view = 'events', { width = 1600, height = 900, colorScheme = 'light' } = {}) {
  await context?.close()
  context = await browser.newContext({ viewport: { width, height }, colorScheme, timezoneId: 'UTC', locale: 'en-GB' })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: sandbox.url })
  page = await context.newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text())
  })
  if (SLOW > 1) await slow()
  await page.goto(`${sandbox.url}/#${view}`)
}

async function slow() {
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW })
  await page.addInitScript((late) => {
    const frame = window.requestAnimationFrame.bind(window)
    window.requestAnimationFrame = (draw) => setTimeout(() => frame(draw), late)
  }, SLOW * 20)
}

/** What the page may complain about in this test. */
export const forgive = (pattern) => forgiven.push(pattern)

/** Waits until the list says that it has exactly so many; its rows are drawn with the next frame. */
export const shows = (text) => page.locator('#shown', { hasText: new RegExp(`^${text}$`) }).waitFor()
export const rows = () => page.locator('[role=option]')
export const names = () => page.locator('[role=option] .name').allTextContents()
export const part = (title) => page.locator('.event section').filter({ has: page.getByRole('heading', { name: title }) })

/** Waits until that event is the open one. */
export const opened = (number) =>
  page.locator('.event .event-head', { hasText: new RegExp(`#${number}(?!\\d)`) }).waitFor()

/** What a button of that name has put into the clipboard. */
export async function copied(name) {
  const button = await page.getByRole('button', { name }).elementHandle()
  await button.click()
  await page.waitForFunction((button) => button.textContent === 'Copied', button)
  return page.evaluate(() => navigator.clipboard.readText())
}

/** Runs a command of a shell; gives what it printed. */
export async function shell(command, environment = {}) {
  const child = spawn('sh', ['-c', command], { env: { PATH: process.env.PATH, ...environment }, stdio: ['ignore', 'pipe', 'ignore'] })
  const printed = []
  child.stdout.on('data', (data) => printed.push(data))
  const [status] = await once(child, 'close')
  assert.equal(status, 0)
  return Buffer.concat(printed).toString()
}

/** The fonts in which a part of the page is drawn. */
export async function fonts(selector) {
  const session = await context.newCDPSession(page)
  for (const domain of ['DOM', 'CSS']) await session.send(`${domain}.enable`)
  const { root } = await session.send('DOM.getDocument')
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector })
  const told = await session.send('CSS.getPlatformFontsForNode', { nodeId })
  return told.fonts.map(({ familyName }) => familyName)
}

/** Looks until it is so: what is drawn comes later than what is counted. */
export async function eventually(check) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await check()
    } catch (error) {
      if (tries >= 300) throw error
      await sleep(100)
    }
  }
}

/** Waits until the view has what it shows. */
export async function settle(view) {
  const signs = {
    events: ['[role=option]'],
    'events/25': ['pre.body'],
    'events/26': ['pre.body'],
    diagnostics: ['.diagnoses li'],
    coverage: ['.keys'],
    hash: ['#hash-doc:not(:empty)'],
    faults: ['.switch', '.timeline li:not(.nothing)'],
  }[view]
  for (const sign of signs) await page.locator(sign).first().waitFor()
  const [, number] = view.split('/')
  if (number) await opened(number)
}
