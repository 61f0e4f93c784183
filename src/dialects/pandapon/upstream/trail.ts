/** The parcels with something of one line in them, and what carriers tell of each (facts/pandapon.md §6.9). */
import type { TrackingEvent } from '../../../order/order.js'
import type { JsonValue } from '../../../wire/json.js'
import { entriesOf, filled, garbled, wholeMember } from '../../../wire/replies.js'
import {
  type Setback,
  type UpstreamParcel,
  type UpstreamReply,
  type UpstreamTrail,
  within,
} from '../../../wire/upstream.js'
import { readInChina } from '../../../wire/zones.js'
import { trackingStatusOf } from '../parcels.js'
import { setbackOf } from './setback.js'

export function readTrail(reply: UpstreamReply): UpstreamTrail | Setback {
  const setback = setbackOf(reply)
  if (setback !== null) return setback
  const data = within(reply.body, 'data')
  if (!Array.isArray(within(data, 'pnmLogisticsDetails'))) return garbled('it has no list of parcels')
  return { kind: 'parcels', parcels: entriesOf(data, 'pnmLogisticsDetails').flatMap(readParcel) }
}

function readParcel(one: JsonValue): UpstreamParcel[] {
  const trackingNumber = filled(one, 'mailNo')
  if (trackingNumber === null) return []
  const events = entriesOf(one, 'logisticsTraces').flatMap(readTrace)
  const [partner] = entriesOf(one, 'logisticsPartner')
  return [
    {
      carrier: filled(partner, 'company') ?? '',
      trackingNumber,
      packageNumber: null,
      lines: readGoods(entriesOf(one, 'logisticsGoods')),
      // Newest first: the last one is from its beginning.
      shippedAt: events.at(-1)?.at ?? null,
      deliveredAt: events.find(({ status }) => status === 'delivered')?.at ?? null,
      events,
    },
  ]
}

/** Goods are told by their titles. Null: one of them is no itemId/skuId, so that nobody knows which line it is. */
function readGoods(goods: readonly JsonValue[]): UpstreamParcel['lines'] {
  const lines = goods.flatMap((one) => {
    const [sku, quantity] = [filled(one, 'title'), wholeMember(one, 'quantity')]
    return sku === null || quantity === null || !/^[^/\s]+\/[^/\s]+$/.test(sku) ? [] : [{ sku, quantity }]
  })
  return lines.length === goods.length && goods.length > 0 ? lines : null
}

function readTrace(row: JsonValue): TrackingEvent[] {
  const time = filled(row, 'time')
  const at = time === null ? null : readInChina(time)
  if (at === null) return []
  return [
    {
      at,
      status: trackingStatusOf(filled(row, 'status'), filled(row, 'action')),
      description: filled(row, 'statusDesc') ?? filled(row, 'standerdDesc') ?? '',
      country: null,
      state: filled(row, 'province'),
      city: filled(row, 'city'),
      facility: filled(row, 'facilityName'),
    },
  ]
}
