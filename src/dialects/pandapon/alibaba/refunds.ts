/** After-sales of 1688 orders (facts/pandapon.md §10.9): asked for by entries, and found by the refund's id. */
import { Type } from 'typebox'
import type { AccountContext, AfterSaleRow, Calls, Engine } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import { lineAt } from '../../../order/positions.js'
import { accept, type Result, refuse } from '../../../order/rejection.js'
import { wanted } from '../../../order/reservation.js'
import { shippedOf } from '../../../order/returned.js'
import type { OrderWish } from '../../../order/wishes.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { oneOf, text, wholeNumber } from '../../../wire/fields.js'
import { compileReader } from '../../../wire/shape.js'
import { writeInChina } from '../../../wire/zones.js'
import { entryId, tradeId, tradeRefundId, tradeRefundOf } from '../envelope.js'
import { linesOf } from '../items.js'
import { digits, priceField, readShape } from '../reading.js'
import { DIALECT, FAMILY, nameOf, positionsOf } from './names.js'
import { refundStatusOf } from './states.js'

/** Ours: the documents name none. Some presuppose that the goods have come. */
const REASONS = [
  { reasonDesc: '不想要了', received: false },
  { reasonDesc: '商品与描述不符', received: true },
  { reasonDesc: '少件漏发', received: true },
  { reasonDesc: '质量问题', received: true },
  { reasonDesc: '其他', received: false },
] as const

const RECEIVED = 2

const entriesField = Type.Array(digits(40), { minItems: 1, maxItems: 100 })

export const RefundReasons = Type.Object({
  orderId: digits(40),
  orderEntryIds: Type.Optional(entriesField),
  goodsStatus: Type.Optional(wholeNumber(1, 3, { fromText: true })),
})
const readReasonsShape = compileReader(RefundReasons)

export function readReasons({ body }: WireRequest): Result<Calls['readOrder']['input']> {
  const read = readShape(readReasonsShape, body)
  if (!read.ok) return read
  const { orderId, orderEntryIds = [] } = read.value.value
  const positions = positionsOf(orderId, orderEntryIds)
  if (!positions.ok) return positions
  const { orderNumber, id } = nameOf(orderId)
  return accept({ orderNumber, family: FAMILY, dialect: DIALECT, id })
}

/** All, unless the goods are said not to have come. */
export function writeReasons({ body }: WireRequest) {
  const read = readShape(readReasonsShape, body)
  const goodsStatus = read.ok ? (read.value.value.goodsStatus ?? RECEIVED) : RECEIVED
  const refundReasons = REASONS.map(({ reasonDesc }, index) => ({
    reasonId: index + 1,
    reasonDesc,
    tips: null,
  })).filter((_reason, index) => goodsStatus === RECEIVED || REASONS[index]?.received === false)
  return { refundReasons }
}

const picturesField = Type.Array(text(2_048), { maxItems: 20 })

export const CreateRefund = Type.Object({
  orderId: digits(40),
  orderEntryIds: entriesField,
  disputeRequest: oneOf(['refund', 'returnRefund']),
  applyPayment: priceField(0),
  applyCarriage: Type.Optional(priceField(0)),
  applyReasonId: Type.Optional(wholeNumber(1, REASONS.length, { fromText: true })),
  description: Type.Optional(text(500)),
  vouchers: Type.Optional(picturesField),
})
const readCreateShape = compileReader(CreateRefund)

/** Whether the goods have left is not asked: the order tells. */
export async function createRefund(
  engine: Engine,
  account: AccountContext,
  { body }: WireRequest,
): Promise<Result<{ refundId: string }>> {
  const read = readShape(readCreateShape, body)
  if (!read.ok) return read
  const { orderId, orderEntryIds, disputeRequest, applyReasonId, ...asked } = read.value.value
  const positions = positionsOf(orderId, orderEntryIds)
  if (!positions.ok) return positions
  const name = nameOf(orderId)
  const found = await engine.findOrder(account, { family: FAMILY, name })
  if (!found.ok) return found
  const goods = goodsOf(found.value, positions.value, disputeRequest)
  if (!goods.ok) return goods
  const { applyPayment, applyCarriage = 0, description = null, vouchers = [] } = asked
  const wish: OrderWish = {
    kind: 'request_after_sale',
    wish: {
      kind: disputeRequest === 'refund' ? 'refund' : 'return',
      goods: goods.value,
      pieces: [],
      amountMinor: applyPayment + applyCarriage,
      reason: applyReasonId === undefined ? null : (REASONS[applyReasonId - 1]?.reasonDesc ?? null),
      remark: description,
      images: vouchers,
      extra: { applyCarriage, applyReasonId: applyReasonId ?? null },
    },
  }
  const done = await engine.actOnOrder(account, { family: FAMILY, name, wish, positions: positions.value })
  return done.ok ? accept({ refundId: tradeRefundId(done.value.afterSaleNumber ?? 0) }) : done
}

