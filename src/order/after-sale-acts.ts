/** What becomes of after-sales: decided, withdrawn, written about, sent back, received. */
import { actOn, type Change, withParts } from './acting.js'
import { type AfterSale, afterSaleAt, isOpen, pendingMinor } from './after-sale.js'
import { holdOf } from './after-sale-request.js'
import type { ActOnAfterSale, DecideAfterSale, ReceiveReturn, ReviewRefunds } from './commands/after-sale.js'
import type { Decision, Moment } from './decision.js'
import { resumedAll } from './holding.js'
import { creditTo, refundableMinor } from './ledger.js'
import type { Order } from './order.js'
import { cancelPieces, everythingOf, isHere, type Pieces } from './pieces.js'
import type { Rejection } from './rejection.js'
import { reservedBetween, wanted } from './reservation.js'
import { restocked } from './restocking.js'
import type { Snapshot } from './snapshot.js'

/** The most messages that one after-sale keeps. */
const MOST_MESSAGES = 200

function onAfterSale(
  snapshot: Snapshot,
  command: ActOnAfterSale | DecideAfterSale | ReceiveReturn,
  at: number,
  change: (order: Order, one: AfterSale) => Change | Rejection | 'unchanged',
): Decision {
  const { afterSaleNumber } = command
  return actOn(snapshot, command, at, (order) => {
    const one = order.afterSales.find((each) => each.afterSaleNumber === afterSaleNumber)
    if (one === undefined) return { kind: 'not_found', what: 'after-sale', id: String(afterSaleNumber) }
    const changed = change(order, one)
    return changed === 'unchanged' ? { sameAs: afterSaleNumber } : changed
  })
}

function tooLateFor({ afterSaleNumber, status }: AfterSale): Rejection {
  return { kind: 'not_allowed_in_state', what: 'after-sale', id: String(afterSaleNumber), state: status }
}

function withAfterSale(order: Order, one: AfterSale): Order {
  const afterSales = order.afterSales.map((each) =>
    each.afterSaleNumber === one.afterSaleNumber ? one : each,
  )
  return { ...order, afterSales }
}

export function decideAfterSale(snapshot: Snapshot, command: DecideAfterSale, moment: Moment): Decision {
  const { approved, reason, amountMinor } = command
  return onAfterSale(snapshot, command, moment.at, (order, one) => {
    const isRepeated = approved
      ? one.status === 'approved' || one.status === 'completed'
      : one.status === 'refused'
    if (isRepeated) return 'unchanged'
    if (one.status !== 'requested') return tooLateFor(one)
    if (!approved) return refused(snapshot, order, one, reason ?? 'refused', moment.at)
    const most = Math.max(one.amountMinor, refundableMinor(order))
    if (amountMinor !== null && amountMinor > most) {
      return { kind: 'more_than_left', what: 'amount', id: order.orderNumber, asked: amountMinor, left: most }
    }
    return granted(snapshot, order, { ...one, amountMinor: amountMinor ?? one.amountMinor }, moment.at)
  })
}

/** What is due of an order, decided by the hub itself. */
export function reviewRefunds(snapshot: Snapshot, command: ReviewRefunds, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    const one = order.afterSales.find(
      (each) => each.status === 'requested' && each.reviewAt !== null && each.reviewAt <= moment.at,
    )
    return one === undefined ? 'unchanged' : granted(snapshot, order, one, moment.at)
  })
}

function granted(snapshot: Snapshot, order: Order, one: AfterSale, at: number): Change {
  if (one.goods === 'unshipped') return takenOut(snapshot, order, one, at)
  if (one.kind === 'refund') return credited(snapshot, order, one, at)
  const { afterSaleNumber } = one
  return {
    order: withAfterSale(order, { ...afterSaleAt(one, 'approved', at), reviewAt: null }),
    event: { kind: 'after_sale_approved', data: { afterSaleNumber } },
    afterSaleNumber,
  }
}

