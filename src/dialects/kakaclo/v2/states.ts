/** The house's four axes of status in v2's words (facts/kakaclo.md §9). */
import type {
  FinancialStatus,
  FulfilmentOrder,
  FulfilmentStatus,
  Order,
  OrderStatus,
  RefundStatus,
} from '../../../order/order.js'
import type { StateWords } from '../list-query.js'

/** A word of the vendor's, not JSON's null. */
export const NONE = 'NULL'

export const ORDER_WORDS = {
  waiting_payment: 'waiting_payment',
  processing: 'processing',
  completed: 'completed',
  cancelled: 'cancel',
} as const satisfies Record<OrderStatus, string>

export const FINANCIAL_WORDS = {
  none: NONE,
  waiting: 'waiting',
  on_request: 'waiting',
  voucher: 'waiting',
  voucher_refused: 'waiting',
  confirming: 'waiting',
  paid: 'paid',
} as const satisfies Record<FinancialStatus, string>

export const FULFILMENT_WORDS = {
  none: NONE,
  waiting_to_ship: 'waiting_to_ship',
  partially_shipped: 'partially_shipped',
  fully_shipped: 'fully_shipped',
  completed: 'completed',
} as const satisfies Record<FulfilmentStatus, string>

export const REFUND_WORDS = {
  none: NONE,
  refunding: 'refunding',
  partially_refunded: 'partial_refund',
  refunded: 'refunded',
} as const satisfies Record<RefundStatus, string>

/** A filter of v1's that some clients still send to v2. No order of ours is abnormal. */
export const STATE_WORDS: StateWords = {
  abnormal_order: [],
  waiting_payment: [{ orderStatus: ['waiting_payment'] }],
  processing: [{ orderStatus: ['processing'] }],
  completed: [{ orderStatus: ['completed'] }],
  cancel: [{ orderStatus: ['cancelled'] }],
}

/** A row ships with its fulfilment order. */
export function rowFulfilment(order: Order, part: FulfilmentOrder): string {
  if (order.fulfilmentStatus === 'none' || part.status === 'cancelled') return FULFILMENT_WORDS.none
  if (part.status === 'delivered') return FULFILMENT_WORDS.completed
  return part.status === 'handed_over' ? FULFILMENT_WORDS.fully_shipped : FULFILMENT_WORDS.waiting_to_ship
}

/** A row of a partly refunded order is named refunded only when all of it is. */
export function rowRefund({ refundStatus }: Order): string {
  return refundStatus === 'partially_refunded' ? NONE : REFUND_WORDS[refundStatus]
}
