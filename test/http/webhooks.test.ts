// Webhook endpoints over the native API: what is refused, and what a receiver on the network gets.
import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type Received, startReceiver, type TestReceiver } from '../support/receiver.js'
import { type NativeClient, openTenant, order, stockShop } from './native-client.js'

let hub: TestHub
let client: NativeClient
let receiver: TestReceiver

beforeAll(async () => {
  hub = await startTestHub({ allowPrivateTargets: true })
})
afterAll(() => hub.close())
beforeEach(async () => {
  client = await openTenant(hub)
  await stockShop(client)
  receiver = await startReceiver()
})
afterEach(() => receiver.close())

const PATH = '/v1/webhook-endpoints'

/** By the specification, and nothing else. */
function signatures({ headers, body }: Received, secret: string): { sent: string[]; expected: string } {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  return { sent: String(headers['webhook-signature']).split(' '), expected }
}

test('the verifier that the specification publishes takes it, and not with one byte changed', async () => {
  const { body } = await client.post(PATH, { url: receiver.url })
  await client.post('/v1/orders', order())
  const [got] = await receiver.until(1)
  if (got === undefined) throw new Error('nothing came')
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature']
  const headers = Object.fromEntries(names.map((name) => [name, String(got.headers[name])]))
  const verifier = new Webhook(String(body.secret))
  vi.useFakeTimers({ toFake: ['Date'], now: hub.now() })
  try {
    expect(verifier.verify(got.body, headers)).toMatchObject({ type: 'order.placed' })
    for (const at of [0, got.body.length >> 1, got.body.length - 1]) {
      const other = String.fromCharCode(got.body.charCodeAt(at) ^ 1)
      const changed = got.body.slice(0, at) + other + got.body.slice(at + 1)
      expect(() => verifier.verify(changed, headers), changed).toThrow(/No matching signature/)
    }
    const later = { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }
    expect(() => verifier.verify(got.body, later)).toThrow(/No matching signature/)
  } finally {
    vi.useRealTimers()
  }
})

test('an order is told, signed, logged; after a rotation both secrets sign', async () => {
  const made = await client.post(PATH, { url: receiver.url })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ id: 1, dialect: 'native', events: null, enabled: true, due: 0 })
  const secret = String(made.body.secret)
  expect(Buffer.from(secret.replace(/^whsec_/, ''), 'base64').length).toBe(32)
  expect((await client.get(`${PATH}/1`)).body).not.toHaveProperty('secret')
  const placed = await client.post('/v1/orders', order())
  const [first] = await receiver.until(1)
  if (first === undefined) throw new Error('nothing came')
  const told = JSON.parse(first.body)
  expect(told).toMatchObject({
    type: 'order.placed',
    data: { orderNumber: placed.body.orderNumber, version: 1 },
  })
  const { sent, expected } = signatures(first, secret)
  expect(sent).toEqual([expected])

  const before = receiver.got.length
  const rotated = await client.post(`${PATH}/1/rotate-secret`, { overlapSeconds: 60 })
  expect(rotated.status).toBe(200)
  const second = String(rotated.body.secret)
  expect(second).not.toBe(secret)
  await client.post('/v1/orders', order())
  const later = (await receiver.until(before + 1))[before]
  if (later === undefined) throw new Error('nothing came')
  expect(signatures(later, second).sent).toEqual([
    signatures(later, second).expected,
    signatures(later, secret).expected,
  ])
})

test('only what is chosen is told, and the log tells of each attempt', async () => {
  receiver.answer = { status: 302, body: 'elsewhere', location: `${receiver.url}/private` }
  await client.post(PATH, { url: receiver.url, events: ['order.cancelled'], account: 'shop' })
  const placed = await client.post('/v1/orders', order())
  const number = placed.body.orderNumber
  await client.post(`/v1/orders/${number}/cancel`)
  const [got] = await receiver.until(1)
  expect(JSON.parse(got?.body ?? '')).toMatchObject({ type: 'order.cancelled' })
  // Recorded in the turn behind the answer.
  const log = await untilLogged(1)
  expect(log).toMatchObject({
    event: 'order.cancelled',
    subject: String(number),
    state: 'due',
    attempts: 1,
    body: got?.body,
    log: [{ status: 302, answer: 'elsewhere', url: receiver.url }],
  })
  // A redirect is not followed.
  expect(receiver.got.length).toBe(1)
  receiver.answer = { status: 204, body: '' }
  hub.advance(5_000)
  await receiver.until(2)
  expect(await untilLogged(2)).toMatchObject({ state: 'delivered', attempts: 2 })
  const replayed = await client.post(`${PATH}/1/replay`, { orderNumber: number })
  expect(replayed.body).toEqual({ id: 1, requeued: 1 })
  expect((await receiver.until(3))[2]?.headers['webhook-id']).toBe(got?.headers['webhook-id'])
})

