/**
 * Removes what is too old from the logs, a little at a time, every ten minutes: requests, calls of forwardings, audit
 * entries; of the first two also the oldest where there are too many. Several processes may do so: each removes what it
 * finds.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { forgetAuditEntries } from './audit-log.js'
import { dropRows, KEPT_LOGS, type KeptLog, lastBeyond, tenantsWithRows } from './kept-logs.js'
import type { Pool } from './pool.js'

const EVERY_MS = 600_000
const DAY_MS = 86_400_000
/** Requests, and calls, of each tenant. */
export const MOST_KEPT = 1_000_000
const MOST_AT_ONCE = 2_000

export interface LogSweeperParts {
  readonly pool: Pool
  readonly clock: () => number
  /** How long requests and calls are kept; 0: none is. */
  readonly requestLogDays: number
  /** How long audit entries are kept; 0: for ever. */
  readonly auditLogDays: number
  /** Of requests, and of calls, of each tenant; `MOST_KEPT` if not given. */
  readonly mostKept?: number
  readonly failed: (error: unknown) => void
}

/** Removes so many rows at most; how many it did remove. */
type Drop = (most: number) => Promise<number>

export class LogSweeper {
  readonly #parts: LogSweeperParts
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined

  constructor(parts: LogSweeperParts) {
    this.#parts = parts
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Stops, and waits for the batch that is under way. */
  async close(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  /** Once through all logs. What fails with one of them, or for one tenant, is tried again with the next sweep. */
  async sweep(): Promise<void> {
    const { pool } = this.#parts
    for (const log of KEPT_LOGS) {
      const tenants = (await this.#tried(() => tenantsWithRows(pool, log))) ?? []
      for (const tenantId of tenants) await this.#tried(() => this.#dropOf(log, tenantId))
    }
    await this.#tried(() => this.#dropAuditEntries())
  }

  async #dropOf(log: KeptLog, tenantId: number): Promise<void> {
    const { pool, clock, requestLogDays: days, mostKept = MOST_KEPT } = this.#parts
    const upTo = await lastBeyond(pool, log, tenantId, days === 0 ? 0 : mostKept)
    const limits = { before: clock() - days * DAY_MS, upTo }
    await this.#all((most) => dropRows(pool, log, tenantId, { ...limits, most }))
  }

  async #dropAuditEntries(): Promise<void> {
    const { pool, clock, auditLogDays: days } = this.#parts
    if (days > 0) await this.#all((most) => forgetAuditEntries(pool, clock() - days * DAY_MS, most))
  }

  async #all(drop: Drop): Promise<void> {
    while (!this.#stopping.signal.aborted && (await drop(MOST_AT_ONCE)) === MOST_AT_ONCE);
  }

  async #tried<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#stopping.signal.aborted) return undefined
    try {
      return await work()
    } catch (error) {
      this.#parts.failed(error)
      return undefined
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      await this.sweep()
      await sleep(EVERY_MS, undefined, { signal, ref: false }).catch(() => {})
    }
  }
}
