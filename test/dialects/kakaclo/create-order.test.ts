/** The acceptance cases 2 to 14, 19 and 20 of facts/kakaclo.md §17: what may be ordered, and as which order. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { type OrderDesk, openOrderDesk, order, PRINTED, SKU, V1, V2, without } from './order-desk.js'

let hub: TestHub
let shop: OrderDesk['shop']
let place: OrderDesk['place']
let find: OrderDesk['find']
let expectRefusal: OrderDesk['expectRefusal']

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())
beforeEach(async () => {
  ;({ shop, place, find, expectRefusal } = await openOrderDesk(hub))
})

describe('an order', () => {
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
})
