/** The model's holding, releasing, allocating and regrouping of parts, and the review of drafts. */
import type {
  AllocateOrder,
  AnnotateOrder,
  HoldOrder,
  LabelOrder,
  MergeParts,
  MovePart,
  ReleaseOrder,
  SplitPart,
} from '../../src/order/commands/fulfilment.js'
import type { ReviewOrder } from '../../src/order/commands/order.js'
import type { Hold, Order } from '../../src/order/order.js'
import { LOCATIONS } from './corner-shop.js'
import {
  type Answer,
  count,
  isOpen,
  isUnpacked,
  livePartsOf,
  type ModelOrder,
  type ModelPart,
  noPart,
  notFound,
  partsNamed,
  refuse,
  same,
  tooLate,
  wantedOf,
} from './lifecycle-model-order.js'
import { knowsCarrier } from './lifecycle-model-placing.js'
import { paysFromBalance, type World } from './lifecycle-model-world.js'

const HOLDABLE = ['drafted', 'shortage', 'allocated', 'packed']

export function canBeHeld({ status }: ModelPart): boolean {
  return HOLDABLE.includes(status)
}

export function answerToHolding(
  _world: World,
  order: ModelOrder,
  { sequence, hold }: Pick<HoldOrder, 'sequence' | 'hold'>,
): Answer<Order> {
  const live = livePartsOf(order)
  const named = sequence === null && live.length > 0 ? live : partsNamed(order, sequence)
  if (named.length === 0) return noPart(order, sequence)
  const free = named.filter((part) => part.status !== 'hold')
  const isKnown = order.holds.includes(wordsOf(hold))
  if (free.length === 0 && isKnown) return same()
  const stuck = free.find((part) => !canBeHeld(part))
  if (stuck !== undefined) return tooLate(order, stuck)
  return {
    does: () => {
      for (const part of free) part.status = 'hold'
      if (!isKnown) order.holds.push(wordsOf(hold))
    },
  }
}

export function wordsOf({ kind, reason }: Hold): string {
  return `${kind}: ${reason}`
}

export function answerToRelease(world: World, order: ModelOrder, { sequence }: ReleaseOrder): Answer<Order> {
  const named = partsNamed(order, sequence)
  if (named.length === 0) return noPart(order, sequence)
  const held = named.filter((part) => part.status === 'hold')
  if (held.length === 0) return same()
  return {
    does: () => {
      for (const part of held) world.resume(order, part)
      if (order.parts.every((part) => part.status !== 'hold')) order.holds = []
    },
  }
}

export function answerToAllocating(
  world: World,
  order: ModelOrder,
  { sequence }: AllocateOrder,
): Answer<Order> {
  const named = partsNamed(order, sequence)
  if (named.length === 0) return noPart(order, sequence)
  const stuck = named.find((part) => part.status !== 'shortage' && part.status !== 'allocated')
  if (stuck !== undefined && sequence !== null) return tooLate(order, stuck)
  const short = named.filter((part) => part.status === 'shortage')
  if (!short.some((part) => world.canAllocate(order, part))) return same()
  return {
    does: () => {
      for (const part of short) world.allocate(order, part, order.holds)
    },
  }
}

export function answerToNote(world: World, order: ModelOrder, { extra, hold }: AnnotateOrder): Answer<Order> {
  const isKnown = Object.entries(extra).every(([name, value]) => order.notes.get(name) === value)
  const held = hold === null ? same() : answerToHolding(world, order, { sequence: null, hold })
  if (isKnown && !('does' in held)) return same()
  return {
    does: (made) => {
      for (const [name, value] of Object.entries(extra)) order.notes.set(name, value)
      if ('does' in held) held.does(made)
    },
  }
}

/** What was held for want of a label goes on, if nothing else holds it. */
export function answerToLabel(world: World, order: ModelOrder, { label, extra }: LabelOrder): Answer<Order> {
  const live = livePartsOf(order)
  const parts = live.length > 0 ? live : order.parts
  const stuck = parts.find((part) => part.status !== 'hold' && !canBeHeld(part))
  if (stuck !== undefined) return tooLate(order, stuck)
  const url = label !== null && 'url' in label ? label.url : null
  const isKnown = Object.entries(extra).every(([name, value]) => order.notes.get(name) === value)
  const isForLabel = (hold: string) => hold.startsWith('label: ')
  const isAsBefore = url === null || (url === order.label && !order.holds.some(isForLabel))
  if (isKnown && isAsBefore) return same()
  return {
    does: () => {
      for (const [name, value] of Object.entries(extra)) order.notes.set(name, value)
      if (url === null) return
      order.label = url
      const wasHeld = order.holds.length > 0
      order.holds = order.holds.filter((hold) => !isForLabel(hold))
      const review = order.review
      if (review !== null)
        order.review = { ...review, holds: review.holds.filter((hold) => !isForLabel(hold)) }
      if (!wasHeld || order.holds.length > 0) return
      for (const part of parts) if (part.status === 'hold') world.resume(order, part)
    },
  }
}

