// The lane's promises, on a real PostgreSQL: nothing is lost, and nobody is told wrong, when something breaks.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BatchEffects, batchRows } from '../../src/commit/rows.js'
import { needsOf } from '../../src/order/needs.js'
import { commitBatch, loadBatch } from '../../src/store/batches.js'
import { openPool, type Pool, STALE } from '../../src/store/pool.js'
import { openShop } from '../support/shop.js'
import { kinds, type LaneShop, openLaneShop, WAYS } from './lane-shop.js'

describe.each(WAYS)('%s', (_way, settings) => {
  let shop: LaneShop['shop']
  let failures: LaneShop['failures']
  let count: LaneShop['count']
  let level: LaneShop['level']

  beforeEach(async () => {
    ;({ shop, failures, count, level } = await openLaneShop(settings))
  })

  afterEach(() => shop.close())

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
  const shop = await openShop()
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
