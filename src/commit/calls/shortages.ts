/** Stock that has come in, or is free again, goes to those who have waited for it longest. */

import type { Pool } from '../../store/pool.js'
import { readShortParts } from '../../store/shortages.js'
import type { Lane } from '../lane.js'

export interface FreedStock {
  readonly tenantId: number
  readonly ownerId: number
  readonly location: string
  readonly skus: readonly string[]
}

const MOST_PARTS = 500

/** First come, first served: whoever stays short keeps the SKUs it waits for from those behind it. */
export async function allocateShort(pool: Pool, lane: Lane, freed: FreedStock): Promise<void> {
  const { ownerId } = freed
  const blocked = new Set<string>()
  for (const part of await readShortParts(pool, freed, freed.skus, MOST_PARTS)) {
    if (part.skus.some((sku) => blocked.has(sku))) continue
    const { accountId, orderNumber, sequence, skus } = part
    const caller = { accountId, ownerId }
    const tried = await lane.submit({ kind: 'allocate', caller, key: null, orderNumber, sequence, skus })
    if (tried.ok && !tried.value.replayed) continue
    for (const sku of skus) blocked.add(sku)
  }
}
