/** The model's cancelling, expiring and paying, and its top-ups and stock movements. */
import type { CancelOrder, ExpireOrder } from '../../src/order/commands/order.js'
import type {
  PayOrder,
  PayWaiting,
  SettlePayment,
  SubmitVoucher,
  TopUp,
} from '../../src/order/commands/payment.js'
import type { CountStock, MoveStock } from '../../src/order/commands/stock.js'
import type { Order } from '../../src/order/order.js'
import type { PieceWish } from '../../src/order/pieces.js'
import { accountOf, LOCATIONS } from './corner-shop.js'
import {
  type Answer,
  isHere,
  isOpen,
  leftOf,
  livePartsOf,
  type ModelOrder,
  type ModelPart,
  noPart,
  notFound,
  notIn,
  openBoxes,
  orderStatusOf,
  type Piece,
  partsNamed,
  payableOf,
  refuse,
  same,
  tooLate,
  wantedOf,
} from './lifecycle-model-order.js'
import { busyWith, canBeHeld } from './lifecycle-model-parts.js'
import { goodsCost, itemOf, levelKey, paysFromBalance, type World } from './lifecycle-model-world.js'

const MOST_PIECES = 2_147_483_647
const MOST_MONEY = 1_000_000_000_000_000

export function answerToCancelling(world: World, order: ModelOrder, command: CancelOrder): Answer<Order> {
  const { pieces, reason, whenPacked } = command
  if (order.isCancelled) return same()
  if (pieces !== undefined) return answerToCancellingPieces(world, order, command, pieces)
  const stuck = livePartsOf(order).find((part) => !isHere(part))
  if (stuck !== undefined) return notIn(order, `${stuck.status} at ${stuck.location}`)
  const packed = order.parts.find((part) => openBoxes(part).length > 0)
  if (packed !== undefined && whenPacked === 'refuse') return tooLate(order, packed)
  if (packed === undefined || whenPacked !== 'hold') return { does: () => cancelAll(world, order) }
  const parts = order.parts.filter(canBeHeld)
  if (parts.length === 0) return same()
  return {
    does: () => {
      for (const part of parts) part.status = 'hold'
      order.holds.push(`asked: ${reason ?? 'to be cancelled'}`)
    },
  }
}

function cancelAll(world: World, order: ModelOrder): void {
  world.giveBack(order, leftOf(order))
  endOrder(order)
  world.payOldest(order.accountId)
}

/** Nothing is left of it, and whatever was asked of it is done. */
export function endOrder(order: ModelOrder): void {
  order.isCancelled = true
  for (const part of livePartsOf(order)) {
    part.status = 'cancelled'
    part.boxes = []
  }
  for (const piece of order.pieces) {
    piece.isHeld = false
    piece.box = null
  }
  for (const one of order.afterSales) if (isOpen(one)) one.status = 'completed'
}

const RANK = ['shortage', 'drafted', 'hold', 'allocated', 'packed']

/** Of these, in the order in which they are given up; or why not. */
export function findPieces(
  order: ModelOrder,
  wishes: readonly PieceWish[],
  sequence: number | null,
  isFree: (part: ModelPart) => boolean,
): Answer<Order> | { readonly pieces: Piece[] } {
  const found = new Set<Piece>()
  const parts = partsNamed(order, sequence)
    .filter((part) => part.status !== 'cancelled')
    .map((part) => ({ part, rank: RANK.indexOf(part.status) >>> 0 }))
    .sort((a, b) => a.rank - b.rank)
  for (const wish of wishes) {
    const isMeant = (piece: Piece) =>
      'rowNumber' in wish ? piece.row === wish.rowNumber : piece.line === wish.lineNumber
    const meant = parts.map(({ part }) => ({
      part,
      hasAny: order.pieces.some((piece) => piece.part === part.sequence && isMeant(piece)),
      pieces: wantedOf(order, part)
        .filter((piece) => isMeant(piece) && !found.has(piece))
        .sort((a, b) => Number(a.isHeld) - Number(b.isHeld)),
    }))
    const all = meant.flatMap((one) => one.pieces)
    if (all.length < wish.quantity) {
      const name =
        'rowNumber' in wish ? { what: 'row', id: wish.rowNumber } : { what: 'line', id: wish.lineNumber }
      return refuse({ kind: 'more_than_left', ...name, asked: wish.quantity, left: all.length })
    }
    const free = meant.filter((one) => isFree(one.part)).flatMap((one) => one.pieces)
    const stuck = meant.find((one) => one.hasAny && !isFree(one.part))
    if (free.length < wish.quantity && stuck !== undefined) return tooLate(order, stuck.part)
    for (const piece of free.slice(0, wish.quantity)) found.add(piece)
  }
  return { pieces: [...found] }
}

function answerToCancellingPieces(
  world: World,
  order: ModelOrder,
  { sequence = null }: CancelOrder,
  wishes: readonly PieceWish[] | 'all',
): Answer<Order> {
  const named = partsNamed(order, sequence)
  if (named.length === 0) return noPart(order, sequence)
  const live = named.filter((part) => part.status !== 'cancelled')
  const stuck = live.find((part) => !isHere(part) || part.boxes.length > 0)
  if (wishes === 'all' && stuck !== undefined) return tooLate(order, stuck)
  const found =
    wishes === 'all'
      ? { pieces: live.flatMap((part) => wantedOf(order, part)) }
      : findPieces(order, wishes, sequence, (part) => isHere(part) && part.boxes.length === 0)
  if (!('pieces' in found)) return found
  const { pieces } = found
  if (pieces.length === 0) return same()
  const busy = busyWith(order, new Set(pieces.map((piece) => piece.row)))
  if (busy !== null) return notIn(order, busy)
  const isLast = order.pieces.every((piece) => piece.isGone || pieces.includes(piece))
  return {
    does: () => {
      if (isLast) return cancelAll(world, order)
      const amountMinor = Math.min(goodsCost(pieces), leftOf(order))
      takeAway(order, pieces)
      if (order.isUnpaid) order.waivedMinor += amountMinor
      world.giveBack(order, amountMinor)
      // What is left of it may be what the balance can pay: that is for the next command.
      if (order.money !== 'waiting') world.payOldest(order.accountId)
    },
  }
}

