// The lane's promises, on a real PostgreSQL: nothing is oversold, whoever else writes.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { putItem } from '../../src/store/setup.js'
import { kinds, type LaneShop, openLaneShop, WAYS } from './lane-shop.js'

describe.each(WAYS)('%s', (_way, settings) => {
  let shop: LaneShop['shop']
  let count: LaneShop['count']
  let level: LaneShop['level']

  beforeEach(async () => {
    ;({ shop, count, level } = await openLaneShop(settings))
  })

  afterEach(() => shop.close())

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
})
