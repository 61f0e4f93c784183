/** Filters and paging of the order lists, over HTTP and a real PostgreSQL (facts/kakaclo.md §6.4). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, openShop, type Shop, startTestHub, type TestHub } from '../../support/hub.js'

const V1 = '/openapi/v1/order/orders'
const V2 = '/openapi/v2/order/orders'

let hub: TestHub
let shop: Shop
/** Three orders, a minute apart: the first two are paid, the third waits for money. */
let ids: string[]

beforeAll(async () => {
  hub = await startTestHub()
  shop = await openShop(hub, 4_000)
  ids = []
  for (const customOrderId of ['A', 'B', 'C']) {
    const { body } = await shop.post(V2, {
      orderAddresses: { country: 'US', phone: '1', recipient: 'R', province: 'P' },
      orderItemsList: [{ sku: 'AMB01682_W_M_AU', quantity: 1 }],
      customOrderId,
    })
    ids.push(String(body.data))
    hub.advance(60_000)
  }
})
afterAll(() => hub.close())

async function found(query: string, path = V2): Promise<string> {
  const { status, body } = await shop.get(`${path}?${query}`)
  expect(status).toBe(200)
  const { list, total } = body.data as { list: { customOrderId: string }[]; total: number }
  expect(total).toBe(list.length)
  return list.map((order) => order.customOrderId).join('')
}

describe('the order lists', () => {
  // Created at 08:30:00.5, 08:31:00.5 and 08:32:00.5.
  it.each([
    ['', 'ABC'],
    ['createStartTime=2026-01-15T08:31:00Z', 'BC'],
    ['createEndTime=2026-01-15T08:31:00Z', 'AB'],
    ['createStartTime=2026-01-15T08:31:00Z&createEndTime=2026-01-15T08:31:00Z', 'B'],
    ['createStartTime="2026-01-15T08:31:01Z"', 'C'],
    ['createStartTime=2026-01-15T16:31:00%2B08:00', 'BC'],
    ['createStartTime=2026-01-15T08:31:00.700Z', 'BC'],
    ['createStartTime=2026-01-16', ''],
    ['updateStartTime=2026-01-15T08:32:00Z', 'C'],
    ['updateEndTime=2026-01-15T08:30:59Z', 'A'],
    ['status=', 'ABC'],
    ['whatever=1', 'ABC'],
  ])('answer %s with %s, in both generations', async (query, expected) => {
    expect(await found(query)).toBe(expected)
    expect(await found(query, V1)).toBe(expected)
  })

  it.each([
    [V2, 'processing', 'AB'],
    [V2, 'waiting_payment,processing', 'ABC'],
    [V2, 'cancel', ''],
    [V2, 'abnormal_order', ''],
    [V1, 'waiting_to_ship', 'AB'],
    [V1, 'waiting_toship, Waiting_payment', 'ABC'],
    [V1, 'waiting_payment,cancel', 'C'],
    [V1, 'refund_fail', ''],
  ])('of %s know the status %s: %s', async (path, status, expected) => {
    expect(await found(`status=${encodeURIComponent(status)}`, path)).toBe(expected)
  })

  it('find by id, leave unknown ids out, and join all filters', async () => {
    expect(await found(`ids=${ids[2]},${ids[0]}`)).toBe('AC')
    expect(await found(`ids=${ids[0]},1999999999999,99999999999999999999`)).toBe('A')
    expect(await found('ids=99999999999999999999')).toBe('')
    expect(await found(`ids=${ids.join(',')}&status=waiting_payment`)).toBe('C')
  })

  it.each([
    [V2, 'status=waiting_to_ship', 'status', 'waiting_to_ship'],
    [V1, 'status=processing', 'status', 'processing'],
    [V1, 'status=,', 'status', 'names no status'],
    [V2, 'ids=12,x', 'ids', '"x"'],
    [V2, `ids=${Array(251).fill(1)}`, 'ids', '251'],
    [V2, 'createEndTime=yesterday', 'createEndTime', 'yesterday'],
    [V2, 'pageNumber=0', 'pageNumber', '"0"'],
    [V2, 'pageSize=1&pageSize=2', 'pageSize', 'more than once'],
    [V1, 'ids=1&ids=2', 'ids', 'more than once'],
    [V1, 'pageSize=x&createStartTime=x', 'createStartTime', '"x"'],
  ])('of %s refuse %s, naming %s and %s', async (path, query, field, detail) => {
    const { status, body } = await shop.get(`${path}?${query}`)
    expect({ status, code: body.code }).toEqual({ status: 400, code: 10_422 })
    expect(body.message).toMatch(new RegExp(`^${field} `))
    expect(body.message).toContain(detail)
  })

  it('show no order of another account, of the same tenant or of another', async () => {
    const stranger = await openShop(hub)
    for (const token of [stranger.token, await shop.neighbourToken()]) {
      for (const query of ['', `?ids=${ids.join(',')}`]) {
        const headers = { Authorization: `Bearer ${token}` }
        const { body } = await call(hub, V2 + query, { headers })
        expect(body.data).toMatchObject({ list: [], total: 0 })
      }
    }
  })

  it('print an order of v1 and of v2 with all of their fields', async () => {
    const [newer] = ((await shop.get(`${V2}?ids=${ids[0]}`)).body.data as { list: object[] }).list
    expect(newer).toEqual({
      id: ids[0],
      customOrderId: 'A',
      remark: null,
      status: 'processing',
      financialStatus: 'paid',
      fulfillmentStatus: 'waiting_to_ship',
      refundStatus: 'NULL',
      purchaseDate: '2026-01-15T08:30:00Z',
      payDate: '2026-01-15T08:30:00Z',
      completedDate: '2026-01-15T08:30:00Z',
      cancelDate: null,
      refundDate: null,
      shippingAddress: {
        country: 'US',
        city: null,
        phone: '1',
        recipient: 'R',
        street1: null,
        street2: null,
        province: 'P',
        zip: null,
        vat: null,
        ioss: null,
      },
      warehouseId: 1,
      currencyCode: 'USD',
      subTotalAmount: 13.11,
      freightAmount: 5.04,
      couponAmount: 0,
      promotionAmount: 0,
      finalAmount: 18.15,
      refundableAmount: 18.15,
      refundedAmount: 0,
      orderItems: [
        {
          id: expect.stringMatching(/^\d+$/),
          itemId: expect.stringMatching(/^\d+$/),
          imageUrl: expect.stringMatching(/^https:/),
          productName: 'AMB01682_W_M_AU',
          productNum: 1,
          skuCode: 'AMB01682_W_M_AU',
          option1: '{"name":"color", "value":"White"}',
          option2: '{"name":"size", "value":"M"}',
          option3: '{"name":"print", "value":""}',
          amount: 13.11,
          total: 13.11,
          stockStatus: 'normal',
          fulfillmentStatus: 'waiting_to_ship',
          refundStatus: 'NULL',
          countryCode: 'CN',
        },
      ],
      fulfillments: null,
      createDate: '2026-01-15T08:30:00Z',
      updateDate: '2026-01-15T08:30:00Z',
      modifyDate: '2026-01-15T08:30:00Z',
    })
    const { text, body } = await shop.get(`${V1}?ids=${ids[0]}`)
    const [older] = (body.data as { list: { orderItems: object[] }[] }).list
    expect(Object.keys(older ?? {}).sort()).toEqual(
      [
        ...['cancelDate', 'completedAt', 'createDate', 'customOrderId', 'finalAmount', 'freightAmount'],
        ...['fulfillments', 'id', 'modifyDate', 'orderItems', 'payAt', 'purchaseDate', 'refundDate'],
        ...['remark', 'shippingAddress', 'skusAmount', 'status', 'totalAmount', 'updateDate', 'warehouseId'],
      ].sort(),
    )
    expect(Object.keys(older?.orderItems[0] ?? {}).sort()).toEqual(
      [
        ...[
          'id',
          'imageUrl',
          'option1',
          'option2',
          'option3',
          'productName',
          'productNum',
          'promotionAmount',
        ],
        ...['purchasePrices', 'skuCode', 'stockStatus', 'subtotal'],
      ].sort(),
    )
    expect(text).toContain('"promotionAmount":0.0000')
  })
})

