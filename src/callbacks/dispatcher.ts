/**
 * Tells addresses what happens: reads what has been committed, queues what it means for each, sends what is due, and
 * records what came of it, turn by turn. One process at a time does, by a lease. What it knows of an address is a copy
 * of what the store has, so that another one goes on where it ended: a message whose outcome was not recorded is sent
 * again, under the same id.
 */
import { randomUUID } from 'node:crypto'
import { laneVersions } from '../store/callback-feed.js'
import { holdLease, releaseLease } from '../store/leases.js'
import type { Pool } from '../store/pool.js'
import type { SecretBox } from '../store/secret-box.js'
import {
  noteFailing,
  pauseEndpoint,
  readServedEndpoints,
  type ServedEndpoint,
} from '../store/webhook-endpoints.js'
import {
  type Attempted,
  dropOldMessages,
  type QueuedMessage,
  readDueMessages,
  recordAttempts,
} from '../store/webhook-messages.js'
import type { CallbackSecrets, Callbacks } from '../wire/callbacks.js'
import { attempt, type Post } from './attempt.js'
import { Receiver } from './receiver.js'
import { Feed, tell } from './telling.js'

export interface DispatcherParts {
  readonly pool: Pool
  readonly box: SecretBox
  /** By family. */
  readonly callbacks: ReadonlyMap<string, Callbacks>
  readonly post: Post
  readonly clock: () => number
  readonly failed: (error: unknown) => void
  /** An address that has failed for days is sent nothing more. */
  readonly paused: (endpoint: { readonly tenantId: number; readonly endpointId: number }) => void
}

const LEASE = 'callbacks'
const LEASE_MS = 10_000
const RENEW_MS = 2_000
const LOOK_FOR_ENDPOINTS_MS = 1_000
/** Messages of one address at hand: below the first number more are fetched, at most the second at once. */
const FEW = 500
const PAGE = 1_000
/** Messages under way at once, in all, and to those that are slow or fail. */
const MOST_UNDER_WAY = 256
const MOST_SLOW = 128
const DAY_MS = 86_400_000
const PAUSE_AFTER_MS = 3 * DAY_MS
/** What was delivered or given up. */
export const KEEP_DAYS = 7
const KEEP_MS = KEEP_DAYS * DAY_MS
const TIDY_EVERY_MS = 60_000
const TIDY_AT_ONCE = 5_000
const CLOSE_WITHIN_MS = 4_000

export class Dispatcher {
  readonly #parts: DispatcherParts
  readonly #holder = randomUUID()
  readonly #receivers = new Map<string, Receiver>()
  readonly #sending = new Set<Promise<void>>()
  #finished: { receiver: Receiver; message: QueuedMessage; attempted: Attempted }[] = []
  #heldAt = Number.NEGATIVE_INFINITY
  #lookedAt = Number.NEGATIVE_INFINITY
  #tidiedAt = Number.NEGATIVE_INFINITY
  #turns = 0
  /** Told when there is something to record. */
  wake: () => void = () => {}

  constructor(parts: DispatcherParts) {
    this.#parts = parts
  }

  /** Addresses have been changed: they are looked at with the next turn. */
  look(): void {
    this.#lookedAt = Number.NEGATIVE_INFINITY
    this.wake()
  }

