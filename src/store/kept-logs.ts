/** Logs that are kept for some days, and not without end: their oldest rows are removed. */
import type { Database } from './pool.js'

/** A table with the time of each row in `at`; `number` grows from row to row. */
export interface KeptLog {
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

/** The number up to which rows of a tenant are beyond its newest `keep`; 0: none is. */
export async function lastBeyond(
  database: Database,
  { table, number }: KeptLog,
  tenantId: number,
  keep: number,
): Promise<number> {
  const { rows } = await database.query<{ last: number }>(
    `select ${number} as last from ${table} where tenant_id = $1 order by ${number} desc offset $2 limit 1`,
    [tenantId, keep],
  )
  return rows[0]?.last ?? 0
}

/**
 * Of the `most` oldest of one tenant, those from before `before`, and those up to the number `upTo`: how many. Where
 * they are fewer, what comes behind them is young.
 */
export async function dropRows(
  database: Database,
  { table, number }: KeptLog,
  tenantId: number,
  { before, upTo, most }: { readonly before: number; readonly upTo: number; readonly most: number },
): Promise<number> {
  const { rowCount } = await database.query(
    `delete from ${table}
     where tenant_id = $1 and ${number} = any(array(
       select oldest.number from (
         select ${number} as number, at from ${table} where tenant_id = $1 order by ${number} limit $4) oldest
       where oldest.at < $2 or oldest.number <= $3))`,
    [tenantId, new Date(before), upTo, most],
  )
  return rowCount ?? 0
}
