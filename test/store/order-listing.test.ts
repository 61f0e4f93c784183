// The listing against the plainest way to list: all orders, filtered and sorted in this process. Orders are made and
// changed at random; the listing follows at random moments, and every answer must be the same whether it has or not.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OrderFilter, OrderPaging, StatePattern } from '../../src/order/calls.js'
import { compose, matching } from '../../src/store/order-filter.js'
import { followOrders, listByListing, tenantsBehind } from '../../src/store/order-listing.js'
import { listOrderRecords } from '../../src/store/order-records.js'
import { openPool, type Pool } from '../../src/store/pool.js'
import { createAccount, createTenant } from '../../src/store/setup.js'
import { type FreshDatabase, freshDatabase } from '../support/database.js'
import { type Account, changeOrder, insertOrder, type MadeOrder } from './made-orders.js'

let database: FreshDatabase
let pool: Pool

beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.connectionString, () => {})
})
afterAll(async () => {
  await pool.end()
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

let tenants = 0

async function openTenant(): Promise<readonly [Account, Account]> {
  tenants += 1
  const tenantId = (await createTenant(pool, `tenant ${tenants}`, 0)) ?? 0
  const [first = 0, second = 0] = [
    (await createAccount(pool, tenantId, { name: 'first', ...NEW_ACCOUNT }, 0)) ?? 0,
    (await createAccount(pool, tenantId, { name: 'second', ...NEW_ACCOUNT }, 0)) ?? 0,
  ]
  await pool.query(
    `insert into stores (tenant_id, store_number, account_id, name, marketplace, seller_id, status)
     values ($1, 1, $2, 'a', 'US', '', 'active'), ($1, 2, $2, 'b', 'JP', '', 'active')`,
    [tenantId, first],
  )
  return [
    { tenantId, accountId: first },
    { tenantId, accountId: second },
  ]
}

async function follow(tenantId: number, most: number): Promise<void> {
  while ((await followOrders(pool, tenantId, most)) > 0);
}

/** Some seconds, some minutes, some months: spans of every level are begun and left in the middle. */
const START = Date.UTC(2026, 0, 15, 8, 30, 0, 500)
const moment = fc
  .tuple(fc.constantFrom(1, 700, 4_000, 3_600_000, 86_400_000 * 20), fc.nat(9))
  .map(([unit, count]) => START + unit * count)

const made: fc.Arbitrary<MadeOrder> = fc.record({
  family: fc.constantFrom('kakaclo', 'lingxing', 'apicenter'),
  scope: fc.constantFrom('', 'CK/1'),
  storeNumber: fc.constantFrom(null, 1, 2),
  orderStatus: fc.constantFrom('processing', 'completed', 'cancelled'),
  financialStatus: fc.constantFrom('none', 'paid'),
  parts: fc.array(fc.constantFrom('allocated', 'packed', 'shortage', 'handed_over', 'cancelled'), {
    maxLength: 2,
  }),
  reduced: fc.boolean(),
  endedShort: fc.boolean(),
  skus: fc.array(fc.constantFrom('RED', 'BLUE', 'red'), { minLength: 1, maxLength: 3 }),
  recipient: fc.constantFrom('Ann Lee', 'ANN LEE', 'Ånne', 'Bob', 'Zoë'),
  tracking: fc.constantFrom(null, 'T-1', 'T-2'),
  createdAt: moment,
})

/** Most orders shall match. */
const seldom = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one })

const words = <T extends string>(...all: T[]) => seldom(fc.subarray(all))
const pattern: fc.Arbitrary<StatePattern> = fc
  .record({
    orderStatus: words('processing', 'completed', 'cancelled'),
    financialStatus: words('none', 'paid'),
    part: words('allocated', 'packed', 'shortage', 'handed_over'),
    withoutPart: words('allocated', 'packed', 'cancelled'),
    loss: words('none', 'cancelled', 'short'),
  })
  .map(defined)

