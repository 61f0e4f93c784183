/** A Taobao order as our client understands it (facts/pandapon.md §6.2, §6.9, §13.1). */
import type { JsonValue } from '../../../wire/json.js'
import { entriesOf, filled, wholeMember } from '../../../wire/replies.js'
import type { UpstreamOrder, UpstreamParcel, UpstreamStatus } from '../../../wire/upstream.js'
import { readInChina } from '../../../wire/zones.js'

/** There is none for what has arrived, which is told as "other", like all else. */
const STATUSES: ReadonlyMap<number, UpstreamStatus> = new Map([
  [12, 'received'],
  [0, 'waiting_payment'],
  [1, 'waiting_payment'],
  [2, 'waiting_payment'],
  [3, 'waiting_payment'],
  [5, 'waiting_payment'],
  [10, 'allocated'],
  [11, 'shipped'],
  [4, 'cancelled'],
])

/** Of a line: it has left, or more. */
const LEFT: ReadonlySet<number | null> = new Set([11, 9])

export function readOrder(row: JsonValue): UpstreamOrder {
  const lines = entriesOf(row, 'subOrderVOS')
  const parcels = parcelsOf(row, lines)
  const status = STATUSES.get(wholeMember(row, 'status') ?? Number.NaN) ?? 'unknown'
  return {
    number: filled(row, 'sellerOrderNumber'),
    upstreamNumber: filled(row, 'id') ?? filled(row, 'orderNo'),
    status: status === 'allocated' && parcels.length > 0 ? 'partially_shipped' : status,
    word: filled(row, 'taobaoStatus') ?? filled(row, 'status') ?? '',
    parcels,
    // A line shows one parcel, and may be in several.
    trails: lines.filter(hasLeft).flatMap((line) => filled(line, 'taobaoSubPurchaseId') ?? []),
    updatedAt: null,
  }
}

function hasLeft(line: JsonValue): boolean {
  return LEFT.has(wholeMember(line, 'status')) || filled(line, 'logisticsNumber') !== null
}

/** Those that lines show. What is in them is told by their trails alone. */
function parcelsOf(order: JsonValue, lines: readonly JsonValue[]): UpstreamParcel[] {
  const left = filled(order, 'shipTime')
  const numbers = new Map<string, string>()
  for (const line of lines) {
    const number = filled(line, 'logisticsNumber')
    if (number !== null) numbers.set(number, filled(line, 'logisticsCompanyName') ?? '')
  }
  return [...numbers].map(([trackingNumber, carrier]) => ({
    carrier,
    trackingNumber,
    packageNumber: null,
    lines: null,
    shippedAt: left === null ? null : readInChina(left),
    deliveredAt: null,
    events: [],
  }))
}
