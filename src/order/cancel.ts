/** Cancelling an order or pieces of it: until a parcel has left. Stock and money go back, once. */
import { actOn, type Change, holdEndOf, noPart, partsOf, tooLate, withParts } from './acting.js'
import { afterSaleAt, busyWith, isOpen } from './after-sale.js'
import type { CancelOrder, ExpireOrder } from './commands/order.js'
import type { Decision, Moment } from './decision.js'
import { creditTo, NO_CREDIT, refundableMinor } from './ledger.js'
import { mayMove, moved } from './lifecycle.js'
import type { FulfilmentOrder, Hold, Order } from './order.js'
import { cancelPieces, everythingOf, findPieces, isHere } from './pieces.js'
import type { Rejection } from './rejection.js'
import { reservedBetween } from './reservation.js'
import type { Snapshot } from './snapshot.js'

export function cancelOrder(snapshot: Snapshot, command: CancelOrder, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) =>
    command.whenPaid === 'refuse' && isPaidFor(order)
      ? notAllowed(order, `${order.orderStatus}, ${order.financialStatus}`)
      : command.pieces === undefined
        ? cancelled(snapshot, order, command, moment.at)
        : withoutPieces(snapshot, order, { ...command, pieces: command.pieces }, moment.at),
  )
}

/** A cancelled one is not refused: it is cancelled already. */
function isPaidFor({ orderStatus, financialStatus }: Order): boolean {
  if (orderStatus === 'cancelled') return false
  return orderStatus !== 'waiting_payment' || ['voucher', 'confirming'].includes(financialStatus)
}

function notAllowed({ orderNumber }: Order, state: string): Rejection {
  return { kind: 'not_allowed_in_state', what: 'order', id: String(orderNumber), state }
}

/** Nobody paid it, or released what is held, in time. */
export function expireOrder(snapshot: Snapshot, command: ExpireOrder, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    const held = heldTooLong(order, moment.at)
    if (held !== undefined) {
      const { sequence } = held
      return withoutPieces(snapshot, order, { pieces: 'all', reason: 'held too long', sequence }, moment.at)
    }
    const { payBy } = order.details
    const isOver = order.orderStatus === 'waiting_payment' && payBy !== null && payBy <= moment.at
    if (!isOver || order.financialStatus === 'voucher' || order.financialStatus === 'confirming') {
      return 'unchanged'
    }
    return cancelled(snapshot, order, { reason: 'not paid in time' }, moment.at)
  })
}

/** The first part of it that is; others follow in commands of their own. */
function heldTooLong(order: Order, at: number): FulfilmentOrder | undefined {
  return order.fulfilmentOrders.find((part) => {
    const end = holdEndOf(order, part)
    return end !== null && end <= at
  })
}

export function cancelled(
  snapshot: Snapshot,
  order: Order,
  { reason, whenPacked }: Pick<CancelOrder, 'reason' | 'whenPacked'>,
  at: number,
): Change | Rejection | 'unchanged' {
  if (order.orderStatus === 'cancelled') return 'unchanged'
  const stuck = order.fulfilmentOrders.find(
    (part) =>
      part.status !== 'cancelled' &&
      (!mayMove(part.status, 'cancelled') || (part.shipments ?? []).length > 0),
  )
  if (stuck !== undefined || order.orderStatus === 'completed') {
    const state = stuck === undefined ? order.orderStatus : `${stuck.status} at ${stuck.location}`
    return notAllowed(order, state)
  }
  const packed = order.fulfilmentOrders.find((part) => (part.packages ?? []).length > 0)
  if (packed !== undefined && whenPacked === 'refuse') return tooLate(order, packed)
  if (packed !== undefined && whenPacked === 'hold') return heldInstead(order, reason, at)
  const wasPaid = order.financialStatus === 'paid'
  const credit = creditTo(snapshot, order, wasPaid ? refundableMinor(order) : 0, at)
  return {
    order: whollyCancelled(order, reason, credit.amountMinor, at),
    event: { kind: 'cancelled', data: { reason, refundMinor: credit.amountMinor } },
    levels: reservedBetween(order.fulfilmentOrders, []),
    credit,
  }
}

