/** Imports as they are worked on: who holds which, and how far it has come. See sql/0013. */
import type { ImportKind, ImportProgress, RowFault } from '../order/bulk-calls.js'
import type { AccountContext } from '../order/calls.js'
import { type ProgressRow, progressOf } from './import-records.js'
import type { Database } from './pool.js'
import { withNextNumber } from './setup.js'

export interface NewImport {
  readonly tenantId: number
  readonly accountId: number
  readonly kind: ImportKind
  readonly dryRun: boolean
  /** Whether its file is kept here, and is on the way; else it stays with whoever takes it in. */
  readonly keptHere: boolean
  /** SHA-256 of the file, if it is known already. */
  readonly digest: Buffer | null
  readonly sizeBytes: number
}

export async function beginImport(database: Database, wish: NewImport, at: number): Promise<number> {
  const { tenantId, accountId, kind, dryRun, keptHere, digest, sizeBytes } = wish
  const { rows } = await withNextNumber(() =>
    database.query<{ import_id: number }>(
      `insert into imports (tenant_id, import_id, account_id, kind, dry_run, state, kept_here, digest, size_bytes,
         created_at, updated_at)
       select $1, coalesce(max(import_id), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $9
       from imports where tenant_id = $1
       returning import_id`,
      [
        tenantId,
        accountId,
        kind,
        dryRun,
        keptHere ? 'receiving' : 'waiting',
        keptHere,
        digest,
        sizeBytes,
        new Date(at),
      ],
    ),
  )
  const row = rows[0]
  if (row === undefined) throw new Error('an import is made or the statement fails')
  return row.import_id
}

/** One of the same file by the same account that was broken off, and whose file is not kept here. */
export async function findBrokenOff(
  database: Database,
  { tenantId, accountId, kind, digest }: NewImport,
): Promise<number | null> {
  const { rows } = await database.query<{ import_id: number }>(
    `select import_id from imports
     where tenant_id = $1 and account_id = $2 and kind = $3 and digest = $4 and not kept_here and ended_at is null
     order by import_id desc limit 1`,
    [tenantId, accountId, kind, digest],
  )
  return rows[0]?.import_id ?? null
}

/** An import that somebody works on: nobody else does until the hold is over. */
export interface HeldImport {
  readonly tenantId: number
  readonly importId: number
  readonly holder: string
  readonly kind: ImportKind
  readonly dryRun: boolean
  readonly progress: ImportProgress
  readonly faultCount: number
  /** For whom it is done. */
  readonly account: AccountContext
}

export interface Hold {
  readonly holder: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly until: number
}

interface HeldRow extends ProgressRow {
  tenant_id: number
  import_id: number
  kind: ImportKind
  dry_run: boolean
  fault_count: number
  account_id: number
  stock_owner_id: number
  currency: string
}

const HOLD = `
  update imports i
  set state = 'running', held_by = $1, held_until = $3, updated_at = $2
  from accounts a
  where a.tenant_id = i.tenant_id and a.account_id = i.account_id and i.state in ('waiting', 'running')
    and (i.held_until is null or i.held_until <= $2 or i.held_by = $1)`

const HELD = `
  returning i.tenant_id, i.import_id, i.kind, i.dry_run, i.rows_read, i.accepted, i.repeated, i.refused, i.fault_count,
    a.account_id, a.stock_owner_id, a.currency`

/** Null: it is over, or somebody else holds it. */
export async function holdImport(
  database: Database,
  tenantId: number,
  importId: number,
  { holder, at, until }: Hold,
): Promise<HeldImport | null> {
  const { rows } = await database.query<HeldRow>(
    `${HOLD} and i.tenant_id = $4 and i.import_id = $5 ${HELD}`,
    [holder, new Date(at), new Date(until), tenantId, importId],
  )
  return rows[0] === undefined ? null : readHeld(rows[0], holder)
}

/** The next one of any tenant whose file is kept here; null: there is none to be done. */
export async function holdNextImport(
  database: Database,
  { holder, at, until }: Hold,
): Promise<HeldImport | null> {
  const { rows } = await database.query<HeldRow>(
    `${HOLD} and (i.tenant_id, i.import_id) = (
       select n.tenant_id, n.import_id from imports n
       where n.kept_here and n.ended_at is null and n.state in ('waiting', 'running')
         and (n.held_until is null or n.held_until <= $2)
       order by n.created_at limit 1 for update skip locked) ${HELD}`,
    [holder, new Date(at), new Date(until)],
  )
  return rows[0] === undefined ? null : readHeld(rows[0], holder)
}

function readHeld(row: HeldRow, holder: string): HeldImport {
  const tenantId = row.tenant_id
  return {
    tenantId,
    importId: row.import_id,
    holder,
    kind: row.kind,
    dryRun: row.dry_run,
    progress: progressOf(row),
    faultCount: row.fault_count,
    account: { tenantId, accountId: row.account_id, ownerId: row.stock_owner_id, currency: row.currency },
  }
}

/** Notes how far it has come, and holds it on. False: it was cancelled, or is another's by now. */
export async function saveImportProgress(
  database: Database,
  { tenantId, importId, holder }: Pick<HeldImport, 'tenantId' | 'importId' | 'holder'>,
  progress: ImportProgress,
  faults: { readonly count: number; readonly kept: readonly (RowFault & { ordinal: number })[] },
  { at, until }: Omit<Hold, 'holder'>,
): Promise<boolean> {
  const { rows } = await database.query<{ is_held: boolean }>({
    name: 'save_import_progress',
    text: `
      with noted as (
        update imports
        set rows_read = $4, accepted = $5, repeated = $6, refused = $7, fault_count = $8, updated_at = $10,
          held_until = $11
        where tenant_id = $1 and import_id = $2 and held_by = $3 and state = 'running'
        returning tenant_id, import_id
      ), kept as (
        insert into import_faults (tenant_id, import_id, ordinal, line, column_name, value, problem)
        select n.tenant_id, n.import_id, f.ordinal, f.line, f."column", f.value, f.problem
        from noted n
        cross join json_to_recordset($9) as f(ordinal bigint, line bigint, "column" text, value text, problem text)
      )
      select exists (select from noted) as is_held`,
    values: [
      tenantId,
      importId,
      holder,
      progress.rowsRead,
      progress.accepted,
      progress.repeated,
      progress.refused,
      faults.count,
      JSON.stringify(faults.kept),
      new Date(at),
      new Date(until),
    ],
  })
  return rows[0]?.is_held === true
}

/** Nothing happens to one that is another's by now, or over. */
export async function endImport(
  database: Database,
  { tenantId, importId, holder }: Pick<HeldImport, 'tenantId' | 'importId' | 'holder'>,
  state: 'finished' | 'failed',
  problem: string | null,
  at: number,
): Promise<void> {
  await database.query(
    `update imports set state = $4, problem = $5, ended_at = $6, updated_at = $6, held_by = null, held_until = null
     where tenant_id = $1 and import_id = $2 and held_by = $3 and state = 'running'`,
    [tenantId, importId, holder, state, problem, new Date(at)],
  )
}

/** Whoever comes next may go on with it at once. */
export async function letGoOfImport(
  database: Database,
  { tenantId, importId, holder }: Pick<HeldImport, 'tenantId' | 'importId' | 'holder'>,
): Promise<void> {
  await database.query(
    `update imports set held_by = null, held_until = null
     where tenant_id = $1 and import_id = $2 and held_by = $3`,
    [tenantId, importId, holder],
  )
}
