/** The orders of all of a tenant's accounts, whichever dialect they came by. */

import { asPlaced } from '../../order/as-placed.js'
import type { CommandKey } from '../../order/caller.js'
import type { AccountContext, Serving } from '../../order/calls.js'
import { accept, type FieldFault, type Rejection, type Result, refuse } from '../../order/rejection.js'
import type { AfterSaleRecord, OrderRecord, SetupCalls } from '../../order/setup-calls.js'
import { findAfterSale, listAfterSaleRecords } from '../../store/after-sales.js'
import { followEvents } from '../../store/event-feed.js'
import { claimKey } from '../../store/keys.js'
import { readLabel } from '../../store/labels.js'
import {
  listOrderEvents,
  listOrderRecords,
  ownerOfOrder,
  readOrderRecord,
} from '../../store/order-records.js'
import type { Database, Pool } from '../../store/pool.js'
import { unknownLocations } from '../../store/shipping.js'
import { act } from '../acts.js'
import type { Lanes } from '../lanes.js'
import { orderCalls } from './orders.js'
import { patiently } from './patience.js'
import { namedAccount } from './setup-accounts.js'

type AnyOrderCalls = Pick<
  SetupCalls,
  | 'placeForAccount'
  | 'readAnyOrder'
  | 'readLabel'
  | 'listAnyOrders'
  | 'actOnAnyOrder'
  | 'actOnAnyAfterSale'
  | 'readAnyAfterSale'
  | 'listAnyAfterSales'
  | 'listOrderEvents'
  | 'followEvents'
>

const FIRST_EVENT = { after: null, limit: 1 }

export function anyOrderCalls(
  pool: Pool,
  reads: Database,
  lanes: Lanes,
  clock: () => number,
): Serving<AnyOrderCalls> {
  const { placeOrder } = orderCalls(pool, lanes)
  const actFor = async (
    caller: AccountContext,
    { orderNumber, wish, key }: SetupCalls['actOnAnyOrder']['input'],
  ) => {
    const { tenantId } = caller
    const owner = await ownerOfOrder(pool, tenantId, orderNumber)
    if (owner === null) return refuse(noOrder(orderNumber))
    const reused = await claimForOther(pool, caller, owner.accountId, key, clock())
    if (reused !== null) return refuse(reused)
    return act(pool, lanes.of(tenantId), { tenantId, caller: owner, orderNumber, wish, key })
  }
  return {
    placeForAccount: async (caller, { account: name, order, key }) => {
      const account = await accountNamed(pool, caller, name)
      if (!account.ok) return account
      const fault = await unknownLocation(pool, caller.tenantId, order.lines)
      if (fault !== null) return refuse({ kind: 'invalid_field', faults: [fault] })
      const reused = await claimForOther(pool, caller, account.value.accountId, key, clock())
      if (reused !== null) return refuse(reused)
      const placed = await placeOrder(account.value, { ...order, key })
      if (!placed.ok) return placed
      const { orderNumber } = placed.value
      return patiently(async () => {
        const { rows } = await listOrderEvents(pool, caller.tenantId, orderNumber, FIRST_EVENT)
        const found = await record(pool, caller.tenantId, orderNumber)
        return found.ok ? accept(asPlaced(found.value, rows[0])) : found
      })
    },
    readAnyOrder: ({ tenantId }, { orderNumber }) => record(reads, tenantId, orderNumber),
    readLabel: async ({ tenantId }, { orderNumber }) => {
      const order = await readOrderRecord(pool, tenantId, orderNumber)
      if (order === null) return refuse(noOrder(orderNumber))
      const { label } = order.details
      const kept =
        label === null || 'url' in label ? undefined : await readLabel(pool, tenantId, label.digest)
      return kept === undefined
        ? refuse({ kind: 'not_found', what: 'label of order', id: String(orderNumber) })
        : accept(kept)
    },
    listAnyOrders: async ({ tenantId }, { search, ...slice }) =>
      accept(await listOrderRecords(reads, tenantId, search, slice)),
    actOnAnyOrder: async (caller, { orderNumber, wish, key }) => {
      const done = await actFor(caller, { orderNumber, wish, key })
      if (!done.ok) return done
      const after = await patiently(() => record(pool, caller.tenantId, orderNumber))
      return after.ok ? accept({ order: after.value, ...done.value }) : after
    },
    actOnAnyAfterSale: async (caller, { afterSaleNumber, wish, key }) => {
      const { tenantId } = caller
      const found = await findAfterSale(pool, tenantId, afterSaleNumber)
      if (found === null) return refuse(noAfterSale(afterSaleNumber))
      const done = await actFor(caller, { orderNumber: found.orderNumber, wish, key })
      return done.ok ? patiently(() => afterSaleRecord(pool, tenantId, afterSaleNumber)) : done
    },
    readAnyAfterSale: ({ tenantId }, { afterSaleNumber }) => afterSaleRecord(pool, tenantId, afterSaleNumber),
    listAnyAfterSales: async ({ tenantId }, { search, ...slice }) =>
      accept(await listAfterSaleRecords(pool, tenantId, search, slice)),
    listOrderEvents: async ({ tenantId }, { orderNumber, ...slice }) => {
      const found = await ownerOfOrder(pool, tenantId, orderNumber)
      if (found === null) return refuse(noOrder(orderNumber))
      return accept(await listOrderEvents(pool, tenantId, orderNumber, slice))
    },
    followEvents: async ({ tenantId }, slice) => accept(await followEvents(pool, tenantId, slice)),
  }
}

