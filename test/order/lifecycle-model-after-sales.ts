/** The model's after-sales once they are asked for: decided, withdrawn, written about, sent back. */

import type {
  ActOnAfterSale,
  DecideAfterSale,
  ReceiveReturn,
  ReviewRefunds,
} from '../../src/order/commands/after-sale.js'
import type { Order } from '../../src/order/order.js'
import { endOrder, takeAway } from './lifecycle-model-money.js'
import {
  type Answer,
  isHere,
  isOpen,
  leftOf,
  livePartsOf,
  type ModelAfterSale,
  type ModelOrder,
  notFound,
  type Piece,
  refuse,
  same,
  spokenFor,
} from './lifecycle-model-order.js'
import { holdOf } from './lifecycle-model-requests.js'
import type { World } from './lifecycle-model-world.js'

type AboutOne = DecideAfterSale | ActOnAfterSale | ReceiveReturn

/** Of one after-sale: what is so already names it. */
export function onOne(
  order: ModelOrder,
  { afterSaleNumber }: AboutOne,
  answer: (one: ModelAfterSale) => Answer<Order>,
): Answer<Order> {
  const one = order.afterSales.find((each) => each.number === afterSaleNumber)
  return one === undefined ? notFound('after-sale', afterSaleNumber) : answer(one)
}

export function tooLateFor({ number, status }: ModelAfterSale) {
  return refuse({ kind: 'not_allowed_in_state', what: 'after-sale', id: String(number), state: status })
}

export function answerToDecision(world: World, order: ModelOrder, command: DecideAfterSale): Answer<Order> {
  const { approved, amountMinor } = command
  return onOne(order, command, (one) => {
    if (approved ? ['approved', 'completed'].includes(one.status) : one.status === 'refused') {
      return same(one.number)
    }
    if (one.status !== 'requested') return tooLateFor(one)
    if (!approved) return { does: () => giveUp(world, order, one, 'refused') }
    const left = Math.max(one.amountMinor, leftOf(order))
    if (amountMinor !== null && amountMinor > left) {
      return refuse({ kind: 'more_than_left', what: 'amount', asked: amountMinor, left })
    }
    return {
      does: () => {
        one.amountMinor = amountMinor ?? one.amountMinor
        grant(world, order, one)
      },
    }
  })
}

export function answerToRefundReview(
  world: World,
  order: ModelOrder,
  _command: ReviewRefunds,
): Answer<Order> {
  const one = order.afterSales.find(
    (each) => each.status === 'requested' && each.reviewAt !== null && each.reviewAt <= world.at,
  )
  return one === undefined ? same() : { does: () => grant(world, order, one) }
}

function grant(world: World, order: ModelOrder, one: ModelAfterSale): void {
  one.reviewAt = null
  if (one.goods === 'unshipped') takeOut(world, order, one)
  else if (one.kind === 'refund') credit(world, order, one)
  else one.status = 'approved'
}

function takeOut(world: World, order: ModelOrder, one: ModelAfterSale): void {
  const here = new Set(livePartsOf(order).filter(isHere))
  const pieces: Piece[] = []
  for (const [row, quantity] of one.rows) {
    const left = order.pieces
      .filter((piece) => piece.row === row && !piece.isGone)
      .filter((piece) => [...here].some((part) => part.sequence === piece.part))
      .sort((a, b) => Number(a.isHeld) - Number(b.isHeld))
    if (left.length < quantity) {
      giveUp(world, order, one, 'refused')
      return
    }
    pieces.push(...left.slice(0, quantity))
  }
  takeAway(order, pieces)
  const isLast = order.pieces.every((piece) => piece.isGone)
  const left = leftOf(order)
  one.amountMinor = one.whole || isLast ? left : Math.min(one.amountMinor, left)
  one.refundedMinor = world.giveBack(order, one.amountMinor)
  giveUp(world, order, one, 'completed')
  if (isLast) endOrder(order)
  world.payOldest(order.accountId)
}

/** It is over; what was stopped because of it goes on, unless something else stops it. */
function giveUp(
  world: World,
  order: ModelOrder,
  one: ModelAfterSale,
  status: 'refused' | 'withdrawn' | 'completed',
): void {
  const stopped = one.holding
  one.status = status
  one.reviewAt = null
  one.holding = []
  order.holds = order.holds.filter((hold) => hold !== holdOf(one))
  if (order.holds.some((hold) => !hold.startsWith('after_sale: '))) return
  const others = order.afterSales.filter(isOpen).flatMap((each) => each.holding)
  for (const part of order.parts) {
    const isMeant = stopped.includes(part.sequence) && !others.includes(part.sequence)
    if (isMeant && part.status === 'hold') world.resume(order, part)
  }
}

export function credit(world: World, order: ModelOrder, one: ModelAfterSale): void {
  one.amountMinor = one.kind === 'exchange' ? 0 : Math.min(one.amountMinor, leftOf(order))
  one.refundedMinor = world.giveBack(order, one.amountMinor)
  one.status = 'completed'
  one.reviewAt = null
  world.payOldest(order.accountId)
}

export function answerToAct(world: World, order: ModelOrder, command: ActOnAfterSale): Answer<Order> {
  const { act } = command
  return onOne(order, command, (one) => {
    switch (act.kind) {
      case 'withdraw':
        if (one.status === 'withdrawn') return same(one.number)
        if (!isOpen(one)) return tooLateFor(one)
        return { does: () => giveUp(world, order, one, 'withdrawn') }
      case 'modify': {
        if (one.status !== 'requested' || one.goods !== 'shipped') return tooLateFor(one)
        const { amountMinor = one.amountMinor } = act
        const left = Math.max(0, leftOf(order) - spokenFor(order, one))
        if (amountMinor > left) {
          return refuse({ kind: 'more_than_left', what: 'amount', asked: amountMinor, left })
        }
        return {
          does: () => {
            one.amountMinor = amountMinor
            one.reason = act.reason ?? one.reason
            one.remark = act.remark ?? one.remark
          },
        }
      }
      case 'send_back': {
        if (one.kind === 'refund') return tooLateFor(one)
        const parcel = `${act.carrier} ${act.trackingNumber}`
        if (one.parcel === parcel) return same(one.number)
        if (one.status !== 'approved' && one.status !== 'sent_back') return tooLateFor(one)
        return {
          does: () => {
            one.status = 'sent_back'
            one.parcel = parcel
          },
        }
      }
      case 'message':
        return {
          does: () => {
            one.messages += 1
          },
        }
    }
  })
}
