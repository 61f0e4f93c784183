// A shop's goods at a warehouse that speaks apicenter: described, announced, ordered, short, packed, gone, and one of
// them back again. Every step is read back through apicenter and the native API, with the words and times of
// facts/apicenter.md §8 and §10.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit } from '../../src/store/audit.js'
import type { NativeClient } from '../http/native-client.js'
import { type ApicenterClient, CREATE_ORDER, openApicenter, operatorOf } from '../support/apicenter.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { CENTRE, SHOP, Views } from './apicenter-views.js'
import { type Json, type Send, tellStory } from './story.js'

const API = '/apicenter/api'
const PATCH = 'mabang-sku-002'
const LAMP = 'mabang-sku-003'
const NUMBER = 'MB-0116-1'
const NAMED = { ...SHOP, order_number: NUMBER }
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let hub: TestHub

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())

test('from goods that nobody knows to one that comes back', async () => {
  const client = await openApicenter(hub, { quantity: 0 })
  const story = tellStory(hub, {
    name: 'apicenter',
    title: 'A shop’s goods in a warehouse that speaks apicenter',
    opening:
      'A shop sends its goods to a warehouse and has them shipped from there, in the words of apicenter, whose clocks ' +
      'are China’s. The warehouse’s people work at the native API. What the shop sees is read back after every step.',
  })
  const shop = story.speaker('The shop, apicenter', shopOf(client))
  const person = story.speaker('A person, native API', personOf(await operatorOf(hub, client)))
  const views = new Views(shop, person)

  story.chapter('Goods are described', 'Their weight is in grams in this dialect, and a text.')
  const goods = { ...SHOP, prod_name_en: '', length: '8', width: '8', height: '1', brand: 'XTOOL' }
  await shop.post(
    `${API}/sku`,
    {
      sku_list: [
        { ...goods, code: PATCH, name: '圆形雕刻皮补丁', weight: '12' },
        { ...goods, code: LAMP, name: '台灯', weight: '850' },
      ],
    },
    { showBody: 'sku_list[].{code,name,weight}', show: 'code,data[].{code,name,weight},message' },
  )

  await story.pass(10 * MINUTE_MS)
  story.chapter(
    'They are announced to the warehouse',
    'Two cartons: one of both goods, one of patches alone.',
  )
  await announce('ASN-0115-1', [
    { code: PATCH, qty: 4, po_number: 'carton-1', length: 40, width: 30, height: 20, weight: 2500 },
    { code: LAMP, qty: 2, po_number: 'carton-1', length: 40, width: 30, height: 20, weight: 2500 },
    { code: PATCH, qty: 2, po_number: 'carton-2', length: 20, width: 10, height: 10, weight: 60 },
  ])
  await views.notice('ASN-0115-1', { status: 'open', confirmed_at: '', warehousing_time: '' }, [0, 0, 0])
  await views.stock({
    [PATCH]: { on_hand: 0, available: 0, inbound: 6 },
    [LAMP]: { on_hand: 0, inbound: 2 },
  })

  await story.pass(24 * HOUR_MS)
  story.chapter('They arrive', 'The location expects them; one carton is counted, and then the other.')
  await onNotice('ASN-0115-1', 'confirm')
  await views.notice('ASN-0115-1', { status: 'sending', confirmed_at: '2026-01-16 16:40:00' }, [0, 0, 0])
  await story.pass(HOUR_MS)
  const firstCarton = [
    { rowNumber: 1, received: 4 },
    { rowNumber: 2, received: 2 },
  ]
  await onNotice('ASN-0115-1', 'receive', { rows: firstCarton })
  await views.notice('ASN-0115-1', { status: 'receiving' }, [4, 2, 0])
  await onNotice('ASN-0115-1', 'receive')
  await onNotice('ASN-0115-1', 'close')
  const closed = {
    status: 'close',
    confirmed_at: '2026-01-16 16:40:00',
    warehousing_time: '2026-01-16 17:40:00',
  }
  await views.notice('ASN-0115-1', closed, [4, 2, 2])
  await views.stock({
    [PATCH]: { on_hand: 6, allocated: 0, available: 6, inbound: 0 },
    [LAMP]: { on_hand: 2, inbound: 0 },
  })
  const { data: counted } = await person.get('/v1/inbound-notices/ASN-0115-1/events')
  expect(counted.map((event: Json) => [event.kind, event.status])).toEqual([
    ['announced', 'announced'],
    ['confirmed', 'confirmed'],
    ['received', 'receiving'],
    ['received', 'receiving'],
    ['closed', 'closed'],
  ])

  await story.pass(HOUR_MS)
  story.chapter('An order for more than there is', 'It is taken as a draft, and looked at behind the answer.')
  const order = {
    ...CENTRE,
    ...SHOP,
    real_time_response: false,
    platform_type: 'shopee',
    platform_order_number: '7861345751257',
    logistics_provider: { code: 'DHL', tracking_number: '' },
    package: { order_number: NUMBER },
    receiver: CREATE_ORDER.receiver,
    items: [
      { sku: PATCH, currency: 'PHP', unit_price: 10, qty: 8 },
      { sku: LAMP, currency: 'PHP', unit_price: 499, qty: 2 },
    ],
  }
  const draft = await shop.post(`${API}/order`, order, { showBody: ORDER_BODY })
  expect(draft).toMatchObject({ code: 0, data: { status: 'drafted', shortage_at: '', allocate_at: '' } })
  await story.pass(0)
  const orderNumber = await views.numberOf(NUMBER)
  story.call(orderNumber, 'order')
  const part = `${orderNumber}-1`
  const shortage_at = '2026-01-16 18:40:00'
  await views.order(NUMBER, orderNumber, {
    shop: { status: 'shortage', status_message: '10003 stock insufficient', shortage_at, allocate_at: '' },
    native: { fulfilmentOrders: [{ status: 'shortage' }] },
  })
  await views.stock({ [PATCH]: { allocated: 0, available: 6 }, [LAMP]: { allocated: 0 } })

  await story.pass(24 * HOUR_MS)
  story.chapter(
    'A second notice fills the gap',
    'What is counted goes to who has waited, in the same moment.',
  )
  await announce('ASN-0117-1', [
    { code: PATCH, qty: 5, po_number: 'carton-3', length: 20, width: 10, height: 10, weight: 60 },
  ])
  await onNotice('ASN-0117-1', 'receive')
  await views.notice('ASN-0117-1', { status: 'receiving' }, [5])
  const allocate_at = '2026-01-17 18:40:00'
  await views.order(NUMBER, orderNumber, {
    shop: { status: 'stock_allocated', status_message: '', shortage_at, allocate_at, pack_at: '' },
    native: { fulfilmentStatus: 'waiting_to_ship', fulfilmentOrders: [{ status: 'allocated' }] },
  })
  await views.stock({
    [PATCH]: { on_hand: 11, allocated: 8, available: 3 },
    [LAMP]: { on_hand: 2, allocated: 2, available: 0 },
  })

  await story.pass(HOUR_MS)
  story.chapter('Packed', 'In two packages, weighed. apicenter has a time for it, and no status.')
  const packages = [
    {
      packageNumber: 'P1',
      weightGrams: 1850,
      sortingCode: 'MNL-03',
      sortingNumber: '0417',
      lines: [
        { lineNumber: 1, quantity: 3 },
        { lineNumber: 2, quantity: 2 },
      ],
    },
    { packageNumber: 'P2', weightGrams: 75, lines: [{ lineNumber: 1, quantity: 5 }] },
  ]
  await person.post(`/v1/fulfilment-orders/${part}/pack`, { packages }, { show: 'number,status,packages' })
  const packed = {
    allocate_at,
    pack_at: '2026-01-17 19:40:00',
    number_of_package: 2,
    total_weight: '1925.00',
    sorting_code: 'MNL-03',
    sorting_no: '0417',
  }
  await views.order(NUMBER, orderNumber, {
    shop: { status: 'stock_allocated', ...packed, handover_at: '', tracking_number: '', shipments: [] },
    native: { fulfilmentOrders: [{ status: 'packed' }] },
  })

  await story.pass(HOUR_MS)
  story.chapter(
    'Too late to cancel',
    'What is packed is stopped instead. The shop thinks better of it; nothing is packed or allocated anew.',
  )
  const refused = await shop.post(`${API}/order/cancel`, { ...NAMED, reason: 'the buyer wavers' })
  expect(refused).toMatchObject({ code: 409, data: { status: 'hold' } })
  await views.order(NUMBER, orderNumber, {
    shop: { status: 'hold', status_message: 'the buyer wavers', ...packed },
    native: { holds: [{ kind: 'asked' }], fulfilmentOrders: [{ status: 'hold' }] },
  })
  await story.pass(HOUR_MS)
  await shop.post(`${API}/order/release`, NAMED, { show: 'code,data.{status,status_message}' })
  await views.order(NUMBER, orderNumber, {
    shop: { status: 'stock_allocated', status_message: '', ...packed, cancel_at: '' },
    native: { holds: [], fulfilmentOrders: [{ status: 'packed' }] },
  })

  await story.pass(HOUR_MS)
  story.chapter('The first parcel leaves', 'The order has not left as long as a package of it is here.')
  await handOver({ carrier: 'DHL', trackingNumber: '9123456789', packageNumber: 'P1' })
  await views.order(NUMBER, orderNumber, {
    shop: {
      status: 'stock_allocated',
      ...packed,
      handover_at: '',
      tracking_number: '9123456789',
      shipments: ['9123456789'],
    },
    native: { fulfilmentStatus: 'partially_shipped', fulfilmentOrders: [{ status: 'packed' }] },
  })
  await views.stock({
    [PATCH]: { on_hand: 8, allocated: 5, available: 3 },
    [LAMP]: { on_hand: 0, allocated: 0 },
  })

  await story.pass(HOUR_MS)
  story.chapter('The second parcel leaves')
  await handOver({ carrier: 'DHL', trackingNumber: '9123456790' })
  const handed = {
    status: 'handovered',
    ...packed,
    shortage_at,
    handover_at: '2026-01-17 23:40:00',
    tracking_number: '9123456789',
    shipments: ['9123456789', '9123456790'],
  }
  await views.order(NUMBER, orderNumber, {
    shop: { ...handed, logistics_message: '' },
    native: { fulfilmentStatus: 'fully_shipped', fulfilmentOrders: [{ status: 'handed_over' }] },
  })
  await views.stock({ [PATCH]: { on_hand: 3, allocated: 0, available: 3 } })
  const late = await shop.post(`${API}/order/cancel`, { ...NAMED, reason: 'too late' })
  expect(late.code).toBe(409)

  await story.pass(48 * HOUR_MS)
  story.chapter('The carrier tells of its parcels', 'One has arrived. What came late moves nothing back.')
  await track('9123456790', [
    { at: '2026-01-18T09:00:00Z', status: 'departed', description: 'Departed from Mexico City' },
    { at: '2026-01-19T13:05:00Z', status: 'delivered', description: 'Left at the door' },
  ])
  await track('9123456789', [
    { at: '2026-01-18T21:00:00Z', status: 'in_customs', description: 'Customs clearance' },
  ])
  await views.order(NUMBER, orderNumber, {
    shop: { ...handed, logistics_message: 'Left at the door' },
    native: { orderStatus: 'processing', fulfilmentOrders: [{ status: 'handed_over' }] },
  })

  await story.pass(24 * HOUR_MS)
  story.chapter('Delivered', 'To apicenter, an order is over once it is handed over: only the text changes.')
  await track('9123456789', [
    { at: '2026-01-20T11:30:00Z', status: 'delivered', description: 'Signed by SPJ' },
  ])
  await views.order(NUMBER, orderNumber, {
    shop: { ...handed, logistics_message: 'Signed by SPJ' },
    native: { orderStatus: 'completed', fulfilmentOrders: [{ status: 'delivered' }] },
  })

  await story.pass(72 * HOUR_MS)
  story.chapter(
    'Two patches and a lamp come back',
    'apicenter has no call to ask for that: a person does, and lets the buyer send them.',
  )
  const lines = [
    { lineNumber: 1, quantity: 2 },
    { lineNumber: 2, quantity: 1 },
  ]
  const { afterSaleNumber } = await person.post(
    `/v1/orders/${orderNumber}/after-sales`,
    { kind: 'return', goods: 'shipped', lines, reason: 'not as described' },
    { show: 'afterSaleNumber,kind,status,lines[].{lineNumber,sku,quantity}' },
  )
  story.call(afterSaleNumber, 'return')
  const shown = { show: 'afterSaleNumber,status,parcel,received[].{sku,quantity,condition,location},times' }
  await person.post(`/v1/after-sales/${afterSaleNumber}/approve`, {}, shown)
  await story.pass(24 * HOUR_MS)
  const parcel = { carrier: 'J&T', trackingNumber: 'JT0012345' }
  await person.post(`/v1/after-sales/${afterSaleNumber}/send-back`, parcel, shown)
  await views.order(NUMBER, orderNumber, {
    shop: handed,
    native: { refundStatus: 'refunding', afterSales: [{ kind: 'return', status: 'sent_back' }] },
  })

  await story.pass(72 * HOUR_MS)
  story.chapter(
    'They have arrived',
    'The patches can be sold again; the lamp is defective, and counted apart.',
  )
  const arrived = [
    { lineNumber: 1, quantity: 2, condition: 'sellable' },
    { lineNumber: 2, quantity: 1, condition: 'defective' },
  ]
  await person.post(`/v1/after-sales/${afterSaleNumber}/receive`, { goods: arrived }, shown)
  await views.order(NUMBER, orderNumber, {
    shop: handed,
    native: {
      orderStatus: 'completed',
      refundStatus: 'partially_refunded',
      afterSales: [{ status: 'completed' }],
    },
  })
  await views.stock({
    [PATCH]: { on_hand: 5, allocated: 0, available: 5, defective: 0 },
    [LAMP]: { on_hand: 0, available: 0, defective: 1 },
  })

  story.chapter(
    'What is left of it',
    'The order as the shop reads it, and the history that the native API keeps.',
  )
  const since = { ...SHOP, status: 'handovered', updated_from: '2026-01-20 00:00:00' }
  const list = await shop.post(`${API}/order/list`, since)
  expect(list.data).toMatchObject({ total: 1, list: [handed] })
  const { data: events } = await person.get(`/v1/orders/${orderNumber}/events`, { show: 'data[].{kind,at}' })
  expect(events.map((event: Json) => event.kind)).toEqual([
    ...['placed', 'reviewed', 'allocated', 'packed', 'held', 'released', 'handed_over', 'handed_over'],
    ...['tracked', 'tracked', 'tracked', 'after_sale_requested', 'after_sale_approved', 'after_sale_changed'],
    'refunded',
  ])
  const audited = await audit(hub.connectionString, null)
  expect(audited.flatMap((one) => one.violations)).toEqual([])
  await story.finish()

  async function announce(asn_number: string, items: object[]): Promise<void> {
    const dates = { is_return_asn: 'N', asn_date: '2026-01-15', eta_at: '2026-01-17' }
    const notice = { ...CENTRE, ...SHOP, asn_number, ...dates, items }
    const show = 'code,data.{asn_number,items[].{code,qty,po_number}},message'
    const showBody = 'centre_code,asn_number,asn_date,eta_at,items[].{code,qty,po_number,weight}'
    const answer = await shop.post(`${API}/asn`, notice, { showBody, show })
    expect(answer).toMatchObject({ code: 201, message: 'success' })
  }

  /** What the warehouse does with a notice. */
  function onNotice(number: string, act: string, body?: object): Promise<Json> {
    const show = 'number,status,times,rows[].{rowNumber,quantity,received}'
    return person.post(`/v1/inbound-notices/${number}/${act}`, body ?? {}, { show })
  }

  function handOver(body: object): Promise<Json> {
    return person.post(`/v1/fulfilment-orders/${part}/hand-over`, body, {
      show: 'number,status,shipments[].{packageNumber,trackingNumber,handedOverAt}',
    })
  }

  function track(trackingNumber: string, list: object[]): Promise<Json> {
    const show =
      'fulfilmentOrders[].{number,status,shipments[].{trackingNumber,deliveredAt,events[].{at,status}}}'
    return person.post(`/v1/orders/${orderNumber}/tracking`, { trackingNumber, events: list }, { show })
  }
})

const ORDER_BODY =
  'centre_code,client_code,client_type,real_time_response,logistics_provider,package,receiver.{name,city,country_code},items'

function shopOf(client: ApicenterClient): Send {
  return (_method, path, body) => client.post(path, body)
}

function personOf(operator: Omit<NativeClient, 'tenantId'>): Send {
  return (method, path, body) => (method === 'GET' ? operator.get(path) : operator.post(path, body))
}