async function record(
  database: Database,
  tenantId: number,
  orderNumber: number,
): Promise<Result<OrderRecord>> {
  const found = await readOrderRecord(database, tenantId, orderNumber)
  return found === null ? refuse(noOrder(orderNumber)) : accept(found)
}

async function afterSaleRecord(
  pool: Pool,
  tenantId: number,
  afterSaleNumber: number,
): Promise<Result<AfterSaleRecord>> {
  const { rows } = await listAfterSaleRecords(pool, tenantId, { afterSaleNumber }, { after: null, limit: 1 })
  const [found] = rows
  return found === undefined ? refuse(noAfterSale(afterSaleNumber)) : accept(found)
}

function noAfterSale(afterSaleNumber: number): Rejection {
  return { kind: 'not_found', what: 'after-sale', id: String(afterSaleNumber) }
}

function noOrder(orderNumber: number): Rejection {
  return { kind: 'not_found', what: 'order', id: String(orderNumber) }
}

/** The account for which to place; null: the caller's own. */
export async function accountNamed(
  pool: Pool,
  caller: AccountContext,
  name: string | null,
): Promise<Result<AccountContext>> {
  if (name === null) return accept(caller)
  const named = await namedAccount(pool, caller.tenantId, name)
  if (!named.ok) return named
  const { accountId, stockOwnerId, currency } = named.value
  return accept({ tenantId: caller.tenantId, accountId, ownerId: stockOwnerId, currency })
}

/** Where a dialect's unknown location is a mere wish, here it is a mistake. Locations are never deleted. */
async function unknownLocation(
  pool: Pool,
  tenantId: number,
  lines: readonly { readonly wishedLocation: string | null }[],
): Promise<FieldFault | null> {
  const wished = [...new Set(lines.flatMap(({ wishedLocation }) => wishedLocation ?? []))]
  if (wished.length === 0) return null
  const unknown = new Set(await unknownLocations(pool, tenantId, wished))
  const index = lines.findIndex(({ wishedLocation }) => unknown.has(wishedLocation ?? ''))
  if (index === -1) return null
  const problem = `is "${lines[index]?.wishedLocation}", and there is no such stock location`
  return { path: `lines[${index}].location`, problem }
}

/**
 * A lane remembers a key with the account that its command is about. Where that is not the caller's own, the
 * caller's is told as well, so that one key of one caller never stands for two requests.
 */
export async function claimForOther(
  pool: Pool,
  caller: AccountContext,
  accountId: number,
  key: CommandKey | null,
  at: number,
): Promise<Rejection | null> {
  if (key === null || accountId === caller.accountId) return null
  const earlier = await claimKey(pool, caller.tenantId, caller.accountId, key, at)
  if (earlier === null || earlier.contentHash === key.contentHash) return null
  return { kind: 'key_reused', key: key.key }
}
