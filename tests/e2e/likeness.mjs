// Tells whether two pictures show the same. They are laid over each other in squares, and the mean colours of each are compared:
// letters that another Chromium draws a little otherwise leave a square's mean where it is, and what is gone, moved or of another
// colour does not. A pixel-wise comparison tells these apart less well: it counts more in all letters than in one missing column.

import { PNG } from 'pngjs'

const SIDE = 16 // pixels; a line of small text
const SHADE = 12 // of 255, in any channel; letters drawn without sub-pixel positions come to 11
const SQUARES = 5 // of the 4,000 of a picture; a missing word of the menu comes to 8

/** Whether two PNGs show the same: `{alike, told}`, with what differs in words. */
export function compare(taken, kept) {
  const [one, other] = [taken, kept].map((png) => PNG.sync.read(png))
  const [size, expected] = [one, other].map(({ width, height }) => `${width}×${height}`)
  if (size !== expected) return { alike: false, told: `it is ${size} and not ${expected}` }
  const [means, wanted] = [squares(one), squares(other)]
  const places = means.flatMap((mean, index) => (differ(mean, wanted[index]) ? [place(index, one.width)] : []))
  const told = `${places.length} squares differ, by their upper left corner: ${places.slice(0, 20).join(' ')}`
  return { alike: places.length <= SQUARES, told }
}

const differ = (mean, wanted) => mean.some((shade, channel) => Math.abs(shade - wanted[channel]) > SHADE)

const place = (index, width) => {
  const columns = Math.ceil(width / SIDE)
  return `${(index % columns) * SIDE},${Math.floor(index / columns) * SIDE}`
}

/** The mean red, green and blue of each square, row by row. */
function squares({ width, height, data }) {
  const columns = Math.ceil(width / SIDE)
  const sums = Array.from({ length: columns * Math.ceil(height / SIDE) }, () => [0, 0, 0, 0])
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    const sum = sums[Math.floor(y / SIDE) * columns + Math.floor(x / SIDE)]
    for (let channel = 0; channel < 3; channel += 1) sum[channel] += data[pixel * 4 + channel]
    sum[3] += 1
  }
  return sums.map(([red, green, blue, pixels]) => [red / pixels, green / pixels, blue / pixels])
}
