// 1688 after the placing: paid, cancelled, shipped, received (facts/pandapon.md §10.4–10.8, §15 20–21).
import { describe, expect, test } from 'vitest'
import { createOrder, line, openPandapon } from '../../support/pandapon.js'
import { addressParam, BOX, CHAIR, COST, entry, tradeDesk } from './trade-desk.js'

const START = Date.UTC(2026, 0, 15, 8, 30, 0, 500)

const desk = tradeDesk()

const cancel = (orderId: string, change: object = {}) =>
  desk.post('/alibaba/order/cancel', { webSite: '1688', orderId, ...change })
const receive = async (orderId: string, orderEntryIds?: readonly string[]) =>
  desk.post('/alibaba/order/receivegoods', { orderId, orderEntryIds })

describe('paying', () => {
  test('each by its own result, and once', async () => {
    const [first, second, closed] = [await desk.create(), await desk.create([BOX]), await desk.create([BOX])]
    expect((await cancel(closed)).data).toBe(true)
    const before = await desk.balance()
    const unknown = '2542285634920880794'
    const body = await desk.pay(first, unknown, closed, second, first)
    expect(body.data).toEqual({
      successList: [first, second],
      failList: [
        { orderId: unknown, errorCode: '40401', errorMessage: `there is no order ${unknown}` },
        { orderId: closed, errorCode: '40902', errorMessage: `the order ${closed} is cancelled` },
      ],
    })
    expect(before - (await desk.balance())).toBe(COST + 1280)
    expect((await desk.pay(first)).data).toEqual({ successList: [first], failList: [] })
    expect(before - (await desk.balance())).toBe(COST + 1280)
    expect(await desk.detail(first)).toMatchObject({
      orderStatus: 'WAITING_FOR_SENT',
      payStatus: 2,
      payTime: expect.stringMatching(/^2026-01-15 16:/),
      refundStatus: null,
    })
  })

  test('too little money is told, with what is due', async () => {
    const dear = await desk.create([{ ...CHAIR, quantity: 40 }])
    expect((await desk.pay(dear)).data.failList).toEqual([
      {
        orderId: dear,
        errorCode: '40902',
        errorMessage: expect.stringContaining(`${dear} costs 116000 fen`),
      },
    ])
    const url = await desk.get(`/alibaba/order/pay/url?orderId=${dear}`)
    expect(url).toMatchObject({ code: 200, data: { protocolPaySuccess: false, cantPayOrderList: [dear] } })
    expect((await desk.detail(dear)).payStatus).toBe(1)
    expect((await cancel(dear)).data).toBe(true)
  })

  test('a pay link debits; what is closed can’t be paid, what is not there is not found', async () => {
    const [open, closed] = [await desk.create([BOX]), await desk.create([BOX])]
    await cancel(closed)
    const before = await desk.balance()
    const paid = { orderId: open, protocolPaySuccess: true, payUrl: null, cantPayOrderList: [] }
    expect((await desk.get(`/alibaba/order/pay/url?orderId=${open}`)).data).toEqual(paid)
    expect((await desk.get(`/v2/alibaba/order/pay/url?orderId=${open}`)).data).toEqual(paid)
    expect(before - (await desk.balance())).toBe(1280)
    expect(await desk.get(`/alibaba/order/pay/url?orderId=${closed}`)).toMatchObject({
      code: 200,
      data: { orderId: closed, protocolPaySuccess: false, payUrl: null, cantPayOrderList: [closed] },
    })
    expect((await desk.get('/alibaba/order/pay/url?orderId=1')).code).toBe(40401)
    expect(await desk.get('/alibaba/order/pay/url')).toMatchObject({
      code: 400,
      msg: expect.stringMatching(/^orderId is required/),
    })
  })

  test('large customers name one order, or several', async () => {
    const [one, two] = [await desk.create([BOX]), await desk.create([BOX])]
    const path = '/alibaba/ka/order/pay'
    expect((await desk.post(path, { orderId: one })).data).toEqual({ successList: [one], failList: [] })
    expect((await desk.post(path, { orderIds: [one, two] })).data.successList).toEqual([one, two])
    expect(await desk.post(path, {})).toMatchObject({
      code: 400,
      msg: expect.stringMatching(/^orderId is requ/),
    })
  })

  test('at most 50 at once, and at least one', async () => {
    for (const orderIds of [[], Array.from({ length: 51 }, (_, index) => String(index))]) {
      const body = await desk.post('/alibaba/order/batch/submit/to/pay', { orderIds })
      expect(body).toMatchObject({ code: 400, msg: expect.stringMatching(/^orderIds/) })
    }
  })

  test('money of another currency is confirmed by a person', async () => {
    const other = await openPandapon(desk.hub, desk.hub.now)
    await desk.hub.pool.query(
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
    const missing = await desk.post(
      '/alibaba/order/cancel',
      '{"webSite":"1688","orderId":2542285634920880794,"cancelReason":"不想要了"}',
    )
    expect([missing.code, missing.msg]).toEqual([40401, 'there is no order 2542285634920880794'])
    const [one, other] = [await desk.create([BOX]), await desk.create([BOX])]
    const text = `{"webSite":"1688","orderId":${one},"cancelReason":"不想要了"}`
    expect(await desk.post('/alibaba/order/cancel', text)).toMatchObject({ code: 200, data: true })
    expect(await desk.detail(one)).toMatchObject({ orderStatus: 'CANCEL', closeReason: 'other: 不想要了' })
    expect((await desk.detail(other)).orderStatus).toBe('WAITING_FOR_PAYMENT')
    expect(await desk.post('/alibaba/order/cancel', text)).toMatchObject({ code: 200, data: true })
    const one_off = `{"webSite":"1688","orderId":${one.slice(0, -1)}1}`
    expect((await desk.post('/alibaba/order/cancel', one_off)).code).toBe(40401)
  })

  test('21: what is paid is not cancelled', async () => {
    const orderId = await desk.create([BOX])
    await desk.pay(orderId)
    const before = await desk.balance()
    expect(await cancel(orderId)).toMatchObject({
      code: 40902,
      data: null,
      msg: expect.stringContaining(orderId),
    })
    expect((await desk.detail(orderId)).orderStatus).toBe('WAITING_FOR_SENT')
    expect(await desk.balance()).toBe(before)
  })

  test.each([
    [{}, 'buyer_cancel'],
    [{ cancelReason: 'sellerGoodsLack', remark: 'r' }, 'seller_goods_lack: r'],
    [{ cancelReason: '不想要了', remark: 'r' }, 'other: 不想要了: r'],
  ])('%j closes it as %s', async (change, reason) => {
    const orderId = await desk.create([BOX])
    expect((await cancel(orderId, change)).data).toBe(true)
    expect(await desk.detail(orderId)).toMatchObject({ closeReason: reason, payStatus: 1 })
  })

  test('an order of Taobao’s has no id of 1688', async () => {
    const taobao = (await desk.post('/open/order', createOrder([line(0, { quantity: 1 })]))).data
    const id = `20${taobao.id.slice(2)}`
    const answers = [
      await cancel(id),
      await receive(id),
      await desk.get(`/alibaba/order/pay/url?orderId=${id}`),
      await desk.get(`/alibaba/order/logistics/trace?orderId=${id}`),
      await desk.post('/alibaba/refund/reasons', { orderId: id, orderEntryIds: [entry(id, 1)] }),
      await desk.post('/alibaba/refund/create', {
        orderId: id,
        orderEntryIds: [entry(id, 1)],
        disputeRequest: 'refund',
        applyPayment: 1,
      }),
    ]
    expect(answers.map((one) => one.code)).toEqual(Array(6).fill(40401))
    expect((await desk.pay(id)).data.failList).toMatchObject([{ errorCode: '40401' }])
  })
})

describe('receiving', () => {
  test('what is not shipped can’t be; what is, can, and again', async () => {
    const orderId = await desk.create()
    await desk.pay(orderId)
    const early = await receive(orderId)
    expect(early).toMatchObject({
      code: 200,
      data: { success: false, errorCode: '4003', errorInfo: expect.stringContaining('allocated') },
    })
    expect((await desk.get(`/alibaba/order/logistics/trace?orderId=${orderId}`)).data).toEqual({
      pnmLogisticsDetails: [],
    })
    await desk.ship(orderId)
    expect((await desk.detail(orderId)).orderStatus).toBe('WAITING_FOR_RECEIVE')
    const done = { success: true, errorInfo: '', errorCode: '' }
    expect((await receive(orderId, [entry(orderId, 1)])).data).toEqual(done)
    expect((await receive(orderId)).data).toEqual(done)
    expect((await desk.detail(orderId)).orderStatus).toBe('FINISHED')
    const strange = await receive(orderId, [entry('2000000000000001000', 1)])
    expect(strange).toMatchObject({ code: 40401, msg: expect.stringContaining('order entry') })
    expect((await receive(orderId, [entry(orderId, 9)])).code).toBe(40401)
  })

  test('of an order in two parts, those that have left, or those with an entry', async () => {
    const orderId = await desk.create()
    await desk.pay(orderId)
    await desk.does(orderId, { kind: 'split', sequence: 1, lines: [{ lineNumber: 2, quantity: 1 }] })
    await desk.ship(orderId, 1)
    const box = entry(orderId, 2)
    expect((await receive(orderId, [box])).data).toMatchObject({ success: false, errorCode: '4003' })
    expect((await receive(orderId)).data.success).toBe(true)
    expect((await desk.detail(orderId)).orderStatus).toBe('WAITING_FOR_RECEIVE')
    expect((await receive(orderId)).data.success).toBe(true)
    await desk.ship(orderId, 2)
    expect((await receive(orderId, [box])).data.success).toBe(true)
    expect((await desk.detail(orderId)).orderStatus).toBe('FINISHED')
  })
})

test('parcels with what their carriers tell, newest first', async () => {
  const orderId = await desk.shipped()
  const told = { country: 'CN', state: '浙江省', city: '杭州市', facility: 'A', description: 'in' }
  const events = [
    { ...told, at: START, status: 'arrived', description: 'in' },
    { ...told, at: START + 60_000, status: 'departed', description: 'out' },
  ] as const
  const trackingNumber = `SF${orderId.slice(-6)}1`
  await desk.does(orderId, { kind: 'track', sequence: null, trackingNumber, events })
  const { data } = await desk.get(`/v2/alibaba/order/logistics/trace?orderId=${orderId}`)
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
