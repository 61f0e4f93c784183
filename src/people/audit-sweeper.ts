/** Removes what is too old from the audit log. */
import { forgetAuditEntries } from '../store/audit-log.js'
import type { Database } from '../store/pool.js'
import { Sweeper } from '../store/sweeper.js'

const MOST_AT_ONCE = 2_000
const DAY_MS = 86_400_000

export interface AuditSweeperParts {
  readonly database: Database
  readonly clock: () => number
  /** 0: all is kept for ever. */
  readonly days: number
  readonly failed: (error: unknown) => void
}

export class AuditSweeper extends Sweeper {
  readonly #parts: AuditSweeperParts

  constructor(parts: AuditSweeperParts) {
    super(parts.failed)
    this.#parts = parts
  }

  async sweep(): Promise<void> {
    const { database, clock, days } = this.#parts
    if (days === 0) return
    const before = clock() - days * DAY_MS
    while (!this.isStopped && (await forgetAuditEntries(database, before, MOST_AT_ONCE)) === MOST_AT_ONCE);
  }
}
