// Orders that another platform ships: sent there once, whatever becomes of the answers, and followed until they arrive.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CallLog } from '../../src/forward/call-log.js'
import { Forwarder } from '../../src/forward/forwarder.js'
import type { Address } from '../../src/order/order.js'
import { audit } from '../../src/store/audit.js'
import { secretBox } from '../../src/store/secret-box.js'
import type { UpstreamParcel } from '../../src/wire/upstream.js'
import { ADDRESS, type Body, type NativeClient, openTenant, stockShop } from '../http/native-client.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type StubOrder, type StubPlatform, startStubPlatform, stubPlatforms } from './stub-platform.js'

let hub: TestHub
let forwarder: Forwarder
let client: NativeClient
let stub: StubPlatform
let connection: number

beforeAll(async () => {
  hub = await startTestHub({ work: false, allowPrivateTargets: true, platforms: stubPlatforms })
  const parts = { pool: hub.pool, lanes: hub.lanes, clock: hub.now, platforms: stubPlatforms }
  const box = secretBox(Buffer.alloc(32, 7))
  const failed = (error: unknown): never => {
    throw error
  }
  const callLog = new CallLog(hub.pool, failed)
  forwarder = new Forwarder({ ...parts, box, rules: { allowPrivate: true }, callLog }, failed)
})
afterAll(async () => {
  await forwarder.close()
  await hub.close()
})

beforeEach(async () => {
  stub = await startStubPlatform()
  client = await openTenant(hub)
  await stockShop(client)
  const made = await client.post('/v1/connections', {
    name: 'warehouse',
    dialect: 'stub',
    baseUrl: `${stub.url}/`,
    credentials: { token: 'good' },
    mappings: {
      skus: { MUG: 'their-mug' },
      locations: { MAIN: 'W1' },
      shippingMethods: { standard: 'SLOW' },
    },
    settings: { client_code: 'C1' },
    store: { name: 's', marketplace: 'US' },
  })
  expect(made.status, made.text).toBe(201)
  connection = Number(made.body.id)
  const rule = await client.post('/v1/routing-rules', { connection: 'warehouse', location: 'MAIN' })
  expect(rule.status, rule.text).toBe(201)
})
afterEach(async () => {
  const { rows } = await hub.pool.query('select 1 from forwardings where tenant_id = $1', [client.tenantId])
  expect(rows.length).toBeGreaterThanOrEqual(stub.orders.size)
  const results = await audit(hub.connectionString, client.tenantId)
  expect(results.flatMap((one) => one.violations)).toEqual([])
  await client.patch(`/v1/connections/${connection}`, { enabled: false })
  await stub.close()
})

async function placeOrder(quantity = 3, address: Partial<Address> = {}): Promise<number> {
  const body = { address: { ...ADDRESS, ...address }, lines: [{ sku: 'MUG', quantity }], speed: 'standard' }
  const placed = await client.post('/v1/orders', body)
  expect(placed.status, placed.text).toBe(201)
  return Number(placed.body.orderNumber)
}

const forwarding = async (order: number): Promise<Body> =>
  (await client.get(`/v1/forwardings/${order}-1`)).body

interface Part {
  readonly status: string
  readonly shipments: readonly { readonly trackingNumber: string; readonly lines: readonly unknown[] }[]
}

async function part(order: number): Promise<Part> {
  const { body } = await client.get(`/v1/orders/${order}`)
  const [first] = body.fulfilmentOrders as readonly Part[]
  if (first === undefined) throw new Error('an order has a part')
  return first
}

async function pass(minutes: number): Promise<void> {
  hub.advance(minutes * 60_000)
  await forwarder.doAllDue()
}

function there(order: number): StubOrder {
  const found = stub.orders.get(`${order}-1`)
  if (found === undefined) throw new Error(`${order} is not there`)
  return found
}

const parcel = (trackingNumber: string, quantity: number | null, more: Partial<UpstreamParcel> = {}) => ({
  carrier: 'DHL',
  trackingNumber,
  packageNumber: null,
  lines: quantity === null ? null : [{ sku: 'their-mug', quantity }],
  shippedAt: null,
  deliveredAt: null,
  events: [],
  ...more,
})

const placings = (): number => stub.asked.filter((path) => path === '/place').length

