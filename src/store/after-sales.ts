/** After-sales: whose they are, and lists of them with their orders. */
import type { AfterSaleFilter, AfterSalePaging, AfterSaleRow } from '../order/calls.js'
import type { AfterSaleRecord, AfterSaleSearch, Slice, Sliced } from '../order/setup-calls.js'
import { numberArray, textArray } from './arrays.js'
import type { OrderOwner } from './order-filter.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'
import { readOrder, type StoredOrder } from './stored-order.js'

/** Null: there is none of that number. */
export async function findAfterSale(
  database: Database,
  tenantId: number,
  afterSaleNumber: number,
): Promise<{ orderNumber: number; accountId: number } | null> {
  const { rows } = await database.query<{ order_number: number; account_id: number }>({
    name: 'find_after_sale',
    text: 'select order_number, account_id from after_sales where tenant_id = $1 and after_sale_number = $2',
    values: [tenantId, afterSaleNumber],
  })
  const row = rows[0]
  return row === undefined ? null : { orderNumber: row.order_number, accountId: row.account_id }
}

/** A page of an account's, oldest first unless asked otherwise, and how many match in all. */
export async function listAfterSales(
  database: Database,
  { tenantId, accountId }: OrderOwner,
  filter: AfterSaleFilter,
  { pageNumber, pageSize, skip = 0, newestFirst = false }: AfterSalePaging,
): Promise<{ rows: AfterSaleRow[]; total: number; catalogueVersion: number }> {
  const direction = newestFirst ? 'desc' : 'asc'
  const { rows } = await database.query<{
    total: number
    catalogue_version: number
    stored: StoredOrder | null
    after_sale_number: number
  }>({
    name: `list_after_sales_${direction}`,
    text: `
      with matching as (
        select s.order_number, s.after_sale_number, s.created_at
        from after_sales s
        join orders o on o.tenant_id = s.tenant_id and o.order_number = s.order_number
        where s.tenant_id = $1 and s.account_id = $2
          and ($3::text is null or o.family = $3)
          and ($4::bigint[] is null or s.order_number = any($4))
          and ($5::bigint[] is null or s.after_sale_number = any($5))
          and ($6::text[] is null or s.kind = any($6))
          and ($7::text[] is null or s.status = any($7))
          and ($8::timestamptz is null or s.created_at >= $8)
          and ($9::timestamptz is null or s.created_at <= $9)
          and ($10::timestamptz is null or s.updated_at >= $10)
          and ($11::timestamptz is null or s.updated_at <= $11)
          and ($12::timestamptz is null or o.created_at >= $12)
          and ($13::timestamptz is null or o.created_at <= $13)
          and ($14::integer[] is null or (o.details ->> 'storeNumber')::integer = any($14))
          and ($17::text is null or o.dialect = $17)
      ), page as (
        select * from matching order by created_at ${direction}, after_sale_number ${direction}
        limit $15 offset $16
      )
      select (select count(*)::integer from matching) as total,
        (select catalogue_version from lanes where tenant_id = $1),
        case when o.order_number is not null then order_as_json(o) end as stored, p.after_sale_number
      from (select 1) one
      left join page p on true
      left join orders o on o.tenant_id = $1 and o.order_number = p.order_number
      order by p.created_at ${direction}, p.after_sale_number ${direction}`,
    values: [
      tenantId,
      accountId,
      filter.family ?? null,
      arrayOf(filter.orderNumbers),
      arrayOf(filter.afterSaleNumbers),
      wordsOf(filter.kinds),
      wordsOf(filter.statuses),
      dateOf(filter.createdFrom),
      dateOf(filter.createdTo),
      dateOf(filter.updatedFrom),
      dateOf(filter.updatedTo),
      dateOf(filter.orderCreatedFrom),
      dateOf(filter.orderCreatedTo),
      arrayOf(filter.storeNumbers),
      pageSize,
      skip + (pageNumber - 1) * pageSize,
      filter.dialect ?? null,
    ],
  })
  const found = rows.flatMap(({ stored, after_sale_number: afterSaleNumber }) => {
    if (stored === null) return []
    const order = readOrder(stored)
    const afterSale = order.afterSales.find((one) => one.afterSaleNumber === afterSaleNumber)
    return afterSale === undefined ? [] : [{ order, afterSale }]
  })
  return { rows: found, total: rows[0]?.total ?? 0, catalogueVersion: rows[0]?.catalogue_version ?? 0 }
}

/** Of all of a tenant's accounts, newest first. */
export async function listAfterSaleRecords(
  database: Database,
  tenantId: number,
  search: AfterSaleSearch & { readonly afterSaleNumber?: number },
  slice: Slice,
): Promise<Sliced<AfterSaleRecord>> {
  const { rows } = await database.query<{
    details: Omit<AfterSaleRecord, 'orderNumber' | 'account' | 'currency'>
    order_number: number
    account: string
    currency: string
  }>({
    name: 'list_after_sale_records',
    text: `
      select s.details, s.order_number, a.name as account, o.currency
      from after_sales s
      join orders o on o.tenant_id = s.tenant_id and o.order_number = s.order_number
      join accounts a on a.tenant_id = s.tenant_id and a.account_id = s.account_id
      where s.tenant_id = $1
        and ($2::text is null or a.name = $2)
        and ($3::bigint is null or s.order_number = $3)
        and ($4::text is null or s.kind = $4)
        and ($5::text is null or s.status = $5)
        and ($6::timestamptz is null or s.created_at >= $6)
        and ($7::timestamptz is null or s.created_at <= $7)
        and ($8::bigint is null or s.after_sale_number = $8)
        and ($9::bigint is null or s.after_sale_number < $9)
      order by s.after_sale_number desc limit $10`,
    values: [
      tenantId,
      search.account ?? null,
      search.orderNumber ?? null,
      search.kind ?? null,
      search.status ?? null,
      dateOf(search.createdFrom),
      dateOf(search.createdTo),
      search.afterSaleNumber ?? null,
      slice.after?.[0] ?? null,
      rowsToRead(slice),
    ],
  })
  const records = rows.map(({ details, order_number: orderNumber, account, currency }) => ({
    ...details,
    orderNumber,
    account,
    currency,
  }))
  return sliced(records, slice, (one) => [one.afterSaleNumber])
}

function arrayOf(numbers: readonly number[] | undefined): string | null {
  return numbers === undefined ? null : numberArray(numbers)
}

function wordsOf(words: readonly string[] | undefined): string | null {
  return words === undefined ? null : textArray(words)
}

function dateOf(milliseconds: number | undefined): Date | null {
  return milliseconds === undefined ? null : new Date(milliseconds)
}
