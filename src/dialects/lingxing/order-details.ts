/**
 * What the three detail endpoints have in common, up to 200 orders by store and number, in the order asked, and the
 * one of what is in them (facts/lingxing.md §8.4).
 */
import { Type } from 'typebox'
import type { OrderFilter, OrderPage, OrderPaging } from '../../order/calls.js'
import type { Order } from '../../order/order.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import { lossOf, lostOf } from '../../order/reservation.js'
import type { WireRequest } from '../../wire/dialect.js'
import { code, wholeNumber } from '../../wire/fields.js'
import { writeZoned } from '../../wire/zones.js'
import { zoneOf } from './marketplaces.js'
import { headOf, listingOf, shippedAt } from './order-head.js'
import { bodyReader } from './reading.js'

const MOST_ORDERS = 200

export const OrderInfo = Type.Object({
  order_info: Type.Array(
    Type.Object({
      sid: wholeNumber(0, 2_147_483_647, { fromText: true }),
      seller_fulfillment_order_id: code(40, { fromText: true }),
    }),
    { minItems: 1 },
  ),
})

const readShape = bodyReader(OrderInfo)

/** The asked pairs are kept as two arrays side by side. */
export function readOrderInfo({ body }: WireRequest): Result<{ filter: OrderFilter; paging: OrderPaging }> {
  const sent = (body as { order_info?: unknown } | undefined)?.order_info
  if (Array.isArray(sent) && sent.length > MOST_ORDERS) {
    const fault = { path: 'order_info', problem: `上限${MOST_ORDERS}` }
    return refuse({ kind: 'invalid_field', faults: [fault] })
  }
  const read = readShape({ body })
  if (!read.ok) return read
  const { order_info: asked } = read.value
  return accept({
    filter: {
      family: 'lingxing',
      storeNumbers: asked.map((one) => one.sid),
      sellerOrderNumbers: asked.map((one) => one.seller_fulfillment_order_id),
    },
    paging: { pageNumber: 1, pageSize: MOST_ORDERS },
  })
}

/** Each pair that there is, written by `write`. */
export function writeAsked(
  page: OrderPage,
  { storeNumbers = [], sellerOrderNumbers = [] }: OrderFilter,
  write: (order: Order, page: OrderPage) => object,
): object[] {
  return sellerOrderNumbers.flatMap((number, index) => {
    const found = page.rows.find(
      (order) => order.sellerOrderNumber === number && order.details.storeNumber === storeNumbers[index],
    )
    return found === undefined ? [] : [write(found, page)]
  })
}

export function detailHead(order: Order, page: OrderPage) {
  const extra = order.details.extra ?? {}
  const head = headOf(order, page)
  const shipped = shippedAt(order)
  const zone = zoneOf(page.stores.get(order.details.storeNumber ?? -1)?.marketplace)
  return {
    ...head,
    displayable_order_comment: String(extra.remark_for_packing ?? ''),
    sales_channel: 'Non-Amazon',
    speed_category: String(extra.delivery_service ?? ''),
    ship_date_locale_norm: head.ship_date,
    ship_date_locale_iso: shipped === null ? null : withOffset(shipped, zone),
  }
}

/** `2023-05-22T20:00:00-7:00`: the hours of the offset without a leading zero, as printed. */
function withOffset(at: number, zone: string): string {
  const clock = writeZoned(at, zone).replace(' ', 'T')
  const minutes = Math.round((Date.parse(`${clock}Z`) - at) / 60_000)
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${clock}${minutes < 0 ? '-' : '+'}${hours}:${String(rest).padStart(2, '0')}`
}

/** The number is withheld from everybody. */
export const PHONE = '暂停显示'

export function writeProducts(order: Order, page: OrderPage) {
  const lost = lossOf(order) === 'short' ? 'unfulfillable' : 'cancelled'
  return {
    ...detailHead(order, page),
    phone: PHONE,
    listing_detail_info: order.details.lines.map(({ lineNumber, sku, quantity }) => {
      const pieces = lostOf(order, lineNumber)
      return {
        ...listingOf(sku, page),
        quantity,
        cancelled_quantity: lost === 'cancelled' ? pieces : 0,
        unfulfillable_quantity: lost === 'unfulfillable' ? pieces : 0,
        shipped_quantity: shippedOf(order, lineNumber),
        fba_fee: '0.00',
      }
    }),
  }
}

function shippedOf({ fulfilmentOrders }: Order, lineNumber: number): number {
  return fulfilmentOrders
    .flatMap((part) => (part.shipments ?? []).flatMap((shipment) => shipment.lines))
    .reduce((sum, line) => sum + (line.lineNumber === lineNumber ? line.quantity : 0), 0)
}
