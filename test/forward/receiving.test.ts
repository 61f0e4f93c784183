// What another hub tells by its own callbacks is shown here without being asked for; what it has not signed is not.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callbacks as pushes } from '../../src/dialects/apicenter/callbacks.js'
import { dialects } from '../../src/dialects/index.js'
import { callbacks as messages } from '../../src/dialects/pandapon/callbacks.js'
import { Forwarder } from '../../src/forward/forwarder.js'
import { platformsOf } from '../../src/forward/platforms.js'
import { secretBox } from '../../src/store/secret-box.js'
import { type Body, ITEM, type NativeClient, openTenant, RATE, stockShop } from '../http/native-client.js'
import { openApicenter, SKUS } from '../support/apicenter.js'
import { eventually } from '../support/eventually.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type Person, personOf } from '../support/loopback.js'
import { mangle, seeded } from '../support/mangle.js'
import { ITEMS, openPandapon } from '../support/pandapon.js'

let here: TestHub
let there: TestHub
let forwarder: Forwarder

beforeAll(async () => {
  here = await startTestHub({ work: false, allowPrivateTargets: true })
  there = await startTestHub({ allowPrivateTargets: true })
  const parts = { pool: here.pool, lanes: here.lanes, clock: here.now, platforms: platformsOf(dialects) }
  const box = secretBox(Buffer.alloc(32, 7))
  forwarder = new Forwarder({ ...parts, box, rules: { allowPrivate: true } }, (error) => {
    throw error
  })
})
afterAll(async () => {
  await forwarder.close()
  await here.close()
  await there.close()
})

const ADDRESS = {
  country: 'CN',
  recipient: 'Ann',
  phone: '1',
  province: '浙江省',
  city: '杭州市',
  street1: '1',
}

interface Near {
  readonly client: NativeClient
  readonly url: string
  readonly connectionId: number
  place(quantity?: number): Promise<string>
  order(number: string): Promise<Body>
  forwarding(number: string): Promise<Body>
  /** Sent by hand, as it is. */
  tell(headers: Record<string, string>, body: string | Buffer): Promise<Response>
  /** What has come in by callbacks, and how much of it has not been looked at. */
  received(): Promise<{ all: number; open: number }>
}

/** A tenant here that has all of its orders shipped there. */
async function openNear(wish: { readonly sku: string; readonly [name: string]: unknown }): Promise<Near> {
  const { sku, ...connection } = wish
  const client = await openTenant(here)
  await stockShop(client)
  const account = { name: 'buyer', stockOwner: 'shop', payment: 'none', currency: 'CNY' }
  expect((await client.post('/v1/accounts', account)).status).toBe(201)
  await client.put('/v1/items/MUG', { ...ITEM, priceMinor: 1, currency: 'CNY' })
  await client.put('/v1/shipping-methods/POST/rates/CN/CN', { ...RATE, currency: 'CNY' })
  const mappings = { skus: { MUG: sku }, locations: { MAIN: 'CKMX' }, shippingMethods: { standard: 'DHL' } }
  const made = await client.post('/v1/connections', {
    name: 'far',
    baseUrl: there.url,
    mappings,
    ...connection,
  })
  expect(made.status, made.text).toBe(201)
  expect((await client.post('/v1/routing-rules', { connection: 'far' })).status).toBe(201)
  const connectionId = Number(made.body.id)
  const url = String((await client.get(`/v1/connections/${connectionId}`)).body.callbackUrl)
  expect(url).toBe(`${here.url}/callbacks/${client.tenantId}/${connectionId}`)
  return {
    client,
    url,
    connectionId,
    place: async (quantity = 2) => {
      const lines = [{ sku: 'MUG', quantity }]
      const order = { account: 'buyer', address: ADDRESS, lines, speed: 'standard' }
      const { body, status, text } = await client.post('/v1/orders', order)
      expect(status, text).toBe(201)
      await forwarder.doAllDue()
      return `${body.orderNumber}-1`
    },
    order: async (number) => (await client.get(`/v1/orders/${number.split('-')[0]}`)).body,
    forwarding: async (number) => (await client.get(`/v1/forwardings/${number}`)).body,
    tell: (headers, body) => fetch(url, { method: 'POST', headers, body }),
    received: async () => {
      const { rows } = await here.pool.query(
        `select count(*)::integer as all, count(*) filter (where done_at is null)::integer as open
         from received_callbacks where tenant_id = $1`,
        [client.tenantId],
      )
      return rows[0]
    },
  }
}

/** Once so many have come in, they are looked at, and nothing else is due. */
async function takenIn(near: Near, atLeast: number): Promise<void> {
  await eventually(async () => expect((await near.received()).all).toBeGreaterThanOrEqual(atLeast))
  await forwarder.doAllDue()
  expect((await near.received()).open).toBe(0)
}

