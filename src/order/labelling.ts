/** A label that is brought along after its order: the order stops waiting for it. */
import { actOn, type Change, noPart, tooLate, withParts } from './acting.js'
import type { LabelOrder } from './commands/fulfilment.js'
import type { Decision, Moment } from './decision.js'
import { resumedAll } from './holding.js'
import { mayMove } from './lifecycle.js'
import type { Hold, Label, Order } from './order.js'
import type { Rejection } from './rejection.js'
import { reservedBetween } from './reservation.js'
import type { Snapshot } from './snapshot.js'

export function labelOrder(snapshot: Snapshot, command: LabelOrder, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => labelled(snapshot, order, command, moment.at))
}

/** Until it is handed over. What is held for other reasons as well stays held. */
function labelled(
  snapshot: Snapshot,
  order: Order,
  { label, extra }: LabelOrder,
  at: number,
): Change | Rejection | 'unchanged' {
  const [first] = order.fulfilmentOrders
  if (first === undefined) return noPart(order, null)
  // A part that is over keeps nothing from the others, as long as there are such.
  const live = order.fulfilmentOrders.filter((part) => part.status !== 'cancelled')
  const parts = live.length > 0 ? live : order.fulfilmentOrders
  const stuck = parts.find((part) => part.status !== 'hold' && !mayMove(part.status, 'hold'))
  if (stuck !== undefined) return tooLate(order, stuck)
  const { holds, review } = order.details
  const known =
    (label === null || isSame(label, order.details.label)) &&
    Object.entries(extra).every(([name, value]) => order.details.extra?.[name] === value)
  if (known && (label === null || !holds.some(isForLabel))) return 'unchanged'
  const left = label === null ? holds : holds.filter((hold) => !isForLabel(hold))
  const freed = left.length === 0 && holds.length > 0
  const waiting = freed ? order.fulfilmentOrders.filter((part) => part.status === 'hold') : []
  const released = resumedAll(snapshot, order, waiting, at)
  const after = withParts(order, released)
  return {
    order: {
      ...after,
      details: {
        ...order.details,
        label: label ?? order.details.label,
        holds: left,
        review:
          review === null || label === null
            ? review
            : { ...review, holds: review.holds.filter((hold) => !isForLabel(hold)) },
        extra: { ...order.details.extra, ...extra },
      },
    },
    event: { kind: 'labelled', data: { ...extra } },
    levels: reservedBetween(waiting, released),
  }
}

function isForLabel({ kind }: Hold): boolean {
  return kind === 'label'
}

function isSame(one: Label, other: Label | null): boolean {
  if (other === null) return false
  if ('url' in one) return 'url' in other && one.url === other.url
  return !('url' in other) && one.digest === other.digest
}
