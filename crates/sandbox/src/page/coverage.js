// Which match keys the events of each name have, and what the best missing one would do.

import { ask, bar, el, renew } from './dom.js'
import { count, percent, plainSource, points, spaced } from './words.js'

const NAMES = {
  ttclid: 'Click id (ttclid)',
  external_id: 'External id',
  ip_user_agent: 'IP and user agent',
  ttp: 'Pixel cookie (ttp)',
  email: 'E-mail',
  phone: 'Phone',
}

const named = (key) => NAMES[key] ?? spaced(key)

export class Coverage {
  #node

  constructor(node) {
    this.#node = node
  }

  async show() {
    const { coverage } = await ask('/sandbox/diagnostics')
    const content =
      coverage.length > 0
        ? el('ul.coverages', coverage.map(card))
        : el('p.nothing', 'No events that count have arrived yet.')
    renew(this.#node, [content])
  }
}

function card({ event, source, events, keys, estimate_tenths, most_tenths, best_missing }) {
  return el(
    'li',
    el(
      'div.coverage-head',
      el('h3', event || 'No name', ' ', el('span.tag', plainSource(source))),
      el('p.muted', count(events, 'event')),
      el(
        'p.estimate',
        el('strong', points(estimate_tenths)),
        ' of 10',
        el(
          'span.muted',
          most_tenths < 100
            ? ` our estimate; ${plainSource(source).toLowerCase()} events reach ${points(most_tenths)}`
            : ' our estimate',
        ),
      ),
    ),
    el(
      'dl.keys',
      keys.map((key) => line(key, events)),
    ),
    best_missing &&
      el(
        'p.gain',
        'With ',
        el('strong', named(best_missing.key)),
        ` in the ${count(best_missing.events, 'event that lacks', 'events that lack')} it: `,
        el('strong', points(best_missing.estimate_tenths)),
        ' of 10.',
      ),
  )
}

function line({ key, events: having }, events) {
  const share = percent(having, events)
  return el('div', el('dt', named(key)), el('dd', bar(share), el('span.share', `${share} %`)))
}
