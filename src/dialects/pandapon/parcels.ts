/** Parcels and what their carriers tell of them, as both platforms show them (facts/pandapon.md §6.9). */
import type { Order, Shipment, TrackingEvent, TrackingStatus } from '../../order/order.js'
import { writeInChina } from '../../wire/zones.js'

/** `TRANSPORT`, `TMS_STATION_IN` and `TMS_STATION_OUT` are documented; the others are ours. */
const WORDS: { readonly [S in TrackingStatus]: readonly [status: string, action: string | null] } = {
  announced: ['CREATE', null],
  picked_up: ['ACCEPT', 'TMS_ACCEPT'],
  arrived: ['TRANSPORT', 'TMS_STATION_IN'],
  departed: ['TRANSPORT', 'TMS_STATION_OUT'],
  in_customs: ['TRANSPORT', null],
  in_transit: ['TRANSPORT', null],
  available_for_pickup: ['DELIVERING', null],
  out_for_delivery: ['DELIVERING', 'TMS_DELIVERING'],
  delivery_attempted: ['DELIVERING', null],
  delivered: ['SIGN', 'TMS_SIGN'],
  exception: ['FAILED', 'TMS_FAILED'],
  returning: ['FAILED', null],
  returned: ['FAILED', null],
}

/** What a trace says: by its action, else by its status alone. A word that we don't know: it is on its way. */
export function trackingStatusOf(status: string | null, action: string | null): TrackingStatus {
  const known = Object.entries(WORDS) as [TrackingStatus, (typeof WORDS)[TrackingStatus]][]
  const exact = action === null ? undefined : known.find(([, words]) => words[1] === action)
  if (exact !== undefined) return exact[0]
  if (status === 'TRANSPORT') return 'in_transit'
  return known.find(([, words]) => words[0] === status)?.[0] ?? 'in_transit'
}

/** When the last of an order left; null: not all of it has. */
export function writeShipTime({ fulfilmentStatus, fulfilmentOrders }: Order): string | null {
  if (fulfilmentStatus !== 'fully_shipped' && fulfilmentStatus !== 'completed') return null
  const left = fulfilmentOrders.flatMap((part) => part.shipments ?? []).map((one) => one.handedOverAt)
  return left.length === 0 ? null : writeInChina(Math.max(...left))
}

/** Those with something of this line in them, or of which nobody has told what is; null: all. */
export function writeParcels(order: Order, lineNumber: number | null) {
  const isOfLine = (lines: readonly { readonly lineNumber: number }[]) =>
    lineNumber === null || lines.some((line) => line.lineNumber === lineNumber)
  return order.fulfilmentOrders
    .filter((part) => isOfLine(part.lines))
    .flatMap((part) => part.shipments ?? [])
    .filter((one) => one.lines.length === 0 || isOfLine(one.lines))
    .map((shipment) => writeParcel(order, shipment))
}

function writeParcel(order: Order, { trackingNumber, carrier, events = [], lines }: Shipment) {
  return {
    mailNo: trackingNumber,
    logisticsTraces: events.map(writeTrace),
    logisticsPartner: [{ companyImageUrl: null, company: carrier, companyContact: null }],
    receiver: writeReceiver(order),
    logisticsGoods: lines.map(({ lineNumber, quantity }) => ({
      title: order.details.lines.find((line) => line.lineNumber === lineNumber)?.sku ?? null,
      property: null,
      imageUrl: null,
      quantity: String(quantity),
    })),
  }
}

function writeTrace({ at, status, description, state, city, facility }: TrackingEvent) {
  const [word, action] = WORDS[status]
  return {
    statusDesc: description,
    province: state,
    city,
    district: null,
    action,
    facilityName: facility,
    time: writeInChina(at),
    standerdDesc: description,
    status: word,
    nextCity: null,
    nextNodeName: null,
  }
}

function writeReceiver({ details: { address } }: Order) {
  return {
    zipCode: address.postalCode,
    address: address.street1,
    province: address.province,
    city: address.city,
    district: address.street2,
    phone: address.phone,
    name: address.recipient,
  }
}
