/** From the shelf to the customer: packing, handing over parcel by parcel, delivering. Stock leaves at the handover. */
import { actOn, type Change, noPart, partsOf, tooLate, withParts } from './acting.js'
import type { DeliverOrder, HandOverOrder, NewPackage, PackOrder } from './commands/fulfilment.js'
import type { Decision, Moment } from './decision.js'
import type { LevelChange, Movement } from './effects.js'
import { mayMove, moved } from './lifecycle.js'
import type { FulfilmentLine, FulfilmentOrder, Order, Package, Shipment } from './order.js'
import type { Rejection } from './rejection.js'
import { wanted } from './reservation.js'
import type { Snapshot } from './snapshot.js'

export function packOrder(snapshot: Snapshot, command: PackOrder, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    const [part] = partsOf(order, command.sequence)
    if (part === undefined) return noPart(order, command.sequence)
    const isAnew = command.anew === true && part.status === 'packed'
    // What is held may have been packed before: only a release leads back there.
    if (part.status !== 'allocated' && !isAnew) return tooLate(order, part)
    const asked = isAnew ? stillHere(part) : byLine(wantedLines(part.lines))
    const packages = command.packages ?? [everything(asked)]
    const fault = packingFault(asked, packages) ?? (isAnew ? reusedNumber(part, packages) : null)
    if (fault !== null) return { kind: 'invalid_field', faults: [fault] }
    const packed = { ...moved(part, 'packed', moment.at), packages: packages.map((one) => ({ ...one })) }
    return {
      order: withParts(order, [packed]),
      event: { kind: 'packed', data: { sequence: part.sequence, packages: packages.length } },
    }
  })
}

/** Pieces by line number. */
type Quantities = ReadonlyMap<number, number>

function everything(quantities: Quantities): NewPackage {
  return {
    packageNumber: '1',
    weightGrams: null,
    lines: [...quantities].map(([lineNumber, quantity]) => ({ lineNumber, quantity })),
  }
}

/** What of a fulfilment order is to be packed. */
function wantedLines(lines: readonly FulfilmentLine[]) {
  return lines
    .map((line) => ({ lineNumber: line.lineNumber, quantity: wanted(line) }))
    .filter((line) => line.quantity > 0)
}

/** What has been packed, and not been handed over. */
function stillHere({ packages }: FulfilmentOrder): Quantities {
  return byLine((packages ?? []).flatMap((one) => one.lines))
}

/** The number of a package that is gone stays its own. */
function reusedNumber({ shipments }: FulfilmentOrder, packages: readonly NewPackage[]) {
  const gone = (shipments ?? []).map((one) => one.packageNumber)
  const again = packages.findIndex((one) => gone.includes(one.packageNumber))
  return again === -1 ? null : { path: `packages[${again}].packageNumber`, problem: 'is that of a shipment' }
}

function byLine(lines: readonly { readonly lineNumber: number; readonly quantity: number }[]) {
  const sums = new Map<number, number>()
  for (const { lineNumber, quantity } of lines) sums.set(lineNumber, (sums.get(lineNumber) ?? 0) + quantity)
  return sums
}

/** Every piece goes into exactly one package. */
function packingFault(asked: Quantities, packages: readonly NewPackage[]) {
  const numbers = packages.map((one) => one.packageNumber)
  const twice = numbers.findIndex((one, index) => numbers.indexOf(one) !== index)
  if (twice !== -1) return { path: `packages[${twice}].packageNumber`, problem: 'is in another package' }
  const packed = byLine(packages.flatMap((one) => one.lines))
  for (const [lineNumber, quantity] of asked) {
    const found = packed.get(lineNumber) ?? 0
    if (found === quantity) continue
    return { path: 'packages', problem: `hold ${found} of line ${lineNumber}, which has ${quantity}` }
  }
  const strange = [...packed.keys()].find((lineNumber) => !asked.has(lineNumber))
  return strange === undefined
    ? null
    : { path: 'packages', problem: `name the line ${strange}, which is not in this fulfilment order` }
}

export function handOverOrder(snapshot: Snapshot, command: HandOverOrder, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    const [part] = partsOf(order, command.sequence)
    return part === undefined
      ? noPart(order, command.sequence)
      : handedOver(snapshot, order, part, command, moment.at)
  })
}

