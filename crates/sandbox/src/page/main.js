// Brings the views together: which one is shown, what is new, and the keys.

import { copier, firstEvent } from './copy.js'
import { Coverage } from './coverage.js'
import { Diagnostics } from './diagnostics.js'
import { Away, alone, ask, by, el, paced } from './dom.js'
import { EventView } from './event.js'
import { Faults } from './faults.js'
import { Feed } from './feed.js'
import { Filters } from './filters.js'
import { Hash } from './hash.js'
import { List } from './list.js'
import { Timeline } from './timeline.js'
import { count, number } from './words.js'

const VIEWS = ['events', 'diagnostics', 'coverage', 'hash', 'faults']

const feed = new Feed()
const list = new List({
  scroll: by('scroll'),
  box: by('rows'),
  onopen: open,
  onmove: () => {
    if (list.isAtTop) unseen(0)
  },
})
const event = new EventView(by('event'), {
  open,
  close,
  explain: (field, digest) => {
    asked = { field, digest }
    go('hash')
  },
})
const diagnostics = new Diagnostics(by('diagnoses'), ({ event, finding }) => {
  filters.choose({ event, finding })
  go('events')
})
const coverage = new Coverage(by('coverages'))
const filters = new Filters(refilter)
const hash = new Hash(open)
const faults = new Faults(by('faults'))
const timeline = new Timeline(by('timeline'), by('only-retries'))

let view, asked
let waiting = 0

const views = {
  events: { show: () => {} },
  diagnostics: { show: () => diagnostics.show(), renew: () => diagnostics.show() },
  coverage: { show: () => coverage.show(), renew: () => coverage.show() },
  hash: {
    show: () => {
      const given = asked
      asked = undefined
      return hash.show(given)
    },
    hide: () => hash.hide(),
  },
  faults: { show: showFaults, renew: showFaults },
}

async function showFaults() {
  await Promise.all([faults.show(), timeline.show()])
}

// Where we are: `#events`, `#events/12`, `#hash`.

function go(name) {
  location.hash = name
}
function open(wantedNumber) {
  go(`events/${wantedNumber}`)
}
function close() {
  go('events')
  // On a narrow screen the rows are there again only then.
  place()
  by('rows').focus()
}

/** Shows the frame of where we are; gives the number of the event that is to be open. */
function place() {
  const [name, rest] = location.hash.slice(1).split('/')
  const next = VIEWS.includes(name) ? name : 'events'
  if (next !== view) turn(next)
  const opened = view === 'events' && /^\d+$/.test(rest ?? '') ? Number(rest) : undefined
  by('view-events').classList.toggle('has-event', opened !== undefined)
  if (opened === undefined) event.hide()
  return opened
}

function turn(next) {
  views[view]?.hide?.()
  view = next
  for (const other of VIEWS) by(`view-${other}`).hidden = other !== view
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.view === view) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
}

async function route() {
  const opened = place()
  if (opened !== undefined) {
    list.select(opened)
    await event.show(opened)
  }
  await unlessAway(views[view].show())
}

/** What cannot be shown while the sandbox is away is shown when it is back. */
async function unlessAway(shown) {
  try {
    await shown
  } catch (error) {
    if (!(error instanceof Away)) throw error
  }
}

// What is new.

const renew = paced(
  alone(() => unlessAway(views[view]?.renew?.())),
  400,
)
const renewEvent = alone(async () => {
  if (event.number !== undefined) await event.show(event.number)
})

