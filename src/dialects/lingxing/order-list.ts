/** orderList: the orders of the account's stores, newest first (facts/lingxing.md §8.3). */
import { type Static, Type } from 'typebox'
import type { OrderFilter, OrderPage, OrderPaging } from '../../order/calls.js'
import type { Order } from '../../order/order.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { oneOf, wholeNumber } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'
import { BEIJING_AHEAD_MS, beijing, calendarDay, DAY_MS } from './days.js'
import { marketplaceOf, ZONES } from './marketplaces.js'
import { headOf, listingOf } from './order-head.js'
import { PATTERNS } from './order-states.js'

const day = () => Type.Optional(calendarDay())

export const OrderList = Type.Object({
  sids: Type.Optional(Type.Array(wholeNumber(0, 2_147_483_647, { fromText: true }), { maxItems: 500 })),
  start_date: day(),
  end_date: day(),
  date_type: Type.Optional(wholeNumber(1, 2, { fromText: true })),
  order_status: Type.Optional(Type.Array(oneOf(Object.keys(PATTERNS)), { maxItems: 50 })),
  offset: Type.Optional(wholeNumber(0, 10_000_000, { fromText: true })),
  length: Type.Optional(wholeNumber(1, 1000, { fromText: true })),
})

const readShape = compileReader(OrderList)
/** Days before and after UTC's that some site is in. */
const SITE_MARGIN_MS = DAY_MS

export function readOrderList({
  body,
  at,
}: WireRequest): Result<{ filter: OrderFilter; paging: OrderPaging }> {
  const { value, faults } = readShape(body ?? {})
  const [first, ...others] = faults
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const { sids = [], order_status: states = [], offset = 0, length = 10 } = value
  return accept({
    filter: {
      family: 'lingxing',
      ...(sids.length > 0 && { storeNumbers: sids }),
      ...(states.length > 0 && { states: states.flatMap((word) => PATTERNS[word] ?? []) }),
      ...windowOf(value, at),
    },
    paging: { pageNumber: 1, pageSize: length, skip: offset, newestFirst: true },
  })
}

/** Both days count; a bound that is missing is half a year away, or today. */
function windowOf(asked: Static<typeof OrderList>, at: number): OrderFilter {
  const today = beijing(at).slice(0, 10)
  const to = asked.end_date ?? (asked.start_date === undefined ? today : halfYear(asked.start_date, 1))
  const from = asked.start_date ?? halfYear(asked.end_date ?? today, -1)
  const [start, end] = [Date.parse(from), Date.parse(to) + DAY_MS - 1]
  if (asked.date_type === 2) {
    return { updatedFrom: start - BEIJING_AHEAD_MS, updatedTo: end - BEIJING_AHEAD_MS }
  }
  const days = { createdFrom: start - SITE_MARGIN_MS, createdTo: end + SITE_MARGIN_MS }
  return asked.start_date === undefined && asked.end_date === undefined
    ? { createdFrom: days.createdFrom }
    : { ...days, storeDays: { from, to, zones: ZONES } }
}

function halfYear(from: string, direction: 1 | -1): string {
  const date = new Date(from)
  date.setUTCMonth(date.getUTCMonth() + 6 * direction)
  return date.toISOString().slice(0, 10)
}

export function writeOrderList(page: OrderPage) {
  return { total: page.total, records: page.rows.map((order) => writeRecord(order, page)) }
}

function writeRecord(order: Order, page: OrderPage) {
  const store = page.stores.get(order.details.storeNumber ?? -1)
  const changed = beijing(order.updatedAt)
  return {
    ...headOf(order, page),
    country: marketplaceOf(store?.marketplace)?.country ?? '',
    gmt_modified: changed,
    last_update_time: changed,
    buyer_name: order.details.address.recipient,
    listing_info: order.details.lines.map((line) => ({
      ...listingOf(line.sku, page),
      quantity: line.quantity,
    })),
  }
}
