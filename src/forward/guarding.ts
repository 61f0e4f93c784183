/**
 * What callers do with an order of which a part is shipped elsewhere: the other platform is asked first, and what it
 * answers decides. A part that has not been sent yet is withdrawn before anything is done with it, so that it is never
 * sent as it was.
 */
import { cancellingReason } from '../connect/coming-back.js'
import type { Seen } from '../connect/seen.js'
import type { AccountContext, Engine } from '../order/calls.js'
import type { Hold, Order } from '../order/order.js'
import type { PieceWish } from '../order/pieces.js'
import { wishForLines } from '../order/positions.js'
import { accept, type Rejection, type Result, refuse } from '../order/rejection.js'
import { wanted } from '../order/reservation.js'
import type { OrderWish } from '../order/wishes.js'
import { readConnection } from '../store/connections.js'
import {
  changeForwarding,
  type Forwarding,
  forwardingsOfOrder,
  hasForwardings,
} from '../store/forwardings.js'
import { readOrderRecord } from '../store/order-records.js'
import type { UpstreamOrder } from '../wire/upstream.js'
import { type Link, openLink } from './link.js'
import type { ForwardParts } from './parts.js'
import { findAll } from './placing.js'

type Job = Forwarding<Seen>

/** Somebody waits for the answer. */
const CANCEL_TIMEOUT_MS = 10_000
/** When it is looked at again what became of it. */
const AFTERWARDS_MS = 5_000
const ASK_AGAIN_SECONDS = 5

/** What would make of it something else than what was sent. */
const GUARDED: ReadonlySet<OrderWish['kind']> = new Set([
  'cancel',
  'request_after_sale',
  'hold',
  'pack',
  'hand_over',
  'split',
  'merge',
  'move',
])

/** `wish`: what is to be done here now. */
type Guarded = Result<OrderWish>

export function upstreamFirst(engine: Engine, parts: ForwardParts): Engine {
  const actOnOrder: Engine['actOnOrder'] = async (account, asked) => {
    const { family, name } = asked
    if (!(await mayConcern(parts, account, asked.wish))) return engine.actOnOrder(account, asked)
    const found = await engine.findOrder(account, { family, name })
    if (!found.ok) return found
    const guarded = await guard(parts, account, found.value, asked.wish, asked.positions)
    return guarded.ok ? engine.actOnOrder(account, { ...asked, wish: guarded.value }) : guarded
  }
  return {
    ...engine,
    actOnOrder,
    actOnOrders: async (account, { family, orders }) => {
      const results: Awaited<ReturnType<Engine['actOnOrder']>>[] = []
      for (const { name, wish } of orders) results.push(await actOnOrder(account, { family, name, wish }))
      return accept(results)
    },
    cancelOrder: async (account, asked) => {
      const { family, name, reason, whenPacked } = asked
      const wish: OrderWish = { kind: 'cancel', reason, whenPacked }
      if (!(await mayConcern(parts, account, wish))) return engine.cancelOrder(account, asked)
      const done = await actOnOrder(account, { family, name, wish })
      if (!done.ok) return done
      const { order, replayed } = done.value
      const held = order.orderStatus !== 'cancelled'
      return accept({ order, held, before: replayed && !held })
    },
    actOnAnyOrder: async (account, asked) => {
      if (!(await mayConcern(parts, account, asked.wish))) return engine.actOnAnyOrder(account, asked)
      const order = await readOrderRecord(parts.pool, account.tenantId, asked.orderNumber)
      if (order === null) return engine.actOnAnyOrder(account, asked)
      const guarded = await guard(parts, account, order, asked.wish)
      return guarded.ok ? engine.actOnAnyOrder(account, { ...asked, wish: guarded.value }) : guarded
    },
  }
}

async function mayConcern(
  { pool }: ForwardParts,
  { tenantId }: AccountContext,
  wish: OrderWish,
): Promise<boolean> {
  // What has been shipped is sent back to us: the other platform has nothing to say about it.
  const isShipped = wish.kind === 'request_after_sale' && wish.wish.goods === 'shipped'
  return GUARDED.has(wish.kind) && !isShipped && (await hasForwardings(pool, tenantId))
}

