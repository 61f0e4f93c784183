/**
 * Removes requests from the log, and calls of forwardings, that are older than they are to be kept, and the oldest where
 * there are too many.
 */
import { dropRows, KEPT_LOGS, tenantsWithRows } from '../store/kept-logs.js'
import type { Pool } from '../store/pool.js'
import { Sweeper } from '../store/sweeper.js'

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

export class RequestSweeper extends Sweeper {
  readonly #parts: SweeperParts

  constructor(parts: SweeperParts) {
    super(parts.failed)
    this.#parts = parts
  }

  async sweep(): Promise<void> {
    const { pool, clock, days } = this.#parts
    const limits = { before: clock() - days * DAY_MS, keep: days === 0 ? 0 : MOST_KEPT, most: MOST_AT_ONCE }
    for (const log of KEPT_LOGS) {
      for (const tenantId of await tenantsWithRows(pool, log)) {
        while (!this.isStopped && (await dropRows(pool, log, tenantId, limits)) === MOST_AT_ONCE);
      }
    }
  }
}
