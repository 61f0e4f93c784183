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