async function guard(
  parts: ForwardParts,
  { tenantId }: AccountContext,
  order: Order,
  wish: OrderWish,
  positions?: readonly number[],
): Promise<Guarded> {
  const sequence = 'sequence' in wish ? (wish.sequence ?? null) : null
  const lines = positions === undefined ? wish : (wishForLines(order, positions, wish) ?? wish)
  const shareOf = (job: Job): Share => shareOfPart(order, job.sequence, piecesOf(lines))
  const jobs = await forwardingsOfOrder<Seen>(parts.pool, tenantId, order.orderNumber)
  const meant = jobs.filter(
    (one) =>
      (sequence === null || one.sequence === sequence || wish.kind === 'merge') &&
      isOpen(one) &&
      shareOf(one) !== 'none',
  )
  const there: Job[] = []
  for (const job of meant) if (!isUnsent(job) || !(await withdraw(parts, job))) there.push(job)
  const [first] = there
  if (first === undefined) return accept(wish)
  if (wish.kind !== 'cancel' && wish.kind !== 'request_after_sale') return refuse(await isThere(parts, first))
  const unclear = there.find((one) => one.state !== 'sent')
  if (unclear !== undefined) return refuse(await isThere(parts, unclear))
  // Platforms cancel an order, and no pieces of it.
  const split = there.find((one) => shareOf(one) === 'some')
  if (split !== undefined) return refuse(await isThere(parts, split))
  return wish.kind === 'cancel' ? cancelThere(parts, there, wish) : refundThere(parts, there, wish)
}

type Share = 'none' | 'some' | 'all'

/** Null: all that there is. */
function piecesOf(wish: OrderWish): readonly PieceWish[] | null {
  if (wish.kind === 'request_after_sale') return wish.wish.pieces
  return wish.kind !== 'cancel' || wish.pieces === undefined || wish.pieces === 'all' ? null : wish.pieces
}

function shareOfPart(order: Order, sequence: number, pieces: readonly PieceWish[] | null): Share {
  const part = order.fulfilmentOrders.find((one) => one.sequence === sequence)
  if (pieces === null || part === undefined) return 'all'
  const asked = part.lines.map((line) =>
    pieces
      .filter((one) =>
        'rowNumber' in one ? one.rowNumber === line.rowNumber : one.lineNumber === line.lineNumber,
      )
      .reduce((sum, one) => sum + one.quantity, 0),
  )
  if (asked.every((quantity) => quantity === 0)) return 'none'
  return part.lines.every((line, index) => (asked[index] ?? 0) >= wanted(line)) ? 'all' : 'some'
}

function isOpen({ state }: Job): boolean {
  return state !== 'done' && state !== 'withdrawn'
}

/** It is certain that the platform doesn't have it. */
function isUnsent({ state, looks, upstreamStatus, upstreamNumber }: Job): boolean {
  if (state === 'due') return true
  return state === 'parked' && looks === 0 && upstreamStatus === null && upstreamNumber === null
}

/** False: it has been sent meanwhile. */
async function withdraw({ pool, clock }: ForwardParts, job: Job): Promise<boolean> {
  const at = clock()
  const change = { state: 'withdrawn', nextAt: at + AFTERWARDS_MS, problem: null, field: null } as const
  return (await changeForwarding(pool, job, change, at)) !== null
}

async function cancelThere(
  parts: ForwardParts,
  jobs: readonly Job[],
  wish: Extract<OrderWish, { kind: 'cancel' }>,
): Promise<Guarded> {
  let heldBy: string | null = null
  for (const job of jobs) {
    const done = await cancelOne(parts, job, wish.reason)
    if (!done.ok) return done
    if (done.value.outcome !== 'cancelled') heldBy = done.value.name
  }
  if (heldBy === null) {
    // What is packed here is packed there, and is unpacked there.
    const { whenPacked: _stands, ...cancelled } = wish
    return accept(cancelled)
  }
  const hold: Hold = { kind: 'asked', reason: cancellingReason(heldBy, wish.reason) }
  return accept({ kind: 'hold', sequence: wish.sequence ?? null, hold })
}

