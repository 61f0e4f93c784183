/** Goods that have been shipped, and those of them that came back. */
import { isOpen } from './after-sale.js'
import type { FulfilmentLine, FulfilmentOrder, Order } from './order.js'
import { nameOf, type Pieces, type PieceWish } from './pieces.js'
import type { Rejection } from './rejection.js'

/** Pieces of a row that a carrier has, or has brought. */
export function shippedOf({ shipments }: FulfilmentOrder, { lineNumber }: FulfilmentLine): number {
  return (shipments ?? [])
    .flatMap((one) => one.lines)
    .filter((line) => line.lineNumber === lineNumber)
    .reduce((sum, line) => sum + line.quantity, 0)
}

/** Shipped pieces that nobody has asked back yet: all of them, or those that are meant. */
export function shippedPieces(order: Order, wishes: readonly PieceWish[] | null): Pieces[] | Rejection {
  const rows = order.fulfilmentOrders.flatMap((part) =>
    part.lines.map((line) => ({
      part,
      line,
      rowNumber: line.rowNumber,
      quantity: shippedOf(part, line) - askedBack(order, line.rowNumber),
    })),
  )
  if (wishes === null) return rows.filter((row) => row.quantity > 0)
  const taken = new Map<number, number>()
  const found: Pieces[] = []
  for (const wish of wishes) {
    const meant = rows.filter(({ line }) =>
      'rowNumber' in wish ? line.rowNumber === wish.rowNumber : line.lineNumber === wish.lineNumber,
    )
    let missing = wish.quantity
    for (const row of meant) {
      const quantity = Math.min(row.quantity - (taken.get(row.rowNumber) ?? 0), missing)
      if (quantity <= 0) continue
      missing -= quantity
      taken.set(row.rowNumber, (taken.get(row.rowNumber) ?? 0) + quantity)
      found.push({ ...row, quantity })
    }
    if (missing > 0) {
      const left = wish.quantity - missing
      return { kind: 'more_than_left', ...nameOf(wish), asked: wish.quantity, left }
    }
  }
  return found
}

/** In wishes that are open or were granted. */
function askedBack({ afterSales }: Order, rowNumber: number): number {
  return afterSales
    .filter((one) => one.goods === 'shipped' && (isOpen(one) || one.status === 'completed'))
    .flatMap((one) => one.lines)
    .filter((line) => line.rowNumber === rowNumber)
    .reduce((sum, line) => sum + line.quantity, 0)
}
