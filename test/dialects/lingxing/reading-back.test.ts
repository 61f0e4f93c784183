// The acceptance cases 28 to 30 of facts/lingxing.md §14: the list of orders, their details, and the tables of places.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLingxing } from '../../support/lingxing.js'
import { DETAILS, LIST, openWarehouse, type Warehouse } from '../../support/lingxing-warehouse.js'
import { refused } from './answers.js'

let hub: Warehouse['hub']
let client: Warehouse['client']
let create: Warehouse['create']
let cancel: Warehouse['cancel']

beforeAll(async () => {
  ;({ hub, client, create, cancel } = await openWarehouse())
  await create('1000796', { delivery_operation: '保留订单' })
  await create('C-JP', { store_name: '8speed-JP', country: '日本' })
  await create('C-UK', { store_name: '8speed-UK', country: '英国', country_code: 'UK' })
  await create('C-SHORT', { item_list: [{ msku: 'AMN00769_DGR_XL_AU', quantity_shipped: 250 }] })
})

afterAll(() => hub.close())

describe('reading back', () => {
  test('29: the list, its filters and its bounds', async () => {
    const list = async (body: unknown) => (await client.post(LIST, body)).body
    const all = await list({ offset: 0, length: 20 })
    expect(all).toMatchObject({ code: 0, message: '操作成功', data: { total: expect.any(Number) } })
    const printed = all.data.records.find(
      (one: Record<string, unknown>) => one.seller_fulfillment_order_id === '1000796',
    )
    expect(printed).toEqual({
      remark: '备注',
      sid: 17,
      store_name: '8speed-US1',
      country: '美国',
      amazon_order_id: expect.stringMatching(/^S\d\d-\d{7}-\d{7}$/),
      seller_fulfillment_order_id: '1000796',
      last_update_time: expect.any(String),
      gmt_modified: expect.any(String),
      order_status: 'Received',
      purchase_date_local: expect.any(String),
      buyer_name: 'jack',
      ship_date: null,
      ship_date_utc: null,
      listing_info: [
        {
          msku: 'msku123',
          quantity: 1,
          fnsku: '',
          local_sku: 'msku123',
          item_name: 'Phone Holder',
          local_name: 'Phone Holder',
          small_image_url: expect.any(String),
          asin: '',
        },
      ],
    })
    expect(
      new Date(`${printed.gmt_modified}Z`).getTime() - new Date(`${printed.purchase_date_local}Z`).getTime(),
    ).toBe(16 * 3_600_000)
    const states = async (words: string[]) =>
      (await list({ offset: 0, length: 1000, order_status: words })).data?.records.map(
        (one: { order_status: string }) => one.order_status,
      )
    expect(await states(['CANCELLED'])).toEqual([])
    expect(new Set(await states(['UNFULFILLABLE', 'CANCELLED']))).toEqual(new Set(['Unfulfillable']))
    expect(new Set(await states(['RECEIVED']))).toEqual(new Set(['Received']))
    const wrong = (detail: string) => refused(102, '参数不合法', [detail])
    expect(await list({ order_status: ['cancelled'] })).toEqual(wrong('order_status[0]取值错误'))
    expect(await list({ length: 1001 })).toEqual(wrong('length取值错误'))
    expect(await list({ length: 0 })).toEqual(wrong('length取值错误'))
    expect((await list({ sids: [18] })).data.records.map((one: { sid: number }) => one.sid)).toEqual([18])
    expect((await list({ offset: 1_000, length: 10 })).data).toMatchObject({ records: [] })
  })

  test("a day is the site's: 15 January in Los Angeles begins at 8:00 UTC", async () => {
    const count = async (start: string, end: string, type: number) =>
      (await client.post(LIST, { sids: [17], start_date: start, end_date: end, date_type: type })).body.data
        .total
    const day = new Date(hub.now() - 8 * 3_600_000).toISOString().slice(0, 10)
    const before = new Date(hub.now() - 32 * 3_600_000).toISOString().slice(0, 10)
    expect(await count(day, day, 1)).toBeGreaterThan(0)
    expect(await count('2025-12-01', before < day ? '2026-01-13' : before, 1)).toBe(0)
    expect(await count(day, '2026-12-31', 2)).toBeGreaterThan(0)
  })

  const ask = async (name: string, orders: readonly (readonly [number, string])[]) =>
    (
      await client.post(`${DETAILS}/${name}`, {
        order_info: orders.map(([sid, number]) => ({ sid, seller_fulfillment_order_id: number })),
      })
    ).body

  test('30: details in the order asked, without those that there are not; at most 200', async () => {
    const two = await ask('logisticsInformation', [
      [19, 'C-UK'],
      [17, 'nothing'],
      [18, '1000796'],
      [17, '1000796'],
    ])
    expect(two.data.map((one: Record<string, unknown>) => one.seller_fulfillment_order_id)).toEqual([
      'C-UK',
      '1000796',
    ])
    expect(two.data[1]).toEqual({
      remark: '备注',
      sid: 17,
      store_name: '8speed-US1',
      amazon_order_id: expect.any(String),
      seller_fulfillment_order_id: '1000796',
      displayable_order_comment: 'Thank you for your order',
      order_status: 'Received',
      sales_channel: 'Non-Amazon',
      purchase_date_local: expect.any(String),
      ship_date: null,
      ship_date_utc: null,
      ship_date_locale_norm: null,
      ship_date_locale_iso: null,
      speed_category: '标准配送',
      shipment_info: [],
    })
    const returns = await ask('returnInformation', [[17, '1000796']])
    expect(returns.data[0]).toMatchObject({
      phone: '暂停显示',
      order_return_replace_tab: { return_tab: [], replace_tab: [] },
    })
    const many = Array.from({ length: 201 }, (_, index) => [17, `N-${index}`] as const)
    expect(await ask('productInformation', many)).toEqual(refused(102, '参数不合法', ['order_info上限200']))
    expect(await ask('productInformation', [])).toEqual(refused(102, '参数不合法', ['order_info不能为空']))
  })

  test('30: a shipped order has its shipment, its packages and its dates', async () => {
    const orderNumber = await create('SHIP-1')
    const lane = hub.lanes.of(client.tenantId)
    const caller = { accountId: client.accountId, ownerId: client.accountId }
    const act = { caller, key: null, orderNumber, sequence: 1 }
    await lane.submit({ kind: 'pack', ...act, packages: null })
    const parcel = { carrier: 'USPS', trackingNumber: '9374889745020264809746', packageNumber: null }
    await lane.submit({ kind: 'hand_over', ...act, ...parcel, skus: ['msku123'] })
    const answer = await ask('logisticsInformation', [
      [17, 'SHIP-1'],
      [17, '1000796'],
    ])
    expect(answer.data).toHaveLength(2)
    const utc: string = answer.data[0].ship_date_utc
    // In winter, eight hours behind.
    const local = new Date(Date.parse(utc) - 8 * 3_600_000).toISOString().slice(0, 19)
    expect(answer.data[0]).toMatchObject({
      order_status: 'Complete',
      ship_date: local.replace('T', ' '),
      ship_date_locale_norm: local.replace('T', ' '),
      ship_date_locale_iso: `${local}-8:00`,
      shipment_info: [
        {
          fulfillment_shipment_status: 'SHIPPED',
          packages: [
            {
              shipItems: [{ quantity: 1, msku: 'msku123', package_number: '1', sid: 17 }],
              package_number: '1',
              carrier_code: 'USPS',
              tracking_number: '9374889745020264809746',
              current_status: null,
              ship_date: utc,
              tracking_events: [],
            },
          ],
        },
      ],
    })
    expect(answer.data[1]).toMatchObject({ ship_date: null, shipment_info: [] })
  })

  test('28: cancelOrder, twice, of a packed one, and of none', async () => {
    await create('CANCEL-1', { delivery_operation: '保留订单' })
    expect(await cancel('CANCEL-1')).toMatchObject({ code: 0, message: '操作成功', data: [], total: 0 })
    const { data } = await ask('productInformation', [[17, 'CANCEL-1']])
    expect(data[0].order_status).toBe('Cancelled')
    const notAllowed = refused(500, '失败', ['订单状态不允许取消'])
    expect(await cancel('CANCEL-1')).toEqual(notAllowed)
    expect(await cancel('SHIP-1')).toEqual(notAllowed)
    expect(await cancel('nothing')).toEqual(refused(500, '失败', ['订单不存在']))
  })

  test('the tables: marketplaces and states', async () => {
    const marketplaces = await client.get('/erp/sc/data/seller/allMarketplace')
    expect(marketplaces.body.data).toHaveLength(21)
    expect(marketplaces.body.data[1]).toEqual({
      mid: 2,
      region: 'NA',
      aws_region: 'NA',
      country: '加拿大',
      code: 'CA',
      marketplace_id: 'A2EUQ1WTGCTBG2',
    })
    const states = await client.post('/erp/sc/data/worldState/lists', { country_code: 'DE' })
    expect(states.body).toMatchObject({
      total: 16,
      data: expect.arrayContaining([
        { country_code: 'DE', state_or_province_name: 'Baden-Wurttemberg', code: 'BW' },
      ]),
    })
    const nameless = await client.post('/erp/sc/data/worldState/lists', {})
    expect(nameless.body).toMatchObject({
      code: 102,
      data: [],
      error_details: ['country_code => country_code不能为空'],
    })
  })

  test('each account sees its own orders only, and other families are not among them', async () => {
    const neighbour = await openLingxing(hub, hub.now)
    await neighbour.fetchToken()
    expect((await neighbour.post(LIST, { offset: 0, length: 10 })).body.data.total).toBe(0)
  })
})
