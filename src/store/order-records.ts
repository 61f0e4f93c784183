/** Orders of a whole tenant, for its operator: by number, by search, and their history. */
import type { OrderEventRecord, OrderRecord, OrderSearch, Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'
import { readOrder, type StoredOrder } from './stored-order.js'

export interface OrderRow {
  document: StoredOrder
  account: string
}

export async function readOrderRecord(
  database: Database,
  tenantId: number,
  orderNumber: number,
): Promise<OrderRecord | null> {
  const { rows } = await database.query<OrderRow>({
    name: 'read_order_record',
    text: `
      select order_as_json(o) as document, a.name as account
      from orders o
      join accounts a on a.tenant_id = o.tenant_id and a.account_id = o.account_id
      where o.tenant_id = $1 and o.order_number = $2`,
    values: [tenantId, orderNumber],
  })
  return rows[0] === undefined ? null : readOrderRow(rows[0])
}

export async function ownerOfOrder(
  database: Database,
  tenantId: number,
  orderNumber: number,
): Promise<{ accountId: number; ownerId: number } | null> {
  const { rows } = await database.query<{ account_id: number; stock_owner_id: number }>(
    `select o.account_id, a.stock_owner_id
     from orders o
     join accounts a on a.tenant_id = o.tenant_id and a.account_id = o.account_id
     where o.tenant_id = $1 and o.order_number = $2`,
    [tenantId, orderNumber],
  )
  const row = rows[0]
  return row === undefined ? null : { accountId: row.account_id, ownerId: row.stock_owner_id }
}

/** Newest first. */
export async function listOrderRecords(
  database: Database,
  tenantId: number,
  search: OrderSearch,
  slice: Slice,
): Promise<Sliced<OrderRecord>> {
  const { rows } = await database.query<{ document: string; account: string }>({
    name: 'find_orders',
    text: `select document, account from find_orders(${FIND_PARAMETERS})`,
    values: [
      tenantId,
      search.account,
      search.dialect,
      search.sellerOrderNumber,
      search.orderStatus,
      search.financialStatus,
      search.fulfilmentStatus,
      search.refundStatus,
      dateOf(search.createdFrom),
      dateOf(search.createdTo),
      dateOf(search.updatedFrom),
      dateOf(search.updatedTo),
      search.sku,
      search.recipient,
      search.trackingNumber,
      search.partStatus,
      dateOf(slice.after?.[0]),
      slice.after?.[1] ?? null,
      rowsToRead(slice),
    ],
  })
  const found = rows.map(({ document, account }) => readOrderRow({ document: JSON.parse(document), account }))
  return sliced(found, slice, (order) => [order.createdAt, order.orderNumber])
}

const FIND_PARAMETERS = Array.from({ length: 19 }, (_, index) => `$${index + 1}`).join(', ')

function dateOf(milliseconds: string | number | undefined): Date | null {
  return milliseconds === undefined ? null : new Date(milliseconds)
}

export function readOrderRow({ document, account }: OrderRow): OrderRecord {
  return { ...readOrder(document), account }
}

/** Oldest first. */
export async function listOrderEvents(
  database: Database,
  tenantId: number,
  orderNumber: number,
  slice: Slice,
): Promise<Sliced<OrderEventRecord>> {
  const { rows } = await database.query<{
    version: number
    commit_version: number
    kind: OrderEventRecord['kind']
    at: Date
    state: string
    data: Readonly<Record<string, unknown>> | null
  }>({
    name: 'list_order_events',
    text: `
      select version, commit_version, kind, at, state, data from order_events
      where tenant_id = $1 and order_number = $2 and ($3::bigint is null or version > $3)
      order by version limit $4`,
    values: [tenantId, orderNumber, slice.after?.[0] ?? null, rowsToRead(slice)],
  })
  const events = rows.map((row) => ({
    orderNumber,
    version: row.version,
    commitVersion: row.commit_version,
    kind: row.kind,
    at: row.at.getTime(),
    state: row.state,
    data: row.data,
  }))
  return sliced(events, slice, (event) => [event.version])
}
