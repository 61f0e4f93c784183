/** Holding what is not handed over yet, for any number of reasons, and releasing it; allocating what was short. */
import { actOn, type Change, noPart, partsOf, tooLate, withParts } from './acting.js'
import { allocated, allocatedAll, type Taken } from './allocation.js'
import type { AllocateOrder, AnnotateOrder, HoldOrder, ReleaseOrder } from './commands/fulfilment.js'
import type { Decision, Moment } from './decision.js'
import { mayMove, moved } from './lifecycle.js'
import type { FulfilmentOrder, Hold, Order } from './order.js'
import { isHere } from './pieces.js'
import type { Rejection } from './rejection.js'
import { reservedBetween } from './reservation.js'
import type { Snapshot } from './snapshot.js'

export function holdOrder(snapshot: Snapshot, command: HoldOrder, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) =>
    held(order, command.sequence, command.hold, moment.at),
  )
}

function held(
  order: Order,
  sequence: number | null,
  hold: Hold,
  at: number,
): Change | Rejection | 'unchanged' {
  const named = partsOf(order, sequence)
  if (named.length === 0) return noPart(order, sequence)
  // All of an order are those that are not over, if there are such.
  const live = named.filter((part) => part.status !== 'cancelled')
  const parts = sequence === null && live.length > 0 ? live : named
  const known = order.details.holds.some((one) => one.kind === hold.kind && one.reason === hold.reason)
  const free = parts.filter((part) => part.status !== 'hold')
  if (free.length === 0 && known) return 'unchanged'
  const stuck = free.find((part) => !mayMove(part.status, 'hold'))
  if (stuck !== undefined) return tooLate(order, stuck)
  const holds = known ? order.details.holds : [...order.details.holds, hold]
  return {
    order: {
      ...withParts(
        order,
        free.map((part) => moved(part, 'hold', at)),
      ),
      details: { ...order.details, holds },
    },
    event: { kind: 'held', data: { ...hold } },
  }
}

export function releaseOrder(snapshot: Snapshot, command: ReleaseOrder, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    const parts = partsOf(order, command.sequence)
    if (parts.length === 0) return noPart(order, command.sequence)
    const waiting = parts.filter((part) => part.status === 'hold')
    if (waiting.length === 0) return 'unchanged'
    const released = resumedAll(snapshot, order, waiting, moment.at)
    const after = withParts(order, released)
    const none = after.fulfilmentOrders.every((part) => part.status !== 'hold')
    return {
      order: { ...after, details: { ...order.details, holds: none ? [] : order.details.holds } },
      event: { kind: 'released', data: null },
      levels: reservedBetween(waiting, released),
    }
  })
}

/** Where each was before; if its stock has not been taken yet, it is now, or is short. */
export function resumedAll(
  snapshot: Snapshot,
  order: Order,
  parts: readonly FulfilmentOrder[],
  at: number,
): FulfilmentOrder[] {
  const taken: Taken = new Map()
  return parts.map((part) => resumed(snapshot, order, part, at, taken))
}

function resumed(
  snapshot: Snapshot,
  order: Order,
  part: FulfilmentOrder,
  at: number,
  taken: Taken,
): FulfilmentOrder {
  if (order.due?.kind === 'review') return moved(part, 'drafted', at)
  if ((part.packages ?? []).length > 0) return moved(part, 'packed', at)
  return allocated(snapshot, part, { at, unpaid: order.orderStatus === 'waiting_payment', taken })
}

export function allocateOrder(snapshot: Snapshot, command: AllocateOrder, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    const parts = partsOf(order, command.sequence)
    if (parts.length === 0) return noPart(order, command.sequence)
    const stuck = parts.find((part) => !['shortage', 'allocated'].includes(part.status))
    if (stuck !== undefined && command.sequence !== null) return tooLate(order, stuck)
    const short = parts.filter((part) => part.status === 'shortage')
    const unpaid = order.orderStatus === 'waiting_payment'
    const terms = { at: moment.at, holds: order.details.holds, unpaid }
    const tried = allocatedAll(snapshot, short, terms)
    const found = tried.filter((part) => part.status !== 'shortage')
    if (found.length === 0) return 'unchanged'
    return {
      order: withParts(order, found),
      event: { kind: 'allocated', data: { sequences: found.map((part) => part.sequence) } },
      levels: reservedBetween(short, tried),
    }
  })
}

/** Notes what the engine has no use for, and holds the order if its shop says so. */
export function annotateOrder(snapshot: Snapshot, command: AnnotateOrder, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    const { extra, hold, remark = order.details.remark } = command
    const gone = order.fulfilmentOrders.find((part) => part.status !== 'cancelled' && !isHere(part))
    if (command.whenShipped === 'refuse' && order.orderStatus === 'cancelled') {
      return {
        kind: 'not_allowed_in_state',
        what: 'order',
        id: String(order.orderNumber),
        state: 'cancelled',
      }
    }
    if (command.whenShipped === 'refuse' && gone !== undefined) return tooLate(order, gone)
    const known =
      remark === order.details.remark &&
      Object.entries(extra).every(([name, value]) => order.details.extra?.[name] === value)
    const change = hold === null ? 'unchanged' : held(order, null, hold, moment.at)
    const isHeld = change !== 'unchanged' && !('kind' in change)
    if (known && !isHeld) return 'unchanged'
    const after = isHeld ? change.order : order
    return {
      order: {
        ...after,
        details: { ...after.details, remark, extra: { ...order.details.extra, ...extra } },
      },
      event: { kind: isHeld ? 'held' : 'annotated', data: { ...extra } },
    }
  })
}
