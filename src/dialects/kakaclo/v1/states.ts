/**
 * v1's one status word for the house's four axes: the first row that matches, in the order of facts/kakaclo.md
 * §9. The same rows are the filter, so that an order is found by the word that it is printed with.
 */
import type { StatePattern } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import type { StateWords } from '../list-query.js'

const NOT_CANCELLED = ['waiting_payment', 'processing', 'completed']
const NOT_REFUNDED = ['none', 'refunding', 'partially_refunded']
/** Neither cancelled nor in a refund that is under way or complete. */
const IN_FORCE = { orderStatus: NOT_CANCELLED, refundStatus: ['none', 'partially_refunded'] }
const UNSHIPPED = ['none', 'waiting_to_ship']
const NOT_PAID = ['none', 'waiting', 'on_request', 'voucher', 'voucher_refused', 'confirming']

/** Each order matches the patterns of exactly one word. */
const WORDS = {
  refunded: [{ refundStatus: ['refunded'] }],
  cancel: [{ orderStatus: ['cancelled'], refundStatus: NOT_REFUNDED }],
  refunding: [{ orderStatus: NOT_CANCELLED, refundStatus: ['refunding'] }],
  delivered: [{ ...IN_FORCE, fulfilmentStatus: ['completed'] }],
  shipped: [{ ...IN_FORCE, fulfilmentStatus: ['fully_shipped'] }],
  partial_shipped: [{ ...IN_FORCE, fulfilmentStatus: ['partially_shipped'] }],
  waiting_to_ship: [
    { ...IN_FORCE, fulfilmentStatus: UNSHIPPED, financialStatus: ['paid'] },
    // Money that is settled elsewhere never shows as paid; such an order is no less on its way.
    { ...IN_FORCE, fulfilmentStatus: ['waiting_to_ship'], financialStatus: NOT_PAID },
  ],
  waiting_payment: [{ ...IN_FORCE, fulfilmentStatus: ['none'], financialStatus: NOT_PAID }],
} as const satisfies Record<string, readonly StatePattern[]>

export type StatusWord = keyof typeof WORDS

/** What a caller may filter by: the words, and the spellings of older pages. */
export const STATE_WORDS: StateWords = {
  ...WORDS,
  Waiting_payment: WORDS.waiting_payment,
  waiting_toship: WORDS.waiting_to_ship,
  refund: WORDS.refunded,
  refund_fail: [],
}

export function statusOf(order: Order): StatusWord {
  for (const word of Object.keys(WORDS) as StatusWord[]) {
    if (WORDS[word].some((pattern) => matches(order, pattern))) return word
  }
  return 'waiting_payment'
}

function matches(order: Order, pattern: StatePattern): boolean {
  const axes = ['orderStatus', 'financialStatus', 'fulfilmentStatus', 'refundStatus'] as const
  return axes.every((axis) => pattern[axis]?.includes(order[axis]) ?? true)
}
