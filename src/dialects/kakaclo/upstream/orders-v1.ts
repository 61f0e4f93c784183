/** An order of KakaClo v1's: one word for where it stands, and packages without any (facts/kakaclo.md §6.4, §9). */
import type { JsonValue } from '../../../wire/json.js'
import { entriesOf, filled } from '../../../wire/replies.js'
import type { UpstreamOrder, UpstreamStatus } from '../../../wire/upstream.js'
import { readPackage, timeOf } from './orders.js'

const DELIVERED = 'delivered'
const WAITING = 'waiting_to_ship'

const STATUSES: Readonly<Record<string, UpstreamStatus>> = {
  waiting_payment: 'waiting_payment',
  Waiting_payment: 'waiting_payment',
  [WAITING]: 'allocated',
  waiting_toship: 'allocated',
  // It is kept from shipping until the refund is decided.
  refunding: 'held',
  refunded: 'cancelled',
  cancel: 'cancelled',
  partial_shipped: 'partially_shipped',
  shipped: 'shipped',
  [DELIVERED]: 'delivered',
}

export function readOlderOrder(row: JsonValue): UpstreamOrder {
  const updatedAt = timeOf(row, 'modifyDate') ?? timeOf(row, 'updateDate')
  const word = filled(row, 'status') ?? ''
  return {
    number: filled(row, 'customOrderId'),
    upstreamNumber: filled(row, 'id'),
    status: statusOf(row, word),
    word,
    // A package is told once a carrier has it, and whether it has come is told of all together.
    parcels: entriesOf(row, 'fulfillments').flatMap((one) =>
      readPackage(one, word === DELIVERED ? 'completed' : null, updatedAt),
    ),
    trails: [],
    updatedAt,
  }
}

function statusOf(row: JsonValue, word: string): UpstreamStatus {
  const status = STATUSES[word] ?? 'unknown'
  const isSoldOut = entriesOf(row, 'orderItems').some((one) => filled(one, 'stockStatus') === 'sold_out')
  return status === 'allocated' && isSoldOut ? 'short' : status
}