/** What was packed with them is packed anew. */
export function takeAway(order: ModelOrder, pieces: readonly Piece[]): void {
  const parts = order.parts.filter((part) => pieces.some((piece) => piece.part === part.sequence))
  for (const piece of pieces) {
    piece.isGone = true
    piece.isHeld = false
  }
  for (const part of parts) {
    part.boxes = []
    for (const piece of order.pieces) if (piece.part === part.sequence) piece.box = null
    if (wantedOf(order, part).length === 0) part.status = 'cancelled'
    else if (part.status === 'packed') part.status = 'allocated'
  }
}

export function answerToExpiry(world: World, order: ModelOrder, _command: ExpireOrder): Answer<Order> {
  const isOver = orderStatusOf(order) === 'waiting_payment' && order.payBy !== null && order.payBy <= world.at
  if (!isOver || order.money === 'voucher' || order.money === 'confirming') return same()
  return { does: () => cancelAll(world, order) }
}

export function answerToPaying(world: World, order: ModelOrder, _command: PayOrder): Answer<Order> {
  if (order.isCancelled) return notIn(order, 'cancelled')
  if (!order.isUnpaid || order.money === 'voucher' || order.money === 'confirming') return same()
  if (!paysFromBalance(order.accountId)) return { does: () => world.nowPaid(order, 'none') }
  if (order.currency !== accountOf(order.accountId).currency) {
    return {
      does: () => {
        order.money = 'confirming'
      },
    }
  }
  const dueMinor = payableOf(order)
  const balanceMinor = world.balance(order.accountId)
  if (balanceMinor < dueMinor) return refuse({ kind: 'insufficient_balance', dueMinor, balanceMinor })
  return {
    does: () => {
      world.payFromBalance(order)
      world.payOldest(order.accountId)
    },
  }
}

export function answerToVoucher(
  world: World,
  order: ModelOrder,
  { urls, remark }: SubmitVoucher,
): Answer<Order> {
  if (order.isCancelled) return notIn(order, 'cancelled')
  if (!order.isUnpaid) return notIn(order, 'paid')
  const voucher = JSON.stringify([urls, remark])
  if (order.money === 'voucher' && order.voucher === voucher) return same()
  return {
    does: () => {
      order.money = 'voucher'
      order.voucher = voucher
      world.payOldest(order.accountId)
    },
  }
}

export function answerToSettling(
  world: World,
  order: ModelOrder,
  { approved }: SettlePayment,
): Answer<Order> {
  const { accountId, orderNumber, money } = order
  const isClaimed = money === 'voucher' || money === 'confirming'
  if (orderStatusOf(order) !== 'waiting_payment' || !isClaimed) {
    return approved && order.wasPaid ? same() : notIn(order, `${orderStatusOf(order)}, ${money}`)
  }
  return {
    does: () => {
      if (!approved) {
        order.money = money === 'voucher' ? 'voucher_refused' : 'on_request'
      } else if (!paysFromBalance(accountId) || order.currency !== accountOf(accountId).currency) {
        world.nowPaid(order, 'none')
      } else {
        const amountMinor = payableOf(order)
        if (amountMinor > 0) world.book(accountId, { kind: 'top_up', amountMinor, orderNumber })
        world.payFromBalance(order)
        world.payOldest(accountId)
      }
    },
  }
}

export function answerToMovement(world: World, command: MoveStock): Answer<void> {
  const { sku, location, quantity } = command
  const { ownerId } = command.caller
  if (itemOf(ownerId, sku) === undefined) return notFound('item', sku)
  if (!LOCATIONS.some((one) => one.code === location)) return notFound('stock location', location)
  const after = (world.onHand.get(levelKey(ownerId, sku, location)) ?? 0) + quantity
  const fits = after >= world.held(ownerId, sku, location) && after <= MOST_PIECES
  if (!fits) return refuse({ kind: 'stock_out_of_range', sku, location })
  return { does: () => world.bring(ownerId, sku, location, quantity) }
}

/** Whatever was booked before, there are as many as were counted. */
export function answerToCount(world: World, { onHand, ...command }: CountStock): Answer<void> {
  const { sku, location, caller } = command
  const quantity = onHand - (world.onHand.get(levelKey(caller.ownerId, sku, location)) ?? 0)
  return answerToMovement(world, { ...command, kind: 'move_stock', quantity })
}

export function answerToTopUp(world: World, { accountId, amountMinor }: TopUp): Answer<void> {
  if (!world.bookings.has(accountId)) return notFound('account', accountId)
  if (world.balance(accountId) + amountMinor > MOST_MONEY) return refuse({ kind: 'invalid_field' })
  return {
    does: () => {
      world.book(accountId, { kind: 'top_up', amountMinor, orderNumber: null })
      world.payOldest(accountId)
    },
  }
}

export function answerToPayingWaiting(world: World, { accountId }: PayWaiting): Answer<void> {
  if (!world.bookings.has(accountId)) return notFound('account', accountId)
  return { does: () => world.payOldest(accountId) }
}
