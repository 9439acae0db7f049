// One event: both verdicts, its repeats, how late it came, what each field is, and its body.

import { copier, curl } from './copy.js'
import { ask, bar, el, put, renew } from './dom.js'
import { pretty } from './pretty.js'
import { count, date, sentence, shortened, sourceName, spaced, span, told, tone, verdict } from './words.js'

const FORMS = {
  digest: ['SHA-256', 'good', 'A well-formed digest'],
  no_digest: ['No digest', 'bad', 'The field wants a SHA-256 digest'],
  masked: ['Not kept', 'warn', 'It arrived in the clear and was replaced before anything was kept'],
  plain: ['Plain', 'calm', 'Sent as it is'],
  custom: ['Custom', 'calm', 'A custom parameter'],
  unknown: ['Unknown', 'warn', 'TikTok’s reference has no such field'],
}

export class EventView {
  #node
  #actions
  #number
  #isFull = false

  /** `actions` are `open(number)`, `close()` and `explain(field, digest)`. */
  constructor(node, actions) {
    this.#node = node
    this.#actions = actions
  }

  get number() {
    return this.#number
  }

  async show(number) {
    const isAnother = number !== this.#number
    if (isAnother) this.#isFull = false
    this.#number = number
    const parts = await ask(`/sandbox/events/${number}`).then(
      (detail) => this.#parts(detail),
      (error) => this.#missing(number, error),
    )
    if (this.#number !== number) return
    if (isAnother) {
      put(this.#node, parts)
      this.#node.scrollTop = 0
    } else renew(this.#node, parts)
    this.#node.hidden = false
  }

  hide() {
    this.#number = undefined
    this.#node.hidden = true
    put(this.#node, [])
  }

  #missing(number, { status, message }) {
    const words = status === 404 ? 'This event is no longer in memory.' : message
    return [this.#head(`#${number}`, ''), el('p.muted', words)]
  }

  #parts(detail) {
    const { event } = detail
    const row = { ...event, ...told(event.standing), source: event.event_source }
    return [
      this.#head(event.event || 'No name', `#${event.number} · ${sourceName(row)} ${event.event_source_id}`),
      this.#verdict(row, detail),
      detail.findings.length > 0 && section('What is wrong', el('ul.findings', detail.findings.map(finding))),
      section('Deduplication', this.#chain(event, detail.chain)),
      section('Timing', lateness(detail.lateness, event)),
      section(
        `Fields (${detail.fields.length})`,
        el(
          'ul.fields',
          detail.fields.map((field) => this.#field(field)),
        ),
      ),
      this.#body(detail),
      section('Request', request(event, detail.request)),
    ].filter(Boolean)
  }

  #head(title, about) {
    return el(
      'header.event-head',
      el('div', el('h2', title), el('p.muted', about)),
      el(
        'button.quiet.round',
        { type: 'button', 'aria-label': 'Close the event', title: 'Close (Esc)', onclick: () => this.#actions.close() },
        '×',
      ),
    )
  }

  #verdict(row, { code_name, findings }) {
    const isRefused = row.standing === 'refused'
    const answers = isRefused
      ? `TikTok would refuse it: ${row.code} ${code_name}.`
      : `TikTok would accept it: ${row.code} ${code_name}.`
    const after = {
      counted: 'It counts.',
      merged: 'It was merged into the other channel’s event.',
      duplicate: 'It is dropped as a repeat.',
    }[row.standing]
    const rest = findings.length === 0 && !isRefused ? ' Nothing is wrong with it.' : ''
    return el(
      'p.judgement',
      { 'data-standing': row.standing },
      el('span.dot', { 'aria-hidden': 'true' }),
      el('strong', verdict(row)),
      ` ${answers} ${after ?? ''}${rest}`,
    )
  }

  #chain(event, chain) {
    if (!event.event_id) return el('p.muted', 'It has no event_id, so nothing can be deduplicated.')
    const [first] = chain
    const links = chain.map((link) => {
      const shown = { ...link, ...told(link.standing) }
      const later = link === first ? date(link.received_ms) : `${span(link.received_ms - first.received_ms)} later`
      const isThis = link.number === event.number
      return el(
        'li',
        { 'data-standing': shown.standing, 'aria-current': isThis ? 'true' : null },
        el('span.dot', { 'aria-hidden': 'true' }),
        isThis
          ? el('strong', `#${link.number}`)
          : el('button.link', { type: 'button', onclick: () => this.#actions.open(link.number) }, `#${link.number}`),
        ` ${link.channel === 'pixel' ? 'Pixel' : 'Server'} · ${verdict(shown)} · ${later}`,
      )
    })
    const filled = event.filled ?? []
    return el(
      'div',
      el('p.mono.id', event.event_id),
      el('ol.chain', links),
      chain.length < 2 && el('p.muted', 'No other event has this event_id under this name and source.'),
      filled.length > 0 &&
        el(
          'p.filled',
          'The other channel’s event brought: ',
          filled.map((name, index) => [index > 0 ? ', ' : '', el('code', `user.${name}`)]),
          '.',
        ),
    )
  }

  #field({ path, value, form, rule, doc }) {
    const [word, tone, about] = FORMS[form]
    const name = path.replace(/^user\./, '').replace(/\[\d+\]$/, '')
    const shown = this.#isFull ? value : shortened(value)
    return el(
      'li',
      el('span.path.mono', path),
      el('span.value.mono', shown, this.#isFull && form === 'digest' ? el('wbr') : ''),
      el(
        'span.what',
        { title: doc ?? '' },
        el(`span.mark.${tone}`, { title: about }, word),
        rule ? ` ${rule}` : '',
        form === 'digest' &&
          el('button.link', { type: 'button', onclick: () => this.#actions.explain(name, value) }, 'Whose is it?'),
      ),
    )
  }

  #body(detail) {
    const { raw } = detail
    const whole = pretty(raw)
    const text = el('pre.body', { tabindex: '0', 'aria-label': 'Raw body' }, this.#isFull ? whole : shortened(whole))
    const more = el(
      'button.link',
      {
        type: 'button',
        id: 'full',
        'aria-pressed': this.#isFull,
        onclick: () => {
          this.#isFull = !this.#isFull
          put(this.#node, this.#parts(detail))
          document.getElementById('full').focus()
        },
      },
      this.#isFull ? 'Shorten digests' : 'Show digests in full',
    )
    const copies = [copier('Copy as JSON', () => whole), copier('Copy as curl', () => curl(detail.event, raw))]
    return section('Raw body', el('div', el('p.actions', more, copies), text))
  }
}

function section(title, content) {
  return el('section', el('h3', title), content)
}

function finding({ path, code, weight, meaning, fix }) {
  return el(
    `li.${tone(weight)}`,
    el('p', el('strong', sentence(code)), path ? el('code', path) : ''),
    el('p', meaning),
    el('p.fix', fix),
  )
}

function lateness(lateness, event) {
  if (!lateness) return el('p.muted', 'It does not say when it happened.')
  const { late_ms, most_days } = lateness
  const most = most_days * 86_400_000
  const isLate = late_ms > most
  const words =
    late_ms < -1_000
      ? `Its time lies ${span(late_ms)} ahead.`
      : late_ms < 2_000
        ? 'It came at once.'
        : `It came ${span(late_ms)} after it happened.`
  const limit = isLate
    ? `Later than ${count(most_days, 'day')}, it is not attributed.`
    : `Events of this source are attributed for ${count(most_days, 'day')}.`
  const share = Math.max(1, (late_ms / most) * 100)
  const name = `${Math.round(Math.min(100, share))} % of the time there is`
  const filled = bar(share, { name, tone: isLate ? 'over' : undefined })
  return el('div', el('p', words, ' ', limit), filled, el('p.muted', `Arrived ${date(event.received_ms)}`))
}

function request(event, seen) {
  const facts = [
    ['Endpoint', event.endpoint],
    ['Request id', event.request_id],
    ['Test code', event.test_event_code],
  ]
  if (seen) {
    facts.push(
      ['Answered', seen.status ? `HTTP ${seen.status}` : 'not at all'],
      ['Events in it', seen.events],
      ['Fault', seen.fault && spaced(seen.fault)],
      ['Repeats request', seen.repeats && `#${seen.repeats}`],
    )
  }
  const known = facts.filter(([, value]) => value !== undefined && value !== null)
  return el(
    'dl.facts',
    known.map(([name, value]) => el('div', el('dt', name), el('dd', String(value)))),
  )
}
