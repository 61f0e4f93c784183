/** What is done with orders of 1688: paid, cancelled, received (facts/pandapon.md §10.4–10.7). */
import { Type } from 'typebox'
import type { Calls } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import { accept, type Rejection, type Result, refuse } from '../../../order/rejection.js'
import type { Acted } from '../../../order/wishes.js'
import { type ReplyContext, type WireRequest, writeError } from '../../../wire/dialect.js'
import { oneOf, text } from '../../../wire/fields.js'
import { compileReader } from '../../../wire/shape.js'
import type { Envelope } from '../envelope.js'
import type { ErrorNote } from '../errors.js'
import { isPaid } from '../paid.js'
import { digits, readShape } from '../reading.js'
import { tradeErrors } from './errors.js'
import { FAMILY, nameOf, positionsOf } from './names.js'

const idsField = Type.Array(digits(40), { minItems: 1, maxItems: 50 })

export const PayTrades = Type.Object({ orderIds: idsField })
const readPayShape = compileReader(PayTrades)

export function readPay({ body }: WireRequest): Result<Calls['actOnOrders']['input']> {
  const read = readShape(readPayShape, body)
  return read.ok ? accept(payments(read.value.value.orderIds)) : read
}

/** Large customers name one order or several. */
export const PayLarge = Type.Object({ orderId: Type.Optional(digits(40)), orderIds: Type.Optional(idsField) })
const readPayLargeShape = compileReader(PayLarge)

export function readPayLarge({ body }: WireRequest): Result<Calls['actOnOrders']['input']> {
  const read = readShape(readPayLargeShape, body)
  if (!read.ok) return read
  const { orderId, orderIds } = read.value.value
  if (orderId === undefined && orderIds === undefined) {
    const problem = 'is required where orderIds is missing, but is missing'
    return refuse({ kind: 'invalid_field', faults: [{ path: 'orderId', problem }] })
  }
  return accept(payments([...(orderId === undefined ? [] : [orderId]), ...(orderIds ?? [])]))
}

/** Each once, whichever it is called by. */
function payments(ids: readonly string[]): Calls['actOnOrders']['input'] {
  const orders = [...new Set(ids)].map((id) => ({ name: nameOf(id), wish: { kind: 'pay' } as const }))
  return { family: FAMILY, orders }
}

/** Why an order among several was refused. */
export function explainTrade(rejection: Rejection, context: ReplyContext): ErrorNote {
  const place = { lines: 'orderIds', operation: undefined, path: '' }
  // Every row of the table answers in the envelope.
  const { code, msg } = writeError(tradeErrors, rejection, { ...context, ...place }).body as Envelope
  return { errorCode: String(code), errorMessage: msg }
}

export const PayUrl = Type.Object({ orderId: digits(40) })
const readPayUrlShape = compileReader(PayUrl)

export function readPayUrl({ query }: WireRequest): Result<Calls['actOnOrder']['input']> {
  const read = readShape(readPayUrlShape, { ...query })
  if (!read.ok) return read
  return accept({ family: FAMILY, name: nameOf(read.value.value.orderId), wish: { kind: 'pay' } })
}

/** The balance is debited by agreement, so there is no page to pay at. */
export function writePayUrl({ order }: Acted<Order>, { name }: Calls['actOnOrder']['input']) {
  const orderId = 'id' in name ? name.id : ''
  return { orderId, protocolPaySuccess: isPaid(order), payUrl: null, cantPayOrderList: [] }
}

export const CancelTrade = Type.Object({
  webSite: oneOf(['1688']),
  orderId: digits(40),
  cancelReason: Type.Optional(text(200)),
  remark: Type.Optional(text(200)),
})
const readCancelShape = compileReader(CancelTrade)

/** As the order tells afterwards why it was closed. */
const CLOSE_REASONS: ReadonlyMap<string, string> = new Map([
  ['buyerCancel', 'buyer_cancel'],
  ['sellerGoodsLack', 'seller_goods_lack'],
  ['other', 'other'],
])

export function readCancel({ body }: WireRequest): Result<Calls['actOnOrder']['input']> {
  const read = readShape(readCancelShape, body)
  if (!read.ok) return read
  const { orderId, cancelReason = 'buyerCancel', remark } = read.value.value
  const word = CLOSE_REASONS.get(cancelReason)
  const told = [word === undefined ? cancelReason : undefined, remark].filter((one) => one !== undefined)
  const reason = [word ?? 'other', ...told].join(': ')
  return accept({
    family: FAMILY,
    name: nameOf(orderId),
    wish: { kind: 'cancel', reason, whenPaid: 'refuse' },
  })
}

export const ReceiveGoods = Type.Object({
  orderId: digits(40),
  orderEntryIds: Type.Optional(Type.Array(digits(40), { maxItems: 100 })),
})
const readReceiveShape = compileReader(ReceiveGoods)

/** All that has left, or those fulfilment orders with something of these entries in them. */
export function readReceive({ body }: WireRequest): Result<Calls['actOnOrder']['input']> {
  const read = readShape(readReceiveShape, body)
  if (!read.ok) return read
  const { orderId, orderEntryIds = [] } = read.value.value
  const positions = positionsOf(orderId, orderEntryIds)
  if (!positions.ok) return positions
  return accept({
    family: FAMILY,
    name: nameOf(orderId),
    wish: { kind: 'deliver', sequence: null },
    ...(positions.value.length > 0 && { positions: positions.value }),
  })
}
