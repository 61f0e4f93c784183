// A shop whose lanes send their batches in one way or another: what a lane promises holds for each of them.
import type { LaneSettings } from '../../src/commit/lane.js'
import type { Result } from '../../src/order/rejection.js'
import { openShop, type Shop } from '../support/shop.js'

export const WAYS: readonly (readonly [string, Partial<LaneSettings>])[] = [
  ['batches as they come', {}],
  ['batches of three, sent behind one another', { batchLimit: 3, behindFrom: 1 }],
]

export interface LaneShop {
  readonly shop: Shop
  /** What broke inside its lanes. */
  readonly failures: readonly unknown[]
  count(table: string): Promise<number>
  /** Of a SKU at NEAR. */
  level(sku: string): Promise<{ readonly on_hand: number; readonly reserved: number } | undefined>
}

export async function openLaneShop(settings: Partial<LaneSettings>): Promise<LaneShop> {
  const failures: unknown[] = []
  const shop = await openShop(failures, settings)
  return {
    shop,
    failures,
    count: async (table) => {
      const { rows } = await shop.pool.query<{ n: number }>(`select count(*)::integer as n from ${table}`)
      return rows[0]?.n ?? -1
    },
    level: async (sku) => {
      const { rows } = await shop.pool.query<{ on_hand: number; reserved: number }>(
        'select on_hand, reserved from stock_levels where sku = $1 and location = $2',
        [sku, 'NEAR'],
      )
      return rows[0]
    },
  }
}

/** How many were accepted, and how many refused as what. */
export const kinds = (results: readonly Result<unknown>[]) =>
  results.reduce<Record<string, number>>((counts, result) => {
    const kind = result.ok ? 'accepted' : result.rejection.kind
    counts[kind] = (counts[kind] ?? 0) + 1
    return counts
  }, {})
