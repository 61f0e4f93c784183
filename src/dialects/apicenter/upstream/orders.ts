/** An order of apicenter's as our client understands it (facts/apicenter.md §5.4, §8). */
import type { JsonValue } from '../../../wire/json.js'
import { entriesOf, filled } from '../../../wire/replies.js'
import type { UpstreamOrder, UpstreamParcel, UpstreamStatus } from '../../../wire/upstream.js'
import { readInChina } from '../../../wire/zones.js'

const STATUSES: Readonly<Record<string, UpstreamStatus>> = {
  drafted: 'received',
  stock_allocated: 'allocated',
  handovered: 'shipped',
  cancelled: 'cancelled',
  hold: 'held',
  shortage: 'short',
}

export function readOrder(row: JsonValue): UpstreamOrder {
  const number = filled(row, 'order_number')
  const parcels = parcelsOf(row)
  return {
    number,
    // It is known there by ours alone.
    upstreamNumber: number,
    status: statusOf(row, parcels.length > 0),
    word: filled(row, 'status') ?? '',
    parcels,
    trails: [],
    updatedAt: null,
  }
}

/** There is no word for what is packed, nor for an order of which a part has left. */
function statusOf(row: JsonValue, somethingLeft: boolean): UpstreamStatus {
  const status = STATUSES[filled(row, 'status') ?? ''] ?? 'unknown'
  if (status !== 'allocated') return status
  if (somethingLeft) return 'partially_shipped'
  return filled(row, 'pack_at') === null ? 'allocated' : 'packed'
}

/** What is in a parcel is not told; when it left, only once all have. */
function parcelsOf(row: JsonValue): UpstreamParcel[] {
  const handedOver = filled(row, 'handover_at')
  const shippedAt = handedOver === null ? null : readInChina(handedOver)
  return entriesOf(row, 'shipments').flatMap((trackingNumber) =>
    typeof trackingNumber !== 'string' || trackingNumber.trim() === ''
      ? []
      : {
          carrier: filled(row, 'logistic_provider_code') ?? '',
          trackingNumber,
          packageNumber: null,
          lines: null,
          shippedAt,
          deliveredAt: null,
          events: [],
        },
  )
}
