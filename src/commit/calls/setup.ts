/** Setting a tenant up, and what operators ask of its orders and stock: the groups of calls, put together. */
import type { Serving } from '../../order/calls.js'
import type { SetupCalls } from '../../order/setup-calls.js'
import type { Database, Pool } from '../../store/pool.js'
import type { Lanes } from '../lanes.js'
import { accountCalls } from './setup-accounts.js'
import { type CredentialKeeping, credentialCalls } from './setup-credentials.js'
import { anyNoticeCalls } from './setup-notices.js'
import { anyOrderCalls } from './setup-orders.js'
import { shippingCalls } from './setup-shipping.js'
import { stockCalls } from './setup-stock.js'

export function setupCalls(
  pool: Pool,
  reads: Database,
  lanes: Lanes,
  clock: () => number,
  keeping: CredentialKeeping,
): Serving<SetupCalls> {
  return {
    ...accountCalls(pool, lanes, clock),
    ...credentialCalls(pool, clock, keeping),
    ...stockCalls(pool, lanes, clock),
    ...shippingCalls(pool, clock),
    ...anyNoticeCalls(pool, lanes, clock),
    ...anyOrderCalls(pool, reads, lanes, clock),
  }
}
