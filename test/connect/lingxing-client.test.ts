/** Our client of Lingxing against a hub that serves it: facts/lingxing.md §2, §6, §8. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, lingxing } from '../../src/client/index.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type LingxingClient, openLingxing } from '../support/lingxing.js'
import { clockOf, type Person, personOf } from '../support/loopback.js'
import { openWire, type Wire } from '../support/wire.js'

const TOKEN = 'POST /api/auth-server/oauth/access-token'
const RENEWED = 'POST /api/auth-server/oauth/refresh'

let hub: TestHub
let shop: LingxingClient
let wire: Wire
let person: Person
let client: Client

beforeAll(async () => {
  hub = await startTestHub()
  shop = await openLingxing(hub, hub.now)
  wire = await openWire(hub)
  person = await personOf(hub, shop)
  const { appId, appSecret } = shop
  client = lingxing({ baseUrl: wire.url, appId, appSecret, clock: clockOf(hub) })
  expect(await client.probe()).toEqual({ kind: 'alive' })
})
afterAll(async () => {
  await wire.close()
  await hub.close()
})

const address = {
  country: 'US',
  recipient: 'jack',
  province: 'AL-Alabama',
  city: 'Autaugaville',
  street1: 'Autauga',
  postalCode: '36003',
}
const orderOf = (number: string, quantity = 1) => ({
  number,
  address,
  store: { name: '8speed-US1', marketplace: 'US' },
  lines: [{ sku: 'msku123', quantity, unitPriceMinor: 0 }],
  fields: { buyers_mailbox: '123456@gmail.com', date_for_packing: '2026-01-15' },
})

async function found(number: string) {
  const answer = await client.findOrder({ number })
  if (answer.kind !== 'orders' || answer.orders[0] === undefined) throw new Error(JSON.stringify(answer))
  return answer.orders[0]
}

/** Placed, and known there by this name. */
async function placed(number: string, quantity = 1) {
  const outcome = await client.placeOrder(orderOf(number, quantity))
  expect(outcome).toEqual({ kind: 'accepted', upstreamNumber: null, remarks: [] })
  const { upstreamNumber } = await found(number)
  return { number, upstreamNumber }
}

const times = (call: string): number => wire.calls.filter((one) => one === call).length

test('an order that is sent again is told to exist, and is found by its number', async () => {
  const { upstreamNumber } = await placed('L-1')
  expect(upstreamNumber).toMatch(/^\d+\/L-1$/)
  expect(await client.placeOrder(orderOf('L-1'))).toEqual({ kind: 'exists' })
  expect(await person.howMany('L-1')).toBe(1)
})

test.each([
  ['L-2', 'lost'],
  ['L-3', 'garbage'],
] as const)(
  '%s: an answer that is %s leaves the outcome unknown, and the order is found',
  async (number, fate) => {
    wire.next(fate)
    expect(await client.placeOrder(orderOf(number))).toMatchObject({ kind: 'unknown' })
    const shown = { kind: 'orders', orders: [{ number, status: 'allocated', parcels: null }] }
    expect(await client.findOrder({ number })).toMatchObject(shown)
    const { upstreamNumber } = await found(number)
    expect(await client.findOrder({ number, upstreamNumber })).toMatchObject(shown)
    wire.next(fate)
    expect(await client.findOrder({ number })).toMatchObject({ kind: 'unknown' })
  },
)

test('an order that never arrived is not found, neither in the list nor by its store', async () => {
  wire.next('cut')
  expect(await client.placeOrder(orderOf('L-4'))).toMatchObject({ kind: 'unknown' })
  const nothing = { kind: 'orders', orders: [] }
  expect(await client.findOrder({ number: 'L-4' })).toEqual(nothing)
  expect(await client.findOrder({ number: 'L-4', fields: { sid: 17 } })).toEqual(nothing)
})

