/** logisticsInformation: shipments, their packages, and what carriers tell of them (facts/lingxing.md §8.5, §9.2). */
import type { OrderPage } from '../../order/calls.js'
import type { FulfilmentOrder, Order, Shipment } from '../../order/order.js'
import { writeInstant } from '../../wire/time.js'
import { writeZoned } from '../../wire/zones.js'
import { zoneOf } from './marketplaces.js'
import { detailHead } from './order-details.js'
import { listingOf } from './order-head.js'
import { currentStatus, writeEvent } from './tracking.js'

export function writeLogistics(order: Order, page: OrderPage) {
  const sid = order.details.storeNumber ?? 0
  const zone = zoneOf(page.stores.get(sid)?.marketplace)
  const shipments = order.fulfilmentOrders.flatMap((part) => {
    const status = shipmentStatus(part)
    if (status === null) return []
    return {
      amazon_shipment_id: `T${order.orderNumber}-${part.sequence}`,
      fulfillment_shipment_status: status,
      // Carriers' estimates are not known here.
      estimated_arrival_datetime: null,
      packages: (part.shipments ?? []).map((parcel) => writePackage(order, parcel, { sid, zone }, page)),
    }
  })
  return { ...detailHead(order, page), shipment_info: shipments }
}

/** A fulfilment order is a shipment as soon as it is being picked; null: it isn't yet. */
function shipmentStatus({ status, times, packages, shipments }: FulfilmentOrder): string | null {
  if (status === 'handed_over' || status === 'delivered') return 'SHIPPED'
  if (status === 'cancelled') return times.packed === undefined ? null : 'CANCELLED_BY_SELLER'
  return (packages ?? []).length + (shipments ?? []).length > 0 ? 'PENDING' : null
}

function writePackage(
  order: Order,
  shipment: Shipment,
  { sid, zone }: { sid: number; zone: string },
  page: OrderPage,
) {
  const { packageNumber, carrier, trackingNumber, handedOverAt, lines, events = [] } = shipment
  return {
    shipItems: lines.map(({ lineNumber, quantity }) => {
      const sku = order.details.lines.find((line) => line.lineNumber === lineNumber)?.sku ?? ''
      const { item_name: title } = listingOf(sku, page)
      return { title, quantity, msku: sku, package_number: packageNumber, sid }
    }),
    package_number: packageNumber,
    carrier_code: carrier,
    tracking_number: trackingNumber,
    current_status: currentStatus(shipment),
    estimated_arrival_datetime: null,
    ship_date: writeInstant(handedOverAt),
    tracking_events: events.map((event) => ({ ...writeEvent(event), eventDate: writeZoned(event.at, zone) })),
  }
}
