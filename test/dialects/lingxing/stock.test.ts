// Stock and listings, read through Lingxing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lingxingClient } from '../../support/lingxing.js'
import { openWarehouse, pieces, type Warehouse } from '../../support/lingxing-warehouse.js'

const FBA_LIST = '/erp/sc/routing/fba/fbaStock/fbaList'
const FBA_DETAIL = '/basicOpen/openapi/storage/fbaWarehouseDetail'
const LISTING = '/erp/sc/data/mws/listing'

let hub: Warehouse['hub']
let client: Warehouse['client']

beforeAll(async () => {
  const warehouse = await openWarehouse()
  ;({ hub, client } = warehouse)
  const { create, doing, ship } = warehouse
  await create('HELD', { item_list: pieces(2), delivery_operation: '保留订单' })
  const returned = await create('RETURNED')
  await ship(returned, 1, 'RETURNED')
  const wish = { kind: 'return', goods: 'shipped' }
  const { afterSaleNumber } = await doing(`/v1/orders/${returned}/after-sales`, wish)
  await doing(`/v1/after-sales/${afterSaleNumber}/approve`)
  await doing(`/v1/after-sales/${afterSaleNumber}/receive`, {
    goods: [{ lineNumber: 1, quantity: 1, condition: 'defective' }],
  })
})

afterAll(() => hub.close())