feed.addEventListener('reset', () => {
  filters.forget()
  timeline.forget()
  refilter()
  if (event.number !== undefined) go('events')
  renew()
})
feed.addEventListener('forgotten', () => refilter())
feed.addEventListener('state', ({ detail }) => {
  const { dataset } = by('live')
  if (dataset.state === detail) return
  const isBack = dataset.state === 'lost'
  dataset.state = detail
  by('live-state').textContent = detail === 'lost' ? 'The sandbox cannot be reached.' : 'The sandbox is connected.'
  counted()
  if (!isBack) return
  renewEvent()
  unlessAway(views[view].show())
})
feed.addEventListener('news', ({ detail: rows }) => {
  const more = rows.filter(filters.wanted)
  if (more.length > 0 && !list.isAtTop) unseen(waiting + more.length)
  filters.learn(rows)
  list.add(more)
  counted()
  renew()
  const head = feed.row(event.number)?.of ?? event.number
  if (head !== undefined && rows.some((row) => row.of === head)) renewEvent()
})

function counted() {
  const { accepted = 0, refused = 0 } = feed.counts
  const isLost = by('live').dataset.state === 'lost'
  by('live-text').textContent = isLost
    ? 'Sandbox not reached'
    : `${number(accepted)} accepted, ${number(refused)} refused`
  by('fault-count').textContent = feed.faults
  by('fault-count').hidden = feed.faults === 0
  by('shown').textContent =
    list.length === feed.rows.length
      ? count(list.length, 'event')
      : `${number(list.length)} of ${count(feed.rows.length, 'event')}`
  by('empty').hidden = list.length > 0
  if (list.length === 0)
    by('empty').replaceChildren(...(feed.rows.length > 0 ? ['No event fits the filters.'] : nothing()))
}

function nothing() {
  const first = firstEvent()
  return [
    el('p', 'Nothing has arrived yet.'),
    el('p.muted', 'Send a first event: ', copier('Copy the command', firstEvent)),
    el('pre.command', { tabindex: '0', 'aria-label': 'A first event' }, first),
    el('p.muted', 'Point your program here:'),
    el('pre', { tabindex: '0' }, `TIKTOK_CAPI_ENDPOINT=${location.origin}`),
    el('p.muted', 'or start it with'),
    el('pre', { tabindex: '0' }, 'tiktok-capi run -- COMMAND'),
  ]
}

function unseen(value) {
  waiting = value
  by('newer').hidden = waiting === 0
  by('newer').textContent = `↑ ${count(waiting, 'newer event')}`
}

function refilter() {
  list.set(feed.rows.filter(filters.wanted))
  unseen(0)
  counted()
}

by('newer').addEventListener('click', () => {
  list.toTop()
  unseen(0)
  by('rows').focus()
})
by('help').addEventListener('click', () => by('keys').showModal())
by('reset').addEventListener('click', () => {
  if (confirm('Forget all events, requests and faults?')) ask('/sandbox/reset', {})
})

// Keys.

const KEYS = {
  j: () => step(1),
  ArrowDown: () => step(1),
  k: () => step(-1),
  ArrowUp: () => step(-1),
  Enter: () => list.selected !== undefined && open(list.selected),
  '/': () => {
    go('events')
    place()
    by('search').focus()
  },
  '?': () => by('keys').showModal(),
  Escape: () => (event.number === undefined ? list.select(undefined) : close()),
  ...Object.fromEntries(VIEWS.map((name, index) => [String(index + 1), () => go(name)])),
}

/** To the next row; when an event is open, that row's event. */
function step(by_) {
  const next = list.neighbour(by_)
  if (view !== 'events' || next === undefined) return
  list.select(next)
  // Walking leaves no trail to go back through.
  if (event.number !== undefined) location.replace(`#events/${next}`)
}

document.addEventListener('keydown', (pressed) => {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || by('keys').open) return
  const { target, key } = pressed
  if (target.matches('input, select, textarea')) {
    if (key === 'Escape') {
      target.blur()
      by('rows').focus()
    }
    return
  }
  const isOther = target.matches('button, a, pre, [role=switch]')
  if (isOther && ['Enter', 'ArrowDown', 'ArrowUp'].includes(key)) return
  if (['ArrowDown', 'ArrowUp'].includes(key) && target !== by('rows')) return
  const action = KEYS[key]
  if (!action) return
  pressed.preventDefault()
  action()
})

addEventListener('hashchange', route)
route()
counted()
feed.start()
