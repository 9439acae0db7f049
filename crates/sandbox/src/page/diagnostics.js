// What is wrong, ranked by how many events suffer.

import { ask, bar, el, renew } from './dom.js'
import { count, number, plainSource, sentence, tone } from './words.js'

/** Codes of which no single event is to blame, so that the list has nothing to filter by. */
const OF_ALL = new Set(['low_match_keys', 'no_pairing', 'mixed_currencies'])

export class Diagnostics {
  #node
  #onshow

  /** `onshow({event, finding})` lists the events of a diagnosis. */
  constructor(node, onshow) {
    this.#node = node
    this.#onshow = onshow
  }

  async show() {
    const { diagnoses, events } = await ask('/sandbox/diagnostics')
    if (diagnoses.length === 0) {
      const words = events ? `Nothing is wrong with ${count(events, 'event')}.` : 'No events have arrived yet.'
      renew(this.#node, [el('p.nothing', words)])
      return
    }
    const most = diagnoses[0].events
    renew(this.#node, [
      el(
        'ol.diagnoses',
        diagnoses.map((diagnosis) => this.#diagnosis(diagnosis, most)),
      ),
    ])
  }

  #diagnosis({ event, source, code, weight, path, events, of, refused, meaning, fix }, most) {
    const colour = tone(weight)
    const share = bar(Math.max(2, (events / most) * 100), { tone: colour })
    return el(
      'li',
      el('div.suffering', el('strong', number(events)), el('span.muted', `of ${number(of)}`), share),
      el(
        'div.diagnosis',
        el(
          'h3',
          event || 'No name',
          ' ',
          el('span.tag', plainSource(source)),
          el(`span.mark.${colour}`, sentence(code)),
          path ? el('code', path) : '',
        ),
        el('p', code_in(meaning), refused > 0 ? el('strong', ` TikTok would refuse ${count(refused, 'event')}.`) : ''),
        el('p.fix', code_in(fix)),
        el(
          'button.link',
          { type: 'button', onclick: () => this.#onshow({ event, finding: OF_ALL.has(code) ? '' : code }) },
          'Show the events',
        ),
      ),
    )
  }
}

/** What stands between backticks is code. */
function code_in(text) {
  return text.split('`').map((part, index) => (index % 2 ? el('code', part) : part))
}
