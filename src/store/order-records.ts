/** Orders of a whole tenant, for its operator: by number, by search, and their history. */
import type { OrderEventRecord, OrderRecord, OrderSearch, Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'
import { readOrder, type StoredOrder } from './stored-order.js'

interface OrderRow {
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
  return rows[0] === undefined ? null : readRow(rows[0])
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

/**
 * Newest first. Each account's newest are taken by the index on account and time, and then merged: the tenant has
 * no index of its own by time, since every order placed would pay for it.
 */
export async function listOrderRecords(
  database: Database,
  tenantId: number,
  search: OrderSearch,
  slice: Slice,
): Promise<Sliced<OrderRecord>> {
  const { rows } = await database.query<OrderRow>(LIST, [
    tenantId,
    search.account,
    search.dialect,
    search.sellerOrderNumber,
    search.orderStatus,
    search.financialStatus,
    search.fulfilmentStatus,
    search.refundStatus,
    search.sku === undefined ? null : JSON.stringify({ lines: [{ sku: search.sku }] }),
    dateOf(search.createdFrom),
    dateOf(search.createdTo),
    dateOf(search.updatedFrom),
    dateOf(search.updatedTo),
    dateOf(slice.after?.[0]),
    slice.after?.[1] ?? null,
    rowsToRead(slice),
  ])
  return sliced(rows.map(readRow), slice, (order) => [order.createdAt, order.orderNumber])
}

const LIST = `
  select order_as_json(found.o) as document, a.name as account
  from accounts a
  cross join lateral (
    select o, o.created_at, o.order_number from orders o
    where o.tenant_id = $1 and o.account_id = a.account_id
      and ($3::text is null or o.dialect = $3)
      and ($4::text is null or o.seller_order_number = $4)
      and ($5::text is null or o.order_status = $5)
      and ($6::text is null or o.financial_status = $6)
      and ($7::text is null or o.fulfilment_status = $7)
      and ($8::text is null or o.refund_status = $8)
      and ($9::jsonb is null or o.details::jsonb @> $9)
      and ($10::timestamptz is null or o.created_at >= $10)
      and ($11::timestamptz is null or o.created_at <= $11)
      and ($12::timestamptz is null or o.updated_at >= $12)
      and ($13::timestamptz is null or o.updated_at <= $13)
      and ($14::timestamptz is null or (o.created_at, o.order_number) < ($14, $15::bigint))
    order by o.created_at desc, o.order_number desc limit $16
  ) found
  where a.tenant_id = $1 and ($2::text is null or a.name = $2)
  order by found.created_at desc, found.order_number desc limit $16`

function dateOf(milliseconds: string | number | undefined): Date | null {
  return milliseconds === undefined ? null : new Date(milliseconds)
}

function readRow({ document, account }: OrderRow): OrderRecord {
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
