/** Our client of apicenter against a hub that serves it: facts/apicenter.md §6.2, §14. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apicenter, type Client } from '../../src/client/index.js'
import { type ApicenterClient, openApicenter, SKUS } from '../support/apicenter.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { clockOf, type Person, personOf } from '../support/loopback.js'
import { openWire, type Wire } from '../support/wire.js'

let hub: TestHub
let shop: ApicenterClient
let wire: Wire
let person: Person
let client: Client

beforeAll(async () => {
  hub = await startTestHub()
  shop = await openApicenter(hub)
  wire = await openWire(hub)
  person = await personOf(hub, shop)
  client = apicenter({ baseUrl: wire.url, token: shop.token, clientCode: 'CK2023', clock: clockOf(hub) })
})
afterAll(async () => {
  await wire.close()
  await hub.close()
})

const address = { country: 'MY', recipient: 'spj', city: 'TAGUIG', street1: '#20 1st AVE.' }
const orderOf = (number: string, quantity = 1) => ({
  number,
  address,
  location: 'CKMX',
  carrier: 'DHL',
  lines: [{ sku: SKUS[0], quantity, unitPriceMinor: 0 }],
})

async function placed(number: string, quantity = 1): Promise<void> {
  const outcome = await client.placeOrder(orderOf(number, quantity))
  expect(outcome).toMatchObject({ kind: 'accepted', upstreamNumber: number })
}

test('an order is placed once, however often it is sent', async () => {
  await placed('A-1')
  await placed('A-1')
  expect(await person.howMany('A-1')).toBe(1)
})

test.each([
  ['A-2', 'lost'],
  ['A-3', 'garbage'],
] as const)(
  '%s: an answer that is %s leaves the outcome unknown, and the order is found',
  async (number, fate) => {
    wire.next(fate)
    expect(await client.placeOrder(orderOf(number))).toMatchObject({ kind: 'unknown' })
    const found = { kind: 'orders', orders: [{ number, status: 'allocated', parcels: [] }] }
    expect(await client.findOrder({ number })).toMatchObject(found)
    wire.next(fate)
    expect(await client.findOrder({ number })).toMatchObject({ kind: 'unknown' })
  },
)

test('an order that never arrived is not found', async () => {
  wire.next('cut')
  expect(await client.placeOrder(orderOf('A-4'))).toMatchObject({ kind: 'unknown' })
  expect(await client.findOrder({ number: 'A-4' })).toEqual({ kind: 'orders', orders: [] })
})

test('parcels are told by changes and by reading; what is in them is not', async () => {
  await placed('A-5', 3)
  hub.advance(60_000)
  const from = hub.now()
  await person.shipInTwo('A-5')
  const parcel = { carrier: 'DHL', lines: null, shippedAt: Math.floor(from / 1000) * 1000 }
  const parcels = [
    { ...parcel, trackingNumber: 'A-5-P1' },
    { ...parcel, trackingNumber: 'A-5-P2' },
  ]
  const shipped = { number: 'A-5', status: 'shipped', word: 'handovered', parcels }
  const changed = await client.changes(from)
  if (changed.kind !== 'orders') throw new Error(changed.kind)
  expect(changed.orders.find((one) => one.number === 'A-5')).toMatchObject(shipped)
  expect(await client.readOrders([{ number: 'A-5' }])).toMatchObject({ orders: [shipped] })
})

test('an order is cancelled, held once it is packed, and gone once it has left', async () => {
  await placed('A-6')
  expect(await client.cancelOrder({ number: 'A-6', reason: 'not wanted' })).toEqual({ kind: 'cancelled' })
  expect(await client.readOrders([{ number: 'A-6' }])).toMatchObject({ orders: [{ status: 'cancelled' }] })
  await placed('A-7')
  await person.post(`/v1/fulfilment-orders/${await person.orderNumberOf('A-7')}-1/pack`)
  expect(await client.readOrders([{ number: 'A-7' }])).toMatchObject({ orders: [{ status: 'packed' }] })
  expect(await client.cancelOrder({ number: 'A-7' })).toEqual({ kind: 'held' })
  expect(await client.readOrders([{ number: 'A-7' }])).toMatchObject({ orders: [{ status: 'held' }] })
  await placed('A-8', 2)
  await person.shipInTwo('A-8')
  expect(await client.cancelOrder({ number: 'A-8' })).toMatchObject({ kind: 'too_late' })
  expect(await client.cancelOrder({ number: 'A-9' })).toMatchObject({ kind: 'refused', code: '404' })
})

test('an order that is short is told so, and goes on when there is stock', async () => {
  await placed('A-10', 200_000)
  expect(await client.readOrders([{ number: 'A-10' }])).toMatchObject({ orders: [{ status: 'short' }] })
  const received = { sku: SKUS[0], location: 'CKMX', quantity: 200_000, reason: 'received' }
  await person.post('/v1/stock-movements', received)
  await hub.settle()
  expect(await client.readOrders([{ number: 'A-10' }])).toMatchObject({ orders: [{ status: 'allocated' }] })
})

test('a good credential is told from a bad one', async () => {
  expect(await client.probe()).toEqual({ kind: 'alive' })
  const stranger = apicenter({ baseUrl: hub.url, token: 'nobody', clientCode: 'CK2023' })
  expect(await stranger.probe()).toMatchObject({ kind: 'refused', code: '401' })
})
