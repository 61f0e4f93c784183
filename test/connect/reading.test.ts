/** What our clients make of answers that a hub of this house doesn't give, and how calls are paced. */
import { describe, expect, test } from 'vitest'
import { Pacer } from '../../src/connect/pacer.js'
import { mergeParcels } from '../../src/connect/parcels.js'
import { upstream as apicenter } from '../../src/dialects/apicenter/upstream/index.js'
import { upstream as kakaclo } from '../../src/dialects/kakaclo/upstream/index.js'
import { upstream as lingxing } from '../../src/dialects/lingxing/upstream/index.js'
import { upstream as pandapon } from '../../src/dialects/pandapon/upstream/index.js'
import { type JsonValue, readJson } from '../../src/wire/json.js'
import type { Upstream, UpstreamParcel } from '../../src/wire/upstream.js'

const WINDOW = { from: 0, until: 1, page: 1, fields: {} }

function bodyOf(value: unknown): JsonValue {
  const read = readJson(Buffer.from(JSON.stringify(value)))
  if (!read.ok) throw new Error('a test writes JSON')
  return read.value
}

const reply = (value: unknown, status = 200) => ({ status, body: bodyOf(value) })

describe('kakaclo', () => {
  const listed = (order: object) => {
    const row = { id: '1', customOrderId: 'N', status: 'processing', fulfillmentStatus: 'NULL', ...order }
    const answer = kakaclo.changes.readReply(reply({ code: 10000, data: { list: [row], total: 1 } }), WINDOW)
    if (answer.kind !== 'page') throw new Error(answer.kind)
    return answer.orders[0]
  }

  test.each([
    [{ status: 'waiting_payment' }, 'waiting_payment'],
    [{ status: 'abnormal_order' }, 'short'],
    [{ orderItems: [{ stockStatus: 'sold_out' }] }, 'short'],
    [{ refundStatus: 'refunding' }, 'held'],
    [{ fulfillmentStatus: 'partially_shipped', refundStatus: 'refunding' }, 'partially_shipped'],
    [{ fulfillments: [{ id: 'KA_1', status: 'preparing', trackingCode: 'T' }] }, 'packed'],
    [{ status: 'completed', fulfillmentStatus: 'completed' }, 'delivered'],
    [{ status: 'cancel', fulfillmentStatus: 'NULL', refundStatus: 'refunded' }, 'cancelled'],
    [{ status: 'resting' }, 'unknown'],
    [{ fulfillmentStatus: 'flying' }, 'unknown'],
  ])('%j is %s', (order, status) => {
    expect(listed(order)?.status).toBe(status)
  })

  test('of a package with several numbers, its goods are told with the first', () => {
    const numbers = [
      { carrier: 'USPS', trackingCode: 'LATE' },
      { carrier: 'Yanwen', trackingCode: 'EARLY' },
    ]
    const items = [{ skuCode: 'S', productNum: 2 }]
    const one = {
      id: 'KA_1',
      status: 'shipped',
      carrier: 'USPS',
      trackingCode: 'LATE',
      trackingInfos: numbers,
    }
    const deliveryTime = '2022-09-29T03:25:02Z'
    expect(listed({ fulfillments: [{ ...one, deliveryTime, items }] })?.parcels).toMatchObject([
      { carrier: 'USPS', trackingNumber: 'LATE', packageNumber: 'KA_1', lines: [] },
      { trackingNumber: 'EARLY', lines: [{ sku: 'S', quantity: 2 }], shippedAt: Date.parse(deliveryTime) },
    ])
    expect(listed({ fulfillments: [{ ...one, status: 'preparing' }] })?.parcels).toEqual([])
  })

  test('a list is asked for from ten minutes before, and goes on as long as there is more', () => {
    const at = Date.UTC(2026, 0, 15, 8, 30)
    const asked = kakaclo.changes.write({ ...WINDOW, from: at, page: 3 })
    expect(asked.ok && asked.value.query).toEqual({
      updateStartTime: '2026-01-15T08:20:00Z',
      pageNumber: '3',
      pageSize: '250',
    })
    const page = reply({ code: 10000, data: { list: [], total: 751 } })
    expect(kakaclo.changes.readReply(page, { ...WINDOW, page: 3 })).toMatchObject({ hasMore: true })
    expect(kakaclo.changes.readReply(page, { ...WINDOW, page: 4 })).toMatchObject({ hasMore: false })
  })
})

