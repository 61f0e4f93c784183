/** What is done with Taobao orders: paid, shown to be paid, cancelled, sent elsewhere (facts/pandapon.md §6.4–6.7). */
import { Type } from 'typebox'
import type { Calls, OrderName } from '../../../order/calls.js'
import { accept, type Result, refuse } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { text } from '../../../wire/fields.js'
import { compileReader } from '../../../wire/shape.js'
import { orderNumberOf, subOrderOf } from '../envelope.js'
import { digits, readShape } from '../reading.js'
import { keptReceiver, Receiver, receiverFault } from './receiver.js'

/** An order that no id of ours names is one that is not there; nor is one of another platform's. */
export function nameOf(id: string): OrderName {
  return { orderNumber: orderNumberOf(id) ?? 0, id, dialect: 'pandapon' }
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