it('an order of which a part waits for stock is abnormal in v2, and found by that word alone', async () => {
  const other = await openShop(hub)
  const { body } = await other.post(V2, {
    orderAddresses: { country: 'US', phone: '1', recipient: 'R', province: 'P' },
    orderItemsList: [{ sku: 'AMB01682_W_M_AU', quantity: 1 }],
  })
  const read = async (query: string, path = V2) => {
    const answer = await other.get(`${path}?${query}`)
    const { list } = answer.body.data as { list: { status: string; orderItems: unknown[] }[] }
    return list.map((one) => [one.status, one.orderItems])
  }
  const soldOut = [expect.objectContaining({ stockStatus: 'sold_out' })]
  const normal = [expect.objectContaining({ stockStatus: 'normal' })]

  await other.act(body.data as number, { kind: 'move', sequence: 1, location: 'G006' })
  expect(await read('status=abnormal_order')).toEqual([['abnormal_order', soldOut]])
  expect(await read('status=processing,waiting_payment')).toEqual([])
  expect(await read('status=waiting_to_ship', V1)).toEqual([['waiting_to_ship', soldOut]])

  await other.act(body.data as number, { kind: 'move', sequence: 1, location: 'G007' })
  expect(await read('status=abnormal_order')).toEqual([])
  expect(await read('status=processing')).toEqual([['processing', normal]])
})
