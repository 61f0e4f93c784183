// 1688 after the placing: paid, cancelled, shipped, received, asked back (facts/pandapon.md §10.4–10.9, §15 20–21).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { receiveStock } from '../../../src/cli/demo.js'
import type { OrderWish } from '../../../src/order/wishes.js'
import { audit } from '../../../src/store/audit.js'
import { readOrderByNumber } from '../../../src/store/orders.js'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { createOrder, line, openPandapon, type PandaponClient } from '../../support/pandapon.js'

const START = Date.UTC(2026, 0, 15, 8, 30, 0, 500)
const CHAIR = { offerId: 889512351602, specId: '530ad00177264564503ec3b848650652', quantity: 2 }
const BOX = { offerMapId: 'L0PTnwSnx_dWNZWCtgK7Gg', specId: 'e61a85a671bb3d0301d0412b51641c6b', quantity: 1 }
const addressParam = {
  fullName: 'zhang',
  mobile: '18600888861',
  provinceText: '浙江省',
  cityText: '杭州市',
  address: 'xxxxxxx',
}
/** Two chairs and a box. */
const COST = 2 * 2900 + 1280

let hub: TestHub
let client: PandaponClient
let now = START

beforeAll(async () => {
  hub = await startTestHub()
  client = await openPandapon(hub, () => now, { currency: 'CNY' })
  const skus = [`${CHAIR.offerId}/${CHAIR.specId}`, `${BOX.offerMapId}/${BOX.specId}`]
  const stock = skus.map((sku) => ({ sku, location: 'G006', quantity: 100_000 }))
  await receiveStock(hub.lanes.of(client.tenantId), client.accountId, stock)
})

afterAll(async () => {
  const checks = await audit(hub.connectionString, client.tenantId)
  expect(checks.flatMap(({ violations }) => violations)).toEqual([])
  await hub.close()
})

/** Each request is one of its own: the clock goes on. */
function tick(): void {
  now += 1
  hub.advance(1)
}

async function post(path: string, body: unknown) {
  tick()
  return (await client.post(path, body)).body
}

async function get(path: string) {
  tick()
  return (await client.get(path)).body
}

/** The id of an order of its own; `0`, `1`: an entry of it. */
async function create(list: readonly object[] = [CHAIR, BOX]): Promise<string> {
  const body = await post('/alibaba/order/create', { flow: 'general', addressParam, cargoParamList: list })
  expect(body.code).toBe(200)
  return body.data.orderId
}

const entry = (orderId: string, position: number) => `21${orderId.slice(2, 16)}00${position}`
const detail = async (orderId: string) =>
  (await post('/alibaba/order/detail', { webSite: '1688', orderId })).data
const pay = (...orderIds: string[]) => post('/alibaba/order/batch/submit/to/pay', { orderIds })
const cancel = (orderId: string, change: object = {}) =>
  post('/alibaba/order/cancel', { webSite: '1688', orderId, ...change })
const receive = async (orderId: string, orderEntryIds?: readonly string[]) =>
  post('/alibaba/order/receivegoods', { orderId, orderEntryIds })

async function balance(): Promise<number> {
  const { rows } = await hub.pool.query('select balance_minor from accounts where tenant_id = $1', [
    client.tenantId,
  ])
  return Number(rows[0].balance_minor)
}

const numberOf = (orderId: string) => Number(orderId.slice(2, 16))
const does = (orderId: string, wish: OrderWish) => client.shop.act(numberOf(orderId), wish)

async function ship(orderId: string, sequence = 1): Promise<void> {
  await does(orderId, { kind: 'pack', sequence, packages: null })
  const parcel = { carrier: 'SF', trackingNumber: `SF${orderId.slice(-6)}${sequence}`, packageNumber: null }
  await does(orderId, { kind: 'hand_over', sequence, ...parcel })
}

/** Paid, and as far as it is asked for. */
async function shipped(): Promise<string> {
  const orderId = await create()
  expect((await pay(orderId)).data.failList).toEqual([])
  await ship(orderId)
  return orderId
}

