/** One address that is told what happens, as this process sees it: what is to be sent, and how it takes that. */
import type { ServedEndpoint } from '../store/webhook-endpoints.js'
import type { QueuedMessage } from '../store/webhook-messages.js'
import type { CallbackSecrets, Callbacks } from '../wire/callbacks.js'
import { MessageQueue } from './queue.js'

/** Messages under way at once: usually, to one that answers slowly, and to one that fails or is not known yet. */
const USUAL = 16
const SLOW = 4
const FAILING = 1

const SLOW_FROM_MS = 1_000
/** After so many failures in a row, it is left alone for a while, twice as long after each further one. */
const PATIENCE = 4
const FIRST_REST_MS = 1_000
const LONGEST_REST_MS = 60_000

export class Receiver {
  endpoint: ServedEndpoint
  readonly callbacks: Callbacks
  /** Null: its secret can't be had, so that nothing can be sent. */
  secrets: CallbackSecrets | null
  queue = new MessageQueue()
  /** The number up to which its messages are in the queue; all that are due, if `isWhole`. */
  loadedTo = 0
  isWhole = false
  /** Sent, and what came of it is not recorded yet. */
  underWay = 0
  /** Commits that are read at once. */
  stretch = FIRST_STRETCH
  failures = 0
  /** Something was received: until then, not much is risked. */
  #isProven = false
  #lastTookMs = 0
  #restsUntil = Number.NEGATIVE_INFINITY

  constructor(endpoint: ServedEndpoint, callbacks: Callbacks, secrets: CallbackSecrets | null) {
    this.endpoint = endpoint
    this.callbacks = callbacks
    this.secrets = secrets
  }

  /** Whether it takes up more than its share. */
  get isSlow(): boolean {
    return this.failures > 0 || this.#lastTookMs >= SLOW_FROM_MS
  }

  /** The next message that may be sent to it now; it is then under way. */
  next(now: number): QueuedMessage | undefined {
    if (this.secrets === null || now < this.#restsUntil) return undefined
    const most = this.failures > 0 || !this.#isProven ? FAILING : this.isSlow ? SLOW : USUAL
    if (this.underWay >= most) return undefined
    const message = this.queue.take(now)
    if (message !== undefined) this.underWay += 1
    return message
  }

  /** When there may be something to send, unless more comes; -Infinity: at once. */
  get nextAt(): number {
    return Math.max(this.queue.nextAt, this.#restsUntil)
  }

  answered(wasReceived: boolean, tookMs: number, now: number): void {
    this.#lastTookMs = tookMs
    this.failures = wasReceived ? 0 : this.failures + 1
    this.#isProven ||= wasReceived
    const beyond = this.failures - PATIENCE
    this.#restsUntil =
      beyond <= 0
        ? Number.NEGATIVE_INFINITY
        : now + Math.min(FIRST_REST_MS * 2 ** (beyond - 1), LONGEST_REST_MS)
  }

  /** Begins anew, with what the store has. */
  reset(endpoint: ServedEndpoint, secrets: CallbackSecrets | null): void {
    this.endpoint = endpoint
    this.secrets = secrets
    this.queue = new MessageQueue()
    this.loadedTo = 0
    this.isWhole = false
    this.failures = 0
    this.#isProven = false
    this.#restsUntil = Number.NEGATIVE_INFINITY
  }

  /** Where few commits leave many events, fewer are read at once; where they leave none, more. */
  adapt(read: number): void {
    if (read > MANY_EVENTS) this.stretch = Math.max(1, Math.floor(this.stretch / 2))
    else if (read < FEW_EVENTS) this.stretch = Math.min(LONGEST_STRETCH, this.stretch * 2)
  }
}

const FIRST_STRETCH = 16
const LONGEST_STRETCH = 4_096
const MANY_EVENTS = 2_000
const FEW_EVENTS = 500
