/** Reading an account's after-sales. */
import type { OrderCalls, Serving } from '../../order/calls.js'
import { accept, refuse } from '../../order/rejection.js'
import { findAfterSale, listAfterSales } from '../../store/after-sales.js'
import { readOrderByNumber } from '../../store/orders.js'
import type { Pool } from '../../store/pool.js'
import { describeOrders } from './orders.js'

export function afterSaleCalls(pool: Pool): Serving<Pick<OrderCalls, 'readAfterSale' | 'listAfterSales'>> {
  return {
    readAfterSale: async (account, { family, afterSaleNumber, id }) => {
      const found = await findAfterSale(pool, account.tenantId, afterSaleNumber)
      const order =
        found?.accountId === account.accountId
          ? await readOrderByNumber(pool, account, found.orderNumber)
          : undefined
      const afterSale = order?.afterSales.find((one) => one.afterSaleNumber === afterSaleNumber)
      if (order === undefined || afterSale === undefined || order.family !== family) {
        return refuse({ kind: 'not_found', what: 'after-sale', id })
      }
      return accept({ order, afterSale })
    },
    listAfterSales: async (account, { filter, paging }) => {
      const { rows, total } = await listAfterSales(pool, account, filter, paging)
      const described = await describeOrders(
        pool,
        account,
        rows.map((row) => row.order),
      )
      const { pageNumber, pageSize } = paging
      return accept({ rows, total, pageNumber, pageSize, ...described })
    },
  }
}
