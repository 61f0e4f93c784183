/** The acceptance cases of facts/kakaclo.md §17, over HTTP and a real PostgreSQL. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Answer, call, openShop, type Shop, startTestHub, type TestHub } from '../../support/hub.js'

const V1 = '/openapi/v1/order/orders'
const V2 = '/openapi/v2/order/orders'
const SKU = 'AMB01682_W_M_AU'

/** The body that the newest page prints. */
const PRINTED = {
  orderAddresses: {
    country: 'US',
    city: 'Orlafasns',
    phone: '07 82 24 67 93',
    recipient: 'Lffsollia Odfsdlena',
    street1: ' 7 rue  Rabelais',
    province: ' de Lofasfasire',
    zip: 'vsvs00v30',
  },
  remark: 'best order',
  orderItemsList: [{ sku: SKU, quantity: 1 }],
  salePlatform: 'KA',
  customOrderId: 'KA10001',
  channelType: 'Standard',
}

interface ListedOrder extends Record<string, unknown> {
  readonly id: string
  readonly orderItems: readonly (Record<string, unknown> & { readonly itemId: string })[]
  readonly shippingAddress: Record<string, unknown>
}

interface List {
  readonly list: readonly ListedOrder[]
  readonly total: number
  readonly pageNumber: number
  readonly pageSize: number
}

let hub: TestHub
let shop: Shop

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())
beforeEach(async () => {
  shop = await openShop(hub, 100_000, { refundReviewMs: 2_000 })
})

let numbers = 0

/** The printed body with a fresh number, and what the case changes. */
function order(changes: Record<string, unknown> = {}): Record<string, unknown> {
  numbers += 1
  return { ...PRINTED, customOrderId: `C${numbers}`, ...changes }
}

function without(body: Record<string, unknown>, ...keys: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)))
}

async function place(body: unknown, path = V2): Promise<number> {
  const { status, body: answer } = await shop.post(path, body)
  expect(answer).toMatchObject({ code: 10_000, message: 'success' })
  expect(status).toBe(200)
  return answer.data as number
}

async function list(path: string): Promise<List> {
  const { status, body } = await shop.get(path)
  expect({ status, code: body.code, message: body.message }).toEqual({
    status: 200,
    code: 10_000,
    message: 'success',
  })
  return body.data as List
}

async function find(id: number, path = V2): Promise<ListedOrder> {
  const { list: orders } = await list(`${path}?ids=${id}`)
  expect(orders).toHaveLength(1)
  return orders[0] as ListedOrder
}

async function slipsOf(id: number): Promise<unknown[]> {
  const slips = await list(`${V2}/refund/${id}`)
  expect(slips).toMatchObject({ total: slips.list.length, pageNumber: 1, pageSize: 10 })
  return [...slips.list]
}

/** The answer, its code, the words its message must have; and nothing may have changed. */
async function expectRefusal(
  ask: () => Promise<Answer>,
  expected: { status?: number; code: number; names: readonly string[] },
): Promise<void> {
  const before = await shop.state()
  const { status, body, headers } = await ask()
  expect({ status, code: body.code }).toEqual({ status: expected.status ?? 400, code: expected.code })
  for (const name of expected.names) expect(body.message).toContain(name)
  expect(Object.keys(body).sort()).toEqual(['code', 'message'])
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(await shop.state()).toEqual(before)
}

