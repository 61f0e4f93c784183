/** Taking the stock for one fulfilment order at its location: all of it, or none. */
import { ORDERABLE } from './catalogue.js'
import { moved } from './lifecycle.js'
import type { FulfilmentOrder, Hold } from './order.js'
import { wanted } from './reservation.js'
import { askedBySku } from './routing.js'
import { type Snapshot, skuKey } from './snapshot.js'

export interface AllocationTerms {
  readonly at: number
  /** What keeps it from being shipped, for a reason that stock does not cure. */
  readonly holds?: readonly Hold[]
  /** Whether it waits for its money: then it may not be shipped yet, either. */
  readonly unpaid?: boolean
  /** Pieces that others of the same decision have taken at this location, by `skuKey`. */
  readonly taken?: ReadonlyMap<string, number>
}

/** Allocated, held for what keeps it, or short. What it has reserved already, it keeps. */
export function allocated(
  snapshot: Snapshot,
  part: FulfilmentOrder,
  { at, holds = [], unpaid = false, taken = NOTHING }: AllocationTerms,
): FulfilmentOrder {
  const holding = part.lines.some((line) => line.reserved > 0)
  const enough = holding || part.empty || hasAll(snapshot, part, taken)
  const ready = unpaid ? 'drafted' : 'allocated'
  const status = !enough ? 'shortage' : holds.length > 0 ? 'hold' : ready
  if (status === 'shortage' && part.status === 'shortage') return part
  const takes = enough && !part.empty
  return {
    ...moved(part, status, at),
    lines: part.lines.map((line) => ({ ...line, reserved: takes ? wanted(line) : 0 })),
  }
}

const NOTHING: ReadonlyMap<string, number> = new Map()

function hasAll(snapshot: Snapshot, part: FulfilmentOrder, taken: ReadonlyMap<string, number>): boolean {
  const lines = part.lines.map((line) => ({ sku: line.sku, quantity: wanted(line) }))
  return [...askedBySku(lines)].every(
    ([sku, asked]) =>
      asked === 0 || has(snapshot, part, sku, asked + (taken.get(skuKey(part.ownerId, sku)) ?? 0)),
  )
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
