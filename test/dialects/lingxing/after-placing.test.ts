// What follows a placing, read through Lingxing: a person at the native API ships, holds, splits and takes back.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCredential } from '../../../src/store/setup.js'
import { clientOf, type NativeClient } from '../../http/native-client.js'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { CREATE_ORDER, type LingxingClient, lingxingClient, openLingxing } from '../../support/lingxing.js'

const CREATE = '/order/amzod/api/createOrder'
const CANCEL = '/order/amzod/api/cancelOrder'
const LIST = '/order/amzod/api/orderList'
const DETAILS = '/order/amzod/api/orderDetails'
const AFTER_SALES = '/erp/sc/routing/amzod/order/afterSaleList'
const FBA_LIST = '/erp/sc/routing/fba/fbaStock/fbaList'
const FBA_DETAIL = '/basicOpen/openapi/storage/fbaWarehouseDetail'
const LISTING = '/erp/sc/data/mws/listing'
const REMARK = '/basicOpen/platformOrder/scOrder/setRemark'
const TRANSACTIONS = '/basicOpen/openapi/salesOrder/multi-channel/list/transaction'
const DAY_MS = 86_400_000

let hub: TestHub
let client: LingxingClient
let person: Omit<NativeClient, 'tenantId'>

beforeAll(async () => {
  hub = await startTestHub()
  client = await openLingxing(hub, hub.now)
  await client.fetchToken()
  const { tenantId, accountId } = client
  const wish = { accountId, family: 'native', limit: null, sandbox: false }
  person = clientOf(hub, (await createCredential(hub.pool, tenantId, wish, hub.now())).secret)
})

afterAll(() => hub.close())

/** Places it for the store 8speed-US1, to be shipped at once unless said otherwise; answers with our number. */
async function create(number: string, change: Record<string, unknown> = {}): Promise<number> {
  const order = { ...CREATE_ORDER, order_id: number, delivery_operation: '立即配送', ...change }
  const { body } = await client.post(CREATE, order)
  expect(body, JSON.stringify(body)).toMatchObject({ code: 0 })
  const { rows } = await hub.pool.query(
    'select order_number from orders where tenant_id = $1 and seller_order_number = $2',
    [client.tenantId, number],
  )
  return Number(rows[0].order_number)
}

async function doing(path: string, body: unknown = {}) {
  const answer = await person.post(path, body)
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.body
}

const pieces = (quantity: number) => [{ msku: 'msku123', quantity_shipped: quantity }]

async function detail(name: string, number: string) {
  const order_info = [{ sid: 17, seller_fulfillment_order_id: number }]
  const { body } = await client.post(`${DETAILS}/${name}`, { order_info })
  expect(body.code).toBe(0)
  return body.data[0]
}

async function statusOf(number: string): Promise<string> {
  return (await detail('productInformation', number)).order_status
}

async function cancel(number: string) {
  return (await client.post(CANCEL, { sid: 17, seller_fulfillment_order_id: number })).body
}

