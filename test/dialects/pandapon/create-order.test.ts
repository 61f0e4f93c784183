// The acceptance cases 1 and 10 to 19 of facts/pandapon.md §15: what of an order of Taobao's is bought, and as which.
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

const ID = expect.stringMatching(/^\d{19}$/)

let hub: TestHub
let client: PandaponClient

beforeAll(async () => {
  hub = await startTestHub()
  client = await openPandapon(hub, hub.now)
})

afterAll(() => hub.close())

async function rows(): Promise<number> {
  const result = await hub.pool.query('select count(*)::integer as n from orders where tenant_id = $1', [
    client.tenantId,
  ])
  return result.rows[0].n
}

describe('creating', () => {
  test('1 and 13: the printed request; two sub-orders in its order, both with line number 1', async () => {
    const { status, body } = await client.post('/open/order', createOrder())
    expect(status).toBe(200)
    const sub = (itemId: string, skuId: string) => ({
      subOrderId: ID,
      orderNo: body.data.orderNo,
      quantity: 200,
      title: null,
      purchaseCurrency: null,
      purchaseAmount: null,
      itemId,
      domesticPostFee: null,
      closeReason: null,
      skuId,
      status: null,
      taobaoPurchaseId: expect.stringMatching(/^\d{12}$/),
      taobaoSubPurchaseId: expect.stringMatching(/^\d{12}$/),
      errorCode: null,
      errorMessage: null,
    })
    expect(body).toEqual({
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
      code: 200,
      developId: ID,
      msg: '成功',
      data: {
        id: ID,
        orderNo: ID,
        subOrderVOS: [sub('600126245031041190', '5016042822039'), sub('600129202197070073', '4860968496626')],
        createTime: '2026-01-15 16:30:00',
      },
    })
    expect(body.data.id).not.toBe(body.data.orderNo)
  })

  test.each<[string, Record<string, unknown>, string]>([
    [
      '10: a string that holds no JSON',
      { orderLineList: '[{"itemId":' },
      'orderLineList is a string that holds no JSON',
    ],
    ['a receiver that holds no JSON', { receiver: 'x' }, 'receiver is a string'],
    ['a doubled key in a string', { receiver: '{"name":"a","name":"b"}' }, 'receiver is a string'],
    [
      'a prototype name in a string',
      { orderLineList: '[{"__proto__":1}]' },
      'orderLineList[0].__proto__ is not a name',
    ],
    ['no receiver', { receiver: undefined }, 'receiver is required'],
    ['no line', { orderLineList: '[]' }, 'orderLineList must have at least 1 entry'],
    ['a quantity of 0', { orderLineList: [line(0, { quantity: '0' })] }, 'orderLineList[0].quantity'],
    ['a price with decimals', { orderLineList: [line(0, { price: '1.5' })] }, 'orderLineList[0].price'],
    ['no phone at all', { receiver: { ...RECEIVER, mobile_phone: '' } }, 'receiver.mobile_phone'],
    ['a budget of text', { purchaseAmount: 'much' }, 'purchaseAmount'],
  ])('%s', async (_name, change, text) => {
    const before = await rows()
    const { status, body } = await client.post(
      '/open/order',
      createOrder(undefined, { ...fresh(), ...change }),
    )
    expect([status, body.code]).toEqual([200, 400])
    expect(body.msg).toContain(text)
    expect(await rows()).toBe(before)
  })

  test('11 and 12: the budget, or the sum of the lines in its place', async () => {
    const before = await rows()
    const over = await client.post('/open/order', createOrder(undefined, { ...fresh(), purchaseAmount: 399 }))
    expect(over.body).toMatchObject({ code: 42201, data: null })
    expect(await rows()).toBe(before)
    const none = await client.post(
      '/open/order',
      createOrder(undefined, { ...fresh(), purchaseAmount: undefined }),
    )
    expect(none.body.code).toBe(200)
    const found = await client.get(`/open/order/detail?orderId=${none.body.data.id}`)
    expect(found.body.data.purchaseAmount).toBe(400)
  })

  test('14: one item twice under one line number', async () => {
    const twice = createOrder([line(0), line(0)], { ...fresh(), purchaseAmount: undefined })
    expect((await client.post('/open/order', twice)).body).toMatchObject({
      code: 40001,
      msg: expect.stringContaining('orderLineList[1]'),
    })
    const two = createOrder([line(0, { quantity: 1 }), line(0, { quantity: 1, orderLineNo: '2' })], fresh())
    expect((await client.post('/open/order', two)).body.data.subOrderVOS).toHaveLength(2)
  })

  test('15: the same order sent again, also at once, is one purchase with one answer', async () => {
    const order = createOrder([line(0, { quantity: 1 })], fresh())
    const before = await rows()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => client.post('/open/order', order, client.headers(hub.now() + 1))),
    )
    const later = await client.post('/open/order', order, client.headers(hub.now() + 2))
    const data = [...answers, later].map((answer) => JSON.stringify(answer.body.data))
    expect(new Set(data).size).toBe(1)
    expect(await rows()).toBe(before + 1)
  })

  test('16 and 17: other content with an item in common is a conflict, without one a further purchase', async () => {
    const number = fresh()
    const first = await client.post('/open/order', createOrder([line(0, { quantity: 1 })], number))
    const clash = await client.post('/open/order', createOrder([line(0, { quantity: 2 })], number))
    const { id, orderNo } = first.body.data
    expect(clash.body).toMatchObject({ code: 40901, data: { id, orderNo } })
    const beside = await client.post('/open/order', createOrder([line(1, { quantity: 1 })], number))
    expect(beside.body.code).toBe(200)
    expect(beside.body.data.id).not.toBe(id)
    const again = await client.post('/open/order', createOrder([line(1, { quantity: 1 })], number))
    expect(again.body.data).toEqual(beside.body.data)
    const found = await client.post('/open/purchase/page', number)
    expect(found.body.data.total).toBe(2)
  })

  test('the number of a cancelled order is free again, for the same content too', async () => {
    const order = createOrder([line(0, { quantity: 1 })], fresh())
    const first = await client.post('/open/order', order)
    const orderNumber = Number(first.body.data.id.slice(2, 16))
    const caller = { accountId: client.accountId, ownerId: client.accountId }
    const cancel = { kind: 'cancel', caller, key: null, orderNumber, reason: null } as const
    expect((await hub.lanes.of(client.tenantId).submit(cancel)).ok).toBe(true)
    const second = await client.post('/open/order', order)
    expect(second.body.code).toBe(200)
    expect(second.body.data.id).not.toBe(first.body.data.id)
    expect((await client.post('/open/order', order)).body.data).toEqual(second.body.data)
  })

  test('without a number, the same signed request is the same order, and another one is not', async () => {
    for (const number of [undefined, '-', '']) {
      const order = createOrder([line(0, { quantity: 1 })], { sellerOrderNumber: number })
      const headers = client.headers(hub.now() + 5)
      const [one, two] = [
        await client.post('/open/order', order, headers),
        await client.post('/open/order', order, headers),
      ]
      expect(two.body.data).toEqual(one.body.data)
      const other = await client.post('/open/order', order, client.headers(hub.now() + 6))
      expect(other.body.data.id).not.toBe(one.body.data.id)
    }
  })

  test('18: of two lines one is off the shelf: the other one is bought', async () => {
    const lines = [line(0, { itemId: '1', skuId: '1', quantity: 1 }), line(1, { quantity: 1 })]
    const { body } = await client.post('/open/order', createOrder(lines, fresh()))
    expect(body.code).toBe(200)
    expect(body.data.subOrderVOS).toMatchObject([
      { errorCode: 'ITEM_OFF_SHELF', taobaoPurchaseId: null, taobaoSubPurchaseId: null, subOrderId: ID },
      { errorCode: null, taobaoPurchaseId: expect.any(String) },
    ])
    const again = await client.get(`/open/order/detail?orderId=${body.data.orderNo}`)
    expect(again.body.data.subOrderVOS.map((one: { errorCode: string }) => one.errorCode)).toEqual([
      'ITEM_OFF_SHELF',
      null,
    ])
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown SKU', { skuId: '9' }, 'SKU_NOT_FOUND'],
    ['more than there is', { quantity: 600_000 }, 'STOCK_NOT_ENOUGH'],
    ['another currency', { currency: 'USD' }, 'CURRENCY_NOT_SUPPORTED'],
  ])('%s', async (_name, change, errorCode) => {
    const lines = [line(0, { quantity: 1 }), line(1, { quantity: 1, ...change })]
    const { body } = await client.post(
      '/open/order',
      createOrder(lines, { ...fresh(), purchaseAmount: undefined }),
    )
    expect(body.data.subOrderVOS).toMatchObject([{ errorCode: null }, { errorCode }])
  })

  test('a price that has risen above the declared one; one that has fallen', async () => {
    const price = (minor: number) =>
      hub.pool.query(
        `with on as (update lanes set version = version + 1 where tenant_id = $1)
         update items set price_minor = $2 where tenant_id = $1 and sku like '600129202197070073/%'`.replace(
          'with on as',
          'with moved as',
        ),
        [client.tenantId, minor],
      )
    await price(3)
    const lines = [line(0, { quantity: 1 }), line(1, { quantity: 1, price: '2' })]
    const risen = await client.post('/open/order', createOrder(lines, fresh()))
    expect(risen.body.data.subOrderVOS[1]).toMatchObject({ errorCode: 'PRICE_CHANGED' })
    await price(1)
    const fallen = await client.post('/open/order', createOrder(lines, fresh()))
    expect(fallen.body.data.subOrderVOS[1]).toMatchObject({ errorCode: null })
    const found = await client.get(`/open/order/detail?orderId=${fallen.body.data.id}`)
    expect(found.body.data.subOrderVOS[1]).toMatchObject({ purchaseAmount: 1 })
  })

  test('19: nothing can be bought: every line is told, and nothing is stored', async () => {
    const before = await rows()
    const lines = [
      line(0, { itemId: '1', skuId: '1' }),
      line(1, { itemId: '1', skuId: '1', orderLineNo: '2' }),
    ]
    const { body } = await client.post('/open/order', createOrder(lines, fresh()))
    expect(body).toMatchObject({
      code: 42202,
      data: { id: null, subOrderVOS: [{ errorCode: 'ITEM_OFF_SHELF' }, { errorCode: 'ITEM_OFF_SHELF' }] },
    })
    expect(await rows()).toBe(before)
  })

  test('native JSON in place of the strings, ids as bare numbers without loss', async () => {
    const body = JSON.stringify(
      createOrder([line(0, { quantity: 1 })], { ...fresh(), receiver: RECEIVER }),
    ).replace(/"orderLineList":"(.*?)","orderSource"/, (_all, text: string) => {
      const lines = JSON.parse(`"${text}"`) as string
      return `"orderLineList":${lines.replace('"600126245031041190"', '600126245031041190')},"orderSource"`
    })
    expect(body).toContain('"itemId":600126245031041190,')
    const answer = await client.post('/open/order', body)
    expect(answer.body.data?.subOrderVOS[0], answer.text).toMatchObject({ itemId: '600126245031041190' })
  })

  test('creating pays nothing, and a top-up does not either', async () => {
    const { body } = await client.post('/open/order', createOrder([line(0, { quantity: 1 })], fresh()))
    const caller = { accountId: client.accountId, ownerId: client.accountId }
    const topUp = { kind: 'top_up', caller, key: null, accountId: client.accountId, amountMinor: 1 } as const
    await hub.lanes.of(client.tenantId).submit(topUp)
    const found = await client.get(`/open/order/detail?orderId=${body.data.id}`)
    expect(found.body.data).toMatchObject({ status: 0, taobaoStatus: 'WAIT_BUYER_P', payTime: null })
  })
})
