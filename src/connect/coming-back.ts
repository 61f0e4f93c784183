/**
 * What another platform tells of a part, as commands on our order: one at a time, each decided on the order as it is
 * by then. Nothing goes backwards, since each step leads from where the part stands to what is known of it, and a part
 * that is further on is left there.
 */
import type { NewPackage } from '../order/commands/fulfilment.js'
import type { FulfilmentOrder, Hold, OrderDetails, Shipment, TrackingEvent } from '../order/order.js'
import { wanted } from '../order/reservation.js'
import { MOST_TRACKING_EVENTS } from '../order/tracking.js'
import type { OrderWish } from '../order/wishes.js'
import type { UpstreamParcel, UpstreamStatus } from '../wire/upstream.js'
import { skuThere } from './outgoing.js'
import type { Combined } from './seen.js'

export type Step =
  | { readonly kind: 'wish'; readonly wish: OrderWish }
  /** Nothing is left to do; `problem` is for a person, null: there is none. */
  | { readonly kind: 'rest'; readonly problem: string | null }

export interface Terms {
  /** Our SKUs and theirs. */
  readonly skus: Readonly<Record<string, string>>
  /** The connection's name: it stands in reasons. */
  readonly name: string
}

const LONGEST_REASON = 500

const REST: Step = { kind: 'rest', problem: null }

export function nextStep(
  { details }: { readonly details: Pick<OrderDetails, 'holds'> },
  part: FulfilmentOrder,
  there: Combined,
  terms: Terms,
): Step {
  const { status, sequence } = part
  const { parcels } = there
  if (status === 'cancelled') {
    return parcels.length > 0 ? restWith('it is cancelled here, and was shipped there') : REST
  }
  if (there.status === 'cancelled' && parcels.length === 0) return cancelStep(part, terms)
  const isOurHold = details.holds.every((one) => isHoldOf(one, terms))
  const isAsked = details.holds.some((one) => isCancellingHold(one, terms))
  const mayGoOn = isAsked ? isGoingOn(there) : isReleased(there)
  if (status === 'hold' && isOurHold && mayGoOn) return wishOf({ kind: 'release', sequence })
  if (status === 'hold' || status === 'shortage' || status === 'drafted') return REST
  if (status === 'allocated' || status === 'packed') return shippingStep(part, there, terms)
  return underWayStep(part, there)
}

/** More has left there than is wanted here, such as pieces that were cancelled after it was sent; null: no more. */
export function excessProblem({ lines }: FulfilmentOrder, { parcels }: Combined): string | null {
  const asked = lines.reduce((sum, line) => sum + wanted(line), 0)
  const left = parcels.flatMap((one) => one.lines ?? []).reduce((sum, line) => sum + line.quantity, 0)
  return left > asked ? `${left} pieces were shipped there, and ${asked} are wanted here` : null
}

function cancelStep({ sequence, status, packages, shipments }: FulfilmentOrder, { name }: Terms): Step {
  const isFree = (packages ?? []).length + (shipments ?? []).length === 0
  if (!isFree || status === 'delivered') return restWith(`it is cancelled there, and ${status} here`)
  return wishOf({ kind: 'cancel', pieces: 'all', sequence, reason: `cancelled by ${name}` })
}

/** Held here since it is short or held there, or is to be cancelled there, and for no other reason. */
function isHoldOf(hold: Hold, terms: Terms): boolean {
  return STOPPED.some((status) => hold.reason === holdReason(status, terms)) || isCancellingHold(hold, terms)
}

/** Why it is held here while a platform has not said yet whether it cancels it. */
export function cancellingReason(name: string, reason: string | null): string {
  const asked = `to be cancelled at ${name}`
  return reason === null ? asked : `${asked}: ${reason}`.slice(0, LONGEST_REASON)
}

function isCancellingHold({ reason }: Hold, { name }: Terms): boolean {
  const asked = cancellingReason(name, null)
  return reason === asked || reason.startsWith(`${asked}: `)
}

