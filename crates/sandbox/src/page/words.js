// What people read in place of names and numbers.

const NUMBER = new Intl.NumberFormat('en')
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

export const number = (value) => NUMBER.format(value)
export const clock = (milliseconds) => CLOCK.format(milliseconds)
export const date = (milliseconds) => DATE.format(milliseconds)

/** `1 event`, `2 events`. */
export const count = (value, one, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`

/** 42 → `4.2`. */
export const points = (tenths) => (tenths / 10).toFixed(1)

/** Never 100 as long as one is missing. */
export const percent = (part, whole) =>
  part === whole && whole > 0 ? 100 : Math.min(99, Math.round((part / Math.max(whole, 1)) * 100))

const SOURCES = { web: 'Server', app: 'App', offline: 'Offline', crm: 'CRM' }

/** Where an event came from: the page's Pixel, or a server on behalf of a source. */
export const sourceName = ({ channel, source }) => (channel === 'pixel' ? 'Pixel' : (SOURCES[source] ?? source))
export const sourceKey = ({ channel, source }) => (channel === 'pixel' ? 'pixel' : source === 'web' ? 'server' : source)

/** The name of a source, of whichever channel. */
export const plainSource = (source) => ({ web: 'Web' })[source] ?? SOURCES[source] ?? source

/** `{merged: 3}` → `{standing: 'merged', of: 3}`; a standing without a number is a text already. */
export function told(standing) {
  if (typeof standing === 'string') return { standing }
  const [[name, of]] = Object.entries(standing)
  return { standing: name, of }
}

/** What became of an event, in one or two words. */
export function verdict({ standing, of, code }) {
  if (standing === 'merged') return `Merged into #${of}`
  if (standing === 'duplicate') return `Repeat of #${of}`
  return standing === 'refused' ? `Refused ${code}` : 'Counted'
}

/** `missing_event_id` → `missing event id`. */
export const spaced = (name) => name.replaceAll('_', ' ')

/** `Missing event id`. */
export const sentence = (name) => spaced(name).replace(/^./, (letter) => letter.toUpperCase())

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** A span of time in its largest unit. */
export function span(milliseconds) {
  const size = Math.abs(milliseconds)
  const [unit, length] = UNITS.find(([, length]) => size >= length) ?? ['second', 1_000]
  const value = size / length
  const shown = value < 10 ? Math.round(value * 10) / 10 : Math.round(value)
  return unit === 'second' ? `${shown} s` : count(shown, unit)
}

const AMOUNTS = new Map()

/** What an event was worth: `EUR 49.90`; a value without its currency alone. */
export function money({ value, currency }) {
  if (value === undefined) return ''
  if (!AMOUNTS.has(currency)) AMOUNTS.set(currency, amounts(currency))
  return AMOUNTS.get(currency).format(value)
}

const amounts = (currency) =>
  new Intl.NumberFormat('en', {
    ...(currency && { style: 'currency', currency, currencyDisplay: 'code' }),
    maximumFractionDigits: 6,
  })

/** What a finding weighs, as a colour. */
export const tone = (weight) => ({ grave: 'bad', doubtful: 'warn', advice: 'calm' })[weight] ?? ''

/** A digest as it is shown: eight digits, since it stands for a person. */
export const shortened = (text) => text.replace(/\b([0-9a-f]{8})[0-9a-f]{56}\b/gi, '$1…')
