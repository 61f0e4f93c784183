/** The audit log: who changed what. Entries are added and read, never changed. */
import type { AuditEntry, AuditRecord, AuditSearch, Who } from '../order/people-calls.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import { documentArray, textArray } from './arrays.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

/** Of one tenant, in their order. */
export async function addAuditEntries(
  database: Database,
  tenantId: number,
  entries: readonly AuditEntry[],
): Promise<void> {
  const documents = (read: (entry: AuditEntry) => unknown) =>
    documentArray(
      entries.map((entry) => {
        const value = read(entry) ?? null
        return value === null ? null : JSON.stringify(value)
      }),
    )
  await database.query({
    name: 'add_audit_entries',
    text: `
      insert into audit_log (tenant_id, at, who_kind, who_name, operation, target, request, before, after, request_id)
      select $1, e.at, e.who_kind, e.who_name, e.operation, e.target, e.request, e.before, e.after, e.request_id
      from unnest($2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::json[], $8::json[],
          $9::json[], $10::text[])
        with ordinality as e(at, who_kind, who_name, operation, target, request, before, after, request_id, ordinal)
      order by e.ordinal`,
    values: [
      tenantId,
      entries.map((entry) => new Date(entry.at)),
      textArray(entries.map((entry) => entry.who.kind)),
      textArray(entries.map((entry) => entry.who.name)),
      textArray(entries.map((entry) => entry.operation)),
      textArray(entries.map((entry) => entry.target)),
      documents((entry) => entry.request),
      documents((entry) => entry.before),
      documents((entry) => entry.after),
      textArray(entries.map((entry) => entry.requestId)),
    ],
  })
}

/** Newest first. */
export async function listAuditEntries(
  database: Database,
  tenantId: number,
  { who, operation, target, from, to }: AuditSearch,
  slice: Slice,
): Promise<Sliced<AuditRecord>> {
  const { rows } = await database.query<{
    entry_number: number
    at: Date
    who_kind: Who['kind']
    who_name: string
    operation: string
    target: string
    request: unknown
    before: unknown
    after: unknown
    request_id: string | null
  }>(
    `select entry_number, at, who_kind, who_name, operation, target, request, before, after, request_id
     from audit_log
     where tenant_id = $1 and ($2::bigint is null or entry_number < $2) and ($3::text is null or who_name = $3)
       and ($4::text is null or operation = $4) and ($5::text is null or target = $5)
       and ($6::timestamptz is null or at >= $6) and ($7::timestamptz is null or at <= $7)
     order by entry_number desc limit $8`,
    [
      tenantId,
      slice.after?.[0] ?? null,
      who ?? null,
      operation ?? null,
      target ?? null,
      from === undefined ? null : new Date(from),
      to === undefined ? null : new Date(to),
      rowsToRead(slice),
    ],
  )
  const records = rows.map((row) => ({
    entryNumber: row.entry_number,
    at: row.at.getTime(),
    who: { kind: row.who_kind, name: row.who_name },
    operation: row.operation,
    target: row.target,
    request: row.request,
    before: row.before,
    after: row.after,
    requestId: row.request_id,
  }))
  return sliced(records, slice, (entry) => [entry.entryNumber])
}