describe('sending', () => {
  test('an order is sent once, in the words of the platform', async () => {
    const order = await placeOrder()
    await forwarder.doAllDue()
    await pass(1)
    expect(placings()).toBe(1)
    expect(there(order).placed).toMatchObject({
      number: `${order}-1`,
      lines: [{ sku: 'their-mug', quantity: 3, unitPriceMinor: 1000 }],
      location: 'W1',
      carrier: 'SLOW',
      store: { name: 's', marketplace: 'US' },
      fields: { client_code: 'C1' },
    })
    expect(await forwarding(order)).toMatchObject({
      state: 'sent',
      connection: { id: connection, name: 'warehouse' },
      upstreamNumber: 'U-1',
      upstreamStatus: 'received',
      attempts: 1,
      problem: null,
    })
  })

  test('what was asked and answered is kept for people, without what is personal', async () => {
    stub.faults.push('too_many')
    const order = await placeOrder(2, { recipient: 'Zoë Quill' })
    await forwarder.doAllDue()
    await pass(1)
    await client.post(`/v1/orders/${order}/cancel`, {})
    const list = await client.get(`/v1/forwardings/${order}-1/calls`)
    expect(list.status, list.text).toBe(200)
    const calls = list.body.data as unknown as readonly { id: number; purpose: string; outcome: string }[]
    expect(calls.map(({ purpose, outcome }) => `${purpose} ${outcome}`)).toEqual([
      'cancel cancelled',
      'place accepted',
      'place try_later',
    ])
    const placing = await client.get(`/v1/forwardings/${order}-1/calls/${calls[1]?.id}`)
    expect(placing.body).toMatchObject({ method: 'POST', path: '/place', status: 200, reason: null })
    expect(JSON.parse(String(placing.body.answer))).toEqual({ upstreamNumber: 'U-1' })
    const sent = JSON.parse(String(placing.body.request))
    expect(sent.order).toMatchObject({ number: `${order}-1`, address: { country: 'US' } })
    expect(placing.text).not.toContain('Quill')
    expect(calls[2]).toMatchObject({ status: 429, reason: 'too many requests' })
    const other = await openTenant(hub)
    expect((await other.get(`/v1/forwardings/${order}-1/calls`)).status).toBe(404)
    expect((await other.get(`/v1/forwardings/${order}-1/calls/${calls[1]?.id}`)).status).toBe(404)
  })

  test('what is asked again and again is kept the last few times', async () => {
    const order = await placeOrder()
    await forwarder.doAllDue()
    for (let count = 0; count < 6; count += 1) await pass(16)
    const { body } = await client.get(`/v1/forwardings/${order}-1/calls`)
    const purposes = (body.data as unknown as readonly { purpose: string }[]).map((one) => one.purpose)
    expect(purposes).toEqual(['read', 'read', 'read', 'place'])
  })

  test('what no rule sends out stays here', async () => {
    const rules = await client.get('/v1/routing-rules')
    const removed = await client.delete(`/v1/routing-rules/${rules.body.data?.[0]?.id}`)
    expect(removed.status).toBe(200)
    const made = await client.post('/v1/routing-rules', { connection: String(connection), country: 'FR' })
    expect(made.body).toMatchObject({ country: 'FR', location: null, priority: 100 })
    const order = await placeOrder()
    await forwarder.doAllDue()
    expect(placings()).toBe(0)
    expect((await client.get(`/v1/forwardings/${order}-1`)).status).toBe(404)
  })

  test('a lost answer is looked up before anything else, and found', async () => {
    stub.faults.push('lost_answer')
    const order = await placeOrder()
    await forwarder.doAllDue()
    await pass(1)
    expect(await forwarding(order)).toMatchObject({ state: 'sent', upstreamNumber: 'U-1', attempts: 1 })
    expect(placings()).toBe(1)
    expect(stub.asked.slice(0, 2)).toEqual(['/place', '/changes'])
  })

  test('what is not found twice, ten minutes apart, is parked; a person sends it again', async () => {
    stub.faults.push('never_came')
    const order = await placeOrder()
    await forwarder.doAllDue()
    await pass(1)
    expect(await forwarding(order)).toMatchObject({ state: 'unknown', attempts: 1 })
    await pass(9)
    expect(await forwarding(order)).toMatchObject({ state: 'unknown' })
    await pass(2)
    expect(await forwarding(order)).toMatchObject({ state: 'parked', attempts: 1 })
    const parked = await client.get('/v1/forwardings?state=parked')
    expect(parked.body.data).toHaveLength(1)
    expect(placings()).toBe(1)
    const again = await client.post(`/v1/forwardings/${order}-1/retry`)
    expect(again.body).toMatchObject({ state: 'due', problem: null })
    await forwarder.doAllDue()
    expect(await forwarding(order)).toMatchObject({ state: 'sent', attempts: 2 })
    expect(stub.orders.size).toBe(1)
  })

  test('what is forwarded of one order is listed by its number, and of no other', async () => {
    const [first, second] = [await placeOrder(), await placeOrder()]
    await forwarder.doAllDue()
    const listed = async (query: string) => {
      const { status, body, text } = await client.get(`/v1/forwardings?${query}`)
      expect(status, text).toBe(200)
      return body.data?.map((one) => one.fulfilmentOrder)
    }
    expect(await listed(`order=${first}`)).toEqual([`${first}-1`])
    expect(await listed(`order=${second}&state=sent`)).toEqual([`${second}-1`])
    expect(await listed(`order=${second}&state=parked`)).toEqual([])
    expect(await listed(`order=${second + 1_000}`)).toEqual([])
    const wrong = await client.get('/v1/forwardings?order=x')
    expect([wrong.status, wrong.body.field]).toEqual([422, 'order'])
  })

  test('an answer that nobody can read counts as none', async () => {
    stub.faults.push('garbage')
    const order = await placeOrder()
    await forwarder.doAllDue()
    await pass(1)
    expect(await forwarding(order)).toMatchObject({ state: 'sent', attempts: 1 })
  })

  test('a platform that has too much to do is left alone as long as it says', async () => {
    stub.faults.push('too_many')
    const order = await placeOrder()
    await forwarder.doAllDue()
    expect(await forwarding(order)).toMatchObject({ state: 'due', problem: 'too many requests' })
    hub.advance(29_000)
    await forwarder.doAllDue()
    expect(placings()).toBe(1)
    hub.advance(1_000)
    await forwarder.doAllDue()
    expect(await forwarding(order)).toMatchObject({ state: 'sent', attempts: 2 })
  })

  test('a refusal parks it with the platform’s words', async () => {
    stub.faults.push('refused')
    const order = await placeOrder()
    await forwarder.doAllDue()
    expect(await forwarding(order)).toMatchObject({ state: 'parked', problem: '400: no such SKU' })
    await pass(60)
    expect(placings()).toBe(1)
    const given = await client.post(`/v1/forwardings/${order}-1/settle`, { outcome: 'given_up', reason: 'x' })
    expect(given.body).toMatchObject({ state: 'done', problem: 'x' })
  })

  test('a field that can’t be carried parks it before it is sent, naming the field', async () => {
    const order = await placeOrder(1, { recipient: 'Bartholomew III' })
    await forwarder.doAllDue()
    expect(await forwarding(order)).toMatchObject({
      state: 'parked',
      field: 'address.recipient',
      problem: 'address.recipient is longer than 10',
      attempts: 0,
    })
    expect(stub.asked).toEqual([])
  })

  test('a credential that is not known pauses the connection, and is told', async () => {
    stub.faults.push('unauthorized')
    const order = await placeOrder()
    await forwarder.doAllDue()
    const { body } = await client.get(`/v1/connections/${connection}`)
    expect(body).toMatchObject({ problem: 'the platform does not know the credential' })
    await pass(2)
    expect(await forwarding(order)).toMatchObject({ state: 'sent' })
  })

  test('a platform that is down costs no attempt that could be a second order', async () => {
    const { url } = stub
    await stub.close()
    const order = await placeOrder()
    await forwarder.doAllDue()
    expect(await forwarding(order)).toMatchObject({ state: 'due' })
    stub = await startStubPlatform()
    expect(stub.url).not.toBe(url)
    await client.patch(`/v1/connections/${connection}`, { baseUrl: stub.url })
    await pass(2)
    expect(await forwarding(order)).toMatchObject({ state: 'sent' })
    expect(placings()).toBe(1)
  })
})

