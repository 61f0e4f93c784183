/** Several orders with one request: what they would come to, or placed each for itself. */
import type { AccountContext, NewOrder, Serving } from '../../order/calls.js'
import type { Order } from '../../order/order.js'
import { previewOrder } from '../../order/preview.js'
import { accept, type RejectionKind, type Result } from '../../order/rejection.js'
import type { ShoppingCalls } from '../../order/shopping-calls.js'
import type { Pool } from '../../store/pool.js'
import { callerOf, contentHash } from './orders.js'
import { loadLines } from './quotes.js'

export type PlaceOne = (account: AccountContext, order: NewOrder) => Promise<Result<Order>>

export function severalCalls(
  pool: Pool,
  clock: () => number,
  placeOne: PlaceOne,
): Serving<Pick<ShoppingCalls, 'previewEach' | 'placeEach'>> {
  return {
    previewEach: async (account, { orders }) => accept(await previewEach(pool, account, orders, clock())),
    placeEach: (account, { orders }) => placeEach(account, orders, placeOne),
  }
}

/** All on the stock of one moment. */
export async function previewEach(
  pool: Pool,
  account: AccountContext,
  orders: readonly NewOrder[],
  at: number,
): Promise<Result<Order>[]> {
  const lines = orders.flatMap((order) => order.lines)
  const snapshot = await loadLines(pool, account, lines)
  return orders.map(({ labelFile: _label, ...order }) =>
    previewOrder(
      snapshot,
      { kind: 'place', caller: callerOf(account), ...order, key: null, contentHash: contentHash(order) },
      at,
    ),
  )
}

/** What says nothing of the order itself: the same request may be sent again. */
const PASSING: ReadonlySet<RejectionKind> = new Set(['overloaded', 'unavailable', 'internal'])

/** They go into the same batch. If one fails for its surroundings, the whole request is to be sent again. */
export async function placeEach(
  account: AccountContext,
  orders: readonly NewOrder[],
  placeOne: PlaceOne,
): Promise<Result<Result<Order>[]>> {
  // None is left behind, on its way, while the request is answered.
  const settled = await Promise.allSettled(orders.map((order) => placeOne(account, order)))
  const outcomes = settled.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
  for (const outcome of outcomes) if (!outcome.ok && PASSING.has(outcome.rejection.kind)) return outcome
  return accept(outcomes)
}
