/** An event of an order's as it is read together with what its order goes by. */
import type { FollowedEvent } from '../order/setup-calls.js'

export interface FollowedRow {
  readonly order_number: number
  readonly version: number
  readonly commit_version: number
  readonly kind: FollowedEvent['kind']
  readonly at: Date
  readonly state: string
  readonly data: FollowedEvent['data']
  readonly account: string
  readonly dialect: string
  readonly seller_order_number: string | null
}

/** The columns of such a row, of the events `e`, their orders `o` and those orders' accounts `a`. */
export const FOLLOWED_COLUMNS = `e.order_number, e.version, e.commit_version, e.kind, e.at, e.state, e.data,
        a.name as account, o.dialect, o.seller_order_number`

/** Joins to the events `e` their orders and those orders' accounts. */
export const FOLLOWED_JOINS = `join orders o on o.tenant_id = e.tenant_id and o.order_number = e.order_number
      join accounts a on a.tenant_id = o.tenant_id and a.account_id = o.account_id`

export function followedEvent(row: FollowedRow): FollowedEvent {
  return {
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
  }
}