describe('coming back', () => {
  test('what has changed there is asked for now if somebody wants it', async () => {
    const order = await placeOrder(3)
    await forwarder.doAllDue()
    there(order).status = 'partially_shipped'
    there(order).parcels = [parcel('T1', 1)]
    await forwarder.doAllDue()
    expect(await part(order)).toMatchObject({ shipments: [] })
    expect((await client.post(`/v1/connections/${connection}/poll`)).status).toBe(200)
    await forwarder.doAllDue()
    expect(await part(order)).toMatchObject({ shipments: [{ trackingNumber: 'T1' }] })
    expect((await client.post('/v1/connections/99/poll')).status).toBe(404)
  })

  test('what a list tells without its parcels is read once, and not again for being listed again', async () => {
    const order = await placeOrder(3)
    await forwarder.doAllDue()
    const reads = () => stub.asked.filter((path) => path === '/read').length
    const before = reads()
    there(order).status = 'packed'
    there(order).parcels = null
    for (const _ of [1, 2, 3, 4]) await pass(2)
    expect(reads() - before).toBe(1)
    await pass(15)
    expect(reads() - before).toBe(2)
  })

  test('two parcels are two shipments, whichever comes first, and each only once', async () => {
    const order = await placeOrder(3)
    await forwarder.doAllDue()
    there(order).status = 'partially_shipped'
    there(order).parcels = [parcel('T1', 1)]
    await pass(2)
    expect(await part(order)).toMatchObject({ status: 'packed', shipments: [{ trackingNumber: 'T1' }] })
    there(order).status = 'shipped'
    there(order).parcels = [parcel('T2', 2), parcel('T1', 1)]
    await pass(2)
    const shipped = await part(order)
    expect(shipped.status).toBe('handed_over')
    expect(shipped.shipments.map((one) => one.trackingNumber)).toEqual(['T1', 'T2'])
    there(order).status = 'received'
    there(order).parcels = []
    await pass(2)
    expect(await part(order)).toEqual(shipped)
    there(order).status = 'delivered'
    there(order).parcels = [parcel('T1', 1, { deliveredAt: hub.now() })]
    await pass(2)
    expect((await part(order)).status).toBe('delivered')
    expect(await forwarding(order)).toMatchObject({ state: 'done', upstreamStatus: 'delivered' })
  })

  test('three parcels of one line are packed anew as they come', async () => {
    const order = await placeOrder(3)
    await forwarder.doAllDue()
    there(order).status = 'partially_shipped'
    for (const count of [1, 2, 3]) {
      there(order).parcels?.push(parcel(`T${count}`, 1))
      await pass(2)
      expect((await part(order)).shipments).toHaveLength(count)
    }
    expect((await part(order)).status).toBe('handed_over')
  })

  test('parcels that don’t tell what is in them count when all of it has left', async () => {
    const order = await placeOrder(3)
    await forwarder.doAllDue()
    there(order).status = 'partially_shipped'
    there(order).parcels = [parcel('T1', null)]
    await pass(2)
    expect((await part(order)).status).toBe('packed')
    there(order).status = 'shipped'
    there(order).parcels?.push(parcel('T2', null))
    await pass(2)
    const shipped = await part(order)
    expect(shipped.status).toBe('handed_over')
    expect(shipped.shipments.map((one) => one.trackingNumber)).toEqual(['T1', 'T2'])
  })

  test('what is short there is held here, until it is not', async () => {
    const order = await placeOrder()
    await forwarder.doAllDue()
    there(order).status = 'short'
    await pass(2)
    expect((await part(order)).status).toBe('hold')
    there(order).status = 'allocated'
    await pass(2)
    expect((await part(order)).status).toBe('allocated')
  })

  test('what is cancelled there is cancelled here', async () => {
    const order = await placeOrder()
    await forwarder.doAllDue()
    there(order).status = 'cancelled'
    await pass(2)
    const { body } = await client.get(`/v1/orders/${order}`)
    expect(body).toMatchObject({ orderStatus: 'cancelled' })
    expect(await forwarding(order)).toMatchObject({ state: 'done' })
  })
})

