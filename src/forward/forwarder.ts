/**
 * Forwards orders and follows what becomes of them. Each connection is worked by one process at a time, by a lease, so
 * that its pace holds; connections don't wait for each other. The leases are not needed for being right: whatever is
 * sent is written down before as unknown, and whoever changes a forwarding must have read it as it is.
 */
import { randomUUID } from 'node:crypto'
import type { Pacer } from '../connect/pacer.js'
import type { Seen } from '../connect/seen.js'
import {
  busyConnections,
  type Connection,
  type ConnectionName,
  noteConnection,
  readConnection,
} from '../store/connections.js'
import { dueForwardings, type Forwarding, unreadTenants } from '../store/forwardings.js'
import { holdLease, releaseLease } from '../store/leases.js'
import { poll, readSome } from './following.js'
import { takeIn } from './intake.js'
import { type Link, NO_LINK, openLink, pacerOf } from './link.js'
import type { ForwardParts } from './parts.js'
import { lookUp, type Noticed, place } from './placing.js'
import { takeReceived } from './receiving.js'

export interface ForwarderSettings {
  /** How often it looks for something to do. */
  readonly everyMs: number
  /** For how long a process that works on a connection keeps the others away. */
  readonly leaseMs: number
}

const FORWARDER_SETTINGS: ForwarderSettings = { everyMs: 1_000, leaseMs: 10_000 }

const MOST_CONNECTIONS = 200
const MOST_JOBS = 200
/** Calls on one connection, whatever its platform allows. */
const MOST_AT_ONCE = 16
/** A credential that isn't known is not tried again at once. */
const PAUSED_MS = 60_000