/** It has not been cancelled there, as can be seen. */
function isGoingOn({ status, parcels }: Combined): boolean {
  return parcels.length > 0 || PACKED.includes(status)
}

function holdReason(status: UpstreamStatus, { name }: Terms): string {
  return `${status} at ${name}`
}

function isReleased({ status, parcels }: Combined): boolean {
  return parcels.length > 0 || (!STOPPED.includes(status) && status !== 'unknown' && status !== 'cancelled')
}

const STOPPED: readonly UpstreamStatus[] = ['short', 'held']
const PACKED: readonly UpstreamStatus[] = ['packed', 'partially_shipped', 'shipped', 'delivered']

function shippingStep(part: FulfilmentOrder, there: Combined, terms: Terms): Step {
  const { sequence, status } = part
  const gone = new Set((part.shipments ?? []).map((one) => one.trackingNumber))
  const fresh = there.parcels.filter((one) => !gone.has(one.trackingNumber))
  if (STOPPED.includes(there.status) && gone.size + fresh.length === 0) {
    const hold: Hold = { kind: 'asked', reason: holdReason(there.status, terms) }
    return wishOf({ kind: 'hold', sequence, hold })
  }
  const isWhole = there.status === 'shipped' || there.status === 'delivered'
  const isVague = there.parcels.some((one) => one.lines === null)
  const { packages, left } = packedAs(part, fresh, isWhole && isVague, terms)
  const [first] = fresh
  if (first === undefined) {
    const last = there.parcels.at(-1)
    if (isWhole && isVague && last !== undefined) return handOver(part, last, null)
    if (isWhole && gone.size > 0) return restWith(`${left} pieces of it are in no parcel there`)
    const isPacked = PACKED.includes(there.status) && status === 'allocated'
    return isPacked ? wishOf({ kind: 'pack', sequence, packages: null }) : REST
  }
  if (status === 'allocated') return wishOf({ kind: 'pack', sequence, packages })
  if (!isSame(part.packages ?? [], packages)) {
    return wishOf({ kind: 'pack', sequence, packages, anew: true })
  }
  return handOver(part, first, first.trackingNumber)
}

function handOver({ sequence }: FulfilmentOrder, parcel: UpstreamParcel, packageNumber: string | null): Step {
  const { carrier, trackingNumber } = parcel
  return wishOf({ kind: 'hand_over', sequence, carrier, trackingNumber, packageNumber })
}

/** A package for each parcel that is new, and one for what is left, under numbers of their own. */
function packedAs(
  part: FulfilmentOrder,
  fresh: readonly UpstreamParcel[],
  fillsUp: boolean,
  { skus }: Terms,
): { packages: NewPackage[]; left: number } {
  const remaining = stillHere(part)
  const skuOfLine = new Map(part.lines.map((line) => [line.lineNumber, skuThere(skus, line.sku)]))
  const take = (sku: string, quantity: number): NewPackage['lines'][number][] => {
    let missing = quantity
    return [...remaining].flatMap(([lineNumber, pieces]) => {
      const taken = skuOfLine.get(lineNumber) === sku ? Math.min(pieces, missing) : 0
      if (taken === 0) return []
      missing -= taken
      remaining.set(lineNumber, pieces - taken)
      return [{ lineNumber, quantity: taken }]
    })
  }
  const known = fresh.map((parcel) => ({
    ...EMPTY,
    packageNumber: parcel.trackingNumber,
    lines: merged((parcel.lines ?? []).flatMap(({ sku, quantity }) => take(sku, quantity))),
  }))
  const rest = linesOf(remaining)
  const left = rest.reduce((sum, one) => sum + one.quantity, 0)
  if (rest.length === 0) return { packages: known, left }
  const vague = fillsUp ? fresh.findIndex((one) => one.lines === null) : -1
  if (vague !== -1) {
    return { packages: known.map((one, index) => (index === vague ? { ...one, lines: rest } : one)), left }
  }
  return { packages: [...known, { ...EMPTY, packageNumber: restNumber(part, fresh), lines: rest }], left }
}

