// 1688: previews, orders of one merchant and of several, the cart, reading back (facts/pandapon.md §10, §12.4).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { createOrder, line, openPandapon, type PandaponClient } from '../../support/pandapon.js'

const START = Date.UTC(2026, 0, 15, 8, 30, 0, 500)
const ID = expect.stringMatching(/^20\d{17}$/)

const ADDRESS = {
  fullName: 'zhang',
  mobile: '18600888861',
  phone: '18600888861',
  postCode: '100000',
  cityText: '杭州市',
  provinceText: '浙江省',
  areaText: '西湖区',
  townText: '转塘',
  address: 'xxxxxxx',
}
const CHAIR = { offerId: 889512351602, specId: '530ad00177264564503ec3b848650652' }
const BOX = { offerMapId: 'L0PTnwSnx_dWNZWCtgK7Gg', specId: 'e61a85a671bb3d0301d0412b51641c6b' }
const UNKNOWN = { offerId: 1, specId: 'x' }

let hub: TestHub
let client: PandaponClient
let now = START

beforeAll(async () => {
  hub = await startTestHub()
  client = await openPandapon(hub, () => now)
  for (const one of [CHAIR, BOX]) {
    await hub.pool.query(
      `insert into stock_levels (tenant_id, owner_id, sku, location, on_hand, updated_at)
       values ($1, $2, $3, 'G006', 100000, now())`,
      [client.tenantId, client.accountId, `${'offerId' in one ? one.offerId : one.offerMapId}/${one.specId}`],
    )
  }
})

afterAll(() => hub.close())

/** Each request is one of its own: the clock goes on. */
async function post(path: string, body: unknown) {
  now += 1
  hub.advance(1)
  return (await client.post(path, body)).body
}

const cargo = (one: object, quantity: unknown = 2, sellerOpenId?: string) => ({
  ...one,
  quantity,
  ...(sellerOpenId !== undefined && { sellerOpenId }),
})
const trade = (list: readonly object[], change: Record<string, unknown> = {}) => ({
  flow: 'general',
  addressParam: ADDRESS,
  cargoParamList: list,
  ...change,
})

const orders = async () => {
  const { rows } = await hub.pool.query('select count(*)::integer as n from orders where tenant_id = $1', [
    client.tenantId,
  ])
  return rows[0].n as number
}

const reserved = async () => {
  const { rows } = await hub.pool.query(
    'select sum(reserved)::integer as n from stock_levels where tenant_id = $1',
    [client.tenantId],
  )
  return rows[0].n as number
}

