/** What shipping would cost: pure functions over a load that locks nothing. */
import type { AccountContext, QuoteCalls, QuoteLine, Serving } from '../../order/calls.js'
import { type Needs, needsOf } from '../../order/needs.js'
import { quoteByMethod, quoteBySpeed } from '../../order/quote.js'
import { type Snapshot, skuKey } from '../../order/snapshot.js'
import { loadBatch } from '../../store/batches.js'
import type { Pool } from '../../store/pool.js'
import { freshSnapshot } from '../snapshots.js'
import { callerOf } from './orders.js'

export function quoteCalls(pool: Pool): Serving<QuoteCalls> {
  return {
    quoteBySpeed: async (account, { lines, country }) => {
      const snapshot = await loadLines(pool, account, lines)
      return quoteBySpeed(snapshot, { caller: callerOf(account), lines, country })
    },
    quoteByMethod: async (account, { lines, country, location }) => {
      const snapshot = await loadLines(pool, account, lines)
      return quoteByMethod(snapshot, { caller: callerOf(account), lines, country }, location)
    },
  }
}

/** What decisions on these lines need, as it is now. */
export async function loadLines(
  pool: Pool,
  account: AccountContext,
  lines: readonly Pick<QuoteLine, 'sku'>[],
): Promise<Snapshot> {
  const { tenantId, accountId, ownerId } = account
  const needs: Needs = needsOf([])
  needs.accounts.add(accountId)
  for (const { sku } of lines) needs.skus.set(skuKey(ownerId, sku), { ownerId, sku })
  const loaded = await loadBatch(pool, { tenantId, needs, lock: false, batches: [], unpaidLimit: 0 })
  if (loaded === undefined) throw new Error(`tenant ${tenantId} has no lane`)
  return freshSnapshot(needs, loaded)
}