describe('paying', () => {
  test('each by its own result, and once', async () => {
    const [first, second, closed] = [await create(), await create([BOX]), await create([BOX])]
    expect((await cancel(closed)).data).toBe(true)
    const before = await balance()
    const unknown = '2542285634920880794'
    const body = await pay(first, unknown, closed, second, first)
    expect(body.data).toEqual({
      successList: [first, second],
      failList: [
        { orderId: unknown, errorCode: '40401', errorMessage: `there is no order ${unknown}` },
        { orderId: closed, errorCode: '40902', errorMessage: `the order ${closed} is cancelled` },
      ],
    })
    expect(before - (await balance())).toBe(COST + 1280)
    expect((await pay(first)).data).toEqual({ successList: [first], failList: [] })
    expect(before - (await balance())).toBe(COST + 1280)
    expect(await detail(first)).toMatchObject({
      orderStatus: 'WAITING_FOR_SENT',
      payStatus: 2,
      payTime: expect.stringMatching(/^2026-01-15 16:/),
      refundStatus: null,
    })
  })

  test('too little money is told, with what is due', async () => {
    const dear = await create([{ ...CHAIR, quantity: 40 }])
    expect((await pay(dear)).data.failList).toEqual([
      {
        orderId: dear,
        errorCode: '40902',
        errorMessage: expect.stringContaining(`${dear} costs 116000 fen`),
      },
    ])
    const url = await get(`/alibaba/order/pay/url?orderId=${dear}`)
    expect(url).toMatchObject({ code: 200, data: { protocolPaySuccess: false, cantPayOrderList: [dear] } })
    expect((await detail(dear)).payStatus).toBe(1)
    expect((await cancel(dear)).data).toBe(true)
  })

  test('a pay link debits; what is closed can’t be paid, what is not there is not found', async () => {
    const [open, closed] = [await create([BOX]), await create([BOX])]
    await cancel(closed)
    const before = await balance()
    const paid = { orderId: open, protocolPaySuccess: true, payUrl: null, cantPayOrderList: [] }
    expect((await get(`/alibaba/order/pay/url?orderId=${open}`)).data).toEqual(paid)
    expect((await get(`/v2/alibaba/order/pay/url?orderId=${open}`)).data).toEqual(paid)
    expect(before - (await balance())).toBe(1280)
    expect(await get(`/alibaba/order/pay/url?orderId=${closed}`)).toMatchObject({
      code: 200,
      data: { orderId: closed, protocolPaySuccess: false, payUrl: null, cantPayOrderList: [closed] },
    })
    expect((await get('/alibaba/order/pay/url?orderId=1')).code).toBe(40401)
    expect(await get('/alibaba/order/pay/url')).toMatchObject({
      code: 400,
      msg: expect.stringMatching(/^orderId is required/),
    })
  })

  test('large customers name one order, or several', async () => {
    const [one, two] = [await create([BOX]), await create([BOX])]
    const path = '/alibaba/ka/order/pay'
    expect((await post(path, { orderId: one })).data).toEqual({ successList: [one], failList: [] })
    expect((await post(path, { orderIds: [one, two] })).data.successList).toEqual([one, two])
    expect(await post(path, {})).toMatchObject({ code: 400, msg: expect.stringMatching(/^orderId is requ/) })
  })

  test('at most 50 at once, and at least one', async () => {
    for (const orderIds of [[], Array.from({ length: 51 }, (_, index) => String(index))]) {
      const body = await post('/alibaba/order/batch/submit/to/pay', { orderIds })
      expect(body).toMatchObject({ code: 400, msg: expect.stringMatching(/^orderIds/) })
    }
  })

  test('money of another currency is confirmed by a person', async () => {
    const other = await openPandapon(hub, () => now)
    await hub.pool.query(
      `insert into stock_levels (tenant_id, owner_id, sku, location, on_hand, updated_at)
       values ($1, $2, $3, 'G006', 10, now())`,
      [other.tenantId, other.accountId, `${BOX.offerMapId}/${BOX.specId}`],
    )
    const wish = { flow: 'general', addressParam, cargoParamList: [BOX] }
    const { orderId } = (await other.post('/alibaba/order/create', wish)).body.data
    const url = (await other.get(`/alibaba/order/pay/url?orderId=${orderId}`)).body.data
    expect(url).toEqual({ orderId, protocolPaySuccess: false, payUrl: null, cantPayOrderList: [] })
    const list = (await other.post('/alibaba/order/batch/submit/to/pay', { orderIds: [orderId] })).body.data
    expect(list.failList).toMatchObject([{ orderId, errorCode: 'UPSTREAM_UNKNOWN' }])
  })
})