describe('previews', () => {
  const CHAIRS = {
    amount: 5800,
    message: null,
    finalUnitPrice: 2900,
    specId: CHAIR.specId,
    skuId: expect.any(Number),
    offerId: CHAIR.offerId,
    openOfferId: expect.stringMatching(/^.{24}$/),
  }

  test('an entry for each merchant, with fourteen fields; nothing is written', async () => {
    const before = [await orders(), await reserved()]
    const list = [cargo(CHAIR, '2', 'A'), cargo(BOX, 1, 'B'), cargo(UNKNOWN, 1, 'A')]
    for (const path of ['preview', 'previewbatch']) {
      const body = await post(`/alibaba/order/create/${path}`, trade(list))
      expect(body.data).toEqual({
        orderPreviewResuslt: [
          {
            discountFee: 0,
            tradeModeNameList: [],
            status: false,
            taoSampleSinglePromotion: false,
            sumPayment: 5800,
            sumCarriage: 0,
            sumPaymentNoCarriage: 5800,
            message: expect.stringContaining('unknown'),
            resultCode: 'SKU_NOT_FOUND',
            additionalFee: 0,
            flowFlag: 'general',
            cargoList: [
              CHAIRS,
              expect.objectContaining({ amount: 0, message: expect.any(String), offerId: 1, specId: 'x' }),
            ],
            shopPromotionList: [],
            tradeModelList: [],
          },
          expect.objectContaining({ status: true, sumPayment: 1280, resultCode: null }),
        ],
        success: false,
        errorCode: 'SKU_NOT_FOUND',
        errorMsg: expect.stringContaining('unknown'),
        postFeeByDescOfferList: [],
        consignOfferList: [],
        unsupportedCrossBorderPayOfferList: [],
      })
      expect(Object.keys(body.data.orderPreviewResuslt[0])).toHaveLength(14)
    }
    expect([await orders(), await reserved()]).toEqual(before)
  })

  test('the preview is what the order then costs', async () => {
    const list = [cargo(CHAIR, 3), cargo(BOX, 2)]
    const preview = await post('/v2/alibaba/order/create/preview', trade(list))
    expect(preview.data).toMatchObject({ success: true, errorCode: null, errorMsg: null })
    const made = await post('/v2/alibaba/order/create', trade(list))
    expect(made.data.totalSuccessAmount).toBe(preview.data.orderPreviewResuslt[0].sumPayment)
    expect(made.data.totalSuccessAmount).toBe(3 * 2900 + 2 * 1280)
  })

  test('large customers get a plain array; pieces may be 2.0', async () => {
    const body = JSON.stringify(trade([cargo(CHAIR, 'two')], { flow: 'fenxiaonew' })).replace('"two"', '2.0')
    for (const prefix of ['', '/api']) {
      const preview = await post(`${prefix}/alibaba/ka/order/create/preview`, body)
      expect(preview.data).toEqual([
        {
          sumCarriage: 0,
          sumPayment: 5800,
          sumTotalPayment: 5800,
          sumPaymentNoCarriage: 5800,
          orderItemTOList: [CHAIRS],
        },
      ])
    }
  })

  test('several merchants must be named where the batch asks for them', async () => {
    const list = [cargo(CHAIR, 1, 'A'), cargo(BOX, 1)]
    expect(await post('/alibaba/order/create/previewbatch', trade(list))).toMatchObject({
      code: 400,
      msg: expect.stringMatching(/^cargoParamList\[1\]\.sellerOpenId is required/),
    })
    expect((await post('/alibaba/order/create/preview', trade(list))).data.orderPreviewResuslt).toHaveLength(
      2,
    )
  })
})

