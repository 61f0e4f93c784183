/** The model's wishes for something back. */

import type { RequestAfterSale } from '../../src/order/commands/after-sale.js'
import type { Order } from '../../src/order/order.js'
import { endOrder, findPieces } from './lifecycle-model-money.js'
import {
  type Answer,
  count,
  isHere,
  isOpen,
  isShipped,
  leftOf,
  livePartsOf,
  type ModelAfterSale,
  type ModelOrder,
  notIn,
  orderStatusOf,
  type Piece,
  refuse,
  same,
  spokenFor,
  sum,
  tooLate,
  wantedOf,
} from './lifecycle-model-order.js'
import { canBeHeld } from './lifecycle-model-parts.js'
import { goodsCost, TERMS, type World } from './lifecycle-model-world.js'

type Wish = RequestAfterSale['wish']

export function answerToRequest(world: World, order: ModelOrder, { wish }: RequestAfterSale): Answer<Order> {
  const earlier = order.afterSales.find((one) => isSame(one, wish))
  if (earlier !== undefined) return same(earlier.number)
  return wish.goods === 'unshipped' ? answerBefore(world, order, wish) : answerAfter(world, order, wish)
}

function isSame(one: ModelAfterSale, wish: Wish): boolean {
  if (one.kind !== wish.kind || one.goods !== wish.goods) return false
  if (wish.pieces === null) return one.whole && (isOpen(one) || one.status === 'completed')
  if (one.whole || !isOpen(one) || one.reason !== wish.reason || one.remark !== wish.remark) return false
  // A row may be named more than once.
  const asked = new Map<number, number>()
  for (const piece of wish.pieces) {
    if (!('rowNumber' in piece)) return false
    asked.set(piece.rowNumber, (asked.get(piece.rowNumber) ?? 0) + piece.quantity)
  }
  return asked.size === one.rows.size && [...asked].every(([row, quantity]) => one.rows.get(row) === quantity)
}

function answerBefore(world: World, order: ModelOrder, wish: Wish): Answer<Order> {
  const state = orderStatusOf(order)
  if (state === 'cancelled' || state === 'completed') return notIn(order, state)
  const isWhole = wish.pieces === null
  const gone = livePartsOf(order).find((part) => !isHere(part))
  if (isWhole && gone !== undefined) return tooLate(order, gone)
  const found =
    wish.pieces === null
      ? { pieces: livePartsOf(order).flatMap((part) => wantedOf(order, part)) }
      : findPieces(order, wish.pieces, null, isHere)
  if (!('pieces' in found)) return found
  const { pieces } = found
  const rows = count(pieces.map((piece) => piece.row))
  const busy = order.afterSales.find(
    (one) => isOpen(one) && [...one.rows.keys()].some((row) => rows.has(row)),
  )
  if (busy !== undefined) return notIn(order, `refunding (${busy.number})`)
  if (order.isUnpaid) {
    return isWhole
      ? { does: (made) => endUnpaid(world, order, wish, rows, made) }
      : notIn(order, 'not paid yet')
  }
  const left = Math.min(goodsCost(pieces), Math.max(0, leftOf(order) - spokenFor(order)))
  if (!isWhole && wish.amountMinor !== null && wish.amountMinor > left) {
    return refuse({ kind: 'more_than_left', what: 'amount', asked: wish.amountMinor, left })
  }
  const amountMinor = isWhole ? leftOf(order) : (wish.amountMinor ?? left)
  return { does: (made) => stop(world, order, newAfterSale(wish, rows, amountMinor, made), pieces) }
}

function newAfterSale(
  wish: Wish,
  rows: ReadonlyMap<number, number>,
  amountMinor: number,
  made: Order,
): ModelAfterSale {
  const { kind, goods, reason, remark } = wish
  return {
    ...{ kind, goods, reason, remark, rows, amountMinor, whole: wish.pieces === null, status: 'requested' },
    number: made.afterSales.at(-1)?.afterSaleNumber ?? Number.NaN,
    ...{ refundedMinor: 0, holding: [], reviewAt: null, parcel: null, messages: 0, received: [] },
  }
}

function endUnpaid(
  world: World,
  order: ModelOrder,
  wish: Wish,
  rows: ReadonlyMap<number, number>,
  made: Order,
): void {
  endOrder(order)
  order.afterSales.push({ ...newAfterSale(wish, rows, 0, made), status: 'completed' })
  world.payOldest(order.accountId)
}

function stop(world: World, order: ModelOrder, one: ModelAfterSale, pieces: readonly Piece[]): void {
  one.holding = [...new Set(pieces.map((piece) => piece.part))]
  const delay = TERMS[order.accountId]?.refundReviewMs ?? null
  one.reviewAt = delay === null ? null : world.at + delay
  for (const part of order.parts) {
    if (one.holding.includes(part.sequence) && canBeHeld(part)) part.status = 'hold'
  }
  order.holds.push(holdOf(one))
  order.afterSales.push(one)
}

export function holdOf({ number, reason }: ModelAfterSale): string {
  return `after_sale: ${number}: ${reason ?? 'asked back'}`
}

function answerAfter(_world: World, order: ModelOrder, wish: Wish): Answer<Order> {
  const inTurn = [...order.pieces].sort((a, b) => a.part - b.part || a.line - b.line)
  const shipped = count(inTurn.filter(isShipped).map((piece) => piece.row))
  for (const one of order.afterSales) {
    if (one.goods !== 'shipped' || !(isOpen(one) || one.status === 'completed')) continue
    for (const [row, quantity] of one.rows) shipped.set(row, (shipped.get(row) ?? 0) - quantity)
  }
  const rows = new Map<number, number>()
  for (const piece of wish.pieces ?? []) {
    const meant = [...new Set(inTurn.map((each) => each.row))].filter((row) =>
      'rowNumber' in piece
        ? row === piece.rowNumber
        : order.pieces.some((each) => each.row === row && each.line === piece.lineNumber),
    )
    let left = piece.quantity
    for (const row of meant) {
      const taken = Math.min(left, (shipped.get(row) ?? 0) - (rows.get(row) ?? 0))
      if (taken <= 0) continue
      rows.set(row, (rows.get(row) ?? 0) + taken)
      left -= taken
    }
    if (left > 0) {
      const name =
        'rowNumber' in piece ? { what: 'row', id: piece.rowNumber } : { what: 'line', id: piece.lineNumber }
      return refuse({ kind: 'more_than_left', ...name, asked: piece.quantity, left: piece.quantity - left })
    }
  }
  if (wish.pieces === null) for (const [row, pieces] of shipped) if (pieces > 0) rows.set(row, pieces)
  if (rows.size === 0) return notIn(order, `${orderStatusOf(order)}, nothing of it is shipped`)
  const cost = sum([...rows].map(([row, pieces]) => pieces * priceOf(order, row)))
  const left = Math.max(0, leftOf(order) - spokenFor(order))
  const amountMinor = wish.kind === 'exchange' ? 0 : (wish.amountMinor ?? Math.min(cost, left))
  if (amountMinor > left) return refuse({ kind: 'more_than_left', what: 'amount', asked: amountMinor, left })
  return { does: (made) => order.afterSales.push(newAfterSale(wish, rows, amountMinor, made)) }
}

function priceOf(order: ModelOrder, row: number): number {
  return order.pieces.find((piece) => piece.row === row)?.priceMinor ?? Number.NaN
}
