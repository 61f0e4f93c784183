/** Reading Taobao orders back: page and detail (facts/pandapon.md §6.2, §6.3, §13.1). */
import { type Static, Type } from 'typebox'
import type { Calls, OrderFilter, OrderPage, OrderPaging, StatePattern } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import { accept, type Result, refuse } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { wholeNumber } from '../../../wire/fields.js'
import { compileReader } from '../../../wire/shape.js'
import { writeInChina } from '../../../wire/zones.js'
import { orderId, orderNo, orderNumberOf } from '../envelope.js'
import { writeShipTime } from '../parcels.js'
import { digits, pageFields, pagingOf, readShape, windowFields, windowOf } from '../reading.js'
import { STATUSES, statusOf } from './states.js'
import { writeListed } from './sub-orders.js'

export const PageQuery = Type.Object({
  ...pageFields,
  orderId: Type.Optional(digits(40)),
  orderNo: Type.Optional(digits(40)),
  sellerOrderNumber: Type.Optional(digits(64)),
  status: Type.Optional(wholeNumber(0, 100, { fromText: true, blankIsAbsent: true })),
  ...windowFields,
})

const readPageShape = compileReader(PageQuery)

/** From the body of the POST form, or the query of the older GET form. */
export function readPage({ body, query }: WireRequest): Result<{ filter: OrderFilter; paging: OrderPaging }> {
  const read = readShape(readPageShape, body ?? { ...query })
  if (!read.ok) return read
  const { value } = read.value
  const window = windowOf(value)
  if (!window.ok) return window
  return accept({
    filter: {
      family: 'pandapon',
      dialect: 'pandapon',
      ...idsOf(value),
      ...(value.sellerOrderNumber !== undefined && { sellerOrderNumber: value.sellerOrderNumber }),
      ...(value.status !== undefined && { states: patternOf(value.status) }),
      ...window.value,
    },
    paging: { ...pagingOf(value), newestFirst: true },
  })
}

function idsOf({ orderId: id, orderNo: number }: Static<typeof PageQuery>): OrderFilter {
  const asked = [id, number].filter((one) => one !== undefined)
  if (asked.length === 0) return {}
  const numbers = asked.map(orderNumberOf)
  const [first] = numbers
  const agree = first !== null && first !== undefined && numbers.every((one) => one === first)
  return { orderNumbers: agree ? [first] : [] }
}

function patternOf(status: number): StatePattern[] {
  const known = STATUSES.get(status)
  return known === undefined ? [] : [known.pattern]
}

export function writePage({ rows, total, pageNumber, pageSize }: OrderPage) {
  return { total, pageNo: pageNumber, pageSize, list: rows.map(writeOrder) }
}

function writeOrder(order: Order) {
  const { details } = order
  const status = statusOf(order)
  return {
    id: orderId(order.orderNumber),
    orderNo: orderNo(order.orderNumber),
    sellerOrderNumber: details.extra?.sellerOrderNumber ?? null,
    orderSource: details.salesChannel,
    // What was ordered from a cart has no budget of its own.
    purchaseAmount: details.extra?.purchaseAmount ?? order.goodsMinor,
    status,
    taobaoStatus: STATUSES.get(status)?.raw ?? 'OTHER_STATUS',
    createTime: writeInChina(order.createdAt),
    payTime: details.paidAt === null ? null : writeInChina(details.paidAt),
    shipTime: writeShipTime(order),
    closeReason: details.cancelReason,
    subOrderVOS: writeListed(order),
  }
}

export const DetailQuery = Type.Object({ orderId: digits(40) })

const readDetailShape = compileReader(DetailQuery)

export function readDetail({ query }: WireRequest): Result<Calls['readOrder']['input']> {
  const read = readShape(readDetailShape, { ...query })
  if (!read.ok) return read
  const { orderId: id } = read.value.value
  const orderNumber = orderNumberOf(id)
  if (orderNumber === null) return refuse({ kind: 'not_found', what: 'order', id })
  return accept({ orderNumber, family: 'pandapon', dialect: 'pandapon', id })
}

export function writeDetail(order: Order) {
  return { ...writeOrder(order), receiver: order.details.extra?.receiver ?? null }
}