describe('creating', () => {
  test('the printed request: one order, with what could not be bought beside it', async () => {
    const before = await orders()
    const list = [cargo(BOX, 1, 'BBBgGWh2O6JFI6v1aQuZVgRIA'), cargo(UNKNOWN, 1, 'BBBgGWh2O6JFI6v1aQuZVgRIA')]
    const body = await post('/alibaba/order/create', trade(list, { message: 'quick', tradeType: null }))
    expect(body.data).toEqual({
      orderId: ID,
      totalSuccessAmount: 1280,
      postFee: 0,
      failedOfferList: [
        { offerId: 1, specId: 'x', errorCode: 'SKU_NOT_FOUND', errorMessage: expect.any(String) },
      ],
    })
    expect(await orders()).toBe(before + 1)
    const { rows } = await hub.pool.query(
      `select details from orders where tenant_id = $1 order by order_number desc limit 1`,
      [client.tenantId],
    )
    expect(rows[0].details).toMatchObject({
      remark: 'quick',
      address: { recipient: 'zhang', province: '浙江省', street2: '西湖区 转塘' },
      extra: { flow: 'general', seller: 'BBBgGWh2O6JFI6v1aQuZVgRIA' },
    })
  })

  test('the same signed request is the same order; signed anew, it is another one', async () => {
    const before = await orders()
    const body = trade([cargo(BOX, 1)])
    const headers = client.headers(now + 5)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => client.post('/alibaba/order/create', body, headers)),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body.data))).size).toBe(1)
    expect(await orders()).toBe(before + 1)
    const other = await client.post('/alibaba/order/create', body, client.headers(now + 6))
    expect(other.body.data.orderId).not.toBe(answers[0]?.body.data.orderId)
    const changed = await client.post('/alibaba/order/create', trade([cargo(BOX, 2)]), headers)
    expect(changed.body.code).toBe(200)
    expect(await orders()).toBe(before + 3)
  })

  test('nothing can be bought: nothing is stored, and the offers are told', async () => {
    const before = await orders()
    const body = await post('/alibaba/order/create', trade([cargo(UNKNOWN), cargo(CHAIR, 999_999)]))
    expect(body).toMatchObject({
      code: 42202,
      data: {
        orderId: null,
        totalSuccessAmount: 0,
        failedOfferList: [
          { offerId: 1, errorCode: 'SKU_NOT_FOUND' },
          { offerId: CHAIR.offerId, errorCode: 'STOCK_NOT_ENOUGH' },
        ],
      },
    })
    expect(await orders()).toBe(before)
  })

  test.each<[string, Record<string, unknown>, number, RegExp]>([
    ['no flow', { flow: undefined }, 400, /^flow is required/],
    ['no cargo', { cargoParamList: [] }, 400, /^cargoParamList must have/],
    ['no offer', { cargoParamList: [{ specId: 'x', quantity: 1 }] }, 400, /^cargoParamList\[0\]\.offerId/],
    ['no pieces', { cargoParamList: [CHAIR] }, 400, /^cargoParamList\[0\]\.quantity is required/],
    ['half a piece', { cargoParamList: [cargo(CHAIR, 1.5)] }, 400, /^cargoParamList\[0\]\.quantity/],
    ['no name', { addressParam: { ...ADDRESS, fullName: '' } }, 400, /^addressParam\.fullName/],
    [
      'no phone',
      { addressParam: { ...ADDRESS, mobile: null, phone: '' } },
      400,
      /^addressParam\.mobile is required/,
    ],
    ['a promotion', { shopPromotionId: 'P1' }, 400, /^shopPromotionId is "P1"/],
    ['another user', { userId: '2100007340000' }, 40301, /userId/],
    ['an offer twice', { cargoParamList: [cargo(CHAIR), cargo(CHAIR)] }, 40001, /^cargoParamList\[1\]/],
    [
      'two merchants',
      { cargoParamList: [cargo(CHAIR, 1, 'A'), cargo(BOX, 1, 'B')] },
      400,
      /^cargoParamList\[1\]\.sellerOpenId is another/,
    ],
  ])('%s', async (_name, change, code, problem) => {
    const before = await orders()
    const body = await post('/alibaba/order/create', trade([cargo(CHAIR)], change))
    expect(body).toMatchObject({ code, msg: expect.stringMatching(problem), data: null })
    expect(await orders()).toBe(before)
  })
})

describe('several merchants', () => {
  test('an order for each; one that fails carries its code and does not keep the others', async () => {
    const before = await orders()
    const list = [cargo(CHAIR, 1, 'A'), cargo(UNKNOWN, 1, 'B'), cargo(BOX, 1, 'A'), cargo(BOX, 3, 'C')]
    const headers = client.headers(now + 7)
    const first = await client.post('/alibaba/order/batch/create', trade(list), headers)
    expect(first.body.data).toEqual([
      {
        sellerOpenId: 'A',
        orderId: ID,
        totalSuccessAmount: 4180,
        postFee: 0,
        failedOfferList: [],
        errorCode: null,
        errorMessage: null,
      },
      {
        sellerOpenId: 'B',
        orderId: null,
        totalSuccessAmount: 0,
        postFee: 0,
        failedOfferList: [expect.objectContaining({ offerId: 1, errorCode: 'SKU_NOT_FOUND' })],
        errorCode: '42202',
        errorMessage: expect.stringContaining('none of the lines'),
      },
      expect.objectContaining({ sellerOpenId: 'C', orderId: ID, totalSuccessAmount: 3840 }),
    ])
    expect(await orders()).toBe(before + 2)
    const again = await client.post('/v2/alibaba/order/batch/create', trade(list), headers)
    expect(again.body.data).toEqual(first.body.data)
    expect(await orders()).toBe(before + 2)
  })

  test('each merchant must be named', async () => {
    const body = await post('/alibaba/order/batch/create', trade([cargo(CHAIR, 1, 'A'), cargo(BOX, 1)]))
    expect(body).toMatchObject({ code: 400, msg: expect.stringContaining('[1].sellerOpenId is required') })
  })
})

