// Which events are shown: the controls above the list, and what they ask of a row.

import { by, el, paced } from './dom.js'
import { sourceKey, spaced } from './words.js'

/** Names and test codes that the selects offer at most. */
const OFFERED = 500

export class Filters {
  #onchange
  #finding = ''
  #known = { event: new Set(), test: new Set() }
  /** Whether a row is wanted. */
  wanted = () => true

  constructor(onchange) {
    this.#onchange = onchange
    by('filters').addEventListener('submit', (submitted) => submitted.preventDefault())
    by('filters').addEventListener(
      'input',
      paced(() => this.#change(), 60),
    )
    by('by-finding').addEventListener('click', () => {
      this.#finding = ''
      this.#change()
    })
    by('more-filters').addEventListener('click', ({ currentTarget }) => {
      currentTarget.setAttribute('aria-expanded', by('filters').classList.toggle('open'))
    })
  }

  /** Asks for one name and one finding, and for nothing else. */
  choose({ event, finding }) {
    by('filters').reset()
    by('by-event').value = event
    this.#finding = finding
    this.#change()
  }

  /** Offers what has arrived. */
  learn(rows) {
    for (const { event, test } of rows) {
      this.#offer('event', event)
      if (test) this.#offer('test', test)
    }
  }

  /** Offers nothing that an earlier run brought; what is chosen stays chosen. */
  forget() {
    for (const [kind, known] of Object.entries(this.#known)) {
      const select = by(`by-${kind}`)
      const old = [...select.options].filter(({ value }) => known.has(value) && value !== select.value)
      for (const option of old) {
        known.delete(option.value)
        option.remove()
      }
    }
  }

  #offer(kind, name) {
    const known = this.#known[kind]
    if (!name || known.has(name) || known.size >= OFFERED) return
    known.add(name)
    by(`by-${kind}`).append(el('option', { value: name }, name))
  }

  #change() {
    this.wanted = predicate({
      search: by('search').value,
      event: by('by-event').value,
      verdict: by('by-verdict').value,
      source: by('by-source').value,
      test: by('by-test').value,
      id: by('by-id').value.trim(),
      finding: this.#finding,
    })
    by('by-finding').hidden = !this.#finding
    by('by-finding').textContent = `${spaced(this.#finding)} ×`
    this.#onchange()
  }
}

const VERDICTS = {
  wrong: (row) => row.standing !== 'refused' && row.findings.length > 0,
  clean: (row) => row.standing !== 'refused' && row.findings.length === 0,
}

/** A function that says whether a row is wanted; every condition that is set must hold. */
function predicate({ search, event, verdict, source, test, id, finding }) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const conditions = [
    event && ((row) => row.event === event),
    verdict && (VERDICTS[verdict] ?? ((row) => row.standing === verdict)),
    source && ((row) => sourceKey(row) === source),
    test && ((row) => (row.test ?? '-') === test),
    id && ((row) => row.id?.includes(id)),
    finding && ((row) => row.findings.includes(finding)),
    words.length > 0 && ((row) => matches(row, words)),
  ].filter(Boolean)
  return (row) => conditions.every((holds) => holds(row))
}

/** Every word must stand somewhere in what the row shows. */
function matches(row, words) {
  const text =
    `#${row.number} ${row.event} ${row.id ?? ''} ${row.source_id} ${row.test ?? ''} ${sourceKey(row)} ${row.standing} ${row.code} ${row.findings.join(' ')}`.toLowerCase()
  return words.every((word) => text.includes(word))
}
