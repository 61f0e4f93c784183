/** An order of Lingxing's, and its parcels, as our client understands them (facts/lingxing.md §8.3–8.5, §9). */
import type { TrackingEvent, TrackingStatus } from '../../../order/order.js'
import type { JsonValue } from '../../../wire/json.js'
import { entriesOf, filled, wholeMember } from '../../../wire/replies.js'
import { readInstant } from '../../../wire/time.js'
import {
  type OrderReference,
  type UpstreamOrder,
  type UpstreamParcel,
  type UpstreamStatus,
  within,
} from '../../../wire/upstream.js'
import { readInChina, writeZoned } from '../../../wire/zones.js'
import { ZONES } from '../marketplaces.js'
import { DELIVERED, meaningOf } from '../tracking.js'

/** An order is named there by its store's number and ours together: `17/332565`. */
export function readOrder(row: JsonValue): UpstreamOrder {
  const number = filled(row, 'seller_fulfillment_order_id')
  const sid = wholeMember(row, 'sid')
  const changed = filled(row, 'gmt_modified')
  const word = filled(row, 'order_status') ?? ''
  return {
    number,
    upstreamNumber: number === null || sid === null ? null : `${sid}/${number}`,
    status: STATUSES[plain(word)] ?? 'unknown',
    word,
    parcels: null,
    trails: [],
    updatedAt: changed === null ? null : readInChina(changed),
  }
}

/** Null: neither the platform's name of it nor the settings tell the store. */
export function storeOf({ upstreamNumber, fields }: OrderReference): number | null {
  const known = /^(\d+)\//.exec(upstreamNumber ?? '')?.[1] ?? fields.sid
  const sid = typeof known === 'number' || typeof known === 'string' ? Number(known) : Number.NaN
  return Number.isSafeInteger(sid) && sid > 0 ? sid : null
}

/** Pages differ in how they write them. */
const plain = (word: string): string => word.replaceAll('_', '').toLowerCase()

/** An order that waits to be released is told like any other that has been received. */
const STATUSES: Readonly<Record<string, UpstreamStatus>> = {
  new: 'received',
  received: 'received',
  planning: 'allocated',
  processing: 'packed',
  cancelled: 'cancelled',
  complete: 'shipped',
  // The rest of it never will be.
  completepartialled: 'partially_shipped',
  unfulfillable: 'short',
  invalid: 'held',
}

/**
 * With its parcels, as logisticsInformation tells them. Of an order that has not left whole, the site's clocks are known
 * by the store that was asked with.
 */
export function readShipped(row: JsonValue, references: readonly OrderReference[]): UpstreamOrder {
  const order = readOrder(row)
  const asked = references.find(({ number }) => number === order.number)
  const zone = ZONES.get(asked?.store?.marketplace ?? '')
  const aheadAt = (at: number) => siteAhead(row) ?? (zone === undefined ? null : zoneAhead(zone, at))
  const parcels = entriesOf(row, 'shipment_info')
    .filter((shipment) => !(filled(shipment, 'fulfillment_shipment_status') ?? '').startsWith('CANCELLED'))
    .flatMap((shipment) => entriesOf(shipment, 'packages'))
    .flatMap((one) => readPackage(one, aheadAt))
  const isUnderWay = order.status === 'packed' && parcels.length > 0
  const isDelivered =
    order.status === 'shipped' && parcels.length > 0 && parcels.every((one) => one.deliveredAt !== null)
  const status = isUnderWay ? 'partially_shipped' : isDelivered ? 'delivered' : order.status
  return { ...order, status, parcels }
}

/** One that no carrier has yet is none. Where the clocks of its events are unknown, they are left out. */
function readPackage(one: JsonValue, aheadAt: (at: number) => number | null): UpstreamParcel[] {
  const [trackingNumber, left] = [filled(one, 'tracking_number'), filled(one, 'ship_date')]
  if (trackingNumber === null || left === null) return []
  const shippedAt = readInstant(left)
  const ahead = shippedAt === null ? null : aheadAt(shippedAt)
  const events =
    ahead === null ? [] : entriesOf(one, 'tracking_events').flatMap((row) => readEvent(row, ahead))
  const delivered = events.find(({ status }) => status === 'delivered')?.at ?? events[0]?.at ?? shippedAt
  const isDelivered =
    filled(one, 'current_status') === DELIVERED || events.some(({ status }) => status === 'delivered')
  return [
    {
      carrier: filled(one, 'carrier_code') ?? '',
      trackingNumber,
      packageNumber: filled(one, 'package_number'),
      lines: entriesOf(one, 'shipItems').flatMap((row) => {
        const [sku, quantity] = [filled(row, 'msku'), wholeMember(row, 'quantity')]
        return sku === null || quantity === null ? [] : [{ sku, quantity }]
      }),
      shippedAt,
      deliveredAt: isDelivered ? delivered : null,
      events,
    },
  ]
}

/** By the clocks of the store's site, which the answer does not name. */
function readEvent(row: JsonValue, ahead: number): TrackingEvent[] {
  const at = readWallClock(filled(row, 'eventDate'))
  if (at === null) return []
  const address = within(row, 'eventAddress')
  const status: TrackingStatus = meaningOf(filled(row, 'eventCode') ?? '') ?? 'in_transit'
  return [
    {
      at: at - ahead,
      status,
      description: filled(row, 'eventDescription') ?? filled(row, 'event') ?? '',
      country: filled(address, 'country'),
      state: filled(address, 'state'),
      city: filled(address, 'city'),
      facility: null,
    },
  ]
}

/** How far the site's clocks are ahead of UTC: the shipping date is told by both. Null: nothing is shipped. */
function siteAhead(row: JsonValue): number | null {
  const site = readWallClock(filled(row, 'ship_date'))
  const utc = filled(row, 'ship_date_utc')
  const at = utc === null ? null : readInstant(utc)
  return site === null || at === null ? null : site - at
}

function zoneAhead(zone: string, at: number): number {
  const second = Math.floor(at / 1000) * 1000
  return (readWallClock(writeZoned(second, zone)) ?? second) - second
}

/** As if the clock showed UTC. */
function readWallClock(text: string | null): number | null {
  return text === null ? null : readInstant(text.replace(' ', 'T'))
}