describe('KakaClo acceptance', () => {
  it('1: a route without a token, or without a blank after Bearer, is 401', async () => {
    for (const headers of [{}, { Authorization: `Bearer${shop.token}` }]) {
      for (const path of [V1, V2, '/openapi/v1/payment/balance']) {
        const ask = () => call(hub, path, { headers })
        await expectRefusal(ask, { status: 401, code: 10_401, names: ['Authorization'] })
      }
    }
  })

  it('2: the body as printed is accepted, and its number is a JSON number below 2^53', async () => {
    const { status, text, body } = await shop.post(V2, PRINTED)
    expect(status).toBe(200)
    expect(body).toMatchObject({ code: 10_000, message: 'success' })
    expect(text).toMatch(/"data":\d{13}[,}]/)
    expect(body.data).toBeLessThan(2 ** 53)
  })

  it('3: orderAddress is as good as orderAddresses, and both at odds are refused', async () => {
    const body = order({ orderAddress: PRINTED.orderAddresses })
    await place(without(body, 'orderAddresses'))
    const both = order({ orderAddress: { ...PRINTED.orderAddresses, city: 'Paris' } })
    await expectRefusal(() => shop.post(V2, both), {
      code: 10_422,
      names: ['orderAddress ', 'orderAddresses'],
    })
  })

  it('4: the oldest body on the oldest path makes an order that both generations list', async () => {
    const { country, ...address } = PRINTED.orderAddresses
    const id = await place(
      {
        orderAddresses: { ...address, countryCode: 'FR', street2: '', ioss: '', vat: '' },
        remark: '这个订单我不要了',
        orderItemsList: [{ sku: SKU, quantity: 1 }],
        CustomOrderNumber: '111',
        SalePlatform: 'KA',
      },
      '/openapi/v1/order/order',
    )
    for (const path of [V1, V2, '/openapi/v1/order/order']) {
      const found = await find(id, path)
      expect(found).toMatchObject({
        id: String(id),
        customOrderId: '111',
        remark: '这个订单我不要了',
        shippingAddress: { country: 'FR' },
      })
    }
  })

  it('5: the oldest template with every text empty is refused, naming the spelling that was sent', async () => {
    const names = ['countryCode', 'phone', 'street1', 'street2', 'recipient', 'province', 'zip', 'ioss']
    const template = {
      orderAddresses: Object.fromEntries([...names, 'vat', 'city'].map((name) => [name, ''])),
      remark: '这个订单我不要了',
      orderItemsList: [{ sku: '', quantity: 1 }],
      CustomOrderNumber: '',
      SalePlatform: '',
    }
    await expectRefusal(() => shop.post('/openapi/v1/order/order', template), {
      code: 10_422,
      names: ['orderAddresses.countryCode', 'empty'],
    })
  })

  it('6: a quantity of 0, -1, 1.5 or 32768 is refused by its path', async () => {
    for (const quantity of [0, -1, 1.5, 32_768]) {
      const body = order({ orderItemsList: [{ sku: SKU, quantity }] })
      await expectRefusal(() => shop.post(V2, body), {
        code: 10_422,
        names: ['orderItemsList[0].quantity', String(quantity)],
      })
    }
  })

  it('7: an address of country, phone, recipient and province is enough, and the rest is null', async () => {
    const { country, phone, recipient, province } = PRINTED.orderAddresses
    const id = await place(order({ orderAddresses: { country, phone, recipient, province } }))
    expect((await find(id)).shippingAddress).toEqual({
      country,
      phone,
      recipient,
      province,
      city: null,
      street1: null,
      street2: null,
      zip: null,
      vat: null,
      ioss: null,
    })
  })

  it('8: blanks are kept, and no format of a zip is asked for', async () => {
    const id = await place(PRINTED)
    expect((await find(id)).shippingAddress).toMatchObject({
      street1: ' 7 rue  Rabelais',
      province: ' de Lofasfasire',
      zip: 'vsvs00v30',
    })
  })

  it('9: the same request three times at once and once on the v1 path is one order', async () => {
    const body = order()
    const ids = await Promise.all([place(body), place(body), place(body)])
    ids.push(await place(body, V1))
    expect(new Set(ids).size).toBe(1)
    const { orders, levels } = await shop.state()
    expect(orders).toBe(1)
    expect(levels).toContain(`${SKU} G007 100 1`)
  })

  it('10: the same number with other content is refused, naming the first order', async () => {
    const body = order()
    const id = await place(body)
    const other = { ...body, orderItemsList: [{ sku: SKU, quantity: 2 }] }
    await expectRefusal(() => shop.post(V2, other), {
      code: 10_409,
      names: [String(body.customOrderId), String(id)],
    })
  })

  it('11: without a number, or with an empty one, every request is a new order', async () => {
    const empty = order({ customOrderId: '' })
    const none = without(empty, 'customOrderId')
    const ids = [await place(empty), await place(empty), await place(none), await place(none)]
    expect(new Set(ids).size).toBe(4)
  })

  it('12: the speed is Standard if not given, in any case, and another word is refused', async () => {
    const freight = async (body: Record<string, unknown>) => (await find(await place(body))).freightAmount
    expect(await freight(without(order(), 'channelType'))).toBe(5.04)
    expect(await freight(order({ channelType: 'express' }))).toBe(6.16)
    expect(await freight(order({ channelType: 'Expedited' }))).toBe(24.25)
    await expectRefusal(() => shop.post(V2, order({ channelType: 'Overnight' })), {
      code: 10_422,
      names: ['channelType', 'Overnight', 'Standard', 'Express', 'Expedited'],
    })
  })

  it('13: an unknown channel stands for Standard, under either spelling; a known one for its speed', async () => {
    const freight = async (changes: Record<string, unknown>) =>
      (await find(await place(without(order(changes), 'channelType')))).freightAmount
    expect(await freight({ channelCode: 'NOPE' })).toBe(5.04)
    expect(await freight({ chinnelCode: 'G004' })).toBe(5.04)
    expect(await freight({ channelCode: 'WB001' })).toBe(24.25)
    expect(await freight({ orderItemsList: [{ sku: SKU, quantity: 1, channelCode: 'WB001' }] })).toBe(24.25)
  })

  it('14: a line that two countries fill is one order with two rows and the freight of both', async () => {
    const sku = 'FSZW08923_R_L_NUB'
    const quote = await shop.post(`${V2}/channel/automationSplit`, {
      products: [{ sku, quantity: 3 }],
      shipToCountry: 'US',
    })
    const id = await place(order({ orderItemsList: [{ sku, quantity: 3 }] }))
    const found = await find(id)
    const rows = found.orderItems.map(({ skuCode, countryCode, productNum }) => [
      skuCode,
      countryCode,
      productNum,
    ])
    expect(rows.sort()).toEqual([
      [sku, 'CN', 1],
      [sku, 'US', 2],
    ])
    expect(new Set(found.orderItems.map((row) => row.itemId)).size).toBe(2)
    // 520 g within the US at 3.99 and three steps of 0.60; 260 g from China at 5.04 and one step of 0.95.
    expect(found.freightAmount).toBe(11.78)
    expect(quote.body.data).toContainEqual({
      channelType: 'Standard',
      deliveryTime: '8~12 Business Days',
      estimatedFreight: 11.78,
      estimatedFreightCurrency: 'USD',
    })
  })

  it('15: the quote by speed is the printed one, soonest first', async () => {
    const { text, body } = await shop.post(`${V2}/channel/automationSplit`, {
      products: [{ sku: 'FSZW06578_P_L_NUB', quantity: 1 }],
      shipToCountry: 'US',
    })
    expect(body).toEqual({
      code: 10_000,
      message: 'Success!',
      data: [
        quoted('Expedited', 24.25, '3~4 Business Days'),
        quoted('Express', 6.16, '6~9 Business Days'),
        quoted('Standard', 5.04, '8~12 Business Days'),
      ],
    })
    expect(text).toContain('"estimatedFreight":24.2500,')

    function quoted(channelType: string, estimatedFreight: number, deliveryTime: string) {
      return { channelType, estimatedFreight, deliveryTime, estimatedFreightCurrency: 'USD' }
    }
  })

  it('16: the quote by channel from an unknown warehouse is that of G007, as printed', async () => {
    const ask = {
      products: [{ sku: 'FSZW06578_P_L_NUB', quantity: 1 }],
      shipToCountry: 'US',
      warehouseCode: 'UNKNOWN',
    }
    const { text, body } = await shop.post(`${V1}/channel`, ask)
    expect(body).toEqual({
      code: 10_000,
      message: 'success',
      data: [
        {
          channelCode: 'WB004',
          channelNameEn: 'PP',
          estimatedFreight: 6.45,
          estimatedFreightCurrency: 'USD',
          deliveryTime: '3~5 Business Days',
          channelType: 'Standard',
        },
        {
          channelCode: 'WB001',
          channelNameEn: 'Wb clothing line （general goods ）',
          estimatedFreight: 4.77,
          estimatedFreightCurrency: 'USD',
          deliveryTime: '6~10 Business Days',
          channelType: 'Expedited',
        },
      ],
    })
    expect(text).toContain('"estimatedFreight":6.45,')
    expect((await shop.post(`${V2}/channel`, { ...ask, warehouseCode: 'G007' })).text).toBe(text)
  })

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

  it('19: more than there is, in one line or in two, is refused with what was asked and what there is', async () => {
    for (const quantities of [[101], [60, 60]]) {
      const body = order({ orderItemsList: quantities.map((quantity) => ({ sku: SKU, quantity })) })
      const asked = quantities.reduce((sum, quantity) => sum + quantity)
      await expectRefusal(() => shop.post(V2, body), {
        code: 10_412,
        names: ['orderItemsList[0].sku', SKU, `asked ${asked}`, 'available 100'],
      })
    }
  })

  it('20: the retry of the order that took the last piece answers with it', async () => {
    const all = { orderItemsList: [{ sku: SKU, quantity: 100 }], channelType: 'Standard' }
    const rich = order(all)
    await shop.topUp(200_000)
    const id = await place(rich)
    expect(await place(rich)).toBe(id)
    await expectRefusal(() => shop.post(V2, order()), { code: 10_412, names: [SKU, 'available 0'] })
    expect(await place(rich, V1)).toBe(id)
  })

  it('21: without money an order waits, and is paid by the next top-up without any call', async () => {
    shop = await openShop(hub, 0)
    const id = await place(PRINTED)
    expect(await find(id)).toMatchObject({
      status: 'waiting_payment',
      financialStatus: 'waiting',
      fulfillmentStatus: 'NULL',
      payDate: null,
    })
    expect(await find(id, V1)).toMatchObject({ status: 'waiting_payment', payAt: null })
    await shop.topUp(100_000)
    expect(await find(id)).toMatchObject({ status: 'processing', financialStatus: 'paid' })
    const { text } = await shop.get('/openapi/v1/payment/balance')
    expect(text).toContain('"data":{"balance":981.8500,"currencyCode":"USD"}')
  })

  it('22: a whole refund is asked for once, reviewed, and paid once', async () => {
    const id = await place(order())
    const { finalAmount } = await find(id)
    const ask = () => shop.post(`${V1}/${id}/refund`, { Remark: 'x' })
    const [first, second] = [await ask(), await ask()]
    expect(first).toMatchObject({ status: 200, body: { code: 10_000, message: 'ok' } })
    expect(first.body.data).toMatch(/^\d+$/)
    expect(second.text).toBe(first.text)
    const refundNo = first.body.data as string

    expect(await slipsOf(id)).toEqual([
      { refundNo, refundStatus: 'pending_review', id: String(id), remark: 'x' },
    ])
    expect(await find(id)).toMatchObject({ status: 'processing', refundStatus: 'refunding' })
    expect(await find(id, V1)).toMatchObject({ status: 'refunding' })
    expect((await shop.state()).balanceMinor).toBe(100_000 - 1_815)
    hub.advance(1_999)
    await hub.settle()
    expect(await slipsOf(id)).toMatchObject([{ refundStatus: 'pending_review' }])

    hub.advance(1)
    await hub.settle()
    expect(await slipsOf(id)).toMatchObject([{ refundNo, refundStatus: 'refund_successfully' }])
    expect(await find(id)).toMatchObject({
      status: 'cancel',
      financialStatus: 'paid',
      fulfillmentStatus: 'NULL',
      refundStatus: 'refunded',
      finalAmount,
      refundableAmount: 0,
      refundedAmount: finalAmount,
      orderItems: [{ refundStatus: 'refunded', fulfillmentStatus: 'NULL' }],
    })
    expect(await find(id, V1)).toMatchObject({ status: 'refunded' })
    const { balanceMinor, levels } = await shop.state()
    expect(balanceMinor).toBe(100_000)
    expect(levels).toContain(`${SKU} G007 100 0`)
    // Also later the same number is told, and nothing is paid again.
    expect((await ask()).text).toBe(first.text)
    await hub.settle()
    expect((await shop.state()).balanceMinor).toBe(100_000)
  })

  it('23: a row is refunded by the printed body’s shape, on the path with openapi twice', async () => {
    const sku = 'FSZW08923_R_L_NUB'
    const id = await place(order({ orderItemsList: [{ sku, quantity: 3 }] }))
    const before = await find(id)
    const row = before.orderItems.find((one) => one.countryCode === 'CN')
    const path = `/openapi/openapi/v2/order/orders/${id}/refund`
    const entry = { itemId: row?.itemId, skuCode: sku, quantity: 1, countryCode: 'CN' }
    const asked = await shop.post(path, { remark: 'test', refundReason: 'Other', orderItems: [entry] })
    expect(asked).toMatchObject({ status: 200, body: { code: 10_000, message: 'ok' } })
    expect(await find(id)).toMatchObject({ refundStatus: 'refunding' })
    hub.advance(2_000)
    await hub.settle()
    const after = await find(id)
    const cents = (amount: unknown) => Math.round(Number(amount) * 100)
    expect(after).toMatchObject({
      status: 'processing',
      refundStatus: 'partial_refund',
      finalAmount: before.finalAmount,
      refundedAmount: row?.amount,
    })
    expect(cents(after.refundableAmount)).toBe(cents(before.finalAmount) - cents(row?.amount))
    const words = after.orderItems.map((one) => [one.countryCode, one.refundStatus, one.fulfillmentStatus])
    expect(words.sort()).toEqual([
      ['CN', 'refunded', 'NULL'],
      ['US', 'NULL', 'waiting_to_ship'],
    ])
    await expectRefusal(() => shop.post(path, { remark: 'test', refundReason: 'Other', orderItems: [] }), {
      code: 10_422,
      names: ['orderItems'],
    })
  })

  it('24: what has been shipped is not refunded', async () => {
    const id = await place(order())
    await shop.ship(id)
    expect(await find(id)).toMatchObject({ fulfillmentStatus: 'fully_shipped' })
    for (const path of [`${V1}/${id}/refund`, `${V2}/${id}/refund`]) {
      await expectRefusal(() => shop.post(path, { Remark: 'x' }), { code: 10_414, names: [String(id)] })
    }
    expect(await slipsOf(id)).toEqual([])
  })

  it('25: of 121 requests at once one is over the limit, which leaks, and is each token’s own', async () => {
    const other = await shop.newToken()
    const answers = await Promise.all(Array.from({ length: 121 }, () => shop.get(V2)))
    const refused = answers.filter((answer) => answer.status !== 200)
    expect(refused.map((answer) => [answer.status, answer.body.code])).toEqual([[429, 10_429]])
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    const meanwhile = await call(hub, V2, { headers: { Authorization: `Bearer ${other}` } })
    expect(meanwhile.status).toBe(200)
    hub.advance(600)
    expect((await shop.get(V1)).status).toBe(200)
    expect((await shop.get(V1)).status).toBe(429)
  })
})
