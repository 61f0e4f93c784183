/** Reading an account's after-sales. */
import type { AccountContext, AfterSaleRow, OrderCalls, Serving } from '../../order/calls.js'
import { accept, refuse } from '../../order/rejection.js'
import { findAfterSale, listAfterSales } from '../../store/after-sales.js'
import { readOrderByNumber } from '../../store/orders.js'
import type { Pool } from '../../store/pool.js'
import type { SurroundingsShelf } from '../../store/surroundings.js'
import { skusOf } from './order-reads.js'

type AfterSaleCalls = Pick<OrderCalls, 'readAfterSale' | 'findAfterSales' | 'listAfterSales'>

export function afterSaleCalls(pool: Pool, shelf: SurroundingsShelf): Serving<AfterSaleCalls> {
  return {
    readAfterSale: async (account, { family, dialect, afterSaleNumber, id }) => {
      const row = await readOne(pool, account, family, afterSaleNumber)
      const found = dialect === undefined || row?.order.dialect === dialect ? row : undefined
      return found === undefined ? refuse({ kind: 'not_found', what: 'after-sale', id }) : accept(found)
    },
    findAfterSales: async (account, { family, number, id, filter, paging }) => {
      const found = await readAll(pool, account, family, number)
      if (found === undefined) return refuse({ kind: 'not_found', what: 'order or after-sale', id })
      const { kinds, afterSaleNumbers } = filter
      const rows = found.filter(
        ({ afterSale: { kind, afterSaleNumber } }) =>
          (kinds?.includes(kind) ?? true) && (afterSaleNumbers?.includes(afterSaleNumber) ?? true),
      )
      const first = (paging.pageNumber - 1) * paging.pageSize
      return accept({ rows: rows.slice(first, first + paging.pageSize), total: rows.length, ...paging })
    },
    listAfterSales: async (account, { filter, paging }) => {
      const { rows, total, catalogueVersion } = await listAfterSales(pool, account, filter, paging)
      const skus = skusOf(rows.map((row) => row.order))
      const surroundings = await shelf.read(account, skus, catalogueVersion)
      const { pageNumber, pageSize } = paging
      return accept({ rows, total, pageNumber, pageSize, ...surroundings })
    },
  }
}

/** One of the account's, of an order of that family. */
async function readOne(
  pool: Pool,
  account: AccountContext,
  family: string,
  afterSaleNumber: number,
): Promise<AfterSaleRow | undefined> {
  const found = await findAfterSale(pool, account.tenantId, afterSaleNumber)
  if (found?.accountId !== account.accountId) return undefined
  const order = await readOrderByNumber(pool, account, found.orderNumber)
  const afterSale = order?.afterSales.find((one) => one.afterSaleNumber === afterSaleNumber)
  return order?.family === family && afterSale !== undefined ? { order, afterSale } : undefined
}

/** Of the account's order of that number, or else the after-sale of that number. */
async function readAll(
  pool: Pool,
  account: AccountContext,
  family: string,
  number: number,
): Promise<readonly AfterSaleRow[] | undefined> {
  const order = await readOrderByNumber(pool, account, number)
  if (order?.family === family) return order.afterSales.map((afterSale) => ({ order, afterSale }))
  const one = await readOne(pool, account, family, number)
  return one === undefined ? undefined : [one]
}
