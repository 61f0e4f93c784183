// Pushes (facts/apicenter.md §13, acceptance cases 8, 24 and 25): what is told, how it is signed and tried, and what a
// receiver takes.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Lane } from '../../../src/commit/lane.js'
import { callbacks, signatureOf } from '../../../src/dialects/apicenter/callbacks.js'
import { pushesOfNotice } from '../../../src/dialects/apicenter/pushes.js'
import { receiving } from '../../../src/dialects/apicenter/receiving.js'
import type { InboundNotice } from '../../../src/order/notice.js'
import { readJson } from '../../../src/wire/json.js'
import { answered, type Behaviour, Stage } from '../../callbacks/callback-stage.js'
import { openShop, type Shop } from '../../support/shop.js'

const SHIPMENT =
  '{"platform":"Mabang","event_type":"order_shipment","timestamp":"1722842715","data":{"order_id":"123456789","order_number":"xxxx2fff","status":"handovered","carrier_code":"FDX","tracking_number":"9123456789","complete_ship_time":"1722842715","trackinglabel_url":"","confirm_time":"2025-06-10 10:10:00","order_unique_code":[{"sku":"-ALB-908","qty":"1","uniqueCode":["854777721"]}]}}'
const EXCEPTION =
  '{"platform":"Mabang","event_type":"order_shipment","timestamp":"1722842715","data":{"order_id":"123456789","order_number":"xxxx2fff","message":"sku库存不足","error_code":10003}}'
const TIMESTAMP = '1722842715'
const SENT_AT = Number(TIMESTAMP) * 1000

describe('the printed pushes', () => {
  const vectors = [
    [SHIPMENT, 'a377991e39acc0df6d515d6bd07e5af397b462d324d6dc67772b51534cc6b7dd'],
    [EXCEPTION, '5a07384a3a4e53c5099273c5c22b232eb59dca0ab27e069ebf64739228923c83'],
  ] as const

  test.each(vectors)('are signed as printed, and taken by that: %s', (body, signature) => {
    expect(signatureOf('testsecret', TIMESTAMP, body)).toBe(signature)
    const headers = { 'x-apicenter-timestamp': TIMESTAMP, 'x-apicenter-signature': signature }
    const isSigned = (text: string, at: number) =>
      receiving.isSigned({ pushSecret: 'testsecret' }, { headers, body: Buffer.from(text) }, at)
    expect(isSigned(body, SENT_AT + 600_000)).toBe(true)
    expect(isSigned(body, SENT_AT + 601_000)).toBe(false)
    expect(isSigned(`${body} `, SENT_AT)).toBe(false)
    expect(receiving.isSigned({}, { headers, body: Buffer.from(body) }, SENT_AT)).toBe(false)
  })

  const read = (text: string) => {
    const json = readJson(Buffer.from(text))
    return json.ok ? receiving.read(json.value) : null
  }

  test('24: an exception is no shipment, whatever it is called', () => {
    const told = read(EXCEPTION)
    expect(told).toMatchObject({ number: 'xxxx2fff', order: { status: 'short', word: '10003', parcels: [] } })
    expect(read(EXCEPTION.replace('10003', '"10002"'))?.order).toMatchObject({ status: 'held', parcels: [] })
    expect(receiving.acknowledgement).toEqual({ status: 200, body: '{"code":200}' })
  })

  test('a shipment is one only if it says so', () => {
    expect(read(SHIPMENT)?.order).toMatchObject({
      status: 'shipped',
      parcels: [{ carrier: 'FDX', trackingNumber: '9123456789', shippedAt: SENT_AT }],
    })
    expect(read(SHIPMENT.replace('handovered', 'hold'))?.order).toBeNull()
    expect(read('{"event_type":"ready_inbound","data":{"asn_id":"A"}}')).toBeNull()
  })
})

test.each([
  [200, '{"code":200}', true],
  [200, '{"code":"200"}', true],
  [201, '{"code":200,"success":"1"}', true],
  [200, '{"code":200,"success":"0"}', false],
  [200, '', false],
  [200, '{"code":500}', false],
  [500, '{"code":200}', false],
])('an answer %i %s: received is %s', (status, body, expected) => {
  expect(callbacks.isReceived({ status, body })).toBe(expected)
})

const NOW = Date.UTC(2026, 4, 20, 8)
const URL = 'https://shop.example/pushes'
const MINUTE = 60_000
const fine = { afterMs: 0, answer: answered(200, '{"code":200}') }