async function untilLogged(attempts: number) {
  for (;;) {
    const [delivery] = (await client.get(`${PATH}/1/deliveries`)).body.data ?? []
    if (Array.isArray(delivery?.log) && delivery.log.length >= attempts) return delivery
  }
}

test('what is due is given up on demand, is tried no more, and can be replayed', async () => {
  receiver.answer = { status: 500, body: 'no' }
  await client.post(PATH, { url: receiver.url, events: ['order.placed'] })
  await client.post('/v1/orders', order())
  await receiver.until(1)
  await untilLogged(1)
  expect((await client.post(`${PATH}/1/give-up`)).body).toEqual({ id: 1, givenUp: 1 })
  expect((await client.get(`${PATH}/1`)).body).toMatchObject({ due: 0, undelivered: 1 })
  receiver.answer = { status: 204, body: '' }
  hub.advance(5_000)
  await client.post('/v1/orders', order())
  const [first, second] = await receiver.until(2)
  expect(second?.headers['webhook-id']).not.toBe(first?.headers['webhook-id'])
  expect((await client.post(`${PATH}/1/replay`)).body).toEqual({ id: 1, requeued: 1 })
  expect((await receiver.until(3))[2]?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  expect((await client.post(`${PATH}/77/give-up`)).status).toBe(404)
})

test('a replay says how far it has come, and is given up before it is told', async () => {
  await client.post('/v1/orders', order())
  await client.post(PATH, { url: receiver.url, events: ['order.placed'] })
  await client.patch(`${PATH}/1`, { enabled: false })
  const from = new Date(hub.now() - 3_600_000).toISOString()
  expect((await client.post(`${PATH}/1/replay`, { from })).body).toEqual({ id: 1, requeued: 0 })
  const { replaying } = (await client.get(`${PATH}/1`)).body as { replaying?: { commits: number } }
  expect(replaying).toEqual({ commits: expect.any(Number), told: 0 })
  expect(replaying?.commits).toBeGreaterThan(0)
  expect((await client.post(`${PATH}/1/give-up`)).body).toEqual({ id: 1, givenUp: 0 })
  expect((await client.get(PATH)).body.data).toMatchObject([{ replaying: null }])
  const placed = await client.post('/v1/orders', order())
  await client.patch(`${PATH}/1`, { enabled: true })
  const [got] = await receiver.until(1)
  expect(JSON.parse(got?.body ?? '')).toMatchObject({ data: { orderNumber: placed.body.orderNumber } })
})

test('an endpoint is turned off, on, and deleted; another tenant sees nothing of it', async () => {
  await client.post(PATH, { url: receiver.url, events: ['order.placed'] })
  expect((await client.patch(`${PATH}/1`, { enabled: false })).body).toMatchObject({ enabled: false })
  await client.post('/v1/orders', order())
  const on = await client.patch(`${PATH}/1`, { enabled: true, events: null })
  expect(on.body).toMatchObject({ enabled: true, events: null })
  // What was committed meanwhile has waited.
  expect(JSON.parse((await receiver.until(1))[0]?.body ?? '')).toMatchObject({ type: 'order.placed' })
  const stranger = await openTenant(hub)
  expect((await stranger.get(`${PATH}/1`)).status).toBe(404)
  expect((await stranger.get(PATH)).body.data).toEqual([])
  expect((await client.delete(`${PATH}/1`)).status).toBe(200)
  expect((await client.get(`${PATH}/1/deliveries`)).status).toBe(404)
})

test('a key makes one endpoint, and its secret is shown once', async () => {
  const first = await client.post(PATH, { url: receiver.url }, 'k1')
  const again = await client.post(PATH, { url: receiver.url }, 'k1')
  expect(again.body.id).toBe(first.body.id)
  expect([typeof first.body.secret, again.body.secret]).toEqual(['string', null])
})

test.each([
  ['no URL', { url: 'shop' }, 'url'],
  ['another scheme', { url: 'ftp://shop.example/' }, 'url'],
  ['a password in it', { url: 'https://a:b@shop.example/' }, 'url'],
  ['an unknown dialect', { url: 'https://shop.example/', dialect: 'x' }, 'dialect'],
  ['an unknown event', { url: 'https://shop.example/', events: ['order.eaten'] }, 'events'],
  ['an unknown account', { url: 'https://shop.example/', account: 'nobody' }, 'account'],
  ['no account', { url: 'https://shop.example/', dialect: 'apicenter' }, 'account'],
  ['no credential', { url: 'https://shop.example/', dialect: 'pandapon' }, 'credential'],
  ['a credential that is not used', { url: 'https://shop.example/', credential: 1 }, 'credential'],
  ['an unknown option', { url: 'https://shop.example/', options: { x: 1 } }, 'options.x'],
])('%s is refused by name', async (_title, body, field) => {
  const answer = await client.post(PATH, body)
  expect(answer.status).toBe(422)
  expect(answer.body).toMatchObject({ code: 'invalid_field', field })
  expect((await client.get(PATH)).body.data).toEqual([])
})

test('private addresses are refused unless they are allowed', async () => {
  const strict = await startTestHub()
  try {
    const other = await openTenant(strict)
    for (const url of ['http://127.0.0.1/', 'http://localhost/', 'http://[::1]/', 'http://10.0.0.1/']) {
      expect((await other.post(PATH, { url })).body).toMatchObject({ status: 422, field: 'url' })
    }
  } finally {
    await strict.close()
  }
})

test("a message callback's address is verified as it is saved, and changed", async () => {
  const credential = await client.post('/v1/credentials', { account: 'shop', dialect: 'pandapon' })
  const wish = { url: receiver.url, dialect: 'pandapon', credential: credential.body.id }
  receiver.answer = { status: 204, body: '' }
  const refused = await client.post(PATH, wish)
  expect(refused.body).toMatchObject({ status: 422, field: 'url' })
  receiver.answer = { status: 200, body: '' }
  const made = await client.post(PATH, wish)
  expect(made).toMatchObject({
    status: 201,
    body: { secret: null, credential: credential.body.id, account: 'shop' },
  })
  expect(receiver.got.length).toBe(2)
  const { body, headers } = receiver.got[1] ?? { body: '', headers: {} }
  expect(JSON.parse(body)).toEqual({
    messageType: 'VERIFY',
    messageBody: '{}',
    messagePlatform: 0,
    timestamp: String(hub.now()),
  })
  const { accessKey = '', accessSecret = '' } = credential.body.credential as Record<string, string>
  const expected = createHmac('sha256', accessSecret)
    .update(accessKey + body)
    .digest('hex')
  expect(headers.authorization).toBe(expected)
  receiver.answer = { status: 500, body: '' }
  const changed = await client.patch(`${PATH}/${made.body.id}`, { url: `${receiver.url}/2` })
  expect(changed.body).toMatchObject({ status: 422, field: 'url' })
  expect((await client.post(`${PATH}/${made.body.id}/rotate-secret`)).status).toBe(409)
})

test('an address is tried with a message of its own, also while it is off, and nothing is queued', async () => {
  const made = await client.post(PATH, { url: receiver.url, events: ['order.paid'] })
  await client.patch(`${PATH}/1`, { enabled: false })
  const rotated = await client.post(`${PATH}/1/rotate-secret`, { overlapSeconds: 60 })
  const tested = await client.post(`${PATH}/1/test`)
  expect(tested).toMatchObject({
    status: 200,
    body: {
      id: 1,
      received: true,
      event: 'test',
      attempt: { status: 200, problem: null, url: receiver.url },
    },
  })
  const [got] = receiver.got
  if (got === undefined) throw new Error('nothing came')
  expect(got.headers['webhook-id']).toBe(tested.body.messageId)
  expect(JSON.parse(got.body)).toEqual({
    type: 'test',
    timestamp: new Date(hub.now()).toISOString(),
    data: {},
  })
  expect(signatures(got, String(rotated.body.secret)).sent).toEqual([
    signatures(got, String(rotated.body.secret)).expected,
    signatures(got, String(made.body.secret)).expected,
  ])
  receiver.answer = { status: 500, body: 'broken' }
  expect((await client.post(`${PATH}/1/test`)).body).toMatchObject({
    received: false,
    attempt: { status: 500, answer: 'broken', problem: 'the answer does not say that it was received' },
  })
  expect((await client.get(`${PATH}/1/deliveries`)).body.data).toEqual([])
  expect((await client.get(`${PATH}/1`)).body).toMatchObject({ failingSince: null, enabled: false })
  const stranger = await openTenant(hub)
  expect((await stranger.post(`${PATH}/1/test`)).status).toBe(404)
})

test('a dialect without such a message sends its newest one, if there is any', async () => {
  receiver.answer = { status: 200, body: '{"code":200}' }
  await client.post(PATH, { url: receiver.url, dialect: 'apicenter', account: 'shop' })
  const early = await client.post(`${PATH}/1/test`)
  expect(early.body).toMatchObject({ status: 409, code: 'not_allowed_in_state' })
  expect(receiver.got).toEqual([])
  const message = `insert into webhook_messages (tenant_id, endpoint_id, message_number, message_id, kind, subject,
      commit_version, body, state, due_at, created_at, ended_at)
    values ($1, 1, 1, 'm1', 'order_shipment', '1', 0, '{"data":1}', 'delivered', now(), now(), now())`
  await hub.pool.query(message, [client.tenantId])
  expect((await client.post(`${PATH}/1/test`)).body).toMatchObject({ received: true, messageId: 'm1' })
  expect(receiver.got).toMatchObject([
    { body: '{"data":1}', headers: { 'x-apicenter-event': 'order_shipment' } },
  ])
})

test('a message callback is tried as it is verified', async () => {
  const credential = await client.post('/v1/credentials', { account: 'shop', dialect: 'pandapon' })
  await client.post(PATH, { url: receiver.url, dialect: 'pandapon', credential: credential.body.id })
  expect((await client.post(`${PATH}/1/test`)).body).toMatchObject({ received: true, event: 'VERIFY' })
  expect(receiver.got.map(({ headers }) => headers.authorization)).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}$/),
    receiver.got[0]?.headers.authorization,
  ])
})

