/** Whose turn it is to call another platform, over all server processes. The database's clock counts. */
import type { ConnectionName } from './connections.js'
import type { Database } from './pool.js'

/** Takes the next turn of so many a second: in how many milliseconds it comes. */
export async function takeTurn(
  database: Database,
  { tenantId, connectionId }: ConnectionName,
  perSecond: number,
): Promise<number> {
  const { rows } = await database.query<{ wait: number }>({
    name: 'take_turn',
    text: `
      insert into connection_turns as t (tenant_id, connection_id, next_at)
      values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
      on conflict (tenant_id, connection_id) do update
        set next_at = greatest(t.next_at, clock_timestamp()) + $3 * interval '1 millisecond'
      returning (extract(epoch from next_at - clock_timestamp()) * 1000 - $3)::float8 as wait`,
    values: [tenantId, connectionId, 1000 / perSecond],
  })
  return Math.max(0, Math.ceil(rows[0]?.wait ?? 0))
}
