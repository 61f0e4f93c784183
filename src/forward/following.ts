/** What happens elsewhere to what was sent there: asked for since the last time, and order by order. */

import { parked } from '../connect/outcomes.js'
import { referenceTo } from '../connect/outgoing.js'
import { mergeParcels } from '../connect/parcels.js'
import { combined, isKnown, type Seen, withSeen } from '../connect/seen.js'
import { endOfPart } from '../order/forwarding.js'
import type { FulfilmentOrder } from '../order/order.js'
import { endPolling, noteConnection } from '../store/connections.js'
import { changeForwarding, type Forwarding, namedForwardings } from '../store/forwardings.js'
import { readOrderRecord } from '../store/order-records.js'
import type { OrderReference, Setback, UpstreamOrder } from '../wire/upstream.js'
import { apply } from './applying.js'
import { type Called, type Link, paysThere } from './link.js'
import type { ForwardParts } from './parts.js'
import { isIt, type Noticed } from './placing.js'

type Job = Forwarding<Seen>

const MOST_PAGES = 1_000
const AGAIN_MS = 60_000
/** Of what was sent, or may have been: a late word can still be of use. */
export const FOLLOWED: ReadonlySet<Job['state']> = new Set(['sent', 'unknown', 'parked'])

/** All that has changed there since the last time. Null: nothing was asked. */
export async function poll(parts: ForwardParts, link: Link): Promise<Noticed | null> {
  const { pool, clock } = parts
  const { connection, upstream } = link
  const { pollAt, polledUntil, createdAt } = connection
  const at = clock()
  if (pollAt === null || pollAt > at) return null
  if (await endPolling(pool, connection)) return null
  const window = { from: polledUntil ?? createdAt, until: at, fields: connection.settings }
  for (let page = 1; ; page++) {
    const called = await link.call(upstream.changes, { ...window, page })
    const { outcome } = called
    if (outcome.kind !== 'page') {
      const problem = `what has changed there can't be asked for: ${reasonOf(outcome)}`
      const wait = Math.max(called.retryAfterMs ?? 0, upstream.pace.pollEveryMs)
      await noteConnection(pool, connection, { problem, pausedUntil: null, pollAt: clock() + wait })
      return called
    }
    await applyAll(parts, link, outcome.orders)
    if (outcome.hasMore && page < MOST_PAGES) continue
    const pollAfter = clock() + upstream.pace.pollEveryMs
    await noteConnection(pool, connection, {
      problem: null,
      pausedUntil: null,
      polledUntil: at,
      pollAt: pollAfter,
    })
    return called
  }
}

async function applyAll(parts: ForwardParts, link: Link, orders: readonly UpstreamOrder[]): Promise<void> {
  const { tenantId, connectionId } = link.connection
  const numbers = orders.flatMap((one) => one.number ?? [])
  const upstreamNumbers = orders.flatMap((one) => one.upstreamNumber ?? [])
  const jobs = await namedForwardings<Seen>(parts.pool, tenantId, connectionId, numbers, upstreamNumbers)
  for (const job of jobs) {
    const told = orders.filter((one) => isIt(job, one))
    if (told.length === 0 || !FOLLOWED.has(job.state) || job.attempts === 0) continue
    const isUnpaid = paysThere(link) && told.some((one) => one.status === 'waiting_payment')
    // Windows overlap by days: what is told once more waits for its turn.
    if (job.state === 'sent' && !isUnpaid && isKnown(job.seen ?? {}, told)) continue
    const whole = await completedAll(link, job, told)
    const isShort = isUnpaid || whole === null || whole.some((one) => one.parcels === null)
    await apply(parts, link.connection, job, whole ?? told, isShort)
  }
}

/** With the parcels that only their trails tell. Null: those can't be had now. */
async function completedAll(
  link: Link,
  job: Job,
  orders: readonly UpstreamOrder[],
): Promise<UpstreamOrder[] | null> {
  const { trail } = link.upstream
  const about = { purpose: 'trail', parts: [job] } as const
  const whole: UpstreamOrder[] = []
  for (const order of orders) {
    const told = [order.parcels ?? []]
    for (const one of trail === null ? [] : order.trails) {
      const { outcome } = trail === null ? { outcome: null } : await link.call(trail, one, about)
      if (outcome?.kind !== 'parcels') return null
      told.push(outcome.parcels)
    }
    whole.push(told.length === 1 ? order : { ...order, parcels: mergeParcels(told) })
  }
  return whole
}

