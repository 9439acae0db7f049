import type { BaseCodeOptions, Consent, Event, Explanation, Pixel, Receipt } from './index'

/** The visitor of one request: the client's verbs, with what the request tells laid under the event. */
export interface Visitor {
  /**
   * Whether events of this visitor are sent at all, and so whether the page may load the Pixel. `false` too where a page view
   * would be refused.
   */
  readonly allowed: boolean
  /** Whether this visitor opted out of the sale of data, so that the Pixel is loaded with `limited_data_use`, as `baseCode` does. */
  readonly optedOut: boolean

  /**
   * Reports a conversion by the client's `enqueue`. It never throws: what goes wrong is told to `onError`, and the shop goes
   * on. `null` when the event was not taken.
   */
  report(event: Event): Receipt | null

  /**
   * The page's copy of a conversion as a script element; empty where consent does not allow it. It never throws: what goes
   * wrong is told to `onError`.
   */
  snippet(event: Event, options?: NonceOption): string

  /** Both halves in one call, with one `event_id`. It throws what `enqueue` throws. */
  pair(event: Event, options?: NonceOption): Pair

  /**
   * The Pixel's base code as a script element for the head of a page; empty where consent does not allow it. A visitor who opted
   * out gets it with `limitedDataUse`. It never throws: what goes wrong is told to `onError`.
   */
  baseCode(options?: VisitorBaseCodeOptions): string

  /** As the client's `enqueue`. */
  enqueue(events: Event | Iterable<Event>): Receipt
  /** As the client's `track`. */
  track(events: Event | Iterable<Event>, options?: { signal?: AbortSignal | undefined }): Promise<Receipt>
  /** As the client's `pixel`. */
  pixel(event: Event, options?: NonceOption): Pixel | null
  /** As the client's `explain`. */
  explain(event: Event): Explanation
  /**
   * The event as it is handed to the client. What the event says wins: of `user` and `page` each member, `consent` whole, unless
   * it says nothing.
   */
  event(event: Event): Event
}

/** Both halves of a conversion. */
export interface Pair {
  readonly receipt: Receipt
  /** The page's half as a script element; empty where consent does not allow it. */
  readonly html: string
}

/** How the Pixel is loaded for a visitor. */
export interface VisitorBaseCodeOptions extends BaseCodeOptions {
  /** Another pixel than that of the client. */
  pixelCode?: string | undefined
}

/** The page's Content Security Policy. */
export interface NonceOption {
  nonce?: string | undefined
}

/** What all frameworks take. */
export interface ConversionOptions<R> {
  /**
   * The visitor's answer to the shop's own banner: the name of a cookie that holds `granted`, `denied` or `opted_out`, or a
   * function of the request, which answers at once: a promise counts as denied. The signals of the browser and of consent tools
   * are read without it; the most restrictive counts.
   */
  consent?: string | ((request: R) => Consent | undefined) | undefined
  /** Told what went wrong while a page was served, in place of `console.warn`. */
  onError?: ((error: unknown, what: string) => void) | undefined
}
