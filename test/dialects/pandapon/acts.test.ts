// Taobao orders after the placing: paid, shown to be paid, cancelled, shipped (facts/pandapon.md §6.4–6.9, §13, §15 22).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OrderWish } from '../../../src/order/wishes.js'
import { createOrder, line, openPandapon, RECEIVER } from '../../support/pandapon.js'
import { type Counter, openCounter } from './counter.js'

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

/** Two hundred of either item, unless asked otherwise. */
async function create(lines: readonly object[] = [line(0), line(1)], by = client) {
  sent += 1
  const change = { sellerOrderNumber: `A-${sent}`, purchaseAmount: undefined }
  const body = await post('/open/order', createOrder(lines, change), by)
  expect(body.code, body.msg).toBe(200)
  const subs: { subOrderId: string; taobaoSubPurchaseId: string }[] = body.data.subOrderVOS
  return { id: body.data.id as string, orderNo: body.data.orderNo as string, subs }
}

const pay = (...orderIds: string[]) => post('/open/order/pay', { orderIds })
const voucher = (orderId: string, change: object = {}) =>
  post('/open/order/voucher/upload', { orderId, voucherUrls: ['https://example.com/1.jpg'], ...change })
const cancel = (orderId: string, change: object = {}) => post('/open/order/cancel', { orderId, ...change })
const detail = async (orderId: string) => (await get(`/open/order/detail?orderId=${orderId}`)).data
const statuses = async (orderId: string) => {
  const { status, subOrderVOS: subs } = await detail(orderId)
  return [status, ...subs.map((one: { status: number }) => one.status)]
}

const does = (orderId: string, wish: OrderWish, by = client) =>
  by.shop.act(Number(orderId.slice(2, 16)), wish)
const settle = (approved: boolean) => ({ kind: 'settle_payment', approved, reason: null }) as const

describe('paying', () => {
  test('each by its own result, and once, whichever of its ids it is named by', async () => {
    const [first, second, closed] = [await create(), await create([line(0)]), await create()]
    expect((await cancel(closed.id)).data).toBe(true)
    const before = await balance()
    const unknown = '1031992847890383165'
    const { data } = await pay(first.id, unknown, closed.id, second.orderNo, first.id, first.orderNo)
    expect(data).toEqual({
      successList: [first.id, second.orderNo, first.orderNo],
      failList: [
        { orderId: unknown, errorCode: '40401', errorMessage: `there is no order ${unknown}` },
        { orderId: closed.id, errorCode: '40902', errorMessage: `the order ${closed.id} is cancelled` },
      ],
    })
    expect(before - (await balance())).toBe(600)
    expect((await pay(first.id)).data.successList).toEqual([first.id])
    expect(before - (await balance())).toBe(600)
    expect(await detail(first.id)).toMatchObject({
      status: 10,
      taobaoStatus: 'WAIT_SELLER_SEND_GOODS',
      payTime: expect.stringMatching(/^2026-01-15 16:3/),
    })
  })

  test('too little money: what is due and what there is are told, and nothing has changed', async () => {
    const { id } = await create([line(0, { quantity: 200_000 })])
    const before = await client.shop.state()
    const { code, data } = await pay(id)
    const errorMessage = `the order ${id} costs 200000 fen, the balance is ${before.balanceMinor} fen`
    expect([code, data]).toEqual([
      200,
      { successList: [], failList: [{ orderId: id, errorCode: '40902', errorMessage }] },
    ])
    expect(await client.shop.state()).toEqual(before)
    expect(await detail(id)).toMatchObject({ status: 0, payTime: null })
    await client.shop.topUp(200_000)
    expect((await pay(id)).data.successList).toEqual([id])
    expect(await balance()).toBe(before.balanceMinor)
  })

  test('of several, those are paid that the money is enough for', async () => {
    const [dear, cheap] = [await create([line(0, { quantity: 150_000 })]), await create()]
    const { data } = await pay(dear.id, cheap.id)
    expect(data).toMatchObject({ successList: [cheap.id], failList: [{ orderId: dear.id }] })
    expect((await cancel(dear.id)).data).toBe(true)
  })

  test('at most ten at once, and at least one', async () => {
    for (const orderIds of [[], Array.from({ length: 11 }, (_, index) => String(index))]) {
      const body = await post('/open/order/pay', { orderIds })
      expect(body).toMatchObject({ code: 400, msg: expect.stringMatching(/^orderIds/) })
    }
  })

  test('money of another currency: 5, until a person has seen it', async () => {
    const other = await openPandapon(hub, hub.now)
    const { id } = await create([line(0)], other)
    const read = async () => (await other.get(`/open/order/detail?orderId=${id}`)).body.data
    for (let time = 1; time <= 2; time++) {
      const { data } = await post('/open/order/pay', { orderIds: [id] }, other)
      expect(data).toMatchObject({
        successList: [],
        failList: [{ orderId: id, errorCode: 'UPSTREAM_UNKNOWN' }],
      })
      expect(await read()).toMatchObject({ status: 5, taobaoStatus: 'WAIT_FINANCE_PAY', payTime: null })
    }
    expect((await post('/open/order/cancel', { orderId: id }, other)).code).toBe(40902)
    await does(id, settle(false), other)
    expect(await read()).toMatchObject({ status: 0 })
    await post('/open/order/pay', { orderIds: [id] }, other)
    await does(id, settle(true), other)
    expect(await read()).toMatchObject({ status: 10, payTime: expect.any(String) })
  })
})