function handedOver(
  snapshot: Snapshot,
  order: Order,
  part: FulfilmentOrder,
  { carrier, trackingNumber, packageNumber }: HandOverOrder,
  at: number,
): Change | Rejection | 'unchanged' {
  const shipments = part.shipments ?? []
  const gone = (one: Shipment) => one.carrier === carrier && one.trackingNumber === trackingNumber
  // A repetition names a package that is gone; or all that were left, and then none is.
  const repeated = shipments.some(
    (one) =>
      gone(one) && (packageNumber === null ? part.status !== 'packed' : packageNumber === one.packageNumber),
  )
  if (repeated) return 'unchanged'
  if (part.status !== 'packed') return tooLate(order, part)
  const open = part.packages ?? []
  const leaving = packageNumber === null ? open : open.filter((one) => one.packageNumber === packageNumber)
  if (leaving.length === 0) {
    return { kind: 'not_found', what: 'package', id: packageNumber ?? '' }
  }
  const left = open.filter((one) => !leaving.includes(one))
  const { lines, taken } = takeOut(part.lines, leaving)
  const after: FulfilmentOrder = {
    ...(left.length === 0 ? moved(part, 'handed_over', at) : part),
    lines,
    packages: left,
    shipments: [
      ...shipments,
      ...leaving.map((one) => ({ ...one, carrier, trackingNumber, handedOverAt: at, deliveredAt: null })),
    ],
  }
  return {
    order: withParts(order, [after]),
    event: { kind: 'handed_over', data: { sequence: part.sequence, carrier, trackingNumber } },
    ...departure(snapshot, order, part, taken),
  }
}

/** What leaves gives up its reservation; a line that is split over several rows gives it up row by row. */
function takeOut(
  lines: readonly FulfilmentLine[],
  packages: readonly Package[],
): { lines: FulfilmentLine[]; taken: Map<string, number> } {
  const leaving = byLine(packages.flatMap((one) => one.lines))
  const taken = new Map<string, number>()
  const after = lines.map((line) => {
    const pieces = Math.min(line.reserved, leaving.get(line.lineNumber) ?? 0)
    leaving.set(line.lineNumber, (leaving.get(line.lineNumber) ?? 0) - pieces)
    if (pieces > 0) taken.set(line.sku, (taken.get(line.sku) ?? 0) + pieces)
    return pieces === 0 ? line : { ...line, reserved: line.reserved - pieces }
  })
  return { lines: after, taken }
}

function departure(
  snapshot: Snapshot,
  { orderNumber }: Order,
  { ownerId, location, sequence }: FulfilmentOrder,
  taken: ReadonlyMap<string, number>,
): { levels: LevelChange[]; movements: Movement[] } {
  const reason = `handed over ${orderNumber}-${sequence}`
  const levels: LevelChange[] = []
  const movements: Movement[] = []
  for (const [sku, pieces] of taken) {
    const level = snapshot.levelsOf(ownerId, sku).find((one) => one.location === location)
    const onHand = (level?.onHand ?? pieces) - pieces
    levels.push({ ownerId, sku, location, onHand: -pieces, reserved: -pieces, isNew: false })
    movements.push({ ownerId, sku, location, quantity: -pieces, onHand, reason })
  }
  return { levels, movements }
}

export function deliverOrder(snapshot: Snapshot, command: DeliverOrder, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    const { sequence, lineNumbers } = command
    const meant = partsOf(order, sequence).filter(
      ({ lines }) => lineNumbers?.some((each) => lines.some((line) => line.lineNumber === each)) ?? true,
    )
    const [first] = meant
    if (first === undefined) return noPart(order, sequence)
    const underWay = meant.filter((part) => mayMove(part.status, 'delivered'))
    if (underWay.length === 0) {
      if (meant.some((part) => part.status === 'delivered')) return 'unchanged'
      return tooLate(order, meant.find((part) => part.status !== 'cancelled') ?? first)
    }
    return {
      order: withParts(
        order,
        underWay.map((part) => delivered(part, moment.at)),
      ),
      // Null stands for all of several.
      event: {
        kind: 'delivered',
        data: { sequence: underWay.length === 1 ? (underWay[0]?.sequence ?? null) : null },
      },
    }
  })
}

function delivered(part: FulfilmentOrder, at: number): FulfilmentOrder {
  const shipments = (part.shipments ?? []).map((one) => ({ ...one, deliveredAt: one.deliveredAt ?? at }))
  return { ...moved(part, 'delivered', at), shipments }
}
