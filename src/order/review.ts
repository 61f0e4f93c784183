/**
 * Reviewing a draft: what was not looked at when it was taken. It leads to stock that is reserved, to a shortage, or
 * to a hold; a draft is never refused any more.
 */
import { ORDERABLE } from './catalogue.js'
import type { ReviewOrder } from './command.js'
import { type Decision, type Moment, replay } from './decision.js'
import { emptyBalance, knowsCarrier, unknownCarrier } from './holds.js'
import { moved } from './lifecycle.js'
import { type FulfilmentOrder, type Hold, type Order, type ReviewWish, stateOf } from './order.js'
import { refuse } from './rejection.js'
import { reservationsOf } from './reservation.js'
import { askedBySku } from './routing.js'
import type { Snapshot } from './snapshot.js'

const NOTHING_SPECIAL: ReviewWish = { carrier: null, holds: [], empty: false }

export function reviewOrder(snapshot: Snapshot, command: ReviewOrder, moment: Moment): Decision {
  const { orderNumber } = command
  const order = snapshot.orders.get(orderNumber)
  if (order === undefined || order.accountId !== command.caller.accountId) {
    return refuse({ kind: 'not_found', what: 'order', id: String(orderNumber) })
  }
  // Another worker was here first, or it was cancelled.
  if (order.due?.kind !== 'review') return replay({ orderNumber, replayed: true })
  const wish = order.details.review ?? NOTHING_SPECIAL
  const holds = holdsOf(snapshot, order, wish)
  const parts = order.fulfilmentOrders.map((part) => reviewPart(snapshot, part, holds, wish, moment.at))
  const reviewed: Order = {
    ...order,
    fulfilmentStatus: 'waiting_to_ship',
    version: order.version + 1,
    updatedAt: moment.at,
    due: null,
    details: { ...order.details, holds, review: null },
    fulfilmentOrders: parts,
  }
  return {
    ok: true,
    replayed: false,
    outcome: { orderNumber, replayed: false },
    effects: {
      placed: [],
      changed: [reviewed],
      levels: parts.flatMap(reservationsOf),
      movements: [],
      entries: [],
      events: [
        {
          orderNumber,
          version: reviewed.version,
          kind: 'reviewed',
          state: stateOf(reviewed),
          data: { outcome: parts[0]?.status, ...(holds.length > 0 && { holds }) },
        },
      ],
      queues: [],
    },
  }
}

function holdsOf(snapshot: Snapshot, { accountId }: Order, { carrier, holds }: ReviewWish): Hold[] {
  const account = snapshot.accounts.get(accountId)
  return [
    ...holds,
    ...(carrier === null || knowsCarrier(snapshot.tariff, carrier) ? [] : [unknownCarrier(carrier)]),
    ...(account === undefined ? [] : emptyBalance(account)),
  ]
}

/** All or nothing: what is held has its stock. */
function reviewPart(
  snapshot: Snapshot,
  part: FulfilmentOrder,
  holds: readonly Hold[],
  { empty }: ReviewWish,
  at: number,
): FulfilmentOrder {
  const enough = empty || [...askedBySku(part.lines)].every(([sku, asked]) => has(snapshot, part, sku, asked))
  const status = !enough ? 'shortage' : holds.length > 0 ? 'hold' : 'allocated'
  const takes = enough && !empty
  return {
    ...moved(part, status, at),
    lines: part.lines.map((line) => ({ ...line, reserved: takes ? line.quantity : 0 })),
  }
}

/** An unknown SKU is one of which there is nothing. */
function has(
  snapshot: Snapshot,
  { ownerId, location }: FulfilmentOrder,
  sku: string,
  asked: number,
): boolean {
  const item = snapshot.itemOf(ownerId, sku)
  if (item === null || !ORDERABLE.has(item.status)) return false
  const level = snapshot.levelsOf(ownerId, sku).find((one) => one.location === location)
  return level !== undefined && level.onHand - level.reserved >= asked
}
