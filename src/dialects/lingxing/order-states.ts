/** Amazon's words for the states of orders, and which of ours they stand for (facts/lingxing.md §9.1, §9.3). */
import type { StatePattern } from '../../order/calls.js'
import type { Order } from '../../order/order.js'
import { lossOf } from '../../order/reservation.js'

export function statusOf(order: Order): string {
  const { orderStatus, fulfilmentStatus, fulfilmentOrders } = order
  if (orderStatus === 'cancelled') return lossOf(order) === 'short' ? 'Unfulfillable' : 'Cancelled'
  if (fulfilmentStatus === 'fully_shipped' || fulfilmentStatus === 'completed') {
    return lossOf(order) === 'none' ? 'Complete' : 'CompletePartialled'
  }
  const parts = new Set(fulfilmentOrders.map((part) => part.status))
  if (fulfilmentStatus === 'partially_shipped' || parts.has('packed')) return 'Processing'
  if (parts.has('hold')) return 'Received'
  return parts.has('drafted') ? 'New' : 'Planning'
}

const OPEN = {
  orderStatus: ['waiting_payment', 'processing'],
  fulfilmentStatus: ['none', 'waiting_to_ship'],
} as const
const SHIPPED = { fulfilmentStatus: ['fully_shipped', 'completed'] } as const

/** What a filter's word looks for: exactly the orders that are shown in that state. No order is ever INVALID here. */
export const PATTERNS: Readonly<Record<string, readonly StatePattern[]>> = {
  NEW: [{ ...OPEN, part: ['drafted'], withoutPart: ['packed', 'hold'] }],
  RECEIVED: [{ ...OPEN, part: ['hold'], withoutPart: ['packed'] }],
  PLANNING: [{ ...OPEN, withoutPart: ['packed', 'hold', 'drafted'] }],
  PROCESSING: [{ fulfilmentStatus: ['partially_shipped'] }, { ...OPEN, part: ['packed'] }],
  CANCELLED: [{ orderStatus: ['cancelled'], loss: ['none', 'cancelled'] }],
  COMPLETE: [{ ...SHIPPED, loss: ['none'] }],
  COMPLETE_PARTIALLED: [{ ...SHIPPED, loss: ['cancelled', 'short'] }],
  UNFULFILLABLE: [{ orderStatus: ['cancelled'], loss: ['short'] }],
  INVALID: [],
}
