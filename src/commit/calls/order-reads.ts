/** Reading an account's orders, and what they are shown with. */
import type { OrderCalls, Serving } from '../../order/calls.js'
import type { Order } from '../../order/order.js'
import { accept, refuse } from '../../order/rejection.js'
import { listOrders, readBalance, readOrderByNumber } from '../../store/orders.js'
import type { Database } from '../../store/pool.js'
import { readStores } from '../../store/stores.js'
import type { SurroundingsShelf } from '../../store/surroundings.js'

type OrderReadCalls = Pick<OrderCalls, 'readOrder' | 'listOrders' | 'listStores' | 'readBalance'>

export function orderReadCalls(reads: Database, shelf: SurroundingsShelf): Serving<OrderReadCalls> {
  return {
    readOrder: async (account, { orderNumber, family, dialect, id }) => {
      const found = await readOrderByNumber(reads, account, orderNumber)
      const isOther = found?.family !== family || (dialect !== undefined && found.dialect !== dialect)
      if (found === undefined || isOther) {
        return refuse({ kind: 'not_found', what: 'order', id })
      }
      return accept(found)
    },
    listOrders: async (account, { filter, paging }) => {
      const { orders, total, catalogueVersion } = await listOrders(reads, account, filter, paging)
      const surroundings = await shelf.read(account, skusOf(orders), catalogueVersion)
      return accept({ ...paging, rows: orders, total, ...surroundings })
    },
    listStores: async ({ tenantId, accountId }) => accept(await readStores(reads, tenantId, accountId)),
    readBalance: async (account) => {
      const { accountId } = account
      const balance = await readBalance(reads, account)
      return balance === undefined
        ? refuse({ kind: 'not_found', what: 'account', id: String(accountId) })
        : accept(balance)
    },
  }
}

export function skusOf(orders: readonly Order[]): string[] {
  return orders.flatMap((order) => order.details.lines.map((line) => line.sku))
}
