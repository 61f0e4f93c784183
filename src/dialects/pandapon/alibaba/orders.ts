/** Reading orders of 1688 back: detail and page (facts/pandapon.md §10.8). */
import { Type } from 'typebox'
import type { Calls, OrderPage } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import { accept, type Result, refuse } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { oneOf } from '../../../wire/fields.js'
import { compileReader } from '../../../wire/shape.js'
import { writeInChina } from '../../../wire/zones.js'
import { entryId, tradeId, tradeNumberOf } from '../envelope.js'
import { linesOf } from '../items.js'
import { writeShipTime } from '../parcels.js'
import { digits, pageFields, pagingOf, readShape, windowFields, windowOf } from '../reading.js'
import { writeOffer } from './cargo.js'
import { STATUSES, standingOf } from './states.js'

export const TradeDetail = Type.Object({ webSite: oneOf(['1688']), orderId: digits(40) })
const readDetailShape = compileReader(TradeDetail)

export function readDetail({ body }: WireRequest): Result<Calls['readOrder']['input']> {
  const read = readShape(readDetailShape, body)
  if (!read.ok) return read
  const { orderId: id } = read.value.value
  const orderNumber = tradeNumberOf(id)
  if (orderNumber === null) return refuse({ kind: 'not_found', what: 'order', id })
  return accept({ orderNumber, family: 'pandapon', dialect: 'pandapon-1688', id })
}

export const TradePage = Type.Object({
  ...pageFields,
  orderStatus: Type.Optional(oneOf([...STATUSES.keys()])),
  ...windowFields,
})
const readPageShape = compileReader(TradePage)

export function readPage({ body }: WireRequest): Result<Calls['listOrders']['input']> {
  const read = readShape(readPageShape, body ?? {})
  if (!read.ok) return read
  const { orderStatus, ...value } = read.value.value
  const window = windowOf(value)
  if (!window.ok) return window
  const pattern = orderStatus === undefined ? undefined : STATUSES.get(orderStatus)
  return accept({
    filter: {
      family: 'pandapon',
      dialect: 'pandapon-1688',
      ...(pattern !== undefined && { states: [pattern] }),
      ...window.value,
    },
    paging: { ...pagingOf(value), newestFirst: true },
  })
}

export function writePage({ rows, total, pageNumber, pageSize }: OrderPage) {
  return { total, pageNo: pageNumber, pageSize, list: rows.map(writeOrder) }
}

export function writeDetail(order: Order) {
  return { ...writeOrder(order), addressParam: order.details.extra?.addressParam ?? null }
}

function writeOrder(order: Order) {
  const { details } = order
  return {
    orderId: tradeId(order.orderNumber),
    ...standingOf(order),
    createTime: writeInChina(order.createdAt),
    payTime: details.paidAt === null ? null : writeInChina(details.paidAt),
    shipTime: writeShipTime(order),
    orderEntries: linesOf(order).flatMap(({ position, line }) =>
      line === null
        ? []
        : [
            {
              orderEntryId: entryId(order.orderNumber, position),
              ...writeOffer(line.sku),
              quantity: line.quantity,
              price: line.unitPriceMinor,
            },
          ],
    ),
  }
}
