/**
 * The engine as dialects see it, but for what comes in bulk, for what is forwarded, for callbacks, for people, for the request log and for tenants:
 * changes go through the tenant's commit lane, reads go to the store. `reviewSoon` is told of drafts that have just
 * been taken.
 */
import type { BulkCalls } from '../order/bulk-calls.js'
import type { CallbackCalls } from '../order/callback-calls.js'
import type { AccountContext, Engine, NewOrder } from '../order/calls.js'
import type { ConnectionCalls } from '../order/connection-calls.js'
import type { Order } from '../order/order.js'
import type { PeopleCalls } from '../order/people-calls.js'
import { accept, type Result } from '../order/rejection.js'
import type { RequestCalls } from '../order/request-calls.js'
import type { TenantCalls } from '../order/tenant-calls.js'
import type { ViewCalls } from '../order/view-calls.js'
import type { Pool } from '../store/pool.js'
import { sharedReads } from '../store/shared-reads.js'
import { SurroundingsShelf } from '../store/surroundings.js'
import { afterSaleCalls } from './calls/after-sales.js'
import { cartOrderCalls } from './calls/cart-orders.js'
import { cartCalls } from './calls/carts.js'
import { catalogueCalls } from './calls/catalogue.js'
import { orderActCalls } from './calls/order-acts.js'
import { orderReadCalls } from './calls/order-reads.js'
import { orderCalls } from './calls/orders.js'
import { oversightCalls } from './calls/oversight.js'
import { queueCalls } from './calls/queues.js'
import { quoteCalls } from './calls/quotes.js'
import { setupCalls } from './calls/setup.js'
import type { CredentialKeeping } from './calls/setup-credentials.js'
import { severalCalls } from './calls/several.js'
import { warehouseCalls } from './calls/warehouse.js'
import type { Lanes } from './lanes.js'

interface Elsewhere
  extends BulkCalls,
    ConnectionCalls,
    CallbackCalls,
    PeopleCalls,
    RequestCalls,
    TenantCalls,
    ViewCalls {}

export function createEngine(
  pool: Pool,
  lanes: Lanes,
  clock: () => number,
  keeping: CredentialKeeping,
  reviewSoon: (tenantId: number, draft: Order) => void,
): Omit<Engine, keyof Elsewhere> {
  const orders = orderCalls(pool, lanes, reviewSoon)
  const reads = sharedReads(pool)
  const shelf = new SurroundingsShelf(reads)
  const placeOne = async (account: AccountContext, order: NewOrder): Promise<Result<Order>> => {
    const placed = await orders.placeAndShow(account, order)
    return placed.ok ? accept(placed.value.order) : placed
  }
  return {
    ...orders,
    ...orderReadCalls(reads, shelf),
    ...severalCalls(pool, clock, placeOne),
    ...cartCalls(pool, clock),
    ...cartOrderCalls(pool, clock, placeOne),
    ...orderActCalls(pool, lanes),
    ...afterSaleCalls(pool, shelf),
    ...quoteCalls(pool),
    ...catalogueCalls(pool),
    ...warehouseCalls(pool, lanes, clock),
    ...queueCalls(pool),
    ...setupCalls(pool, reads, lanes, clock, keeping),
    ...oversightCalls(pool, clock),
  }
}
