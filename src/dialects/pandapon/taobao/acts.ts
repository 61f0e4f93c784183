/** What is done with Taobao orders: paid, shown to be paid, cancelled, sent elsewhere (facts/pandapon.md §6.4–6.7). */
import { Type } from 'typebox'
import type { Calls, OrderName } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import { accept, type Rejection, type Result, refuse } from '../../../order/rejection.js'
import type { Acted } from '../../../order/wishes.js'
import { type ReplyContext, type WireRequest, writeError } from '../../../wire/dialect.js'
import { text } from '../../../wire/fields.js'
import { compileReader } from '../../../wire/shape.js'
import { orderNumberOf, subOrderOf } from '../envelope.js'
import { errors } from '../errors.js'
import { digits, readShape } from '../reading.js'
import { keptReceiver, Receiver, receiverFault } from './receiver.js'

/** An order that no id of ours names is one that is not there. */
export function nameOf(id: string): OrderName {
  return { orderNumber: orderNumberOf(id) ?? 0, id }
}

export const PayOrders = Type.Object({
  orderIds: Type.Array(digits(40), { minItems: 1, maxItems: 10 }),
})
const readPayShape = compileReader(PayOrders)

export function readPay({ body }: WireRequest): Result<Calls['actOnOrders']['input']> {
  const read = readShape(readPayShape, body)
  if (!read.ok) return read
  const ids = [...new Set(read.value.value.orderIds)]
  return accept({
    family: 'pandapon',
    orders: ids.map((id) => ({ name: nameOf(id), wish: { kind: 'pay' } })),
  })
}

/** Each by its id: paid, also before, or why not. Money that nobody has seen yet is neither. */
export function writePaid(
  results: readonly Result<Acted<Order>>[],
  { orders }: Calls['actOnOrders']['input'],
  context: ReplyContext,
) {
  const successList: string[] = []
  const failList: object[] = []
  for (const [index, result] of results.entries()) {
    const name = orders[index]?.name
    const orderId = name !== undefined && 'id' in name ? name.id : ''
    if (result.ok && result.value.order.orderStatus !== 'waiting_payment') successList.push(orderId)
    else failList.push({ orderId, ...faultOf(result, context) })
  }
  return { successList, failList }
}

function faultOf(result: Result<unknown>, context: ReplyContext) {
  if (result.ok) {
    const errorMessage = 'the payment waits for a person to confirm it'
    return { errorCode: 'UPSTREAM_UNKNOWN', errorMessage }
  }
  const { code, msg } = envelopeOf(result.rejection, context)
  return { errorCode: String(code), errorMessage: msg }
}

function envelopeOf(rejection: Rejection, context: ReplyContext): { code: number; msg: string } {
  const place = { lines: 'orderIds', operation: undefined, path: '' }
  // Every row of the table answers in the envelope.
  return writeError(errors, rejection, { ...context, ...place }).body as { code: number; msg: string }
}

export const SubmitVoucher = Type.Object({
  orderId: digits(40),
  voucherUrls: Type.Array(text(2048), { minItems: 1, maxItems: 5 }),
  remark: Type.Optional(text(500)),
})
const readVoucherShape = compileReader(SubmitVoucher)

export function readVoucher({ body }: WireRequest): Result<Calls['actOnOrder']['input']> {
  const read = readShape(readVoucherShape, body)
  if (!read.ok) return read
  const { orderId: id, voucherUrls: urls, remark = null } = read.value.value
  return accept({ family: 'pandapon', name: nameOf(id), wish: { kind: 'submit_voucher', urls, remark } })
}

export const CancelOrder = Type.Object({
  orderId: digits(40),
  subOrderIds: Type.Optional(Type.Array(digits(40), { maxItems: 500 })),
  cancelReason: Type.Optional(text(200)),
  remark: Type.Optional(text(200)),
})
const readCancelShape = compileReader(CancelOrder)

export function readCancel({ body }: WireRequest): Result<Calls['actOnOrder']['input']> {
  const read = readShape(readCancelShape, body)
  if (!read.ok) return read
  const { orderId: id, subOrderIds = [], cancelReason = null } = read.value.value
  const name = nameOf(id)
  const wish = { kind: 'cancel', reason: cancelReason, whenPaid: 'refuse' } as const
  if (subOrderIds.length === 0) return accept({ family: 'pandapon', name, wish })
  const positions: number[] = []
  for (const subOrderId of subOrderIds) {
    const sub = subOrderOf(subOrderId)
    if (sub === null || sub.orderNumber !== orderNumberOf(id)) {
      return refuse({ kind: 'not_found', what: 'sub-order', id: subOrderId })
    }
    positions.push(sub.position)
  }
  return accept({ family: 'pandapon', name, wish, positions: [...new Set(positions)] })
}

export const UpdateWarehouse = Type.Object({ orderId: digits(40), warehouseAddress: Receiver })
const readWarehouseShape = compileReader(UpdateWarehouse)

/** Where the goods go before they go on: kept with the order, for whoever packs it. */
export function readWarehouse({ body }: WireRequest): Result<Calls['actOnOrder']['input']> {
  const read = readShape(readWarehouseShape, body)
  if (!read.ok) return read
  const { orderId: id, warehouseAddress } = read.value.value
  const fault = receiverFault(warehouseAddress, 'warehouseAddress')
  if (fault !== null) return refuse({ kind: 'invalid_field', faults: [fault] })
  const extra = { warehouseAddress: JSON.stringify(keptReceiver(warehouseAddress)) }
  const wish = { kind: 'annotate', sequence: null, extra, hold: null, whenShipped: 'refuse' } as const
  return accept({ family: 'pandapon', name: nameOf(id), wish })
}
