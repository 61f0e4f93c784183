// The lane's promises, on a real PostgreSQL: nothing is done twice, whoever asks again.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { kinds, type LaneShop, openLaneShop, WAYS } from './lane-shop.js'

describe.each(WAYS)('%s', (_way, settings) => {
  let shop: LaneShop['shop']
  let count: LaneShop['count']
  let level: LaneShop['level']

  beforeEach(async () => {
    ;({ shop, count, level } = await openLaneShop(settings))
  })

  afterEach(() => shop.close())

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
})
