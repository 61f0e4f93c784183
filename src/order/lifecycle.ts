/** The allowed transitions of a fulfilment order, as data. What is not listed is refused by name. */
import type { FulfilmentOrderStatus } from './order.js'

const TRANSITIONS = {
  drafted: ['allocated', 'hold', 'shortage', 'cancelled'],
  shortage: ['allocated', 'hold', 'cancelled'],
  allocated: ['packed', 'hold', 'cancelled'],
  hold: ['drafted', 'allocated', 'shortage', 'cancelled'],
  packed: ['handed_over'],
  handed_over: ['delivered'],
  delivered: [],
  cancelled: [],
} as const satisfies Record<FulfilmentOrderStatus, readonly FulfilmentOrderStatus[]>

export function mayMove(from: FulfilmentOrderStatus, to: FulfilmentOrderStatus): boolean {
  const targets: readonly FulfilmentOrderStatus[] = TRANSITIONS[from]
  return targets.includes(to)
}
