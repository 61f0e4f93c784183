/** What fulfilment orders hold of stock levels. */
import type { LevelChange } from './command.js'
import type { FulfilmentOrder } from './order.js'

/** What a new one takes. Lines that draw on the same stock level are summed: one change per level. */
export function reservationsOf({ ownerId, location, lines }: FulfilmentOrder): LevelChange[] {
  const bySku = new Map<string, number>()
  for (const { sku, reserved } of lines) {
    if (reserved > 0) bySku.set(sku, (bySku.get(sku) ?? 0) + reserved)
  }
  return [...bySku].map(([sku, reserved]) => ({ ownerId, sku, location, onHand: 0, reserved, isNew: false }))
}
