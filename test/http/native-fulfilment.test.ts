// What happens to an order after it is placed, part by part: held, packed, handed over in two parcels, delivered; and
// stock that comes in goes to who has waited longest.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit } from '../../src/store/audit.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { mangle, seeded } from '../support/mangle.js'
import { type NativeClient, openTenant, order, stockShop } from './native-client.js'

let hub: TestHub
let client: NativeClient

beforeAll(async () => {
  hub = await startTestHub()
  client = await openTenant(hub)
  await stockShop(client, 1_000_000)
})

afterAll(() => hub.close())

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
type Json = any

async function placed(quantity: number): Promise<{ orderNumber: number; part: string }> {
  const { body } = await client.post('/v1/orders', order(quantity))
  const [part] = (body as Json).fulfilmentOrders
  return { orderNumber: (body as Json).orderNumber, part: part.number }
}

const act = async (part: string, name: string, body: object = {}, key?: string): Promise<Json> =>
  (await client.post(`/v1/fulfilment-orders/${part}/${name}`, body, key)).body

const read = async (orderNumber: number): Promise<Json> =>
  (await client.get(`/v1/orders/${orderNumber}`)).body

async function level(): Promise<{ onHand: number; reserved: number }> {
  const { body } = await client.get('/v1/stock-levels?sku=MUG&location=MAIN')
  const [{ onHand, reserved }] = (body as Json).data
  return { onHand, reserved }
}

describe('two parcels', () => {
  test('stock leaves with each, and the order follows', async () => {
    const before = await level()
    const { orderNumber, part } = await placed(5)
    expect(await level()).toEqual({ ...before, reserved: before.reserved + 5 })
    const packages = [
      { packageNumber: 'P1', weightGrams: 300, lines: [{ lineNumber: 1, quantity: 2 }] },
      { packageNumber: 'P2', weightGrams: 450, lines: [{ lineNumber: 1, quantity: 3 }] },
    ]
    expect(await act(part, 'pack', { packages })).toMatchObject({ status: 'packed', packages, shipments: [] })
    const first = { carrier: 'DHL', trackingNumber: 'T-1', packageNumber: 'P1' }
    expect(await act(part, 'hand-over', first)).toMatchObject({
      status: 'packed',
      packages: [{ packageNumber: 'P2' }],
      shipments: [
        { packageNumber: 'P1', carrier: 'DHL', trackingNumber: 'T-1', weightGrams: 300, deliveredAt: null },
      ],
    })
    expect(await read(orderNumber)).toMatchObject({
      orderStatus: 'processing',
      fulfilmentStatus: 'partially_shipped',
    })
    expect(await level()).toEqual({ onHand: before.onHand - 2, reserved: before.reserved + 3 })
    // The same again changes nothing.
    await act(part, 'hand-over', first)
    expect(await level()).toEqual({ onHand: before.onHand - 2, reserved: before.reserved + 3 })

    expect(await act(part, 'hand-over', { carrier: 'DHL', trackingNumber: 'T-2' })).toMatchObject({
      status: 'handed_over',
      packages: [],
      shipments: [{ trackingNumber: 'T-1' }, { trackingNumber: 'T-2', packageNumber: 'P2' }],
    })
    expect(await read(orderNumber)).toMatchObject({ fulfilmentStatus: 'fully_shipped' })
    expect(await level()).toEqual({ onHand: before.onHand - 5, reserved: before.reserved })
    expect(await client.post(`/v1/orders/${orderNumber}/cancel`)).toMatchObject({ status: 409 })

    const delivered = await act(part, 'deliver')
    expect(Object.keys(delivered.times)).toEqual(['allocated', 'packed', 'handed_over', 'delivered'])
    expect(await read(orderNumber)).toMatchObject({ orderStatus: 'completed', fulfilmentStatus: 'completed' })
    const { body } = await client.get(`/v1/orders/${orderNumber}/events`)
    expect((body as Json).data.map((event: Json) => event.kind)).toEqual([
      'placed',
      'packed',
      'handed_over',
      'handed_over',
      'delivered',
    ])
  })
})

test('two packages may go under one number, and a repetition changes nothing', async () => {
  const { orderNumber, part } = await placed(2)
  const packages = [1, 2].map((number) => ({
    packageNumber: String(number),
    lines: [{ lineNumber: 1, quantity: 1 }],
  }))
  await act(part, 'pack', { packages })
  const parcel = { carrier: 'DHL', trackingNumber: 'SAME' }
  await act(part, 'hand-over', { ...parcel, packageNumber: '1' })
  const all = await act(part, 'hand-over', parcel)
  expect(all).toMatchObject({ status: 'handed_over', packages: [], shipments: [{}, {}] })
  const before = await read(orderNumber)
  expect(await act(part, 'hand-over', parcel)).toEqual(all)
  expect(await read(orderNumber)).toEqual(before)
  // Another carrier comes too late.
  expect(
    (await client.post(`/v1/fulfilment-orders/${part}/hand-over`, { ...parcel, carrier: 'UPS' })).status,
  ).toBe(409)
})