export class Forwarder {
  readonly #parts: ForwardParts
  readonly #failed: (error: unknown) => void
  readonly #holder = randomUUID()
  readonly #ending = new AbortController()
  readonly #paces = new Map<string, Pacer>()
  readonly #underWay = new Map<string, Promise<void>>()
  #looking: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(parts: ForwardParts, failed: (error: unknown) => void) {
    this.#parts = parts
    this.#failed = failed
  }

  start({ everyMs, leaseMs }: ForwarderSettings = FORWARDER_SETTINGS): void {
    const look = async (): Promise<void> => {
      try {
        await this.#takeAllIn()
        const busy = await busyConnections(this.#parts.pool, this.#parts.clock(), MOST_CONNECTIONS)
        for (const one of busy) this.#begin(one, leaseMs)
      } catch (error) {
        this.#failed(error)
      }
      if (this.#isEnding) return
      this.#timer = setTimeout(() => {
        this.#looking = look()
      }, everyMs)
    }
    this.#looking = look()
  }

  /** All that is due by now. */
  async doAllDue({ leaseMs }: Pick<ForwarderSettings, 'leaseMs'> = FORWARDER_SETTINGS): Promise<void> {
    for (;;) {
      await this.#takeAllIn()
      const busy = await busyConnections(this.#parts.pool, this.#parts.clock(), MOST_CONNECTIONS)
      if (busy.length === 0 || this.#isEnding) return
      for (const one of busy) this.#begin(one, leaseMs)
      await Promise.all(this.#underWay.values())
    }
  }

  /** Stops: calls that are under way are given up, and looked up by whoever goes on. */
  async close(): Promise<void> {
    this.#ending.abort()
    clearTimeout(this.#timer)
    await this.#looking
    await Promise.all(this.#underWay.values())
  }

  get #isEnding(): boolean {
    return this.#ending.signal.aborted
  }

  async #takeAllIn(): Promise<void> {
    const { pool, clock } = this.#parts
    for (const tenantId of await unreadTenants(pool)) {
      while (!this.#isEnding && (await takeIn(pool, tenantId, clock())));
    }
  }

  #begin(connection: ConnectionName, leaseMs: number): void {
    const name = nameOf(connection)
    if (this.#underWay.has(name) || this.#isEnding) return
    const work = this.#workLeased(connection, leaseMs)
      .catch(this.#failed)
      .finally(() => this.#underWay.delete(name))
    this.#underWay.set(name, work)
  }

  async #workLeased(connection: ConnectionName, leaseMs: number): Promise<void> {
    const { pool } = this.#parts
    const lease = `forwarding ${nameOf(connection)}`
    let isHeld = await holdLease(pool, lease, this.#holder, leaseMs)
    if (!isHeld) return
    const hold = setInterval(() => {
      holdLease(pool, lease, this.#holder, leaseMs).then(
        (held) => {
          isHeld = held
        },
        (error: unknown) => {
          isHeld = false
          this.#failed(error)
        },
      )
    }, leaseMs / 3)
    try {
      await this.#work(connection, () => isHeld && !this.#isEnding)
    } finally {
      clearInterval(hold)
      await releaseLease(pool, lease, this.#holder).catch(this.#failed)
    }
  }

  async #work({ tenantId, connectionId }: ConnectionName, mayGoOn: () => boolean): Promise<void> {
    const { pool, clock, rules } = this.#parts
    const connection = await readConnection(pool, tenantId, connectionId)
    const platform = this.#parts.platforms.get(connection?.family ?? '')
    if (connection === null || platform === undefined) return
    const { timeoutMs, inFlight } = platform.upstream.pace
    const settings = { timeoutMs, rules, signal: this.#ending.signal }
    const link = openLink(this.#parts, connection, settings, this.#paceOf(connection))
    if (link === null) {
      await noteConnection(pool, connection, { problem: NO_LINK, pausedUntil: clock() + PAUSED_MS })
      return
    }
    await takeReceived(this.#parts, connection)
    const jobs = await dueForwardings<Seen>(pool, tenantId, connectionId, clock(), MOST_JOBS)
    const tasks = [...this.#tasks(link, jobs), async () => (await poll(this.#parts, link)) ?? GOOD]
    let isKnown = true
    await inTurns(tasks, Math.min(inFlight, MOST_AT_ONCE), async (task) => {
      if (!isKnown || !mayGoOn()) return
      try {
        const { isUnauthorized } = await task()
        if (isUnauthorized) isKnown = false
      } catch (error) {
        // One that fails keeps none of the others waiting.
        this.#failed(error)
      }
    })
    if (!isKnown) {
      const problem = 'the platform does not know the credential'
      await noteConnection(pool, connection, { problem, pausedUntil: clock() + PAUSED_MS })
    }
  }

  #tasks(link: Link, jobs: readonly Forwarding<Seen>[]): (() => Promise<Noticed>)[] {
    const parts = this.#parts
    const sent = jobs.filter((one) => one.state === 'sent')
    const { lot } = link.upstream.read
    const lots = Array.from({ length: Math.ceil(sent.length / lot) }, (_, index) =>
      sent.slice(index * lot, (index + 1) * lot),
    )
    return [
      ...jobs.flatMap((job) => {
        if (job.state === 'unknown') return [() => lookUp(parts, link, job)]
        return job.state === 'due' || job.state === 'withdrawn' ? [() => place(parts, link, job)] : []
      }),
      ...lots.map((some) => () => readSome(parts, link, some)),
    ]
  }

  #paceOf(connection: Connection): Pacer {
    const name = nameOf(connection)
    const kept = this.#paces.get(name)
    if (kept !== undefined) return kept
    const platform = this.#parts.platforms.get(connection.family)
    if (platform === undefined) throw new Error(`there is no client for ${connection.family}`)
    const pace = pacerOf(platform.upstream)
    this.#paces.set(name, pace)
    return pace
  }
}

const GOOD: Noticed = { isUnauthorized: false }

function nameOf({ tenantId, connectionId }: ConnectionName): string {
  return `${tenantId}/${connectionId}`
}

/** `width` at once; each takes the next one when it is done. */
async function inTurns<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
}