describe('lingxing', () => {
  const placed = (value: unknown, status = 200) => lingxing.readOrderReply(reply(value, status))

  test.each([
    [{ code: 500, message: '失败', error_details: ['订单号已经存在'] }, 'exists'],
    [{ code: 500, message: '程序内部错误', error_details: [] }, 'unknown'],
    [{ code: 0, message: '操作成功', error_details: '请稍后' }, 'refused'],
    [{ code: '3001008', msg: 'new requests too frequently. please request later.', data: null }, 'try_later'],
    [{ code: '2001005', msg: ' access token not match' }, 'no_session'],
    [{ code: 0, message: 'success' }, 'accepted'],
  ])('%j is %s', (value, kind) => {
    expect(placed(value).kind).toBe(kind)
  })

  test('an answer under another status is none', () => {
    expect(placed({ code: 0 }, 502).kind).toBe('unknown')
  })
})

describe('pandapon', () => {
  test.each([
    [50302, 'unknown'],
    [40903, 'unknown'],
    [42901, 'try_later'],
    [40901, 'refused'],
  ])('code %i is %s', (code, kind) => {
    expect(pandapon.readOrderReply(reply({ code, msg: 'm', data: null })).kind).toBe(kind)
  })

  test('goods that are no SKU leave open what is in a parcel', () => {
    const parcel = { mailNo: 'M', logisticsGoods: [{ title: '连衣裙', quantity: '1' }] }
    const answer = reply({ code: 200, data: { pnmLogisticsDetails: [parcel] } })
    expect(pandapon.trail?.readReply(answer, '1')).toMatchObject({
      parcels: [{ lines: null, shippedAt: null }],
    })
  })
})

test.each<[string, Upstream]>([
  ['kakaclo', kakaclo],
  ['lingxing', lingxing],
  ['pandapon', pandapon],
  ['apicenter', apicenter],
])('%s: a success without what was asked for is no empty page', (_name, upstream) => {
  const search = { number: 'N', upstreamNumber: null, store: null, sentFrom: 0, sentUntil: 1, ...WINDOW }
  for (const code of [0, 200, 10000]) {
    for (const data of [undefined, null, 'ok', 7, [1], { list: 'x' }, { list: [1] }, { records: [null] }]) {
      const answer = reply({ code, data, message: 'success' })
      for (const read of [
        upstream.find.readReply(answer, search),
        upstream.changes.readReply(answer, WINDOW),
        upstream.read.readReply(answer, [search]),
      ]) {
        expect(read.kind, JSON.stringify({ code, data })).not.toBe('page')
      }
    }
  }
})

test('parcels of several answers are one a number, and no piece is counted twice', () => {
  const parcel: UpstreamParcel = {
    carrier: '',
    trackingNumber: 'T',
    packageNumber: null,
    lines: null,
    shippedAt: null,
    deliveredAt: null,
    events: [],
  }
  const lines = [
    { sku: 'a', quantity: 1 },
    { sku: 'b', quantity: 2 },
  ]
  const told = { ...parcel, carrier: 'SF', lines, shippedAt: 5 }
  const other = { ...parcel, lines: [{ sku: 'c', quantity: 1 }], deliveredAt: 9 }
  expect(mergeParcels([[parcel], [told], [told, { ...parcel, trackingNumber: 'U' }], [other]])).toEqual([
    { ...told, lines: [...lines, { sku: 'c', quantity: 1 }], deliveredAt: 9 },
    { ...parcel, trackingNumber: 'U' },
  ])
})

test('on one path there are so many at once, on another one more, and each has its turn', async () => {
  const pacer = new Pacer({ perSecond: null, inFlight: 1 }, { now: () => 0, wait: async () => {} })
  const ends: (() => void)[] = []
  const begun: string[] = []
  const work = (name: string) => () => {
    begun.push(name)
    return new Promise<void>((resolve) => ends.push(resolve))
  }
  const all = [pacer.turn('/a', work('a1')), pacer.turn('/a', work('a2')), pacer.turn('/b', work('b1'))]
  await Promise.resolve()
  await new Promise(setImmediate)
  expect(begun).toEqual(['a1', 'b1'])
  for (const end of ends.splice(0)) end()
  await new Promise(setImmediate)
  expect(begun).toEqual(['a1', 'b1', 'a2'])
  for (const end of ends.splice(0)) end()
  await Promise.all(all)
})
