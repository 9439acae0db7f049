import type { ClientOptions, Code, Consent, Event, Field, HashedField, Page, Severity, User } from './catalog'

export type * from './catalog'

/** A problem of a described event. It never holds a value, so it may be logged and shown. */
export interface Problem {
  /** Where it is, as `user.phone[1]`; empty for the event as a whole. */
  readonly path: string
  /** Which rule it is about. */
  readonly code: Code
  /** `error` refuses the event; with `warning` it goes; `info` is worth knowing. */
  readonly severity: Severity
  /** How to mend it. */
  readonly hint: string
}

/** Sends conversions to TikTok. Making one opens nothing: no socket, no file, no thread. */
export class Client {
  /**
   * The access token and the event source id also come from the environment; only `track` needs them.
   *
   * @throws {ConfigError} An option is unknown or does not take its value.
   */
  constructor(options?: ClientOptions)

  /** The pixel code, for `baseCode`; `null` when there is none, or the event source is no web page. */
  readonly pixelCode: string | null

  /**
   * Who is visiting, by a web request, what the shop itself knows of consent, and the options `consentTool`,
   * `consentCategory` and `consentCookie`. Of all that is told, the most restrictive counts. What the visitor's browser wrote is never
   * an error: consent that cannot be read counts as denied, and `unreadable` says whose it was.
   *
   * @throws {ConfigError} A part has another name, or is of another kind, as headers in a list: the consent in it would be lost.
   */
  visitor(request: VisitorParts): Visitor

  /**
   * The canonical JSON of one event. Its UTF-8 is what is sent, byte for byte. `null` when consent does not allow it.
   *
   * @param event A described event, or the JSON text of one.
   * @throws {InvalidEvent}
   */
  build(event: Event | string, options?: VisitorOption): string | null

  /**
   * What would be sent and why, with identifiers masked, so that it can be shown and pasted into a ticket.
   *
   * @throws {InvalidEvent} The text is not JSON.
   */
  explain(event: Event | string, options?: VisitorOption): Explanation

  /**
   * What the page needs so that the Pixel reports the same conversion. `null` when consent does not allow it.
   *
   * @throws {InvalidEvent}
   */
  pixel(event: Event | string, options?: VisitorOption & { nonce?: string | undefined }): Pixel | null

  /**
   * Writes one event, or several, to the outbox and returns at once: it never waits for the network. What is `queued` is kept
   * and delivered by a thread of its own; in a file (option `outbox`) it outlives the process, however that ends.
   *
   * @throws {InvalidEvent} One event alone is refused. A list is never refused for one of its events.
   * @throws {ConfigError} The event source id is missing, or the token for an outbox in memory.
   * @throws {OutboxFull} There is no room: nothing of the call was kept.
   * @throws {OutboxError} The outbox cannot be used: nothing of the call was kept.
   */
  enqueue(events: Event | string | Iterable<Event>, options?: VisitorOption): Receipt

  /**
   * Waits until nothing waits in the outbox any more, but no longer than `timeout` seconds, 10 unless given. What did not
   * arrive in time is no error: see `waiting`. Rejected with `OutboxError` when the outbox cannot be used.
   */
  flush(options?: { timeout?: number | undefined }): Promise<Stats>

  /**
   * Flushes for `timeout` seconds at most, 2 unless given, and ends the outbox of this client. What is left stays in the file
   * and is lost from memory. Afterwards `enqueue` throws `outbox_closed`. A process that ends by itself, or by
   * `process.exit`, gives the outbox that time without it.
   */
  close(options?: { timeout?: number | undefined }): Promise<Stats>

  /**
   * What the outbox holds, and what became of what it held.
   *
   * @throws {OutboxError} The outbox cannot be used.
   */
  stats(): Stats