describe('changes here', () => {
  test('a cancellation goes there first, and is done here if it is done there', async () => {
    const order = await placeOrder()
    await forwarder.doAllDue()
    const answer = await client.post(`/v1/orders/${order}/cancel`, { reason: 'changed my mind' })
    expect(answer.body).toMatchObject({ orderStatus: 'cancelled' })
    expect(there(order).status).toBe('cancelled')
    await pass(1)
    expect(await forwarding(order)).toMatchObject({ state: 'done' })
  })

  test('a cancellation that comes too late there is refused here', async () => {
    const order = await placeOrder()
    await forwarder.doAllDue()
    stub.cancel = 'too_late'
    const answer = await client.post(`/v1/orders/${order}/cancel`, {})
    expect(answer.status).toBe(409)
    expect(answer.body.detail).toMatch(/sent to warehouse, which does not cancel it: it has left/)
    expect((await part(order)).status).toBe('allocated')
  })

  test('what is stopped there instead is held here', async () => {
    const order = await placeOrder()
    await forwarder.doAllDue()
    stub.cancel = 'held'
    const answer = await client.post(`/v1/orders/${order}/cancel`, {})
    expect(answer.status).toBe(200)
    expect((await part(order)).status).toBe('hold')
    there(order).status = 'packed'
    await pass(2)
    expect((await part(order)).status).toBe('packed')
  })

  test('a refund of what was sent goes there first, all of it or none', async () => {
    const [early, late] = [await placeOrder(), await placeOrder()]
    await forwarder.doAllDue()
    const refund = (order: number, more: object = {}) =>
      client.post(`/v1/orders/${order}/after-sales`, { kind: 'refund', goods: 'unshipped', ...more })
    const piece = await refund(early, { lines: [{ lineNumber: 1, quantity: 1 }] })
    expect(piece.status, piece.text).toBe(409)
    expect(there(early).status).toBe('received')
    const whole = await refund(early)
    expect(whole.status, whole.text).toBeLessThan(300)
    expect(there(early).status).toBe('cancelled')
    stub.cancel = 'too_late'
    expect((await refund(late)).status).toBe(409)
    expect((await part(late)).status).toBe('allocated')
  })

  test('what has not been sent is cancelled at once, and never sent', async () => {
    const order = await placeOrder()
    const answer = await client.post(`/v1/orders/${order}/cancel`, {})
    expect(answer.body).toMatchObject({ orderStatus: 'cancelled' })
    await pass(1)
    expect(placings()).toBe(0)
  })

  test('of what was sent, nothing is split, packed or held here; held before, it is sent when released', async () => {
    const order = await placeOrder()
    expect((await client.post(`/v1/fulfilment-orders/${order}-1/hold`, { reason: 'wait' })).status).toBe(200)
    await pass(1)
    expect(placings()).toBe(0)
    expect((await client.post(`/v1/fulfilment-orders/${order}-1/release`, {})).status).toBe(200)
    await forwarder.doAllDue()
    expect(placings()).toBe(1)
    for (const act of ['pack', 'hold']) {
      const body = act === 'hold' ? { reason: 'wait' } : {}
      const answer = await client.post(`/v1/fulfilment-orders/${order}-1/${act}`, body)
      expect(answer.status, answer.text).toBe(409)
      expect(answer.body).toMatchObject({ state: 'sent to warehouse' })
    }
  })
})

