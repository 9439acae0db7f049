// The pictures of the documentation show the page as it is. With PICTURES=keep, as `make pictures` has it, they are made anew.

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { compare } from './likeness.mjs'
import { ROOT, fonts, open, page, settle, shows } from './page.mjs'
import { WORK } from './shops.mjs'

const KEEP = process.env.PICTURES === 'keep'

describe('the pictures of the documentation', () => {
  for (const colorScheme of ['light', 'dark']) {
    test(`${colorScheme}`, async (context) => {
      const path = `${ROOT}docs/images/sandbox-${colorScheme}.png`
      const taken = await picture(colorScheme)
      const strange = (await fonts('.event')).filter((font) => !font.startsWith('DejaVu Sans'))
      // Every Debian has DejaVu. With other letters every line is of another length, and nothing could be said.
      if (strange.length) return context.skip(`this machine draws the page in ${strange.join(' and ')}`)
      assert.ok(taken.length < 200_000)
      if (KEEP) writeFileSync(path, taken)
      const { alike, told } = compare(taken, readFileSync(path))
      if (alike) return
      writeFileSync(`${WORK}/sandbox-${colorScheme}.png`, taken)
      assert.fail(`the page looks otherwise, see target/e2e/sandbox-${colorScheme}.png; \`make pictures\` takes it anew. ${told}`)
    })
  }

  async function picture(colorScheme) {
    await open('events/25', { width: 1280, height: 800, colorScheme })
    await settle('events/25')
    await shows('30 events')
    await page.evaluate(() => document.fonts.ready)
    return page.screenshot({ animations: 'disabled' })
  }
})
