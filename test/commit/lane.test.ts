// The lane's promises, on a real PostgreSQL: nothing oversold, nothing twice, nothing lost, whoever else writes.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { payAllWaiting } from '../../src/commit/calls/payments.js'
import type { LaneSettings } from '../../src/commit/lane.js'
import { BatchEffects, batchRows } from '../../src/commit/rows.js'
import { needsOf } from '../../src/order/needs.js'
import type { Result } from '../../src/order/rejection.js'
import { commitBatch, loadBatch } from '../../src/store/batches.js'
import { openPool, type Pool, STALE } from '../../src/store/pool.js'
import { putItem } from '../../src/store/setup.js'
import { openShop, type Shop } from '../support/shop.js'

let shop: Shop
let failures: unknown[]

const WAYS: readonly (readonly [string, Partial<LaneSettings>])[] = [
  ['batches as they come', {}],
  ['batches of three, sent behind one another', { batchLimit: 3, behindFrom: 1 }],
]

describe.each(WAYS)('%s', (_way, settings) => {
  beforeEach(async () => {
    failures = []
    shop = await openShop(failures, settings)
  })

  afterEach(async () => {
    await shop.close()
  })

  const kinds = (results: readonly Result<unknown>[]) =>
    results.reduce<Record<string, number>>((counts, result) => {
      const kind = result.ok ? 'accepted' : result.rejection.kind
      counts[kind] = (counts[kind] ?? 0) + 1
      return counts
    }, {})

  async function count(table: string): Promise<number> {
    const { rows } = await shop.pool.query<{ n: number }>(`select count(*)::integer as n from ${table}`)
    return rows[0]?.n ?? -1
  }

  async function level(sku: string) {
    const { rows } = await shop.pool.query<{ on_hand: number; reserved: number }>(
      'select on_hand, reserved from stock_levels where sku = $1 and location = $2',
      [sku, 'NEAR'],
    )
    return rows[0]
  }

  describe('stock', () => {
    test('200 orders at once for 50 pieces: exactly 50 accepted, 150 refused naming the SKU', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 50))
      const results = await Promise.all(Array.from({ length: 200 }, () => lane.submit(shop.place({}))))
      expect(kinds(results)).toEqual({ accepted: 50, out_of_stock: 150 })
      for (const result of results) {
        if (!result.ok) expect(result.rejection).toMatchObject({ sku: 'RED', asked: 1, available: 0 })
      }
      expect(await level('RED')).toEqual({ on_hand: 50, reserved: 50 })
      expect(await count('orders')).toBe(50)
    })

    test('the same with two server processes on one database', async () => {
      const lanes = [shop.lane(), shop.lane()]
      await lanes[0]?.submit(shop.receive('RED', 50))
      const results = await Promise.all(
        Array.from(
          { length: 200 },
          (_, index) => lanes[index % 2]?.submit(shop.place({})) ?? Promise.reject(),
        ),
      )
      expect(kinds(results)).toEqual({ accepted: 50, out_of_stock: 150 })
      expect(await level('RED')).toEqual({ on_hand: 50, reserved: 50 })
    })

    test('what another process received is seen before an order is refused', async () => {
      const [here, there] = [shop.lane(), shop.lane()]
      await here.submit(shop.receive('RED', 1))
      expect((await here.submit(shop.place({}))).ok).toBe(true)
      await there.submit(shop.receive('RED', 1))
      expect((await here.submit(shop.place({}))).ok).toBe(true)
    })

    test('what comes later in a batch changes nothing for who was refused before it', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 1))
      await lane.submit(shop.place({}))
      const results = await Promise.all([
        lane.submit(shop.place({ sellerOrderNumber: 'EARLY' })),
        lane.submit(shop.place({ key: { key: 'k', contentHash: 'h' } })),
        lane.submit(shop.receive('RED', 5)),
      ])
      expect(kinds(results)).toEqual({ out_of_stock: 2, accepted: 1 })
      expect(await count('orders')).toBe(1)
    })

    test('a price that another process changed holds from the next order on', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 5))
      await lane.submit(shop.place({}))
      const item = { sku: 'RED', spu: null, name: 'RED', costMinor: null, currency: 'USD', weightGrams: 10 }
      const dearer = { ...item, priceMinor: 777, status: 'on_shelf', details: {} } as const
      await putItem(shop.pool, shop.tenantId, shop.accountId, dearer, Date.now())
      await lane.submit(shop.place({}))
      const { rows } = await shop.pool.query('select goods_minor from orders order by order_number')
      expect(rows.map((row) => row.goods_minor)).toEqual([100, 777])
    })

    test('an adjustment never takes what is reserved', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 5))
      await lane.submit(shop.place({ quantity: 3 }))
      expect(kinds([await lane.submit(shop.receive('RED', -3))])).toEqual({ stock_out_of_range: 1 })
      expect(kinds([await lane.submit(shop.receive('RED', -2))])).toEqual({ accepted: 1 })
      expect(await level('RED')).toEqual({ on_hand: 3, reserved: 3 })
    })
  })

  describe('identity', () => {
    const numbered = (sku = 'RED') => shop.place({ sku, sellerOrderNumber: 'N-1' })

    test('one number 50 times at once: one order, 50 equal answers, stock reserved once', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 50))
      const results = await Promise.all(Array.from({ length: 50 }, () => lane.submit(numbered())))
      expect(kinds(results)).toEqual({ accepted: 50 })
      expect(new Set(results.map((result) => result.ok && result.value.orderNumber)).size).toBe(1)
      expect(await level('RED')).toEqual({ on_hand: 50, reserved: 1 })
    })

    test('the same over two server processes', async () => {
      const lanes = [shop.lane(), shop.lane()]
      await lanes[0]?.submit(shop.receive('RED', 50))
      const results = await Promise.all(
        Array.from({ length: 50 }, (_, index) => lanes[index % 2]?.submit(numbered()) ?? Promise.reject()),
      )
      expect(kinds(results)).toEqual({ accepted: 50 })
      expect(new Set(results.map((result) => result.ok && result.value.orderNumber)).size).toBe(1)
      expect(await count('orders')).toBe(1)
    })

    test('a retry finds its order in a process that has never seen it, also when the stock is gone', async () => {
      const first = shop.lane()
      await first.submit(shop.receive('RED', 1))
      const order = await first.submit(numbered())
      const retry = await shop.lane().submit(numbered())
      const orderNumber = order.ok ? order.value.orderNumber : 0
      expect(retry).toEqual({ ok: true, value: { orderNumber, replayed: true } })
    })

    test('a key stands for one request, also where its order was so already', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 1))
      const placed = await lane.submit(shop.place({}))
      const orderNumber = placed.ok ? placed.value.orderNumber : 0
      const hold = (key: string | null, contentHash = 'h') => ({
        kind: 'hold' as const,
        caller: { accountId: shop.accountId, ownerId: shop.accountId },
        key: key === null ? null : { key, contentHash },
        orderNumber,
        sequence: null,
        hold: { kind: 'asked' as const, reason: 'x' },
      })
      const release = { ...hold(null), kind: 'release' as const, skus: ['RED'] }
      await lane.submit(hold(null))
      const replayed = { ok: true, value: { orderNumber, replayed: true } }
      expect(await Promise.all([lane.submit(hold('k')), lane.submit(hold('k'))])).toEqual([
        replayed,
        replayed,
      ])
      await lane.submit(release)
      // The retry of what changed nothing changes nothing, whatever has happened since; in another process, too.
      expect(await lane.submit(hold('k'))).toEqual(replayed)
      expect(await shop.lane().submit(hold('k'))).toEqual(replayed)
      const { rows } = await shop.pool.query('select status from fulfilment_orders')
      expect(rows).toEqual([{ status: 'drafted' }])
      expect(kinds([await lane.submit(hold('k', 'other'))])).toEqual({ key_reused: 1 })
      await lane.submit(hold(null))
      expect(kinds([await lane.submit(hold('k', 'other'))])).toEqual({ key_reused: 1 })
    })

    test('the number with other content is refused, naming the first order', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 5))
      const order = await lane.submit(numbered())
      const other = await lane.submit({ ...numbered(), contentHash: 'other' })
      expect(other).toMatchObject({
        ok: false,
        rejection: { kind: 'seller_number_taken', orderNumber: order.ok ? order.value.orderNumber : 0 },
      })
    })

    test('a taken number does not disturb its neighbours in the batch', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 50))
      await lane.submit(numbered())
      const fresh = shop.lane()
      const results = await Promise.all([
        fresh.submit(shop.place({})),
        fresh.submit({ ...numbered(), contentHash: 'other' }),
        fresh.submit(numbered()),
        fresh.submit(shop.place({ sku: 'NONE' })),
        fresh.submit(shop.place({})),
      ])
      expect(results.map((result) => (result.ok ? 'accepted' : result.rejection.kind))).toEqual([
        'accepted',
        'seller_number_taken',
        'accepted',
        'unknown_sku',
        'accepted',
      ])
      expect(await count('orders')).toBe(3)
    })

    test('many repeats in a row, with new ones behind and between them, are each known', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 1_000))
      const wish = (index: number) =>
        shop.place({ sellerOrderNumber: `MANY-${index}`, contentHash: `${index}` })
      const indexes = Array.from({ length: 120 }, (_, index) => index)
      const first = await Promise.all(indexes.map((index) => lane.submit(wish(index))))
      const fresh = shop.lane({ batchLimit: 20, behindFrom: 10 })
      const again = await Promise.all(
        [...indexes, 200, 201, 5, 202].map((index) => fresh.submit(wish(index))),
      )
      const outcome = (result: (typeof first)[number] | undefined) =>
        result?.ok ? [result.value.orderNumber, result.value.replayed] : result?.rejection.kind
      expect(again.slice(0, 120).map(outcome)).toEqual(
        first.map((result) => (result.ok ? [result.value.orderNumber, true] : null)),
      )
      expect(again.slice(120).map((result) => result.ok && result.value.replayed)).toEqual([
        false,
        false,
        true,
        false,
      ])
      expect(await count('orders')).toBe(123)
      expect(await level('RED')).toMatchObject({ reserved: 123 })
    })

    test('a command with a key is done once, and answers the same again', async () => {
      const key = { key: 'K-1', contentHash: 'five' }
      const receive = { ...shop.receive('RED', 5), key }
      const [once, again] = [await shop.lane().submit(receive), await shop.lane().submit(receive)]
      expect(again).toEqual(once)
      expect(await level('RED')).toEqual({ on_hand: 5, reserved: 0 })
      const other = await shop.lane().submit({ ...receive, key: { ...key, contentHash: 'six' } })
      expect(kinds([other])).toEqual({ key_reused: 1 })
    })
  })

  describe('money', () => {
    test('an order that the balance cannot pay waits, and a top-up pays the oldest first', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 10))
      for (let order = 0; order < 3; order++) await lane.submit(shop.place({}))
      const topUp = await lane.submit(shop.topUp(250))
      expect(topUp).toMatchObject({ ok: true, value: { balanceMinor: 50, moreWaiting: false } })
      const { rows } = await shop.pool.query('select order_status from orders order by order_number')
      expect(rows.map((row) => row.order_status)).toEqual(['processing', 'processing', 'waiting_payment'])
    })

    test('of more waiting orders than are loaded, none is paid before an older one', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 400))
      const orders: number[] = []
      for (let round = 0; round < 3; round++) {
        const placed = await Promise.all(Array.from({ length: 70 }, () => lane.submit(shop.place({}))))
        for (const order of placed) if (order.ok) orders.push(order.value.orderNumber)
      }
      const caller = { accountId: shop.accountId, ownerId: shop.accountId }
      const cancel = { kind: 'cancel', caller, key: null, reason: 'test' } as const
      // The youngest two are loaded with the oldest two hundred; the money would pay one order more than those.
      const youngest = orders.slice(-2).map((orderNumber) => lane.submit({ ...cancel, orderNumber }))
      const [topUp] = await Promise.all([lane.submit(shop.topUp(20_100)), ...youngest])
      expect(topUp).toMatchObject({ ok: true, value: { moreWaiting: true, balanceMinor: 100 } })
      const waiting = await shop.pool.query(
        `select order_number from orders where order_status = 'waiting_payment' order by 1`,
      )
      expect(waiting.rows.map((row) => row.order_number)).toEqual(orders.slice(200, 208))
      await payAllWaiting(lane, caller, shop.accountId)
      const left = await shop.pool.query(
        `select order_number from orders where order_status = 'waiting_payment' order by 1`,
      )
      expect(left.rows.map((row) => row.order_number)).toEqual(orders.slice(201, 208))
    })

    test('cancelling gives stock and money back once, and pays who waits', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 10))
      await lane.submit(shop.topUp(100))
      const first = await lane.submit(shop.place({}))
      await lane.submit(shop.place({}))
      const { orderNumber } = first.ok ? first.value : { orderNumber: 0 }
      const caller = { accountId: shop.accountId, ownerId: shop.accountId }
      const cancel = { kind: 'cancel', caller, key: null, orderNumber, reason: 'test' } as const
      const results = await Promise.all([lane.submit(cancel), lane.submit(cancel)])
      expect(results.map((result) => result.ok && result.value.replayed)).toEqual([false, true])
      expect(await level('RED')).toEqual({ on_hand: 10, reserved: 1 })
      const { rows } = await shop.pool.query('select order_status, refunded_minor from orders order by 1')
      expect(rows).toEqual([
        { order_status: 'cancelled', refunded_minor: 100 },
        { order_status: 'processing', refunded_minor: 0 },
      ])
    })
  })

  describe('when something breaks', () => {
    test('a full lane refuses at once', async () => {
      const lane = shop.lane({ queueLimit: 10 })
      await lane.submit(shop.receive('RED', 100))
      const results = await Promise.all(Array.from({ length: 30 }, () => lane.submit(shop.place({}))))
      expect(kinds(results)).toEqual({ accepted: 10, overloaded: 20 })
    })

    test('a commit whose answer is lost is looked up, not repeated', async () => {
      await shop.lane().submit(shop.receive('RED', 10))
      const pool = losingAnswers(shop.connectionString, 2)
      const lane = shop.lane({}, pool)
      const results = await Promise.all(
        Array.from({ length: 4 }, (_, index) => lane.submit(shop.place({ sellerOrderNumber: `L-${index}` }))),
      )
      expect(kinds(results)).toEqual({ accepted: 4 })
      const { rows } = await shop.pool.query('select order_number from orders order by 1')
      expect(results.map((result) => result.ok && result.value.orderNumber)).toEqual(
        rows.map((row) => row.order_number),
      )
      expect(await level('RED')).toEqual({ on_hand: 10, reserved: 4 })
      await pool.end()
    })

    test('connections killed in the middle of load: everything accepted is there once', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 100_000))
      const kill = () =>
        shop.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
        )
      const accepted: number[] = []
      for (let round = 0; round < 30; round++) {
        const orders = Array.from({ length: 25 }, (_, index) =>
          lane.submit(shop.place({ sellerOrderNumber: `C-${round}-${index}` })),
        )
        const [results] = await Promise.all([Promise.all(orders), kill()])
        for (const result of results) if (result.ok) accepted.push(result.value.orderNumber)
      }
      expect(accepted.length).toBe(750)
      const { rows } = await shop.pool.query('select order_number from orders order by 1')
      const stored = new Set(rows.map((row) => row.order_number))
      expect(accepted.filter((number) => !stored.has(number))).toEqual([])
      expect(new Set(accepted).size).toBe(accepted.length)
      expect(await level('RED')).toEqual({ on_hand: 100_000, reserved: stored.size })
    })

    test('a database that stays away is answered with "try again"', async () => {
      const away = shop.lane(
        { patienceMs: 100 },
        openPool('postgres://x:x@127.0.0.1:1/none', () => {}),
      )
      expect(kinds([await away.submit(shop.place({}))])).toEqual({ unavailable: 1 })
    })

    test('a command that the store cannot take fails alone', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 10))
      const poison = shop.place({ dialect: 'a\u0000b' })
      const results = await Promise.all([
        lane.submit(shop.place({})),
        lane.submit(poison),
        lane.submit(shop.place({})),
      ])
      expect(results.map((result) => (result.ok ? 'accepted' : result.rejection.kind))).toEqual([
        'accepted',
        'internal',
        'accepted',
      ])
      expect(failures).toHaveLength(1)
    })

    test('what was decided on a batch that failed is decided anew', async () => {
      const lane = shop.lane()
      await lane.submit(shop.receive('RED', 4))
      // The poison comes first: its batch fails, and each of those behind it was decided on what it was to leave.
      const orders = [
        shop.place({ dialect: 'a\u0000b' }),
        ...Array.from({ length: 12 }, () => shop.place({})),
      ]
      const results = await Promise.all(orders.map((order) => lane.submit(order)))
      expect(kinds(results)).toEqual({ internal: 1, accepted: 4, out_of_stock: 8 })
      expect(await level('RED')).toEqual({ on_hand: 4, reserved: 4 })
      expect(await count('orders')).toBe(4)
    })
  })
})

