/** Our client of PandaPon against a hub that serves it: facts/pandapon.md §4, §6, §12. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, pandapon } from '../../src/client/index.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { clockOf, type Person, personOf } from '../support/loopback.js'
import { ITEMS, openPandapon, type PandaponClient } from '../support/pandapon.js'
import { openWire, type Wire } from '../support/wire.js'

let hub: TestHub
let shop: PandaponClient
let wire: Wire
let person: Person
let client: Client

beforeAll(async () => {
  hub = await startTestHub()
  shop = await openPandapon(hub, hub.now, { currency: 'CNY' })
  wire = await openWire(hub)
  person = await personOf(hub, shop)
  const { accessKey, accessSecret, userId } = shop
  client = pandapon({ baseUrl: wire.url, accessKey, accessSecret, userId, clock: clockOf(hub) })
})
afterAll(async () => {
  await wire.close()
  await hub.close()
})

const SKU = ITEMS[0].join('/')
const address = {
  country: 'CN',
  recipient: 'a测试aa',
  phone: '15068763421',
  province: '浙江省',
  city: '杭州市',
  street1: '测试地址',
}
const orderOf = (number: string, quantity = 1) => ({
  number,
  address,
  currency: 'CNY',
  lines: [{ sku: SKU, quantity, unitPriceMinor: 1 }],
})

async function placed(number: string, quantity = 1): Promise<{ number: string; upstreamNumber: string }> {
  const outcome = await client.placeOrder(orderOf(number, quantity))
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome))
  return { number, upstreamNumber: outcome.upstreamNumber ?? '' }
}

/** Placing never pays. */
async function paid(number: string, quantity: number): Promise<{ number: string; upstreamNumber: string }> {
  const order = await placed(number, quantity)
  await shop.shop.act(numberOf(order), { kind: 'pay' })
  return order
}

const numberOf = ({ upstreamNumber }: { upstreamNumber: string }): number =>
  Number(upstreamNumber.slice(2, 16))

test('an order is placed once, however often it is sent', async () => {
  expect(await placed('P-1')).toEqual(await placed('P-1'))
  const { rows } = await hub.pool.query('select 1 from orders where tenant_id = $1', [shop.tenantId])
  expect(rows).toHaveLength(1)
})

test.each([
  ['P-2', 'lost'],
  ['P-3', 'garbage'],
] as const)(
  '%s: an answer that is %s leaves the outcome unknown, and the order is found',
  async (number, fate) => {
    wire.next(fate)
    expect(await client.placeOrder(orderOf(number))).toMatchObject({ kind: 'unknown' })
    const found = { kind: 'orders', orders: [{ number, status: 'waiting_payment', parcels: [] }] }
    expect(await client.findOrder({ number })).toMatchObject(found)
    wire.next(fate)
    expect(await client.findOrder({ number })).toMatchObject({ kind: 'unknown' })
  },
)

test('an order that never arrived is not found', async () => {
  wire.next('cut')
  expect(await client.placeOrder(orderOf('P-4'))).toMatchObject({ kind: 'unknown' })
  expect(await client.findOrder({ number: 'P-4' })).toEqual({ kind: 'orders', orders: [] })
})

test('changes show what has left, and reading tells all parcels of a line', async () => {
  const order = await paid('P-5', 3)
  expect(await client.readOrders([order])).toMatchObject({ orders: [{ status: 'allocated', parcels: [] }] })
  hub.advance(60_000)
  const from = hub.now()
  await person.shipInTwo('P-5', numberOf(order))
  const changed = await client.changes(from)
  if (changed.kind !== 'orders') throw new Error(changed.kind)
  expect(changed.orders.find((one) => one.number === 'P-5')).toMatchObject({
    ...order,
    status: 'shipped',
    parcels: [{ trackingNumber: 'P-5-P1', lines: null }],
    trails: [expect.any(String)],
  })
  const shippedAt = Math.floor(from / 1000) * 1000
  const parcels = [
    { carrier: 'DHL', trackingNumber: 'P-5-P1', lines: [{ sku: SKU, quantity: 1 }], shippedAt },
    { carrier: 'DHL', trackingNumber: 'P-5-P2', lines: [{ sku: SKU, quantity: 2 }] },
  ]
  expect(await client.readOrders([order])).toMatchObject({ orders: [{ status: 'shipped', parcels }] })
})

test('a cancelling is decided on the platform: done before the payment, too late after it', async () => {
  const order = await placed('P-6')
  expect(await client.cancelOrder({ ...order, reason: '不想要了' })).toEqual({ kind: 'requested' })
  expect(await client.readOrders([order])).toMatchObject({ orders: [{ status: 'cancelled' }] })
  const late = await paid('P-7', 2)
  await person.shipInTwo('P-7', numberOf(late))
  expect(await client.cancelOrder(late)).toMatchObject({ kind: 'too_late' })
  const nobody = { number: 'P-8', upstreamNumber: '1001999999999999000' }
  expect(await client.cancelOrder(nobody)).toMatchObject({ kind: 'refused', code: '40401' })
  expect(await client.readOrders([nobody])).toEqual({ kind: 'orders', orders: [] })
  const long = { ...late, reason: 'x'.repeat(201) }
  expect(await client.cancelOrder(long)).toMatchObject({ kind: 'unsendable', faults: [{ path: 'reason' }] })
})

test('a good credential is told from a bad one', async () => {
  expect(await client.probe()).toEqual({ kind: 'alive' })
  const { accessKey, userId } = shop
  const stranger = pandapon({
    baseUrl: hub.url,
    accessKey,
    accessSecret: 'nobody',
    userId,
    clock: clockOf(hub),
  })
  expect(await stranger.probe()).toMatchObject({ kind: 'refused', code: '40104' })
})
