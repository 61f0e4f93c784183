/**
 * What is known of an order at another platform. It may have become several there; and what is told late, or again,
 * never takes back what has been told before.
 */
import { isDeepStrictEqual } from 'node:util'
import type { UpstreamOrder, UpstreamParcel, UpstreamStatus } from '../wire/upstream.js'

export interface SeenOrder extends Pick<UpstreamOrder, 'status' | 'word' | 'updatedAt'> {
  readonly parcels: readonly UpstreamParcel[]
}

/** By the platform's number; '' where it has none of its own. */
export type Seen = Readonly<Record<string, SeenOrder>>

/** All of it together. */
export interface Combined {
  readonly status: UpstreamStatus
  readonly word: string
  readonly parcels: readonly UpstreamParcel[]
}

/** More than any platform makes of one. */
const MOST_ORDERS = 50
const MOST_PARCELS = 200

/** What can't be taken back; all else may change to and fro. */
const RANKS: Readonly<Partial<Record<UpstreamStatus, number>>> = {
  partially_shipped: 1,
  shipped: 2,
  cancelled: 3,
  delivered: 4,
}

export function withSeen(seen: Seen, told: UpstreamOrder): Seen {
  const key = told.upstreamNumber ?? ''
  const before = Object.hasOwn(seen, key) ? seen[key] : undefined
  if (before === undefined) {
    if (Object.keys(seen).length >= MOST_ORDERS) return seen
    const { status, word, updatedAt } = told
    return { ...seen, [key]: { status, word, updatedAt, parcels: union([], told.parcels ?? []) } }
  }
  const isLate = before.updatedAt !== null && told.updatedAt !== null && told.updatedAt < before.updatedAt
  const isBack = told.status === 'unknown' || rank(told.status) < rank(before.status)
  return {
    ...seen,
    [key]: {
      status: isLate || isBack ? before.status : told.status,
      word: isLate ? before.word : told.word,
      updatedAt: isLate ? before.updatedAt : (told.updatedAt ?? before.updatedAt),
      parcels: union(before.parcels, told.parcels ?? []),
    },
  }
}

/** Nothing of it is new. */
export function isKnown(seen: Seen, told: readonly UpstreamOrder[]): boolean {
  const then = told.reduce((known, one) => withSeen(known, one), seen)
  return isDeepStrictEqual(then, seen)
}

function rank(status: UpstreamStatus): number {
  return RANKS[status] ?? 0
}

/** A parcel without a tracking number is none yet. */
function union(before: readonly UpstreamParcel[], told: readonly UpstreamParcel[]): UpstreamParcel[] {
  const parcels = new Map(before.map((one) => [one.trackingNumber, one]))
  for (const parcel of told) {
    if (parcel.trackingNumber === '') continue
    const known = parcels.get(parcel.trackingNumber)
    if (known === undefined && parcels.size >= MOST_PARCELS) continue
    parcels.set(parcel.trackingNumber, known === undefined ? parcel : together(known, parcel))
  }
  return [...parcels.values()]
}

function together(known: UpstreamParcel, told: UpstreamParcel): UpstreamParcel {
  const events = new Map(
    [...known.events, ...told.events].map((one) => [`${one.at}>${one.status}>${one.description}`, one]),
  )
  return {
    ...known,
    carrier: known.carrier === '' ? told.carrier : known.carrier,
    packageNumber: known.packageNumber ?? told.packageNumber,
    lines: known.lines ?? told.lines,
    shippedAt: known.shippedAt ?? told.shippedAt,
    deliveredAt: known.deliveredAt ?? told.deliveredAt,
    events: [...events.values()],
  }
}

/** Of several, the one that is furthest behind tells how all of it stands. */
const FURTHEST_BEHIND: readonly UpstreamStatus[] = [
  'short',
  'held',
  'waiting_payment',
  'received',
  'unknown',
  'allocated',
  'packed',
]

export function combined(seen: Seen): Combined {
  const orders = Object.values(seen)
  const words = [...new Set(orders.map((one) => one.word))].join(', ')
  return { status: statusOf(orders), word: words, parcels: orders.flatMap((one) => one.parcels) }
}

function statusOf(orders: readonly SeenOrder[]): UpstreamStatus {
  if (orders.length === 0) return 'unknown'
  const live: UpstreamStatus[] = orders.map((one) => one.status).filter((status) => status !== 'cancelled')
  if (live.length === 0) return 'cancelled'
  if (live.every((status) => status === 'delivered')) return 'delivered'
  if (live.every((status) => rank(status) >= rank('shipped'))) return 'shipped'
  if (live.some((status) => rank(status) > 0)) return 'partially_shipped'
  return FURTHEST_BEHIND.find((status) => live.includes(status)) ?? 'unknown'
}
