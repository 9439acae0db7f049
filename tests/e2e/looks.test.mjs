// How the sandbox's page looks: light and dark, narrow and wide.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import { DIGEST, EMAIL, VIEWS, eventually, open, page, rows, sandbox, settle, shows } from './page.mjs'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe('looks', () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [400, 1600]) {
      test(`${colorScheme} at ${width} px: nothing serious to say for axe, nothing runs over the edge`, async () => {
        for (const view of VIEWS) {
          await open(view, { width, colorScheme })
          await settle(view)
          if (view === 'hash') await explained()
          const [edge, violations] = await page.evaluate(
            `${AXE}; (async () => [document.documentElement.scrollWidth - innerWidth, (await axe.run()).violations])()`,
          )
          const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
          assert.deepEqual(
            serious.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => html + failureSummary)]),
            [],
            view,
          )
          assert.ok(edge <= 0, `${view} is ${edge} px too wide`)
        }
      })
    }
  }

  test('a narrow screen has its filters behind a button, and an event to itself', async () => {
    await open('events', { width: 400 })
    await shows('30 events')
    await page.getByRole('button', { name: 'Filters' }).click()
    await page.selectOption('#by-verdict', 'merged')
    await shows('2 of 30 events')
    await eventually(async () => assert.equal(await rows().count(), 2))
    await rows().first().click()
    await page.locator('.event h2').waitFor()
    assert.equal(await page.locator('#list').isVisible(), false)
    await page.getByRole('button', { name: 'Close the event' }).click()
    await rows().first().waitFor()
    assert.equal(await page.evaluate(() => document.activeElement.id), 'rows', 'the keys go on where they were')
  })

  /** Asks of which value a digest is not. */
  async function explained() {
    await page.fill('#hash-value', EMAIL)
    await page.fill('#hash-digest', DIGEST.slice(1))
    await page.locator('#hash-compared').waitFor()
  }
})
