/** Cancelling a whole order: allowed until a parcel of it is handed over; stock and money go back, once. */
import { tooLate, withParts } from './acting.js'
import { type CancelOrder, type LevelChange, NO_EFFECTS } from './command.js'
import { type Decision, type Moment, replay } from './decision.js'
import { entryOf, payOldest, withEntry } from './ledger.js'
import { mayMove, moved } from './lifecycle.js'
import { type FulfilmentOrder, type Hold, type Order, stateOf } from './order.js'
import { refuse } from './rejection.js'
import type { Snapshot } from './snapshot.js'

export function cancelOrder(snapshot: Snapshot, command: CancelOrder, moment: Moment): Decision {
  const order = snapshot.orders.get(command.orderNumber)
  if (order === undefined || order.accountId !== command.caller.accountId) {
    return refuse({ kind: 'not_found', what: 'order', id: String(command.orderNumber) })
  }
  const { orderNumber } = order
  if (order.orderStatus === 'cancelled') return replay({ orderNumber, replayed: true, moreWaiting: false })
  const stuck = order.fulfilmentOrders.find(
    (part) => !mayMove(part.status, 'cancelled') || (part.shipments ?? []).length > 0,
  )
  if (stuck !== undefined || order.orderStatus === 'completed') {
    const state = stuck === undefined ? order.orderStatus : `${stuck.status} at ${stuck.location}`
    return refuse({ kind: 'not_allowed_in_state', what: 'order', id: String(orderNumber), state })
  }
  const packed = order.fulfilmentOrders.find((part) => (part.packages ?? []).length > 0)
  if (packed !== undefined && command.whenPacked === 'refuse') return refuse(tooLate(order, packed))
  if (packed !== undefined && command.whenPacked === 'hold') return heldInstead(order, command, moment.at)
  const account = snapshot.accounts.get(order.accountId)
  if (account === undefined) {
    return refuse({ kind: 'not_found', what: 'account', id: String(order.accountId) })
  }

  const refundMinor = order.financialStatus === 'paid' ? order.finalMinor - order.refundedMinor : 0
  const cancelled = cancelledOrder(order, command.reason, refundMinor, moment.at)
  const refund = refundMinor > 0 ? [entryOf(account, 'refund', refundMinor, orderNumber)] : []
  const after = refund.reduce(withEntry, account)
  const { orders, more } = snapshot.waitingForPayment(order.accountId)
  const others = orders.filter((one) => one.orderNumber !== orderNumber)
  const paid = payOldest(after, { orders: others, more }, moment.at)
  return {
    ok: true,
    replayed: false,
    outcome: { orderNumber, replayed: false, moreWaiting: paid.moreToPay },
    effects: {
      placed: [],
      changed: [cancelled, ...paid.orders],
      levels: releases(order.fulfilmentOrders),
      movements: [],
      entries: [...refund, ...paid.entries],
      events: [
        {
          orderNumber,
          version: cancelled.version,
          kind: 'cancelled',
          state: stateOf(cancelled),
          data: { reason: command.reason, refundMinor },
        },
        ...paid.events,
      ],
      queues: paid.queues,
    },
  }
}

/** What is packed already is stopped, for a person to unpack it. */
function heldInstead(order: Order, { reason }: CancelOrder, at: number): Decision {
  const { orderNumber } = order
  const outcome = { orderNumber, replayed: false, moreWaiting: false, held: true }
  const hold: Hold = { kind: 'asked', reason: reason ?? 'to be cancelled' }
  const parts = order.fulfilmentOrders.filter((part) => mayMove(part.status, 'hold'))
  if (parts.length === 0) return replay(outcome)
  const held: Order = {
    ...withParts(
      order,
      parts.map((part) => moved(part, 'hold', at)),
    ),
    version: order.version + 1,
    updatedAt: at,
    details: { ...order.details, holds: [...order.details.holds, hold] },
  }
  const event = {
    orderNumber,
    version: held.version,
    kind: 'held',
    state: stateOf(held),
    data: { ...hold },
  } as const
  return { ok: true, replayed: false, outcome, effects: { ...NO_EFFECTS, changed: [held], events: [event] } }
}

function cancelledOrder(order: Order, reason: string | null, refundMinor: number, at: number): Order {
  const refunded = order.financialStatus === 'paid'
  return {
    ...order,
    orderStatus: 'cancelled',
    fulfilmentStatus: 'none',
    refundStatus: refunded ? 'refunded' : order.refundStatus,
    refundedMinor: order.refundedMinor + refundMinor,
    version: order.version + 1,
    updatedAt: at,
    due: null,
    details: {
      ...order.details,
      cancelledAt: at,
      refundedAt: refunded ? at : order.details.refundedAt,
      cancelReason: reason,
      review: null,
    },
    fulfilmentOrders: order.fulfilmentOrders.map((part) => ({
      ...moved(part, 'cancelled', at),
      lines: part.lines.map((line) => ({ ...line, reserved: 0 })),
      packages: null,
    })),
  }
}

function releases(parts: readonly FulfilmentOrder[]): LevelChange[] {
  const changes = new Map<string, LevelChange>()
  for (const part of parts) {
    for (const line of part.lines) {
      if (line.reserved === 0) continue
      const key = `${part.location}>${line.sku}`
      const before = changes.get(key)?.reserved ?? 0
      changes.set(key, {
        ownerId: part.ownerId,
        sku: line.sku,
        location: part.location,
        onHand: 0,
        reserved: before - line.reserved,
        isNew: false,
      })
    }
  }
  return [...changes.values()]
}