describe('vouchers', () => {
  test('shown, refused, shown again, and settled: no money of the balance is touched', async () => {
    const { id } = await create()
    const before = await balance()
    expect((await voucher(id, { remark: 'first' })).data).toBe(true)
    expect(await detail(id)).toMatchObject({ status: 1, taobaoStatus: 'ORDER_PAY_STATUS', payTime: null })
    expect((await cancel(id)).code).toBe(40902)
    expect((await voucher(id, { voucherUrls: ['https://example.com/2.jpg'] })).data).toBe(true)
    expect(await statuses(id)).toEqual([1, 1, 1])
    await does(id, settle(false))
    expect(await detail(id)).toMatchObject({ status: 3, taobaoStatus: 'ORDER_FINANCE_REFUSE_STATUS' })
    expect((await voucher(id)).data).toBe(true)
    await does(id, settle(true))
    expect(await detail(id)).toMatchObject({
      status: 10,
      taobaoStatus: 'WAIT_SELLER_SEND_GOODS',
      payTime: expect.stringMatching(/^2026-01-15 16:3/),
    })
    expect(await balance()).toBe(before)
    expect((await pay(id)).data.successList).toEqual([id])
    expect(await balance()).toBe(before)
  })

  test('a refused one may be cancelled, or paid from the balance', async () => {
    for (const paid of [false, true]) {
      const { id } = await create()
      await voucher(id)
      await does(id, settle(false))
      if (paid) expect((await pay(id)).data.successList).toEqual([id])
      else expect((await cancel(id)).data).toBe(true)
      expect((await statuses(id))[0]).toBe(paid ? 10 : 4)
    }
  })

  test('not of what is paid, closed or unknown, and not of nothing', async () => {
    const [paid, closed, open] = [await create(), await create(), await create()]
    await pay(paid.id)
    await cancel(closed.id)
    expect(await voucher(paid.id)).toMatchObject({ code: 40902, msg: `the order ${paid.id} is paid` })
    expect(await voucher(closed.id)).toMatchObject({ code: 40902, data: null })
    expect((await voucher('1031992847890383165')).code).toBe(40401)
    for (const voucherUrls of [[], Array(6).fill('https://example.com/1.jpg')]) {
      const body = await voucher(open.id, { voucherUrls })
      expect(body).toMatchObject({ code: 400, msg: expect.stringMatching(/^voucherUrls/) })
    }
    expect((await statuses(open.id))[0]).toBe(0)
  })
})

