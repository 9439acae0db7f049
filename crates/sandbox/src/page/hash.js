// From what is typed to its digest, step by step. The sandbox's core does it; nothing is kept, here or there.

import { ask, by, el, paced } from './dom.js'
import { count } from './words.js'

/** Fields whose canonical form depends on a country. */
const WITH_REGION = new Set(['phone', 'zip_code'])

export class Hash {
  #fields
  #open
  #asked = 0
  #isShown = false

  /** `open(number)` shows an event. */
  constructor(open) {
    this.#open = open
    const explain = paced(() => this.#explain(), 120)
    by('hash-form').addEventListener('input', () => {
      this.#region()
      explain()
    })
    by('hash-form').addEventListener('submit', (event) => {
      event.preventDefault()
      this.#explain()
    })
  }

  async show({ field, digest } = {}) {
    // Before anything is awaited: whoever goes on at once has the next key for another view.
    if (!by('hash-form').contains(document.activeElement)) by('hash-value').focus()
    this.#isShown = true
    this.#fields ??= await ask('/sandbox/hash')
    if (!this.#isShown) return
    if (by('hash-field').length === 0)
      by('hash-field').append(...this.#fields.map(({ name }) => el('option', { value: name }, name)))
    if (field) by('hash-field').value = field
    if (digest) by('hash-digest').value = digest
    this.#region()
    this.#explain()
  }

  /** Forgets what was typed, and what was asked about it. */
  hide() {
    this.#isShown = false
    this.#asked += 1
    by('hash-form').reset()
    by('hash-answer').replaceChildren()
  }

  #region() {
    const field = by('hash-field').value
    by('hash-region-label').hidden = !WITH_REGION.has(field)
    by('hash-doc').textContent = this.#fields?.find(({ name }) => name === field)?.doc ?? ''
  }

  async #explain() {
    const value = by('hash-value').value
    const asked = ++this.#asked
    if (!value || !this.#fields) return by('hash-answer').replaceChildren()
    const [field, digest] = [by('hash-field').value, by('hash-digest').value]
    const region = WITH_REGION.has(field) ? by('hash-region').value : ''
    const parts = await ask('/sandbox/hash', { field, value, region, digest }).then(
      (answer) => this.#parts(answer),
      ({ message }) => [el('p.bad', message)],
    )
    if (asked === this.#asked) by('hash-answer').replaceChildren(...parts)
  }

  #parts({ steps, digest, problems, compared, seen_in }) {
    return [
      el(
        'ol.steps',
        steps.map(({ does, text }, index) =>
          el(
            'li',
            { 'data-same': index > 0 && text === steps[index - 1].text },
            el('span.does', does),
            el('code.text', visible(text)),
          ),
        ),
      ),
      digest &&
        el('div.digest', el('span.does', 'SHA-256 of its UTF-8 bytes'), el('code.text', { id: 'hash-result' }, digest)),
      problems.length > 0 &&
        el(
          'ul.findings',
          problems.map(({ code, hint }) => el('li', el('p', el('strong', code)), el('p.fix', hint))),
        ),
      compared && comparison(compared),
      digest && this.#seen(seen_in),
    ].filter(Boolean)
  }

  #seen(numbers) {
    if (numbers.length === 0) return el('p.muted', 'No event in memory has this digest.')
    const links = numbers.map((number) => [
      ' ',
      el('button.link', { type: 'button', onclick: () => this.#open(number) }, `#${number}`),
    ])
    return el(
      'p.seen',
      `${count(numbers.length, 'event')} in memory ${numbers.length === 1 ? 'has' : 'have'} it:`,
      links,
    )
  }
}

function comparison({ is_same, mistake }) {
  if (is_same) return el('p.compared.good', { id: 'hash-compared' }, 'The digest that arrived is the same.')
  return el(
    'p.compared.bad',
    { id: 'hash-compared' },
    'The digest that arrived is another one. ',
    mistake ?? 'It is of none of the usual mistakes either: it may be of another person.',
  )
}

/** White space at the edges, and what has no width, can be seen. */
function visible(text) {
  return (
    text
      .replace(/^ +| +$/g, (blanks) => '␣'.repeat(blanks.length))
      .replace(
        /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g,
        (c) => `<U+${c.codePointAt(0).toString(16).toUpperCase()}>`,
      ) || '(nothing)'
  )
}
