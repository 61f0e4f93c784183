/** The model's packing, handing over, delivering and tracking. */
import type {
  DeliverOrder,
  HandOverOrder,
  NewPackage,
  PackOrder,
  TrackParcel,
} from '../../src/order/commands/fulfilment.js'
import type { Order } from '../../src/order/order.js'
import {
  type Answer,
  type Box,
  count,
  type ModelOrder,
  type ModelPart,
  noPart,
  notFound,
  openBoxes,
  partsNamed,
  refuse,
  same,
  tooLate,
  wantedOf,
} from './lifecycle-model-order.js'
import type { World } from './lifecycle-model-world.js'

export function answerToPacking(
  _world: World,
  order: ModelOrder,
  { sequence, packages }: PackOrder,
): Answer<Order> {
  const [part] = partsNamed(order, sequence)
  if (part === undefined) return noPart(order, sequence)
  if (part.status !== 'allocated') return tooLate(order, part)
  if (packages !== null && !isSound(order, part, packages)) return refuse({ kind: 'invalid_field' })
  return {
    does: () => {
      part.status = 'packed'
      part.boxes = (packages ?? [{ packageNumber: '1' }]).map((one) => ({
        number: one.packageNumber,
        parcel: null,
      }))
      const left = [...wantedOf(order, part)]
      for (const [index, box] of part.boxes.entries()) {
        const lines = packages?.[index]?.lines
        const contents = lines === undefined ? [...left] : lines.flatMap(piecesIn)
        for (const one of contents) {
          const at = left.findIndex((piece) => piece.line === ('line' in one ? one.line : one.lineNumber))
          for (const piece of left.splice(at, 1)) piece.box = box
        }
      }
    },
  }
}

function piecesIn({ lineNumber, quantity }: { readonly lineNumber: number; readonly quantity: number }) {
  return Array.from({ length: quantity }, () => ({ lineNumber }))
}

/** Every piece is in exactly one package, and no two packages are called the same. */
function isSound(order: ModelOrder, part: ModelPart, packages: readonly NewPackage[]): boolean {
  const numbers = packages.map((one) => one.packageNumber)
  const packed = packages.flatMap((one) => one.lines.flatMap(piecesIn)).map((one) => one.lineNumber)
  const wanted = wantedOf(order, part).map((piece) => piece.line)
  return new Set(numbers).size === numbers.length && packed.sort().join() === wanted.sort().join()
}

export function answerToHandover(
  world: World,
  order: ModelOrder,
  { sequence, carrier, trackingNumber, packageNumber }: HandOverOrder,
): Answer<Order> {
  const [part] = partsNamed(order, sequence)
  if (part === undefined) return noPart(order, sequence)
  const gone = part.boxes.filter(
    ({ parcel }) => parcel?.carrier === carrier && parcel.trackingNumber === trackingNumber,
  )
  const isRepeated =
    packageNumber === null
      ? gone.length > 0 && part.status !== 'packed'
      : gone.some((box) => box.number === packageNumber)
  if (isRepeated) return same()
  if (part.status !== 'packed') return tooLate(order, part)
  const leaving = openBoxes(part).filter((box) => packageNumber === null || box.number === packageNumber)
  if (leaving.length === 0) return notFound('package', packageNumber ?? '')
  return {
    does: () => {
      for (const box of leaving) leave(world, order, part, box, { carrier, trackingNumber })
      if (openBoxes(part).length === 0) part.status = 'handed_over'
    },
  }
}

function leave(
  world: World,
  order: ModelOrder,
  part: ModelPart,
  box: Box,
  by: { readonly carrier: string; readonly trackingNumber: string },
): void {
  box.parcel = { ...by, isDelivered: false, events: new Set() }
  for (const piece of order.pieces) {
    if (piece.box !== box || !piece.isHeld) continue
    piece.isHeld = false
    world.bring(order.ownerId, piece.sku, part.location, -1)
  }
}

export function answerToDelivery(
  _world: World,
  order: ModelOrder,
  { sequence }: DeliverOrder,
): Answer<Order> {
  const parts = partsNamed(order, sequence)
  const [first] = parts
  if (first === undefined) return noPart(order, sequence)
  const underWay = parts.filter((part) => part.status === 'handed_over')
  if (underWay.length === 0 && parts.some((part) => part.status === 'delivered')) return same()
  if (underWay.length === 0) {
    return tooLate(order, parts.find((part) => part.status !== 'cancelled') ?? first)
  }
  return {
    does: () => {
      for (const part of underWay) {
        part.status = 'delivered'
        for (const { parcel } of part.boxes) if (parcel !== null) parcel.isDelivered = true
      }
    },
  }
}

export function answerToTracking(
  _world: World,
  order: ModelOrder,
  { sequence, trackingNumber, events }: TrackParcel,
): Answer<Order> {
  const parts = partsNamed(order, sequence)
  const parcels = parts
    .flatMap((part) => part.boxes)
    .flatMap(({ parcel }) => (parcel?.trackingNumber === trackingNumber ? [parcel] : []))
  if (parcels.length === 0) return notFound('parcel', trackingNumber)
  const told = events.map(({ at, status, description }) => `${at} ${status} ${description}`)
  if (parcels.every((parcel) => told.every((event) => parcel.events.has(event)))) return same()
  return {
    does: () => {
      for (const parcel of parcels) {
        for (const [index, event] of told.entries()) {
          if (events[index]?.status === 'delivered' && !parcel.events.has(event)) parcel.isDelivered = true
          parcel.events.add(event)
        }
      }
      for (const part of parts.filter((one) => one.status === 'handed_over')) {
        if (!part.boxes.some((box) => parcels.some((one) => one === box.parcel))) continue
        if (part.boxes.every((box) => box.parcel?.isDelivered === true)) part.status = 'delivered'
      }
    },
  }
}

/** What is in a box, by line. */
export function contentsOf(order: ModelOrder, box: Box): Map<number, number> {
  return count(order.pieces.filter((piece) => piece.box === box).map((piece) => piece.line))
}