describe('reading back', () => {
  test('detail and page; orders of Taobao stand in other lists, and have other ids', async () => {
    const other = await openPandapon(hub, () => now)
    const list = [cargo(UNKNOWN, 1), cargo({ offerId: '600126245031041190', specId: '5016042822039' }, 5)]
    const call = async (path: string, body: unknown) => (await other.post(path, body)).body
    const made = await call('/alibaba/order/create', trade(list))
    const taobao = await call('/open/order', createOrder([line(0, { quantity: 1 })]))
    const element = {
      orderId: made.data.orderId,
      orderStatus: 'WAITING_FOR_PAYMENT',
      payStatus: 1,
      totalAmount: 5,
      shippingFee: 0,
      productAmount: 5,
      refundAmount: 0,
      refundStatus: null,
      closeReason: null,
      createTime: expect.stringMatching(/^2026-01-15 16:/),
      payTime: null,
      shipTime: null,
      orderEntries: [
        {
          orderEntryId: expect.stringMatching(/^21\d{14}002$/),
          offerId: expect.anything(),
          specId: '5016042822039',
          quantity: 5,
          price: 1,
        },
      ],
    }
    const detail = await other.post('/alibaba/order/detail', { webSite: '1688', orderId: made.data.orderId })
    expect(detail.body.data).toEqual({ ...element, addressParam: ADDRESS })
    expect(detail.text).toContain('"offerId":600126245031041190,')
    const bare = await other.post(
      '/alibaba/order/detail',
      `{"webSite":"1688","orderId":${made.data.orderId}}`,
    )
    expect(bare.body.data).toEqual(detail.body.data)

    const page = await call('/v2/alibaba/order/page', { pageNo: 1, pageSize: 10 })
    expect(page.data).toEqual({ total: 1, pageNo: 1, pageSize: 10, list: [element] })
    expect((await call('/alibaba/order/page', { orderStatus: 'WAITING_FOR_SENT' })).data.total).toBe(0)
    expect((await call('/alibaba/order/page', { orderStatus: 'WAITING_FOR_PAYMENT' })).data.total).toBe(1)
    expect((await call('/alibaba/order/page', { startTime: '2026-01-15 23:00:00' })).data.total).toBe(0)
    expect(await call('/alibaba/order/page', { orderStatus: 'PAID' })).toMatchObject({
      code: 400,
      msg: expect.stringMatching(/^orderStatus/),
    })
    const ofTaobao = await call('/open/purchase/page', {})
    expect(ofTaobao.data.list.map((one: { id: string }) => one.id)).toEqual([taobao.data.id])

    const number = made.data.orderId.slice(2)
    const crossed = [
      (await other.get(`/open/order/detail?orderId=10${number}`)).body,
      await call('/alibaba/order/detail', { webSite: '1688', orderId: `20${taobao.data.id.slice(2)}` }),
      await call('/alibaba/order/detail', { webSite: '1688', orderId: taobao.data.id }),
      await call('/alibaba/order/detail', { webSite: '1688', orderId: '2542285634920880794' }),
    ]
    expect(crossed.map((one) => one.code)).toEqual([40401, 40401, 40401, 40401])
    const site = await call('/alibaba/order/detail', { webSite: 'taobao', orderId: made.data.orderId })
    expect(site).toMatchObject({ code: 400, msg: expect.stringMatching(/^webSite/) })
    const foreign = await client.post('/alibaba/order/detail', {
      webSite: '1688',
      orderId: made.data.orderId,
    })
    expect(foreign.body.code).toBe(40401)
  })

  test('what is not served says so by name, in both generations', async () => {
    for (const path of ['/alibaba/refund/voucher/upload', '/v2/alibaba/refund/voucher/upload']) {
      const { status, body } = await client.post(path, { imageData: 'aGk=' })
      expect([status, body.code, body.msg]).toEqual([404, 40402, expect.stringContaining('vouchers')])
    }
  })
})