/** The pieces leave the order, unless they have been shipped meanwhile. */
function takenOut(snapshot: Snapshot, order: Order, one: AfterSale, at: number): Change {
  const pieces = stillHere(order, one)
  if (pieces === null) return refused(snapshot, order, one, 'shipped meanwhile', at)
  const done = cancelPieces(order, pieces, at)
  const isLast = done.order.fulfilmentOrders.every((part) => part.status === 'cancelled')
  const left = refundableMinor(order)
  const amountMinor = one.whole || isLast ? left : Math.min(one.amountMinor, left)
  const credit = creditTo(snapshot, order, amountMinor, at)
  const finished = {
    ...afterSaleAt(one, 'completed', at),
    amountMinor,
    refundedMinor: credit.amountMinor,
    reviewAt: null,
    holding: [],
  }
  const freed = unheld(snapshot, withAfterSale(done.order, finished), one, at)
  const { afterSaleNumber } = one
  return {
    order: {
      ...freed,
      ...(isLast && {
        orderStatus: 'cancelled',
        fulfilmentStatus: 'none',
        // Whatever else was asked for is done with it.
        afterSales: freed.afterSales.map((each) =>
          isOpen(each) ? afterSaleAt(each, 'completed', at) : each,
        ),
      }),
      refundedMinor: order.refundedMinor + credit.amountMinor,
      details: {
        ...freed.details,
        refundedAt: at,
        ...(isLast && { cancelledAt: at, cancelReason: one.reason, review: null }),
      },
    },
    event: { kind: 'refunded', data: { afterSaleNumber, refundMinor: credit.amountMinor } },
    levels: reservedBetween(order.fulfilmentOrders, freed.fulfilmentOrders),
    credit,
    afterSaleNumber,
  }
}

/** Its pieces, as they are now; null: some of them have left. */
function stillHere(order: Order, { lines }: AfterSale): Pieces[] | null {
  const asked = new Map(lines.map((line) => [line.rowNumber, line.quantity]))
  const rows = everythingOf(order, { sequence: null, packed: true }).filter(
    ({ part, rowNumber }) => isHere(part) && asked.has(rowNumber),
  )
  const pieces = rows.map((row) => ({ ...row, quantity: asked.get(row.rowNumber) ?? 0 }))
  const isWhole =
    pieces.length === asked.size && pieces.every(({ line, quantity }) => wanted(line) >= quantity)
  return isWhole ? pieces : null
}

function refused(snapshot: Snapshot, order: Order, one: AfterSale, reason: string, at: number): Change {
  const { afterSaleNumber } = one
  const over = { ...afterSaleAt(one, 'refused', at), refusal: reason, reviewAt: null, holding: [] }
  const after = unheld(snapshot, withAfterSale(order, over), one, at)
  return {
    order: after,
    event: { kind: 'after_sale_refused', data: { afterSaleNumber, reason } },
    levels: reservedBetween(order.fulfilmentOrders, after.fulfilmentOrders),
    afterSaleNumber,
  }
}

/** What was stopped because of it may go on, unless something else stops it. */
function unheld(snapshot: Snapshot, order: Order, one: AfterSale, at: number): Order {
  const own = holdOf(one).reason
  const holds = order.details.holds.filter((hold) => hold.kind !== 'after_sale' || hold.reason !== own)
  const others = order.afterSales.filter((each) => isOpen(each)).flatMap((each) => each.holding)
  const freed = { ...order, details: { ...order.details, holds } }
  if (holds.some((hold) => hold.kind !== 'after_sale')) return freed
  const parts = order.fulfilmentOrders.filter(
    (part) =>
      part.status === 'hold' && one.holding.includes(part.sequence) && !others.includes(part.sequence),
  )
  return withParts(freed, resumedAll(snapshot, freed, parts, at))
}

/** Money for goods that are gone, or have come back. */
function credited(
  snapshot: Snapshot,
  order: Order,
  one: AfterSale,
  at: number,
  goods: Partial<Pick<Change, 'levels' | 'movements' | 'defective'>> = {},
): Change {
  const { afterSaleNumber } = one
  const amountMinor = one.kind === 'exchange' ? 0 : Math.min(one.amountMinor, refundableMinor(order))
  const credit = creditTo(snapshot, order, amountMinor, at)
  const finished = {
    ...afterSaleAt(one, 'completed', at),
    amountMinor,
    refundedMinor: credit.amountMinor,
    reviewAt: null,
  }
  return {
    order: {
      ...withAfterSale(order, finished),
      refundedMinor: order.refundedMinor + credit.amountMinor,
      details: { ...order.details, refundedAt: at },
    },
    event: { kind: 'refunded', data: { afterSaleNumber, refundMinor: credit.amountMinor } },
    ...goods,
    credit,
    afterSaleNumber,
  }
}