/** Some that are there, as they are now. */
export async function readSome(parts: ForwardParts, link: Link, jobs: readonly Job[]): Promise<Noticed> {
  const { pool, clock } = parts
  const asked: { job: Job; part: FulfilmentOrder; reference: OrderReference }[] = []
  for (const job of jobs) {
    const order = await readOrderRecord(pool, job.tenantId, job.orderNumber)
    const part = order?.fulfilmentOrders.find((one) => one.sequence === job.sequence)
    if (order === null || part === undefined) {
      await changeForwarding(pool, job, { state: 'done', nextAt: null }, clock())
      continue
    }
    const { upstreamNumber } = job
    const reference = { ...referenceTo(order, job.number, link.connection), upstreamNumber }
    asked.push({ job, part, reference })
  }
  if (asked.length === 0) return { isUnauthorized: false }
  const called = await link.call(
    link.upstream.read,
    asked.map((one) => one.reference),
    { purpose: 'read', parts: asked.map((one) => one.job) },
  )
  const { outcome } = called
  for (const { job, part, reference } of asked) {
    const told = outcome.kind === 'page' ? outcome.orders.filter((one) => isIt(job, one)) : []
    const whole = outcome.kind === 'page' ? await completedAll(link, job, told) : null
    if (endOfPart(part) === 'cancelled') await cancelThere(parts, link, job, reference, told)
    else if (whole === null) await putOff(parts, job, called)
    else {
      const { isPaid, trouble } = await payThere(link, job, part, reference, whole)
      await apply(parts, link.connection, job, whole, isPaid, trouble)
    }
  }
  return called
}

/** What waits for its payment there is paid, where the connection says so, as long as nothing stops it here. */
async function payThere(
  link: Link,
  job: Job,
  { status }: FulfilmentOrder,
  reference: OrderReference,
  told: readonly UpstreamOrder[],
): Promise<{ isPaid: boolean; trouble: string | null }> {
  const { pay } = link.upstream
  let isPaid = false
  for (const { upstreamNumber, status: there } of told) {
    if (pay === null || !paysThere(link) || there !== 'waiting_payment' || status !== 'allocated') continue
    const { outcome } = await link.call(
      pay,
      { ...reference, upstreamNumber },
      { purpose: 'pay', parts: [job] },
    )
    if (outcome.kind === 'paid') isPaid = true
    else if (outcome.kind === 'unpaid') {
      return { isPaid, trouble: `it is not paid there: ${outcome.code}: ${outcome.reason}` }
    } else return { isPaid, trouble: `it is not paid there: ${reasonOf(outcome)}` }
  }
  return { isPaid, trouble: null }
}

/** It was cancelled here, although it had been sent. `told`: how it is there now, as far as that is known. */
async function cancelThere(
  parts: ForwardParts,
  link: Link,
  job: Job,
  reference: OrderReference,
  told: readonly UpstreamOrder[],
): Promise<void> {
  const { pool, clock } = parts
  const seen = told.reduce((known, one) => withSeen(known, one), job.seen ?? {})
  const there = combined(seen)
  if (there.status === 'cancelled') {
    const { status, word } = there
    const change = { state: 'done', nextAt: null, problem: null, seen } as const
    await changeForwarding(
      pool,
      job,
      { ...change, upstreamStatus: status, upstreamWord: word || job.upstreamWord },
      clock(),
    )
    return
  }
  const about = { purpose: 'cancel', parts: [job] } as const
  const called = await link.call(link.upstream.cancel, { ...reference, reason: null }, about)
  const { outcome } = called
  if (outcome.kind === 'cancelled') {
    const change = { state: 'done', nextAt: null, upstreamStatus: 'cancelled', problem: null } as const
    await changeForwarding(pool, job, change, clock())
  } else if (outcome.kind === 'requested') {
    await putOff(parts, job, called)
  } else if (outcome.kind === 'held') {
    await changeForwarding(pool, job, parked('it is cancelled here, and stopped there'), clock())
  } else if ((outcome.kind === 'too_late' || outcome.kind === 'refused') && there.status === 'held') {
    // What was asked for before is not decided yet.
    await putOff(parts, job, called)
  } else if (outcome.kind === 'too_late' || outcome.kind === 'refused') {
    await changeForwarding(
      pool,
      job,
      parked(`it is cancelled here, and not there: ${outcome.reason}`),
      clock(),
    )
  } else {
    await putOff(parts, job, called)
  }
}

async function putOff({ pool, clock }: ForwardParts, job: Job, called: Called<unknown>): Promise<void> {
  const at = clock()
  await changeForwarding(pool, job, { nextAt: at + Math.max(AGAIN_MS, called.retryAfterMs ?? 0) }, at)
}

export function reasonOf(outcome: Setback): string {
  if (outcome.kind === 'no_session') return 'there is no session'
  return outcome.kind === 'refused' ? `${outcome.code}: ${outcome.reason}` : outcome.reason
}