  /**
   * Delivers one event, or several, now. The receipt says what became of each; see `Receipt.throwForError`.
   *
   * The promise is rejected with `InvalidEvent` when one event alone is refused, with `ConfigError` when the token or the
   * event source id is missing, and with the reason of `signal` when that ends the call: what was sent may have arrived all
   * the same. A list is never rejected for one of its events; when some of it is settled before the signal comes, the
   * receipt tells which, and `cancelled` for the others. An event that is sent with a signal wants an `event_id` of yours: a
   * call that was ended does not tell the one that was made, and what is sent again by another one may count twice.
   */
  track(events: Event | string | Iterable<Event>, options?: VisitorOption & SignalOption): Promise<Receipt>

  /**
   * Delivers now what `build` gave, one or several, maybe in another process and a while ago: byte for byte, and without reading
   * it by the rules again. The receipt says what became of each.
   *
   * The promise is rejected as that of `track` is. What is not canonical, or holds a raw identifier, is refused with the
   * problem `not_canonical`: alone by `InvalidEvent`, in a list in the receipt.
   */
  deliver(canonical: string | Uint8Array | Iterable<string | Uint8Array>, options?: SignalOption): Promise<Receipt>
}

/** Who an event is about. What the event says itself wins. */
export interface VisitorOption {
  /** The visitor of a request, what `Client.visitor` gave, or what was kept of its `told`. */
  visitor?: Visitor | VisitorTold | null | undefined
}

/** Ends a call early. */
export interface SignalOption {
  signal?: AbortSignal | undefined
}

/** What `Client.visitor` reads. */
export interface VisitorParts extends RequestParts {
  /** What the shop itself knows: a word or signals. It stands beside those of the request. */
  consent?: Consent | undefined
  /** The cookie that holds `granted`, `denied` or `opted_out`, in place of the one that the option `consentCookie` names. */
  consentCookie?: string | null | undefined
}

/** Who is visiting, and what their consent allows. Nothing personal of it is printed or serialised. */
export interface Visitor {
  /** Whether events of this visitor are sent, and so whether the page may load the Pixel: by consent alone. */
  readonly allowed: boolean
  /** Whether the Pixel is to be loaded with `limited_data_use`, as for people who opted out. */
  readonly limitedDataUse: boolean
  /** Which consent could not be read, and so counts as denied: the name of a cookie, or `consent` for what the shop said. */
  readonly unreadable: string | null
  /** What is laid under an event. It is personal data, in JSON's own kinds, fit to be kept beside an order until it is reported. */
  readonly told: VisitorTold
  /** What the answer should set, as far as consent allows it. */
  readonly cookies: readonly Cookie[]
}

/** What a request told of its visitor. */
export type VisitorTold = Pick<Event, 'user' | 'page' | 'consent'>

/** What would be sent and why. */
export interface Explanation {
  readonly outcome: 'ready' | 'refused' | 'withheld'
  /** The canonical event with masked identifiers; `null` unless it is ready. */
  readonly event: Record<string, unknown> | null
  readonly problems: readonly Problem[]
  /** The match keys; `null` unless the event is ready. */
  readonly coverage: Coverage | null
}

/** Which match keys an event has: our estimate, not TikTok's score. */
export interface Coverage {
  /** From 0 to 10. */
  readonly estimate: number
  readonly note: string
  readonly present: readonly string[]
  /** The one missing key that would add most. */
  readonly bestMissing: { readonly key: string; readonly adds: number } | null
}

/** The page's half of a conversion. */
export interface Pixel {
  /** The argument of `ttq.identify`. */
  readonly identify: Record<string, string> | null
  /** The arguments of `ttq.track`. */
  readonly track: readonly [name: string, properties: Record<string, unknown>, options: { event_id: string }]
  /** The body of a script element, safe inside HTML. */
  readonly script: string
  /** The whole script element, with the nonce when there is one. */
  readonly html: string
}

