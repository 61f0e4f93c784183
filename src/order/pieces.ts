/** Pieces of an order's rows: which are still here, and taking them out of it. */
import { tooLate, withParts } from './acting.js'
import type { LevelChange } from './effects.js'
import { mayMove, moved } from './lifecycle.js'
import type { FulfilmentLine, FulfilmentOrder, Order } from './order.js'
import type { Rejection } from './rejection.js'
import { reservedBetween, wanted } from './reservation.js'

/** Named by the row, or by the line: then they are taken from those rows of it that can be shipped last. */
export type PieceWish = ({ readonly rowNumber: number } | { readonly lineNumber: number }) & {
  readonly quantity: number
}

/** With what its asker takes that row to be: nothing else is meant. `country`: where it is shipped from. */
export type CheckedPiece = PieceWish & { readonly sku?: string; readonly country?: string }

export interface Pieces {
  readonly part: FulfilmentOrder
  readonly line: FulfilmentLine
  readonly rowNumber: number
  readonly quantity: number
}

interface Scope {
  /** The one fulfilment order that is meant; null: all. */
  readonly sequence: number | null
  /** Whether what is packed counts as well. */
  readonly packed: boolean
}

/** Whether nothing of it has left yet. */
export function isHere(part: FulfilmentOrder): boolean {
  return mayMove(part.status, 'cancelled') && (part.shipments ?? []).length === 0
}

function isFree(part: FulfilmentOrder, { packed }: Scope): boolean {
  return isHere(part) && (packed || (part.packages ?? []).length === 0)
}

/** All that is left in it. */
export function everythingOf(order: Order, scope: Scope): Pieces[] {
  return partsIn(order, scope)
    .filter((part) => part.status !== 'cancelled')
    .flatMap((part) => part.lines.map((line) => piecesOf(part, line, wanted(line))))
    .filter((one) => one.quantity > 0)
}

/** The pieces that are meant; or that there are not so many left, or that it is too late for them. */
export function findPieces(order: Order, wishes: readonly PieceWish[], scope: Scope): Pieces[] | Rejection {
  const taken = new Map<number, number>()
  const found: Pieces[] = []
  for (const [position, wish] of wishes.entries()) {
    const rows = rowsFor(order, wish, scope)
    const left = rows.map((row) => ({ ...row, quantity: row.quantity - (taken.get(row.rowNumber) ?? 0) }))
    const sum = left.reduce((total, row) => total + row.quantity, 0)
    if (sum < wish.quantity) {
      return { kind: 'more_than_left', ...nameOf(wish), asked: wish.quantity, left: sum, position }
    }
    const free = left.filter(({ part }) => isFree(part, scope))
    let missing = wish.quantity
    for (const row of free) {
      const quantity = Math.min(row.quantity, missing)
      if (quantity <= 0) continue
      missing -= quantity
      taken.set(row.rowNumber, (taken.get(row.rowNumber) ?? 0) + quantity)
      found.push({ ...row, quantity })
    }
    const stuck = left.find(({ part }) => !isFree(part, scope))
    if (missing > 0 && stuck !== undefined) return tooLate(order, stuck.part)
  }
  return found
}

/** As a refusal names it. */
export function nameOf(wish: PieceWish) {
  return 'rowNumber' in wish ? { what: 'row', id: wish.rowNumber } : { what: 'line', id: wish.lineNumber }
}

/** A row that is not what its asker takes it to be; null: all are. */
export function mistaken(
  order: Order,
  wishes: readonly CheckedPiece[],
  countryOf: (location: string) => string | null,
): Rejection | null {
  for (const [position, wish] of wishes.entries()) {
    const [row] = rowsFor(order, wish, { sequence: null, packed: true })
    if (row === undefined) continue
    const { sku } = row.line
    const country = countryOf(row.part.location)
    if ((wish.sku ?? sku) === sku && (wish.country ?? country) === country) continue
    const reason = country === null ? `it is ${sku}` : `it is ${sku} from ${country}`
    return { kind: 'more_than_left', ...nameOf(wish), asked: wish.quantity, left: 0, position, reason }
  }
  return null
}

function partsIn(order: Order, { sequence }: Scope): readonly FulfilmentOrder[] {
  return order.fulfilmentOrders.filter((part) => sequence === null || part.sequence === sequence)
}

/** Short ones first, then those that wait, then the allocated ones. */
const RANK: readonly FulfilmentOrder['status'][] = ['shortage', 'drafted', 'hold', 'allocated', 'packed']

function rankOf({ status }: FulfilmentOrder): number {
  const rank = RANK.indexOf(status)
  return rank === -1 ? RANK.length : rank
}

function rowsFor(order: Order, wish: PieceWish, scope: Scope): Pieces[] {
  return partsIn(order, scope)
    .filter((part) => part.status !== 'cancelled')
    .flatMap((part) => part.lines.map((line) => piecesOf(part, line, wanted(line))))
    .filter(({ line }) =>
      'rowNumber' in wish ? line.rowNumber === wish.rowNumber : line.lineNumber === wish.lineNumber,
    )
    .sort((a, b) => rankOf(a.part) - rankOf(b.part))
}

function piecesOf(part: FulfilmentOrder, line: FulfilmentLine, quantity: number): Pieces {
  return { part, line, rowNumber: line.rowNumber, quantity }
}

/** The order without these pieces, what they cost, and the stock that is free again. */
export function cancelPieces(
  order: Order,
  pieces: readonly Pieces[],
  at: number,
): { order: Order; valueMinor: number; levels: LevelChange[] } {
  const quantities = new Map<number, number>()
  for (const { rowNumber, quantity } of pieces) {
    quantities.set(rowNumber, (quantities.get(rowNumber) ?? 0) + quantity)
  }
  const before = order.fulfilmentOrders.filter((part) =>
    part.lines.some((line) => quantities.has(line.rowNumber)),
  )
  const after = before.map((part) => without(part, quantities, at))
  return {
    order: withParts(order, after),
    valueMinor: costOf(pieces),
    levels: reservedBetween(before, after),
  }
}

export function costOf(pieces: readonly Pieces[]): number {
  return pieces.reduce((sum, { line, quantity }) => sum + line.unitPriceMinor * quantity, 0)
}

function without(
  part: FulfilmentOrder,
  quantities: ReadonlyMap<number, number>,
  at: number,
): FulfilmentOrder {
  const lines = part.lines.map((line) => {
    const cancelled = (line.cancelled ?? 0) + (quantities.get(line.rowNumber) ?? 0)
    return { ...line, cancelled, reserved: Math.min(line.reserved, line.quantity - cancelled) }
  })
  const after = { ...part, lines, packages: null }
  if (lines.every((line) => wanted(line) === 0)) return moved(after, 'cancelled', at)
  // What was packed with them is packed anew.
  return part.status === 'packed' ? moved(after, 'allocated', at) : after
}
