/** The parcels of a sub-order (facts/pandapon.md §6.9). */
import { Type } from 'typebox'
import type { Calls } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import { lineAt } from '../../../order/positions.js'
import { accept, type Result, refuse } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { compileReader } from '../../../wire/shape.js'
import { subOrderId } from '../envelope.js'
import { writeParcels } from '../parcels.js'
import { digits, readShape } from '../reading.js'
import { subPurchaseOf } from './sub-orders.js'

export const LogisticsQuery = Type.Object({ subPurchaseOrderId: digits(40) })
const readLogisticsShape = compileReader(LogisticsQuery)

export function readLogistics({ query }: WireRequest): Result<Calls['readOrder']['input']> {
  const read = readShape(readLogisticsShape, { ...query })
  if (!read.ok) return read
  const { subPurchaseOrderId: id } = read.value.value
  const sub = subPurchaseOf(id)
  if (sub === null) return refuse({ kind: 'not_found', what: 'sub-purchase', id })
  return accept({ orderNumber: sub.orderNumber, family: 'pandapon', dialect: 'pandapon', id })
}

/** Nothing is shipped yet: no parcels. */
export function writeLogistics(order: Order, { id }: Calls['readOrder']['input']) {
  const position = subPurchaseOf(id)?.position ?? 1
  const lineNumber = lineAt(order, position)
  return {
    purchaseOrderOuterId: subOrderId(order.orderNumber, position),
    pnmLogisticsDetails: lineNumber === null ? [] : writeParcels(order, lineNumber),
  }
}
