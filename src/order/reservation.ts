/** What fulfilment orders hold of stock levels. */
import type { LevelChange } from './effects.js'
import type { FulfilmentLine, FulfilmentOrder, Order, OrderLoss } from './order.js'

/** What a new one takes. Lines that draw on the same stock level are summed: one change per level. */
export function reservationsOf(part: FulfilmentOrder): LevelChange[] {
  const { ownerId, location, lines } = part
  const [line] = lines
  // Most orders are this small, and there is nothing to sum.
  if (lines.length === 1 && line !== undefined) {
    const { sku, reserved } = line
    return reserved === 0 ? [] : [{ ownerId, sku, location, onHand: 0, reserved, isNew: false }]
  }
  return reservedBetween([], [part])
}

/** What a change of fulfilment orders does to the levels that they hold. */
export function reservedBetween(
  before: readonly FulfilmentOrder[],
  after: readonly FulfilmentOrder[],
): LevelChange[] {
  const changes = new Map<string, LevelChange>()
  const add = ({ ownerId, location, lines }: FulfilmentOrder, sign: 1 | -1) => {
    for (const { sku, reserved } of lines) {
      if (reserved === 0) continue
      const key = `${ownerId}>${location}>${sku}`
      const sum = (changes.get(key)?.reserved ?? 0) + sign * reserved
      changes.set(key, { ownerId, sku, location, onHand: 0, reserved: sum, isNew: false })
    }
  }
  for (const part of before) add(part, -1)
  for (const part of after) add(part, 1)
  return [...changes.values()].filter((change) => change.reserved !== 0)
}

/** Pieces of a line that are still wanted. */
export function wanted({ quantity, cancelled = 0 }: FulfilmentLine): number {
  return quantity - cancelled
}

/** Pieces of a line that will never be shipped. */
export function cancelledOf(
  { status }: FulfilmentOrder,
  { quantity, cancelled = 0 }: FulfilmentLine,
): number {
  return status === 'cancelled' ? quantity : cancelled
}

/** Pieces of an order's line that will never be shipped. */
export function lostOf({ fulfilmentOrders }: Order, lineNumber: number): number {
  let sum = 0
  for (const part of fulfilmentOrders) {
    for (const row of part.lines) if (row.lineNumber === lineNumber) sum += cancelledOf(part, row)
  }
  return sum
}

export function lossOf(order: Order): OrderLoss {
  if (order.details.endedShort) return 'short'
  return order.details.lines.some((line) => lostOf(order, line.lineNumber) > 0) ? 'cancelled' : 'none'
}
