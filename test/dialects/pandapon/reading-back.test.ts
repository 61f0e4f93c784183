// Taobao's orders as pages and details show them, and paths that there are not (facts/pandapon.md §6).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.js'
import {
  createOrder,
  fresh,
  line,
  openPandapon,
  type PandaponClient,
  RECEIVER,
} from '../../support/pandapon.js'

let hub: TestHub
let client: PandaponClient

beforeAll(async () => {
  hub = await startTestHub()
  client = await openPandapon(hub, hub.now)
})

afterAll(() => hub.close())

describe('reading back', () => {
  test('a page has its keys, newest first; filters; a page past the end is empty', async () => {
    const number = fresh()
    const { body: made } = await client.post('/open/order', createOrder([line(0, { quantity: 3 })], number))
    const { body } = await client.post('/open/purchase/page', { ...number, pageNo: 1, pageSize: 20 })
    expect(body.data).toEqual({
      total: 1,
      pageNo: 1,
      pageSize: 20,
      list: [
        {
          id: made.data.id,
          orderNo: made.data.orderNo,
          sellerOrderNumber: number.sellerOrderNumber,
          orderSource: 'lazada',
          purchaseAmount: 400,
          status: 0,
          taobaoStatus: 'WAIT_BUYER_P',
          createTime: '2026-01-15 16:30:00',
          payTime: null,
          shipTime: null,
          closeReason: null,
          subOrderVOS: [
            {
              subOrderId: made.data.subOrderVOS[0].subOrderId,
              itemId: '600126245031041190',
              skuId: '5016042822039',
              quantity: 3,
              purchaseCurrency: 'CNY',
              purchaseAmount: 3,
              domesticPostFee: 0,
              status: 0,
              refundStatus: 0,
              taobaoPurchaseId: made.data.subOrderVOS[0].taobaoPurchaseId,
              taobaoSubPurchaseId: made.data.subOrderVOS[0].taobaoSubPurchaseId,
              logisticsCompanyName: null,
              logisticsNumber: null,
              errorCode: null,
              errorMessage: null,
            },
          ],
        },
      ],
    })
    const total = async (filter: Record<string, unknown>) =>
      (await client.post('/open/purchase/page', filter)).body.data.total
    expect(await total({ orderId: made.data.id })).toBe(1)
    expect(await total({ orderNo: made.data.orderNo, orderId: made.data.id })).toBe(1)
    expect(await total({ orderId: '1031992847890383164' })).toBe(0)
    expect(await total({ status: 4, ...number })).toBe(0)
    expect(await total({ status: 0, ...number })).toBe(1)
    expect(await total({ startTime: '2026-01-15 16:30:00', ...number })).toBe(1)
    expect(await total({ startTime: '2026-01-15 16:30:01', ...number })).toBe(0)
    expect(await total({ endTime: '2026-01-15 16:30:00', ...number })).toBe(1)
    const beyond = await client.post('/open/purchase/page', { pageNo: 1000 })
    expect(beyond.body.data).toMatchObject({ list: [], pageNo: 1000 })
    const byQuery = await client.get(`/open/order/page?sellerOrderNumber=${number.sellerOrderNumber}`)
    expect(byQuery.body.data).toEqual(body.data)
    const large = await client.post('/open/purchase/page', { pageSize: 101 })
    expect(large.body).toMatchObject({ code: 400, msg: expect.stringContaining('pageSize') })
    const turned = { startTime: '2026-01-15 16:30:01', endTime: '2026-01-15 16:30:00' }
    expect((await client.post('/open/purchase/page', turned)).body.code).toBe(400)
  })

  test('a detail also has the receiver; nobody else can read it', async () => {
    const { body } = await client.post('/open/order', createOrder([line(0, { quantity: 1 })], fresh()))
    for (const path of ['/open/order/detail', '/v2/taobao/order/detail', '/api/open/order/detail']) {
      const found = await client.get(`${path}?orderId=${body.data.id}`)
      const { phone: _empty, ...receiver } = RECEIVER
      expect(found.body.data).toMatchObject({ id: body.data.id, receiver })
    }
    const other = await openPandapon(hub, hub.now)
    const foreign = await other.get(`/open/order/detail?orderId=${body.data.id}`)
    expect(foreign.body).toMatchObject({ code: 40401, data: null })
    const unknown = await client.get('/open/order/detail?orderId=x')
    expect(unknown.body).toMatchObject({ code: 40401, data: null })
    const missing = await client.get('/open/order/detail')
    expect(missing.body).toMatchObject({ code: 400, msg: expect.stringContaining('orderId') })
  })

  test('paths that are unknown, have another method, or are known and not served', async () => {
    const unknown = await client.post('/open/nothing', {})
    expect([unknown.status, unknown.body.code]).toEqual([404, 40402])
    const method = await client.get('/open/order')
    expect([method.status, method.body.code]).toEqual([405, 40501])
    const later = await client.post('/open/order/im/url', {})
    expect(later.body).toMatchObject({
      code: 40402,
      msg: expect.stringContaining('not served: there is no messenger'),
    })
  })
})
