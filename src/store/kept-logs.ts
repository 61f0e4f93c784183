/** Logs that are kept for some days, and not without end: their oldest rows are removed. */
import type { Database } from './pool.js'

/** A table with the time of each row in `at`; `number` grows from row to row. */
interface KeptLog {
  readonly table: string
  readonly number: string
}

export const KEPT_LOGS: readonly KeptLog[] = [
  { table: 'request_log', number: 'request_number' },
  { table: 'forwarding_calls', number: 'call_number' },
]

export async function tenantsWithRows(database: Database, { table }: KeptLog): Promise<readonly number[]> {
  const { rows } = await database.query<{ tenant_id: number }>(
    `select t.tenant_id from tenants t
     where exists (select from ${table} r where r.tenant_id = t.tenant_id) order by t.tenant_id`,
  )
  return rows.map((row) => row.tenant_id)
}

/** Up to `most` of one tenant, oldest first: those from before `before`, and those beyond the newest `keep`. */
export async function dropRows(
  database: Database,
  { table, number }: KeptLog,
  tenantId: number,
  { before, keep, most }: { readonly before: number; readonly keep: number; readonly most: number },
): Promise<number> {
  const { rowCount } = await database.query(
    `delete from ${table}
     where tenant_id = $1 and ${number} in (
       select ${number} from ${table}
       where tenant_id = $1 and (at < $2 or ${number} <= coalesce((
         select ${number} from ${table}
         where tenant_id = $1 order by ${number} desc offset $3 limit 1), 0))
       order by ${number} limit $4)`,
    [tenantId, new Date(before), keep, most],
  )
  return rowCount ?? 0
}
