// The fault panel: switches that write the sandbox's plan. Rules from elsewhere stay as they are.

import { ask, el } from './dom.js'
import { spaced } from './words.js'

const FAULTS = [
  { id: 'busy', name: 'Too many requests', about: 'TikTok answers 40100', rule: { fault: { code: 40100 } } },
  { id: 'error', name: 'System error', about: 'TikTok answers 50000', rule: { fault: { code: 50000 } } },
  {
    id: 'unavailable',
    name: 'Service unavailable',
    about: 'HTTP 503 with a page of HTML',
    rule: { fault: { status: 503 } },
  },
  { id: 'revoked', name: 'Token revoked', about: 'TikTok answers 40105', rule: { fault: { code: 40105 } } },
  { id: 'timeout', name: 'Time-out', about: 'No answer at all', rule: { fault: 'timeout' } },
  { id: 'slow', name: 'Slow', about: 'The true answer, two seconds late', rule: { fault: { delay: 2000 } } },
  { id: 'drip', name: 'Dripping', about: 'The true answer, one byte every 50 ms', rule: { fault: { slow_body: 50 } } },
  { id: 'refuse', name: 'Connection refused', about: 'Reset before anything is read', rule: { fault: 'refuse' } },
  { id: 'early', name: 'Reset early', about: 'Reset once the head is read', rule: { fault: 'reset_before_body' } },
  { id: 'late', name: 'Reset late', about: 'Reset once all is read', rule: { fault: 'reset_after_body' } },
  {
    id: 'lost',
    name: 'Answer lost',
    about: 'Accepted, then reset: the retry is a repeat',
    rule: { fault: 'reset_after_body', recorded: true },
  },
  { id: 'half', name: 'Half an answer', about: 'The connection ends in the body', rule: { fault: 'half_body' } },
  { id: 'torn', name: 'Torn answer', about: 'A reset in the body', rule: { fault: 'reset_in_body' } },
  {
    id: 'html',
    name: 'HTML with 200',
    about: 'What a login page or a proxy answers',
    rule: { fault: { bad_body: 'html' } },
  },
  { id: 'cut', name: 'Cut JSON', about: 'HTTP 200 with half an envelope', rule: { fault: { bad_body: 'cut' } } },
  {
    id: 'huge',
    name: 'Huge answer',
    about: 'Two megabytes that never end as JSON',
    rule: { fault: { huge_body: 2000000 } },
  },
  {
    id: 'redirect',
    name: 'Redirect',
    about: 'HTTP 307 to another address',
    rule: { fault: { redirect: { to: 'http://127.0.0.1:9/', status: 307 } } },
  },
]

const OFTEN = [
  ['every request', {}],
  ['the first request', { first: 1 }],
  ['the first 2', { first: 2 }],
  ['every 3rd', { every: 3 }],
  ['one in five', { probability: 0.2 }],
]

const text = (value) => JSON.stringify(value, Object.keys(value).sort())
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b)

/** What a rule plays, and when, told apart. */
function parts({ fault, recorded, ...often }) {
  return { what: recorded ? { fault, recorded } : { fault }, often }
}

export class Faults {
  #node
  #plan

  constructor(node) {
    this.#node = node
  }

  /** Draws the plan, unless it is the one that is shown. */
  async show() {
    this.#take(await ask('/sandbox/faults'))
  }

  #take(plan) {
    if (same(plan, this.#plan)) return
    this.#plan = plan
    this.#draw()
  }

  #known(rule) {
    const { what, often } = parts(rule)
    const fault = FAULTS.find((known) => same(known.rule, what))
    const choice = OFTEN.findIndex(([, conditions]) => text(conditions) === text(often))
    return fault && choice >= 0 ? { fault, choice } : undefined
  }

  /** Takes one rule out of the plan as it is by now, and puts others in. The plan may have changed elsewhere. */
  async #change(gone, ...more) {
    const plan = await ask('/sandbox/faults')
    const rules = plan.rules.filter((rule) => !gone || !same(rule, gone))
    this.#take(await ask('/sandbox/faults', { ...plan, rules: [...rules, ...more] }))
  }

  #draw() {
    const focused = this.#node.contains(document.activeElement) && document.activeElement.id
    const rules = this.#plan.rules.map((rule) => ({ rule, known: this.#known(rule) }))
    const others = rules.filter(({ known }) => !known)
    this.#node.replaceChildren(
      ...FAULTS.map((fault) =>
        this.#fault(
          fault,
          rules.find(({ known }) => known?.fault === fault),
        ),
      ),
      ...others.map(({ rule }) => this.#other(rule)),
    )
    if (focused) document.getElementById(focused)?.focus()
  }

  #fault(fault, playing) {
    const choice = playing?.known.choice ?? 0
    const put = (choice) => this.#change(playing?.rule, { ...fault.rule, ...OFTEN[choice][1] })
    const often = el(
      'select',
      {
        id: `often-${fault.id}`,
        'aria-label': `${fault.name}: how often`,
        onchange: ({ target }) => playing && put(target.selectedIndex),
      },
      OFTEN.map(([words], index) => el('option', { selected: index === choice }, words)),
    )
    const toggle = el('button.switch', {
      type: 'button',
      role: 'switch',
      id: `switch-${fault.id}`,
      'aria-checked': String(Boolean(playing)),
      'aria-label': fault.name,
      onclick: () => (playing ? this.#change(playing.rule) : put(often.selectedIndex)),
    })
    return el(
      'div.fault',
      { 'data-on': Boolean(playing) },
      el('div', el('strong', fault.name), el('p.muted', fault.about)),
      often,
      toggle,
    )
  }

  #other(rule) {
    const name = typeof rule.fault === 'string' ? rule.fault : Object.keys(rule.fault)[0]
    return el(
      'div.fault',
      { 'data-on': true },
      el('div', el('strong', `Rule of the plan: ${spaced(name)}`), el('p.muted.mono', JSON.stringify(rule))),
      el('button.switch', {
        type: 'button',
        role: 'switch',
        'aria-checked': 'true',
        'aria-label': `Rule of the plan: ${spaced(name)}`,
        onclick: () => this.#change(rule),
      }),
    )
  }
}
