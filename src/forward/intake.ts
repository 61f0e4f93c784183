/**
 * From a tenant's events to what is to be forwarded: each order that something happened to is looked at once more, and
 * the place up to which events have been read moves on in the transaction that writes down what was found.
 */
import { forwardedNumber, partsToForward, type RoutingRule } from '../order/forwarding.js'
import type { FollowedEvent } from '../order/setup-calls.js'
import { followEvents } from '../store/event-feed.js'
import {
  addForwardings,
  type FeedPosition,
  hastenForwardings,
  moveFeedPosition,
  type NewForwarding,
  readFeedPosition,
} from '../store/forwardings.js'
import { readOrderRecord } from '../store/order-records.js'
import { type Database, inTransaction, type Pool } from '../store/pool.js'
import { activeRules } from '../store/routing-rules.js'

const PAGE = 250

/** What changes nothing of whether a part is to be sent. */
const NO_NEWS: ReadonlySet<FollowedEvent['kind']> = new Set(['packed', 'handed_over', 'delivered', 'tracked'])
const END_OF_COMMIT = [Number.MAX_SAFE_INTEGER, 2_147_483_647] as const

/** False: all events have been looked at. */
export async function takeIn(pool: Pool, tenantId: number, at: number): Promise<boolean> {
  const from = await readFeedPosition(pool, tenantId)
  if (from === null) return false
  const version = await laneVersion(pool, tenantId)
  const { rows, next, more } = await followEvents(pool, tenantId, { after: from, limit: PAGE })
  const orderNumbers = [
    ...new Set(rows.filter((one) => !NO_NEWS.has(one.kind)).map((one) => one.orderNumber)),
  ]
  const rules = await activeRules(pool, tenantId)
  const parts: NewForwarding[] = []
  for (const orderNumber of orderNumbers)
    parts.push(...(await forwardedParts(pool, tenantId, orderNumber, rules)))
  const [commitVersion = 0, orderNumber = 0, eventVersion = 0] = next.map(Number)
  // A page of which nothing is left covers all that was committed before it was read.
  const isBehind = !more && version > commitVersion
  const to: FeedPosition = isBehind ? [version, ...END_OF_COMMIT] : [commitVersion, orderNumber, eventVersion]
  const moved = await inTransaction(pool, async (client) => {
    if (!(await moveFeedPosition(client, tenantId, from, to))) return false
    if (parts.length > 0) await addForwardings(client, tenantId, parts, at)
    if (orderNumbers.length > 0) await hastenForwardings(client, tenantId, orderNumbers, at)
    return true
  })
  return moved && more
}

async function forwardedParts(
  database: Database,
  tenantId: number,
  orderNumber: number,
  rules: readonly (RoutingRule & { readonly numberPrefix: string })[],
): Promise<NewForwarding[]> {
  if (rules.length === 0) return []
  const order = await readOrderRecord(database, tenantId, orderNumber)
  if (order === null) return []
  return partsToForward(order, rules).map(({ sequence, connectionId }) => {
    const prefix = rules.find((one) => one.connectionId === connectionId)?.numberPrefix ?? ''
    return { orderNumber, sequence, connectionId, number: forwardedNumber(prefix, orderNumber, sequence) }
  })
}

async function laneVersion(database: Database, tenantId: number): Promise<number> {
  const { rows } = await database.query<{ version: number }>(
    'select version from lanes where tenant_id = $1',
    [tenantId],
  )
  return rows[0]?.version ?? 0
}