describe('refused by name', () => {
  test.each([
    [
      'pack',
      { packages: [{ packageNumber: '1', lines: [{ lineNumber: 1, quantity: 1 }] }] },
      422,
      /packages/,
    ],
    [
      'pack',
      { packages: [{ packageNumber: '1', lines: [{ lineNumber: 9, quantity: 2 }] }] },
      422,
      /packages/,
    ],
    ['hand-over', { carrier: 'DHL', trackingNumber: 'T' }, 409, /allocated/],
    ['hand-over', { carrier: 'DHL' }, 422, /trackingNumber/],
    ['deliver', {}, 409, /allocated/],
  ])('%s with %j', async (name, body, status, words) => {
    const { part, orderNumber } = await placed(2)
    const before = await read(orderNumber)
    const answer = await client.post(`/v1/fulfilment-orders/${part}/${name}`, body)
    expect(answer.status).toBe(status)
    expect(answer.text).toMatch(words)
    expect(await read(orderNumber)).toEqual(before)
  })

  test('a fulfilment order that there is not', async () => {
    const { orderNumber } = await placed(1)
    for (const number of [`${orderNumber}-2`, '1-1', 'x', `${orderNumber}`]) {
      expect((await client.post(`/v1/fulfilment-orders/${number}/hold`, {})).status).toBe(404)
    }
  })
})

describe('holding', () => {
  test('a held part is not packed; released, it goes on where it was', async () => {
    const { part, orderNumber } = await placed(2)
    expect(await act(part, 'hold', { reason: 'address looks odd' })).toMatchObject({ status: 'hold' })
    expect(await read(orderNumber)).toMatchObject({ holds: [{ kind: 'asked', reason: 'address looks odd' }] })
    expect((await client.post(`/v1/fulfilment-orders/${part}/pack`, {})).status).toBe(409)
    expect(await act(part, 'release')).toMatchObject({ status: 'allocated' })
    expect(await read(orderNumber)).toMatchObject({ holds: [] })
    await act(part, 'pack')
    await act(part, 'hold')
    expect(await act(part, 'release')).toMatchObject({ status: 'packed', packages: [{ packageNumber: '1' }] })
  })

  test('the same key does it once', async () => {
    const { part, orderNumber } = await placed(2)
    await act(part, 'hold', { reason: 'a' }, 'hold-1')
    await act(part, 'release')
    await act(part, 'hold', { reason: 'a' }, 'hold-1')
    expect(await read(orderNumber)).toMatchObject({ fulfilmentOrders: [{ status: 'allocated' }] })
  })

  test('a packed order can be cancelled, and its stock is there again', async () => {
    const before = await level()
    const { part, orderNumber } = await placed(3)
    await act(part, 'pack')
    expect(await client.post(`/v1/orders/${orderNumber}/cancel`)).toMatchObject({ status: 200 })
    expect(await level()).toEqual(before)
  })
})

const SEED = Number(process.env.SEED ?? 20_261_123)

test.each([
  ['hold', { reason: 'x' }],
  ['pack', { packages: [{ packageNumber: '1', weightGrams: 5, lines: [{ lineNumber: 1, quantity: 2 }] }] }],
  ['hand-over', { carrier: 'DHL', trackingNumber: 'T', packageNumber: '1' }],
] as const)('broken: %s', { timeout: 60_000 }, async (name, good) => {
  const random = seeded(SEED)
  const { part } = await placed(2)
  for (let count = 0; count < 500; count++) {
    const { what, body } = mangle(good as never, random)
    const answer = await fetch(`${hub.url}/v1/fulfilment-orders/${part}/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.apiKey}`, 'content-type': 'application/json' },
      body: new Uint8Array(body),
    })
    const text = await answer.text()
    const told = `seed ${SEED}, ${what} → ${answer.status} ${text.slice(0, 300)}`
    expect([200, 400, 404, 409, 413, 422], told).toContain(answer.status)
    if (answer.status !== 200) expect(JSON.parse(text), told).toMatchObject({ detail: expect.any(String) })
  }
})

test('the auditor finds nothing', async () => {
  const results = await audit(hub.connectionString, client.tenantId)
  expect(results.flatMap((result) => result.violations)).toEqual([])
})
