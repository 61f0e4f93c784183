/** Taking the stock for one fulfilment order at its location: all of it, or none. */
import { ORDERABLE } from './catalogue.js'
import { moved } from './lifecycle.js'
import type { FulfilmentOrder, Hold } from './order.js'
import { wanted } from './reservation.js'
import { askedBySku } from './routing.js'
import type { Snapshot } from './snapshot.js'

export interface AllocationTerms {
  readonly at: number
  /** What keeps it from being shipped, for a reason that stock does not cure. */
  readonly holds?: readonly Hold[]
  /** Whether it waits for its money: then it may not be shipped yet, either. */
  readonly unpaid?: boolean
  /** What parts before it have taken in the same command: noted here, as this one's is. */
  readonly taken?: Taken
  /** As if there were no stock. */
  readonly isBare?: boolean
}

/** Pieces by owner, location and SKU. */
export type Taken = Map<string, number>

/** One after the other: none takes what one before it has taken. */
export function allocatedAll(
  snapshot: Snapshot,
  parts: readonly FulfilmentOrder[],
  terms: AllocationTerms,
): FulfilmentOrder[] {
  const taken: Taken = new Map()
  return parts.map((part) => allocated(snapshot, part, { ...terms, taken }))
}

/** Allocated, held for what keeps it, or short. What it has reserved already counts; if it is short, it gives that up. */
export function allocated(
  snapshot: Snapshot,
  part: FulfilmentOrder,
  { at, holds = [], unpaid = false, taken = new Map(), isBare = false }: AllocationTerms,
): FulfilmentOrder {
  const enough = part.empty || (!isBare && takeMissing(snapshot, part, taken))
  const ready = unpaid ? 'drafted' : 'allocated'
  const status = !enough ? 'shortage' : holds.length > 0 ? 'hold' : ready
  if (status === 'shortage' && part.status === 'shortage') return part
  const takes = enough && !part.empty
  return {
    ...moved(part, status, at),
    lines: part.lines.map((line) => ({ ...line, reserved: takes ? wanted(line) : 0 })),
  }
}

/** Takes what it has not reserved yet; or takes nothing, and says so, if not all of that is there. */
function takeMissing(snapshot: Snapshot, part: FulfilmentOrder, taken: Taken): boolean {
  const { ownerId, location } = part
  const lines = part.lines.map((line) => ({ sku: line.sku, quantity: wanted(line) - line.reserved }))
  const missing = [...askedBySku(lines)].filter(([, asked]) => asked > 0)
  const keyOf = (sku: string) => `${ownerId}>${location}>${sku}`
  const isThere = missing.every(
    ([sku, asked]) => freeOf(snapshot, part, sku) - (taken.get(keyOf(sku)) ?? 0) >= asked,
  )
  if (isThere) for (const [sku, asked] of missing) taken.set(keyOf(sku), (taken.get(keyOf(sku)) ?? 0) + asked)
  return isThere
}

/** An unknown SKU is one of which there is nothing. */
function freeOf(snapshot: Snapshot, { ownerId, location }: FulfilmentOrder, sku: string): number {
  const item = snapshot.itemOf(ownerId, sku)
  if (item === null || !ORDERABLE.has(item.status)) return 0
  const level = snapshot.levelsOf(ownerId, sku).find((one) => one.location === location)
  return level === undefined ? 0 : level.onHand - level.reserved
}
