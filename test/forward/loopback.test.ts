// One hub forwards to another one through its dialects: what an order becomes there comes back, and it is there once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dialects } from '../../src/dialects/index.js'
import { Forwarder } from '../../src/forward/forwarder.js'
import { platformsOf } from '../../src/forward/platforms.js'
import { secretBox } from '../../src/store/secret-box.js'
import { ITEM, type NativeClient, openTenant, RATE, stockShop } from '../http/native-client.js'
import { openApicenter, SKUS } from '../support/apicenter.js'
import { openShop, startTestHub, type TestHub } from '../support/hub.js'
import { openLingxing } from '../support/lingxing.js'
import { openWire, type Person, personOf, type Wire } from '../support/loopback.js'
import { ITEMS, openPandapon } from '../support/pandapon.js'

let here: TestHub
let there: TestHub
let wire: Wire
let forwarder: Forwarder

beforeAll(async () => {
  here = await startTestHub({ work: false, allowPrivateTargets: true })
  there = await startTestHub()
  wire = await openWire(there)
  const parts = { pool: here.pool, lanes: here.lanes, clock: here.now, platforms: platformsOf(dialects) }
  const box = secretBox(Buffer.alloc(32, 7))
  forwarder = new Forwarder({ ...parts, box, rules: { allowPrivate: true } }, (error) => {
    throw error
  })
})
afterAll(async () => {
  await forwarder.close()
  await wire.close()
  await here.close()
  await there.close()
})

interface Far {
  readonly dialect: string
  readonly tenantId: number
  readonly accountId: number
  readonly credentials: object
  readonly sku: string
  readonly settings?: object
  readonly store?: object
  readonly location?: string
  readonly currency?: string
  readonly address?: object
  /** What its buyer does there before it is shipped. */
  readonly pay?: (orderNumber: number) => Promise<void>
}

/** A shop over there of each family, with goods in it. */
const FAR: Readonly<Record<string, () => Promise<Far>>> = {
  kakaclo: async () => {
    const shop = await openShop(there)
    return { dialect: 'kakaclo', ...shop, credentials: { accessToken: shop.token }, sku: 'AMB01682_W_M_AU' }
  },
  pandapon: async () => {
    const { shop, ...client } = await openPandapon(there, there.now, { currency: 'CNY' })
    const { accessKey, accessSecret, userId, tenantId, accountId } = client
    return {
      dialect: 'pandapon',
      tenantId,
      accountId,
      credentials: { accessKey, accessSecret, userId },
      sku: ITEMS[0].join('/'),
      currency: 'CNY',
      address: { ...ADDRESS, country: 'CN', province: '浙江省', city: '杭州市' },
      pay: (orderNumber) => shop.act(orderNumber, { kind: 'pay' }),
    }
  },
  lingxing: async () => {
    const { appId, appSecret, ...shop } = await openLingxing(there, there.now)
    const settings = { buyers_mailbox: '1@example.com', date_for_packing: '2026-01-15' }
    const store = { name: '8speed-US1', marketplace: 'US' }
    return {
      dialect: 'lingxing',
      ...shop,
      credentials: { appId, appSecret },
      sku: 'msku123',
      settings,
      store,
    }
  },
  apicenter: async () => {
    const shop = await openApicenter(there)
    const settings = { client_code: 'CK2023' }
    const credentials = { token: shop.token }
    return { dialect: 'apicenter', ...shop, credentials, sku: SKUS[0], settings, location: 'CKMX' }
  },
}

const ADDRESS = {
  country: 'US',
  recipient: 'Ann',
  phone: '5551234',
  province: 'Nevada',
  city: 'Reno',
  street1: '1 Main St',
  postalCode: '89501',
}

describe.each(Object.keys(FAR))('%s', (family) => {
  let client: NativeClient
  let person: Person
  let far: Far

  beforeAll(async () => {
    const opened = await FAR[family]?.()
    if (opened === undefined) throw new Error(family)
    far = opened
    const { dialect, credentials, sku, settings = {}, store = null, location, currency = 'USD' } = far
    person = await personOf(there, far)
    client = await openTenant(here)
    await stockShop(client)
    // It pays elsewhere, in what is paid with over there.
    const account = { name: 'buyer', stockOwner: 'shop', payment: 'none', currency }
    expect((await client.post('/v1/accounts', account)).status).toBe(201)
    await client.put('/v1/items/MUG', { ...ITEM, priceMinor: 1, currency })
    await client.put('/v1/shipping-methods/POST/rates/CN/CN', { ...RATE, currency })
    const locations = location === undefined ? {} : { MAIN: location }
    const mappings = { skus: { MUG: sku }, locations, shippingMethods: { standard: 'DHL' } }
    const wish = { name: 'far', dialect, baseUrl: wire.url, credentials, mappings, settings, store }
    const made = await client.post('/v1/connections', wish)
    expect(made.status, made.text).toBe(201)
    const tested = await client.post('/v1/connections/1/test')
    expect(tested.body).toMatchObject({ alive: true, reason: null })
    await client.post('/v1/routing-rules', { connection: 'far' })
  })

  async function placed(quantity = 2): Promise<string> {
    const lines = [{ sku: 'MUG', quantity }]
    const { address = ADDRESS } = far
    const wish = { account: 'buyer', address, lines, speed: 'standard' }
    const { body, status, text } = await client.post('/v1/orders', wish)
    expect(status, text).toBe(201)
    await forwarder.doAllDue()
    return `${body.orderNumber}-1`
  }
  async function pass(minutes: number): Promise<void> {
    await there.settle()
    here.advance(minutes * 60_000)
    there.advance(minutes * 60_000)
    await there.settle()
    await forwarder.doAllDue()
  }
  const orderHere = async (number: string) => (await client.get(`/v1/orders/${number.split('-')[0]}`)).body
  const forwarding = async (number: string) => (await client.get(`/v1/forwardings/${number}`)).body

  test('an order is placed there once, and its two parcels come back', async () => {
    const number = await placed()
    expect(await forwarding(number)).toMatchObject({ state: 'sent', problem: null })
    await pass(15)
    await far.pay?.(await person.orderNumberOf(number))
    await person.shipInTwo(number)
    await pass(15)
    await pass(15)
    const order = await orderHere(number)
    const [part] = order.fulfilmentOrders as readonly { shipments: readonly { trackingNumber: string }[] }[]
    expect(part?.shipments.map((one) => one.trackingNumber).sort()).toEqual([`${number}-P1`, `${number}-P2`])
    expect(order).toMatchObject({ fulfilmentStatus: 'fully_shipped' })
    expect(await person.howMany(number)).toBe(1)
  })

  test.each(['lost', 'garbage', 'wait'] as const)('an answer that is %s leaves one order', async (fate) => {
    wire.next(fate)
    const number = await placed()
    await pass(15)
    expect(await forwarding(number)).toMatchObject({ state: 'sent' })
    expect(await person.howMany(number)).toBe(1)
  })

  test('a cancellation is done there, and then here', async () => {
    const number = await placed()
    await pass(15)
    const answer = await client.post(`/v1/orders/${number.split('-')[0]}/cancel`, {})
    expect(answer.status, answer.text).toBe(200)
    await pass(15)
    await pass(15)
    expect(await orderHere(number)).toMatchObject({ orderStatus: 'cancelled' })
    expect(await forwarding(number)).toMatchObject({ state: 'done' })
  })
})
