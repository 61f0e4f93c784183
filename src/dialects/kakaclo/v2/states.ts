/** The house's four axes of status in v2's words (facts/kakaclo.md §9). */
import type {
  FinancialStatus,
  FulfilmentOrderStatus,
  FulfilmentStatus,
  Order,
  OrderStatus,
  RefundStatus,
} from '../../../order/order.js'
import type { StateWords } from '../list-query.js'

/** A word of the vendor's, not JSON's null. */
export const NONE = 'NULL'

const ORDER_WORDS = {
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

const SHORT: readonly FulfilmentOrderStatus[] = ['shortage']
const ABNORMAL = 'abnormal_order'

/** An order that is under way is abnormal while stock for a part of it is missing. */
export function orderWord({ orderStatus, fulfilmentOrders }: Order): string {
  const isUnderWay = orderStatus === 'waiting_payment' || orderStatus === 'processing'
  const isShort = fulfilmentOrders.some((part) => SHORT.includes(part.status))
  return isUnderWay && isShort ? ABNORMAL : ORDER_WORDS[orderStatus]
}

/** A filter of v1's that some clients still send to v2. */
export const STATE_WORDS: StateWords = {
  [ABNORMAL]: [{ orderStatus: ['waiting_payment', 'processing'], part: SHORT }],
  waiting_payment: [{ orderStatus: ['waiting_payment'], withoutPart: SHORT }],
  processing: [{ orderStatus: ['processing'], withoutPart: SHORT }],
  completed: [{ orderStatus: ['completed'] }],
  cancel: [{ orderStatus: ['cancelled'] }],
}