const parcelsOf = ({ fulfilmentOrders }: Body): string[] =>
  (fulfilmentOrders as readonly { shipments: readonly { trackingNumber: string }[] }[])
    .flatMap((part) => part.shipments.map((one) => one.trackingNumber))
    .sort()
const statusOf = ({ fulfilmentOrders }: Body) =>
  (fulfilmentOrders as readonly { status: string }[])[0]?.status

describe('apicenter', () => {
  let near: Near
  let person: Person
  let secret: string
  let receiveThere: (quantity: number) => Promise<unknown>

  beforeAll(async () => {
    const shop = await openApicenter(there, { quantity: 10 })
    person = await personOf(there, shop)
    near = await openNear({
      sku: SKUS[0],
      dialect: 'apicenter',
      credentials: { token: shop.token },
      settings: { client_code: 'CK2023' },
    })
    const endpoint = { url: near.url, dialect: 'apicenter', account: 'shop' }
    secret = String(((await person.post('/v1/webhook-endpoints', endpoint)) as Body).secret)
    const changed = await near.client.patch(`/v1/connections/${near.connectionId}`, { pushSecret: secret })
    expect(changed.status, changed.text).toBe(200)
    expect(changed.text).not.toContain(secret)
    const movement = { sku: SKUS[0], location: 'CKMX', reason: 'came' }
    receiveThere = (quantity) => person.post('/v1/stock-movements', { ...movement, quantity })
    expect((await near.client.post(`/v1/connections/${near.connectionId}/test`)).body.alive).toBe(true)
  })

  const push = (id: string, body: string) =>
    pushes.headers({ id, kind: 'order_shipment', body }, { current: secret, previous: null }, here.now())

  test('what is shipped there in two parcels is shown here, without being asked for', async () => {
    const number = await near.place()
    await person.shipInTwo(number)
    expect(parcelsOf(await near.order(number))).toEqual([])
    await takenIn(near, 1)
    const order = await near.order(number)
    expect(parcelsOf(order)).toEqual([`${number}-P1`, `${number}-P2`])
    expect(order).toMatchObject({ fulfilmentStatus: 'fully_shipped' })
    expect(await near.forwarding(number)).toMatchObject({ upstreamStatus: 'shipped', problem: null })
  })

  test('what is short there is held here at once, and goes on when stock has come there', async () => {
    const { all } = await near.received()
    const number = await near.place(20)
    await takenIn(near, all + 1)
    expect(statusOf(await near.order(number))).toBe('hold')
    await receiveThere(20)
    here.advance(15 * 60_000)
    there.advance(15 * 60_000)
    await forwarder.doAllDue()
    expect(statusOf(await near.order(number))).toBe('allocated')
  })

  test('a push that comes twice counts once; one about nothing of ours is acknowledged', async () => {
    const number = await near.place(1)
    const { all } = await near.received()
    const data = { order_id: '1', order_number: number, message: 'no stock', error_code: 10003 }
    const body = JSON.stringify({ platform: 'Mabang', event_type: 'order_shipment', timestamp: '1', data })
    for (const _time of [1, 2]) {
      const answer = await near.tell(push('E-1', body), body)
      expect([answer.status, await answer.text()]).toEqual([200, '{"code":200}'])
    }
    await takenIn(near, all + 1)
    // It was held, until it was read: there, it is allocated.
    expect(statusOf(await near.order(number))).toBe('allocated')
    expect((await near.tell(push('E-1', body), body)).status).toBe(200)
    await forwarder.doAllDue()
    const events = await near.client.get(`/v1/orders/${number.split('-')[0]}/events`)
    expect(events.body.data?.filter((one) => one.kind === 'held')).toHaveLength(1)
    expect((await near.received()).all).toBe(all + 1)
    const other = body.replace(number, 'somebody-else')
    expect((await near.tell(push('E-2', other), other)).status).toBe(200)
    await takenIn(near, all + 2)
  })

  test('what is not signed, or changed since, is refused, and nothing is stored', async () => {
    const before = await near.received()
    const body = '{"data":{"order_number":"X","error_code":10001}}'
    const good = push('E-3', body)
    const refused: readonly [Record<string, string>, string][] = [
      [{}, body],
      [good, body.replace('X', 'Y')],
      [{ ...good, 'X-Apicenter-Signature': '0'.repeat(64) }, body],
      [{ ...good, 'X-Apicenter-Timestamp': String(Math.floor(here.now() / 1000) - 601) }, body],
    ]
    for (const [headers, sent] of refused) expect((await near.tell(headers, sent)).status).toBe(401)
    const elsewhere = near.url.replace(/\d+$/, '99')
    expect((await fetch(elsewhere, { method: 'POST', headers: good, body })).status).toBe(401)
    for (const path of ['/callbacks/0/1', '/callbacks/x/1', `/callbacks/${'9'.repeat(30)}/1`]) {
      expect((await fetch(here.url + path, { method: 'POST', body })).status).toBe(404)
    }
    expect(await near.received()).toEqual(before)
  })

  test('2,000 broken pushes, signed all the same, break nothing', async () => {
    const number = await near.place(1)
    const data = { order_id: '1', order_number: number, status: 'handovered', error_code: 10001 }
    await expectUnbroken(near, { event_type: 'order_shipment', data }, (body, id) =>
      pushes.headers({ id, kind: 'x', body }, { current: secret, previous: null }, here.now()),
    )
  })
})