test('changes name the orders, and reading tells their parcels', async () => {
  const order = await placed('L-6', 3)
  hub.advance(60_000)
  const shippedAt = Math.floor(hub.now() / 1000) * 1000
  await person.shipInTwo('L-6')
  const changed = await client.changes(shippedAt)
  if (changed.kind !== 'orders') throw new Error(changed.kind)
  const shown = { ...order, status: 'shipped', word: 'Complete', parcels: null, updatedAt: shippedAt }
  expect(changed.orders.find((one) => one.number === 'L-6')).toMatchObject(shown)
  const parcels = [
    { carrier: 'DHL', trackingNumber: 'L-6-P1', lines: [{ sku: 'msku123', quantity: 1 }], shippedAt },
    { carrier: 'DHL', trackingNumber: 'L-6-P2', lines: [{ sku: 'msku123', quantity: 2 }], shippedAt },
  ]
  expect(await client.readOrders([order])).toMatchObject({
    orders: [{ ...order, status: 'shipped', parcels }],
  })
})

test('what carriers tell is read by the clocks of the site', async () => {
  const order = await placed('L-7', 2)
  await person.shipInTwo('L-7')
  const path = `/v1/orders/${await person.orderNumberOf('L-7')}/tracking`
  const at = Math.floor(hub.now() / 1000) * 1000 + 3_600_000
  hub.advance(7_200_000)
  for (const trackingNumber of ['L-7-P1', 'L-7-P2']) {
    const event = { status: 'delivered', description: 'Left at the door.', at: new Date(at).toISOString() }
    await person.post(path, { trackingNumber, events: [event] })
  }
  const parcels = [{ deliveredAt: at, events: [{ at, status: 'delivered' }] }, { deliveredAt: at }]
  expect(await client.readOrders([order])).toMatchObject({ orders: [{ status: 'delivered', parcels }] })
})

test('an order is cancelled before it is packed, and not after', async () => {
  const order = await placed('L-8')
  expect(await client.cancelOrder(order)).toEqual({ kind: 'cancelled' })
  expect(await client.readOrders([order])).toMatchObject({ orders: [{ status: 'cancelled', parcels: [] }] })
  const late = await placed('L-9', 2)
  await person.shipInTwo('L-9')
  expect(await client.cancelOrder(late)).toMatchObject({ kind: 'too_late' })
  const unnamed = { kind: 'unsendable', faults: [{ path: 'sid' }] }
  expect(await client.cancelOrder({ number: 'L-9' })).toMatchObject(unnamed)
})

test('one token serves all calls, is renewed before it ends, and fetched anew when another has taken it', async () => {
  await client.probe()
  const [fetched, renewed] = [times(TOKEN), times(RENEWED)]
  await Promise.all([client.probe(), client.probe(), client.findOrder({ number: 'L-1' })])
  expect([times(TOKEN), times(RENEWED)]).toEqual([fetched, renewed])
  hub.advance(6_950_000)
  await Promise.all([client.probe(), client.probe()])
  expect([times(TOKEN), times(RENEWED)]).toEqual([fetched, renewed + 1])
  // The refresh token is over, too.
  hub.advance(8_000_000)
  expect(await client.probe()).toEqual({ kind: 'alive' })
  expect([times(TOKEN), times(RENEWED)]).toEqual([fetched + 1, renewed + 2])
  await shop.fetchToken()
  expect(await client.placeOrder(orderOf('L-5'))).toMatchObject({ kind: 'accepted' })
  expect(await person.howMany('L-5')).toBe(1)
  expect(times(TOKEN) + times(RENEWED)).toBeGreaterThan(fetched + renewed + 3)
})

test('a bad credential is told from a good one', async () => {
  const { appId } = shop
  const stranger = lingxing({ baseUrl: hub.url, appId, appSecret: 'nobody', clock: clockOf(hub) })
  expect(await stranger.probe()).toMatchObject({ kind: 'refused', code: '2001002' })
})
