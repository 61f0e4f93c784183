/** Sets what a file says was counted; where a level rises, those who wait for it get it in the same batch. */
import { freeing } from '../commit/calls/shortages.js'
import type { LaneOf } from '../commit/lanes.js'
import type { AccountContext } from '../order/calls.js'
import { accept } from '../order/rejection.js'
import type { Pool } from '../store/pool.js'
import type { Counted } from './stock-rows.js'
import type { Asked } from './wish.js'

/** A dry run looks for nobody who waits. */
export function stockCounter(
  pool: Pool,
  lanes: LaneOf,
  { tenantId, accountId, ownerId }: AccountContext,
  { reason, dryRun }: { readonly reason: string; readonly dryRun: boolean },
): (counted: Counted) => Promise<Asked> {
  const lane = lanes.of(tenantId)
  const caller = { accountId, ownerId }
  return async (counted) => {
    const command = { kind: 'count_stock', caller, key: null, reason, ...counted } as const
    const { location, sku } = counted
    const places = dryRun ? [] : [{ tenantId, ownerId, location, skus: [sku] }]
    const set = await freeing(pool, lane, command, places)
    return set.ok ? accept({ replayed: set.value.moved === 0 }) : set
  }
}