const filters: fc.Arbitrary<OrderFilter> = fc
  .record({
    family: seldom(fc.constantFrom('kakaclo', 'lingxing', 'apicenter')),
    dialect: seldom(fc.constantFrom('kakaclo/', 'lingxing/CK/1', 'kakaclo')),
    numberScope: seldom(fc.constantFrom('', 'CK/1')),
    storeNumbers: seldom(fc.subarray([1, 2, 3])),
    states: seldom(fc.array(pattern, { maxLength: 3 })),
    createdFrom: seldom(moment),
    createdTo: seldom(moment),
    updatedFrom: seldom(moment),
    updatedTo: seldom(moment),
    storeDays: seldom(
      fc.constantFrom('2026-01-15', '2026-01-16', '2026-02-04').map((from) => ({
        from,
        to: '2026-03-01',
        zones: new Map([
          ['US', 'America/Los_Angeles'],
          ['JP', 'Asia/Tokyo'],
        ]),
      })),
    ),
  })
  .map(defined)

const pagings: fc.Arbitrary<OrderPaging> = fc.record({
  by: fc.constantFrom('created', 'updated'),
  newestFirst: fc.boolean(),
  pageNumber: fc.integer({ min: 1, max: 4 }),
  pageSize: fc.integer({ min: 1, max: 12 }),
  skip: fc.oneof(fc.constant(0), fc.nat(60), fc.nat(900)),
})

function defined<T extends object>(all: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>
  }
}

interface Row {
  readonly order_number: number
  readonly created_at: Date
  readonly updated_at: Date
}

/** Every order that matches, by the conditions that orders named by number are read with. */
async function plainly(account: Account, filter: OrderFilter, paging: OrderPaging) {
  const statement = compose
    .selectFrom('orders as o')
    .select(['o.order_number', 'o.created_at', 'o.updated_at'])
    .where(matching(account, filter))
    .compile()
  const { rows } = await pool.query<Row>(statement.sql, [...statement.parameters])
  const time = (row: Row) => (paging.by === 'updated' ? row.updated_at : row.created_at).getTime()
  const sorted = [...rows].sort((a, b) => time(a) - time(b) || a.order_number - b.order_number)
  if (paging.newestFirst === true) sorted.reverse()
  const from = (paging.skip ?? 0) + (paging.pageNumber - 1) * paging.pageSize
  const numbers = sorted.slice(from, from + paging.pageSize).map((row) => row.order_number)
  return { total: rows.length, numbers }
}

async function byListing(account: Account, filter: OrderFilter, paging: OrderPaging) {
  const { orders, total } = await listByListing(pool, account, filter, paging)
  return { total, numbers: orders.map((order) => order.orderNumber) }
}

const SEED = Number(process.env.SEED ?? 4711)
const RUNS = Number(process.env.RUNS ?? 12)