export function receiveReturn(snapshot: Snapshot, command: ReceiveReturn, moment: Moment): Decision {
  return onAfterSale(snapshot, command, moment.at, (order, one) => {
    if (one.status === 'completed') return 'unchanged'
    if (one.goods !== 'shipped' || one.kind === 'refund') return tooLateFor(one)
    if (one.status !== 'approved' && one.status !== 'sent_back') return tooLateFor(one)
    const goods = restocked(snapshot, order, one, command.goods)
    if ('kind' in goods) return goods
    const { amountMinor = null, replacementOrderNumber } = command
    const left = refundableMinor(order)
    if (amountMinor !== null && amountMinor > left) {
      return { kind: 'more_than_left', what: 'amount', id: order.orderNumber, asked: amountMinor, left }
    }
    const received = {
      ...one,
      amountMinor: amountMinor ?? one.amountMinor,
      received: goods.received,
      replacementOrderNumber,
    }
    return credited(snapshot, order, received, moment.at, goods.effects)
  })
}

/** What its buyer does with it, and what either side writes. */
export function actOnAfterSale(snapshot: Snapshot, command: ActOnAfterSale, moment: Moment): Decision {
  const { at } = moment
  return onAfterSale(snapshot, command, at, (order, one) => {
    const { afterSaleNumber } = one
    const { act } = command
    switch (act.kind) {
      case 'withdraw': {
        if (one.status === 'withdrawn') return 'unchanged'
        if (!isOpen(one)) return tooLateFor(one)
        const over = { ...afterSaleAt(one, 'withdrawn', at), reviewAt: null, holding: [] }
        const after = unheld(snapshot, withAfterSale(order, over), one, at)
        return {
          order: after,
          event: { kind: 'after_sale_withdrawn', data: { afterSaleNumber } },
          levels: reservedBetween(order.fulfilmentOrders, after.fulfilmentOrders),
          afterSaleNumber,
        }
      }
      case 'modify': {
        if (one.status !== 'requested' || one.goods !== 'shipped') return tooLateFor(one)
        const { amountMinor = one.amountMinor, reason = one.reason, remark = one.remark } = act
        const others = order.afterSales.filter((each) => each !== one)
        const left = Math.max(0, refundableMinor(order) - pendingMinor(others))
        if (amountMinor > left) {
          return { kind: 'more_than_left', what: 'amount', id: order.orderNumber, asked: amountMinor, left }
        }
        const images = act.images ?? one.images
        return noted(order, { ...one, amountMinor, reason, remark, images, updatedAt: at }, 'modified')
      }
      case 'send_back': {
        if (one.kind === 'refund') return tooLateFor(one)
        const { carrier, trackingNumber } = act
        const { parcel } = one
        if (parcel?.carrier === carrier && parcel.trackingNumber === trackingNumber) return 'unchanged'
        if (one.status !== 'approved' && one.status !== 'sent_back') return tooLateFor(one)
        const sent = { ...afterSaleAt(one, 'sent_back', at), parcel: { carrier, trackingNumber, at } }
        return noted(order, sent, 'sent_back')
      }
      case 'message': {
        if (one.messages.length >= MOST_MESSAGES) return tooLateFor(one)
        const { by, text, images } = act
        const messages = [...one.messages, { at, by, text, images }]
        return noted(order, { ...one, messages, updatedAt: at }, 'message')
      }
    }
  })
}

function noted(order: Order, one: AfterSale, what: string): Change {
  const { afterSaleNumber } = one
  return {
    order: withAfterSale(order, one),
    event: { kind: 'after_sale_changed', data: { afterSaleNumber, what } },
    afterSaleNumber,
  }
}
