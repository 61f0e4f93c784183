/** Lines named by their places among those that were sent, the failed ones counted. */
import type { Order } from './order.js'
import type { PieceWish } from './pieces.js'
import { wanted } from './reservation.js'
import { shippedOf } from './returned.js'
import type { OrderWish } from './wishes.js'

/** The line that was sent at a place, from 1; null: there is none, or it failed. */
export function lineAt({ details }: Order, position: number): number | null {
  const { failedLines, lines } = details
  if (failedLines.some((line) => line.position === position)) return null
  const lineNumber = position - failedLines.filter((line) => line.position < position).length
  return lines.some((line) => line.lineNumber === lineNumber) ? lineNumber : null
}

/** A wish about all that there is of these lines; null: there is nothing of one of them. */
export function wishForLines(order: Order, positions: readonly number[], wish: OrderWish): OrderWish | null {
  const goods = wish.kind === 'request_after_sale' ? wish.wish.goods : 'unshipped'
  const pieces: PieceWish[] = []
  const lineNumbers: number[] = []
  for (const position of positions) {
    const lineNumber = lineAt(order, position)
    if (lineNumber === null) return null
    lineNumbers.push(lineNumber)
    for (const part of order.fulfilmentOrders) {
      for (const line of part.lines.filter((one) => one.lineNumber === lineNumber)) {
        const quantity = goods === 'shipped' ? shippedOf(part, line) : wanted(line)
        if (quantity > 0) pieces.push({ rowNumber: line.rowNumber, quantity })
      }
    }
  }
  if (wish.kind === 'cancel') return { ...wish, pieces }
  if (wish.kind === 'deliver') return { ...wish, lineNumbers }
  return wish.kind === 'request_after_sale' ? { ...wish, wish: { ...wish.wish, pieces } } : wish
}