describe('states', () => {
  test('each order is in the one state that is shown, and lists by state find exactly those', async () => {
    await create('ST-HELD', { delivery_operation: '保留订单' })
    await create('ST-PLANNED')
    await create('ST-SHORT', { item_list: [{ msku: 'AMN00769_DGR_XL_AU', quantity_shipped: 250 }] })
    await create('ST-CANCELLED')
    await cancel('ST-CANCELLED')
    const packed = await create('ST-PACKED')
    await doing(`/v1/fulfilment-orders/${packed}-1/pack`)
    const halfHeld = await create('ST-HALF-HELD', { item_list: pieces(2) })
    await doing(`/v1/fulfilment-orders/${halfHeld}-1/split`, { lines: [{ lineNumber: 1, quantity: 1 }] })
    await doing(`/v1/fulfilment-orders/${halfHeld}-2/hold`)
    const half = await create('ST-HALF', { item_list: pieces(2) })
    await doing(`/v1/fulfilment-orders/${half}-1/split`, { lines: [{ lineNumber: 1, quantity: 1 }] })
    await ship(half, 1, 'HALF-1')
    const whole = await create('ST-WHOLE')
    await ship(whole, 1, 'WHOLE-1')
    const partial = await create('ST-PARTIAL', { item_list: pieces(3) })
    await doing(`/v1/orders/${partial}/cancel`, { lines: [{ lineNumber: 1, quantity: 1 }] })
    await ship(partial, 1, 'PARTIAL-1')

    const expected = {
      'ST-HELD': 'Received',
      'ST-PLANNED': 'Planning',
      'ST-SHORT': 'Unfulfillable',
      'ST-CANCELLED': 'Cancelled',
      'ST-PACKED': 'Processing',
      'ST-HALF-HELD': 'Received',
      'ST-HALF': 'Processing',
      'ST-WHOLE': 'Complete',
      'ST-PARTIAL': 'CompletePartialled',
    }
    for (const [number, status] of Object.entries(expected)) expect(await statusOf(number)).toBe(status)

    const words = {
      NEW: 'New',
      RECEIVED: 'Received',
      PLANNING: 'Planning',
      PROCESSING: 'Processing',
      CANCELLED: 'Cancelled',
      COMPLETE: 'Complete',
      COMPLETE_PARTIALLED: 'CompletePartialled',
      UNFULFILLABLE: 'Unfulfillable',
      INVALID: 'Invalid',
    }
    const listed: Record<string, string> = {}
    for (const [word, status] of Object.entries(words)) {
      const { body } = await client.post(LIST, { order_status: [word], offset: 0, length: 1000 })
      expect(body.data.total).toBe(body.data.records.length)
      for (const one of body.data.records) {
        expect(one.order_status).toBe(status)
        expect(listed[one.seller_fulfillment_order_id]).toBeUndefined()
        listed[one.seller_fulfillment_order_id] = one.order_status
      }
    }
    expect(listed).toMatchObject(expected)
    const all = await client.post(LIST, { offset: 0, length: 1000 })
    expect(Object.keys(listed)).toHaveLength(all.body.data.total)
  })

  test('pieces that are shipped, cancelled and unfulfillable are never more than ordered, and as many in the end', async () => {
    const counts = async (number: string) => {
      const { order_status, listing_detail_info: rows } = await detail('productInformation', number)
      const [row] = rows
      const { quantity, shipped_quantity, cancelled_quantity, unfulfillable_quantity } = row
      const sum = shipped_quantity + cancelled_quantity + unfulfillable_quantity
      expect(sum).toBeLessThanOrEqual(quantity)
      if (!['New', 'Received', 'Planning', 'Processing'].includes(order_status)) expect(sum).toBe(quantity)
      return [shipped_quantity, cancelled_quantity, unfulfillable_quantity]
    }
    expect(await counts('ST-HELD')).toEqual([0, 0, 0])
    expect(await counts('ST-SHORT')).toEqual([0, 0, 250])
    expect(await counts('ST-CANCELLED')).toEqual([0, 1, 0])
    expect(await counts('ST-HALF')).toEqual([1, 0, 0])
    expect(await counts('ST-WHOLE')).toEqual([1, 0, 0])
    expect(await counts('ST-PARTIAL')).toEqual([2, 1, 0])
  })

  test('what was unfulfillable stays so when stock comes in, and is not cancelled any more', async () => {
    await doing('/v1/stock-movements', {
      sku: 'AMN00769_DGR_XL_AU',
      location: 'G007',
      quantity: 500,
      reason: 'a delivery',
    })
    expect(await statusOf('ST-SHORT')).toBe('Unfulfillable')
    expect(await cancel('ST-SHORT')).toMatchObject({ code: 500, error_details: ['订单状态不允许取消'] })
  })
})

async function ship(orderNumber: number, sequence: number, trackingNumber: string): Promise<void> {
  const path = `/v1/fulfilment-orders/${orderNumber}-${sequence}`
  await doing(`${path}/pack`)
  await doing(`${path}/hand-over`, { carrier: 'USPS', trackingNumber })
}

