/** What a command changed, for the audit log: by whoever runs it on this machine. */
import { userInfo } from 'node:os'
import { redacted } from '../people/redaction.js'
import { addAuditEntries } from '../store/audit-log.js'
import type { Database } from '../store/pool.js'

export interface CommandChange {
  /** As the native API calls the same change. */
  readonly operation: string
  readonly target: string
  readonly before?: unknown
  readonly after: unknown
}

export async function putOnRecord(
  database: Database,
  tenantId: number,
  { operation, target, before = null, after }: CommandChange,
): Promise<void> {
  const entry = {
    at: Date.now(),
    who: { kind: 'command', name: commander() },
    operation,
    target,
    request: null,
    before: redacted(before),
    after: redacted(after),
    requestId: null,
    outcome: 'done',
  } as const
  await addAuditEntries(database, tenantId, [entry])
}

/** By the name that this system knows them by, or by their number. */
function commander(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