describe('connections', () => {
  test('tell neither credential nor session, and are tested', async () => {
    const shown = await client.get(`/v1/connections/${connection}`)
    expect(shown.text).not.toContain('good')
    const { rows } = await hub.pool.query('select * from connections where tenant_id = $1', [client.tenantId])
    expect(JSON.stringify(rows)).not.toContain('"good"')
    const alive = await client.post(`/v1/connections/${connection}/test`)
    expect(alive.body).toMatchObject({ alive: true, reason: null })
    await client.patch(`/v1/connections/${connection}`, { credentials: { token: 'bad' } })
    const dead = await client.post(`/v1/connections/${connection}/test`)
    expect(dead.body).toMatchObject({ alive: false, reason: 'the platform does not know the credential' })
  })

  test('a credential that can not even be sent is told, and nothing breaks', async () => {
    await client.patch(`/v1/connections/${connection}`, { credentials: { token: 'é' } })
    const dead = await client.post(`/v1/connections/${connection}/test`)
    expect(dead.body).toMatchObject({ alive: false })
    await hub.pool.query(`update connections set credential_sealed = 'x' where tenant_id = $1`, [
      client.tenantId,
    ])
    const shut = await client.post(`/v1/connections/${connection}/test`)
    expect(shut.body).toMatchObject({ alive: false, reason: expect.stringMatching(/key of this server/) })
    await placeOrder()
    await forwarder.doAllDue()
    expect(stub.orders.size).toBe(0)
  })

  test('are refused with what is wrong named', async () => {
    const good = { name: 'b', dialect: 'stub', baseUrl: stub.url, credentials: { token: 'x' } }
    const fieldOf = async (body: object) => (await client.post('/v1/connections', body)).body.field
    expect(await fieldOf({ ...good, dialect: 'none' })).toBe('dialect')
    expect(await fieldOf({ ...good, baseUrl: 'ftp://example.com' })).toBe('baseUrl')
    expect(await fieldOf({ ...good, credentials: { token: [] } })).toBe('credentials.token')
    expect(await fieldOf({ ...good, name: '12' })).toBe('name')
    expect((await client.post('/v1/connections', { ...good, name: 'warehouse' })).status).toBe(409)
    expect((await client.post('/v1/routing-rules', { connection: 'nowhere' })).body.field).toBe('connection')
  })

  test('one that is off sends nothing', async () => {
    await client.patch(`/v1/connections/${connection}`, { enabled: false })
    await placeOrder()
    await pass(1)
    expect(stub.asked).toEqual([])
  })
})
