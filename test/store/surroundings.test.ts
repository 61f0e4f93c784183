// What is kept of items, locations and stores is never older than the orders that it is shown beside, whoever changes it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { putGoods } from '../../src/store/goods.js'
import { putItems } from '../../src/store/items.js'
import { listOrders } from '../../src/store/orders.js'
import { type Database, openPool, type Pool } from '../../src/store/pool.js'
import { createAccount, createTenant, putItem, putLocation, putStore } from '../../src/store/setup.js'
import { SurroundingsShelf } from '../../src/store/surroundings.js'
import { type FreshDatabase, freshDatabase } from '../support/database.js'

let database: FreshDatabase
/** Ours, and that of another process. */
let pool: Pool
let other: Pool

beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.connectionString, () => {})
  other = openPool(database.connectionString, () => {})
})
afterAll(async () => {
  await Promise.all([pool.end(), other.end()])
  await database.drop()
})

const NEW_ACCOUNT = {
  stockOwnerId: null,
  outOfStock: 'refuse',
  routingPolicy: 'fewest_splits',
  payment: 'none',
  currency: 'USD',
  refundReviewMs: null,
  unpaidExpiryMs: null,
} as const

const item = (sku: string, name: string) =>
  ({ sku, name, priceMinor: 1, currency: 'USD', weightGrams: 1, status: 'on_shelf' }) as const
const wholeItem = (sku: string, name: string) =>
  ({ ...item(sku, name), spu: null, costMinor: null, details: {} }) as const
const goods = (sku: string, name: string) => ({
  ...{ sku, name, weightGrams: 1, extra: {} },
  ...{ lengthMillimetres: 1, widthMillimetres: 1, heightMillimetres: 1 },
})
const location = (name: string) =>
  ({ code: 'A', number: null, name, country: 'US', region: null, priority: 1, enabled: true }) as const
const store = (sellerId: string) => ({ name: 's', marketplace: 'US', sellerId, status: 'active' }) as const

let tenants = 0
let whose: { tenantId: number; accountId: number; ownerId: number }
let shelf: SurroundingsShelf
/** How often the shelf has asked. */
let asked: number

beforeEach(async () => {
  tenants += 1
  const tenantId = (await createTenant(pool, `tenant ${tenants}`, 0)) ?? 0
  const accountId = (await createAccount(pool, tenantId, { name: 'first', ...NEW_ACCOUNT }, 0)) ?? 0
  whose = { tenantId, accountId, ownerId: accountId }
  asked = 0
  const counting = new Proxy<Pool>(pool, {
    get: (target, name) => {
      if (name === 'query') asked += 1
      return Reflect.get(target, name)
    },
  })
  shelf = new SurroundingsShelf(counting satisfies Database)
})

async function read(skus: readonly string[], by = whose) {
  const { catalogueVersion } = await listOrders(pool, by, {}, { pageNumber: 1, pageSize: 1 })
  return shelf.read(by, skus, catalogueVersion)
}

describe('what another process changes is shown by the next list', () => {
  test.each<[what: string, change: (name: string) => Promise<unknown>]>([
    ['items', (name) => putItems(other, whose.tenantId, [{ ...item('X', name), ownerId: whose.ownerId }], 0)],
    ['an item', (name) => putItem(other, whose.tenantId, whose.ownerId, wholeItem('X', name), 0)],
    ['goods', (name) => putGoods(other, { ...whose, currency: 'USD' }, [goods('X', name)], 0)],
    ['a location', (name) => putLocation(other, whose.tenantId, location(name))],
    [
      'a store',
      (name) =>
        putStore(other, whose.tenantId, { ...store(name), accountId: whose.accountId, storeNumber: 1 }),
    ],
  ])('%s', async (_, change) => {
    const words = async () => {
      const { items, locations, stores } = await read(['X'])
      return [items.get('X')?.name, locations.get('A')?.name, stores.get(1)?.sellerId].filter(
        (word) => word !== undefined,
      )
    }
    expect(await words()).toEqual([])
    await change('first')
    expect(await words()).toEqual(['first'])
    await change('second')
    expect(await words()).toEqual(['second'])
  })
})

test('what is known is not asked for again, nor that there is no such item', async () => {
  await putItems(pool, whose.tenantId, [{ ...item('X', 'ex'), ownerId: whose.ownerId }], 0)
  await read(['X', 'Y'])
  const { items } = await read(['Y', 'X'])
  expect([...items.keys()]).toEqual(['X'])
  expect(asked).toBe(1)
  await read(['X', 'Z'])
  expect(asked).toBe(2)
})

test('tenants, owners and accounts have their own', async () => {
  const { tenantId } = whose
  const second = (await createAccount(pool, tenantId, { name: 'second', ...NEW_ACCOUNT }, 0)) ?? 0
  const stranger = (await createTenant(pool, `stranger ${tenants}`, 0)) ?? 0
  const theirs = (await createAccount(pool, stranger, { name: 'first', ...NEW_ACCOUNT }, 0)) ?? 0
  await putItems(pool, tenantId, [{ ...item('X', 'ex'), ownerId: whose.ownerId }], 0)
  await putLocation(pool, tenantId, location('here'))
  await putStore(pool, tenantId, { ...store('seller'), accountId: whose.accountId, storeNumber: 1 })
  const seen = async (by: typeof whose) => {
    const { items, locations, stores } = await read(['X'], by)
    return [items.size, locations.size, stores.size]
  }
  expect(await seen(whose)).toEqual([1, 1, 1])
  expect(await seen({ tenantId, accountId: second, ownerId: second })).toEqual([0, 1, 0])
  expect(await seen({ tenantId, accountId: second, ownerId: whose.ownerId })).toEqual([1, 1, 0])
  expect(await seen({ tenantId: stranger, accountId: theirs, ownerId: theirs })).toEqual([0, 0, 0])
  expect(await seen(whose)).toEqual([1, 1, 1])
})
