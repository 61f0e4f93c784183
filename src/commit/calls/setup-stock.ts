/** Items and stock of the stock owner on whose side the caller is. */
import type { Serving } from '../../order/calls.js'
import { accept, refuse } from '../../order/rejection.js'
import type { SetupCalls } from '../../order/setup-calls.js'
import { listItems, listStockLevels, readItem } from '../../store/items.js'
import { listMovements } from '../../store/movements.js'
import type { Pool } from '../../store/pool.js'
import { ItemWriter } from '../item-writer.js'
import type { Lanes } from '../lanes.js'
import { callerOf } from './orders.js'
import { freeing } from './shortages.js'

type StockCalls = Pick<
  SetupCalls,
  'putItem' | 'readItem' | 'listItems' | 'moveStock' | 'listStockLevels' | 'listStockMovements'
>

export function stockCalls(pool: Pool, lanes: Lanes, clock: () => number): Serving<StockCalls> {
  const writer = new ItemWriter(pool, clock)
  return {
    putItem: async ({ tenantId, ownerId }, item) => {
      await writer.put(tenantId, { ownerId, ...item })
      return accept(item)
    },
    readItem: async ({ tenantId, ownerId }, { sku }) => {
      const item = await readItem(pool, tenantId, ownerId, sku)
      return item === null ? refuse({ kind: 'not_found', what: 'item', id: sku }) : accept(item)
    },
    listItems: async ({ tenantId, ownerId }, { status, ...slice }) =>
      accept(await listItems(pool, tenantId, ownerId, status, slice)),
    moveStock: async (account, movement) => {
      const { tenantId, ownerId } = account
      const { location, sku, quantity } = movement
      const command = { kind: 'move_stock', caller: callerOf(account), ...movement } as const
      const freed = quantity > 0 ? [{ tenantId, ownerId, location, skus: [sku] }] : []
      return freeing(pool, lanes.of(tenantId), command, freed)
    },
    listStockLevels: async ({ tenantId, ownerId }, { sku, location, ...slice }) =>
      accept(await listStockLevels(pool, tenantId, ownerId, { sku, location }, slice)),
    listStockMovements: async ({ tenantId, ownerId }, { search, ...slice }) =>
      accept(await listMovements(pool, tenantId, ownerId, search, slice)),
  }
}
