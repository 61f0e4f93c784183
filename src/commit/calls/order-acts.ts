/** What callers do with their own orders once they are placed. */
import type { AccountContext, OrderCalls, OrderName, Serving } from '../../order/calls.js'
import type { Order } from '../../order/order.js'
import { wishForLines } from '../../order/positions.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { Acted, OrderWish } from '../../order/wishes.js'
import { findAfterSale } from '../../store/after-sales.js'
import { keepLabel } from '../../store/labels.js'
import { listOrders, readOrderByNumber } from '../../store/orders.js'
import type { Pool } from '../../store/pool.js'
import { act } from '../acts.js'
import type { Lanes } from '../lanes.js'
import { patiently } from './patience.js'

type OrderActCalls = Pick<
  OrderCalls,
  | 'findOrder'
  | 'cancelOrder'
  | 'actOnOrder'
  | 'actOnOrders'
  | 'actOnAfterSale'
  | 'labelOrder'
  | 'annotateOrders'
>

export function orderActCalls(pool: Pool, lanes: Lanes): Serving<OrderActCalls> {
  const find = (account: AccountContext, family: string, name: OrderName) =>
    findNamed(pool, account, family, name)
  const actOnOrder: Serving<OrderActCalls>['actOnOrder'] = async (account, asked) => {
    const { family, name, positions, key } = asked
    const found = await find(account, family, name)
    if (!found.ok) return found
    const { orderNumber } = found.value
    const wish = positions === undefined ? asked.wish : wishForLines(found.value, positions, asked.wish)
    if (wish === null) return refuse({ kind: 'not_found', what: 'line of order', id: String(orderNumber) })
    const { tenantId } = account
    const lane = lanes.of(tenantId)
    const done = await act(pool, lane, { tenantId, caller: account, orderNumber, wish, key: key ?? null })
    if (!done.ok) return done
    const after = await reread(pool, account, orderNumber)
    return after.ok ? accept({ order: after.value, ...done.value }) : after
  }
  return {
    findOrder: (account, { family, name }) => find(account, family, name),
    actOnOrder,
    actOnAfterSale: async (account, { family, dialect, afterSaleNumber, id, wish }) => {
      const found = await findAfterSale(pool, account.tenantId, afterSaleNumber)
      if (found?.accountId !== account.accountId) {
        return refuse({ kind: 'not_found', what: 'after-sale', id })
      }
      const name = { orderNumber: found.orderNumber, id, ...(dialect !== undefined && { dialect }) }
      const done = await actOnOrder(account, { family, name, wish })
      if (!done.ok) return done
      const { order } = done.value
      const afterSale = order.afterSales.find((one) => one.afterSaleNumber === afterSaleNumber)
      return afterSale === undefined
        ? refuse({ kind: 'not_found', what: 'after-sale', id })
        : accept({ order, afterSale })
    },
    actOnOrders: async (account, { family, orders }) => {
      const results: Result<Acted<Order>>[] = []
      for (const { name, wish } of orders) results.push(await actOnOrder(account, { family, name, wish }))
      return accept(results)
    },
    cancelOrder: async (account, { family, name, reason, whenPacked }) => {
      const wish: OrderWish = { kind: 'cancel', reason, whenPacked }
      const done = await actOnOrder(account, { family, name, wish })
      if (!done.ok) return done
      const { order, replayed } = done.value
      const held = order.orderStatus !== 'cancelled'
      return accept({ order, held, before: replayed && !held })
    },
    labelOrder: async (account, { family, name, extra, label = null, labelFile }) => {
      // A label is only kept for an order that there is.
      const found = await find(account, family, name)
      if (!found.ok) return found
      const kept = labelFile === undefined ? label : await keepLabel(pool, account.tenantId, labelFile)
      const wish: OrderWish = { kind: 'label', sequence: null, label: kept, extra }
      const done = await actOnOrder(account, { family, name, wish })
      return done.ok ? accept(done.value.order) : done
    },
    annotateOrders: async (account, { family, numberScope, notes }) => {
      const missing: string[] = []
      for (const { sellerOrderNumber, extra, hold } of notes) {
        const name = { sellerOrderNumber, numberScope }
        const wish: OrderWish = { kind: 'annotate', sequence: null, extra, hold }
        const noted = await actOnOrder(account, { family, name, wish })
        if (noted.ok) continue
        if (noted.rejection.kind !== 'not_found') return noted
        missing.push(sellerOrderNumber)
      }
      return accept({ missing })
    },
  }
}

async function findNamed(
  pool: Pool,
  account: AccountContext,
  family: string,
  name: OrderName,
): Promise<Result<Order>> {
  if ('orderNumber' in name) {
    const order = await readOrderByNumber(pool, account, name.orderNumber)
    const { storeNumber, dialect } = name
    const isOther =
      (storeNumber !== undefined && order?.details.storeNumber !== storeNumber) ||
      (dialect !== undefined && order?.dialect !== dialect)
    return order === undefined || order.family !== family || isOther
      ? refuse({ kind: 'not_found', what: 'order', id: name.id })
      : accept(order)
  }
  const { storeNumber, ...named } = name
  const stores = storeNumber === undefined ? {} : { storeNumbers: [storeNumber] }
  const wanted = { family, ...named, ...stores }
  const { orders } = await listOrders(pool, account, wanted, { pageNumber: 1, pageSize: 1 })
  const [found] = orders
  return found === undefined
    ? refuse({ kind: 'not_found', what: 'order', id: name.sellerOrderNumber })
    : accept(found)
}

function reread(pool: Pool, account: AccountContext, orderNumber: number): Promise<Result<Order>> {
  return patiently(async () => {
    const order = await readOrderByNumber(pool, account, orderNumber)
    if (order === undefined) throw new Error(`the order ${orderNumber} was there, and is not any more`)
    return accept(order)
  })
}
