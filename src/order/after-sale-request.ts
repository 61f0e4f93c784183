/** Asking for something back: what of an order is meant, what it is worth, and what is stopped until it is decided. */
import { actOn, type Change, type Same, tooLate, withParts } from './acting.js'
import {
  type AfterSale,
  type AfterSaleLine,
  afterSaleAt,
  busyWith,
  isOpen,
  pendingMinor,
} from './after-sale.js'
import type { AfterSaleWish, RequestAfterSale } from './commands/after-sale.js'
import type { Decision, Moment } from './decision.js'
import { creditTo, refundableMinor } from './ledger.js'
import { mayMove, moved } from './lifecycle.js'
import type { Hold, Order } from './order.js'
import { costOf, everythingOf, findPieces, isHere, mistaken, type Pieces, type PieceWish } from './pieces.js'
import type { Rejection } from './rejection.js'
import { reservedBetween } from './reservation.js'
import { shippedPieces } from './returned.js'
import type { Snapshot } from './snapshot.js'

/** The most after-sales that one order may have. */
const MOST_AFTER_SALES = 200

export function requestAfterSale(snapshot: Snapshot, command: RequestAfterSale, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    const countryOf = (location: string) => snapshot.locations.get(location)?.country ?? null
    const fault = mistaken(order, command.wish.pieces ?? [], countryOf)
    if (fault !== null) return fault
    const earlier = findSame(order, command.wish)
    if (earlier !== undefined) return { sameAs: earlier.afterSaleNumber }
    if (order.afterSales.length >= MOST_AFTER_SALES) return stateOfOrder(order, 'full of after-sales')
    return command.wish.goods === 'unshipped'
      ? askedBefore(snapshot, order, command.wish, moment)
      : askedAfter(order, command.wish, moment)
  })
}

function stateOfOrder({ orderNumber }: Order, state: string): Rejection {
  return { kind: 'not_allowed_in_state', what: 'order', id: String(orderNumber), state }
}

/** Everything, asked for twice; or the same pieces, while the first wish is not decided. */
function findSame(order: Order, wish: AfterSaleWish): AfterSale | undefined {
  return order.afterSales.find((one) => {
    if (one.kind !== wish.kind || one.goods !== wish.goods) return false
    if (wish.pieces === null) return one.whole && (isOpen(one) || one.status === 'completed')
    if (one.whole || !isOpen(one) || one.reason !== wish.reason || one.remark !== wish.remark) return false
    const asked = countByRow(wish.pieces)
    return (
      asked?.size === one.lines.length &&
      one.lines.every(({ rowNumber, quantity }) => asked.get(rowNumber) === quantity)
    )
  })
}

/** Pieces by row; null: they are not named by rows. */
function countByRow(pieces: readonly PieceWish[]): ReadonlyMap<number, number> | null {
  const counts = new Map<number, number>()
  for (const piece of pieces) {
    if (!('rowNumber' in piece)) return null
    counts.set(piece.rowNumber, (counts.get(piece.rowNumber) ?? 0) + piece.quantity)
  }
  return counts
}

/** Goods that have not left: they stay until it is decided. */
function askedBefore(
  snapshot: Snapshot,
  order: Order,
  wish: AfterSaleWish,
  moment: Moment,
): Change | Rejection | Same {
  if (order.orderStatus === 'cancelled' || order.orderStatus === 'completed') {
    return stateOfOrder(order, order.orderStatus)
  }
  const scope = { sequence: null, packed: true }
  if (wish.pieces === null) {
    const gone = order.fulfilmentOrders.find((part) => part.status !== 'cancelled' && !isHere(part))
    if (gone !== undefined) return tooLate(order, gone)
  }
  const pieces = wish.pieces === null ? everythingOf(order, scope) : findPieces(order, wish.pieces, scope)
  if (!Array.isArray(pieces)) return pieces
  const busy = busyWith(order, new Set(pieces.map((one) => one.rowNumber)))
  if (busy !== null) return stateOfOrder(order, busy)
  if (order.orderStatus === 'waiting_payment') {
    return wish.pieces === null
      ? endedUnpaid(snapshot, order, wish, pieces, moment)
      : stateOfOrder(order, 'not paid yet')
  }
  // Nobody may look at it before it is granted, so it is never more than what stays here is worth.
  const most = Math.min(costOf(pieces), unspokenMinor(order))
  const fault = wish.pieces === null ? null : overAsked(order, wish.amountMinor ?? 0, most)
  if (fault !== null) return fault
  const afterSale = newAfterSale(order, wish, pieces, moment, {
    amountMinor: wish.pieces === null ? refundableMinor(order) : amountOf(order, wish, pieces),
    reviewAt: reviewAt(snapshot, order, moment.at),
  })
  return stopped(order, afterSale, pieces, moment.at)
}

function reviewAt(snapshot: Snapshot, { accountId }: Order, at: number): number | null {
  const delay = snapshot.accounts.get(accountId)?.refundReviewMs ?? null
  return delay === null ? null : at + delay
}

