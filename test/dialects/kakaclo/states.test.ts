/** v1's one word for v2's four: facts/kakaclo.md §9, checked on every combination of statuses. */
import { describe, expect, it } from 'vitest'
import { STATE_WORDS, statusOf } from '../../../src/dialects/kakaclo/v1/states.js'
import type { StatePattern } from '../../../src/order/calls.js'
import type { Order } from '../../../src/order/order.js'

const AXES = {
  orderStatus: ['waiting_payment', 'processing', 'completed', 'cancelled'],
  financialStatus: ['none', 'waiting', 'paid'],
  fulfilmentStatus: ['none', 'waiting_to_ship', 'partially_shipped', 'fully_shipped', 'completed'],
  refundStatus: ['none', 'refunding', 'partially_refunded', 'refunded'],
} as const

type State = Pick<Order, keyof typeof AXES>

const STATES: readonly State[] = AXES.orderStatus.flatMap((orderStatus) =>
  AXES.financialStatus.flatMap((financialStatus) =>
    AXES.fulfilmentStatus.flatMap((fulfilmentStatus) =>
      AXES.refundStatus.map((refundStatus) => ({
        orderStatus,
        financialStatus,
        fulfilmentStatus,
        refundStatus,
      })),
    ),
  ),
)

/** The table as the facts have it, first match wins; money settled elsewhere is our addition to row 7. */
function wordByTable(state: State): string {
  if (state.refundStatus === 'refunded') return 'refunded'
  if (state.orderStatus === 'cancelled') return 'cancel'
  if (state.refundStatus === 'refunding') return 'refunding'
  if (state.fulfilmentStatus === 'completed') return 'delivered'
  if (state.fulfilmentStatus === 'fully_shipped') return 'shipped'
  if (state.fulfilmentStatus === 'partially_shipped') return 'partial_shipped'
  if (state.financialStatus === 'paid' || state.fulfilmentStatus === 'waiting_to_ship')
    return 'waiting_to_ship'
  return 'waiting_payment'
}

function matches(state: State, pattern: StatePattern): boolean {
  return (Object.keys(AXES) as (keyof State)[]).every((axis) => pattern[axis]?.includes(state[axis]) ?? true)
}

describe("v1's status", () => {
  it.each(STATES)(
    'of $orderStatus/$financialStatus/$fulfilmentStatus/$refundStatus is that of the table, and found by it alone',
    (state) => {
      const word = wordByTable(state)
      expect(statusOf(state as Order)).toBe(word)
      const older = ['Waiting_payment', 'waiting_toship', 'refund']
      const found = Object.entries(STATE_WORDS).filter(([, patterns]) =>
        patterns.some((pattern) => matches(state, pattern)),
      )
      expect(found.map(([name]) => name).filter((name) => !older.includes(name))).toEqual([word])
    },
  )
})