describe(`lists (seed ${SEED})`, () => {
  test('are as if nothing followed anything, however far it has followed', { timeout: 120_000 }, async () => {
    const questions = fc.array(fc.tuple(filters, pagings), { minLength: 12, maxLength: 12 })
    const step = fc.record({
      more: fc.array(made, { maxLength: 60 }),
      repeated: fc.constantFrom(1, 1, 10),
      changes: fc.array(fc.tuple(fc.nat(), made, moment), { maxLength: 30 }),
      followed: fc.constantFrom(0, 7, 1000),
      questions,
    })
    const story = fc.array(step, { minLength: 3, maxLength: 5 })
    const property = fc.asyncProperty(story, async (steps) => {
      const [account, other] = await openTenant()
      const numbers: number[] = []
      for (const { more, repeated, changes, followed, questions } of steps) {
        for (const [index, one] of more.entries()) {
          const owner = index % 10 === 9 ? other : account
          for (let time = 0; time < repeated; time++) numbers.push(await insertOrder(pool, owner, one))
        }
        if (followed > 0) await follow(account.tenantId, followed)
        for (const [index, change, at] of changes) {
          const number = numbers[index % numbers.length]
          if (number !== undefined) await changeOrder(pool, account.tenantId, number, change, at)
        }
        for (const [filter, paging] of questions) {
          expect(await byListing(account, filter, paging)).toEqual(await plainly(account, filter, paging))
        }
      }
      await follow(account.tenantId, 100)
      expect(await tenantsBehind(pool)).not.toContain(account.tenantId)
      const { rows } = await pool.query(
        `select class_id, sum(orders)::integer as orders from order_counts
         where tenant_id = $1 and axis = 2 and level = 0 group by class_id
         except
         select class_id, count(*)::integer from order_listing where tenant_id = $1 group by class_id`,
        [account.tenantId],
      )
      expect(rows).toEqual([])
    })
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true })
  })

  test('searches find what applies to it, page by page, newest first', { timeout: 120_000 }, async () => {
    const search = fc
      .record({
        account: seldom(fc.constantFrom('first', 'second', 'nobody')),
        orderStatus: seldom(fc.constantFrom('processing', 'completed')),
        financialStatus: seldom(fc.constantFrom('none', 'paid')),
        sku: seldom(fc.constantFrom('RED', 'BLUE', 'red', 'GREY')),
        recipient: seldom(fc.constantFrom('ann', 'ANN L', 'ånn', 'bob', 'zoë', 'x')),
        trackingNumber: seldom(fc.constantFrom('T-1', 't-1')),
        createdFrom: seldom(moment),
        createdTo: seldom(moment),
        updatedFrom: seldom(moment),
      })
      .map(defined)
    const story = fc.record({
      before: fc.array(made, { minLength: 20, maxLength: 60 }),
      after: fc.array(made, { maxLength: 20 }),
      changes: fc.array(fc.tuple(fc.nat(), made, moment), { maxLength: 20 }),
      searches: fc.array(search, { minLength: 15, maxLength: 15 }),
      limit: fc.integer({ min: 1, max: 9 }),
    })
    const property = fc.asyncProperty(story, async ({ before, after, changes, searches, limit }) => {
      const accounts = await openTenant()
      const [{ tenantId }] = accounts
      const all = new Map<number, MadeOrder & { account: string; updatedAt: number }>()
      const insert = async (one: MadeOrder, index: number) => {
        const second = index % 3 === 2
        const number = await insertOrder(pool, accounts[second ? 1 : 0], one)
        all.set(number, { ...one, account: second ? 'second' : 'first', updatedAt: one.createdAt })
      }
      for (const [index, one] of before.entries()) await insert(one, index)
      await follow(tenantId, 1000)
      for (const [index, one] of after.entries()) await insert(one, index)
      for (const [index, change, at] of changes) {
        const [number, order] = [...all][index % all.size] ?? []
        if (number === undefined || order === undefined) continue
        await changeOrder(pool, tenantId, number, change, at)
        const { orderStatus, financialStatus, parts, tracking } = change
        all.set(number, { ...order, orderStatus, financialStatus, parts, tracking, updatedAt: at })
      }
      for (const wanted of searches) {
        const expected = [...all]
          .filter(([, one]) => applies(one, wanted))
          .sort(([a, one], [b, two]) => two.createdAt - one.createdAt || b - a)
          .map(([number]) => number)
        const found: number[] = []
        let after: readonly (string | number)[] | null = null
        do {
          const slice = await listOrderRecords(pool, tenantId, wanted, { after, limit })
          found.push(...slice.rows.map((row) => row.orderNumber))
          after = slice.next
        } while (after !== null)
        expect({ wanted, found }).toEqual({ wanted, found: expected })
      }
    })
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true })
  })
})

type Wanted = Parameters<typeof listOrderRecords>[2]

function applies(order: MadeOrder & { account: string; updatedAt: number }, wanted: Wanted): boolean {
  const shipped = order.parts.includes('handed_over') ? order.tracking : null
  return (
    (wanted.account ?? order.account) === order.account &&
    (wanted.orderStatus ?? order.orderStatus) === order.orderStatus &&
    (wanted.financialStatus ?? order.financialStatus) === order.financialStatus &&
    (wanted.sku === undefined || order.skus.includes(wanted.sku)) &&
    order.recipient.toLowerCase().startsWith((wanted.recipient ?? '').toLowerCase()) &&
    (wanted.trackingNumber ?? shipped) === shipped &&
    (wanted.createdFrom ?? 0) <= order.createdAt &&
    (wanted.createdTo ?? Number.POSITIVE_INFINITY) >= order.createdAt &&
    (wanted.updatedFrom ?? 0) <= order.updatedAt
  )
}