/** Only what has left can be sent back; what has not is given back first. */
function goodsOf(
  order: Order,
  positions: readonly number[],
  disputeRequest: 'refund' | 'returnRefund',
): Result<'unshipped' | 'shipped'> {
  const entries = positions.map((position) => piecesOf(order, position))
  const missing = entries.indexOf(null)
  if (missing !== -1) {
    const id = entryId(order.orderNumber, positions[missing] ?? 0)
    return refuse({ kind: 'not_found', what: 'order entry', id })
  }
  const isHere = entries.map((one) => (one?.here ?? 0) > 0)
  const hasLeft = entries.map((one) => (one?.shipped ?? 0) > 0)
  const state = (told: string): Result<never> =>
    refuse({ kind: 'not_allowed_in_state', what: 'order', id: String(order.orderNumber), state: told })
  if (disputeRequest === 'returnRefund') {
    return hasLeft.every(Boolean) ? accept('shipped') : state('not shipped yet')
  }
  if (isHere.every(Boolean)) return accept('unshipped')
  if (!isHere.some(Boolean) && hasLeft.every(Boolean)) return accept('shipped')
  if (!isHere.some(Boolean)) return state(order.orderStatus)
  const problem = 'names goods that have left and others that have not: ask for them one after the other'
  return refuse({ kind: 'invalid_field', faults: [{ path: 'orderEntryIds', problem }] })
}

/** How many pieces of a line have not left yet, and how many have; null: there is no such line. */
function piecesOf(order: Order, position: number): { here: number; shipped: number } | null {
  const lineNumber = lineAt(order, position)
  if (lineNumber === null) return null
  let [here, shipped] = [0, 0]
  for (const part of order.fulfilmentOrders.filter((one) => one.status !== 'cancelled')) {
    for (const line of part.lines.filter((one) => one.lineNumber === lineNumber)) {
      const gone = shippedOf(part, line)
      shipped += gone
      here += Math.max(0, wanted(line) - gone)
    }
  }
  return { here, shipped }
}

const refundField = text(64)

export const RefundDetail = Type.Object({ refundId: refundField })
const readDetailShape = compileReader(RefundDetail)

export function readRefund({ body }: WireRequest): Result<Calls['readAfterSale']['input']> {
  const read = readShape(readDetailShape, body)
  return read.ok ? refundNamed(read.value.value.refundId) : read
}

function refundNamed(id: string): Result<Calls['readAfterSale']['input']> {
  const afterSaleNumber = tradeRefundOf(id)
  if (afterSaleNumber === null) return refuse({ kind: 'not_found', what: 'refund', id })
  return accept({ family: FAMILY, dialect: DIALECT, afterSaleNumber, id })
}

/** Amounts are fen: what was asked for, and what has come back. */
export function writeRefund({ order, afterSale: one }: AfterSaleRow) {
  const { applyCarriage, applyReasonId = null } = one.extra ?? {}
  const carriage = typeof applyCarriage === 'number' ? applyCarriage : 0
  const lineNumbers = new Set(one.lines.map((line) => line.lineNumber))
  return {
    refundId: tradeRefundId(one.afterSaleNumber),
    orderId: tradeId(order.orderNumber),
    orderEntryIds: linesOf(order).flatMap(({ position, line }) =>
      line !== null && lineNumbers.has(line.lineNumber) ? [entryId(order.orderNumber, position)] : [],
    ),
    refundStatus: refundStatusOf(one),
    disputeRequest: one.kind === 'refund' ? 'refund' : 'returnRefund',
    applyPayment: Math.max(0, one.amountMinor - carriage),
    applyCarriage: Math.min(carriage, one.amountMinor),
    refundAmount: one.refundedMinor,
    applyReasonId,
    applyReason: one.reason,
    description: one.remark,
    vouchers: one.images,
    rejectReason: one.refusal,
    logisticsCompanyNo: one.parcel?.carrier ?? null,
    freightBill: one.parcel?.trackingNumber ?? null,
    createTime: writeInChina(one.createdAt),
    updateTime: writeInChina(one.updatedAt),
  }
}

export const ReturnGoods = Type.Object({
  refundId: refundField,
  logisticsCompanyNo: text(64),
  freightBill: digits(64),
  description: Type.Optional(text(500)),
  vouchers: Type.Optional(picturesField),
})
const readReturnShape = compileReader(ReturnGoods)

/** The parcel is noted; what is told of it is a message on the refund, once. */
export async function returnGoods(
  engine: Engine,
  account: AccountContext,
  { body }: WireRequest,
): Promise<Result<{ success: boolean; errorCode: string; errorInfo: string }>> {
  const read = readShape(readReturnShape, body)
  if (!read.ok) return read
  const { refundId, logisticsCompanyNo: carrier, freightBill: trackingNumber } = read.value.value
  const { description = '', vouchers = [] } = read.value.value
  const named = refundNamed(refundId)
  if (!named.ok) return named
  const { afterSaleNumber } = named.value
  const act = (wished: Extract<OrderWish, { kind: 'act_on_after_sale' }>['act']) =>
    engine.actOnAfterSale(account, {
      ...named.value,
      wish: { kind: 'act_on_after_sale', afterSaleNumber, act: wished },
    })
  const sent = await act({ kind: 'send_back', carrier, trackingNumber })
  if (!sent.ok) return sent
  const isTold = sent.value.afterSale.messages.some(
    (one) => one.by === 'buyer' && one.text === description && one.images.join('\n') === vouchers.join('\n'),
  )
  if (!isTold && (description !== '' || vouchers.length > 0)) {
    const told = await act({ kind: 'message', by: 'buyer', text: description, images: vouchers })
    if (!told.ok) return told
  }
  return accept({ success: true, errorCode: '', errorInfo: '' })
}
