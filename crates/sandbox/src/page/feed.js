// What the sandbox says is new. Holds all rows that it still has; tells who listens what changed.

/** Rows are dropped in slices, since each drop makes the list anew. */
const SLICE = 1_000

export class Feed extends EventTarget {
  rows = []
  counts = {}
  faults = 0
  #last = ''
  #source

  /** Follows along while the page can be seen; what was missed meanwhile is asked for. */
  start() {
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#close() : this.#open()))
    this.#open()
  }

  row(number) {
    return this.rows[this.index(number)]
  }

  /** Numbers rise, so that one is found by halving. */
  index(number) {
    let [low, high] = [0, this.rows.length - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      if (this.rows[middle].number === number) return middle
      if (this.rows[middle].number < number) low = middle + 1
      else high = middle - 1
    }
    return -1
  }

  #open() {
    if (this.#source) return
    this.#source = new EventSource(`/sandbox/feed?last=${encodeURIComponent(this.#last)}`)
    this.#source.addEventListener('open', () => this.#tell('state', 'live'))
    this.#source.addEventListener('error', () => this.#tell('state', 'lost'))
    this.#source.addEventListener('start', (message) => this.#begin(message))
    this.#source.addEventListener('news', (message) => this.#take(message))
  }

  #close() {
    this.#source?.close()
    this.#source = undefined
  }

  #begin({ lastEventId }) {
    const isReset = this.#last !== ''
    this.#last = lastEventId
    this.rows = []
    if (isReset) this.#tell('reset')
  }

  #take({ lastEventId, data }) {
    this.#last = lastEventId
    const { rows, counts, faults, oldest } = JSON.parse(data)
    Object.assign(this, { counts, faults })
    this.#forget(oldest)
    for (const row of rows) this.rows.push(row)
    this.#tell('news', rows)
  }

  /** Drops the rows of events that the sandbox no longer has: of each channel, those before its oldest. */
  #forget(oldest) {
    const isGone = (row) => row.number < oldest[row.channel]
    const gone = this.rows.reduce((count, row) => count + (isGone(row) ? 1 : 0), 0)
    if (gone < SLICE) return
    this.rows = this.rows.filter((row) => !isGone(row))
    this.#tell('forgotten')
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }))
  }
}
