// The lane's promises, on a real PostgreSQL: who waits for money is paid in turn, and nothing is paid twice.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { payAllWaiting } from '../../src/commit/calls/payments.js'
import { type LaneShop, openLaneShop, WAYS } from './lane-shop.js'

describe.each(WAYS)('%s', (_way, settings) => {
  let shop: LaneShop['shop']
  let level: LaneShop['level']

  beforeEach(async () => {
    ;({ shop, level } = await openLaneShop(settings))
  })

  afterEach(() => shop.close())

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
})
