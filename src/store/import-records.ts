/** Imports as they are looked at, and cancelled. */
import type { ImportKind, ImportProgress, ImportRecord, ImportState, RowFault } from '../order/bulk-calls.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

export interface ProgressRow {
  rows_read: number
  accepted: number
  repeated: number
  refused: number
}

interface ImportRow extends ProgressRow {
  tenant_id: number
  import_id: number
  kind: ImportKind
  account: string
  dry_run: boolean
  state: ImportState
  size_bytes: number
  fault_count: number
  problem: string | null
  created_at: Date
  updated_at: Date
  ended_at: Date | null
}

const SELECT_IMPORTS = `
  select i.tenant_id, i.import_id, i.kind, a.name as account, i.dry_run, i.state, i.size_bytes, i.rows_read,
    i.accepted, i.repeated, i.refused, i.fault_count, i.problem, i.created_at, i.updated_at, i.ended_at
  from imports i
  join accounts a on a.tenant_id = i.tenant_id and a.account_id = i.account_id`

/** False: it was over already. */
export async function cancelImport(
  database: Database,
  tenantId: number,
  importId: number,
  at: number,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update imports set state = 'cancelled', ended_at = $3, updated_at = $3, held_by = null, held_until = null
     where tenant_id = $1 and import_id = $2 and ended_at is null`,
    [tenantId, importId, new Date(at)],
  )
  return rowCount === 1
}

export async function readImport(
  database: Database,
  tenantId: number,
  importId: number,
): Promise<ImportRecord | null> {
  const { rows } = await database.query<ImportRow>(
    `${SELECT_IMPORTS} where i.tenant_id = $1 and i.import_id = $2`,
    [tenantId, importId],
  )
  return rows[0] === undefined ? null : readRow(rows[0])
}

/** Newest first. */
export async function listImports(
  database: Database,
  tenantId: number,
  slice: Slice,
): Promise<Sliced<ImportRecord>> {
  const { rows } = await database.query<ImportRow>(
    `${SELECT_IMPORTS} where i.tenant_id = $1 and ($2::bigint is null or i.import_id < $2)
     order by i.import_id desc limit $3`,
    [tenantId, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  return sliced(rows.map(readRow), slice, (one) => [one.importId])
}

/** In the order of the file. */
export async function listImportFaults(
  database: Database,
  tenantId: number,
  importId: number,
  slice: Slice,
): Promise<Sliced<RowFault & { ordinal: number }>> {
  const { rows } = await database.query<RowFault & { ordinal: number }>(
    `select ordinal, line, column_name as "column", value, problem from import_faults
     where tenant_id = $1 and import_id = $2 and ($3::bigint is null or ordinal > $3)
     order by ordinal limit $4`,
    [tenantId, importId, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  return sliced(rows, slice, (fault) => [fault.ordinal])
}

/** How many of a tenant's, with their files kept here, are not over. */
export async function countOpenImports(database: Database, tenantId: number): Promise<number> {
  const { rows } = await database.query<{ open: number }>(
    `select count(*)::integer as open from imports where tenant_id = $1 and kept_here and ended_at is null`,
    [tenantId],
  )
  return rows[0]?.open ?? 0
}

export function progressOf(row: ProgressRow): ImportProgress {
  return {
    rowsRead: row.rows_read,
    accepted: row.accepted,
    repeated: row.repeated,
    refused: row.refused,
  }
}

function readRow(row: ImportRow): ImportRecord {
  return {
    importId: row.import_id,
    kind: row.kind,
    account: row.account,
    dryRun: row.dry_run,
    state: row.state,
    sizeBytes: row.size_bytes,
    ...progressOf(row),
    faultCount: row.fault_count,
    problem: row.problem,
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
    endedAt: row.ended_at?.getTime() ?? null,
  }
}
