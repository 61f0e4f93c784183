// Returns, exchanges, after-sales and remarks, read through Lingxing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LIST, openWarehouse, pieces, type Warehouse } from '../../support/lingxing-warehouse.js'

const AFTER_SALES = '/erp/sc/routing/amzod/order/afterSaleList'
const REMARK = '/basicOpen/platformOrder/scOrder/setRemark'
const TRANSACTIONS = '/basicOpen/openapi/salesOrder/multi-channel/list/transaction'
const DAY_MS = 86_400_000

let hub: Warehouse['hub']
let client: Warehouse['client']
let create: Warehouse['create']
let detail: Warehouse['detail']
let doing: Warehouse['doing']
let ship: Warehouse['ship']

beforeAll(async () => {
  ;({ hub, client, create, detail, doing, ship } = await openWarehouse())
})

afterAll(() => hub.close())

describe('returns and after-sales', () => {
  let order = 0
  const list = async (change: Record<string, unknown> = {}) => {
    const days = { start_date: '2026-01-01', end_date: '2027-01-01' }
    return (await client.post(AFTER_SALES, { ...days, ...change })).body
  }

  test('nothing has been asked back yet', async () => {
    expect(await list()).toMatchObject({ code: 0, data: [], total: 0 })
  })

  test('a return that came back in two conditions, and an exchange that was granted', async () => {
    order = await create('R-1', { item_list: pieces(3) })
    await ship(order, 1, 'R-1')
    hub.advance(3 * DAY_MS)
    await client.fetchToken()
    const asked = await doing(`/v1/orders/${order}/after-sales`, {
      kind: 'return',
      goods: 'shipped',
      lines: [{ lineNumber: 1, quantity: 2 }],
      reason: 'NOT_AS_DESCRIBED',
      remark: 'thank you',
    })
    const number = Number(asked.afterSaleNumber)
    expect(await list()).toMatchObject({
      code: 0,
      message: 'success',
      total: 1,
      data: [
        {
          total_refund_amount: '$0.000',
          item_list: [{ return_status: '', refund_amount: '', rma_order_number: String(number) }],
        },
      ],
    })
    await doing(`/v1/after-sales/${number}/approve`)
    await doing(`/v1/after-sales/${number}/send-back`, { carrier: 'USPS', trackingNumber: '92020901' })
    await doing(`/v1/after-sales/${number}/receive`, {
      goods: [
        { lineNumber: 1, quantity: 1, condition: 'sellable' },
        { lineNumber: 1, quantity: 1, condition: 'defective' },
      ],
    })
    const exchange = await doing(`/v1/orders/${order}/after-sales`, {
      kind: 'exchange',
      goods: 'shipped',
      lines: [{ lineNumber: 1, quantity: 1 }],
      reason: 'Policy exception/customer error',
    })
    expect((await detail('returnInformation', 'R-1')).order_return_replace_tab.replace_tab).toEqual([])
    await doing(`/v1/after-sales/${exchange.afterSaleNumber}/approve`)
    const shown = await detail('returnInformation', 'R-1')
    const day = new Date(hub.now() - 8 * 3_600_000).toISOString().slice(0, 10)
    const entry = {
      sid: '17',
      order_id: 'R-1',
      return_date: day,
      msku: 'msku123',
      asin: '',
      return_quantity: '1',
      return_reason: 'NOT_AS_DESCRIBED',
      return_status: 'Unit returned to inventory',
      lpn: '',
      customer_comments: 'thank you',
      local_sku: 'msku123',
      name: 'Phone Holder',
    }
    expect(shown).toMatchObject({ phone: '暂停显示', order_status: 'Complete' })
    expect(shown.order_return_replace_tab).toEqual({
      return_tab: [entry, { ...entry, return_status: '' }],
      replace_tab: [
        {
          replacement_reason: 'Policy exception/customer error',
          msku: 'msku123',
          name: 'Phone Holder',
          asin_url: '',
          shipment_date: '',
        },
      ],
    })
  })

  test('the list of after-sales: every key that is printed, with what is known', async () => {
    const { body } = await client.post(LIST, { offset: 0, length: 1000 })
    const listed = body.data.records.find(
      (one: { seller_fulfillment_order_id: string }) => one.seller_fulfillment_order_id === 'R-1',
    )
    const found = await list({ after_type: '2' })
    const row = found.data[0]
    expect(found.total).toBe(1)
    expect(row).toEqual({
      id: expect.any(Number),
      asin: '',
      msku: 'msku123',
      amazon_order_id: listed.amazon_order_id,
      sid: 17,
      purchase_time: expect.stringMatching(/^2026-/),
      deal_time: expect.any(String),
      gmt_modified: expect.any(String),
      correlation_id: 0,
      interval_days: 3,
      is_mcf_order: 2,
      seller_country: '8speed-US1 美国',
      delivery_type: 'FBA',
      order_total_amount: '$3.69',
      order_total_amount_currency_code: '$',
      order_total_amount_number: '3.69',
      total_refund_amount: '-$2.460',
      total_refund_amount_currency_code: '$',
      total_refund_amount_number: '-2.460',
      total_refund_cost: '',
      total_refund_cost_currency_code: '',
      total_refund_cost_number: '',
      after_type_tag: ['退货'],
      item_list: [
        {
          small_image_url: '',
          item_name: 'Phone Holder',
          local_sku: 'msku123',
          local_name: 'Phone Holder',
          asin: '',
          asin_url: '',
          msku: 'msku123',
          fid: '',
          after_type: '退货',
          after_quantity: 2,
          after_reason: 'NOT_AS_DESCRIBED',
          after_time: row.deal_time,
          after_interval: '3天',
          data_update_time: row.gmt_modified,
          refund_amount: '-$2.460',
          refund_currency_icon: '$',
          refund_amount_details: [{ type: 'Principal', amount: '-$2.460' }],
          refund_cost: '',
          return_status: 'Approved',
          inventory_attributes: 'SELLABLE',
          lpn_number: '',
          buyers_note: 'thank you',
          rma_order_number: String(row.id),
          carriers: 'USPS',
          waybill_number: '92020901',
          exchange_order_number: '',
          md5: '',
          md5_new: '',
          md5_v2: '',
          item_identifier: expect.any(String),
          orderDateYear: 2026,
          row_index: 1,
        },
      ],
    })
    const ask = async (change: Record<string, unknown>) => (await list(change)).total
    expect(await ask({})).toBe(2)
    expect(await ask({ after_type: '1,3' })).toBe(1)
    expect(await ask({ sid: '18,19' })).toBe(0)
    expect(await ask({ sid: '17, 19' })).toBe(2)
    expect(await ask({ amazon_order_id_list: [listed.amazon_order_id] })).toBe(2)
    expect(await ask({ amazon_order_id_list: ['113-9870855-8214638'] })).toBe(0)
    expect((await list({ length: 1, offset: 1 })).data).toHaveLength(1)
  })

  test('its days: from the first, and without the last, in Beijing; each type of date', async () => {
    const dealt = (await list()).data[0].deal_time.slice(0, 10)
    const next = new Date(Date.parse(dealt) + DAY_MS).toISOString().slice(0, 10)
    const count = async (start_date: string, end_date: string, date_type: number) =>
      (await list({ start_date, end_date, date_type })).total
    expect(await count(dealt, next, 1)).toBe(2)
    expect(await count('2026-01-01', dealt, 1)).toBe(0)
    expect(await count(dealt, next, 2)).toBe(0)
    expect(await count('2026-01-01', dealt, 2)).toBe(2)
    expect(await count(dealt, next, 3)).toBe(2)
  })

  test('what is at fault is named, as the pages of these services print it', async () => {
    const fault = (detail: string) => ({
      code: 102,
      message: '参数不合法',
      error_details: [detail],
      data: [],
    })
    expect((await client.post(AFTER_SALES, { start_date: '2026-01-01' })).body).toMatchObject(
      fault('end_date => end_date不能为空'),
    )
    expect(await list({ sid: 'x' })).toMatchObject(fault('sid => sid 必须是数字'))
    expect(await list({ after_type: '4' })).toMatchObject(fault('after_type => after_type取值错误'))
    expect(await list({ date_type: 4 })).toMatchObject(fault('date_type => date_type取值错误'))
    const many = Array.from({ length: 51 }, () => 'S01-0000000-0000001')
    expect(await list({ amazon_order_id_list: many })).toMatchObject(
      fault('amazon_order_id_list => amazon_order_id_list长度超过50'),
    )
  })
})

