/** The allowed transitions of a fulfilment order, as data. What is not listed is refused by name. */
import type { FulfilmentOrder, FulfilmentOrderStatus } from './order.js'
import { wanted } from './reservation.js'

const TRANSITIONS = {
  drafted: ['allocated', 'hold', 'shortage', 'cancelled'],
  shortage: ['drafted', 'allocated', 'hold', 'cancelled'],
  allocated: ['packed', 'hold', 'shortage', 'cancelled'],
  hold: ['drafted', 'allocated', 'shortage', 'packed', 'cancelled'],
  packed: ['handed_over', 'allocated', 'hold', 'cancelled'],
  handed_over: ['delivered'],
  delivered: [],
  cancelled: [],
} as const satisfies Record<FulfilmentOrderStatus, readonly FulfilmentOrderStatus[]>

export function mayMove(from: FulfilmentOrderStatus, to: FulfilmentOrderStatus): boolean {
  const targets: readonly FulfilmentOrderStatus[] = TRANSITIONS[from]
  return targets.includes(to)
}

/** A fulfilment order at its next status, with the time at which it came there. */
export function moved(part: FulfilmentOrder, status: FulfilmentOrderStatus, at: number): FulfilmentOrder {
  return { ...part, status, times: isStill(part, status) ? part.times : { ...part.times, [status]: at } }
}

/** Packing counts once; and stock that has been held all along is not allocated anew when a hold ends. */
function isStill({ times, empty, lines }: FulfilmentOrder, status: FulfilmentOrderStatus): boolean {
  if (times[status] === undefined) return false
  if (status === 'allocated') return empty || lines.every((line) => line.reserved === wanted(line))
  return status === 'packed'
}
