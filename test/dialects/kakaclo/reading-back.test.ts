/** The acceptance cases 17 and 18 of facts/kakaclo.md §17: the pages of the order lists, and what they print. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { type List, type OrderDesk, openOrderDesk, order, V1, V2 } from './order-desk.js'

let hub: TestHub
let shop: OrderDesk['shop']
let place: OrderDesk['place']
let list: OrderDesk['list']
let find: OrderDesk['find']
let expectRefusal: OrderDesk['expectRefusal']

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())
beforeEach(async () => {
  ;({ shop, place, list, find, expectRefusal } = await openOrderDesk(hub))
})

describe('the order lists', () => {
  it('17: pages are of 10 unless asked otherwise, at most of 250, and tell the total', async () => {
    for (let count = 0; count < 21; count++) await place(order())
    const first = await list(V2)
    expect(first).toMatchObject({ pageNumber: 1, pageSize: 10, total: 21 })
    expect(first.list).toHaveLength(10)
    const third = await list(`${V2}?pageNumber=3`)
    expect(third).toMatchObject({ pageNumber: 3, pageSize: 10, total: 21 })
    expect(third.list).toHaveLength(1)
    await expectRefusal(() => shop.get(`${V2}?pageSize=251`), {
      code: 10_422,
      names: ['pageSize', '251', '250'],
    })
  })

  it('18: a paid order that has not shipped, as v2 and as v1 print it', async () => {
    const { text, body } = await shop.get(`${V2}?ids=${await place(order())}`)
    const [newer] = (body.data as List).list
    expect(newer).toMatchObject({
      status: 'processing',
      financialStatus: 'paid',
      fulfillmentStatus: 'waiting_to_ship',
      refundStatus: 'NULL',
      payDate: '2026-01-15T08:30:00Z',
      createDate: '2026-01-15T08:30:00Z',
      cancelDate: null,
      fulfillments: null,
      warehouseId: 1,
    })
    for (const printed of ['"subTotalAmount":13.1100', '"freightAmount":5.0400', '"finalAmount":18.1500']) {
      expect(text).toContain(printed)
    }
    const older = await find(Number(newer?.id), V1)
    expect(older).toMatchObject({
      status: 'waiting_to_ship',
      payAt: '2026-01-15T08:30:00Z',
      skusAmount: 13.11,
      totalAmount: 18.15,
      finalAmount: 18.15,
      orderItems: [{ purchasePrices: 13.11, subtotal: 13.11, productNum: 1 }],
    })
    for (const name of ['itemId', 'amount', 'total', 'refundStatus', 'countryCode']) {
      expect(older.orderItems[0]).not.toHaveProperty(name)
    }
    for (const name of ['payDate', 'financialStatus', 'subTotalAmount'])
      expect(older).not.toHaveProperty(name)
  })
})