/** What is packed already is stopped, for a person to unpack it. */
function heldInstead(order: Order, reason: string | null, at: number): Change | 'unchanged' {
  const hold: Hold = { kind: 'asked', reason: reason ?? 'to be cancelled' }
  const parts = order.fulfilmentOrders.filter((part) => mayMove(part.status, 'hold'))
  if (parts.length === 0) return 'unchanged'
  return {
    order: {
      ...withParts(
        order,
        parts.map((part) => moved(part, 'hold', at)),
      ),
      details: { ...order.details, holds: [...order.details.holds, hold] },
    },
    event: { kind: 'held', data: { ...hold } },
  }
}

function whollyCancelled(order: Order, reason: string | null, refundMinor: number, at: number): Order {
  const refunded = order.financialStatus === 'paid'
  return {
    ...order,
    orderStatus: 'cancelled',
    fulfilmentStatus: 'none',
    refundedMinor: order.refundedMinor + refundMinor,
    due: null,
    details: {
      ...order.details,
      cancelledAt: at,
      refundedAt: refunded ? at : order.details.refundedAt,
      cancelReason: reason,
      review: null,
    },
    fulfilmentOrders: order.fulfilmentOrders.map((part) =>
      part.status === 'cancelled'
        ? part
        : {
            ...moved(part, 'cancelled', at),
            lines: part.lines.map((line) => ({ ...line, reserved: 0 })),
            packages: null,
          },
    ),
    // What was asked for is done with it.
    afterSales: order.afterSales.map((one) => (isOpen(one) ? afterSaleAt(one, 'completed', at) : one)),
  }
}

/** All that is left, unless some of it is packed or has left. */
function allFree(order: Order, scope: { readonly sequence: number | null; readonly packed: boolean }) {
  const stuck = partsOf(order, scope.sequence).find(
    (part) => part.status !== 'cancelled' && (!isHere(part) || (part.packages ?? []).length > 0),
  )
  return stuck === undefined ? everythingOf(order, scope) : tooLate(order, stuck)
}

type PartCancel = Required<Pick<CancelOrder, 'pieces'>> & Pick<CancelOrder, 'reason' | 'sequence'>

/** Pieces that are not packed yet; what was paid for them comes back, and with the last of them all that is left. */
function withoutPieces(
  snapshot: Snapshot,
  order: Order,
  { pieces, reason, sequence = null }: PartCancel,
  at: number,
): Change | Rejection | 'unchanged' {
  if (order.orderStatus === 'cancelled') return 'unchanged'
  const [named] = partsOf(order, sequence)
  if (named === undefined) return noPart(order, sequence)
  const scope = { sequence, packed: false }
  const found = pieces === 'all' ? allFree(order, scope) : findPieces(order, pieces, scope)
  if (!Array.isArray(found)) return found
  if (found.length === 0) return 'unchanged'
  const busy = busyWith(order, new Set(found.map((one) => one.rowNumber)))
  if (busy !== null) {
    return notAllowed(order, busy)
  }
  const done = cancelPieces(order, found, at)
  const isLast = done.order.fulfilmentOrders.every((part) => part.status === 'cancelled')
  if (isLast) return cancelled(snapshot, order, { reason }, at)
  const isPaid = order.financialStatus === 'paid'
  const amountMinor = Math.min(done.valueMinor, refundableMinor(order))
  // What is left of one that waits may be what the balance can pay: all that wait are looked at again, in their order.
  const credit =
    order.financialStatus === 'waiting'
      ? { ...NO_CREDIT, moreToPay: true }
      : creditTo(snapshot, order, isPaid ? amountMinor : 0, at)
  const { details } = order
  return {
    order: {
      ...done.order,
      refundedMinor: order.refundedMinor + credit.amountMinor,
      details: {
        ...details,
        waivedMinor:
          order.orderStatus === 'waiting_payment' ? details.waivedMinor + amountMinor : details.waivedMinor,
        refundedAt: credit.amountMinor > 0 ? at : details.refundedAt,
      },
    },
    event: {
      kind: 'partly_cancelled',
      data: { reason, refundMinor: credit.amountMinor, rows: found.map(rowOf) },
    },
    levels: done.levels,
    credit,
  }
}

function rowOf({ rowNumber, quantity }: { readonly rowNumber: number; readonly quantity: number }) {
  return { rowNumber, quantity }
}
