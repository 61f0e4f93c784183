/** What all changes of an order after its placing have in common: whose it is, its event, its statuses. */
import type { Caller, LevelChange, Movement, OrderEvent } from './command.js'
import { type Decision, replay } from './decision.js'
import { type FulfilmentOrder, type Order, stateOf } from './order.js'
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
}

/** `unchanged`: it is so already, and the same answer is given again. */
export function actOn(
  snapshot: Snapshot,
  { caller, orderNumber }: Act,
  at: number,
  change: (order: Order) => Change | Rejection | 'unchanged',
): Decision {
  const order = snapshot.orders.get(orderNumber)
  if (order === undefined || order.accountId !== caller.accountId) {
    return refuse({ kind: 'not_found', what: 'order', id: String(orderNumber) })
  }
  const changed = change(order)
  if (changed === 'unchanged') return replay({ orderNumber, replayed: true })
  if ('kind' in changed) return refuse(changed)
  const { levels = [], movements = [], event } = changed
  const after: Order = { ...withStanding(changed.order), version: order.version + 1, updatedAt: at }
  return {
    ok: true,
    replayed: false,
    outcome: { orderNumber, replayed: false },
    effects: {
      placed: [],
      changed: [after],
      levels,
      movements,
      entries: [],
      events: [{ orderNumber, version: after.version, state: stateOf(after), ...event }],
      queues: [],
    },
  }
}

/** How far an order is follows from how far its parts are; one that waits for money or review stays as it is. */
function withStanding(order: Order): Order {
  if (order.orderStatus === 'cancelled' || order.fulfilmentStatus === 'none') return order
  const live = order.fulfilmentOrders.filter((part) => part.status !== 'cancelled')
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
