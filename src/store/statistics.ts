/**
 * What PostgreSQL knows of the orders' distribution. It looks by itself, about once a minute; a table that has grown
 * from nothing before it looked is read by any index, such as all orders of an account for one number.
 */
import type { Database } from './pool.js'

const MOST_UNKNOWN = 5_000

/** Has it look again, if many orders have come since it did. */
export async function refreshStatistics(database: Database): Promise<void> {
  const { rows } = await database.query<{ is_outdated: boolean }>({
    name: 'are_statistics_outdated',
    text: `
      select s.n_mod_since_analyze > $1 + c.reltuples as is_outdated
      from pg_stat_user_tables s join pg_class c on c.oid = s.relid
      where s.relid = 'orders'::regclass`,
    values: [MOST_UNKNOWN],
  })
  if (rows[0]?.is_outdated) await database.query('analyze orders')
}
