/** Orders of a whole tenant in the order of their numbers, so that all of them can be walked through. */
import type { OrderRecord, OrderSearch, Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'
import { readOrder, type StoredOrder } from './stored-order.js'

export async function readOrdersByNumber(
  database: Database,
  tenantId: number,
  search: OrderSearch,
  slice: Slice,
): Promise<Sliced<OrderRecord>> {
  const { rows } = await database.query<{ document: StoredOrder; account: string }>({
    name: 'read_orders_by_number',
    text: READ,
    values: [
      tenantId,
      slice.after?.[0] ?? 0,
      rowsToRead(slice),
      search.account ?? null,
      search.dialect ?? null,
      search.sellerOrderNumber ?? null,
      search.orderStatus ?? null,
      search.financialStatus ?? null,
      search.fulfilmentStatus ?? null,
      search.refundStatus ?? null,
      search.sku === undefined ? null : JSON.stringify({ lines: [{ sku: search.sku }] }),
      dateOf(search.createdFrom),
      dateOf(search.createdTo),
      dateOf(search.updatedFrom),
      dateOf(search.updatedTo),
      search.partStatus ?? null,
    ],
  })
  const orders = rows.map(({ document, account }) => ({ ...readOrder(document), account }))
  return sliced(orders, slice, (order) => [order.orderNumber])
}

const READ = `
  select order_as_json(found.o) as document, a.name as account
  from (
    select o, o.account_id, o.order_number from orders o
    where o.tenant_id = $1 and o.order_number > $2
      and ($4::text is null or o.account_id = (
        select named.account_id from accounts named where named.tenant_id = $1 and named.name = $4))
      and ($5::text is null or o.dialect = $5)
      and ($6::text is null or o.seller_order_number = $6)
      and ($7::text is null or o.order_status = $7)
      and ($8::text is null or o.financial_status = $8)
      and ($9::text is null or o.fulfilment_status = $9)
      and ($10::text is null or o.refund_status = $10)
      and ($11::jsonb is null or o.details::jsonb @> $11)
      and ($12::timestamptz is null or o.created_at >= $12)
      and ($13::timestamptz is null or o.created_at <= $13)
      and ($14::timestamptz is null or o.updated_at >= $14)
      and ($15::timestamptz is null or o.updated_at <= $15)
      and ($16::text is null or exists (
        select from fulfilment_orders f
        where f.tenant_id = $1 and f.order_number = o.order_number and f.status = $16))
    order by o.order_number limit $3
  ) found
  join accounts a on a.tenant_id = $1 and a.account_id = found.account_id
  order by found.order_number`

function dateOf(milliseconds: number | undefined): Date | null {
  return milliseconds === undefined ? null : new Date(milliseconds)
}
