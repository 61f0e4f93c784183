/** Splitting, merging and moving fulfilment orders of which nothing is packed yet. */
import { actOn, type Change, noPart, partsOf, tooLate, withParts } from './acting.js'
import { busyWith } from './after-sale.js'
import { allocated } from './allocation.js'
import type { MergeParts, MovePart, SplitPart } from './commands/fulfilment.js'
import type { Decision, Moment } from './decision.js'
import { mayMove, moved } from './lifecycle.js'
import type { FulfilmentLine, FulfilmentOrder, Order } from './order.js'
import { isHere } from './pieces.js'
import type { Rejection } from './rejection.js'
import { reservedBetween, wanted } from './reservation.js'
import type { Snapshot } from './snapshot.js'

/** The most fulfilment orders that one order may have. */
export const MOST_PARTS = 200

function isUnpacked(part: FulfilmentOrder): boolean {
  return isHere(part) && part.status !== 'cancelled' && (part.packages ?? []).length === 0
}

/** What its buyer has asked back stays as it is until that is decided. */
function askedBack(order: Order, part: FulfilmentOrder): Rejection | null {
  const state = busyWith(order, new Set(part.lines.map((line) => line.rowNumber)))
  const id = `${order.orderNumber}-${part.sequence}`
  return state === null ? null : { kind: 'not_allowed_in_state', what: 'fulfilment order', id, state }
}

/** With a note of how it was placed, since a repeated placing is answered as the first one. */
function regrouped(before: Order, after: Order): Order {
  const placedParts =
    before.details.placedParts ??
    before.fulfilmentOrders.map(({ sequence, ownerId, location, lines }) => ({
      sequence,
      ownerId,
      location,
      lines,
    }))
  return { ...after, details: { ...after.details, placedParts } }
}

export function splitPart(snapshot: Snapshot, command: SplitPart, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    const [part] = partsOf(order, command.sequence)
    if (part === undefined) return noPart(order, command.sequence)
    if (!isUnpacked(part)) return tooLate(order, part)
    if (order.fulfilmentOrders.length >= MOST_PARTS) return tooMany()
    return askedBack(order, part) ?? splitOff(order, part, command, moment)
  })
}

function tooMany(): Rejection {
  const problem = `would make more than ${MOST_PARTS} fulfilment orders`
  return { kind: 'invalid_field', faults: [{ path: 'lines', problem }] }
}

function splitOff(
  order: Order,
  part: FulfilmentOrder,
  { lines }: SplitPart,
  moment: Moment,
): Change | Rejection {
  const asked = new Map<number, number>()
  for (const { lineNumber, quantity } of lines) {
    asked.set(lineNumber, (asked.get(lineNumber) ?? 0) + quantity)
  }
  for (const [lineNumber, quantity] of asked) {
    const left = part.lines
      .filter((line) => line.lineNumber === lineNumber)
      .reduce((sum, line) => sum + wanted(line), 0)
    if (left < quantity)
      return { kind: 'more_than_left', what: 'line', id: lineNumber, asked: quantity, left }
  }
  if (asked.size === 0) return { kind: 'invalid_field', faults: [{ path: 'lines', problem: 'are none' }] }
  const [staying, going] = dealOut(part.lines, asked, moment)
  if (staying.every((line) => wanted(line) === 0)) {
    const problem = 'are all that there is: nothing would stay'
    return { kind: 'invalid_field', faults: [{ path: 'lines', problem }] }
  }
  const sequence = Math.max(...order.fulfilmentOrders.map((one) => one.sequence)) + 1
  const after = withParts(order, [{ ...part, lines: staying }])
  return {
    order: regrouped(order, {
      ...after,
      fulfilmentOrders: [...after.fulfilmentOrders, { ...part, sequence, lines: going }],
    }),
    event: { kind: 'split', data: { sequence: part.sequence, into: sequence } },
  }
}