test('a batch decided on another one is refused if somebody else made the version', async () => {
  shop = await openShop()
  const request = { tenantId: shop.tenantId, needs: needsOf([]), lock: false, batches: [], unpaidLimit: 0 }
  const version = (await loadBatch(shop.pool, request))?.version ?? -1
  const write = (at: number, after: string | null, batchId: string) => {
    const batch = { tenantId: shop.tenantId, version: at, after, batchId, at: 0 }
    return commitBatch(shop.pool, { ...batch, rows: batchRows(new BatchEffects()) })
  }
  const [ours, theirs, behind] = [randomUUID(), randomUUID(), randomUUID()]
  await write(version, null, theirs)
  await expect(write(version, null, ours)).rejects.toMatchObject({ code: STALE })
  await expect(write(version + 1, ours, behind)).rejects.toMatchObject({ code: STALE })
  await write(version + 1, theirs, behind)
  await shop.close()
})

/** A pool whose next `losses` commits reach the database, while their answers get lost on the way back. */
function losingAnswers(connectionString: string, losses: number): Pool {
  const pool = openPool(connectionString, () => {})
  let left = losses
  const lose = async (query: unknown, send: () => Promise<unknown>): Promise<unknown> => {
    const answer = await send()
    const { name, text } =
      typeof query === 'string' ? { name: '', text: query } : (query as { name: string; text: string })
    if (text === 'begin') inTransaction = true
    if (text === 'commit' || text === 'rollback') inTransaction = false
    if (left === 0 || (name !== 'commit_batch' && text !== 'commit')) return answer
    // Inside a transaction nothing is committed yet: only the commit itself counts there.
    if (name === 'commit_batch' && inTransaction) return answer
    left -= 1
    throw new Error('Connection terminated unexpectedly')
  }
  let inTransaction = false
  const wrapped = Object.create(pool) as Pool
  Object.assign(wrapped, {
    query: (query: unknown, ...rest: unknown[]) =>
      lose(query, () => Reflect.apply(pool.query, pool, [query, ...rest]) as Promise<unknown>),
    connect: async () => {
      const client = await pool.connect()
      const shell = Object.create(client) as typeof client
      Object.assign(shell, {
        query: (query: unknown, ...rest: unknown[]) =>
          lose(query, () => Reflect.apply(client.query, client, [query, ...rest]) as Promise<unknown>),
        release: (broken?: boolean) => client.release(broken),
      })
      return shell
    },
  })
  return wrapped
}
