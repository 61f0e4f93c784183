/**
 * What platforms tell us by themselves of orders that were sent there: verified and stored when it comes, acknowledged
 * then, and brought to our orders by whoever works on the connection, in the way of what is asked for.
 */
import { hash } from 'node:crypto'
import { sentAt } from '../connect/outcomes.js'
import type { Seen } from '../connect/seen.js'
import { type Connection, type ConnectionName, readConnection } from '../store/connections.js'
import { changeForwarding, type Forwarding, namedForwardings } from '../store/forwardings.js'
import { endReceived, openReceived, storeReceived } from '../store/received-callbacks.js'
import type { CallbackReply, ToldOrder, ToldRequest } from '../wire/callbacks.js'
import { readJson } from '../wire/json.js'
import { apply } from './applying.js'
import { FOLLOWED } from './following.js'
import type { ForwardParts } from './parts.js'
import { openCredential } from './secrets.js'

type Job = Forwarding<Seen>

/** Longer than any sender goes on trying. */
const KEPT_MS = 14 * 86_400_000
const MOST_AT_ONCE = 500
const LONGEST_NUMBER = 128
const LONGEST_WORD = 64

/** Where a platform is to call, if it tells anything by itself; null: it doesn't. */
export function callbackPath(
  { platforms }: Pick<ForwardParts, 'platforms'>,
  { tenantId, connectionId, family }: Pick<Connection, 'tenantId' | 'connectionId' | 'family'>,
): string | null {
  return platforms.get(family)?.receiving === undefined ? null : `/callbacks/${tenantId}/${connectionId}`
}

/** Who doesn't prove to be the platform learns nothing, also not whether there is such a connection. */
const NOT_SIGNED: CallbackReply = { status: 401, body: '{"code":401,"message":"the signature does not fit"}' }
const NO_JSON: CallbackReply = { status: 400, body: '{"code":400,"message":"the body is no JSON"}' }

export async function receiveCallback(
  { pool, clock, box, platforms }: ForwardParts,
  name: ConnectionName,
  request: ToldRequest,
): Promise<CallbackReply> {
  const at = clock()
  const connection = await readConnection(pool, name.tenantId, name.connectionId)
  const receiving = platforms.get(connection?.family ?? '')?.receiving
  if (connection === null || receiving === undefined) return NOT_SIGNED
  const credential = openCredential(box, connection)
  if (credential === null || !receiving.isSigned(credential, request, at)) return NOT_SIGNED
  const body = readJson(request.body)
  if (!body.ok) return NO_JSON
  const told = receiving.read(body.value)
  if (told !== null) {
    const messageId = hash('sha256', receiving.idOf(request), 'hex')
    await storeReceived(pool, connection, { messageId, told: withinLimits(told) }, at)
  }
  return receiving.acknowledgement
}

/** What is too long names no order of ours, or is asked for instead. */
function withinLimits({ number, upstreamNumber, order }: ToldOrder): ToldOrder {
  const short = (text: string | null) => (text !== null && text.length <= LONGEST_NUMBER ? text : null)
  const isShort = order !== null && order.word.length <= LONGEST_WORD
  return {
    number: short(number),
    upstreamNumber: short(upstreamNumber),
    order: isShort ? { ...order, number: short(number), upstreamNumber: short(upstreamNumber) } : null,
  }
}

/** Brings to our orders what has been told since the last time; what has to be asked for is due then. */
export async function takeReceived(parts: ForwardParts, connection: Connection): Promise<void> {
  const { pool, clock } = parts
  const received = await openReceived<ToldOrder>(pool, connection, MOST_AT_ONCE)
  if (received.length === 0) return
  const done: string[] = []
  for (const { messageId, told } of received) {
    const jobs = await jobsOf(parts, connection, told)
    let isDone = true
    for (const job of jobs) isDone = (await bring(parts, connection, job, told)) && isDone
    if (isDone) done.push(messageId)
  }
  const at = clock()
  await endReceived(pool, connection, done, at, at - KEPT_MS)
}

/** False: somebody else was at work on it, and it is to be looked at once more. */
async function bring(
  parts: ForwardParts,
  connection: Connection,
  job: Job,
  { order }: ToldOrder,
): Promise<boolean> {
  // What tells of parcels, and not of what is in them, is only half of it.
  const isWhole = order !== null && (order.parcels ?? []).every((parcel) => parcel.lines !== null)
  if (isWhole) return apply(parts, connection, job, [order], true)
  const at = parts.clock()
  // That it is told of proves that it is there.
  const change = job.state === 'parked' ? { ...sentAt(at), nextAt: at } : { nextAt: at }
  return (await changeForwarding(parts.pool, job, change, at)) !== null
}

async function jobsOf(
  { pool }: ForwardParts,
  { tenantId, connectionId }: ConnectionName,
  { number, upstreamNumber }: ToldOrder,
): Promise<readonly Job[]> {
  const numbers = number === null ? [] : [number]
  const upstreamNumbers = upstreamNumber === null ? [] : [upstreamNumber]
  if (numbers.length + upstreamNumbers.length === 0) return []
  const named = await namedForwardings<Seen>(pool, tenantId, connectionId, numbers, upstreamNumbers)
  return named.filter((job) => isMeant(job, number) && FOLLOWED.has(job.state) && job.attempts > 0)
}

/** A platform's own number may be that of somebody else's order. */
function isMeant(job: Job, number: string | null): boolean {
  return number === null || number === job.number
}
