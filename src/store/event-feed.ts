/**
 * The history of all of a tenant's orders, in the order of the commits: whoever has read up to a place never misses
 * an event that is committed later, since commits are numbered without gaps (see docs/decisions/0003).
 */
import type { Followed, FollowedEvent, Slice } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead } from './slices.js'

const BEGINNING = [0, 0, 0] as const

export async function followEvents(database: Database, tenantId: number, slice: Slice): Promise<Followed> {
  const after = slice.after ?? BEGINNING
  const { rows } = await database.query<{
    order_number: number
    version: number
    commit_version: number
    kind: FollowedEvent['kind']
    at: Date
    state: string
    data: FollowedEvent['data']
    account: string
    dialect: string
    seller_order_number: string | null
  }>({
    name: 'follow_events',
    text: `
      select e.order_number, e.version, e.commit_version, e.kind, e.at, e.state, e.data, a.name as account, o.dialect,
        o.seller_order_number
      from (
        select * from order_events
        where tenant_id = $1 and commit_version >= $2
          and (commit_version, order_number, version) > ($2::bigint, $3::bigint, $4::bigint)
        order by commit_version, order_number, version limit $5
      ) e
      join orders o on o.tenant_id = e.tenant_id and o.order_number = e.order_number
      join accounts a on a.tenant_id = o.tenant_id and a.account_id = o.account_id
      order by e.commit_version, e.order_number, e.version`,
    values: [tenantId, ...after, rowsToRead(slice)],
  })
  const events = rows.slice(0, slice.limit).map((row) => ({
    orderNumber: row.order_number,
    version: row.version,
    commitVersion: row.commit_version,
    kind: row.kind,
    at: row.at.getTime(),
    state: row.state,
    data: row.data,
    account: row.account,
    dialect: row.dialect,
    sellerOrderNumber: row.seller_order_number,
  }))
  const last = events.at(-1)
  return {
    rows: events,
    next: last === undefined ? after : [last.commitVersion, last.orderNumber, last.version],
    more: rows.length > slice.limit,
  }
}