/** What is refunded before it has left is cancelled; so the platform must not ship it any more. */
async function refundThere(
  parts: ForwardParts,
  jobs: readonly Job[],
  wish: Extract<OrderWish, { kind: 'request_after_sale' }>,
): Promise<Guarded> {
  for (const job of jobs) {
    const done = await cancelOne(parts, job, wish.wish.reason)
    if (!done.ok) return done
    const { outcome, name } = done.value
    if (outcome === 'held') {
      const state = `sent to ${name}, which has stopped it, and does not cancel it`
      return refuse({ kind: 'not_allowed_in_state', what: 'order', id: String(job.orderNumber), state })
    }
  }
  return accept(wish)
}

async function cancelOne(
  parts: ForwardParts,
  job: Job,
  reason: string | null,
): Promise<Result<{ readonly outcome: 'cancelled' | 'requested' | 'held'; readonly name: string }>> {
  const { pool, clock, rules } = parts
  const connection = await readConnection(pool, job.tenantId, job.connectionId)
  const link =
    connection === null ? null : openLink(parts, connection, { timeoutMs: CANCEL_TIMEOUT_MS, rules })
  if (connection === null || link === null) return refuse(await isThere(parts, job))
  const { number } = job
  const { store, settings: fields } = connection
  const upstreamNumber = job.upstreamNumber ?? (await numberThere(parts, link, job))
  const asked = { number, upstreamNumber, store, fields, reason }
  const { outcome } = await link.call(link.upstream.cancel, asked, { purpose: 'cancel', parts: [job] })
  if (outcome.kind === 'cancelled') {
    // If nothing more is done here, it is found cancelled there.
    const at = clock()
    const seen = cancelledIn(job)
    const change = { seen, upstreamStatus: 'cancelled', nextAt: at + AFTERWARDS_MS, problem: null } as const
    await changeForwarding(pool, job, change, at)
    return accept({ outcome: 'cancelled', name: connection.name })
  }
  if (outcome.kind === 'held' || outcome.kind === 'requested') {
    return accept({ outcome: outcome.kind, name: connection.name })
  }
  if (outcome.kind === 'too_late' || outcome.kind === 'refused') {
    const state = `sent to ${connection.name}, which does not cancel it: ${outcome.reason}`
    return refuse({ kind: 'not_allowed_in_state', what: 'order', id: String(job.orderNumber), state })
  }
  return refuse({ kind: 'unavailable', retryAfterSeconds: ASK_AGAIN_SECONDS })
}

/** Some platforms tell their own number only when an order is looked up. Null: it isn't found now. */
async function numberThere(parts: ForwardParts, link: Link, job: Job): Promise<string | null> {
  const order = await readOrderRecord(parts.pool, job.tenantId, job.orderNumber)
  if (order === null) return null
  const { outcome } = await findAll(parts, link, job, order)
  return Array.isArray(outcome) ? ((outcome as readonly UpstreamOrder[])[0]?.upstreamNumber ?? null) : null
}

function cancelledIn({ seen, upstreamNumber }: Job): Seen {
  const orders = Object.entries(seen ?? {})
  const none = { status: 'cancelled', word: '', parcels: [], updatedAt: null } as const
  if (orders.length === 0) return { [upstreamNumber ?? '']: none }
  return Object.fromEntries(orders.map(([key, one]) => [key, { ...one, status: 'cancelled' as const }]))
}

async function isThere({ pool }: ForwardParts, job: Job): Promise<Rejection> {
  const { tenantId, connectionId, orderNumber, sequence } = job
  const name = (await readConnection(pool, tenantId, connectionId))?.name ?? 'another platform'
  const state = job.state === 'sent' ? `sent to ${name}` : `sent to ${name}, which has not answered`
  return { kind: 'not_allowed_in_state', what: 'fulfilment order', id: `${orderNumber}-${sequence}`, state }
}
