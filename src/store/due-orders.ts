/** Orders with which the hub itself has something to do: found by their state, so that nothing can be lost. */
import type { Due } from '../order/order.js'
import type { Database } from './pool.js'

export interface DueOrder {
  readonly tenantId: number
  readonly kind: Due['kind']
  readonly orderNumber: number
  readonly accountId: number
  readonly ownerId: number
  readonly skus: readonly string[]
}

/** The longest due first; of drafts, only those that were due at `reviewsUntil`. Times are milliseconds since 1970. */
export async function readDueOrders(
  database: Database,
  until: number,
  reviewsUntil: number,
  most: number,
): Promise<DueOrder[]> {
  const { rows } = await database.query<{
    tenant_id: number
    due_kind: Due['kind']
    order_number: number
    account_id: number
    owner_id: number
    skus: string[]
  }>({
    name: 'read_due_orders',
    text: `
      select o.tenant_id, o.due_kind, o.order_number, o.account_id, a.stock_owner_id as owner_id,
        array(select distinct l.sku from json_to_recordset(o.details -> 'lines') as l(sku text)) as skus
      from orders o
      join accounts a on a.tenant_id = o.tenant_id and a.account_id = o.account_id
      where o.due_at <= $1 and (o.due_kind <> 'review' or o.due_at <= $2)
      order by o.due_at limit $3`,
    values: [new Date(until), new Date(reviewsUntil), most],
  })
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    kind: row.due_kind,
    orderNumber: row.order_number,
    accountId: row.account_id,
    ownerId: row.owner_id,
    skus: row.skus,
  }))
}
