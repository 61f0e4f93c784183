/** Placing and reading orders. */
import { hash } from 'node:crypto'
import type { AccountContext, NewOrder, OrderCalls, OrderPage, Paging, Serving } from '../../order/calls.js'
import type { Order } from '../../order/order.js'
import { accept, refuse } from '../../order/rejection.js'
import { readItemDetails } from '../../store/catalogue.js'
import { readLocations } from '../../store/locations.js'
import { listOrders, readBalance } from '../../store/orders.js'
import type { Pool } from '../../store/pool.js'
import { readStores } from '../../store/stores.js'
import type { Lanes } from '../lanes.js'

export function orderCalls(pool: Pool, lanes: Lanes): Serving<OrderCalls> {
  return {
    placeOrder: (account, order) =>
      lanes.of(account.tenantId).submit({
        kind: 'place',
        caller: callerOf(account),
        ...order,
        key: order.key ?? null,
        contentHash: contentHash(order),
      }),
    listOrders: async (account, { filter, paging }) => {
      const { orders, total } = await listOrders(pool, account, filter, paging)
      return accept(await describePage(pool, account, paging, orders, total))
    },
    listStores: async ({ tenantId, accountId }) => accept(await readStores(pool, tenantId, accountId)),
    readBalance: async (account) => {
      const { accountId } = account
      const balance = await readBalance(pool, account)
      return balance === undefined
        ? refuse({ kind: 'not_found', what: 'account', id: String(accountId) })
        : accept(balance)
    },
  }
}

export function callerOf({ accountId, ownerId }: AccountContext) {
  return { accountId, ownerId }
}

/** Adds what showing the orders needs besides them. */
async function describePage(
  pool: Pool,
  { tenantId, accountId, ownerId }: AccountContext,
  paging: Paging,
  orders: readonly Order[],
  total: number,
): Promise<OrderPage> {
  const skus = new Set(orders.flatMap((order) => order.details.lines.map((line) => line.sku)))
  const sold = orders.some((order) => order.details.storeNumber !== null)
  const [items, locations, stores] = await Promise.all([
    readItemDetails(pool, tenantId, ownerId, [...skus]),
    readLocations(pool, tenantId),
    sold ? readStores(pool, tenantId, accountId) : [],
  ])
  return {
    ...paging,
    rows: orders,
    total,
    items,
    locations: new Map(locations.map((location) => [location.code, location])),
    stores: new Map(stores.map((store) => [store.storeNumber, store])),
  }
}

/** What the caller's wish is about, as one hash: unknown fields and the generation of the API are no part of it. */
function contentHash(order: NewOrder): string {
  const { address, lines, speed, wishedMethod, remark, salesChannel, store, hold } = order
  const wish: unknown[] = [address, lines, speed, wishedMethod, remark, salesChannel]
  // Only where given, so that the hashes of orders placed before there were such wishes still hold.
  if (store !== undefined || hold !== undefined) wish.push(store, hold)
  return hash('sha256', JSON.stringify(wish), 'base64url')
}
