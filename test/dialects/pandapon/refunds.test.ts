// Refunds of Taobao's sub-orders, of goods that are still here and of goods that have left (facts/pandapon.md §7, §13.2).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OrderWish } from '../../../src/order/wishes.js'
import { createOrder, openPandapon } from '../../support/pandapon.js'
import { type Counter, openCounter } from './counter.js'

/** At creation 200 of either item, at a fen each. */
const COST = 200

let hub: Counter['hub']
let client: Counter['client']
let post: Counter['post']
let get: Counter['get']
let balance: Counter['balance']
let close: Counter['close']
let sent = 0

beforeAll(async () => {
  ;({ hub, client, post, get, balance, close } = await openCounter())
})

afterAll(() => close())

interface Placed {
  readonly id: string
  readonly subs: readonly [string, string]
}

async function create(): Promise<Placed> {
  sent += 1
  const { data } = await post('/open/order', createOrder(undefined, { sellerOrderNumber: `R-${sent}` }))
  const [first, second] = data.subOrderVOS
  return { id: data.id, subs: [first.subOrderId, second.subOrderId] }
}

async function paid(): Promise<Placed> {
  const placed = await create()
  const { data } = await post('/open/order/pay', { orderIds: [placed.id] })
  expect(data.failList).toEqual([])
  return placed
}

async function shipped(): Promise<Placed> {
  const placed = await paid()
  await client.shop.ship(numberOf(placed.id))
  return placed
}

const numberOf = (id: string) => Number(id.slice(2, 16))
const does = (id: string, wish: OrderWish) => client.shop.act(numberOf(id), wish)
const decide = (id: string, refundId: string, approved: boolean, reason: string | null = null) =>
  does(id, {
    kind: 'decide_after_sale',
    afterSaleNumber: Number(refundId),
    approved,
    reason,
    amountMinor: null,
  })
const states = async (id: string) => {
  const { status, subOrderVOS } = (await get(`/open/order/detail?orderId=${id}`)).data
  return [
    status,
    ...subOrderVOS.map((one: { status: number; refundStatus: number }) => [one.status, one.refundStatus]),
  ]
}

/** Money of goods that have not been shipped, unless asked otherwise. */
const submit = (subOrderId: string, change: object = {}) =>
  post('/open/order/refund/submit', {
    subOrderId,
    refundType: 1,
    goodsStatus: 3,
    reasonId: 1,
    refundDesc: 'd',
    ...change,
  })
const query = async (refundId: string) =>
  (await get(`/v2/taobao/order/refund/query?refundId=${refundId}`)).data.refundOrderAggregate
const BACK = { refundType: 2, goodsStatus: 2, reasonId: 4 }

describe('goods that are here', () => {
  test('are taken out of the order, and their money comes back; with the last of them it is closed', async () => {
    const { id, subs } = await paid()
    const before = await client.shop.state()
    const { refundId } = (await submit(subs[0])).data
    expect((await submit(subs[0])).data).toEqual({ refundId })
    expect(await states(id)).toEqual([10, [10, 10], [10, 0]])
    await hub.settle()
    expect(await states(id)).toEqual([10, [4, 100], [10, 0]])
    expect((await balance()) - before.balanceMinor).toBe(COST)
    expect(await query(refundId)).toMatchObject({
      logistics: { logisticsNo: null, logisticsCompany: null },
      refundOrder: {
        refundId,
        refundFee: COST,
        refundType: 1,
        goodsStatus: 3,
        refundStatus: 100,
        refundDesc: 'd',
        reasonId: 1,
        reasonDesc: '不想要了',
        canEditFee: false,
        sellerRefuseReason: null,
      },
      purchaseOrderLine: {
        purchaseOrderLineId: subs[0],
        purchaseOrderId: id,
        quantity: 200,
        price: 1,
        totalPrice: COST,
        createTime: expect.any(Number),
        currency: 'CNY',
      },
    })
    await submit(subs[1])
    await hub.settle()
    expect(await states(id)).toEqual([4, [4, 100], [4, 100]])
    expect((await balance()) - before.balanceMinor).toBe(2 * COST)
  })

  test.each<[string, object, number, RegExp]>([
    ['do not come back', { refundType: 2 }, 400, /^refundType must be 1/],
    ['cost no more than they did', { refundFee: COST + 1 }, 40902, /asked 201, left 200/],
    ['have a reason of those that are offered', { reasonId: 6 }, 400, /^reasonId/],
    ['are asked for in one of two ways', { refundType: 3 }, 400, /^refundType/],
    ['are said to be here', { goodsStatus: 2 }, 40902, /processing, nothing of it is shipped/],
  ])('%s', async (_name, change, code, problem) => {
    const { id, subs } = await paid()
    expect(await submit(subs[0], change)).toMatchObject({
      code,
      data: null,
      msg: expect.stringMatching(problem),
    })
    expect(await states(id)).toEqual([10, [10, 0], [10, 0]])
  })

  test('are cancelled instead if they are not paid', async () => {
    const { id, subs } = await create()
    expect(await submit(subs[0])).toMatchObject({ code: 40902, msg: `the order ${id} is not paid yet` })
    expect(await states(id)).toEqual([0, [0, 0], [0, 0]])
  })
})

