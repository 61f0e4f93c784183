/** Reading Taobao orders back: page and detail (facts/pandapon.md §6.2, §6.3, §13.1). */
import { type Static, Type } from 'typebox'
import type { OrderFilter, OrderPage, OrderPaging, StatePattern } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import { accept, type Result, refuse } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { code, text, wholeNumber } from '../../../wire/fields.js'
import { compileReader } from '../../../wire/shape.js'
import { readInChina, writeInChina } from '../../../wire/zones.js'
import { orderId, orderNo, orderNumberOf } from '../envelope.js'
import { writeListed } from './sub-orders.js'

/** Taobao's status numbers, and which states of ours they stand for; of the others there is none here yet. */
const STATUSES = new Map<number, { readonly raw: string; readonly pattern: StatePattern }>([
  [0, { raw: 'WAIT_BUYER_P', pattern: { orderStatus: ['waiting_payment'] } }],
  [
    10,
    {
      raw: 'WAIT_SELLER_SEND_GOODS',
      pattern: { orderStatus: ['processing'], fulfilmentStatus: ['none', 'waiting_to_ship'] },
    },
  ],
  [
    11,
    {
      raw: 'WAIT_BUYER_CONFIRM_GOODS',
      pattern: { orderStatus: ['processing'], fulfilmentStatus: ['partially_shipped', 'fully_shipped'] },
    },
  ],
  [4, { raw: 'TRADE_CLOSED', pattern: { orderStatus: ['cancelled'] } }],
  [9, { raw: 'OTHER_STATUS', pattern: { orderStatus: ['completed'] } }],
])

function statusOf({ orderStatus, fulfilmentStatus }: Order): number {
  for (const [status, { pattern }] of STATUSES) {
    if (pattern.orderStatus?.includes(orderStatus) !== true) continue
    if (pattern.fulfilmentStatus?.includes(fulfilmentStatus) ?? true) return status
  }
  return 9
}

const time = () =>
  Type.Optional(text(19, { check: (value) => (readInChina(value) === null ? 'is no time' : null) }))

export const PageQuery = Type.Object({
  pageNo: Type.Optional(wholeNumber(1, 1_000_000, { fromText: true, blankIsAbsent: true })),
  pageSize: Type.Optional(wholeNumber(1, 100, { fromText: true, blankIsAbsent: true })),
  orderId: Type.Optional(code(40, { fromText: true })),
  orderNo: Type.Optional(code(40, { fromText: true })),
  sellerOrderNumber: Type.Optional(code(64, { fromText: true })),
  status: Type.Optional(wholeNumber(0, 100, { fromText: true, blankIsAbsent: true })),
  startTime: time(),
  endTime: time(),
})

const readPageShape = compileReader(PageQuery)

/** From the body of the POST form, or the query of the older GET form. */
export function readPage({ body, query }: WireRequest): Result<{ filter: OrderFilter; paging: OrderPaging }> {
  const { value, faults } = readPageShape(body ?? { ...query })
  const [fault] = faults
  if (fault !== undefined) return refuse({ kind: 'invalid_field', faults: [fault] })
  const { pageNo = 1, pageSize = 20 } = value
  const [from, to] = [value.startTime, value.endTime].map((one) =>
    one === undefined ? null : readInChina(one),
  )
  if (from !== null && to !== null && (from ?? 0) > (to ?? 0)) {
    const late = { path: 'endTime', problem: 'is before startTime' }
    return refuse({ kind: 'invalid_field', faults: [late] })
  }
  return accept({
    filter: {
      family: 'pandapon',
      ...idsOf(value),
      ...(value.sellerOrderNumber !== undefined && { sellerOrderNumber: value.sellerOrderNumber }),
      ...(value.status !== undefined && { states: patternOf(value.status) }),
      ...(typeof from === 'number' && { createdFrom: from }),
      // Times are printed in whole seconds: the last one counts whole.
      ...(typeof to === 'number' && { createdTo: to + 999 }),
    },
    paging: { pageNumber: pageNo, pageSize, newestFirst: true },
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
    purchaseAmount: details.extra?.purchaseAmount ?? null,
    status,
    taobaoStatus: STATUSES.get(status)?.raw ?? 'OTHER_STATUS',
    createTime: writeInChina(order.createdAt),
    payTime: details.paidAt === null ? null : writeInChina(details.paidAt),
    closeReason: details.cancelReason,
    subOrderVOS: writeListed(order, status),
  }
}

export const DetailQuery = Type.Object({ orderId: code(40, { fromText: true }) })

const readDetailShape = compileReader(DetailQuery)

export function readDetail({
  query,
}: WireRequest): Result<{ orderNumber: number; family: string; id: string }> {
  const { value, faults } = readDetailShape({ ...query })
  const [fault] = faults
  if (fault !== undefined) return refuse({ kind: 'invalid_field', faults: [fault] })
  const orderNumber = orderNumberOf(value.orderId)
  if (orderNumber === null) return refuse({ kind: 'not_found', what: 'order', id: value.orderId })
  return accept({ orderNumber, family: 'pandapon', id: value.orderId })
}

export function writeDetail(order: Order) {
  return { ...writeOrder(order), receiver: order.details.extra?.receiver ?? null }
}
