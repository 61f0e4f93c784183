// The corner shop of the model as a tenant in a database, and what is stored of it.
import { LANE_SETTINGS, type Lane } from '../../src/commit/lane.js'
import { Lanes } from '../../src/commit/lanes.js'
import type { Order } from '../../src/order/order.js'
import type { RoutingPolicyName } from '../../src/order/routing.js'
import { putItems } from '../../src/store/items.js'
import { readOrderByNumber } from '../../src/store/orders.js'
import { openPool, type Pool } from '../../src/store/pool.js'
import {
  createAccount,
  createTenant,
  putLocation,
  putShippingMethod,
  putShippingRate,
  putStore,
} from '../../src/store/setup.js'
import { accountOf, BUYERS, ITEMS, LOCATIONS, METHODS, RATES, START, STORES } from '../order/corner-shop.js'
import type { Model } from '../order/lifecycle-model.js'
import { differences } from '../order/lifecycle-model-view.js'
import { TERMS } from '../order/lifecycle-model-world.js'
import { type FreshDatabase, freshDatabase } from '../support/database.js'

/** Two server processes on one database: each has its own connections and its own memory. */
export class Town {
  readonly failures: unknown[] = []
  readonly database: FreshDatabase
  readonly pools: readonly Pool[]
  #shops = 0

  private constructor(database: FreshDatabase) {
    this.database = database
    this.pools = [0, 1].map(() => openPool(database.connectionString, () => {}))
  }

  static async open(): Promise<Town> {
    return new Town(await freshDatabase())
  }

  async close(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.end()))
    await this.database.drop()
  }

  async openShop(policy: RoutingPolicyName): Promise<StoredShop> {
    const [pool] = this.pools
    if (pool === undefined) throw new Error('a town has pools')
    this.#shops += 1
    const tenantId = (await createTenant(pool, `shop ${this.#shops}`, START)) ?? 0
    for (const { accountId, ownerId } of BUYERS) {
      const account = { ...accountOf(accountId, { routingPolicy: policy }), stockOwnerId: ownerId }
      const given = await createAccount(pool, tenantId, { ...account, ...TERMS[accountId] }, START)
      if (given !== accountId) throw new Error('accounts are not numbered from 1')
    }
    for (const location of LOCATIONS) await putLocation(pool, tenantId, location)
    for (const method of METHODS) await putShippingMethod(pool, tenantId, method)
    for (const rate of RATES) await putShippingRate(pool, tenantId, rate)
    for (const store of STORES) await putStore(pool, tenantId, store)
    await putItems(pool, tenantId, ITEMS, START)
    return new StoredShop(this, pool, tenantId)
  }
}

export class StoredShop {
  readonly tenantId: number
  readonly lanes: readonly Lane[]
  at = START
  readonly #pool: Pool

  constructor(town: Town, pool: Pool, tenantId: number) {
    this.tenantId = tenantId
    this.#pool = pool
    const watch = { committed: () => {}, failed: (error: unknown) => void town.failures.push(error) }
    this.lanes = town.pools.map((each) => new Lanes(each, () => this.at, watch, LANE_SETTINGS).of(tenantId))
  }

  order(accountId: number, orderNumber: number): Promise<Order | undefined> {
    return readOrderByNumber(this.#pool, { tenantId: this.tenantId, accountId }, orderNumber)
  }

  /** In what the rows differ from the model: stock, money, and all orders. */
  async differences(model: Model): Promise<string[]> {
    const orders: string[] = []
    for (const order of model.orders) {
      orders.push(...differences(await this.order(order.accountId, order.orderNumber), order))
    }
    return [...orders, ...(await this.differencesBesideOrders(model))]
  }

  /** The same, of stock and money, and of how many orders there are. */
  async differencesBesideOrders(model: Model): Promise<string[]> {
    const [levels, defective, entries, count] = await Promise.all([
      this.#texts(`select concat_ws(' ', owner_id, sku, location, on_hand, reserved) as text from stock_levels
        where tenant_id = $1 order by 1`),
      this.#texts(`select concat_ws(' ', owner_id, sku, location, quantity) as text from defective_stock
        where tenant_id = $1 order by 1`),
      this.#texts(`select concat_ws(' ', account_id, kind, amount_minor, order_number) as text from account_entries
        where tenant_id = $1 order by account_id, entry_number`),
      this.#texts('select count(*)::text as text from orders where tenant_id = $1'),
    ])
    const held = model.heldNow()
    const meant = {
      levels: [...model.onHand].map(([key, onHand]) => `${key} ${onHand} ${held.get(key) ?? 0}`).sort(),
      defective: [...model.defective].map(([key, pieces]) => `${key} ${pieces}`).sort(),
      entries: [...model.bookings].flatMap(([accountId, bookings]) =>
        bookings.map((one) => [accountId, one.kind, one.amountMinor, one.orderNumber ?? ''].join(' ').trim()),
      ),
      count: [String(model.orders.length)],
    }
    const told = { levels: levels.sort(), defective: defective.sort(), entries, count }
    const wrong = (['levels', 'defective', 'entries', 'count'] as const).filter(
      (name) => told[name].join('\n') !== meant[name].join('\n'),
    )
    return wrong.map((name) => `${name}: ${told[name].join('; ')} — not ${meant[name].join('; ')}`)
  }

  async #texts(query: string): Promise<string[]> {
    const { rows } = await this.#pool.query<{ text: string }>(query, [this.tenantId])
    return rows.map((row) => row.text)
  }
}
