// The acceptance cases 24 to 27 of facts/lingxing.md §14: what may be ordered, and how faults are named.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CREATE_ORDER } from '../../support/lingxing.js'
import { CREATE, openWarehouse, type Warehouse } from '../../support/lingxing-warehouse.js'
import { refused } from './answers.js'

let hub: Warehouse['hub']
let client: Warehouse['client']
let detail: Warehouse['detail']

beforeAll(async () => {
  ;({ hub, client, detail } = await openWarehouse())
})

afterAll(() => hub.close())

describe('createOrder', () => {
  test('24 and 25: the printed example, and the printed answer to its repetition', async () => {
    const first = await client.post(CREATE, CREATE_ORDER)
    expect(first.body).toEqual({
      code: 0,
      data: [],
      error_details: [],
      message: '操作成功',
      response_time: expect.any(String),
      request_id: expect.any(String),
      total: 0,
    })
    const again = refused(500, '失败', ['订单号已经存在'])
    expect((await client.post(CREATE, CREATE_ORDER)).body).toEqual(again)
    expect((await client.post(CREATE, { ...CREATE_ORDER, receiver: 'jill' })).body).toEqual(again)
  })

  const without = (...names: string[]) =>
    Object.fromEntries(Object.entries(CREATE_ORDER).filter(([name]) => !names.includes(name)))

  test('26: the city is needed everywhere but in Japan; each fault is named', async () => {
    const inJapan = { ...without('city'), store_name: '8speed-JP', country: '日本', order_id: 'C-26' }
    expect((await client.post(CREATE, inJapan)).body.code).toBe(0)
    const parameters = (details: string[]) => refused(102, '参数不合法', details)
    expect((await client.post(CREATE, without('city'))).body).toEqual(parameters(['city不能为空']))
    expect((await client.post(CREATE, { ...without('postcode'), receiver: ' ' })).body).toEqual(
      parameters(['receiver不能为空', 'postcode不能为空']),
    )
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown service', { delivery_service: '特快' }, 'delivery_service取值错误'],
    ['a word that is none', { is_blank_box: 'true' }, 'is_blank_box取值错误'],
    [
      '101 items',
      { item_list: Array.from({ length: 101 }, () => ({ msku: 'msku123', quantity_shipped: 1 })) },
      'item_list长度超过100',
    ],
    [
      '251 pieces',
      { item_list: [{ msku: 'msku123', quantity_shipped: 251 }] },
      'quantity_shipped合计超过250',
    ],
    ['an item without its code', { item_list: [{ quantity_shipped: 1 }] }, 'item_list[0].msku不能为空'],
    [
      'a quantity of text',
      { item_list: [{ msku: 'a', quantity_shipped: 'x' }] },
      'item_list[0].quantity_shipped类型错误',
    ],
    ['a number too long', { order_id: 'x'.repeat(41) }, 'order_id长度超过40'],
    ['a date that is none', { date_for_packing: '2022-13-09' }, 'date_for_packing取值错误'],
    ['an address without @', { buyers_mailbox: 'nobody' }, 'buyers_mailbox取值错误'],
    ['no items', { item_list: [] }, 'item_list不能为空'],
    [
      'a value without its currency',
      { item_list: [{ msku: 'msku123', quantity_shipped: 1, declared_value: 1 }] },
      'item_list[0].declared_currency不能为空',
    ],
  ])('27: %s', async (_name, change, detail) => {
    const { body } = await client.post(CREATE, { ...CREATE_ORDER, order_id: 'C-27', ...change })
    expect(body).toEqual(refused(102, '参数不合法', [detail]))
  })

  test('27: what may be left out has its default; UK is Great Britain', async () => {
    const order = {
      ...without('delivery_operation', 'delivery_service', 'remark_for_packing', 'phone_number', 'remark'),
      store_name: '8speed-UK',
      country: '英国',
      country_code: 'UK',
      order_id: 'C-27-UK',
    }
    expect((await client.post(CREATE, order)).body.code).toBe(0)
    const { rows } = await hub.pool.query(
      `select o.details, f.status from orders o
       join fulfilment_orders f on f.tenant_id = o.tenant_id and f.order_number = o.order_number
       where o.tenant_id = $1 and o.seller_order_number = 'C-27-UK'`,
      [client.tenantId],
    )
    expect(rows[0]).toMatchObject({
      status: 'allocated',
      details: {
        address: { country: 'GB' },
        storeNumber: 19,
        extra: { remark_for_packing: 'Thank you for your order!', delivery_service: '标准配送' },
      },
    })
  })

  test('a store of another country, a paused one, an unknown one; an unknown MSKU', async () => {
    const ask = async (change: Record<string, unknown>) =>
      (await client.post(CREATE, { ...CREATE_ORDER, order_id: 'C-S', ...change })).body
    const noStore = refused(500, '失败', ['店铺记录不存在'])
    expect(await ask({ country: '日本' })).toEqual(noStore)
    expect(await ask({ store_name: 'nobody' })).toEqual(noStore)
    expect(await ask({ country: '火星' })).toEqual(noStore)
    expect(await ask({ item_list: [{ msku: 'nothing', quantity_shipped: 1 }] })).toEqual(
      refused(500, '失败', ['MSKU不存在：nothing']),
    )
  })

  test('more than is in stock is taken, and is unfulfillable', async () => {
    const items = [{ msku: 'AMN00769_DGR_XL_AU', quantity_shipped: 250 }]
    const order = { ...CREATE_ORDER, order_id: 'C-SHORT', item_list: items }
    expect((await client.post(CREATE, order)).body.code).toBe(0)
    expect(await detail('productInformation', 'C-SHORT')).toMatchObject({
      order_status: 'Unfulfillable',
      listing_detail_info: [{ quantity: 250, unfulfillable_quantity: 250, shipped_quantity: 0 }],
    })
  })
})
