/** The audit log: who changed what. Entries are added and read, never changed. */
import type { AuditEntry, AuditRecord, AuditSearch, BegunEntry, Who } from '../order/people-calls.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import { documentArray, numberArray, textArray } from './arrays.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

/** `begun`: its change comes next. */
export type NewAuditEntry =
  | (AuditEntry & { readonly outcome: 'done' })
  | (BegunEntry & { readonly outcome: 'begun' })

/** Of one tenant, in their order; and their numbers. */
export async function addAuditEntries(
  database: Database,
  tenantId: number,
  entries: readonly NewAuditEntry[],
): Promise<readonly number[]> {
  const { rows } = await database.query<{ entry_number: number }>({
    name: 'add_audit_entries',
    text: `
      insert into audit_log (tenant_id, at, who_kind, who_name, operation, target, request, before, after, request_id,
        outcome)
      select $1, e.at, e.who_kind, e.who_name, e.operation, e.target, e.request, e.before, e.after, e.request_id,
        e.outcome
      from unnest($2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::json[], $8::json[],
          $9::json[], $10::text[], $11::text[])
        with ordinality as e(at, who_kind, who_name, operation, target, request, before, after, request_id, outcome,
          ordinal)
      order by e.ordinal
      returning entry_number`,
    values: [
      tenantId,
      entries.map((entry) => new Date(entry.at)),
      textArray(entries.map((entry) => entry.who.kind)),
      textArray(entries.map((entry) => entry.who.name)),
      textArray(entries.map((entry) => entry.operation)),
      textArray(entries.map((entry) => entry.target)),
      documents(entries.map((entry) => entry.request)),
      documents(entries.map((entry) => entry.before)),
      documents(entries.map((entry) => (entry.outcome === 'done' ? entry.after : null))),
      textArray(entries.map((entry) => entry.requestId)),
      textArray(entries.map((entry) => entry.outcome)),
    ],
  })
  return rows.map((row) => row.entry_number)
}

export interface AuditOutcome extends Pick<AuditEntry, 'target' | 'after'> {
  readonly entryNumber: number
}

/** What came of changes whose entries were begun. */
export async function completeAuditEntries(
  database: Database,
  tenantId: number,
  outcomes: readonly AuditOutcome[],
): Promise<void> {
  await database.query({
    name: 'complete_audit_entries',
    text: `
      update audit_log a set target = o.target, after = o.after, outcome = 'done'
      from unnest($2::bigint[], $3::text[], $4::json[]) as o(entry_number, target, after)
      where a.tenant_id = $1 and a.entry_number = o.entry_number`,
    values: [
      tenantId,
      numberArray(outcomes.map((one) => one.entryNumber)),
      textArray(outcomes.map((one) => one.target)),
      documents(outcomes.map((one) => one.after)),
    ],
  })
}

/** Begun entries of changes that were not made. */
export async function dropAuditEntries(
  database: Database,
  tenantId: number,
  entryNumbers: readonly number[],
): Promise<void> {
  await database.query({
    name: 'drop_audit_entries',
    text: `delete from audit_log where tenant_id = $1 and entry_number = any($2::bigint[]) and outcome = 'begun'`,
    values: [tenantId, numberArray(entryNumbers)],
  })
}

/** Of all tenants, from before then; how many of them, at most `most`. */
export async function forgetAuditEntries(database: Database, before: number, most: number): Promise<number> {
  const { rowCount } = await database.query(
    'delete from audit_log where ctid = any(array(select ctid from audit_log where at < $1 limit $2))',
    [new Date(before), most],
  )
  return rowCount ?? 0
}

function documents(values: readonly unknown[]): string {
  return documentArray(
    values.map((value) => (value === undefined || value === null ? null : JSON.stringify(value))),
  )
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
    outcome: AuditRecord['outcome']
  }>(
    `select entry_number, at, who_kind, who_name, operation, target, request, before, after, request_id, outcome
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
    outcome: row.outcome,
  }))
  return sliced(records, slice, (entry) => [entry.entryNumber])
}
