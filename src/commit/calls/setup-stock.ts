/** Items and stock of the account that is named, or of the caller's own: each of the stock owner on whose side it is. */
import type { AccountContext, Serving } from '../../order/calls.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { SetupCalls } from '../../order/setup-calls.js'
import { readAccountName } from '../../store/accounts.js'
import { listItems, listStockLevels, readItem } from '../../store/items.js'
import { listMovements } from '../../store/movements.js'
import type { Pool } from '../../store/pool.js'
import { ItemWriter } from '../item-writer.js'
import type { Lanes } from '../lanes.js'
import { callerOf } from './orders.js'
import { accountNamed, claimForOther } from './setup-orders.js'
import { freeing } from './shortages.js'

type StockCalls = Pick<
  SetupCalls,
  'putItem' | 'readItem' | 'listItems' | 'moveStock' | 'listStockLevels' | 'listStockMovements'
>

export function stockCalls(pool: Pool, lanes: Lanes, clock: () => number): Serving<StockCalls> {
  const writer = new ItemWriter(pool, clock)
  const forAccount = async <T>(
    caller: AccountContext,
    name: string | null,
    work: (account: AccountContext) => Promise<T>,
  ): Promise<Result<T>> => {
    const named = await accountNamed(pool, caller, name)
    return named.ok ? accept(await work(named.value)) : named
  }
  return {
    putItem: (caller, { account: name, item }) =>
      forAccount(caller, name, async ({ tenantId, ownerId }) => {
        await writer.put(tenantId, { ownerId, ...item })
        return item
      }),
    readItem: async (caller, { account: name, sku }) => {
      const found = await forAccount(caller, name, ({ tenantId, ownerId }) =>
        readItem(pool, tenantId, ownerId, sku),
      )
      if (!found.ok) return found
      const { value: item } = found
      return item === null ? refuse({ kind: 'not_found', what: 'item', id: sku }) : accept(item)
    },
    listItems: (caller, { account: name, status, search, ...slice }) =>
      forAccount(caller, name, ({ tenantId, ownerId }) =>
        listItems(pool, tenantId, ownerId, { status, search }, slice),
      ),
    moveStock: async (caller, { account: name, key, ...movement }) => {
      const named = await accountNamed(pool, caller, name)
      if (!named.ok) return named
      const { tenantId, accountId, ownerId } = named.value
      const reused = await claimForOther(pool, caller, accountId, key, clock())
      if (reused !== null) return refuse(reused)
      const owner = await readAccountName(pool, tenantId, ownerId)
      const { location, sku, quantity } = movement
      const command = { kind: 'move_stock', caller: callerOf(named.value), key, ...movement } as const
      const freed = quantity > 0 ? [{ tenantId, ownerId, location, skus: [sku] }] : []
      const moved = await freeing(pool, lanes.of(tenantId), command, freed)
      return moved.ok ? accept({ account: owner, ...moved.value }) : moved
    },
    listStockLevels: (caller, { account: name, sku, location, ...slice }) =>
      forAccount(caller, name, ({ tenantId, ownerId }) =>
        listStockLevels(pool, tenantId, ownerId, { sku, location }, slice),
      ),
    listStockMovements: (caller, { account: name, search, ...slice }) =>
      forAccount(caller, name, ({ tenantId, ownerId }) =>
        listMovements(pool, tenantId, ownerId, search, slice),
      ),
  }
}