describe('transactions and remarks', () => {
  test('orders are settled elsewhere, so they have no transactions', async () => {
    const { body } = await client.post(TRANSACTIONS, { amazonOrderId: 'S03-4986301-7824623', sid: 7 })
    expect(body).toEqual({
      code: 0,
      message: 'success',
      error_details: [],
      request_id: expect.stringMatching(/^[0-9a-f]{32}\.\d{13}$/),
      response_time: expect.any(String),
      data: { list: [], totalCurrencyAmounts: '' },
      total: 0,
    })
    const nameless = await client.post(TRANSACTIONS, { sid: 7 })
    expect(nameless.body).toMatchObject({ code: 102, data: null, error_details: ['amazonOrderId不能为空'] })
  })

  test('a remark is changed and taken away, of an order of that store', async () => {
    const { amazon_order_id: amazonOrderId } = await detail('productInformation', 'R-1')
    const set = async (remark: unknown, sid = 17) =>
      (await client.post(REMARK, { sid, amazonOrderId, remark })).body
    expect(await set('注意')).toMatchObject({ code: 0, message: 'success', data: null })
    expect((await detail('productInformation', 'R-1')).remark).toBe('注意')
    expect(await set('注意')).toMatchObject({ code: 0 })
    expect(await set('')).toMatchObject({ code: 0 })
    expect((await detail('productInformation', 'R-1')).remark).toBe('')
    const unknown = { code: 500, message: '失败', error_details: ['订单不存在'], data: null }
    expect(await set('x', 18)).toMatchObject(unknown)
    const other = { sid: 17, amazonOrderId: '249-6838153-6838402', remark: 'x' }
    expect((await client.post(REMARK, other)).body).toMatchObject(unknown)
    expect(await set(undefined)).toMatchObject({ code: 102, error_details: ['remark不能为空'] })
    expect(await set('x'.repeat(501))).toMatchObject({ error_details: ['remark长度超过500'] })
  })
})
