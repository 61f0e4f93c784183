/** What all changes of an order after its placing have in common: whose it is, its event, its statuses. */
import { isOpen, refundStatusOf } from './after-sale.js'
import type { Caller } from './caller.js'
import { type Decision, replay } from './decision.js'
import type { DefectiveGoods, LevelChange, Movement, OrderEvent } from './effects.js'
import type { Credit } from './ledger.js'
import { type Due, type FulfilmentOrder, type Order, stateOf } from './order.js'
import { type Rejection, refuse } from './rejection.js'
import type { Snapshot } from './snapshot.js'

export interface Act {
  readonly caller: Caller
  readonly orderNumber: number
}

/** What a change makes of an order. */
export interface Change {
  readonly order: Order
  readonly event: Pick<OrderEvent, 'kind' | 'data'>
  readonly levels?: readonly LevelChange[]
  readonly movements?: readonly Movement[]
  readonly defective?: readonly DefectiveGoods[]
  /** Money that moves with it. */
  readonly credit?: Credit
  /** Of the after-sale that it is about. */
  readonly afterSaleNumber?: number
}

/** It is so already, by an after-sale that was made before. */
export interface Same {
  readonly sameAs: number
}

/** `unchanged`: it is so already, and the same answer is given again. */
export function actOn(
  snapshot: Snapshot,
  { caller, orderNumber }: Act,
  at: number,
  change: (order: Order) => Change | Rejection | Same | 'unchanged',
): Decision {
  const order = snapshot.orders.get(orderNumber)
  if (order === undefined || order.accountId !== caller.accountId) {
    return refuse({ kind: 'not_found', what: 'order', id: String(orderNumber) })
  }
  const changed = change(order)
  if (changed === 'unchanged') return replay({ orderNumber, replayed: true })
  if ('sameAs' in changed) {
    return replay({ orderNumber, replayed: true, afterSaleNumber: changed.sameAs })
  }
  if ('kind' in changed) return refuse(changed)
  const { levels = [], movements = [], defective, event, credit, afterSaleNumber } = changed
  const standing = withStanding(changed.order)
  const after: Order = {
    ...standing,
    version: order.version + 1,
    updatedAt: at,
    due: dueOf(standing),
  }
  return {
    ok: true,
    replayed: false,
    outcome: {
      orderNumber,
      replayed: false,
      ...(credit?.moreToPay === true && { moreWaiting: true }),
      ...(afterSaleNumber !== undefined && { afterSaleNumber }),
    },
    effects: {
      placed: [],
      changed: [after, ...(credit?.orders ?? [])],
      levels,
      movements,
      ...(defective !== undefined && { defective }),
      entries: credit?.entries ?? [],
      events: [
        { orderNumber, version: after.version, state: stateOf(after), ...event },
        ...(credit?.events ?? []),
      ],
      queues: credit?.queues ?? [],
    },
  }
}

/**
 * A draft is reviewed first; then comes what its caller wants to see befall it, then its buyer's wishes, then its money,
 * and then what is held too long.
 */
export function dueOf(order: Order): Due | null {
  if (order.orderStatus === 'cancelled') return null
  if (order.due?.kind === 'review') return order.due
  const { rehearsal } = order.details
  if (rehearsal && rehearsal.kind !== 'out_of_stock') return { kind: 'rehearsal', at: rehearsal.at }
  const reviews = order.afterSales.flatMap((one) =>
    one.status === 'requested' && one.reviewAt !== null ? [one.reviewAt] : [],
  )
  if (reviews.length > 0) return { kind: 'refund_review', at: Math.min(...reviews) }
  const { payBy } = order.details
  if (order.orderStatus === 'waiting_payment' && payBy !== null) {
    // While a person looks for its money, its time stands still.
    const isClaimed = order.financialStatus === 'voucher' || order.financialStatus === 'confirming'
    return isClaimed ? null : { kind: 'expiry', at: payBy }
  }
  const ends = order.fulfilmentOrders.map((part) => holdEndOf(order, part)).filter((at) => at !== null)
  return ends.length === 0 ? null : { kind: 'hold_expiry', at: Math.min(...ends) }
}

/** When a part has been held so long that it is cancelled; null: never, or not because of that. */
export function holdEndOf(order: Order, part: FulfilmentOrder): number | null {
  const { holdLimitMs } = order.details
  const { sequence, status, times, packages, shipments } = part
  if (holdLimitMs === null || status !== 'hold' || times.hold === undefined) return null
  // A person has to do with what is packed, and with what its buyer wants back.
  if ((packages ?? []).length + (shipments ?? []).length > 0) return null
  if (order.afterSales.some((one) => isOpen(one) && one.holding.includes(sequence))) return null
  return times.hold + holdLimitMs
}

/** How far an order is follows from how far its parts are; one that waits for money or review stays as it is. */
export function withStanding(changed: Order): Order {
  const order = { ...changed, refundStatus: refundStatusOf(changed) }
  if (order.orderStatus === 'cancelled' || order.fulfilmentStatus === 'none') return order
  const live = order.fulfilmentOrders.filter((part) => part.status !== 'cancelled')
  if (live.length === 0) return order
  const delivered = live.every((part) => part.status === 'delivered')
  const shipped = live.every((part) => part.status === 'handed_over' || part.status === 'delivered')
  const begun = live.some((part) => (part.shipments ?? []).length > 0)
  return {
    ...order,
    orderStatus: delivered ? 'completed' : order.orderStatus,
    fulfilmentStatus: delivered
      ? 'completed'
      : shipped
        ? 'fully_shipped'
        : begun
          ? 'partially_shipped'
          : 'waiting_to_ship',
  }
}

/** The part of that number; null stands for all of them. */
export function partsOf(order: Order, sequence: number | null): readonly FulfilmentOrder[] {
  return order.fulfilmentOrders.filter((part) => sequence === null || part.sequence === sequence)
}

/** The order with parts of it replaced. */
export function withParts(order: Order, parts: readonly FulfilmentOrder[]): Order {
  const changed = new Map(parts.map((part) => [part.sequence, part]))
  return {
    ...order,
    fulfilmentOrders: order.fulfilmentOrders.map((part) => changed.get(part.sequence) ?? part),
  }
}

export function tooLate({ orderNumber }: Order, { sequence, status }: FulfilmentOrder): Rejection {
  const id = `${orderNumber}-${sequence}`
  return { kind: 'not_allowed_in_state', what: 'fulfilment order', id, state: status }
}

export function noPart({ orderNumber }: Order, sequence: number | null): Rejection {
  return { kind: 'not_found', what: 'fulfilment order', id: `${orderNumber}-${sequence ?? 1}` }
}