/** The fulfilment orders of these pieces are held. */
function stopped(order: Order, afterSale: AfterSale, pieces: readonly Pieces[], at: number): Change {
  const sequences = new Set(pieces.map(({ part }) => part.sequence))
  const parts = order.fulfilmentOrders.filter(
    (part) => sequences.has(part.sequence) && mayMove(part.status, 'hold'),
  )
  const held = { ...afterSale, holding: [...sequences] }
  return {
    ...changeOf(
      {
        ...withParts(
          order,
          parts.map((part) => moved(part, 'hold', at)),
        ),
        details: { ...order.details, holds: [...order.details.holds, holdOf(afterSale)] },
      },
      held,
    ),
  }
}

export function holdOf({ afterSaleNumber, reason }: AfterSale): Hold {
  return { kind: 'after_sale', reason: `${afterSaleNumber}: ${reason ?? 'asked back'}` }
}

function changeOf(order: Order, afterSale: AfterSale): Change {
  const { afterSaleNumber, kind, amountMinor } = afterSale
  return {
    order: { ...order, afterSales: [...order.afterSales, afterSale] },
    event: { kind: 'after_sale_requested', data: { afterSaleNumber, kind, amountMinor } },
    afterSaleNumber,
  }
}

/** Nothing was paid: the order ends at once. */
function endedUnpaid(
  snapshot: Snapshot,
  order: Order,
  wish: AfterSaleWish,
  pieces: readonly Pieces[],
  moment: Moment,
): Change {
  const { at } = moment
  const asked = newAfterSale(order, wish, pieces, moment, { amountMinor: 0, reviewAt: null })
  const afterSale = afterSaleAt(asked, 'completed', at)
  const ended: Order = {
    ...order,
    orderStatus: 'cancelled',
    fulfilmentStatus: 'none',
    details: { ...order.details, cancelledAt: at, cancelReason: wish.reason },
    fulfilmentOrders: order.fulfilmentOrders.map((part) => ({
      ...moved(part, 'cancelled', at),
      lines: part.lines.map((line) => ({ ...line, reserved: 0 })),
    })),
  }
  return {
    ...changeOf(ended, afterSale),
    levels: reservedBetween(order.fulfilmentOrders, []),
    // Those behind it may be paid now.
    credit: creditTo(snapshot, order, 0, at),
  }
}

/** Shipped goods: money for them, or their way back. */
function askedAfter(order: Order, wish: AfterSaleWish, moment: Moment): Change | Rejection {
  const pieces = shippedPieces(order, wish.pieces)
  if (!Array.isArray(pieces)) return pieces
  if (pieces.length === 0) return stateOfOrder(order, `${order.orderStatus}, nothing of it is shipped`)
  const amountMinor = wish.kind === 'exchange' ? 0 : amountOf(order, wish, pieces)
  const fault = overAsked(order, amountMinor, unspokenMinor(order))
  if (fault !== null) return fault
  return changeOf(order, newAfterSale(order, wish, pieces, moment, { amountMinor, reviewAt: null }))
}

function amountOf(order: Order, { amountMinor }: AfterSaleWish, pieces: readonly Pieces[]): number {
  return amountMinor ?? Math.min(costOf(pieces), unspokenMinor(order))
}

/** What can come back, and is not asked for yet. */
function unspokenMinor(order: Order): number {
  return Math.max(0, refundableMinor(order) - pendingMinor(order.afterSales))
}

function overAsked(order: Order, asked: number, left: number): Rejection | null {
  return asked > left ? { kind: 'more_than_left', what: 'amount', id: order.orderNumber, asked, left } : null
}

function newAfterSale(
  _order: Order,
  wish: AfterSaleWish,
  pieces: readonly Pieces[],
  moment: Moment,
  terms: Pick<AfterSale, 'amountMinor' | 'reviewAt'>,
): AfterSale {
  const { at } = moment
  return {
    // From the same numbers as orders, so that neither is taken for the other.
    afterSaleNumber: moment.orderNumber(),
    kind: wish.kind,
    goods: wish.goods,
    status: 'requested',
    whole: wish.pieces === null,
    lines: linesOf(pieces),
    ...terms,
    refundedMinor: 0,
    reason: wish.reason,
    remark: wish.remark,
    images: wish.images,
    messages: [],
    parcel: null,
    received: [],
    refusal: null,
    replacementOrderNumber: null,
    holding: [],
    createdAt: at,
    updatedAt: at,
    times: { requested: at },
    extra: wish.extra,
  }
}

function linesOf(pieces: readonly Pieces[]): AfterSaleLine[] {
  const rows = new Map<number, AfterSaleLine>()
  for (const { line, rowNumber, quantity } of pieces) {
    const { lineNumber, sku, unitPriceMinor } = line
    const before = rows.get(rowNumber)?.quantity ?? 0
    rows.set(rowNumber, { rowNumber, lineNumber, sku, unitPriceMinor, quantity: before + quantity })
  }
  return [...rows.values()]
}
