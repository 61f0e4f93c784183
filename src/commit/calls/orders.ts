/** Placing and reading orders. */
import { hash } from 'node:crypto'
import type { AccountContext, NewOrder, OrderCalls, Serving } from '../../order/calls.js'
import type { Pool } from '../../store/pool.js'
import type { Lanes } from '../lanes.js'

export function orderCalls(_pool: Pool, lanes: Lanes): Serving<OrderCalls> {
  return {
    placeOrder: (account, order) =>
      lanes.of(account.tenantId).submit({
        kind: 'place',
        caller: callerOf(account),
        ...order,
        key: order.key ?? null,
        contentHash: contentHash(order),
      }),
    listOrders: () => Promise.reject(new Error('to be written')),
    readBalance: () => Promise.reject(new Error('to be written')),
  }
}

export function callerOf({ accountId, ownerId }: AccountContext) {
  return { accountId, ownerId }
}

/** What the caller's wish is about, as one hash: unknown fields and the generation of the API are no part of it. */
function contentHash(order: NewOrder): string {
  const { address, lines, speed, remark, salesChannel } = order
  return hash('sha256', JSON.stringify([address, lines, speed, remark, salesChannel]), 'base64url')
}