  /**
   * Does all that can be done now, without waiting for answers; at most `mostStarts` messages are sent. True: there is
   * more to be done at once.
   */
  async turn(mostStarts = MOST_UNDER_WAY): Promise<boolean> {
    const now = this.#parts.clock()
    if (!(await this.#mayWork())) return false
    await this.#record(now)
    await this.#lookForEndpoints(now)
    const hasMore = await this.#fetch(now)
    this.#send(now, mostStarts)
    await this.#tidy(now)
    return hasMore || this.#finished.length > 0
  }

  /** Waits a little for what is under way, records it, and lets another process go on with the rest. */
  async close(): Promise<void> {
    const patience = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS).unref())
    await Promise.race([Promise.all(this.#sending), patience])
    if (this.#receivers.size > 0) await this.#record(this.#parts.clock()).catch(this.#parts.failed)
    await releaseLease(this.#parts.pool, LEASE, this.#holder).catch(this.#parts.failed)
  }

  /** The database's clock counts for the lease, which goes on whatever ours does. */
  async #mayWork(): Promise<boolean> {
    const now = performance.now()
    if (now - this.#heldAt < RENEW_MS) return true
    if (await holdLease(this.#parts.pool, LEASE, this.#holder, LEASE_MS)) {
      this.#heldAt = now
      return true
    }
    // Another one's: what is known here grows old.
    this.#receivers.clear()
    this.#finished = []
    this.#lookedAt = Number.NEGATIVE_INFINITY
    return false
  }

  async #record(now: number): Promise<void> {
    // A copy: what finishes while these are being recorded must not be taken for recorded.
    const finished = [...this.#finished]
    if (finished.length === 0) return
    for (const tenantId of new Set(finished.map((one) => one.attempted.tenantId))) {
      const attempts = finished.map((one) => one.attempted).filter((one) => one.tenantId === tenantId)
      await recordAttempts(this.#parts.pool, tenantId, attempts, now)
    }
    // Others may have finished meanwhile: they come behind these.
    this.#finished = this.#finished.slice(finished.length)
    for (const { receiver, message, attempted } of finished) {
      receiver.underWay -= 1
      if (attempted.state !== 'due') receiver.queue.done(message)
      else receiver.queue.again({ ...message, attempts: message.attempts + 1, dueAt: attempted.dueAt })
    }
    for (const receiver of new Set(finished.map((one) => one.receiver))) await this.#noteHealth(receiver, now)
  }

  /** What the last answers say of an address. */
  async #noteHealth(receiver: Receiver, now: number): Promise<void> {
    const { endpoint, failures } = receiver
    const { pool, paused } = this.#parts
    if (failures === 0) {
      if (endpoint.failingSince === null) return
      receiver.endpoint = { ...endpoint, failingSince: null }
      await noteFailing(pool, endpoint, null)
    } else if (endpoint.failingSince === null) {
      receiver.endpoint = { ...endpoint, failingSince: now }
      await noteFailing(pool, endpoint, now)
    } else if (now - endpoint.failingSince >= PAUSE_AFTER_MS && (await pauseEndpoint(pool, endpoint, now))) {
      paused(endpoint)
      this.#receivers.delete(keyOf(endpoint))
    }
  }

  async #lookForEndpoints(now: number): Promise<void> {
    if (now - this.#lookedAt < LOOK_FOR_ENDPOINTS_MS) return
    this.#lookedAt = now
    const served = await readServedEndpoints(this.#parts.pool)
    const keys = new Set(served.map(keyOf))
    for (const key of this.#receivers.keys()) if (!keys.has(key)) this.#receivers.delete(key)
    for (const endpoint of served) {
      const callbacks = this.#parts.callbacks.get(endpoint.family)
      if (callbacks === undefined) continue
      const known = this.#receivers.get(keyOf(endpoint))
      const secrets = this.#open(endpoint, now)
      if (known === undefined) {
        this.#receivers.set(keyOf(endpoint), new Receiver(endpoint, callbacks, secrets))
      } else if (known.endpoint.revision === endpoint.revision) {
        known.secrets = secrets
      } else if (known.underWay === 0) {
        known.reset(endpoint, secrets)
      } else {
        // What is under way to it as it was ends first.
        known.secrets = null
        this.#lookedAt = Number.NEGATIVE_INFINITY
      }
    }
  }

  #open(
    { secretSealed, previousSealed, previousUntil }: ServedEndpoint,
    now: number,
  ): CallbackSecrets | null {
    if (secretSealed === null) return null
    const isOverlap = previousSealed !== null && previousUntil !== null && now < previousUntil
    try {
      const previous = isOverlap ? this.#parts.box.open(previousSealed) : null
      return { current: this.#parts.box.open(secretSealed), previous }
    } catch {
      // Sealed with another key, which the server has told at its start.
      return null
    }
  }

  /** True: there is more. */
  async #fetch(now: number): Promise<boolean> {
    const { pool } = this.#parts
    const hungry = [...this.#receivers.values()].filter((one) => one.queue.size < FEW)
    if (hungry.length === 0) return false
    const versions = await laneVersions(pool, [...new Set(hungry.map((one) => one.endpoint.tenantId))])
    const feed = new Feed(pool)
    let hasMore = false
    for (const receiver of hungry) {
      const isEnd = receiver.isWhole
        ? await this.#tell(receiver, feed, versions.get(receiver.endpoint.tenantId) ?? 0, now)
        : await this.#load(receiver)
      hasMore ||= !isEnd
    }
    return hasMore
  }

  /** Messages of before. True: there is nothing else. */
  async #load(receiver: Receiver): Promise<boolean> {
    const messages = await readDueMessages(this.#parts.pool, receiver.endpoint, receiver.loadedTo, PAGE)
    for (const message of messages) receiver.queue.add(message)
    receiver.loadedTo = messages.at(-1)?.number ?? receiver.loadedTo
    receiver.isWhole = messages.length < PAGE
    return false
  }

  /** What has been committed since. True: there is nothing else. */
  async #tell(receiver: Receiver, feed: Feed, version: number, now: number): Promise<boolean> {
    const { endpoint, callbacks } = receiver
    if (endpoint.toldTo >= version) return true
    const to = Math.min(version, endpoint.toldTo + receiver.stretch)
    const told = await tell(this.#parts.pool, feed, endpoint, callbacks, to, now)
    if (told === null) {
      this.#lookedAt = Number.NEGATIVE_INFINITY
      return true
    }
    for (const message of told.added) receiver.queue.add(message)
    receiver.endpoint = { ...receiver.endpoint, toldTo: to }
    receiver.adapt(told.read)
    return to >= version
  }

  /** In turns, so that none is always first. */
  #send(now: number, mostStarts: number): void {
    this.#turns += 1
    const all = [...this.#receivers.values()]
    const offset = all.length === 0 ? 0 : this.#turns % all.length
    let slow = all.reduce((sum, one) => sum + (one.isSlow ? one.underWay : 0), 0)
    let left = Math.min(mostStarts, MOST_UNDER_WAY - this.#sending.size)
    let open = [...all.slice(offset), ...all.slice(0, offset)]
    while (open.length > 0 && left > 0) {
      const still: Receiver[] = []
      for (const receiver of open) {
        if (left === 0 || (receiver.isSlow && slow >= MOST_SLOW)) continue
        const message = receiver.next(now)
        if (message === undefined) continue
        left -= 1
        if (receiver.isSlow) slow += 1
        this.#start(receiver, message, now)
        still.push(receiver)
      }
      open = still
    }
  }

  #start(receiver: Receiver, message: QueuedMessage, now: number): void {
    const { post, clock } = this.#parts
    const sending = attempt(receiver, message, { post, now, clock }).then((attempted) => {
      this.#sending.delete(sending)
      receiver.answered(attempted.state === 'delivered', attempted.entry.tookMs, clock())
      this.#finished.push({ receiver, message, attempted })
      this.wake()
    })
    this.#sending.add(sending)
  }

  async #tidy(now: number): Promise<void> {
    if (now - this.#tidiedAt < TIDY_EVERY_MS) return
    const hasMore = await dropOldMessages(this.#parts.pool, now - KEEP_MS, TIDY_AT_ONCE)
    if (!hasMore) this.#tidiedAt = now
  }
}

function keyOf({ tenantId, endpointId }: { readonly tenantId: number; readonly endpointId: number }): string {
  return `${tenantId}/${endpointId}`
}
