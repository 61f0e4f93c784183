/** What an event of an order's history says, in words. */
import type { OrderEvent } from '../../types'
import { wordText } from '../../words'

const AXES = ['orderStatus', 'financialStatus', 'fulfilmentStatus', 'refundStatus'] as const

/** The statuses that it changed, against the event before it. */
export function changesOf(event: OrderEvent, before: OrderEvent | undefined): readonly string[] {
  if (before === undefined) return []
  return AXES.filter((axis) => event[axis] !== before[axis]).map((axis) => wordText(axis, event[axis]))
}