/** What became of the events of one call. */
export interface Receipt {
  /** Whether every event was accepted or queued, or withheld because its visitor did not consent. */
  readonly ok: boolean
  /** One result per event, in the caller's order. */
  readonly results: readonly Result[]
  /** Requests that were made, tries included. */
  readonly requests: number
  /** TikTok's ids of the requests that were answered. */
  readonly requestIds: readonly string[]
  /** Seconds that TikTok asked to wait, when it was last asked in vain. */
  readonly retryAfter: number | null
  /** The worst that happened to an event that was handed over. */
  readonly error: DeliveryError | null
  /** Throws `error` when there is one, else returns the receipt. */
  throwForError(): this
}

/** What became of one event. */
export interface Result {
  readonly outcome: 'accepted' | 'queued' | 'partly' | 'rejected' | 'refused' | 'withheld' | 'undelivered'
  /** The event's name; `null` when it was not sent. */
  readonly event: string | null
  /** Its deduplication id, the generated one included; `null` when it was not sent. */
  readonly eventId: string | null
  /** TikTok's code. */
  readonly code: number | null
  /** The HTTP status of an event that TikTok rejected. */
  readonly status: number | null
  /** Why it was not delivered, as `timeout`. */
  readonly reason: string | null
  /** Whether TikTok may have it all the same. Sending it again with the same id within 48 hours does no harm. */
  readonly mayHaveArrived: boolean
  /** What to look at; empty when there is nothing. */
  readonly hint: string
  /** TikTok's id of the request that decided. */
  readonly requestId: string | null
  readonly problems: readonly Problem[]
  /** What TikTok said in words. It may echo personal data: do not log it. It is neither printed nor serialised. */
  readonly apiMessage: string | null
}

/** The state of an outbox, and its counts since it was made. */
export interface Stats {
  /** Events that wait for delivery, with those that are being sent. */
  readonly waiting: number
  /** Events that a process is sending, or was sending when it died. */
  readonly inFlight: number
  /** Events that are not sent again unless somebody asks for it. */
  readonly dead: number
  /** Bytes of all of them. */
  readonly bytes: number
  /** Those of them that only this process holds, since somebody moved or deleted the file while it was in use. */
  readonly leftBehind: number
  /** How long the event that is next in line has waited. */
  readonly oldestSeconds: number | null
  /** How often what happened, as `accepted`, `withheld` or `rejected`. */
  readonly counts: Readonly<Record<string, number>>
  /** The same with its reason, as `rejected.40002` or `undelivered.timeout`. */
  readonly reasons: Readonly<Record<string, number>>
  readonly sources: readonly SourceStats[]
  /** The thread of this process that delivers; `failed` where the system let none start, null where none was needed. */
  readonly thread: 'running' | 'failed' | null
}

/** An event source of an outbox. */
export interface SourceStats {
  readonly eventSource: 'web' | 'app' | 'offline' | 'crm'
  readonly eventSourceId: string
  /** Whether its events go to Test Events. */
  readonly test: boolean
  readonly waiting: number
  /** `down` while TikTok does not answer as it should, `unauthorized` while it refuses the token. */
  readonly state: 'open' | 'down' | 'unauthorized'
  /** How long until it is tried again. */
  readonly nextTrySeconds: number | null
}

/**
 * The canonical text of one value of a field, as `'email'` or `'properties.currency'`. For an identifier this is personal
 * data in the clear. `null` when the value is absent, or a digest already.
 *
 * @param region Where a phone number without country code is read, as `'GB'`.
 * @throws {InvalidEvent} The field's rule refuses the value.
 */
export function normalize(field: Field | (string & {}), value: unknown, region?: string | null): string | null

/**
 * The SHA-256 of one identifier exactly as it is sent; `null` when the value is absent.
 *
 * @param region Where a phone number without country code is read, as `'GB'`.
 * @throws {InvalidEvent} The field's rule refuses the value.
 */
export function hash(field: HashedField, value: unknown, region?: string | null): string | null

