// The comparison of pictures itself, on the pictures of the documentation.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PNG } from 'pngjs'
import { compare } from './likeness.mjs'

const read = (name) => readFileSync(new URL(`../../docs/images/sandbox-${name}.png`, import.meta.url))
const LIGHT = read('light')

/** The light picture where each pixel is `of(x, y, pixel)`, with `pixel(x, y)` as it was. */
function drawn(of) {
  const before = PNG.sync.read(LIGHT)
  const { width, height } = before
  const pixel = (x, y) => [...before.data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)]
  const after = new PNG({ width, height })
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) after.data.set(of(x, y, pixel), (y * width + x) * 4)
  return PNG.sync.write(after)
}

const within = (x, y, [left, top, right, bottom]) => x >= left && x < right && y >= top && y < bottom

/** Paints over an area with what is at its upper left corner. */
const without = (area) => drawn((x, y, pixel) => (within(x, y, area) ? pixel(area[0], area[1]) : pixel(x, y)))

describeEach('is alike', true, {
  'the picture itself': LIGHT,
  'letters with softer edges': drawn((x, y, pixel) => mean(pixel(x, y), pixel(Math.min(x + 1, 1279), y))),
  'everything one pixel further down': drawn((x, y, pixel) => pixel(x, Math.max(y - 1, 0))),
  'another digit': without([487, 115, 496, 131]),
})

describeEach('is not alike', false, {
  'the dark one': read('dark'),
  'a list without its times': drawn((x, y, pixel) => (within(x, y, [506, 107, 576, 780]) ? pixel(600, 780) : pixel(x, y))),
  'a menu without one of its words': without([290, 12, 380, 38]),
  'a panel of another colour': drawn((x, y, pixel) => {
    const [red, green, blue, alpha] = pixel(x, y)
    return within(x, y, [606, 106, 1263, 783]) ? [red, green - 20, blue, alpha] : [red, green, blue, alpha]
  }),
  'a smaller one': PNG.sync.write(new PNG({ width: 640, height: 400 })),
})

function describeEach(what, expected, pictures) {
  for (const [name, picture] of Object.entries(pictures))
    test(`${what}: ${name}`, () => {
      const { alike, told } = compare(picture, LIGHT)
      assert.equal(alike, expected, told)
    })
}

function mean(one, other) {
  return one.map((value, channel) => (value + other[channel]) / 2)
}
