/** An order of KakaClo v2's as our client understands it (facts/kakaclo.md §6.4, §9, §16). */
import type { JsonValue } from '../../../wire/json.js'
import { entriesOf, filled, wholeMember } from '../../../wire/replies.js'
import { readInstant } from '../../../wire/time.js'
import type { UpstreamOrder, UpstreamParcel, UpstreamStatus } from '../../../wire/upstream.js'
import { NONE } from '../v2/states.js'

export function readOrder(row: JsonValue): UpstreamOrder {
  const updatedAt = timeOf(row, 'modifyDate') ?? timeOf(row, 'updateDate')
  const words = AXES.map((axis) => filled(row, axis)).filter((word) => word !== null && word !== NONE)
  return {
    number: filled(row, 'customOrderId'),
    upstreamNumber: filled(row, 'id'),
    status: statusOf(row),
    word: words.join(' '),
    parcels: entriesOf(row, 'fulfillments').flatMap((one) =>
      readPackage(one, filled(one, 'status'), updatedAt),
    ),
    trails: [],
    updatedAt,
  }
}

const AXES = ['status', 'financialStatus', 'fulfillmentStatus', 'refundStatus'] as const

const PROGRESS: Readonly<Record<string, UpstreamStatus>> = {
  completed: 'delivered',
  fully_shipped: 'shipped',
  partially_shipped: 'partially_shipped',
}

/** Words for an order that nothing has left of. */
const WAITING: ReadonlySet<string> = new Set([NONE, 'waiting_to_ship'])

function statusOf(row: JsonValue): UpstreamStatus {
  const word = filled(row, 'status')
  const shipping = filled(row, 'fulfillmentStatus') ?? NONE
  const progress = PROGRESS[shipping]
  if (progress === undefined && !WAITING.has(shipping)) return 'unknown'
  switch (word) {
    case 'cancel':
      return 'cancelled'
    case 'waiting_payment':
      return 'waiting_payment'
    case 'completed':
      return 'delivered'
    case 'abnormal_order':
      return progress ?? 'short'
    case 'processing':
      return progress ?? standingOf(row)
    default:
      return 'unknown'
  }
}

/** Of an order that is being worked on, before anything has left. */
function standingOf(row: JsonValue): UpstreamStatus {
  // Rows that a refund is asked for are kept from shipping until it is decided.
  if (filled(row, 'refundStatus') === 'refunding') return 'held'
  if (entriesOf(row, 'orderItems').some((one) => filled(one, 'stockStatus') === 'sold_out')) return 'short'
  return entriesOf(row, 'fulfillments').length > 0 ? 'packed' : 'allocated'
}

/**
 * A package may get further numbers on its way. What is in it is told with its first one, which the list has last, so
 * that no piece is told twice.
 */
export function readPackage(
  one: JsonValue,
  status: string | null,
  changedAt: number | null,
): UpstreamParcel[] {
  if (status === 'preparing') return []
  const shippedAt = timeOf(one, 'deliveryTime')
  const lines = entriesOf(one, 'items').flatMap((item) => {
    const [sku, quantity] = [filled(item, 'skuCode'), wholeMember(item, 'productNum')]
    return sku === null || quantity === null ? [] : [{ sku, quantity }]
  })
  const numbers = numbersOf(one)
  return numbers.map((number, index) => ({
    ...number,
    packageNumber: filled(one, 'packId') ?? filled(one, 'id'),
    lines: index === numbers.length - 1 ? lines : [],
    shippedAt,
    // When it came is not told: at the latest when the order changed last.
    deliveredAt: status === 'completed' ? (changedAt ?? shippedAt) : null,
    events: [],
  }))
}

function numbersOf(one: JsonValue): { carrier: string; trackingNumber: string }[] {
  const numbers = new Map<string, { carrier: string; trackingNumber: string }>()
  for (const told of [one, ...entriesOf(one, 'trackingInfos')]) {
    const [carrier, trackingNumber] = [filled(told, 'carrier') ?? '', filled(told, 'trackingCode')]
    if (trackingNumber !== null) numbers.set(`${carrier} ${trackingNumber}`, { carrier, trackingNumber })
  }
  return [...numbers.values()]
}

export function timeOf(row: JsonValue, name: string): number | null {
  const text = filled(row, name)
  return text === null ? null : readInstant(text)
}
