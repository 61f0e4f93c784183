/** 1688's words for an order's state, and which states of ours they stand for (facts/pandapon.md §14.4). */
import type { StatePattern } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'

/** The first three are documented; what comes behind them is ours. */
export const STATUSES: ReadonlyMap<string, StatePattern> = new Map<string, StatePattern>([
  ['WAITING_FOR_PAYMENT', { orderStatus: ['waiting_payment'] }],
  ['CANCEL', { orderStatus: ['cancelled'] }],
  ['WAITING_FOR_SENT', { orderStatus: ['processing'], fulfilmentStatus: ['none', 'waiting_to_ship'] }],
  [
    'WAITING_FOR_RECEIVE',
    { orderStatus: ['processing'], fulfilmentStatus: ['partially_shipped', 'fully_shipped', 'completed'] },
  ],
  ['FINISHED', { orderStatus: ['completed'] }],
])

export const PAY_STATUS = { unpaid: 1, paid: 2 } as const

export function statusOf({ orderStatus, fulfilmentStatus }: Order): string {
  for (const [status, pattern] of STATUSES) {
    if (pattern.orderStatus?.includes(orderStatus) !== true) continue
    if (pattern.fulfilmentStatus?.includes(fulfilmentStatus) ?? true) return status
  }
  return 'FINISHED'
}
