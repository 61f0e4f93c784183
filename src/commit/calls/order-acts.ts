/** What callers do with their own orders once they are placed: cancel, hold, release, annotate. */
import type { AccountContext, OrderCalls, OrderName, Serving } from '../../order/calls.js'
import type { Order } from '../../order/order.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import { listOrders, readOrderByNumber } from '../../store/orders.js'
import type { Pool } from '../../store/pool.js'
import type { Lane } from '../lane.js'
import type { Lanes } from '../lanes.js'
import { patiently } from './patience.js'
import { payAllWaiting } from './payments.js'
import { allocateShort } from './shortages.js'

type OrderActCalls = Pick<
  OrderCalls,
  'findOrder' | 'cancelOrder' | 'holdOrder' | 'releaseOrder' | 'annotateOrders'
>

export function orderActCalls(pool: Pool, lanes: Lanes): Serving<OrderActCalls> {
  const laneOf = ({ tenantId }: AccountContext) => lanes.of(tenantId)
  const find = (account: AccountContext, family: string, name: OrderName) =>
    findNamed(pool, account, family, name)
  return {
    findOrder: (account, { family, ...name }) => find(account, family, name),
    cancelOrder: async (account, { family, name, reason, whenPacked }) => {
      const found = await find(account, family, name)
      if (!found.ok) return found
      const { orderNumber, fulfilmentOrders } = found.value
      const lane = laneOf(account)
      const command = { kind: 'cancel', caller: account, key: null, orderNumber, reason, whenPacked } as const
      const cancelled = await lane.submit(command)
      if (!cancelled.ok) return cancelled
      const { moreWaiting, held = false, replayed } = cancelled.value
      if (moreWaiting) await payAllWaiting(lane, account, account.accountId)
      if (!held && !replayed) await giveBack(pool, lane, account, fulfilmentOrders)
      const after = await reread(pool, account, orderNumber)
      return after.ok ? accept({ order: after.value, held, before: replayed && !held }) : after
    },
    holdOrder: async (account, { family, name, reason }) => {
      const found = await find(account, family, name)
      if (!found.ok) return found
      const { orderNumber } = found.value
      const hold = { kind: 'asked', reason } as const
      const command = { kind: 'hold', caller: account, key: null, orderNumber, sequence: null, hold } as const
      const held = await laneOf(account).submit(command)
      return held.ok ? reread(pool, account, orderNumber) : held
    },
    releaseOrder: async (account, { family, name }) => {
      const found = await find(account, family, name)
      if (!found.ok) return found
      const { orderNumber, details } = found.value
      const skus = details.lines.map((line) => line.sku)
      const command = {
        kind: 'release',
        caller: account,
        key: null,
        orderNumber,
        sequence: null,
        skus,
      } as const
      const released = await laneOf(account).submit(command)
      return released.ok ? reread(pool, account, orderNumber) : released
    },
    annotateOrders: async (account, { family, numberScope, notes }) => {
      const missing: string[] = []
      for (const { sellerOrderNumber, extra, hold } of notes) {
        const found = await find(account, family, { sellerOrderNumber, numberScope })
        if (!found.ok) {
          missing.push(sellerOrderNumber)
          continue
        }
        const { orderNumber } = found.value
        const note = { orderNumber, sequence: null, extra, hold }
        const noted = await laneOf(account).submit({ kind: 'annotate', caller: account, key: null, ...note })
        if (!noted.ok) return noted
      }
      return accept({ missing })
    },
  }
}

async function findNamed(
  pool: Pool,
  account: AccountContext,
  family: string,
  { storeNumber, ...name }: OrderName,
): Promise<Result<Order>> {
  const stores = storeNumber === undefined ? {} : { storeNumbers: [storeNumber] }
  const wanted = { family, ...name, ...stores }
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

/** What a cancelled order had reserved is there for those who wait. */
export async function giveBack(
  pool: Pool,
  lane: Lane,
  { tenantId }: Pick<AccountContext, 'tenantId'>,
  parts: Order['fulfilmentOrders'],
): Promise<void> {
  for (const { ownerId, location, lines } of parts) {
    const skus = lines.filter((line) => line.reserved > 0).map((line) => line.sku)
    if (skus.length > 0) await allocateShort(pool, lane, { tenantId, ownerId, location, skus })
  }
}
