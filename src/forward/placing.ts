/** Forwardings that are to be placed, or of which nobody knows whether they were: never sent before they are looked up. */
import { afterLooking, afterPlacing, type JobChange, parked, uncarried } from '../connect/outcomes.js'
import { outgoingOrder, referenceTo } from '../connect/outgoing.js'
import type { Seen } from '../connect/seen.js'
import { endOfPart, isToForward } from '../order/forwarding.js'
import type { FulfilmentOrder } from '../order/order.js'
import type { OrderRecord } from '../order/setup-calls.js'
import { beginPolling } from '../store/connections.js'
import { changeForwarding, type Forwarding } from '../store/forwardings.js'
import { readOrderRecord } from '../store/order-records.js'
import type { Setback, UpstreamOrder } from '../wire/upstream.js'
import { apply } from './applying.js'
import { type Called, type Link, paysThere } from './link.js'
import type { ForwardParts } from './parts.js'

type Job = Forwarding<Seen>

/** Nobody looks it up while it may still be answered, the wait for its turn included. */
const ANSWERED_WITHIN_MS = 30_000
const MOST_PAGES = 100

/** What else has to be known of a call: whether the credential is good. */
export type Noticed = Pick<Called<unknown>, 'isUnauthorized'>

const NOTHING_NOTICED: Noticed = { isUnauthorized: false }

/** One that is due, or was withdrawn. */
export async function place(parts: ForwardParts, link: Link, job: Job): Promise<Noticed> {
  const { pool, clock } = parts
  const { order, part } = await readPart(parts, job)
  const settle = async (change: Partial<JobChange>): Promise<Noticed> => {
    await changeForwarding(pool, job, change, clock())
    return NOTHING_NOTICED
  }
  if (order === null || part === undefined || endOfPart(part) !== null) {
    return settle({ state: 'done', nextAt: null })
  }
  // It comes back with the event that makes it ready again.
  if (!isToForward(part)) return settle({ state: 'withdrawn', nextAt: null })
  if (job.state === 'withdrawn') return settle({ state: 'due', nextAt: clock() })
  let sent: Job | null = null
  const notBefore = link.upstream.pace.timeoutMs + ANSWERED_WITHIN_MS
  const before = async (): Promise<boolean> => {
    const at = clock()
    const firstSentAt = job.firstSentAt ?? at
    const attempts = job.attempts + 1
    const change = {
      state: 'unknown',
      attempts,
      firstSentAt,
      lastSentAt: at,
      nextAt: at + notBefore,
    } as const
    sent = await changeForwarding(pool, job, change, at)
    if (sent !== null) await beginPolling(pool, link.connection, firstSentAt)
    return sent !== null
  }
  const placed = await link.place(outgoingOrder(order, part, job.number, link.connection), job, before)
  if (!placed.ok) {
    const { rejection } = placed
    return settle(
      rejection.kind === 'invalid_field' ? uncarried(rejection.faults[0]) : parked(rejection.kind),
    )
  }
  if (placed.value === 'unsent') return NOTHING_NOTICED
  const { outcome, retryAfterMs } = placed.value
  const placedAs = afterPlacing(job, outcome, { at: clock(), retryAfterMs })
  // It is read at once if it is to be paid.
  const change = placedAs.state === 'sent' && paysThere(link) ? { ...placedAs, nextAt: clock() } : placedAs
  await changeForwarding(pool, sent ?? job, change, clock())
  return placed.value
}

/** One that was sent, and not answered: it is there, or it is looked for again, or a person decides. */
export async function lookUp(parts: ForwardParts, link: Link, job: Job): Promise<Noticed> {
  const { pool, clock } = parts
  const { order } = await readPart(parts, job)
  if (order === null) {
    await changeForwarding(pool, job, { state: 'done', nextAt: null }, clock())
    return NOTHING_NOTICED
  }
  const found = await findAll(parts, link, job, order)
  const { retryAfterMs } = found
  const moment = { at: clock(), retryAfterMs }
  if (!Array.isArray(found.outcome)) {
    await changeForwarding(pool, job, afterLooking(job, found.outcome as Setback, moment), clock())
    return found
  }
  const orders = found.outcome as readonly UpstreamOrder[]
  const [first] = orders
  const change = afterLooking(job, first ?? false, moment)
  const changed = await changeForwarding(pool, job, change, clock())
  if (first !== undefined && changed !== null) {
    await apply(parts, link.connection, changed, orders, paysThere(link))
  }
  return found
}

/** All that it has become there. */
export async function findAll(
  { clock }: ForwardParts,
  link: Link,
  job: Job,
  order: OrderRecord,
): Promise<Called<readonly UpstreamOrder[] | Setback>> {
  const at = clock()
  const search = {
    ...referenceTo(order, job.number, link.connection),
    upstreamNumber: job.upstreamNumber,
    sentFrom: job.firstSentAt ?? job.createdAt,
    sentUntil: at,
  }
  const found: UpstreamOrder[] = []
  for (let page = 1; ; page++) {
    const called = await link.call(link.upstream.find, { ...search, page }, { purpose: 'find', parts: [job] })
    const { outcome } = called
    if (outcome.kind !== 'page') return { ...called, outcome }
    found.push(...outcome.orders.filter((one) => isIt(job, one)))
    if (!outcome.hasMore || page === MOST_PAGES) return { ...called, outcome: found }
  }
}

/** A platform's own number may be that of somebody else's order at another one. */
export function isIt(job: Job, { number, upstreamNumber }: UpstreamOrder): boolean {
  if (number !== null) return number === job.number
  return upstreamNumber !== null && upstreamNumber === job.upstreamNumber
}

async function readPart(
  { pool }: ForwardParts,
  { tenantId, orderNumber, sequence }: Job,
): Promise<{ order: OrderRecord | null; part: FulfilmentOrder | undefined }> {
  const order = await readOrderRecord(pool, tenantId, orderNumber)
  return { order, part: order?.fulfilmentOrders.find((one) => one.sequence === sequence) }
}
