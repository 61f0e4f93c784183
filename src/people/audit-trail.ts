/**
 * Puts changes on record, behind them and beside the lanes: entries that come while others are being written share
 * the next statement. Whoever made the change is answered when it is on record. What can't be written is tried
 * again, and then told the operator, since the change itself has been made.
 */
import type { AuditEntry } from '../order/people-calls.js'
import { addAuditEntries } from '../store/audit-log.js'
import type { Database } from '../store/pool.js'
import type { AuditTrail } from '../wire/people.js'
import { redacted } from './redaction.js'

const MOST_AT_ONCE = 500
const MOST_TRIES = 3

interface Waiting {
  readonly tenantId: number
  readonly entry: AuditEntry
  readonly done: () => void
}

/** What is told of an entry that is lost: nothing of its content. */
export type LostEntry = Pick<AuditEntry, 'operation' | 'requestId'> & { readonly tenantId: number }

export class GroupedAuditTrail implements AuditTrail {
  readonly #database: Database
  readonly #lost: (entry: LostEntry, error: unknown) => void
  #waiting: Waiting[] = []
  #isWriting = false

  constructor(database: Database, lost: (entry: LostEntry, error: unknown) => void) {
    this.#database = database
    this.#lost = lost
  }

  note(tenantId: number, entry: AuditEntry): Promise<void> {
    const { request, before, after } = entry
    const kept = {
      ...entry,
      request: redacted(request),
      before: redacted(before),
      after: redacted(after),
    }
    return new Promise((resolve) => {
      this.#waiting.push({ tenantId, entry: kept, done: resolve })
      if (!this.#isWriting) void this.#write()
    })
  }

  async #write(): Promise<void> {
    this.#isWriting = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_AT_ONCE)
      const tenants = new Set(batch.map((one) => one.tenantId))
      for (const tenantId of tenants) {
        await this.#add(
          tenantId,
          batch.filter((one) => one.tenantId === tenantId),
        )
      }
    }
    this.#isWriting = false
  }

  async #add(tenantId: number, batch: readonly Waiting[]): Promise<void> {
    const entries = batch.map((one) => one.entry)
    for (let attempt = 1; ; attempt++) {
      try {
        await addAuditEntries(this.#database, tenantId, entries)
        break
      } catch (error) {
        if (attempt < MOST_TRIES) continue
        for (const { operation, requestId } of entries) this.#lost({ tenantId, operation, requestId }, error)
        break
      }
    }
    for (const { done } of batch) done()
  }
}
