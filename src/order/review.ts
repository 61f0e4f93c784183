/**
 * Reviewing a draft: what was not looked at when it was taken. It leads to stock that is reserved, to a shortage, or
 * to a hold; a draft is never refused any more.
 */
import { dueOf, withParts } from './acting.js'
import { allocatedAll } from './allocation.js'
import type { ReviewOrder } from './commands/order.js'
import { type Decision, type Moment, replay } from './decision.js'
import { emptyBalance, knowsCarrier, unknownCarrier } from './holds.js'
import { type Hold, type Order, type ReviewWish, stateOf } from './order.js'
import { refuse } from './rejection.js'
import { reservedBetween } from './reservation.js'
import type { Snapshot } from './snapshot.js'

const NOTHING_SPECIAL: ReviewWish = { carrier: null, holds: [] }

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
  const isBare = order.details.rehearsal?.kind === 'out_of_stock'
  const live = order.fulfilmentOrders.filter((part) => part.status !== 'cancelled')
  const parts = allocatedAll(snapshot, live, { at: moment.at, holds, isBare })
  const reviewed: Order = {
    ...order,
    fulfilmentStatus: 'waiting_to_ship',
    version: order.version + 1,
    updatedAt: moment.at,
    details: { ...order.details, holds, review: null },
    fulfilmentOrders: withParts(order, parts).fulfilmentOrders,
    due: dueOf({ ...order, due: null }),
  }
  return {
    ok: true,
    replayed: false,
    outcome: { orderNumber, replayed: false },
    effects: {
      placed: [],
      changed: [reviewed],
      levels: reservedBetween(live, parts),
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

function holdsOf(snapshot: Snapshot, { accountId, details }: Order, { carrier, holds }: ReviewWish): Hold[] {
  const account = snapshot.accounts.get(accountId)
  return [
    // It may have been stopped before it was reviewed.
    ...details.holds,
    ...holds,
    ...(carrier === null || knowsCarrier(snapshot.tariff, carrier) ? [] : [unknownCarrier(carrier)]),
    ...(account === undefined ? [] : emptyBalance(account)),
  ]
}