const EMPTY = { weightGrams: null, lines: [] }

function restNumber({ shipments }: FulfilmentOrder, fresh: readonly UpstreamParcel[]): string {
  const taken = [
    ...(shipments ?? []).map((one) => one.packageNumber),
    ...fresh.map((one) => one.trackingNumber),
  ]
  let number = 'rest'
  while (taken.includes(number)) number = `${number} `
  return number
}

/** Pieces by line number. */
function stillHere({ status, packages, lines }: FulfilmentOrder): Map<number, number> {
  const pieces =
    status === 'packed'
      ? (packages ?? []).flatMap((one) => one.lines)
      : lines.map((line) => ({ lineNumber: line.lineNumber, quantity: wanted(line) }))
  const sums = new Map<number, number>()
  for (const { lineNumber, quantity } of pieces) {
    sums.set(lineNumber, (sums.get(lineNumber) ?? 0) + quantity)
  }
  return sums
}

function merged(lines: NewPackage['lines']): NewPackage['lines'] {
  const sums = new Map<number, number>()
  for (const { lineNumber, quantity } of lines) sums.set(lineNumber, (sums.get(lineNumber) ?? 0) + quantity)
  return linesOf(sums)
}

function linesOf(pieces: ReadonlyMap<number, number>): NewPackage['lines'] {
  return [...pieces]
    .filter(([, quantity]) => quantity > 0)
    .sort(([a], [b]) => a - b)
    .map(([lineNumber, quantity]) => ({ lineNumber, quantity }))
}

function isSame(a: readonly NewPackage[], b: readonly NewPackage[]): boolean {
  const told = (packages: readonly NewPackage[]) =>
    packages
      .map(({ packageNumber, lines }) => JSON.stringify([packageNumber, merged(lines)]))
      .sort()
      .join()
  return told(a) === told(b)
}

/** All of it has left: what its carriers tell, and that it has arrived. */
function underWayStep(part: FulfilmentOrder, there: Combined): Step {
  const { sequence, status } = part
  const shipments = part.shipments ?? []
  for (const parcel of there.parcels) {
    const mine = shipments.filter((one) => one.trackingNumber === parcel.trackingNumber)
    const [shipment] = mine
    if (shipment === undefined) continue
    const events = newsOf(shipment, parcel)
    const { trackingNumber } = parcel
    if (events.length > 0) return wishOf({ kind: 'track', sequence, trackingNumber, events })
  }
  if (there.status === 'delivered' && status === 'handed_over') return wishOf({ kind: 'deliver', sequence })
  const known = new Set(shipments.map((one) => one.trackingNumber))
  const late = there.parcels.find((one) => !known.has(one.trackingNumber))
  return late === undefined ? REST : restWith(`the parcel ${late.trackingNumber} came after all was shipped`)
}

function newsOf({ events = [], deliveredAt }: Shipment, parcel: UpstreamParcel): readonly TrackingEvent[] {
  const known = new Set(events.map(keyOf))
  const oldest = events.length >= MOST_TRACKING_EVENTS ? (events.at(-1)?.at ?? 0) : 0
  const fresh = parcel.events.filter((one) => one.at > oldest && !known.has(keyOf(one)))
  const isDelivered = parcel.deliveredAt !== null && deliveredAt === null
  if (!isDelivered || fresh.some((one) => one.status === 'delivered')) return fresh
  return [...fresh, { ...NOWHERE, at: parcel.deliveredAt, status: 'delivered', description: 'delivered' }]
}

const NOWHERE = { country: null, state: null, city: null, facility: null }

function keyOf({ at, status, description }: TrackingEvent): string {
  return `${at}>${status}>${description}`
}

function wishOf(wish: OrderWish): Step {
  return { kind: 'wish', wish }
}

function restWith(problem: string): Step {
  return { kind: 'rest', problem }
}
