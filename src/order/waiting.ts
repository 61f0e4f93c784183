/** Stock that has come in goes to those who have waited for it longest, in one go, before anybody else can take it. */
import { dueOf, withParts, withStanding } from './acting.js'
import { allocated, type Taken } from './allocation.js'
import type { ServeWaiting } from './commands/stock.js'
import type { Decision, Moment } from './decision.js'
import { NO_EFFECTS, type OrderEvent } from './effects.js'
import { type FulfilmentOrder, type Order, stateOf } from './order.js'
import { reservedBetween } from './reservation.js'
import type { Snapshot } from './snapshot.js'

/**
 * First come, first served: whoever stays short keeps the SKUs that it waits for from those behind it. Parts that are
 * not short any more, or are somebody else's by now, are passed over.
 */
export function serveWaiting(snapshot: Snapshot, command: ServeWaiting, { at }: Moment): Decision {
  const { ownerId, location } = command
  const taken: Taken = new Map()
  const blocked = new Set<string>()
  const changed = new Map<number, Order>()
  const events: OrderEvent[] = []
  const before: FulfilmentOrder[] = []
  const after: FulfilmentOrder[] = []
  for (const { orderNumber, sequence } of command.parts) {
    const order = changed.get(orderNumber) ?? snapshot.orders.get(orderNumber)
    const part = order?.fulfilmentOrders.find((one) => one.sequence === sequence)
    if (order === undefined || part === undefined || !waitsAt(part, ownerId, location)) continue
    const isBehind = part.lines.some((line) => blocked.has(line.sku))
    const terms = { at, holds: order.details.holds, unpaid: order.orderStatus === 'waiting_payment', taken }
    const served = isBehind ? part : allocated(snapshot, part, terms)
    if (served.status === 'shortage') {
      for (const { sku } of part.lines) blocked.add(sku)
      continue
    }
    const standing = allocatedOrder(order, served, at)
    changed.set(orderNumber, standing)
    before.push(part)
    after.push(served)
    const data = { sequences: [sequence] }
    events.push({ orderNumber, version: standing.version, kind: 'allocated', state: stateOf(standing), data })
  }
  return {
    ok: true,
    replayed: changed.size === 0,
    outcome: { served: events.length },
    effects: {
      ...NO_EFFECTS,
      changed: [...changed.values()],
      levels: reservedBetween(before, after),
      events,
    },
  }
}

function waitsAt(part: FulfilmentOrder, ownerId: number, location: string): boolean {
  return part.status === 'shortage' && part.ownerId === ownerId && part.location === location
}

function allocatedOrder(order: Order, served: FulfilmentOrder, at: number): Order {
  const standing = withStanding(withParts(order, [served]))
  return { ...standing, version: order.version + 1, updatedAt: at, due: dueOf(standing) }
}
