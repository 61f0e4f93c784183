/** The fulfilment order that is being packed and handed over, as far as it has been counted. */
import type { FulfilmentOrder, Order } from '../../types.js'
import type { Box } from './boxes.js'
import { type Counted, isComplete, readScan, wantedRows } from './counting.js'

export interface Job {
  readonly order: Order
  readonly part: FulfilmentOrder
  readonly counted: Counted
  /** Packages that are closed. */
  readonly boxes: readonly Box[]
  /** The package that was closed last is on the scales. */
  readonly isWeighing: boolean
  /** Of the next change: the same for each try, so that one whose answer was lost is not made twice. */
  readonly key: string
}

export type Step = 'order' | 'choose' | 'pack' | 'weigh' | 'handOver'

/** Scanned instead of a piece, it closes the package. */
export const NEXT_BOX = '+'

export function isOpen({ status }: FulfilmentOrder): boolean {
  return status === 'allocated' || status === 'packed'
}

export function stepOf({ part, isWeighing }: Job): Step {
  if (part.status === 'packed') return 'handOver'
  return isWeighing ? 'weigh' : 'pack'
}

/** Pieces were counted that are not packed yet. */
export function isUnsaved({ part, counted }: Job): boolean {
  return part.status !== 'packed' && Object.values(counted).some((pieces) => pieces > 0)
}

/** All is counted, and each package is closed: it can be packed. */
export function isReady({ part, counted, isWeighing }: Job): boolean {
  return part.status !== 'packed' && !isWeighing && isComplete(wantedRows(part), counted)
}

/** What has become of it meanwhile; null: nothing that matters to whoever counts it. */
export function changeOf(
  before: FulfilmentOrder,
  after: FulfilmentOrder,
): 'changed' | 'packedMeanwhile' | 'packagesChanged' | null {
  if (before.status !== after.status) return after.status === 'packed' ? 'packedMeanwhile' : 'changed'
  const isSame = isAlike(wantedRows(before), wantedRows(after)) && isAlike(before.packages, after.packages)
  if (isSame) return null
  return after.status === 'packed' ? 'packagesChanged' : 'changed'
}

function isAlike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** A scan of what lies on the table: the order's own numbers and SKUs, and none of its parcel's label. */
export function isOwnName({ order, part }: Job, text: string): boolean {
  const names = [part.number, String(order.orderNumber), order.sellerOrderNumber, NEXT_BOX]
  const { sku } = readScan(order.lines, text)
  return names.includes(text) || order.lines.some((line) => line.sku === sku)
}

/** As packing slips and pick lists have them in their barcodes. */
export function looksLikePart(text: string): boolean {
  return /^\d{1,16}-\d{1,4}$/.test(text)
}