describe('PandaPon', () => {
  let near: Near
  let person: Person
  let accessSecret: string
  let pay: (orderNumber: number) => Promise<void>

  beforeAll(async () => {
    const { shop, ...far } = await openPandapon(there, there.now, { currency: 'CNY' })
    const { accessKey, userId } = far
    accessSecret = far.accessSecret
    pay = (orderNumber) => shop.act(orderNumber, { kind: 'pay' })
    person = await personOf(there, far)
    const credentials = { accessKey, accessSecret, userId }
    near = await openNear({ sku: ITEMS[0].join('/'), dialect: 'pandapon', credentials })
    const { rows } = await there.pool.query(
      `select credential_id from credentials where tenant_id = $1 and dialect = 'pandapon'`,
      [far.tenantId],
    )
    // Saving it asks the address, which answers only what is signed with the same secret.
    const endpoint = { url: near.url, dialect: 'pandapon', credential: rows[0].credential_id }
    await person.post('/v1/webhook-endpoints', endpoint)
  })

  const signed = (body: string) => messages.headers({ id: '', kind: '', body }, secrets(), here.now())
  const secrets = () => ({ current: accessSecret, previous: null })

  test('what is paid and shipped there is shown here, without being asked for', async () => {
    const number = await near.place()
    await pay(await person.orderNumberOf(number))
    await takenIn(near, 1)
    expect(await near.forwarding(number)).not.toMatchObject({ upstreamStatus: 'waiting_payment' })
    const { all } = await near.received()
    await person.shipInTwo(number)
    await takenIn(near, all + 1)
    await eventually(async () => {
      await forwarder.doAllDue()
      expect(parcelsOf(await near.order(number))).toEqual([`${number}-P1`, `${number}-P2`])
    })
  })

  test('a message of an unknown kind has the order read; one that is not signed is refused', async () => {
    const number = await near.place(1)
    const { upstreamNumber } = await near.forwarding(number)
    const { all } = await near.received()
    const messageBody = JSON.stringify({ id: upstreamNumber })
    const body = JSON.stringify({ messageType: 'WHAT', messageBody, messagePlatform: 0, timestamp: '1' })
    expect((await near.tell({ Authorization: '0'.repeat(64) }, body)).status).toBe(401)
    expect((await near.received()).all).toBe(all)
    const answer = await near.tell(signed(body), body)
    expect([answer.status, await answer.text()]).toEqual([200, ''])
    await takenIn(near, all + 1)
    expect((await near.tell(signed('{'), '{')).status).toBe(400)
  })

  test('2,000 broken messages, signed all the same, break nothing', async () => {
    const number = await near.place(1)
    const { upstreamNumber } = await near.forwarding(number)
    const message = { messageType: 'X', messageBody: { id: String(upstreamNumber) }, messagePlatform: 0 }
    await expectUnbroken(near, message, signed)
  })
})

/** All are answered, none as a fault of ours; and what was stored of them is taken in. */
async function expectUnbroken(
  near: Near,
  good: Parameters<typeof mangle>[0],
  sign: (body: string, id: string) => Readonly<Record<string, string>>,
): Promise<void> {
  const random = seeded(Number(process.env.SEED ?? 20_261_121))
  const broken = Array.from({ length: 2_000 }, () => mangle(good, random))
  for (let at = 0; at < broken.length; at += 50) {
    await Promise.all(
      broken.slice(at, at + 50).map(async ({ what, body }, index) => {
        const text = body.toString('latin1')
        const headers = sign(body.toString('utf8'), `B-${at + index}`)
        const sent = Buffer.from(body.toString('utf8'))
        const answer = await near.tell(headers, sent)
        expect([200, 400], `${what}: ${text.slice(0, 200)}`).toContain(answer.status)
        await answer.arrayBuffer()
      }),
    )
  }
  while ((await near.received()).open > 0) await forwarder.doAllDue()
  expect((await fetch(`${here.url}/healthz`)).status).toBe(200)
}
