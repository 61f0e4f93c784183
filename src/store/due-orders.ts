/** Orders with which the hub itself has something to do: found by their state, so that nothing can be lost. */
import type { Database } from './pool.js'

export interface DueOrder {
  readonly tenantId: number
  readonly orderNumber: number
  readonly accountId: number
  readonly ownerId: number
  readonly skus: readonly string[]
}

/** The longest due first. `until` is in milliseconds since 1970. */
export async function readDueOrders(database: Database, until: number, most: number): Promise<DueOrder[]> {
  const { rows } = await database.query<{
    tenant_id: number
    order_number: number
    account_id: number
    owner_id: number
    skus: string[]
  }>({
    name: 'read_due_orders',
    text: `
      select o.tenant_id, o.order_number, o.account_id, a.stock_owner_id as owner_id,
        array(select distinct l.sku from json_to_recordset(o.details -> 'lines') as l(sku text)) as skus
      from orders o
      join accounts a on a.tenant_id = o.tenant_id and a.account_id = o.account_id
      where o.due_at <= $1
      order by o.due_at limit $2`,
    values: [new Date(until), most],
  })
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    orderNumber: row.order_number,
    accountId: row.account_id,
    ownerId: row.owner_id,
    skus: row.skus,
  }))
}
