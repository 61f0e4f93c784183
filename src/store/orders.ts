/** Reading orders back, and the balance that they are paid from. */
import { sql } from 'kysely'
import type { OrderFilter, OrderPaging } from '../order/calls.js'
import type { Order } from '../order/order.js'
import { compose, matching, type OrderOwner } from './order-filter.js'
import { type ListedOrders, type ListedRow, listByListing, readListed } from './order-listing.js'
import type { Database } from './pool.js'
import { readOrder, type StoredOrder } from './stored-order.js'

/** A page of an account's orders, oldest first unless asked otherwise, and how many match in all. */
export function listOrders(
  database: Database,
  owner: OrderOwner,
  filter: OrderFilter,
  paging: OrderPaging,
): Promise<ListedOrders> {
  const { orderNumbers, sellerOrderNumber, sellerOrderNumbers } = filter
  const isNamed = (orderNumbers ?? sellerOrderNumber ?? sellerOrderNumbers) !== undefined
  return isNamed ? listNamed(database, owner, filter, paging) : listByListing(database, owner, filter, paging)
}

/** Orders that are named by numbers are few, and found by them. */
async function listNamed(
  database: Database,
  owner: OrderOwner,
  filter: OrderFilter,
  { by = 'created', pageNumber, pageSize, skip = 0, newestFirst = false }: OrderPaging,
): Promise<ListedOrders> {
  const direction = sql.raw(newestFirst ? 'desc' : 'asc')
  const at = sql.ref(by === 'updated' ? 'o.updated_at' : 'o.created_at')
  const first = skip + (pageNumber - 1) * pageSize
  const statement = compose
    .with('found', () =>
      compose
        .selectFrom('orders as o')
        .select([
          'o.order_number',
          sql<number>`row_number() over (order by ${at} ${direction}, o.order_number ${direction})`.as(
            'rank',
          ),
        ])
        .where(matching(owner, filter)),
    )
    .selectNoFrom([
      sql<number>`(select count(*)::integer from found)`.as('total'),
      sql<number>`(select catalogue_version from lanes where tenant_id = ${owner.tenantId})`.as(
        'catalogue_version',
      ),
      sql<string | null>`'[' || orders_text(${owner.tenantId}, array(
        select order_number from found where rank > ${first} order by rank limit ${pageSize})) || ']'`.as(
        'orders',
      ),
    ])
    .compile()
  const { rows } = await database.query<ListedRow>(statement.sql, [...statement.parameters])
  const [row] = rows
  if (row === undefined) throw new Error('a selection without a table answers with one row')
  return readListed(row)
}

/** Undefined: there is none of that number, or it is another account's. */
export async function readOrderByNumber(
  database: Database,
  { tenantId, accountId }: OrderOwner,
  orderNumber: number,
): Promise<Order | undefined> {
  const result = await database.query<{ stored: StoredOrder }>({
    name: 'read_order_by_number',
    text: `select order_as_json(o) as stored from orders o
      where o.tenant_id = $1 and o.order_number = $3 and o.account_id = $2`,
    values: [tenantId, accountId, orderNumber],
  })
  const row = result.rows[0]
  return row === undefined ? undefined : readOrder(row.stored)
}

/** Undefined: there is no such account. */
export async function readBalance(
  database: Database,
  { tenantId, accountId }: OrderOwner,
): Promise<{ balanceMinor: number; currency: string } | undefined> {
  const result = await database.query<{ balance_minor: number; currency: string }>({
    name: 'read_balance',
    text: 'select balance_minor, currency from accounts where tenant_id = $1 and account_id = $2',
    values: [tenantId, accountId],
  })
  const row = result.rows[0]
  return row === undefined ? undefined : { balanceMinor: row.balance_minor, currency: row.currency }
}
