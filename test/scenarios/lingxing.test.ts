// An order that came by Lingxing, from its token to a return, each step read through Lingxing and the native API.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCredential } from '../../src/store/setup.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { CREATE_ORDER, type LingxingClient, openLingxing } from '../support/lingxing.js'
import { type Json, type Send, type Speaker, tellStory } from './story.js'

const DETAILS = '/order/amzod/api/orderDetails'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let hub: TestHub
let client: LingxingClient
let apiKey: string

beforeAll(async () => {
  hub = await startTestHub()
  client = await openLingxing(hub, hub.now)
  const { tenantId, accountId } = client
  const wish = { accountId, family: 'native', limit: null, sandbox: false }
  apiKey = (await createCredential(hub.pool, tenantId, wish, hub.now())).secret
})

afterAll(() => hub.close())

let tokenUntil = 0

/** Signed with its token, which it fetches anew before it ends. */
const seller: Send = async (method, path, body) => {
  if (path.endsWith('/access-token') || hub.now() > tokenUntil) {
    tokenUntil = hub.now() + HOUR_MS
    const fetched = await client.fetchToken()
    if (path.endsWith('/access-token')) return fetched
  }
  return method === 'GET' ? client.get(path) : client.post(path, body ?? {})
}

const person: Send = async (method, path, body) => {
  const response = await fetch(hub.url + path, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text() }
}

