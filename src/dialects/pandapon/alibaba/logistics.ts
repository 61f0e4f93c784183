/** Parcels of 1688 orders, and who brings back what is returned (facts/pandapon.md §10.8, §10.9). */
import { Type } from 'typebox'
import type { Calls } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import { accept, type Result } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { compileReader } from '../../../wire/shape.js'
import { writeParcels } from '../parcels.js'
import { digits, readShape } from '../reading.js'
import { DIALECT, FAMILY, nameOf } from './names.js'

export const TraceQuery = Type.Object({ orderId: digits(40) })
const readTraceShape = compileReader(TraceQuery)

export function readTrace({ query }: WireRequest): Result<Calls['readOrder']['input']> {
  const read = readShape(readTraceShape, { ...query })
  if (!read.ok) return read
  const { orderNumber, id } = nameOf(read.value.value.orderId)
  return accept({ orderNumber, family: FAMILY, dialect: DIALECT, id })
}

/** Nothing is shipped yet: no parcels. */
export function writeTrace(order: Order) {
  return { pnmLogisticsDetails: writeParcels(order, null) }
}

/** Ours, as the documents print but the first; a return may also name another one. */
const COMPANIES = [
  ['SF', '顺丰快递'],
  ['ZTO', '中通快递'],
  ['YTO', '圆通速递'],
  ['STO', '申通快递'],
  ['YUNDA', '韵达快递'],
  ['JD', '京东快递'],
  ['JTSD', '极兔速递'],
  ['DBL', '德邦快递'],
  ['EMS', 'EMS'],
] as const

export function writeCompanies() {
  return COMPANIES.map(([code, name]) => ({ logisticsCompanyNo: code, logisticsCompanyName: name }))
}
