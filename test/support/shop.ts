// A tenant with one account, two locations and a few SKUs, on a database of its own: enough for the lanes.
import { LANE_SETTINGS, type Lane, type LaneSettings } from '../../src/commit/lane.js'
import { Lanes } from '../../src/commit/lanes.js'
import type { PlaceOrder } from '../../src/order/commands/order.js'
import type { TopUp } from '../../src/order/commands/payment.js'
import type { MoveStock } from '../../src/order/commands/stock.js'
import { openPool, type Pool } from '../../src/store/pool.js'
import { createAccount, createTenant, putItem, putLocation } from '../../src/store/setup.js'
import { freshDatabase } from './database.js'

export interface Shop {
  readonly pool: Pool
  readonly tenantId: number
  readonly accountId: number
  readonly connectionString: string
  /** A lane as a server process of its own would have it: its own memory, its own connections. */
  lane(settings?: Partial<LaneSettings>, pool?: Pool): Lane
  place(wish: Partial<PlaceOrder> & { sku?: string; quantity?: number }): PlaceOrder
  receive(sku: string, quantity: number, location?: string): MoveStock
  topUp(amountMinor: number): TopUp
  close(): Promise<void>
}

export const SKUS = ['RED', 'GREEN', 'BLUE'] as const

export async function openShop(failures: unknown[] = [], usual: Partial<LaneSettings> = {}): Promise<Shop> {
  const database = await freshDatabase()
  const pool = openPool(database.connectionString, () => {})
  const pools = [pool]
  const at = Date.UTC(2026, 0, 1)
  const tenantId = (await createTenant(pool, 'shop', at)) ?? 0
  const wish = {
    outOfStock: 'refuse',
    refundReviewMs: 0,
    unpaidExpiryMs: null,
    routingPolicy: 'fewest_splits',
    payment: 'balance',
  } as const
  const account = { ...wish, name: 'buyer', currency: 'USD', stockOwnerId: null }
  const accountId = (await createAccount(pool, tenantId, account, at)) ?? 0
  for (const [index, code] of ['NEAR', 'FAR'].entries()) {
    const place = { code, number: null, name: code, region: null, enabled: true }
    await putLocation(pool, tenantId, { ...place, country: index === 0 ? 'US' : 'CN', priority: index + 1 })
  }
  for (const sku of SKUS) {
    const item = { sku, spu: null, name: sku, priceMinor: 100, costMinor: null, currency: 'USD', details: {} }
    await putItem(pool, tenantId, accountId, { ...item, weightGrams: 10, status: 'on_shelf' }, at)
  }
  const caller = { accountId, ownerId: accountId }
  return {
    pool,
    tenantId,
    accountId,
    connectionString: database.connectionString,
    lane(settings = {}, ownPool) {
      const connections = ownPool ?? openPool(database.connectionString, () => {})
      if (ownPool === undefined) pools.push(connections)
      const watch = { committed: () => {}, failed: (error: unknown) => void failures.push(error) }
      return new Lanes(connections, () => Date.now(), watch, {
        ...LANE_SETTINGS,
        ...usual,
        ...settings,
      }).of(tenantId)
    },
    place: ({ sku = 'RED', quantity = 1, ...wish }) => ({
      kind: 'place',
      caller,
      key: null,
      family: 'test',
      dialect: 'test',
      sellerOrderNumber: null,
      contentHash: `${sku} ${quantity}`,
      address: {
        country: 'US',
        recipient: 'Ada',
        phone: null,
        province: null,
        city: null,
        street1: null,
        street2: null,
        postalCode: null,
        ioss: null,
        vat: null,
      },
      lines: [{ sku, quantity, wishedLocation: null }],
      speed: null,
      remark: null,
      salesChannel: null,
      warnings: [],
      extra: null,
      ...wish,
    }),
    receive: (sku, quantity, location = 'NEAR') => ({
      kind: 'move_stock',
      caller,
      key: null,
      sku,
      location,
      quantity,
      reason: 'test',
    }),
    topUp: (amountMinor) => ({ kind: 'top_up', caller, key: null, accountId, amountMinor }),
    async close() {
      await Promise.all(pools.map((one) => one.end()))
      await database.drop()
    },
  }
}
