/** Bad days on purpose, for callers who want to see how they cope: what befalls an order after it was accepted. */
import { actOn, type Change, withParts } from './acting.js'
import { cancelled } from './cancel.js'
import type { RehearseOrder } from './commands/order.js'
import type { Decision, Moment } from './decision.js'
import { mayMove, moved } from './lifecycle.js'
import type { FulfilmentOrder, Order } from './order.js'
import { reservedBetween } from './reservation.js'
import type { Snapshot } from './snapshot.js'

const REFUSED = 'refused after it was accepted, as its caller asked'

export function rehearseOrder(snapshot: Snapshot, command: RehearseOrder, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (before) => {
    const { rehearsal } = before.details
    if (!rehearsal || before.due?.kind !== 'rehearsal' || rehearsal.at > moment.at) return 'unchanged'
    const order: Order = { ...before, details: { ...before.details, rehearsal: null } }
    const done =
      rehearsal.kind === 'late_refusal'
        ? cancelled(snapshot, order, { reason: REFUSED }, moment.at)
        : withoutStock(order, moment.at)
    if (done !== 'unchanged' && !('kind' in done)) return done
    // Too late: it has left, for example. It is not tried again.
    return { order, event: { kind: 'annotated', data: { rehearsal: rehearsal.kind, tooLate: true } } }
  })
}

/** What is reserved for it and not packed yet is not there after all. */
function withoutStock(order: Order, at: number): Change | 'unchanged' {
  const taken = order.fulfilmentOrders.filter(isTaken)
  if (taken.length === 0) return 'unchanged'
  const short = taken.map((part) => ({
    ...moved(part, 'shortage', at),
    lines: part.lines.map((line) => ({ ...line, reserved: 0 })),
  }))
  return {
    order: withParts(order, short),
    event: { kind: 'reviewed', data: { outcome: 'shortage' } },
    levels: reservedBetween(taken, short),
  }
}

function isTaken({ status, lines, packages }: FulfilmentOrder): boolean {
  const isFree = (packages ?? []).length === 0 && mayMove(status, 'shortage')
  return isFree && lines.some((line) => line.reserved > 0)
}
