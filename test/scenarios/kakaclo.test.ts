// An order that came in through KakaClo, from its placing to what came back of it. Every step is read back through v2,
// v1 and the native API, with the words and times of facts/kakaclo.md §9 and the sums of its §12.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCredential } from '../../src/store/setup.js'
import { clientOf, type NativeClient } from '../http/native-client.js'
import { openShop, type Shop, startTestHub, type TestHub } from '../support/hub.js'
import { type Json, type Send, type Speaker, type Story, tellStory } from './story.js'

const V1 = '/openapi/v1/order/orders'
const V2 = '/openapi/v2/order/orders'
const BLOUSE = 'AMB01682_W_M_AU'
const DRESS = 'FSZW08923_R_L_NUB'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let hub: TestHub

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())

/** What a step has to have led to. */
interface Expected {
  readonly v2: Json
  readonly v1: string
  readonly native: Json
}

test('from its placing to its end', async () => {
  const shop = await openShop(hub, 0, { refundReviewMs: MINUTE_MS })
  const story = tellStory(hub, {
    name: 'kakaclo',
    title: 'An order through KakaClo, from its placing to what came back of it',
    opening:
      'A seller orders through KakaClo’s v2 on an empty balance. The supplier’s people work at the native API. What the ' +
      'seller sees is read back through both generations after every step.',
  })
  const seller = story.speaker('The seller, KakaClo', kakaclo(shop))
  const person = story.speaker('A person, native API', nativeOf(await nativeKey(shop)))
  const told = new Told(story, seller, person)

  story.chapter('Placed, and not paid', 'Three blouses, and three dresses that two warehouses share.')
  const { data: orderId } = await seller.post(V2, {
    orderAddresses: { country: 'US', phone: '07 82 24 67 93', recipient: 'Lollia', province: 'FL' },
    orderItemsList: [
      { sku: BLOUSE, quantity: 3 },
      { sku: DRESS, quantity: 3 },
    ],
    customOrderId: 'STORY-1',
    channelType: 'Standard',
  })
  story.call(orderId, 'order')
  told.orderId = orderId
  await told.nameRows()
  await told.readBack({
    v2: { status: 'waiting_payment', financialStatus: 'waiting', fulfillmentStatus: 'NULL', payDate: null },
    v1: 'waiting_payment',
    native: { financialStatus: 'waiting', fulfilmentOrders: [{ status: 'drafted' }, { status: 'drafted' }] },
  })

  await story.pass(10 * MINUTE_MS)
  story.chapter(
    'Paid',
    'Money reaches the balance. Nobody calls a pay endpoint: what waits is paid, and allocated.',
  )
  await person.post('/v1/accounts/shop/top-ups', { amountMinor: 100_000 })
  await told.readBack({
    v2: {
      status: 'processing',
      financialStatus: 'paid',
      fulfillmentStatus: 'waiting_to_ship',
      refundStatus: 'NULL',
      payDate: '2026-01-15T08:40:00Z',
      fulfillments: null,
    },
    v1: 'waiting_to_ship',
    native: {
      paidAt: '2026-01-15T08:40:00.500Z',
      fulfilmentOrders: [{ status: 'allocated' }, { status: 'allocated' }],
    },
  })
  const partAt = (location: string): string =>
    told.native.fulfilmentOrders.find((part: Json) => part.location === location).number
  const [china, us] = [partAt('G007'), partAt('H008')]

  await story.pass(HOUR_MS)
  story.chapter(
    'One dress is not wanted any more',
    'It has not been shipped: its row is held until the refund is reviewed.',
  )
  const dress = told.v2.orderItems.find((row: Json) => row.skuCode === DRESS && row.countryCode === 'CN')
  const { data: refundNo } = await seller.post(`${V2}/${orderId}/refund`, {
    remark: 'too many',
    refundReason: "Don't Want Anymore",
    orderItems: [{ itemId: dress.itemId, skuCode: DRESS, quantity: 1, countryCode: 'CN' }],
  })
  story.call(refundNo, 'refund')
  await seller.get(`${V2}/refund/${orderId}`)
  await told.readBack({
    v2: { status: 'processing', refundStatus: 'refunding', refundDate: null, refundedAmount: 0 },
    v1: 'refunding',
    native: { refundStatus: 'refunding', afterSales: [{ status: 'requested' }] },
  })

  await story.pass(MINUTE_MS)
  story.chapter('The refund is granted', 'By the hub itself, after the delay that the account has set.')
  await seller.get(`${V2}/refund/${refundNo}`)
  await told.readBack({
    v2: {
      refundStatus: 'partial_refund',
      fulfillmentStatus: 'waiting_to_ship',
      refundDate: '2026-01-15T09:41:00Z',
      refundedAmount: dress.amount,
    },
    v1: 'waiting_to_ship',
    native: { refundStatus: 'partially_refunded', afterSales: [{ status: 'completed' }] },
  })

  await story.pass(HOUR_MS)
  story.chapter('Packed', 'The blouses in two parcels; v1 has no word for a parcel that no carrier has yet.')
  await person.post(
    `/v1/fulfilment-orders/${china}/pack`,
    {
      packages: [
        { packageNumber: 'P1', weightGrams: 700, lines: [{ lineNumber: 1, quantity: 2 }] },
        { packageNumber: 'P2', weightGrams: 350, lines: [{ lineNumber: 1, quantity: 1 }] },
      ],
    },
    { show: 'number,status,packages' },
  )
  await person.post(`/v1/fulfilment-orders/${us}/pack`, {}, { show: 'number,status,packages' })
  await told.readBack({
    v2: { fulfillmentStatus: 'waiting_to_ship', fulfillments: three('preparing', 'preparing', 'preparing') },
    v1: 'waiting_to_ship',
    native: { fulfilmentOrders: [{ status: 'packed' }, { status: 'packed' }] },
  })

  await story.pass(HOUR_MS)
  story.chapter('The first parcel leaves')
  await handOver(china, { carrier: 'Yanwen', trackingNumber: 'VR464908390YP', packageNumber: 'P1' })
  await told.readBack({
    v2: { fulfillmentStatus: 'partially_shipped', fulfillments: three('shipped', 'preparing', 'preparing') },
    v1: 'partial_shipped',
    native: { fulfilmentStatus: 'partially_shipped' },
  })

  await story.pass(HOUR_MS)
  story.chapter('The other parcels leave', 'From now on nothing of it can be refunded by this API.')
  await handOver(china, { carrier: 'Yanwen', trackingNumber: 'VR464908391YP' })
  await handOver(us, { carrier: 'wandexpress', trackingNumber: 'WNBAA0202970436YQ' })
  await seller.post(`${V2}/${orderId}/refund`, { remark: 'too late' }, { status: 400 })
  await told.readBack({
    v2: {
      status: 'processing',
      fulfillmentStatus: 'fully_shipped',
      fulfillments: three('shipped', 'shipped', 'shipped'),
    },
    v1: 'shipped',
    native: { fulfilmentStatus: 'fully_shipped' },
  })

  await story.pass(24 * HOUR_MS)
  story.chapter(
    'The carriers tell of their parcels',
    'One has arrived; a parcel never goes back to where it was.',
  )
  await track('VR464908390YP', [
    { at: '2026-01-16T02:00:00Z', status: 'departed', description: 'Departed from Guangzhou', country: 'CN' },
  ])
  await track('WNBAA0202970436YQ', [
    {
      at: '2026-01-16T05:00:00Z',
      status: 'out_for_delivery',
      description: 'Out for delivery',
      country: 'US',
    },
    { at: '2026-01-16T09:30:00Z', status: 'delivered', description: 'Left at the door', country: 'US' },
  ])
  await told.readBack({
    v2: {
      status: 'processing',
      fulfillmentStatus: 'fully_shipped',
      fulfillments: three('shipped', 'shipped', 'completed'),
    },
    v1: 'shipped',
    native: { fulfilmentOrders: [{ status: 'handed_over' }, { status: 'delivered' }] },
  })

  await story.pass(72 * HOUR_MS)
  story.chapter('Delivered')
  await person.post(`/v1/fulfilment-orders/${china}/deliver`, {}, { show: 'number,status,times' })
  await told.readBack({
    v2: {
      status: 'completed',
      fulfillmentStatus: 'completed',
      fulfillments: three('completed', 'completed', 'completed'),
    },
    v1: 'delivered',
    native: { orderStatus: 'completed', fulfilmentStatus: 'completed' },
  })

  await story.pass(48 * HOUR_MS)
  story.chapter(
    'One blouse comes back',
    'KakaClo has no call for that: it is agreed on with a person, who opens a return.',
  )
  const { afterSaleNumber } = await person.post(
    `/v1/orders/${orderId}/after-sales`,
    { kind: 'return', goods: 'shipped', lines: [{ lineNumber: 1, quantity: 1 }], reason: 'button torn off' },
    { show: 'afterSaleNumber,kind,status,lines[].{lineNumber,sku,quantity},amountMinor' },
  )
  story.call(afterSaleNumber, 'return')
  const shown = {
    show: 'afterSaleNumber,status,parcel,received[].{sku,quantity,condition,location},refundedMinor,times',
  }
  await person.post(`/v1/after-sales/${afterSaleNumber}/approve`, {}, shown)
  const parcel = { carrier: 'USPS', trackingNumber: '9400100000000000000000' }
  await person.post(`/v1/after-sales/${afterSaleNumber}/send-back`, parcel, shown)
  await told.readBack({
    v2: { status: 'completed', refundStatus: 'refunding' },
    v1: 'refunding',
    native: { refundStatus: 'refunding' },
  })

  await story.pass(120 * HOUR_MS)
  story.chapter(
    'The blouse has arrived, and its price is given back',
    'It can’t be sold again, and is counted apart from stock.',
  )
  const goods = [{ lineNumber: 1, quantity: 1, condition: 'defective' }]
  await person.post(`/v1/after-sales/${afterSaleNumber}/receive`, { goods }, shown)
  await seller.get(`${V2}/refund/${orderId}`)
  await told.readBack({
    v2: { status: 'completed', fulfillmentStatus: 'completed', refundStatus: 'partial_refund' },
    v1: 'delivered',
    native: {
      refundStatus: 'partially_refunded',
      afterSales: [{ status: 'completed' }, { status: 'completed' }],
    },
  })

  story.chapter(
    'What is left of it',
    'The whole order as v2 prints it, the balance, and the history that the native API keeps.',
  )
  await seller.get(`${V2}?ids=${orderId}`, { at: 'data.list[0]' })
  const { data: balance } = await seller.get('/openapi/v1/payment/balance')
  const paid = told.v2.finalAmount - told.v2.refundedAmount
  expect(cents(balance.balance)).toBe(100_000 - cents(paid))
  const { data: events } = await person.get(`/v1/orders/${orderId}/events`, { show: 'data[].{kind,at}' })
  expect(events.map((event: Json) => event.kind)).toEqual([
    ...[
      'placed',
      'paid',
      'after_sale_requested',
      'refunded',
      'packed',
      'packed',
      'handed_over',
      'handed_over',
    ],
    ...['handed_over', 'tracked', 'tracked', 'delivered', 'after_sale_requested', 'after_sale_approved'],
    ...['after_sale_changed', 'refunded'],
  ])
  // Three blouses and two dresses are gone; the third dress never left.
  const { levels } = await shop.state()
  expect(levels).toEqual(
    expect.arrayContaining([`${BLOUSE} G007 97 0`, `${DRESS} G007 1 0`, `${DRESS} H008 0 0`]),
  )
  await story.finish()

  function handOver(part: string, body: object): Promise<Json> {
    return person.post(`/v1/fulfilment-orders/${part}/hand-over`, body, {
      show: 'number,status,shipments[].{packageNumber,trackingNumber,handedOverAt}',
    })
  }

  function track(trackingNumber: string, list: object[]): Promise<Json> {
    const show =
      'fulfilmentStatus,fulfilmentOrders[].{number,status,shipments[].{trackingNumber,deliveredAt,events}}'
    return person.post(`/v1/orders/${orderId}/tracking`, { trackingNumber, events: list }, { show })
  }
})

