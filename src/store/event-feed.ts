/**
 * The history of all of a tenant's orders, in the order of the commits: whoever has read up to a place never misses
 * an event that is committed later, since commits are numbered without gaps (see docs/decisions/0003).
 */
import type { Followed, Slice } from '../order/setup-calls.js'
import { FOLLOWED_COLUMNS, FOLLOWED_JOINS, type FollowedRow, followedEvent } from './followed-event.js'
import type { Database } from './pool.js'
import { rowsToRead } from './slices.js'

const BEGINNING = [0, 0, 0] as const

export async function followEvents(database: Database, tenantId: number, slice: Slice): Promise<Followed> {
  const after = slice.after ?? BEGINNING
  const { rows } = await database.query<FollowedRow>({
    name: 'follow_events',
    text: `
      select ${FOLLOWED_COLUMNS}
      from (
        select * from order_events
        where tenant_id = $1 and commit_version >= $2
          and (commit_version, order_number, version) > ($2::bigint, $3::bigint, $4::bigint)
        order by commit_version, order_number, version limit $5
      ) e
      ${FOLLOWED_JOINS}
      order by e.commit_version, e.order_number, e.version`,
    values: [tenantId, ...after, rowsToRead(slice)],
  })
  const events = rows.slice(0, slice.limit).map(followedEvent)
  const last = events.at(-1)
  return {
    rows: events,
    next: last === undefined ? after : [last.commitVersion, last.orderNumber, last.version],
    more: rows.length > slice.limit,
  }
}
