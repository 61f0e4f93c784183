/** Our client of KakaClo against a hub that serves it: facts/kakaclo.md §16. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, kakaclo } from '../../src/client/index.js'
import { openShop, type Shop, startTestHub, type TestHub } from '../support/hub.js'
import { clockOf, type Person, personOf } from '../support/loopback.js'
import { openWire, type Wire } from '../support/wire.js'

let hub: TestHub
let shop: Shop
let wire: Wire
let person: Person
let clock: ReturnType<typeof clockOf>
let client: Client

beforeAll(async () => {
  hub = await startTestHub()
  shop = await openShop(hub)
  wire = await openWire(hub)
  person = await personOf(hub, shop)
  clock = clockOf(hub)
  client = kakaclo({ baseUrl: wire.url, accessToken: shop.token, clock })
})
afterAll(async () => {
  await wire.close()
  await hub.close()
})

const SKU = 'AMB01682_W_M_AU'
const address = { country: 'US', recipient: 'Lollia', phone: '07 82', province: 'Ohio', city: 'Akron' }
const orderOf = (number: string, quantity = 1) => ({
  number,
  address,
  lines: [{ sku: SKU, quantity, unitPriceMinor: 0 }],
})

async function placed(number: string, quantity = 1): Promise<{ number: string; upstreamNumber: string }> {
  const outcome = await client.placeOrder(orderOf(number, quantity))
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome))
  return { number, upstreamNumber: outcome.upstreamNumber ?? '' }
}

test('an order is placed once, however often it is sent', async () => {
  expect(await placed('K-1')).toEqual(await placed('K-1'))
  expect(await person.howMany('K-1')).toBe(1)
})

test.each([
  ['K-2', 'lost'],
  ['K-3', 'garbage'],
] as const)(
  '%s: an answer that is %s leaves the outcome unknown, and the order is found',
  async (number, fate) => {
    wire.next(fate)
    expect(await client.placeOrder(orderOf(number))).toMatchObject({ kind: 'unknown' })
    const found = { kind: 'orders', orders: [{ number, status: 'allocated', parcels: [] }] }
    expect(await client.findOrder({ number, sentFrom: hub.now() })).toMatchObject(found)
    wire.next(fate)
    expect(await client.findOrder({ number })).toMatchObject({ kind: 'unknown' })
  },
)

test('an order that never arrived is not found', async () => {
  wire.next('cut')
  expect(await client.placeOrder(orderOf('K-4'))).toMatchObject({ kind: 'unknown' })
  expect(await client.findOrder({ number: 'K-4' })).toEqual({ kind: 'orders', orders: [] })
})

test('a platform that says later is waited for as long as it says', async () => {
  wire.next('wait')
  const waited = clock.waits.length
  await placed('K-5')
  expect(clock.waits.slice(waited)).toContain(3_000)
  const hurried = kakaclo({ baseUrl: wire.url, accessToken: shop.token, clock, patienceMs: 0 })
  wire.next('wait')
  expect(await hurried.placeOrder(orderOf('K-5'))).toEqual({ kind: 'try_later', reason: 'later' })
})

test('calls keep to two a second', async () => {
  const started = hub.now()
  await Promise.all(Array.from({ length: 5 }, () => client.probe()))
  expect(hub.now() - started).toBeGreaterThanOrEqual(2_000)
})

test('parcels are told by changes and by reading, each with what is in it', async () => {
  const order = await placed('K-6', 3)
  hub.advance(60_000)
  const from = hub.now()
  await person.shipInTwo('K-6')
  const parcels = [
    { carrier: 'DHL', trackingNumber: 'K-6-P1', lines: [{ sku: SKU, quantity: 1 }], deliveredAt: null },
    { carrier: 'DHL', trackingNumber: 'K-6-P2', lines: [{ sku: SKU, quantity: 2 }], deliveredAt: null },
  ]
  const shipped = { ...order, status: 'shipped', parcels }
  const changed = await client.changes(from)
  if (changed.kind !== 'orders') throw new Error(changed.kind)
  expect(changed.orders.find((one) => one.number === 'K-6')).toMatchObject(shipped)
  expect(await client.readOrders([order])).toMatchObject({ orders: [shipped] })
})

test('a cancelling is decided on the platform: done before the shipping, too late after it', async () => {
  const order = await placed('K-7')
  expect(await client.cancelOrder({ ...order, reason: 'not wanted' })).toEqual({ kind: 'requested' })
  await hub.settle()
  expect(await client.readOrders([order])).toMatchObject({ orders: [{ status: 'cancelled', parcels: [] }] })
  const late = await placed('K-8', 2)
  await person.shipInTwo('K-8')
  expect(await client.cancelOrder(late)).toMatchObject({ kind: 'too_late' })
  const unnamed = { kind: 'unsendable', faults: [{ path: 'upstreamNumber' }] }
  expect(await client.cancelOrder({ number: 'K-8' })).toMatchObject(unnamed)
})

test('what the platform refuses or can not carry is told with its reason', async () => {
  const unknown = { ...orderOf('K-9'), lines: [{ sku: 'NOBODYS', quantity: 1, unitPriceMinor: 0 }] }
  expect(await client.placeOrder(unknown)).toMatchObject({ kind: 'refused', code: '10410' })
  const long = { ...orderOf('K-9'), address: { ...address, recipient: 'x'.repeat(33) } }
  const faults = [{ path: 'address.recipient', limit: 32 }]
  expect(await client.placeOrder(long)).toMatchObject({ kind: 'unsendable', faults })
})

test('a good credential is told from a bad one', async () => {
  expect(await client.probe()).toEqual({ kind: 'alive' })
  const stranger = kakaclo({ baseUrl: hub.url, accessToken: 'nobody', clock })
  expect(await stranger.probe()).toMatchObject({ kind: 'refused', code: '10401' })
})