/** The three parcels, in the order of their ids. */
function three(...words: string[]): Json {
  return words.map((status) => ({ status }))
}

/** Reads an order back in its three views, and holds each against what is expected. */
class Told {
  orderId = 0
  v2: Json
  native: Json
  readonly #story: Story
  readonly #seller: Speaker
  readonly #person: Speaker

  constructor(story: Story, seller: Speaker, person: Speaker) {
    this.#story = story
    this.#seller = seller
    this.#person = person
  }

  /** Row numbers are ids, too. */
  async nameRows(): Promise<void> {
    const { data } = await this.#seller.get(`${V2}?ids=${this.orderId}`, { silent: true })
    for (const [index, { id }] of data.list[0].orderItems.entries()) this.#story.call(id, `row ${index + 1}`)
  }

  async readBack({ v2, v1, native }: Expected): Promise<void> {
    const isFirst = this.v2 === undefined
    const rows = isFirst ? 'itemId,productNum,skuCode,countryCode' : 'itemId,fulfillmentStatus,refundStatus'
    const sums = `${isFirst ? 'subTotalAmount,freightAmount,' : ''}finalAmount,refundableAmount,refundedAmount`
    const parcels = 'fulfillments[].{id,status,trackingCode,deliveryTime,items[].{itemId,productNum}}'
    const words = 'status,financialStatus,fulfillmentStatus,refundStatus'
    const newer = await this.#seller.get(`${V2}?ids=${this.orderId}`, {
      at: 'data.list[0]',
      show: `${words},payDate,refundDate,${sums},orderItems[].{${rows}},${parcels},modifyDate`,
    })
    this.v2 = newer.data.list[0]
    expect(this.v2).toMatchObject(v2)
    expectSums(this.v2)
    const older = await this.#seller.get(`${V1}?ids=${this.orderId}`, {
      at: 'data.list[0]',
      show: 'status,payAt,refundDate,totalAmount,fulfillments[].{id,trackingCode}',
    })
    expect(older.data.list[0]).toMatchObject({ status: v1, totalAmount: this.v2.finalAmount })
    this.native = await this.#person.get(`/v1/orders/${this.orderId}`, {
      show:
        'orderStatus,financialStatus,fulfilmentStatus,refundStatus,refundedMinor,paidAt,refundedAt,' +
        'fulfilmentOrders[].{number,location,status},afterSales[].{kind,status,amountMinor}',
    })
    expect(this.native).toMatchObject(native)
    expect(cents(this.v2.refundedAmount)).toBe(this.native.refundedMinor)
  }
}