describe('goods that have left', () => {
  test('the form tells what can come back', async () => {
    const { subs } = await shipped()
    const { data } = await post('/v2/taobao/order/refund/render', { subOrderId: subs[0], ...BACK })
    expect(data).toEqual({
      refundOrderTemplate: {
        refundReasons: expect.arrayContaining([{ reasonId: 4, reasonDesc: '质量问题', tips: null }]),
        goodsStatusList: ['未收到货', '已收到货', '未发货'],
        refundOrder: null,
        maxRefundFee: { minRefundFee: 0, feeTips: null, refundFee: COST, canEditRefundFee: true },
      },
      distributorId: String(client.accountId),
      currency: 'CNY',
      saleFlag: true,
    })
    for (const missing of ['refundType', 'goodsStatus', 'subOrderId']) {
      const form = { subOrderId: subs[0], ...BACK, [missing]: undefined }
      const body = await post('/open/order/refund/render', form)
      expect(body).toMatchObject({ code: 400, msg: expect.stringContaining(missing) })
    }
  })

  test('money alone: a person grants it, and the goods stay', async () => {
    const { id, subs } = await shipped()
    const before = await client.shop.state()
    const { refundId } = (await submit(subs[1], { goodsStatus: 2, refundFee: 50 })).data
    await hub.settle()
    expect(await states(id)).toEqual([11, [11, 0], [11, 10]])
    await decide(id, refundId, true)
    expect(await states(id)).toEqual([11, [11, 0], [11, 100]])
    const after = await client.shop.state()
    expect(after.balanceMinor - before.balanceMinor).toBe(50)
    expect(after.levels).toEqual(before.levels)
    const parcel = { refundId, logisticsCompanyCode: 'SF', logisticsNo: 'SF1' }
    expect((await post('/open/order/refund/logistics/submit', parcel)).code).toBe(40902)
  })

  test('back with a parcel: asked for, changed, granted, sent, received', async () => {
    const { id, subs } = await shipped()
    const before = await client.shop.state()
    const { refundId } = (await submit(subs[0], { ...BACK, refundImages: 'https://e.com/1,https://e.com/2' }))
      .data
    const change = { refundId, refundFee: 150, reasonId: 2, refundDesc: 'e' }
    expect((await post('/open/order/refund/modify', change)).data).toBe(true)
    const parcel = { refundId, logisticsCompanyCode: 'SF', logisticsNo: 'SF12181323546', buyerPhone: '1' }
    const back = () => post('/open/order/refund/logistics/submit', parcel)
    expect(await back()).toMatchObject({ code: 40902, data: null })
    await decide(id, refundId, true)
    expect((await query(refundId)).refundOrder).toMatchObject({
      refundStatus: 20,
      refundFee: 150,
      reasonDesc: '商品与描述不符',
      refundDesc: 'e',
    })
    expect((await post('/open/order/refund/modify', change)).code).toBe(40902)
    expect([(await back()).data, (await back()).data]).toEqual([true, true])
    const form = (await get(`/open/order/refund/logistics/render?refundId=${refundId}`)).data
    expect(form).toMatchObject({
      refundId,
      logisticsNo: 'SF12181323546',
      logisticsCompany: { logisticsCompanyCode: 'SF' },
    })
    expect(await states(id)).toEqual([11, [11, 30], [11, 0]])
    await does(id, { kind: 'receive_return', afterSaleNumber: Number(refundId), ...ALL_SELLABLE })
    expect(await states(id)).toEqual([11, [11, 100], [11, 0]])
    expect((await balance()) - before.balanceMinor).toBe(150)
  })

  test('withdrawn, twice, and asked for anew: another refund', async () => {
    const { id, subs } = await shipped()
    const { refundId } = (await submit(subs[0], BACK)).data
    for (const path of [
      `/open/order/refund/cancel/${refundId}`,
      `/v2/taobao/order/refund/cancel/${refundId}`,
    ]) {
      expect(await get(path)).toMatchObject({
        code: 200,
        data: {
          cancelSuccess: true,
          currency: 'CNY',
          distributorId: String(client.accountId),
          refundOrderAggregate: { refundOrder: { refundId, refundStatus: -20 } },
        },
      })
    }
    expect(await states(id)).toEqual([11, [11, -20], [11, 0]])
    const again = (await submit(subs[0], BACK)).data.refundId
    expect(again).not.toBe(refundId)
    expect(await states(id)).toEqual([11, [11, 10], [11, 0]])
  })

  test('refused with a reason, and asked for anew', async () => {
    const { id, subs } = await shipped()
    const { refundId } = (await submit(subs[0], BACK)).data
    await decide(id, refundId, false, 'worn')
    expect((await query(refundId)).refundOrder).toMatchObject({
      refundStatus: -10,
      sellerRefuseReason: 'worn',
    })
    expect(await states(id)).toEqual([11, [11, -10], [11, 0]])
    expect((await submit(subs[0], BACK)).code).toBe(200)
    expect(await states(id)).toEqual([11, [11, 10], [11, 0]])
  })

  test('messages of both sides, oldest first', async () => {
    const { id, subs } = await shipped()
    const { refundId } = (await submit(subs[0], BACK)).data
    const message = { refundId, refundMessage: 'one', refundImages: 'https://e.com/1' }
    expect((await post('/open/order/refund/submit/message', message)).data).toEqual({ success: true })
    const afterSaleNumber = Number(refundId)
    const act = { kind: 'message', by: 'seller', text: 'two', images: [] } as const
    await does(id, { kind: 'act_on_after_sale', afterSaleNumber, act })
    const { data } = await post('/open/order/refund/message/queryList', { refundId })
    expect(data).toMatchObject([
      { sender: 'buyer', refundMessage: 'one', refundImages: 'https://e.com/1' },
      { sender: 'seller', refundMessage: 'two', refundImages: '' },
    ])
  })
})

