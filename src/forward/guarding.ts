/**
 * What callers do with an order of which a part is shipped elsewhere: the other platform is asked first, and what it
 * answers decides. A part that has not been sent yet is withdrawn before anything is done with it, so that it is never
 * sent as it was.
 */
import type { Seen } from '../connect/seen.js'
import type { AccountContext, Engine } from '../order/calls.js'
import type { Hold } from '../order/order.js'
import { accept, type Rejection, type Result, refuse } from '../order/rejection.js'
import type { OrderWish } from '../order/wishes.js'
import { readConnection } from '../store/connections.js'
import {
  changeForwarding,
  type Forwarding,
  forwardingsOfOrder,
  hasForwardings,
} from '../store/forwardings.js'
import { openLink } from './link.js'
import type { ForwardParts } from './parts.js'

type Job = Forwarding<Seen>

/** Somebody waits for the answer. */
const CANCEL_TIMEOUT_MS = 10_000
/** When it is looked at again what became of it. */
const AFTERWARDS_MS = 5_000
const ASK_AGAIN_SECONDS = 5

/** What would make of it something else than what was sent. */
const GUARDED: ReadonlySet<OrderWish['kind']> = new Set([
  'cancel',
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
    const guarded = await guard(parts, account, found.value.orderNumber, asked.wish)
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
      const guarded = await guard(parts, account, asked.orderNumber, asked.wish)
      return guarded.ok ? engine.actOnAnyOrder(account, { ...asked, wish: guarded.value }) : guarded
    },
  }
}

async function mayConcern(
  { pool }: ForwardParts,
  { tenantId }: AccountContext,
  wish: OrderWish,
): Promise<boolean> {
  return GUARDED.has(wish.kind) && (await hasForwardings(pool, tenantId))
}

async function guard(
  parts: ForwardParts,
  { tenantId }: AccountContext,
  orderNumber: number,
  wish: OrderWish,
): Promise<Guarded> {
  const sequence = 'sequence' in wish ? (wish.sequence ?? null) : null
  const jobs = await forwardingsOfOrder<Seen>(parts.pool, tenantId, orderNumber)
  const meant = jobs.filter(
    (one) => (sequence === null || one.sequence === sequence || wish.kind === 'merge') && isOpen(one),
  )
  const there: Job[] = []
  for (const job of meant) if (!isUnsent(job) || !(await withdraw(parts, job))) there.push(job)
  const [first] = there
  if (first === undefined) return accept(wish)
  if (wish.kind !== 'cancel') return refuse(await isThere(parts, first))
  return cancelThere(parts, there, wish)
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
  const unclear = jobs.find((one) => one.state !== 'sent')
  if (unclear !== undefined) return refuse(await isThere(parts, unclear))
  // Platforms cancel an order, and no pieces of it.
  const [first] = jobs
  if (first !== undefined && wish.pieces !== undefined && wish.pieces !== 'all') {
    return refuse(await isThere(parts, first))
  }
  let isHeld = false
  for (const job of jobs) {
    const done = await cancelOne(parts, job, wish.reason)
    if (!done.ok) return done
    isHeld ||= done.value === 'held'
  }
  if (!isHeld) {
    // What is packed here is packed there, and is unpacked there.
    const { whenPacked: _stands, ...cancelled } = wish
    return accept(cancelled)
  }
  const hold: Hold = { kind: 'asked', reason: wish.reason ?? 'to be cancelled' }
  return accept({ kind: 'hold', sequence: wish.sequence ?? null, hold })
}

async function cancelOne(
  parts: ForwardParts,
  job: Job,
  reason: string | null,
): Promise<Result<'cancelled' | 'held'>> {
  const { pool, clock, rules } = parts
  const connection = await readConnection(pool, job.tenantId, job.connectionId)
  const link =
    connection === null ? null : openLink(parts, connection, { timeoutMs: CANCEL_TIMEOUT_MS, rules })
  if (connection === null || link === null) return refuse(await isThere(parts, job))
  const { number, upstreamNumber } = job
  const { store, settings: fields } = connection
  const asked = { number, upstreamNumber, store, fields, reason }
  const { outcome } = await link.call(link.upstream.cancel, asked)
  if (outcome.kind === 'cancelled') {
    // If nothing more is done here, it is found cancelled there.
    const at = clock()
    const seen = cancelledIn(job)
    const change = { seen, upstreamStatus: 'cancelled', nextAt: at + AFTERWARDS_MS, problem: null } as const
    await changeForwarding(pool, job, change, at)
    return accept('cancelled')
  }
  // What is decided later is held here until then.
  if (outcome.kind === 'held' || outcome.kind === 'requested') return accept('held')
  if (outcome.kind === 'too_late' || outcome.kind === 'refused') {
    const state = `sent to ${connection.name}, which does not cancel it: ${outcome.reason}`
    return refuse({ kind: 'not_allowed_in_state', what: 'order', id: String(job.orderNumber), state })
  }
  return refuse({ kind: 'unavailable', retryAfterSeconds: ASK_AGAIN_SECONDS })
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