describe('stock and listings', () => {
  test('fbaList: what of an MSKU can be sold, is held by orders, and came back broken', async () => {
    const { body } = await client.post(FBA_LIST, { sid: '17,19', offset: 0, length: 1000 })
    expect(body).toMatchObject({ code: 0, message: 'success', total: 0 })
    const { total, list } = body.data
    expect(total).toBe(list.length)
    const found = list.filter((one: { msku: string }) => one.msku === 'msku123')
    expect(found.map((one: { sid: number }) => one.sid)).toEqual([17, 19])
    const { rows } = await hub.pool.query(
      "select on_hand, reserved from stock_levels where tenant_id = $1 and sku = 'msku123' and location = 'H008'",
      [client.tenantId],
    )
    expect(found[0]).toMatchObject({
      wname: '8speed-US1美国仓',
      name: '8speed-US1美国仓',
      product_name: 'Phone Holder',
      share_type: 0,
      afn_fulfillable_quantity: rows[0].on_hand - rows[0].reserved,
      total_fulfillable_quantity: rows[0].on_hand - rows[0].reserved,
      reserved_customerorders: 2,
      afn_unsellable_quantity: 1,
      afn_fulfillable_quantity_multi: [],
    })
    const page = await client.post(FBA_LIST, { sid: '17', offset: 3, length: 2 })
    expect(page.body.data.list).toEqual(list.slice(3, 5))
    expect((await client.post(FBA_LIST, { sid: '99999999999' })).body.code).toBe(102)
    expect((await client.post(FBA_LIST, { sid: '9999999999' })).body.data).toEqual({ total: 0, list: [] })
  })

  test('fbaWarehouseDetail: its searches, and what can not be looked for', async () => {
    const ask = async (body: Record<string, unknown>) => (await client.post(FBA_DETAIL, body)).body
    const find = async (body: Record<string, unknown>) => {
      const { data, total } = await ask({ length: 200, ...body })
      expect(total).toBe(data.length)
      return new Set(data.map((one: { seller_sku: string }) => one.seller_sku))
    }
    expect(await find({ search_field: 'seller_sku', search_value: 'msku123' })).toEqual(new Set(['msku123']))
    expect(await find({ search_field: 'product_name', search_value: 'phone' })).toEqual(new Set(['msku123']))
    expect(await find({ search_field: 'spu', search_value: 'AMN00769' })).toEqual(
      new Set(['AMN00769_DGR_XL_AU']),
    )
    expect(await find({ search_field: 'spu_name', search_value: 'Cropped' })).toEqual(
      new Set(['AMN00769_DGR_XL_AU']),
    )
    expect(await find({ search_field: 'asin', search_value: 'B0ABC80784' })).toEqual(new Set())
    expect(await find({ fulfillment_channel_type: 'FBM' })).toEqual(new Set())
    const [all, stocked] = [await find({}), await find({ is_hide_zero_stock: '1' })]
    expect(stocked.size).toBeLessThan(all.size)
    expect(stocked).toContain('msku123')
    const { data } = await ask({ search_field: 'sku', search_value: 'AMB01682_W_M_AU' })
    expect(data[0]).toMatchObject({
      sid: 17,
      afn_fulfillable_quantity: 100,
      afn_fulfillable_quantity_price: '980.00',
      total: 100,
      total_price: 980,
      cg_price: '9.80',
      fulfillment_channel: 'AMAZON_NA',
    })
    expect(await ask({ length: 19 })).toMatchObject({ code: 102, error_details: ['length取值错误'] })
    expect(await ask({ cid: '2', bid: '3', senior_search_list: '[]' })).toMatchObject({
      code: 102,
      error_details: ['cid取值错误', 'bid取值错误'],
    })
  })

  test('listing: what stores sell, by MSKU, wholly or in part', async () => {
    const ask = async (body: Record<string, unknown>) => (await client.post(LISTING, body)).body
    const one = await ask({ sid: '17,18', search_field: 'sku', search_value: ['msku123'] })
    expect(one).toMatchObject({ code: 0, message: 'success', total: 2 })
    expect(one.data[1]).toMatchObject({
      sid: 18,
      marketplace: '日本',
      seller_sku: 'msku123',
      item_name: 'Phone Holder',
      price: '1.23',
      currency_code: 'USD',
      status: 1,
      is_delete: 0,
      quantity: 0,
      afn_unsellable_quantity: 1,
      fulfillment_channel_type: 'FBA',
    })
    const some = { sid: '17', search_value: ['MSKU', 'nothing'] }
    expect(await ask(some)).toMatchObject({ total: 0 })
    expect(await ask({ ...some, exact_search: 0 })).toMatchObject({ total: 1 })
    expect(await ask({ sid: '17', is_pair: 2 })).toMatchObject({ total: 0, data: [] })
    expect(await ask({ sid: '17', is_delete: 1 })).toMatchObject({ total: 0 })
    expect(await ask({ sid: '17', search_field: 'asin', search_value: ['B0'] })).toMatchObject({ total: 0 })
    const changed = { sid: '17', listing_update_start_time: '2027-01-01 00:00:00' }
    expect(await ask(changed)).toMatchObject({ total: 0 })
    expect(await ask({ sid: 'x' })).toEqual({
      code: 102,
      message: '参数不合法',
      error_details: ['sid => sid 必须是数字'],
      request_id: expect.stringMatching(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/),
      response_time: expect.any(String),
      data: [],
      total: 0,
    })
    expect(await ask({ sid: '17', pair_update_start_time: '2022-01-01 12:01:21' })).toMatchObject({
      code: 102,
      error_details: ['pair_update_start_time => pair_update_start_time取值错误'],
    })
  })

  test('listing counts for all AppIds of an account together: 103; the AppId alone: 3001008', async () => {
    const { tenantId, accountId } = client
    const other = await lingxingClient(hub, { tenantId, accountId }, hub.now)
    await other.fetchToken()
    const holding = (holder: number) =>
      hub.pool.query(
        `insert into places_held (tenant_id, credential_id, path, slot, holder, until)
         values ($1, $2, $3, 0, -1, $4)
         on conflict (tenant_id, credential_id, path, slot) do update set holder = -1, until = excluded.until`,
        [tenantId, holder, LISTING, new Date(hub.now() + 60_000)],
      )
    await holding(-accountId)
    for (const one of [client, other]) {
      expect((await one.post(LISTING, { sid: '17' })).body).toEqual({
        code: 103,
        message: expect.stringMatching(/^请求过于频繁,请稍后再试 \[[0-9A-F-]{36}\]$/),
        error_details: [],
        request_id: expect.any(String),
        response_time: expect.any(String),
        data: [],
        total: 0,
      })
    }
    const { rows } = await hub.pool.query(
      "select max(credential_id) as id from credentials where tenant_id = $1 and dialect = 'lingxing'",
      [tenantId],
    )
    await holding(Number(rows[0].id))
    expect((await other.post(LISTING, { sid: '17' })).body.code).toBe('3001008')
    hub.advance(60_001)
    expect((await client.post(LISTING, { sid: '17', length: 1 })).body.code).toBe(0)
    expect((await other.post(LISTING, { sid: '17', length: 1 })).body.code).toBe(0)
  })

  test('what is known and not served is answered by name', async () => {
    const orders = await client.post('/erp/sc/data/mws/orders', {})
    expect(orders.body).toMatchObject({ code: 400, message: '服务不存在', data: [], total: 0 })
    expect(orders.body.error_details).toEqual([expect.stringContaining('orderList')])
    const products = await client.post('/bd/productPerformance/openApi/asinList', {})
    expect(products.body.error_details).toEqual([expect.stringContaining('not known here')])
  })
})
