/** Amazon's words for what carriers tell (facts/lingxing.md §9.5): a code, its label in Chinese, a parcel's status. */
import type { Shipment, TrackingEvent, TrackingStatus } from '../../order/order.js'

interface Words {
  readonly code: string
  /** Ours, but for 已在站, which is printed. */
  readonly label: string
  readonly status: string
}

const WORDS: Readonly<Record<TrackingStatus, Words>> = {
  announced: { code: 'EVENT_101', label: '已通知承运人取件', status: 'UNKNOWN' },
  picked_up: { code: 'EVENT_102', label: '已取件', status: 'IN_TRANSIT' },
  arrived: { code: 'EVENT_201', label: '已在站', status: 'IN_TRANSIT' },
  departed: { code: 'EVENT_202', label: '已离站', status: 'IN_TRANSIT' },
  in_customs: { code: 'EVENT_204', label: '清关中', status: 'IN_TRANSIT' },
  // Amazon has no code for being on its way: the last that a carrier scans before it is.
  in_transit: { code: 'EVENT_202', label: '运输中', status: 'IN_TRANSIT' },
  available_for_pickup: { code: 'EVENT_308', label: '可自提', status: 'AVAILABLE_FOR_PICKUP' },
  out_for_delivery: { code: 'EVENT_302', label: '派送中', status: 'OUT_FOR_DELIVERY' },
  delivery_attempted: { code: 'EVENT_304', label: '已尝试派送', status: 'DELIVERY_ATTEMPTED' },
  delivered: { code: 'EVENT_301', label: '已签收', status: 'DELIVERED' },
  exception: { code: 'EVENT_418', label: '包裹延误', status: 'DELAYED' },
  returning: { code: 'EVENT_408', label: '退回中', status: 'RETURNING' },
  returned: { code: 'EVENT_309', label: '已退回卖家', status: 'RETURNED' },
}

export const DELIVERED = WORDS.delivered.status

/** Codes that Amazon has and the house has no state of its own for. */
const OTHER_CODES: Readonly<Record<string, TrackingStatus>> = {
  EVENT_203: 'arrived',
  EVENT_205: 'departed',
  EVENT_206: 'in_transit',
  EVENT_306: 'delivery_attempted',
  EVENT_307: 'delivery_attempted',
  EVENT_801: 'available_for_pickup',
  EVENT_804: 'delivered',
}

const MEANINGS: ReadonlyMap<string, TrackingStatus> = new Map([
  ...Object.entries(WORDS).map(([status, { code }]) => [code, status as TrackingStatus] as const),
  ...Object.entries(OTHER_CODES),
  // Two of ours are told by it.
  [WORDS.departed.code, 'departed'],
])

/** What a code of an event says; undefined: an unknown one. All others of the 400s say that something is wrong. */
export function meaningOf(code: string): TrackingStatus | undefined {
  return MEANINGS.get(code) ?? (/^EVENT_4\d\d$/.test(code) ? 'exception' : undefined)
}

/** Null: nothing is known of it yet. What has been delivered stays so, unless it is on its way back. */
export function currentStatus({ deliveredAt, events = [] }: Shipment): string | null {
  const latest = events[0]?.status
  if (latest === 'returning' || latest === 'returned') return WORDS[latest].status
  if (deliveredAt !== null) return WORDS.delivered.status
  return latest === undefined ? null : WORDS[latest].status
}

export function writeEvent({ status, description, country, state, city }: TrackingEvent) {
  const { code, label } = WORDS[status]
  return {
    eventAddress: { country, city: city ?? '', state: state ?? '' },
    eventCode: code,
    event: label,
    eventDescription: description,
  }
}