/** What a buyer has asked back stays as it is until that is decided. */
export function busyWith(order: ModelOrder, rows: ReadonlySet<number>): string | null {
  const open = order.afterSales.find(
    (one) => isOpen(one) && one.goods === 'unshipped' && [...one.rows.keys()].some((row) => rows.has(row)),
  )
  return open === undefined ? null : `refunding (${open.number})`
}

function rowsOf(order: ModelOrder, part: ModelPart): Set<number> {
  return new Set(order.pieces.filter((piece) => piece.part === part.sequence).map((piece) => piece.row))
}

export function answerToSplit(
  _world: World,
  order: ModelOrder,
  { sequence, lines }: SplitPart,
): Answer<Order> {
  const [part] = partsNamed(order, sequence)
  if (part === undefined) return noPart(order, sequence)
  if (!isUnpacked(part)) return tooLate(order, part)
  const busy = busyWith(order, rowsOf(order, part))
  if (busy !== null) return tooLate(order, part, busy)
  const wanted = wantedOf(order, part)
  const asked = count(lines.flatMap((one) => Array.from({ length: one.quantity }, () => one.lineNumber)))
  for (const [line, quantity] of asked) {
    const left = wanted.filter((piece) => piece.line === line).length
    if (left < quantity)
      return refuse({ kind: 'more_than_left', what: 'line', id: line, asked: quantity, left })
  }
  const going = [...asked].flatMap(([line, quantity]) =>
    wanted
      .filter((piece) => piece.line === line)
      .sort((a, b) => Number(b.isHeld) - Number(a.isHeld))
      .slice(0, quantity),
  )
  if (going.length === wanted.length || going.length === 0) return refuse({ kind: 'invalid_field' })
  return {
    does: (made) => {
      const next = order.parts.length + 1
      const rows = made.fulfilmentOrders.find((one) => one.sequence === next)?.lines ?? []
      for (const piece of going) {
        piece.part = next
        piece.row = rows.find((row) => row.lineNumber === piece.line)?.rowNumber ?? Number.NaN
      }
      order.parts.push({ ...part, sequence: next, boxes: [] })
    },
  }
}

export function answerToMerge(_world: World, order: ModelOrder, { sequences }: MergeParts): Answer<Order> {
  const parts: ModelPart[] = []
  for (const sequence of new Set(sequences)) {
    const [part] = partsNamed(order, sequence)
    if (part === undefined) return noPart(order, sequence)
    if (!isUnpacked(part)) return tooLate(order, part)
    parts.push(part)
  }
  const [first, ...others] = parts
  if (first === undefined || others.length === 0) return same()
  for (const part of parts) {
    const busy = busyWith(order, rowsOf(order, part))
    if (busy !== null) return tooLate(order, part, busy)
  }
  const isOne = others.every((part) => part.location === first.location && part.status === first.status)
  if (!isOne) return refuse({ kind: 'invalid_field' })
  return {
    does: () => {
      const rows = new Map<number, number>()
      for (const part of parts) {
        for (const piece of order.pieces.filter((one) => one.part === part.sequence)) {
          if (!rows.has(piece.line)) rows.set(piece.line, piece.row)
        }
      }
      for (const piece of order.pieces) {
        if (!parts.some((part) => part.sequence === piece.part)) continue
        piece.part = first.sequence
        piece.row = rows.get(piece.line) ?? Number.NaN
      }
      for (const part of others) part.status = 'cancelled'
    },
  }
}

export function answerToMove(
  world: World,
  order: ModelOrder,
  { sequence, location }: MovePart,
): Answer<Order> {
  const [part] = partsNamed(order, sequence)
  if (part === undefined) return noPart(order, sequence)
  if (!LOCATIONS.some((one) => one.code === location && one.enabled)) {
    return notFound('stock location', location)
  }
  if (part.location === location) return same()
  if (!isUnpacked(part)) return tooLate(order, part)
  return {
    does: () => {
      const before = part.status
      for (const piece of wantedOf(order, part)) piece.isHeld = false
      part.location = location
      if (order.review !== null) return
      world.allocate(order, part, before === 'shortage' ? order.holds : [])
      if (before === 'hold') part.status = 'hold'
    },
  }
}

export function answerToReview(world: World, order: ModelOrder, _command: ReviewOrder): Answer<Order> {
  const { review } = order
  if (review === null || order.isCancelled) return same()
  return {
    does: () => {
      order.holds.push(...review.holds)
      if (review.carrier !== null && !knowsCarrier(review.carrier)) {
        order.holds.push(`carrier: there is no shipping method ${review.carrier}`)
      }
      if (paysFromBalance(order.accountId) && world.balance(order.accountId) <= 0) {
        order.holds.push('balance: the balance of the account is empty')
      }
      order.review = null
      for (const part of livePartsOf(order)) world.allocate(order, part, order.holds)
    },
  }
}
