/** What the list and the three detail endpoints say alike of an order (facts/lingxing.md §8.3, §8.4, §9.1). */
import type { OrderPage } from '../../order/calls.js'
import type { Order } from '../../order/order.js'
import { writeInstant } from '../../wire/time.js'
import { writeZoned } from '../../wire/zones.js'
import { amazonOrderId } from './amazon-order-id.js'
import { zoneOf } from './marketplaces.js'
import { statusOf } from './order-states.js'

export function headOf(order: Order, page: OrderPage) {
  const { details } = order
  const store = page.stores.get(details.storeNumber ?? -1)
  const shipped = shippedAt(order)
  return {
    remark: details.remark ?? '',
    sid: details.storeNumber ?? 0,
    store_name: store?.name ?? '',
    amazon_order_id: amazonOrderId(order.orderNumber),
    seller_fulfillment_order_id: order.sellerOrderNumber ?? '',
    order_status: statusOf(order),
    purchase_date_local: writeZoned(order.createdAt, zoneOf(store?.marketplace)),
    ship_date: shipped === null ? null : writeZoned(shipped, zoneOf(store?.marketplace)),
    ship_date_utc: shipped === null ? null : writeInstant(shipped),
  }
}

/** When its last parcel was handed over; null: none has been. */
export function shippedAt({ fulfilmentOrders }: Order): number | null {
  const times = fulfilmentOrders.flatMap((part) => (part.shipments ?? []).map((one) => one.handedOverAt))
  return times.length === 0 ? null : Math.max(...times)
}

/** What the catalogue knows of an MSKU. */
export function listingOf(sku: string, page: Pick<OrderPage, 'items'>) {
  const item = page.items.get(sku)
  return {
    msku: sku,
    fnsku: '',
    asin: '',
    local_sku: sku,
    local_name: item?.name ?? '',
    item_name: item?.name ?? '',
    small_image_url: item?.imageUrl ?? '',
  }
}
