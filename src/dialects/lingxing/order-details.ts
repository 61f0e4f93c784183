/** The three detail endpoints: up to 200 orders by store and number, in the order asked (facts/lingxing.md §8.4–§8.6). */
import { Type } from 'typebox'
import type { OrderFilter, OrderPage, OrderPaging } from '../../order/calls.js'
import type { Order, Shipment } from '../../order/order.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { code, wholeNumber } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'
import { writeInstant } from '../../wire/time.js'
import { writeZoned } from '../../wire/zones.js'
import { zoneOf } from './marketplaces.js'
import { headOf, listingOf, shippedAt } from './order-head.js'

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

const readShape = compileReader(OrderInfo)

/** The asked pairs are kept as two arrays side by side. */
export function readOrderInfo({ body }: WireRequest): Result<{ filter: OrderFilter; paging: OrderPaging }> {
  const sent = (body as { order_info?: unknown } | undefined)?.order_info
  if (Array.isArray(sent) && sent.length > MOST_ORDERS) {
    const fault = { path: 'order_info', problem: `上限${MOST_ORDERS}` }
    return refuse({ kind: 'invalid_field', faults: [fault] })
  }
  const { value, faults } = readShape(body ?? {})
  const [first, ...others] = faults
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const { order_info: asked } = value
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

function detailHead(order: Order, page: OrderPage) {
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
const PHONE = '暂停显示'

export function writeProducts(order: Order, page: OrderPage) {
  const cancelled = order.orderStatus === 'cancelled'
  const short = order.fulfilmentOrders.some((part) => part.status === 'shortage')
  return {
    ...detailHead(order, page),
    phone: PHONE,
    listing_detail_info: order.details.lines.map(({ lineNumber, sku, quantity }) => ({
      ...listingOf(sku, page),
      quantity,
      cancelled_quantity: cancelled ? quantity : 0,
      unfulfillable_quantity: !cancelled && short ? quantity : 0,
      shipped_quantity: shippedOf(order, lineNumber),
      fba_fee: '0.00',
    })),
  }
}

function shippedOf({ fulfilmentOrders }: Order, lineNumber: number): number {
  return fulfilmentOrders
    .flatMap((part) => (part.shipments ?? []).flatMap((shipment) => shipment.lines))
    .reduce((sum, line) => sum + (line.lineNumber === lineNumber ? line.quantity : 0), 0)
}

export function writeLogistics(order: Order, page: OrderPage) {
  const sid = order.details.storeNumber ?? 0
  const zone = zoneOf(page.stores.get(sid)?.marketplace)
  const shipments = order.fulfilmentOrders.flatMap((part) =>
    (part.shipments ?? []).map((shipment) => ({
      amazon_shipment_id: `T${order.orderNumber}-${part.sequence}-${shipment.packageNumber}`,
      fulfillment_shipment_status: 'SHIPPED',
      // Carriers' estimates are not known here.
      estimated_arrival_datetime: '',
      packages: [writePackage(order, shipment, { sid, zone }, page)],
    })),
  )
  return { ...detailHead(order, page), shipment_info: shipments }
}

function writePackage(
  order: Order,
  { packageNumber, carrier, trackingNumber, handedOverAt, deliveredAt, lines }: Shipment,
  { sid, zone }: { sid: number; zone: string },
  page: OrderPage,
) {
  return {
    shipItems: lines.map(({ lineNumber, quantity }) => {
      const sku = order.details.lines.find((line) => line.lineNumber === lineNumber)?.sku ?? ''
      const { item_name: title } = listingOf(sku, page)
      return { title, quantity, msku: sku, package_number: packageNumber, sid }
    }),
    package_number: packageNumber,
    carrier_code: carrier,
    tracking_number: trackingNumber,
    current_status: deliveredAt === null ? null : 'DELIVERED',
    estimated_arrival_datetime: deliveredAt === null ? '' : writeZoned(deliveredAt, zone),
    ship_date: writeInstant(handedOverAt),
    tracking_events: [],
  }
}

export function writeReturns(order: Order, page: OrderPage) {
  return {
    ...detailHead(order, page),
    phone: PHONE,
    order_return_replace_tab: { return_tab: [], replace_tab: [] },
  }
}