describe('cancelOrder', () => {
  test('28: what is left of a part-cancelled order; not what is packed, shipped or cancelled by pieces', async () => {
    const notAllowed = { code: 500, error_details: ['订单状态不允许取消'] }
    const some = await create('C-SOME', { item_list: pieces(3) })
    await doing(`/v1/orders/${some}/cancel`, { lines: [{ lineNumber: 1, quantity: 2 }] })
    expect(await statusOf('C-SOME')).toBe('Planning')
    expect(await cancel('C-SOME')).toMatchObject({ code: 0 })
    expect(await statusOf('C-SOME')).toBe('Cancelled')
    const { listing_detail_info } = await detail('productInformation', 'C-SOME')
    expect(listing_detail_info).toMatchObject([{ quantity: 3, cancelled_quantity: 3 }])

    const all = await create('C-ALL', { item_list: pieces(2) })
    await doing(`/v1/orders/${all}/cancel`, { lines: [{ lineNumber: 1, quantity: 2 }] })
    expect(await cancel('C-ALL')).toMatchObject(notAllowed)
    expect(await cancel('ST-PACKED')).toMatchObject(notAllowed)
    expect(await cancel('ST-HALF')).toMatchObject(notAllowed)
    expect(await cancel('ST-PARTIAL')).toMatchObject(notAllowed)
  })
})

describe('a held order', () => {
  test('is released out of band, and goes on', async () => {
    const order = await create('H-1', { delivery_operation: '保留订单' })
    expect(await statusOf('H-1')).toBe('Received')
    await doing(`/v1/fulfilment-orders/${order}-1/release`)
    expect(await statusOf('H-1')).toBe('Planning')
  })

  test('is cancelled by the hub after 14 days, not before; its number stays taken', async () => {
    await create('H-2', { delivery_operation: '保留订单' })
    hub.advance(14 * DAY_MS - 1)
    await hub.settle()
    await client.fetchToken()
    expect(await statusOf('H-2')).toBe('Received')
    hub.advance(1)
    await hub.settle()
    expect(await statusOf('H-2')).toBe('Cancelled')
    expect(await statusOf('H-1')).toBe('Planning')
    const again = await client.post(CREATE, { ...CREATE_ORDER, order_id: 'H-2' })
    expect(again.body).toMatchObject({ code: 500, error_details: ['订单号已经存在'] })
  })
})