/** What stays, and what goes under row numbers of its own. What is cancelled stays where it is. */
function dealOut(
  lines: readonly FulfilmentLine[],
  asked: Map<number, number>,
  moment: Moment,
): [FulfilmentLine[], FulfilmentLine[]] {
  const staying: FulfilmentLine[] = []
  const going: FulfilmentLine[] = []
  for (const line of lines) {
    const quantity = Math.min(asked.get(line.lineNumber) ?? 0, wanted(line))
    asked.set(line.lineNumber, (asked.get(line.lineNumber) ?? 0) - quantity)
    if (quantity === 0) {
      staying.push(line)
      continue
    }
    const reserved = Math.min(line.reserved, quantity)
    const { cancelled: _stays, ...rest } = line
    if (line.quantity > quantity) {
      staying.push({ ...line, quantity: line.quantity - quantity, reserved: line.reserved - reserved })
      going.push({ ...rest, rowNumber: moment.rowNumber(), quantity, reserved })
    } else {
      going.push({ ...rest, quantity, reserved })
    }
  }
  return [staying, going]
}

export function mergeParts(snapshot: Snapshot, command: MergeParts, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    const parts: FulfilmentOrder[] = []
    for (const sequence of new Set(command.sequences)) {
      const [part] = partsOf(order, sequence)
      if (part === undefined) return noPart(order, sequence)
      if (!isUnpacked(part)) return tooLate(order, part)
      parts.push(part)
    }
    const [first, ...others] = parts
    if (first === undefined || others.length === 0) return 'unchanged'
    for (const part of parts) {
      const fault = askedBack(order, part)
      if (fault !== null) return fault
    }
    const strange = others.find((part) => part.location !== first.location || part.status !== first.status)
    if (strange !== undefined) {
      const problem = `are at ${first.location} (${first.status}) and at ${strange.location} (${strange.status})`
      return { kind: 'invalid_field', faults: [{ path: 'fulfilmentOrders', problem }] }
    }
    const lines = combined(parts.flatMap((part) => part.lines))
    return {
      order: regrouped(
        order,
        withParts(order, [
          { ...first, lines },
          ...others.map((part) => ({ ...moved(part, 'cancelled', moment.at), lines: [] })),
        ]),
      ),
      event: { kind: 'merged', data: { into: first.sequence, from: others.map((part) => part.sequence) } },
    }
  })
}

/** One row a line of the order. */
function combined(lines: readonly FulfilmentLine[]): FulfilmentLine[] {
  const byLine = new Map<number, FulfilmentLine>()
  for (const line of lines) {
    const known = byLine.get(line.lineNumber)
    const cancelled = (known?.cancelled ?? 0) + (line.cancelled ?? 0)
    byLine.set(line.lineNumber, {
      ...(known ?? line),
      quantity: (known?.quantity ?? 0) + line.quantity,
      reserved: (known?.reserved ?? 0) + line.reserved,
      ...(cancelled > 0 && { cancelled }),
    })
  }
  return [...byLine.values()].sort((a, b) => a.lineNumber - b.lineNumber)
}

/** To another location, which must have the stock for it, or it waits there. */
export function movePart(snapshot: Snapshot, command: MovePart, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    const [part] = partsOf(order, command.sequence)
    if (part === undefined) return noPart(order, command.sequence)
    const target = snapshot.locations.get(command.location)
    if (target === undefined || !target.enabled) {
      return { kind: 'not_found', what: 'stock location', id: command.location }
    }
    if (part.location === target.code) return 'unchanged'
    if (!isUnpacked(part)) return tooLate(order, part)
    const after = movedTo(snapshot, order, part, target.code, moment.at)
    return {
      order: regrouped(order, withParts(order, [after])),
      event: { kind: 'moved', data: { sequence: part.sequence, from: part.location, to: target.code } },
      levels: reservedBetween([part], [after]),
    }
  })
}

function movedTo(
  snapshot: Snapshot,
  order: Order,
  part: FulfilmentOrder,
  location: string,
  at: number,
): FulfilmentOrder {
  const lines = part.lines.map((line) => ({ ...line, reserved: 0 }))
  const there = { ...part, location, lines }
  // A draft has no stock yet, wherever it is.
  if (order.due?.kind === 'review') return there
  const unpaid = order.orderStatus === 'waiting_payment'
  // What was short has not been held yet for what keeps the order from being shipped.
  const holds = part.status === 'shortage' ? order.details.holds : []
  const tried = allocated(snapshot, there, { at, unpaid, holds })
  const stays = part.status === 'hold' && mayMove('hold', tried.status)
  return stays ? { ...tried, status: 'hold', times: part.times } : tried
}