test('an order that came by Lingxing, to its return', async () => {
  const story = tellStory(hub, {
    name: 'lingxing',
    title: 'Lingxing: a multi-channel order, from its token to a return',
    opening:
      "A seller's ERP speaks Lingxing; a person in the warehouse works at the native API, as does the carrier's news.",
    varying: ['request_id', 'access_token', 'refresh_token'],
  })
  const erp = story.speaker('ERP (Lingxing)', seller)
  const warehouse = story.speaker('Warehouse (native API)', person)
  const which = { order_info: [{ sid: 17, seller_fulfillment_order_id: '1000796' }] }
  const read = (name: string, show: string) => erp.post(`${DETAILS}/${name}`, which, { show })
  const native = (show: string): Promise<Json> => warehouse.get(`/v1/orders/${orderNumber}`, { show })
  const statuses = 'orderStatus,fulfilmentStatus,refundStatus'

  story.chapter('A token', 'The ERP signs every request with it, and fetches the next one before it ends.')
  await erp.post('/api/auth-server/oauth/access-token', undefined)

  story.chapter('A held order of three pieces', 'The stock is reserved, and nobody may pack it yet.')
  const order = { ...CREATE_ORDER, item_list: [{ msku: 'msku123', quantity_shipped: 3 }] }
  expect(await erp.post('/order/amzod/api/createOrder', order)).toMatchObject({ code: 0, data: [] })
  const { orderNumber } = await placed(warehouse)
  story.call(orderNumber, 'order number')
  const listed = await erp.post(
    '/order/amzod/api/orderList',
    { sids: [17], order_status: ['RECEIVED'], offset: 0, length: 20 },
    {
      show: 'data.{total,records[].{sid,store_name,amazon_order_id,seller_fulfillment_order_id,order_status,purchase_date_local,ship_date,listing_info[].{msku,quantity}}}',
    },
  )
  story.call(listed.data.records[0].amazon_order_id, "Amazon's number")
  expect(listed.data).toMatchObject({ total: 1, records: [{ order_status: 'Received', ship_date: null }] })
  await native(`${statuses},fulfilmentOrders[].{number,status,times}`)

  await story.pass(10 * MINUTE_MS)
  story.chapter('Released', 'No request of Lingxing does that: a person does.')
  const part = `/v1/fulfilment-orders/${orderNumber}-1`
  await warehouse.post(`${part}/release`, {}, { show: 'number,status,times' })
  const planned = await read(
    'productInformation',
    'data[].{order_status,listing_detail_info[].{msku,quantity}}',
  )
  expect(planned.data[0].order_status).toBe('Planning')

  await story.pass(2 * HOUR_MS)
  story.chapter('Packed in two parcels', 'From now on the order can not be cancelled.')
  const packages = [
    { packageNumber: '2018784457', weightGrams: 420, lines: [{ lineNumber: 1, quantity: 2 }] },
    { packageNumber: '2018784458', weightGrams: 230, lines: [{ lineNumber: 1, quantity: 1 }] },
  ]
  await warehouse.post(`${part}/pack`, { packages }, { show: 'number,status,times' })
  const cancelled = await erp.post('/order/amzod/api/cancelOrder', {
    sid: 17,
    seller_fulfillment_order_id: '1000796',
  })
  expect(cancelled).toMatchObject({ code: 500, error_details: ['订单状态不允许取消'] })
  const shipments = 'data[].{order_status,ship_date,shipment_info[].{fulfillment_shipment_status,packages}}'
  expect((await read('logisticsInformation', shipments)).data[0]).toMatchObject({
    order_status: 'Processing',
    shipment_info: [{ fulfillment_shipment_status: 'PENDING', packages: [] }],
  })

  await story.pass(HOUR_MS)
  story.chapter('The first parcel leaves', 'Its two pieces leave the stock; the order goes on.')
  const first = { carrier: 'USPS', trackingNumber: '9374889745020264809746', packageNumber: '2018784457' }
  await warehouse.post(`${part}/hand-over`, first, { show: 'number,status' })
  const counts =
    'data[].{order_status,listing_detail_info[].{quantity,shipped_quantity,cancelled_quantity,unfulfillable_quantity}}'
  expect((await read('productInformation', counts)).data[0]).toMatchObject({
    order_status: 'Processing',
    listing_detail_info: [{ quantity: 3, shipped_quantity: 2 }],
  })
  await native(statuses)

  await story.pass(HOUR_MS)
  story.chapter('The second parcel leaves', 'The order is complete, and has its ship dates.')
  const second = { carrier: 'UPS', trackingNumber: '1Z999AA10123456784', packageNumber: '2018784458' }
  await warehouse.post(`${part}/hand-over`, second, { show: 'number,status,times' })
  const dates = 'ship_date,ship_date_utc,ship_date_locale_norm,ship_date_locale_iso'
  const complete = await read('productInformation', counts.replace('order_status', `order_status,${dates}`))
  expect(complete.data[0]).toMatchObject({
    order_status: 'Complete',
    ship_date: '2026-01-15 04:40:00',
    ship_date_locale_iso: '2026-01-15T04:40:00-8:00',
  })
  await native(
    `${statuses},fulfilmentOrders[].shipments[].{packageNumber,carrier,trackingNumber,handedOverAt}`,
  )

  await story.pass(48 * HOUR_MS)
  story.chapter("The carriers' news", 'It comes out of order, and some of it twice.')
  const track = (trackingNumber: string, events: readonly object[]) =>
    warehouse.post(`/v1/orders/${orderNumber}/tracking`, { trackingNumber, events }, { show: statuses })
  const arrived = {
    at: '2026-01-16T12:21:00Z',
    status: 'arrived',
    description: 'Package arrived at a carrier facility.',
    country: 'US',
    state: 'SC',
    city: 'Columbia',
  }
  const delivered = { at: '2026-01-17T08:02:00Z', status: 'delivered', description: 'Delivered.' }
  await track(first.trackingNumber, [delivered, arrived])
  await track(second.trackingNumber, [arrived])
  await track(first.trackingNumber, [arrived])
  const news =
    'data[].shipment_info[].packages[].{package_number,tracking_number,current_status,tracking_events[].{eventCode,event,eventDate,eventAddress}}'
  const told = (await read('logisticsInformation', news)).data[0].shipment_info[0].packages
  expect(told.map((one: Json) => one.current_status)).toEqual(['DELIVERED', 'IN_TRANSIT'])
  expect(told[0].tracking_events).toHaveLength(2)

  await story.pass(24 * HOUR_MS)
  story.chapter('Delivered', 'With its second parcel, the whole order is.')
  await track(second.trackingNumber, [{ ...delivered, at: '2026-01-18T09:30:00Z' }])
  const done = await native(`${statuses},fulfilmentOrders[].{number,status,times}`)
  expect(done).toMatchObject({ orderStatus: 'completed', fulfilmentStatus: 'completed' })
  expect((await read('productInformation', 'data[].order_status')).data[0].order_status).toBe('Complete')

  await story.pass(5 * 24 * HOUR_MS)
  story.chapter('One piece comes back', 'The warehouse notes the return, grants it and receives the piece.')
  const asked = await warehouse.post(
    `/v1/orders/${orderNumber}/after-sales`,
    {
      kind: 'return',
      goods: 'shipped',
      lines: [{ lineNumber: 1, quantity: 1 }],
      reason: 'NOT_AS_DESCRIBED',
      remark: 'thank you',
    },
    { show: 'kind,status,lines[].{lineNumber,quantity},amountMinor' },
  )
  const afterSale = `/v1/after-sales/${asked.afterSaleNumber}`
  story.call(asked.afterSaleNumber, 'after-sale number')
  await warehouse.post(`${afterSale}/approve`, {}, { show: 'status' })
  const parcel = { carrier: 'USPS', trackingNumber: '9202090153540168949151' }
  await warehouse.post(`${afterSale}/send-back`, parcel, { show: 'status' })
  await story.pass(24 * HOUR_MS)
  const goods = [{ lineNumber: 1, quantity: 1, condition: 'sellable' }]
  await warehouse.post(
    `${afterSale}/receive`,
    { goods },
    { show: 'status,received[].{sku,quantity,condition,location},times' },
  )
  const level = await warehouse.get('/v1/stock-levels?sku=msku123&location=H008')
  expect(level.data).toMatchObject([{ onHand: 998, reserved: 0 }])
  const back = await read('returnInformation', 'data[].{order_status,order_return_replace_tab}')
  expect(back.data[0].order_return_replace_tab).toMatchObject({
    return_tab: [{ return_quantity: '1', return_status: 'Unit returned to inventory' }],
    replace_tab: [],
  })
  const rows = await erp.post(
    '/erp/sc/routing/amzod/order/afterSaleList',
    { start_date: '2026-01-20', end_date: '2026-02-01', after_type: '2' },
    {
      show: 'total,data[].{id,amazon_order_id,is_mcf_order,interval_days,after_type_tag,total_refund_amount,item_list[].{msku,after_quantity,after_reason,return_status,inventory_attributes,carriers,waybill_number}}',
    },
  )
  expect(rows).toMatchObject({ total: 1, data: [{ is_mcf_order: 2, after_type_tag: ['退货'] }] })
  await native(statuses)
  await story.finish()
})

async function placed(warehouse: Speaker): Promise<{ orderNumber: number }> {
  const { data } = await warehouse.get('/v1/orders?sellerOrderNumber=1000796', { silent: true })
  return data[0]
}