describe('cancelling', () => {
  test('20: an id above 2^53 is the order that it names, and no neighbour', async () => {
    const missing = await post(
      '/alibaba/order/cancel',
      '{"webSite":"1688","orderId":2542285634920880794,"cancelReason":"不想要了"}',
    )
    expect([missing.code, missing.msg]).toEqual([40401, 'there is no order 2542285634920880794'])
    const [one, other] = [await create([BOX]), await create([BOX])]
    const text = `{"webSite":"1688","orderId":${one},"cancelReason":"不想要了"}`
    expect(await post('/alibaba/order/cancel', text)).toMatchObject({ code: 200, data: true })
    expect(await detail(one)).toMatchObject({ orderStatus: 'CANCEL', closeReason: 'other: 不想要了' })
    expect((await detail(other)).orderStatus).toBe('WAITING_FOR_PAYMENT')
    expect(await post('/alibaba/order/cancel', text)).toMatchObject({ code: 200, data: true })
    const one_off = `{"webSite":"1688","orderId":${one.slice(0, -1)}1}`
    expect((await post('/alibaba/order/cancel', one_off)).code).toBe(40401)
  })

  test('21: what is paid is not cancelled', async () => {
    const orderId = await create([BOX])
    await pay(orderId)
    const before = await balance()
    expect(await cancel(orderId)).toMatchObject({
      code: 40902,
      data: null,
      msg: expect.stringContaining(orderId),
    })
    expect((await detail(orderId)).orderStatus).toBe('WAITING_FOR_SENT')
    expect(await balance()).toBe(before)
  })

  test.each([
    [{}, 'buyer_cancel'],
    [{ cancelReason: 'sellerGoodsLack', remark: 'r' }, 'seller_goods_lack: r'],
    [{ cancelReason: '不想要了', remark: 'r' }, 'other: 不想要了: r'],
  ])('%j closes it as %s', async (change, reason) => {
    const orderId = await create([BOX])
    expect((await cancel(orderId, change)).data).toBe(true)
    expect(await detail(orderId)).toMatchObject({ closeReason: reason, payStatus: 1 })
  })

  test('an order of Taobao’s has no id of 1688', async () => {
    const taobao = (await post('/open/order', createOrder([line(0, { quantity: 1 })]))).data
    const id = `20${taobao.id.slice(2)}`
    const answers = [
      await cancel(id),
      await receive(id),
      await get(`/alibaba/order/pay/url?orderId=${id}`),
      await get(`/alibaba/order/logistics/trace?orderId=${id}`),
      await post('/alibaba/refund/reasons', { orderId: id, orderEntryIds: [entry(id, 1)] }),
      await post('/alibaba/refund/create', {
        orderId: id,
        orderEntryIds: [entry(id, 1)],
        disputeRequest: 'refund',
        applyPayment: 1,
      }),
    ]
    expect(answers.map((one) => one.code)).toEqual(Array(6).fill(40401))
    expect((await pay(id)).data.failList).toMatchObject([{ errorCode: '40401' }])
  })
})

describe('receiving', () => {
  test('what is not shipped can’t be; what is, can, and again', async () => {
    const orderId = await create()
    await pay(orderId)
    const early = await receive(orderId)
    expect(early).toMatchObject({
      code: 200,
      data: { success: false, errorCode: '4003', errorInfo: expect.stringContaining('allocated') },
    })
    expect((await get(`/alibaba/order/logistics/trace?orderId=${orderId}`)).data).toEqual({
      pnmLogisticsDetails: [],
    })
    await ship(orderId)
    expect((await detail(orderId)).orderStatus).toBe('WAITING_FOR_RECEIVE')
    const done = { success: true, errorInfo: '', errorCode: '' }
    expect((await receive(orderId, [entry(orderId, 1)])).data).toEqual(done)
    expect((await receive(orderId)).data).toEqual(done)
    expect((await detail(orderId)).orderStatus).toBe('FINISHED')
    const strange = await receive(orderId, [entry('2000000000000001000', 1)])
    expect(strange).toMatchObject({ code: 40401, msg: expect.stringContaining('order entry') })
    expect((await receive(orderId, [entry(orderId, 9)])).code).toBe(40401)
  })

  test('of an order in two parts, those that have left, or those with an entry', async () => {
    const orderId = await create()
    await pay(orderId)
    await does(orderId, { kind: 'split', sequence: 1, lines: [{ lineNumber: 2, quantity: 1 }] })
    await ship(orderId, 1)
    const box = entry(orderId, 2)
    expect((await receive(orderId, [box])).data).toMatchObject({ success: false, errorCode: '4003' })
    expect((await receive(orderId)).data.success).toBe(true)
    expect((await detail(orderId)).orderStatus).toBe('WAITING_FOR_RECEIVE')
    expect((await receive(orderId)).data.success).toBe(true)
    await ship(orderId, 2)
    expect((await receive(orderId, [box])).data.success).toBe(true)
    expect((await detail(orderId)).orderStatus).toBe('FINISHED')
  })
})

