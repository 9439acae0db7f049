import type { Client, Event, EventName, Receipt } from './index'

/** Keeps what a client would send from now on. Events are built as always, so bad ones are refused as always. */
export function record(capi: Client): Recording

/** What a client would have sent. */
export interface Recording {
  /** The canonical events, as TikTok would get them. */
  readonly events: readonly TrackedEvent[]
  /** What each call gave, with the events that were refused or withheld. */
  readonly receipts: readonly Receipt[]

  /**
   * The first event of that name that has everything that is expected. That is written as an event is, with raw identifiers,
   * and compared as it would be sent. A list is compared as a whole.
   *
   * @throws {AssertionError} There is none.
   */
  assertTracked(name: EventName | (string & {}), expected?: Omit<Event, 'event'>): TrackedEvent
  /** @throws {AssertionError} There is an event. */
  assertNothingTracked(): void
  /** Forgets what there is. */
  clear(): void
  /** Lets the client send again. */
  restore(): void
}

/** A canonical event. */
export interface TrackedEvent {
  readonly event: string
  readonly event_id: string
  readonly event_time: number
  readonly [part: string]: unknown
}