/** The formulas of facts/kakaclo.md §12. */
function expectSums(order: Json): void {
  const rows = order.orderItems.reduce((sum: number, row: Json) => sum + cents(row.total), 0)
  for (const row of order.orderItems) expect(cents(row.total)).toBe(cents(row.amount) * row.productNum)
  expect(cents(order.subTotalAmount)).toBe(rows)
  expect(cents(order.finalAmount)).toBe(rows + cents(order.freightAmount) - cents(order.couponAmount))
  expect(cents(order.refundableAmount)).toBe(cents(order.finalAmount) - cents(order.refundedAmount))
  expect(order.refundedAmount).toBeGreaterThanOrEqual(0)
  expect(order.refundableAmount).toBeGreaterThanOrEqual(0)
}

function cents(amount: number): number {
  return Math.round(amount * 100)
}

function kakaclo(shop: Shop): Send {
  return (method, path, body) => (method === 'GET' ? shop.get(path) : shop.post(path, body))
}

async function nativeKey({ tenantId, accountId }: Shop): Promise<string> {
  const wish = { accountId, family: 'native', limit: null, sandbox: false }
  return (await createCredential(hub.pool, tenantId, wish, hub.now())).secret
}

function nativeOf(apiKey: string): Send {
  const client: Omit<NativeClient, 'tenantId'> = clientOf(hub, apiKey)
  return (method, path, body) => (method === 'GET' ? client.get(path) : client.post(path, body))
}
