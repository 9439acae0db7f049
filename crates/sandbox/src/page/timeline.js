// Requests as they came: the attempts of one delivery stand in one line, with the pauses between them.

import { ask, el } from './dom.js'
import { clock, count, spaced } from './words.js'

/** Lines that are shown. */
const SHOWN = 60
/** Requests that are kept, as many as the sandbox keeps. */
const KEPT = 10_000

export class Timeline {
  #node
  #only
  #lines = new Map()
  #last = 0

  constructor(node, only) {
    this.#node = node
    this.#only = only
    only.addEventListener('change', () => this.#draw())
  }

  forget() {
    this.#lines.clear()
    this.#last = 0
  }

  async show() {
    const requests = await ask(`/sandbox/requests?after=${this.#last}`)
    for (const request of requests) {
      this.#last = Math.max(this.#last, request.number)
      const first = request.repeats ?? request.number
      const line = this.#lines.get(first) ?? []
      if (!line.some(({ number }) => number === request.number)) line.push(request)
      this.#lines.set(first, line)
    }
    this.#drop(this.#last - KEPT)
    this.#draw()
  }

  /** Drops the requests up to that number. */
  #drop(last) {
    for (const [first, line] of this.#lines) {
      const kept = line.filter(({ number }) => number > last)
      if (kept.length === 0) this.#lines.delete(first)
      else if (kept.length < line.length) this.#lines.set(first, kept)
    }
  }

  #draw() {
    const isWanted = (line) => !this.#only.checked || line.length > 1 || line.some(({ fault }) => fault)
    const lines = [...this.#lines.values()]
      .filter(isWanted)
      .sort((a, b) => b.at(-1).number - a.at(-1).number)
      .slice(0, SHOWN)
    this.#node.replaceChildren(...(lines.length > 0 ? lines.map(drawn) : [el('li.nothing', 'No requests yet.')]))
  }
}

function drawn(line) {
  const [first] = line
  const name = first.path.replace(/^\/open_api\/v1\.3\//, '') || 'connection'
  const attempts = line.length > 1 ? `, ${count(line.length, 'attempt')}` : ''
  return el(
    'li',
    el(
      'p.line-head',
      el('strong', `#${first.number}`),
      ` ${name}`,
      el(
        'span.muted',
        ` ${first.events ? `${count(first.events, 'event')}${attempts}` : attempts.slice(2)} · ${clock(first.received_ms)}`,
      ),
    ),
    el(
      'div.attempts',
      line.map((request, index) => [
        index > 0 && pause(request.received_ms - line[index - 1].received_ms),
        attempt(request),
      ]),
    ),
  )
}

/** The longer, the wider; by its logarithm, since pauses double. */
function pause(milliseconds) {
  const words = milliseconds < 1_000 ? `${milliseconds} ms` : `${(milliseconds / 1_000).toFixed(1)} s`
  const node = el('span.pause', words)
  node.style.flexBasis = `${Math.min(12, 3.6 + Math.log10(1 + milliseconds / 100) * 3)}rem`
  return node
}

function attempt({ status, code, fault }) {
  const tone =
    code === 0 || (status === 200 && code === null && !fault) ? 'good' : fault || code !== null ? 'bad' : 'calm'
  const words = status === null ? 'no answer' : code === null ? `HTTP ${status}` : code === 0 ? 'OK' : String(code)
  return el(`span.attempt.${tone}`, words, fault ? el('small', spaced(fault)) : '')
}
