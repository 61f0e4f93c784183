/**
 * Removes requests from the log, and calls of forwardings, that are older than they are to be kept, and the oldest where
 * there are too many.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { dropRows, KEPT_LOGS, tenantsWithRows } from '../store/kept-logs.js'
import type { Pool } from '../store/pool.js'

const EVERY_MS = 600_000
const MOST_AT_ONCE = 2_000
/** Of each tenant, in each of both. */
export const MOST_KEPT = 1_000_000
const DAY_MS = 86_400_000

export interface SweeperParts {
  readonly pool: Pool
  readonly clock: () => number
  /** 0: none is kept. */
  readonly days: number
  readonly failed: (error: unknown) => void
}

export class RequestSweeper {
  readonly #parts: SweeperParts
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined

  constructor(parts: SweeperParts) {
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

  /** Several processes may do so at once: each removes what it finds. */
  async sweep(): Promise<void> {
    const { pool, clock, days } = this.#parts
    const limits = { before: clock() - days * DAY_MS, keep: days === 0 ? 0 : MOST_KEPT, most: MOST_AT_ONCE }
    for (const log of KEPT_LOGS) {
      for (const tenantId of await tenantsWithRows(pool, log)) {
        while (
          !this.#stopping.signal.aborted &&
          (await dropRows(pool, log, tenantId, limits)) === MOST_AT_ONCE
        );
      }
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        await this.sweep()
      } catch (error) {
        this.#parts.failed(error)
      }
      await sleep(EVERY_MS, undefined, { signal, ref: false }).catch(() => {})
    }
  }
}
