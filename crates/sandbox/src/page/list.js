// The list of events, newest first. Only the rows that can be seen exist, so that 100,000 events scroll as a hundred do.

import { el } from './dom.js'
import { clock, money, sourceName, spaced, tone, verdict } from './words.js'

/** Rows beyond both edges of what can be seen. */
const SPARE = 6

export class List {
  #scroll
  #box
  #items = []
  #selected
  #height = 40
  #drawn = new Map()
  #isDue = false

  /** `onopen(number)` is called for a row that is clicked or entered, `onmove()` when the list is scrolled. */
  constructor({ scroll, box, onopen, onmove }) {
    this.#scroll = scroll
    this.#box = box
    scroll.addEventListener(
      'scroll',
      () => {
        this.#due()
        onmove()
      },
      { passive: true },
    )
    new ResizeObserver(() => this.#measure()).observe(scroll)
    box.addEventListener('click', ({ target }) => {
      const row = target.closest('[role=option]')
      if (row) onopen(Number(row.dataset.number))
    })
  }

  get length() {
    return this.#items.length
  }
  get selected() {
    return this.#selected
  }
  get isAtTop() {
    return this.#scroll.scrollTop < this.#height
  }

  /** Shows these rows, which are in order of arrival. */
  set(items) {
    this.#items = items
    this.#forget()
  }

  /** Shows more. Who reads further down keeps the rows before the eyes. */
  add(items) {
    if (items.length === 0) return
    const { scrollTop } = this.#scroll
    const stays = !this.isAtTop
    for (const item of items) this.#items.push(item)
    this.#resize()
    if (stays) this.#scroll.scrollTop = scrollTop + items.length * this.#height
    this.#due()
  }

  toTop() {
    this.#scroll.scrollTop = 0
  }

  select(number) {
    this.#selected = number
    const place = this.#place(number)
    if (place >= 0) this.#reveal(place)
    this.#due()
  }

  /** The number of the row so many further down, or the nearest there is. */
  neighbour(by) {
    if (this.#items.length === 0) return undefined
    const place = this.#place(this.#selected)
    const wanted = place < 0 ? 0 : Math.min(Math.max(place + by, 0), this.#items.length - 1)
    return this.#at(wanted).number
  }

  #at(place) {
    return this.#items[this.#items.length - 1 - place]
  }

  #place(number) {
    if (number === undefined) return -1
    let [low, high] = [0, this.#items.length - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      if (this.#items[middle].number === number) return this.#items.length - 1 - middle
      if (this.#items[middle].number < number) low = middle + 1
      else high = middle - 1
    }
    return -1
  }

  #reveal(place) {
    const [top, bottom] = [place * this.#height, (place + 1) * this.#height]
    const { scrollTop, clientHeight } = this.#scroll
    if (top < scrollTop) this.#scroll.scrollTop = top
    else if (bottom > scrollTop + clientHeight) this.#scroll.scrollTop = bottom - clientHeight
  }

  /** The height of a row is the style sheet's, which knows wide and narrow. */
  #measure() {
    const height = parseFloat(getComputedStyle(this.#box).getPropertyValue('--row')) || 40
    if (height !== this.#height) {
      const place = this.#scroll.scrollTop / this.#height
      this.#height = height
      this.#forget()
      this.#scroll.scrollTop = place * height
    }
    this.#due()
  }

  #forget() {
    for (const row of this.#drawn.values()) row.remove()
    this.#drawn.clear()
    this.#resize()
    this.#due()
  }

  /** The highest number, which comes last, says how wide their column is. */
  #resize() {
    const digits = String(this.#items.at(-1)?.number ?? '').length
    this.#scroll.parentElement.style.setProperty('--digits', digits)
    this.#box.style.height = `${this.#items.length * this.#height}px`
  }

  #due() {
    if (this.#isDue) return
    this.#isDue = true
    requestAnimationFrame(() => {
      this.#isDue = false
      this.#draw()
    })
  }

  #draw() {
    const first = Math.max(0, Math.floor(this.#scroll.scrollTop / this.#height) - SPARE)
    const last = Math.min(
      this.#items.length,
      Math.ceil((this.#scroll.scrollTop + this.#scroll.clientHeight) / this.#height) + SPARE,
    )
    const wanted = new Map()
    for (let place = first; place < last; place += 1) wanted.set(this.#at(place).number, place)
    for (const [number, row] of this.#drawn) {
      if (!wanted.has(number)) {
        row.remove()
        this.#drawn.delete(number)
      }
    }
    let next = this.#box.firstChild
    for (const [number, place] of wanted) next = this.#put(number, place, next)
    const active = this.#drawn.get(this.#selected)
    if (active) this.#box.setAttribute('aria-activedescendant', active.id)
    else this.#box.removeAttribute('aria-activedescendant')
  }

  /** Puts the row before that one, so that their order is what is seen; gives the one behind it. */
  #put(number, place, next) {
    let row = this.#drawn.get(number)
    if (!row) {
      row = drawn(this.#at(place))
      this.#drawn.set(number, row)
    }
    if (row !== next) this.#box.insertBefore(row, next)
    row.style.transform = `translateY(${place * this.#height}px)`
    row.setAttribute('aria-posinset', place + 1)
    row.setAttribute('aria-setsize', this.#items.length)
    row.setAttribute('aria-selected', number === this.#selected)
    return row.nextSibling
  }
}

function drawn(row) {
  return el(
    'div.row',
    { role: 'option', id: `event-${row.number}`, 'data-number': row.number, 'data-standing': row.standing },
    el('span.number', `#${row.number}`),
    el('span.verdict', el('span.dot', { 'aria-hidden': 'true' }), verdict(row)),
    el('span.name', row.event || 'No name', row.test ? el('span.tag', { title: 'Test code' }, row.test) : ''),
    el('span.worth', money(row)),
    el('span.source', { title: row.source_id }, sourceName(row)),
    el('span.id.mono', row.id ?? '–'),
    el(
      ['span', 'found', tone(row.weight)].filter(Boolean).join('.'),
      row.findings.length > 0 ? spaced(row.findings[0]) : '',
      row.findings.length > 1 ? ` +${row.findings.length - 1}` : '',
    ),
    el('time.time', clock(row.received_ms)),
  )
}
