/** 1688's words for an order's state, and which states of ours they stand for (facts/pandapon.md §13.2, §14.4). */
import type { AfterSale } from '../../../order/after-sale.js'
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

/** 1: not paid, 2: paid, also what was settled elsewhere or has been given back since. */
export function payStatusOf({ financialStatus, details }: Order): 1 | 2 {
  return financialStatus === 'paid' || (financialStatus === 'none' && details.paidAt !== null) ? 2 : 1
}

/** The words are those of the other platform's sub-orders, since 1688's are not printed. */
const REFUND_STATUSES: { readonly [S in AfterSale['status']]: string } = {
  requested: 'APPLIED_REFUND',
  approved: 'AGREE_TO_REFUND',
  sent_back: 'WAITING_SELLER_RECEIPT',
  completed: 'REFUND_SUCCESSFUL',
  refused: 'SELLER_REFUSES_REFUND',
  withdrawn: 'REFUND_CLOSED',
}

export function refundStatusOf({ status }: AfterSale): string {
  return REFUND_STATUSES[status]
}

/** What every telling of an order says of its state and its money. */
export function standingOf(order: Order) {
  return {
    orderStatus: statusOf(order),
    payStatus: payStatusOf(order),
    totalAmount: order.finalMinor,
    shippingFee: order.freightMinor,
    productAmount: order.goodsMinor,
    refundAmount: order.refundedMinor,
    refundStatus: orderRefundStatusOf(order),
    closeReason: order.details.cancelReason,
  }
}

/** Of an order: that of the last wish about it; null: there is none. */
function orderRefundStatusOf({ afterSales }: Order): string | null {
  const last = afterSales.at(-1)
  return last === undefined ? null : refundStatusOf(last)
}

export function statusOf({ orderStatus, fulfilmentStatus }: Order): string {
  for (const [status, pattern] of STATUSES) {
    if (pattern.orderStatus?.includes(orderStatus) !== true) continue
    if (pattern.fulfilmentStatus?.includes(fulfilmentStatus) ?? true) return status
  }
  return 'FINISHED'
}