test('parcels with what their carriers tell, newest first', async () => {
  const orderId = await shipped()
  const told = { country: 'CN', state: '浙江省', city: '杭州市', facility: 'A', description: 'in' }
  const events = [
    { ...told, at: START, status: 'arrived', description: 'in' },
    { ...told, at: START + 60_000, status: 'departed', description: 'out' },
  ] as const
  const trackingNumber = `SF${orderId.slice(-6)}1`
  await does(orderId, { kind: 'track', sequence: null, trackingNumber, events })
  const { data } = await get(`/v2/alibaba/order/logistics/trace?orderId=${orderId}`)
  expect(data).toEqual({
    pnmLogisticsDetails: [
      {
        mailNo: trackingNumber,
        logisticsTraces: [
          expect.objectContaining({
            statusDesc: 'out',
            action: 'TMS_STATION_OUT',
            time: '2026-01-15 16:31:00',
          }),
          expect.objectContaining({
            statusDesc: 'in',
            action: 'TMS_STATION_IN',
            time: '2026-01-15 16:30:00',
          }),
        ],
        logisticsPartner: [{ companyImageUrl: null, company: 'SF', companyContact: null }],
        receiver: expect.objectContaining({ name: 'zhang', province: '浙江省' }),
        logisticsGoods: [
          expect.objectContaining({ quantity: '2' }),
          expect.objectContaining({ quantity: '1' }),
        ],
      },
    ],
  })
})

