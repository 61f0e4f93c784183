/**
 * Puts changes on record, beside the lanes: an entry is begun before its change and completed behind it, so that none
 * is lost whatever ends the hub. Entries that come at once share a statement. Whoever made the change is answered when
 * it is on record. What can't be completed is tried again, and then told the operator, since the change itself has
 * been made.
 */
import type { AuditEntry, BegunEntry } from '../order/people-calls.js'
import {
  type AuditOutcome,
  addAuditEntries,
  completeAuditEntries,
  dropAuditEntries,
  type NewAuditEntry,
} from '../store/audit-log.js'
import type { Database } from '../store/pool.js'
import type { AuditTrail, OpenEntry } from '../wire/people.js'
import { Grouped } from './grouped.js'
import { redacted } from './redaction.js'

const MOST_TRIES = 3

/** What is told of an entry that is lost: nothing of its content. */
export type LostEntry = Pick<AuditEntry, 'operation' | 'requestId'> & { readonly tenantId: number }

export class GroupedAuditTrail implements AuditTrail {
  readonly #adding: Grouped<NewAuditEntry, number>
  readonly #completing: Grouped<AuditOutcome, null>
  readonly #dropping: Grouped<number, null>
  readonly #lost: (entry: LostEntry, error: unknown) => void

  constructor(database: Database, lost: (entry: LostEntry, error: unknown) => void) {
    this.#lost = lost
    this.#adding = new Grouped((tenantId, entries) => addAuditEntries(database, tenantId, entries))
    this.#completing = new Grouped(async (tenantId, outcomes) => {
      await completeAuditEntries(database, tenantId, outcomes)
      return outcomes.map(() => null)
    })
    this.#dropping = new Grouped(async (tenantId, entryNumbers) => {
      await dropAuditEntries(database, tenantId, entryNumbers)
      return entryNumbers.map(() => null)
    })
  }

  async note(tenantId: number, entry: AuditEntry): Promise<void> {
    const { after } = entry
    const kept = { ...keptOf(entry), after: redacted(after), outcome: 'done' } as const
    await this.#insist(tenantId, entry, () => this.#adding.add(tenantId, kept))
  }

  async begin(tenantId: number, entry: BegunEntry): Promise<OpenEntry> {
    const entryNumber = await this.#adding.add(tenantId, { ...keptOf(entry), outcome: 'begun' })
    return {
      done: ({ target, after }) => {
        const outcome = { entryNumber, target, after: redacted(after) }
        return this.#insist(tenantId, entry, () => this.#completing.add(tenantId, outcome))
      },
      drop: async () => {
        // It stays begun, which says no more than that it was asked for.
        await this.#dropping.add(tenantId, entryNumber).catch(() => {})
      },
    }
  }

  async #insist(tenantId: number, entry: BegunEntry, work: () => Promise<unknown>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await work()
        return
      } catch (error) {
        if (attempt < MOST_TRIES) continue
        const { operation, requestId } = entry
        this.#lost({ tenantId, operation, requestId }, error)
        return
      }
    }
  }
}

function keptOf(entry: BegunEntry): BegunEntry {
  return { ...entry, request: redacted(entry.request), before: redacted(entry.before) }
}
