/** What a platform tells of an order, brought to our order: step by step, and noted with the forwarding. */
import { act } from '../commit/acts.js'
import { excessProblem, nextStep } from '../connect/coming-back.js'
import { READ_EVERY_MS, sentAt } from '../connect/outcomes.js'
import { combined, type Seen, withSeen } from '../connect/seen.js'
import { endOfPart } from '../order/forwarding.js'
import type { FulfilmentOrder } from '../order/order.js'
import type { Rejection } from '../order/rejection.js'
import type { Connection } from '../store/connections.js'
import { changeForwarding, type Forwarding } from '../store/forwardings.js'
import { ownerOfOrder, readOrderRecord } from '../store/order-records.js'
import type { UpstreamOrder } from '../wire/upstream.js'
import type { ForwardParts } from './parts.js'

/** Each parcel takes a few; more in one go is a mistake. */
const MOST_STEPS = 1_000
/** Once its carriers have all of it, its parcels are asked for less often, and at last no more. */
const READ_UNDER_WAY_MS = 6 * 3_600_000
const FOLLOWED_MS = 60 * 86_400_000
const SOON_MS = 5_000

/**
 * `told`: all that is new of it; none: it is only looked at once more. `isShort`: it is to be read soon, for the rest of it.
 * `trouble`: what else went wrong, for a person; null: nothing.
 * False: somebody else has changed the forwarding meanwhile, and nothing is noted.
 */
export async function apply(
  parts: ForwardParts,
  connection: Connection,
  before: Forwarding<Seen>,
  told: readonly UpstreamOrder[],
  isShort = false,
  trouble: string | null = null,
): Promise<boolean> {
  const { pool, clock } = parts
  const seen = told.reduce((known, one) => withSeen(known, one), before.seen ?? {})
  const done = await stepOn(parts, connection, before, seen)
  const there = combined(seen)
  const at = clock()
  const isOver = done.part === undefined || endOfPart(done.part) !== null || isForgotten(done.part, at)
  const upstreamNumber = before.upstreamNumber ?? told[0]?.upstreamNumber ?? null
  const state = isOver ? 'done' : 'sent'
  const changed = await changeForwarding(
    pool,
    before,
    {
      ...sentAt(at),
      state,
      nextAt: isOver ? null : at + (done.isPutOff || isShort ? SOON_MS : readEveryMs(done.part)),
      upstreamNumber,
      upstreamStatus: there.status,
      upstreamWord: there.word,
      seen,
      problem: done.problem ?? trouble,
    },
    at,
  )
  return changed !== null
}

interface Stepped {
  readonly part: FulfilmentOrder | undefined
  readonly problem: string | null
  /** It couldn't be done now, and is tried again. */
  readonly isPutOff: boolean
}

async function stepOn(
  { pool, lanes }: ForwardParts,
  { name, mappings }: Connection,
  { tenantId, orderNumber, sequence }: Forwarding<Seen>,
  seen: Seen,
): Promise<Stepped> {
  const caller = await ownerOfOrder(pool, tenantId, orderNumber)
  const there = combined(seen)
  const terms = { skus: mappings.skus, name }
  for (let step = 1; ; step++) {
    const order = await readOrderRecord(pool, tenantId, orderNumber)
    const part = order?.fulfilmentOrders.find((one) => one.sequence === sequence)
    if (order === null || part === undefined || caller === null) {
      return { part: undefined, problem: 'it is not here any more', isPutOff: false }
    }
    const next = nextStep(order, part, there, terms)
    if (next.kind === 'rest') {
      return { part, problem: next.problem ?? excessProblem(part, there), isPutOff: false }
    }
    const { wish } = next
    const done = await act(pool, lanes.of(tenantId), { tenantId, caller, orderNumber, wish, key: null })
    if (!done.ok) {
      const isPutOff = ['overloaded', 'unavailable'].includes(done.rejection.kind)
      return { part, problem: isPutOff ? null : refusalOf(wish.kind, done.rejection), isPutOff }
    }
    // What changes nothing would be asked for again and again.
    if (done.value.replayed || step === MOST_STEPS) return { part, problem: null, isPutOff: false }
  }
}

function refusalOf(wish: string, rejection: Rejection): string {
  const state = rejection.kind === 'not_allowed_in_state' ? `: it is ${rejection.state}` : ''
  return `what came back can't be done here: ${wish}: ${rejection.kind}${state}`
}

function readEveryMs(part: FulfilmentOrder | undefined): number {
  return part?.status === 'handed_over' ? READ_UNDER_WAY_MS : READ_EVERY_MS
}

function isForgotten({ status, times }: FulfilmentOrder, at: number): boolean {
  return status === 'handed_over' && at - (times.handed_over ?? at) > FOLLOWED_MS
}
