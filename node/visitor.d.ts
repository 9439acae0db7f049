import type { BaseCodeOptions, Consent, Event, Explanation, Pixel, Receipt, SignalOption, Visitor as Told } from './index'

/** The visitor of one request: the client's verbs, with what the request tells laid under the event. */
export interface Visitor extends Told {
  /** @deprecated The first name of `limitedDataUse`, and the same. */
  readonly optedOut: boolean

  /**
   * Reports a conversion by the client's `enqueue`. It never throws: what goes wrong is told to `onError`, and the shop goes
   * on. `null` when the event was not taken.
   */
  report(event: Event | string): Receipt | null

  /**
   * The page's copy of a conversion as a script element; empty where consent does not allow it. It never throws: what goes
   * wrong is told to `onError`.
   */
  snippet(event: Event | string, options?: NonceOption): string

  /** Both halves in one call, with one `event_id`. It throws what `enqueue` throws. */
  pair(event: Event | string, options?: NonceOption): Pair

  /**
   * The Pixel's base code as a script element for the head of a page; empty where consent does not allow it. A visitor who opted
   * out gets it with `limitedDataUse`. It never throws: what goes wrong is told to `onError`, each time also that there is no pixel
   * code, since the client has none or its event source is no web page.
   */
  baseCode(options?: VisitorBaseCodeOptions): string

  /** As the client's `enqueue`. */
  enqueue(events: Event | string | Iterable<Event>): Receipt
  /** As the client's `track`. */
  track(events: Event | string | Iterable<Event>, options?: SignalOption): Promise<Receipt>
  /** As the client's `pixel`. */
  pixel(event: Event | string, options?: NonceOption): Pixel | null
  /** As the client's `explain`. */
  explain(event: Event | string): Explanation
  /**
   * The event with the visitor laid under it, for looking, by JSON's own kinds: the verbs take the event as it is. What the event
   * says wins: of `user` and `page` each member, `consent` whole, unless it says nothing.
   */
  event(event: Event | string): Event
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
   * function of the request, which answers at once: a promise counts as denied. The signals of the browser, and the cookie of the
   * client's `consentTool`, are read without it; the most restrictive counts.
   */
  consent?: string | ((request: R) => Consent | undefined) | undefined
  /**
   * Told what went wrong while a page was served, in place of `console.warn`. Of a cookie whose consent cannot be read it is told
   * once a request, by a `ConfigError` with the code `invalid_consent` and the cookie's name as its `option`.
   */
  onError?: ((error: unknown, what: string) => void) | undefined
}