test('what happened from a moment on is told again', async () => {
  await client.post(PATH, { url: receiver.url, events: ['order.placed'] })
  const numbers: unknown[] = []
  for (let index = 0; index < 3; index += 1) {
    numbers.push((await client.post('/v1/orders', order())).body.orderNumber)
    hub.advance(60_000)
  }
  await receiver.until(3)
  await expect
    .poll(async () => (await client.get(`${PATH}/1/deliveries?state=delivered`)).body.data?.length, {
      timeout: 10_000,
    })
    .toBe(3)
  const replay = (body: object) => client.post(`${PATH}/1/replay`, body)
  // The second order came two minutes ago.
  const from = new Date(hub.now() - 120_000).toISOString()
  expect((await replay({ from })).body).toEqual({ id: 1, requeued: 2 })
  const again = (await receiver.until(5)).slice(3).map(({ body }) => JSON.parse(body).data.orderNumber)
  expect(again.toSorted()).toEqual(numbers.slice(1))
  expect((await replay({ from: new Date(hub.now()).toISOString() })).body).toEqual({ id: 1, requeued: 0 })
  expect((await replay({ from, orderNumber: numbers[0] })).body).toMatchObject({ status: 422, field: 'from' })
  expect((await replay({ from: 'yesterday' })).body).toMatchObject({ status: 422, field: 'from' })
})

test('in whose words one can be told, of what, and how it is tried again', async () => {
  const { data } = (await client.get('/v1/webhook-dialects')).body
  const [own] = data ?? []
  expect(data?.map((one) => one.dialect)).toEqual(['native', 'pandapon', 'apicenter'])
  expect(own).toMatchObject({
    dialect: 'native',
    scope: 'tenant',
    secret: 'own',
    options: [],
    timeoutSeconds: 15,
  })
  expect(own?.retryAfterSeconds).toEqual(expect.arrayContaining([5, 86_400]))
  expect(own?.events).toContain('order.placed')
})
