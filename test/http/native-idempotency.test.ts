import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type Answer, type NativeClient, openTenant, order, stockShop } from './native-client.js'

let hub: TestHub
let client: NativeClient

beforeAll(async () => {
  hub = await startTestHub()
})
beforeEach(async () => {
  client = await openTenant(hub)
  await stockShop(client, 100)
})
afterAll(() => hub.close())

const MOVEMENT = { sku: 'MUG', location: 'MAIN', quantity: 7, reason: 'delivery' }

async function fifty(path: string, body: unknown, key = 'k'): Promise<Answer> {
  const answers = await Promise.all(Array.from({ length: 50 }, () => client.post(path, body, key)))
  const [first] = answers
  if (first === undefined) throw new Error('fifty are some')
  expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`))).toEqual(
    new Set([`${first.status} ${first.text}`]),
  )
  // And once more, when all is settled.
  const later = await client.post(path, body, key)
  expect([later.status, later.text]).toEqual([first.status, first.text])
  return first
}

test('fifty equal orders with one key are one order', async () => {
  expect((await fifty('/v1/orders', order(3))).status).toBe(201)
  expect((await client.get('/v1/orders')).body.data).toHaveLength(1)
  expect((await client.get('/v1/stock-levels')).body.data).toMatchObject([{ reserved: 3 }])
})

test('fifty equal orders for another account with one key are one order', async () => {
  await client.post('/v1/accounts', { name: 'branch', currency: 'USD', stockOwner: 'shop', payment: 'none' })
  expect((await fifty('/v1/orders', order(3, { account: 'branch' }))).body.account).toBe('branch')
  expect((await client.get('/v1/orders')).body.data).toHaveLength(1)
  // One key of one caller is one request, whatever account it is for.
  const reused = await client.post('/v1/orders', order(3), 'k')
  expect(reused).toMatchObject({ status: 409, body: { code: 'key_reused' } })
})

test('fifty equal movements with one key move once', async () => {
  expect((await fifty('/v1/stock-movements', MOVEMENT)).body.onHand).toBe(107)
})

test('fifty equal top-ups with one key add once', async () => {
  expect((await fifty('/v1/accounts/shop/top-ups', { amountMinor: 5, note: 'n' })).body.balanceMinor).toBe(
    1_000_005,
  )
  expect((await client.get('/v1/accounts/shop')).body.balanceMinor).toBe(1_000_005)
})

test('fifty equal cancellations with one key cancel once', async () => {
  const { orderNumber } = (await client.post('/v1/orders', order(3))).body
  expect((await fifty(`/v1/orders/${orderNumber}/cancel`, {})).body.orderStatus).toBe('cancelled')
})

test('fifty equal accounts with one key are one account, as it was made', async () => {
  const made = await fifty('/v1/accounts', { name: 'branch', currency: 'USD' })
  expect(made.status).toBe(201)
  await client.post('/v1/accounts/branch/top-ups', { amountMinor: 5 })
  expect((await client.post('/v1/accounts', { name: 'branch', currency: 'USD' }, 'k')).text).toBe(made.text)
})

test('fifty equal credentials with one key are one credential, whose secret is shown once', async () => {
  const wish = { account: 'shop', dialect: 'native' }
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => client.post('/v1/credentials', wish, 'k')),
  )
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1)
  expect(answers.filter(({ body }) => body.credential !== null)).toHaveLength(1)
  expect(answers.find(({ body }) => body.credential === null)?.body.detail).toMatch(/is not kept/)
  expect((await client.get('/v1/credentials')).body.data).toHaveLength(2)
})

test('the answer stays what it was, whatever has become of the order', async () => {
  const placed = await client.post('/v1/orders', order(), 'k')
  await client.post(`/v1/orders/${placed.body.orderNumber}/cancel`)
  expect((await client.post('/v1/orders', order(), 'k')).text).toBe(placed.text)
})

test('fields in another order are the same request', async () => {
  const first = await client.post('/v1/stock-movements', MOVEMENT, 'k')
  const { sku, ...rest } = MOVEMENT
  expect((await client.post('/v1/stock-movements', { ...rest, sku }, 'k')).text).toBe(first.text)
})

test.each([
  ['/v1/stock-movements', { ...MOVEMENT, quantity: 8 }],
  ['/v1/accounts', { name: 'branch', currency: 'USD' }],
  ['/v1/credentials', { account: 'shop', dialect: 'native' }],
  ['/v1/orders', order()],
  ['/v1/accounts/shop/top-ups', { amountMinor: 1 }],
])('the key of a movement is refused for POST %s', async (path, body) => {
  await client.post('/v1/stock-movements', MOVEMENT, 'k')
  expect(await client.post(path, body, 'k')).toMatchObject({
    status: 409,
    body: {
      code: 'key_reused',
      field: 'Idempotency-Key',
      detail: 'the Idempotency-Key k was used with another request',
    },
  })
})

test('a refused request leaves its key free', async () => {
  expect((await client.post('/v1/stock-movements', { ...MOVEMENT, sku: 'NONE' }, 'k')).status).toBe(422)
  expect((await client.post('/v1/accounts', { name: 'shop', currency: 'USD' }, 'k')).status).toBe(409)
  expect((await client.post('/v1/stock-movements', MOVEMENT, 'k')).status).toBe(201)
})

test('keys of two tenants and of two accounts are different keys', async () => {
  const other = await openTenant(hub)
  await stockShop(other, 1)
  await client.post('/v1/stock-movements', MOVEMENT, 'k')
  expect((await other.post('/v1/stock-movements', { ...MOVEMENT, quantity: 2 }, 'k')).body.onHand).toBe(3)
})

test.each(['x'.repeat(256), 'tab\tbed', 'é'])('the key %.10s is refused', async (key) => {
  const answer = await client.post('/v1/stock-movements', MOVEMENT, key)
  expect(answer).toMatchObject({ status: 422, body: { field: 'Idempotency-Key' } })
})