/**
 * The deterministic id of an event, to be given to the Pixel as well, so that nothing counts twice. A name that is nearly a standard
 * one, as `purchase`, would give another id than the Pixel's: that is told by `process.emitWarning`, as a `TikTokCapiWarning`.
 *
 * @param key What makes the conversion unique, such as the order number.
 */
export function eventId(event: string, key: string | number | bigint): string

/** Parts of a web request, as any framework has them. */
export interface RequestParts {
  /** The full address that was asked for, with its query. */
  url?: string | URL | undefined
  /** `request.headers` of Node, or the `Headers` of the web's own requests; not `rawHeaders`, which are a list. */
  headers?: Readonly<Record<string, string | readonly string[] | undefined>> | HeaderPairs | undefined
  /** The address of the connection's other end. */
  remoteAddr?: string | undefined
  /** How many proxies of your own stand before the application: only they are believed about the visitor's address. */
  trustedProxies?: number | undefined
}

/** What `Headers` has, and a `Map`. */
export interface HeaderPairs {
  get(name: string): string | null | undefined
  entries(): Iterable<[string, string]>
}

/** What a web request tells: `user`, `page` and `consent` as an event takes them, and the cookies to set. */
export interface Context {
  readonly user?: Pick<User, 'ip' | 'ttclid' | 'ttp' | 'user_agent'>
  readonly page?: Page
  readonly consent?: Exclude<Consent, string | null | undefined>
  readonly cookies: readonly Cookie[]
}

/** A cookie that the answer should set. */
export interface Cookie {
  readonly name: string
  readonly value: string
  /** In seconds. */
  readonly maxAge: number
  readonly secure: boolean
  /** The value of a `Set-Cookie` header. */
  readonly header: string
}

/** Reads a web request. A request is never an error. */
export function context(request?: RequestParts): Context

/** How the Pixel is loaded. */
export interface BaseCodeOptions {
  /** Another address of the Pixel's script, as a sandbox's: `https` or `http`, without a query. */
  source?: string | URL | null | undefined
  /** For people who opted out. */
  limitedDataUse?: boolean | undefined
  /** The Pixel holds its reports until the page calls `ttq.grantConsent()`. */
  holdConsent?: boolean | undefined
  /** The page's Content Security Policy. */
  nonce?: string | null | undefined
}

/** What a page has in its head to load the Pixel. */
export interface BaseCode {
  /** The body of a script element, safe inside HTML. */
  readonly script: string
  /** The whole script element, with the nonce when there is one. */
  readonly html: string
}

/**
 * The Pixel's base code: it loads the Pixel, keeps what is called before that is there, and reports the page view.
 *
 * @throws {ConfigError} The pixel code or an option is none.
 */
export function baseCode(pixelCode: string, options?: BaseCodeOptions): BaseCode

/** The form of a payload. The `problems` of what it comes to name each part that became part of no event. */
export type Format = 'shopify' | 'ga4' | 'segment' | 'woocommerce' | 'events_api_1' | 'ga4_mp' | 'shopify_graphql' | 'meta'

/** What becomes of orders that nobody placed on the shop's pages; none of them is sent unless it is said otherwise. */
export interface DescribeOptions {
  /** Orders by which a subscription goes on. */
  readonly renewals?: 'skip' | 'send' | null
  /** What was sold over a counter. */
  readonly pointOfSale?: 'skip' | 'send' | null
  /** What the shop's staff wrote down. */
  readonly drafts?: 'skip' | 'send' | null
}

/**
 * The events of a payload. It is empty when there is nothing to send, as for a test order; `problems` says why, or what of the
 * payload is in none of the events.
 */
export interface Description extends Array<Event> {
  readonly problems: readonly Problem[]
}

/**
 * What a shop has already, an order or a tracking call, as the events that `build` and `track` take.
 *
 * @param payload An object, or its JSON as text or bytes.
 * @throws {InvalidEvent} The payload is not one of the format.
 * @throws {ConfigError} There is no such format or option.
 */
export function describe(format: Format, payload: object | string | Uint8Array, options?: DescribeOptions): Description