describe('logisticsInformation', () => {
  test('a shipment has its parcels as they leave, with what their carriers tell', async () => {
    const order = await create('L-1', { item_list: pieces(2) })
    const part = `/v1/fulfilment-orders/${order}-1`
    const parcel = (packageNumber: string) => ({ packageNumber, lines: [{ lineNumber: 1, quantity: 1 }] })
    await doing(`${part}/pack`, { packages: [parcel('2018784457'), parcel('2018784458')] })
    const shipments = async () => (await detail('logisticsInformation', 'L-1')).shipment_info
    const id = `T${order}-1`
    expect(await shipments()).toEqual([
      {
        amazon_shipment_id: id,
        fulfillment_shipment_status: 'PENDING',
        estimated_arrival_datetime: null,
        packages: [],
      },
    ])
    await doing(`${part}/hand-over`, {
      carrier: 'USPS',
      trackingNumber: '93748897',
      packageNumber: '2018784457',
    })
    expect(await shipments()).toMatchObject([
      { fulfillment_shipment_status: 'PENDING', packages: [{ package_number: '2018784457' }] },
    ])
    await doing(`${part}/hand-over`, { carrier: 'UPS', trackingNumber: '1Z999', packageNumber: '2018784458' })
    const events = [
      { at: '2026-01-31T04:21:00Z', status: 'in_customs', description: 'Customs' },
      {
        at: '2026-01-30T12:21:00Z',
        status: 'arrived',
        description: 'Package arrived at a carrier facility.',
        city: 'Columbia',
        state: 'SC',
      },
    ]
    await doing(`/v1/orders/${order}/tracking`, { trackingNumber: '93748897', events })
    const [shipment] = await shipments()
    expect(shipment.fulfillment_shipment_status).toBe('SHIPPED')
    expect(shipment.packages[0]).toEqual({
      shipItems: [
        { title: 'Phone Holder', quantity: 1, msku: 'msku123', package_number: '2018784457', sid: 17 },
      ],
      package_number: '2018784457',
      carrier_code: 'USPS',
      tracking_number: '93748897',
      current_status: 'IN_TRANSIT',
      estimated_arrival_datetime: null,
      ship_date: expect.stringMatching(/^2026-01-\d\dT\d\d:\d\d:\d\dZ$/),
      tracking_events: [
        {
          eventAddress: { country: null, city: '', state: '' },
          eventCode: 'EVENT_204',
          event: '清关中',
          eventDescription: 'Customs',
          // In Los Angeles, eight hours behind.
          eventDate: '2026-01-30 20:21:00',
        },
        {
          eventAddress: { country: null, city: 'Columbia', state: 'SC' },
          eventCode: 'EVENT_201',
          event: '已在站',
          eventDescription: 'Package arrived at a carrier facility.',
          eventDate: '2026-01-30 04:21:00',
        },
      ],
    })
    expect(shipment.packages[1]).toMatchObject({ current_status: null, tracking_events: [] })
  })

  test.each([
    ['announced', 'EVENT_101', 'UNKNOWN'],
    ['picked_up', 'EVENT_102', 'IN_TRANSIT'],
    ['arrived', 'EVENT_201', 'IN_TRANSIT'],
    ['departed', 'EVENT_202', 'IN_TRANSIT'],
    ['in_customs', 'EVENT_204', 'IN_TRANSIT'],
    ['in_transit', 'EVENT_202', 'IN_TRANSIT'],
    ['available_for_pickup', 'EVENT_308', 'AVAILABLE_FOR_PICKUP'],
    ['out_for_delivery', 'EVENT_302', 'OUT_FOR_DELIVERY'],
    ['delivery_attempted', 'EVENT_304', 'DELIVERY_ATTEMPTED'],
    ['exception', 'EVENT_418', 'DELAYED'],
    ['delivered', 'EVENT_301', 'DELIVERED'],
    ['returning', 'EVENT_408', 'RETURNING'],
    ['returned', 'EVENT_309', 'RETURNED'],
  ])('%s is %s, and the parcel %s', async (status, code, current) => {
    const number = `T-${status}`
    const order = await create(number)
    await ship(order, 1, number)
    const at = '2026-02-01T00:00:00Z'
    await doing(`/v1/orders/${order}/tracking`, { trackingNumber: number, events: [{ at, status }] })
    const [parcel] = (await detail('logisticsInformation', number)).shipment_info[0].packages
    expect([parcel.current_status, parcel.tracking_events[0].eventCode]).toEqual([current, code])
    // What a carrier tells late moves nothing back.
    const late = [{ at: '2026-01-01T00:00:00Z', status: 'announced', description: 'late' }]
    await doing(`/v1/orders/${order}/tracking`, { trackingNumber: number, events: late })
    const [after] = (await detail('logisticsInformation', number)).shipment_info[0].packages
    expect(after.current_status).toBe(current)
    expect(after.tracking_events).toHaveLength(2)
  })

  test('a shipment that was packed and is cancelled', async () => {
    const order = await create('L-2')
    await doing(`/v1/fulfilment-orders/${order}-1/pack`)
    await doing(`/v1/orders/${order}/cancel`)
    expect((await detail('logisticsInformation', 'L-2')).shipment_info).toMatchObject([
      { fulfillment_shipment_status: 'CANCELLED_BY_SELLER', packages: [] },
    ])
  })
})

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
      reserved_customerorders: rows[0].reserved,
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