const ALL_SELLABLE = { goods: null, amountMinor: null, replacementOrderNumber: null } as const

describe('finding them', () => {
  test('by order, by refund, by status, by time; newest first, a page at a time', async () => {
    const { id, subs } = await shipped()
    const from = hub.now()
    const first = (await submit(subs[0], BACK)).data.refundId
    const second = (await submit(subs[1], BACK)).data.refundId
    const list = async (filter: object) => {
      const { data } = await post('/open/order/refund/queryList', filter)
      return [
        data.total,
        ...data.list.map((one: { refundOrder: { refundId: string } }) => one.refundOrder.refundId),
      ]
    }
    expect(await list({ purchaseOrderId: id })).toEqual([2, second, first])
    expect(await list({ salesOrderId: `12${id.slice(2)}` })).toEqual([2, second, first])
    expect(await list({ purchaseOrderId: id, pageNo: 2, pageSize: 1 })).toEqual([2, first])
    expect(await list({ refundId: first })).toEqual([1, first])
    await get(`/open/order/refund/cancel/${first}`)
    expect(await list({ purchaseOrderId: id, refundStatus: -20 })).toEqual([1, first])
    expect(await list({ purchaseOrderId: id, refundStatus: 7 })).toEqual([0])
    expect(await list({ refundStartTime: from + 1 })).toEqual([2, second, first])
    expect(await list({ purchaseOrderId: id, refundEndTime: from })).toEqual([0])
    expect(await list({ purchaseOrderId: '1031992847890383164' })).toEqual([0])
    const turned = { refundStartTime: 2, refundEndTime: 1 }
    expect(await post('/open/order/refund/queryList', turned)).toMatchObject({ code: 400 })
  })

  test('nobody else’s, and none of 1688’s', async () => {
    const { subs } = await paid()
    const own = (await submit(subs[0])).data.refundId
    const other = await openPandapon(hub, hub.now)
    const foreign = await get(`/open/order/refund/query?refundId=${own}`, other)
    expect(foreign).toMatchObject({ code: 40401, data: null })
    const { orderId } = (
      await post('/alibaba/order/create', {
        flow: 'general',
        addressParam: { fullName: 'z', mobile: '1', provinceText: 'p', cityText: 'c', address: 'a' },
        cargoParamList: [{ offerId: '600126245031041190', specId: '5016042822039', quantity: 1 }],
      })
    ).data
    await post('/alibaba/order/batch/submit/to/pay', { orderIds: [orderId] })
    const { data: trade } = await post('/alibaba/refund/create', {
      orderId,
      orderEntryIds: [`21${orderId.slice(2, 16)}001`],
      disputeRequest: 'refund',
      applyPayment: 1,
    })
    const number = String(Number(trade.refundId.slice(2)))
    const answers = [
      await get(`/open/order/refund/query?refundId=${number}`),
      await get(`/open/order/refund/cancel/${number}`),
      await post('/open/order/refund/modify', { refundId: number, refundFee: 0 }),
      await post('/open/order/refund/submit/message', { refundId: number, refundMessage: 'x' }),
      await submit(`11${orderId.slice(2, 16)}001`),
    ]
    expect(answers.map((one) => one.code)).toEqual(Array(5).fill(40401))
    const listed = await post('/open/order/refund/queryList', { refundId: number })
    expect(listed.data).toMatchObject({ total: 0, list: [] })
    const found = await post('/alibaba/refund/detail', { refundId: trade.refundId })
    expect(found.data.refundStatus).toBe('APPLIED_REFUND')
    await hub.settle()
  })
})