describe('to an address', () => {
  let shop: Shop
  let lane: Lane
  let stage: Stage

  beforeEach(async () => {
    shop = await openShop()
    lane = shop.lane()
    stage = new Stage(shop.pool, NOW)
    await lane.submit(shop.topUp(10_000))
  })
  afterEach(async () => {
    await stage.close()
    expect(stage.failures).toEqual([])
    await shop.close()
  })

  async function listen(behaviour: Behaviour, kinds?: string[]): Promise<void> {
    const wish = { family: 'apicenter', accountId: shop.accountId, ...(kinds !== undefined && { kinds }) }
    await stage.addEndpoint(shop.tenantId, URL, behaviour, wish)
    await stage.settle()
  }

  async function placeShort(): Promise<number> {
    const apicenter = { family: 'apicenter', dialect: 'apicenter', numberScope: 'CK2023/1' }
    const wish = { ...apicenter, sellerOrderNumber: 'S-1', acceptShortage: true, ownGoods: true }
    const answer = await lane.submit(shop.place({ ...wish, payment: 'elsewhere', onlyLocation: 'NEAR' }))
    if (!answer.ok) throw new Error(answer.rejection.kind)
    await stage.settle()
    return answer.value.orderNumber
  }

  const bodies = () => stage.gotBy(URL).map((one) => JSON.parse(one.body))

  test('8: a shortage is told once as an exception, and the shipment once all has left', async () => {
    await listen(() => fine)
    const orderNumber = await placeShort()
    expect(bodies()).toEqual([
      {
        platform: 'Mabang',
        event_type: 'order_shipment',
        timestamp: String(NOW / 1000),
        data: {
          order_id: String(orderNumber),
          order_number: 'S-1',
          message: 'stock insufficient',
          error_code: 10003,
        },
      },
    ])
    const about = {
      ...{ caller: { accountId: shop.accountId, ownerId: shop.accountId }, key: null },
      ...{ orderNumber, sequence: null },
    }
    const annotate = { kind: 'annotate', extra: { a: 'b' }, hold: null } as const
    await lane.submit({ ...annotate, ...about })
    await stage.settle()
    expect(bodies().length).toBe(1)
    await lane.submit(shop.receive('RED', 5))
    await lane.submit({ kind: 'allocate', skus: ['RED'], ...about })
    await lane.submit({ kind: 'pack', packages: null, ...about })
    await stage.settle()
    expect(bodies().length).toBe(1)
    const parcel = { carrier: 'FDX', trackingNumber: 'T1', packageNumber: null, skus: ['RED'] }
    await lane.submit({ kind: 'hand_over', ...parcel, ...about })
    await lane.submit({ kind: 'deliver', ...about })
    await stage.settle()
    expect(bodies().length).toBe(2)
    const { data } = bodies()[1]
    expect(Object.keys(data)).toEqual(Object.keys(JSON.parse(SHIPMENT).data))
    expect(data).toMatchObject({
      ...{ order_number: 'S-1', status: 'handovered', carrier_code: 'FDX', tracking_number: 'T1' },
      order_unique_code: [{ sku: 'RED', qty: '1', uniqueCode: [] }],
    })
    const [first] = stage.gotBy(URL)
    expect(first?.headers['X-Apicenter-Event']).toBe('order_exception')
  })

  test('25: HTTP 500 twice, then received: attempts at 0, 1 and 6 minutes, the same bytes and id', async () => {
    let left = 2
    await listen(() => (left-- > 0 ? { afterMs: 0, answer: answered(500) } : fine))
    await placeShort()
    await stage.pass(60 * MINUTE, MINUTE / 4)
    const got = stage.gotBy(URL)
    expect(got.map((one) => (one.at - NOW) / MINUTE)).toEqual([0, 1, 6])
    expect(new Set(got.map((one) => one.body)).size).toBe(1)
    expect(new Set(got.map((one) => one.headers['X-Apicenter-Event-Id'])).size).toBe(1)
  })
})

const NOTICE: InboundNotice = {
  ...{ number: 'ASN-1', scope: 'CK2023/2', accountId: 1, ownerId: 1, dialect: 'apicenter', contentHash: '' },
  ...{ location: 'CKMX', isReturn: false, announcedOn: null, expectedOn: null, remark: null, extra: null },
  ...{ status: 'receiving', version: 2, lastRow: 1, lastBox: 1, createdAt: 0, updatedAt: 0 },
  times: { receiving: Date.UTC(2024, 6, 31, 21, 6, 7) },
  rows: [
    {
      ...{
        sku: 'sku001',
        quantity: 100,
        received: 10,
        defective: 0,
        rowNumber: 1,
        boxNumber: 1,
        box: '121231',
      },
      ...{ manufacturedOn: null, expiresOn: null, weightMilligrams: 1_000 },
      ...{ lengthMicrometres: null, widthMicrometres: null, heightMicrometres: null },
    },
  ],
}

test('what has come of an inbound notice is told as a total, in both forms', () => {
  const event = { version: 2, at: 0, status: 'receiving', kind: 'received', data: null } as const
  const [inbound, result, ...rest] = pushesOfNotice(NOTICE, event, 0)
  expect(rest).toEqual([])
  expect(inbound).toEqual({
    kind: 'ready_inbound',
    data: {
      asn_id: 'ASN-1',
      new_status: 'receiving',
      client_code: 'CK2023',
      total_box: 1,
      receiving_date: '2024-08-01 05:06:07',
      box_list: [
        {
          weight: '1.00',
          po_number: '121231',
          product_list: [{ code: 'sku001', sku_code: 'sku001', qty: 100, in_qty: 10 }],
        },
      ],
    },
  })
  expect(result).toEqual({
    kind: 'asn_result',
    isBare: true,
    data: {
      centre_code: 'CKMX',
      asn_number: 'ASN-1',
      po_number: '121231',
      lot_no: 'ASN-1-P001-1',
      status: 'receiving',
      warehousing_time: '',
      in_qty: '10',
    },
  })
  expect(pushesOfNotice(NOTICE, { ...event, kind: 'announced' }, 0)).toEqual([])
})
