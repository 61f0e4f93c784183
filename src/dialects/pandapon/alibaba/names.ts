/** Orders of 1688 and lines of them, by their ids (facts/pandapon.md §3.2): none of another platform's. */
import { accept, type Result, refuse } from '../../../order/rejection.js'
import { entryOf, tradeNumberOf } from '../envelope.js'

export const FAMILY = 'pandapon'
export const DIALECT = 'pandapon-1688'

/** An order that no id of ours names is one that is not there. */
export function nameOf(id: string) {
  return { orderNumber: tradeNumberOf(id) ?? 0, id, dialect: DIALECT }
}

/** The places of these lines of the order, each once. */
export function positionsOf(orderId: string, entryIds: readonly string[]): Result<number[]> {
  const { orderNumber } = nameOf(orderId)
  const positions: number[] = []
  for (const id of entryIds) {
    const entry = entryOf(id)
    if (entry === null || entry.orderNumber !== orderNumber) {
      return refuse({ kind: 'not_found', what: 'order entry', id })
    }
    positions.push(entry.position)
  }
  return accept([...new Set(positions)])
}