describe('cancelling', () => {
  test('before payment; once more changes nothing; what it held is free', async () => {
    const before = await client.shop.state()
    const { id, orderNo } = await create()
    expect((await client.shop.state()).levels).not.toEqual(before.levels)
    expect(await cancel(id, { cancelReason: '不想要了' })).toMatchObject({ code: 200, data: true })
    expect(await cancel(orderNo)).toMatchObject({ code: 200, data: true })
    expect(await detail(id)).toMatchObject({
      status: 4,
      taobaoStatus: 'TRADE_CLOSED',
      closeReason: '不想要了',
      payTime: null,
      subOrderVOS: [{ status: 4 }, { status: 4 }],
    })
    expect((await client.shop.state()).levels).toEqual(before.levels)
  })

  test('of sub-orders: they are closed, and what is left is paid', async () => {
    const { id, subs } = await create()
    const [first, second] = subs.map((one) => one.subOrderId)
    for (let time = 1; time <= 2; time++) {
      expect((await cancel(id, { subOrderIds: [first], cancelReason: 'r' })).data).toBe(true)
      expect(await statuses(id)).toEqual([0, 4, 0])
    }
    const before = await balance()
    expect((await pay(id)).data.successList).toEqual([id])
    expect(before - (await balance())).toBe(200)
    expect(await statuses(id)).toEqual([10, 4, 10])
    expect(await cancel(id, { subOrderIds: [second] })).toMatchObject({ code: 40902, data: null })
    expect(await statuses(id)).toEqual([10, 4, 10])
  })

  test('of all sub-orders: the order is closed', async () => {
    const { id, subs } = await create()
    expect((await cancel(id, { subOrderIds: subs.map((one) => one.subOrderId) })).data).toBe(true)
    expect(await statuses(id)).toEqual([4, 4, 4])
  })

  test('the sub-order behind one that failed is the one that is meant', async () => {
    const lines = [line(0, { itemId: '1', skuId: '1' }), line(0, { quantity: 3 }), line(1, { quantity: 5 })]
    const { id, subs } = await create(lines)
    expect((await cancel(id, { subOrderIds: [subs[1]?.subOrderId] })).data).toBe(true)
    expect(await statuses(id)).toEqual([0, 4, 4, 0])
    expect((await cancel(id, { subOrderIds: [subs[0]?.subOrderId] })).code).toBe(40401)
  })

  test('nothing of another order, and nothing that is not there', async () => {
    const [one, other] = [await create(), await create()]
    for (const id of [other.subs[0]?.subOrderId, '7', `${one.subs[0]?.subOrderId.slice(0, -1)}9`]) {
      expect(await cancel(one.id, { subOrderIds: [id] })).toMatchObject({ code: 40401, data: null })
    }
    expect((await cancel('1031992847890383165')).code).toBe(40401)
    const long = await cancel(one.id, { cancelReason: 'x'.repeat(201) })
    expect(long).toMatchObject({ code: 400, msg: expect.stringMatching(/^cancelReason/) })
    expect([await statuses(one.id), await statuses(other.id)]).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
  })
})