describe('refunds', () => {
  beforeAll(() => client.shop.topUp(1_000_000))

  const refund = (orderId: string, change: object = {}) =>
    post('/alibaba/refund/create', {
      orderId,
      orderEntryIds: [entry(orderId, 2)],
      disputeRequest: 'refund',
      applyPayment: 1280,
      applyReasonId: 1,
      description: 'd',
      ...change,
    })
  const read = async (refundId: string) => (await post('/alibaba/refund/detail', { refundId })).data

  test('the reasons depend on whether the goods have come', async () => {
    const orderId = await create()
    const ask = async (change: object) =>
      (await post('/alibaba/refund/reasons', { orderId, orderEntryIds: [entry(orderId, 1)], ...change })).data
        .refundReasons
    expect((await ask({ goodsStatus: 2 })).map((one: { reasonId: number }) => one.reasonId)).toEqual([
      1, 2, 3, 4, 5,
    ])
    expect(await ask({ goodsStatus: 3 })).toEqual([
      { reasonId: 1, reasonDesc: '不想要了', tips: null },
      { reasonId: 5, reasonDesc: '其他', tips: null },
    ])
  })

  test('goods that are here are taken out of the order, and their money comes back', async () => {
    const orderId = await create()
    await pay(orderId)
    const before = await balance()
    const { refundId } = (await refund(orderId)).data
    expect(refundId).toMatch(/^TQ\d{19}$/)
    expect((await refund(orderId)).data).toEqual({ refundId })
    expect(await detail(orderId)).toMatchObject({ refundStatus: 'APPLIED_REFUND', refundAmount: 0 })
    await hub.settle()
    expect((await balance()) - before).toBe(1280)
    expect(await detail(orderId)).toMatchObject({
      orderStatus: 'WAITING_FOR_SENT',
      payStatus: 2,
      refundStatus: 'REFUND_SUCCESSFUL',
      refundAmount: 1280,
    })
    expect(await read(refundId)).toEqual({
      refundId,
      orderId,
      orderEntryIds: [entry(orderId, 2)],
      refundStatus: 'REFUND_SUCCESSFUL',
      disputeRequest: 'refund',
      applyPayment: 1280,
      applyCarriage: 0,
      refundAmount: 1280,
      applyReasonId: 1,
      applyReason: '不想要了',
      description: 'd',
      vouchers: [],
      rejectReason: null,
      logisticsCompanyNo: null,
      freightBill: null,
      createTime: expect.stringMatching(/^2026-01-15 16:/),
      updateTime: expect.stringMatching(/^2026-01-15 16:/),
    })
  })

  test('goods that have left come back with a parcel', async () => {
    const orderId = await shipped()
    const made = await refund(orderId, {
      disputeRequest: 'returnRefund',
      applyPayment: 1000,
      applyCarriage: 100,
      vouchers: ['https://example.com/a.jpg'],
    })
    const { refundId } = made.data
    const parcel = {
      refundId,
      logisticsCompanyNo: 'SF',
      freightBill: 'SF12181323546',
      description: 'on its way',
      vouchers: null,
    }
    const back = () => post('/alibaba/refund/goods/return', parcel)
    expect(await back()).toMatchObject({ code: 40902, data: null })
    const afterSaleNumber = Number(refundId.slice(2))
    const decision = { approved: true, reason: null, amountMinor: null, skus: [] }
    await does(orderId, { kind: 'decide_after_sale', afterSaleNumber, ...decision } as OrderWish)
    expect((await detail(orderId)).refundStatus).toBe('AGREE_TO_REFUND')
    const done = { success: true, errorCode: '', errorInfo: '' }
    expect([(await back()).data, (await back()).data]).toEqual([done, done])
    expect(await read(refundId)).toMatchObject({
      refundStatus: 'WAITING_SELLER_RECEIPT',
      disputeRequest: 'returnRefund',
      applyPayment: 1000,
      applyCarriage: 100,
      vouchers: ['https://example.com/a.jpg'],
      logisticsCompanyNo: 'SF',
      freightBill: 'SF12181323546',
    })
    const order = await readOrderByNumber(hub.pool, client, numberOf(orderId))
    expect(order?.afterSales[0]?.messages).toMatchObject([{ by: 'buyer', text: 'on its way', images: [] }])
  })

  test('money alone, of goods that have left', async () => {
    const orderId = await shipped()
    expect((await refund(orderId, { applyPayment: 5 })).data.refundId).toMatch(/^TQ/)
    const all = [1, 2].map((position) => entry(orderId, position))
    expect(await refund(orderId, { orderEntryIds: all, applyPayment: COST })).toMatchObject({ code: 40902 })
  })

  test.each<[string, object | ((orderId: string) => object), number, RegExp]>([
    ['what is not shipped does not come back', { disputeRequest: 'returnRefund' }, 40902, /not shipped yet/],
    ['an entry of another order', { orderEntryIds: ['2100000000000001001'] }, 40401, /order entry/],
    ['no entry of ours', { orderEntryIds: ['7'] }, 40401, /order entry 7/],
    ['a place without a line', (id) => ({ orderEntryIds: [entry(id, 3)] }), 40401, /order entry/],
    ['no entry', { orderEntryIds: [] }, 400, /^orderEntryIds/],
    ['another wish', { disputeRequest: 'exchange' }, 400, /^disputeRequest/],
    ['an unknown reason', { applyReasonId: 6 }, 400, /^applyReasonId/],
    ['more than the pieces cost', { applyPayment: 1281 }, 40902, /asked 1281, left 1280/],
  ])('%s', async (_name, change, code, problem) => {
    const orderId = await create()
    await pay(orderId)
    const body = await refund(orderId, typeof change === 'function' ? change(orderId) : change)
    expect(body).toMatchObject({ code, msg: expect.stringMatching(problem), data: null })
    expect(await detail(orderId)).toMatchObject({ refundStatus: null, orderStatus: 'WAITING_FOR_SENT' })
  })

  test('what is not paid is cancelled instead; entries on both sides of the door are asked for apart', async () => {
    const unpaid = await create()
    expect(await refund(unpaid)).toMatchObject({ code: 40902, msg: expect.stringContaining('not paid yet') })
    const orderId = await create()
    await pay(orderId)
    await does(orderId, { kind: 'split', sequence: 1, lines: [{ lineNumber: 2, quantity: 1 }] })
    await ship(orderId, 1)
    const both = [1, 2].map((position) => entry(orderId, position))
    expect(await refund(orderId, { orderEntryIds: both })).toMatchObject({
      code: 400,
      msg: expect.stringMatching(/^orderEntryIds names goods that have left/),
    })
    expect((await refund(orderId)).code).toBe(200)
  })

  test('refunds of others are not there', async () => {
    const orderId = await create()
    await pay(orderId)
    const { refundId } = (await refund(orderId)).data
    const other = await openPandapon(hub, () => now)
    for (const id of [refundId, refundId.slice(2), 'TQ1', `TQ${'9'.repeat(19)}`]) {
      const { body } = await other.post('/alibaba/refund/detail', { refundId: id })
      expect(body, id).toMatchObject({ code: 40401, data: null })
    }
    await hub.settle()
  })

  test('carriers for what comes back', async () => {
    const { data } = await get('/alibaba/refund/logistics/companies')
    expect(data).toContainEqual({ logisticsCompanyNo: 'SF', logisticsCompanyName: '顺丰快递' })
  })
})