/**
 * Whether Shopify signed a webhook. Compared in constant time. An empty secret, or no header, verifies nothing.
 *
 * @throws {ConfigError} The secret is missing, or the body is one that was parsed.
 * @param secret The app's client secret.
 * @param body What arrived, to the byte: not parsed and printed again.
 * @param header The header `X-Shopify-Hmac-Sha256`.
 */
export function verifyShopify(secret: string, body: string | Uint8Array, header: string | null | undefined): boolean

/**
 * Whether WooCommerce signed a webhook. Compared in constant time. An empty secret, or no header, verifies nothing.
 *
 * @throws {ConfigError} The secret is missing, or the body is one that was parsed.
 * @param secret The secret of the webhook.
 * @param body What arrived, to the byte: not parsed and printed again.
 * @param header The header `X-WC-Webhook-Signature`.
 */
export function verifyWoocommerce(secret: string, body: string | Uint8Array, header: string | null | undefined): boolean

/** Everything that this package throws. Errors are told apart by class and by `code`; a code is for ever. */
export class CapiError extends Error {
  protected constructor()
  readonly code: string
}

/** The event cannot be sent, or the value is not one of its field. */
export class InvalidEvent extends CapiError {
  private constructor()
  readonly code: 'invalid_event'
  readonly problems: readonly Problem[]
}

/** An option or an argument is unknown, wrong or missing. */
export class ConfigError extends CapiError {
  private constructor()
  readonly code:
    | 'unknown_option'
    | 'invalid_option'
    | 'repeated_option'
    | 'missing_option'
    | 'invalid_argument'
    | 'invalid_consent'
    | 'unknown_field'
    | 'unknown_format'
  /** Its name, or that of the environment variable or the cookie which it came from. */
  readonly option: string
  /** How to mend it. */
  readonly hint: string
}

/** Events were handed over and did not all arrive. */
export class DeliveryError extends CapiError {
  protected constructor()
  readonly code: 'rejected' | 'unauthorized' | 'rate_limited' | 'undelivered'
  /** How many events it is about. */
  readonly events: number
  /** TikTok's code, when it gave one. */
  readonly apiCode: number | null
  /** What to look at. */
  readonly hint: string
  /** TikTok's id of the request that said so first. */
  readonly requestId: string | null
  /** What became of each event. */
  readonly receipt: Receipt
}

/** TikTok refuses the events. Sending them again does not help. */
export class Rejected extends DeliveryError {
  private constructor()
  readonly code: 'rejected'
}

/** TikTok refuses the token, or its right on the event source. */
export class Unauthorized extends DeliveryError {
  private constructor()
  readonly code: 'unauthorized'
}

/** TikTok was still throttling after the last try. */
export class RateLimited extends DeliveryError {
  private constructor()
  readonly code: 'rate_limited'
}

/** No answer, or none that settles it, after the last try. The same events may be sent again. */
export class Undelivered extends DeliveryError {
  private constructor()
  readonly code: 'undelivered'
}

/** The outbox cannot be used. Nothing of the call was kept. */
export class OutboxError extends CapiError {
  protected constructor()
  readonly code:
    | 'outbox_full'
    | 'outbox_damaged'
    | 'outbox_newer'
    | 'outbox_foreign'
    | 'outbox_unavailable'
    | 'outbox_busy'
    | 'outbox_remote'
    | 'outbox_twice'
    | 'outbox_moved'
    | 'outbox_closed'
  /** The option `outbox`: the file's path, or `:memory:`. */
  readonly path: string
  /** How to mend it. */
  readonly hint: string
}

/** The outbox, or the disk, has no room. */
export class OutboxFull extends OutboxError {
  private constructor()
  readonly code: 'outbox_full'
}

/** A bug of this package. Nothing of what was being handled is in the message. */
export class InternalError extends CapiError {
  private constructor()
  readonly code: 'internal_error'
}