describe('shipping', () => {
  const parcel = (packageNumber: string, ...lines: readonly (readonly [number, number])[]) => ({
    packageNumber,
    weightGrams: null,
    lines: lines.map(([lineNumber, quantity]) => ({ lineNumber, quantity })),
  })
  const leaves = (id: string, packageNumber: string) =>
    does(id, {
      kind: 'hand_over',
      sequence: 1,
      packageNumber,
      carrier: 'SF',
      trackingNumber: `${packageNumber}${id.slice(-9, -3)}`,
    })
  const logistics = (id: string | undefined) =>
    get(`/v2/taobao/order/logistics/detail/get?subPurchaseOrderId=${id}`)

  test('22: what is not shipped has no parcels, what is unknown is not there', async () => {
    const { id, subs } = await create()
    for (const paid of [false, true]) {
      if (paid) await pay(id)
      const body = await logistics(subs[0]?.taobaoSubPurchaseId)
      expect(body).toMatchObject({
        code: 200,
        data: { purchaseOrderOuterId: subs[0]?.subOrderId, pnmLogisticsDetails: [] },
      })
      expect(body.data.pnmLogisticsDetails).toEqual([])
    }
    expect((await logistics('200033789041')).code).toBe(40401)
    expect((await logistics('399999999999')).code).toBe(40401)
    expect((await get('/open/order/logistics/detail/get')).code).toBe(400)
  })

  test('a sub-order is as far as the last of its pieces, and the order as the last of its sub-orders', async () => {
    const { id, subs } = await create([line(0, { quantity: 2 }), line(1, { quantity: 1 })])
    await pay(id)
    const packages = [parcel('A', [1, 1]), parcel('B', [2, 1]), parcel('C', [1, 1])]
    await does(id, { kind: 'pack', sequence: 1, packages })
    await leaves(id, 'A')
    expect(await statuses(id)).toEqual([10, 10, 10])
    await leaves(id, 'B')
    expect(await statuses(id)).toEqual([10, 10, 11])
    expect(await detail(id)).toMatchObject({ shipTime: null })
    await leaves(id, 'C')
    expect(await statuses(id)).toEqual([11, 11, 11])
    expect(await detail(id)).toMatchObject({ shipTime: expect.stringMatching(/^2026-01-15 16:3/) })
    const mailNos = async (index: number) =>
      (await logistics(subs[index]?.taobaoSubPurchaseId)).data.pnmLogisticsDetails.map(
        (one: { mailNo: string }) => one.mailNo[0],
      )
    expect([await mailNos(0), await mailNos(1)]).toEqual([['A', 'C'], ['B']])
    expect((await cancel(id)).code).toBe(40902)
    await does(id, { kind: 'deliver', sequence: 1 })
    expect(await detail(id)).toMatchObject({ status: 9, taobaoStatus: 'OTHER_STATUS' })
  })

  test('where the goods go first can be changed until something has left', async () => {
    const { id } = await create([line(0, { quantity: 1 })])
    const move = () =>
      post('/open/order/warehouse/update', { orderId: id, warehouseAddress: { ...RECEIVER, city: '金华市' } })
    expect((await move()).data).toBe(true)
    await pay(id)
    await does(id, { kind: 'pack', sequence: 1, packages: [parcel('A', [1, 1])] })
    expect((await move()).data).toBe(true)
    await leaves(id, 'A')
    expect(await move()).toMatchObject({ code: 40902, data: null })
  })
})

test('an order of 1688 has no id here, and no act here reaches it', async () => {
  const trade = await post('/alibaba/order/create', {
    flow: 'general',
    addressParam: { fullName: 'z', mobile: '1', provinceText: 'p', cityText: 'c', address: 'a' },
    cargoParamList: [{ offerId: '600126245031041190', specId: '5016042822039', quantity: 1 }],
  })
  const number = trade.data.orderId.slice(2, 16)
  const id = `10${number}000`
  const answers = [
    await voucher(id),
    await cancel(id),
    await cancel(id, { subOrderIds: [`11${number}001`] }),
    await post('/open/order/warehouse/update', { orderId: id, warehouseAddress: RECEIVER }),
    await get(`/open/order/detail?orderId=${id}`),
  ]
  expect(answers.map((one) => one.code)).toEqual(Array(5).fill(40401))
  expect((await pay(id)).data.failList).toMatchObject([{ orderId: id, errorCode: '40401' }])
  const found = await post('/alibaba/order/detail', { webSite: '1688', orderId: trade.data.orderId })
  expect(found.data.orderStatus).toBe('WAITING_FOR_PAYMENT')
})