describe('cart', () => {
  test('rows of two merchants become two orders; Taobao’s cart is another one', async () => {
    const add = async (one: object, seller: string) =>
      (await post('/alibaba/cart/add', { ...cargo(one, 2, seller), sellerNickName: `shop ${seller}` })).data
    const ids = [await add(CHAIR, 'A'), await add(BOX, 'B'), await add(UNKNOWN, 'C')]
    expect(new Set(ids).size).toBe(3)
    const list = async () => (await client.get('/v2/alibaba/cart/list')).body.data
    expect(await list()).toMatchObject({
      enableList: [
        {
          sellerOpenId: 'A',
          sellerNickName: 'shop A',
          cartItemInfos: [{ offerMapId: '889512351602', specId: CHAIR.specId, price: 2900, quantity: 2 }],
        },
        { sellerOpenId: 'B', cartItemInfos: [{ offerMapId: BOX.offerMapId }] },
      ],
      disableList: [{ sellerOpenId: 'C', cartItemInfos: [{ price: 0, amountOnSale: 0 }] }],
    })
    expect((await client.get('/open/cart/list')).body.data).toEqual({ enableList: [], disableList: [] })
    expect((await post('/open/cart/edit', { id: ids[0], quantity: 1 })).code).toBe(40401)

    const before = await orders()
    const preview = await post('/alibaba/cart/preview/order', { addressParam: ADDRESS, cartIds: ids })
    expect(preview.data.orderPreviewResuslt).toMatchObject([
      { status: true, sumPayment: 5800 },
      { status: true, sumPayment: 2560 },
      { status: false, resultCode: 'SKU_NOT_FOUND' },
    ])
    expect(await orders()).toBe(before)

    const wish = { flow: 'general', addressParam: ADDRESS, cartIds: ids, userId: client.userId }
    const made = await post('/alibaba/cart/create/order', wish)
    expect(made.data).toMatchObject([
      { sellerOpenId: 'A', orderId: ID, totalSuccessAmount: 5800, errorCode: null },
      { sellerOpenId: 'B', orderId: ID, totalSuccessAmount: 2560, errorCode: null },
      { sellerOpenId: 'C', orderId: null, errorCode: '42202' },
    ])
    expect(await orders()).toBe(before + 2)
    expect(await list()).toMatchObject({ enableList: [], disableList: [{ sellerOpenId: 'C' }] })
    const again = await post('/alibaba/cart/create/order', wish)
    expect(again.data).toEqual(made.data)
    expect(await orders()).toBe(before + 2)

    expect((await post('/alibaba/cart/edit', { id: ids[2], quantity: 7 })).data).toBe(true)
    expect((await list()).disableList[0].cartItemInfos[0].quantity).toBe(7)
    expect((await post('/alibaba/cart/delete', { ids: [ids[2]] })).data).toBe(true)
    expect(await list()).toEqual({ enableList: [], disableList: [] })
    const refused = await post('/alibaba/cart/create/order', { ...wish, shopPromotionId: 'P' })
    expect(refused).toMatchObject({ code: 400, msg: expect.stringMatching(/^shopPromotionId/) })
    const nameless = await post('/alibaba/cart/add', { quantity: 1 })
    expect(nameless).toMatchObject({ code: 400, msg: expect.stringMatching(/^offerId is required/) })
  })
})
