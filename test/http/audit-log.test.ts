// Who changed what: each change is on record, with what it was before and after, and without secrets.
import { userInfo } from 'node:os'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { putOnRecord } from '../../src/cli/on-record.js'
import { GroupedAuditTrail, type LostEntry } from '../../src/people/audit-trail.js'
import { redacted } from '../../src/people/redaction.js'
import { LogSweeper } from '../../src/store/log-sweeper.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { ITEM, type NativeClient, openTenant, order, stockShop } from './native-client.js'
import { at, type Browser, makeUser, PASSWORD, signedIn } from './sign-in-client.js'

let hub: TestHub
let client: NativeClient
let ann: Browser

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())
beforeEach(async () => {
  client = await openTenant(hub)
  await stockShop(client)
  await makeUser(client, 'ann', 'admin')
  ann = await signedIn(hub, await at(hub, client, 'ann'))
})

// biome-ignore lint/suspicious/noExplicitAny: a test looks into entries of many shapes.
async function entries(query = ''): Promise<readonly any[]> {
  const answer = await client.get(`/v1/audit-log${query}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.data ?? []
}

const BY_ANN = { kind: 'person', name: 'ann' } as const

test('a change is told with who, when, before and after', async () => {
  const changed = await ann.send('PUT', '/v1/items/MUG', { ...ITEM, priceMinor: 1200 })
  expect(changed.status).toBe(200)
  const [entry] = await entries()
  expect(entry).toMatchObject({
    at: new Date(hub.now()).toISOString(),
    who: BY_ANN,
    operation: 'putItem',
    target: 'items/MUG',
    request: { priceMinor: 1200 },
    before: { sku: 'MUG', priceMinor: 1000 },
    after: { sku: 'MUG', priceMinor: 1200 },
    requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
  })
})

test('acts are told with the thing that they are done to; what is personal is left out', async () => {
  const placed = await ann.send('POST', '/v1/orders', order(2, { remark: 'for Ottilie' }))
  const number = placed.body.orderNumber
  await ann.send('POST', `/v1/fulfilment-orders/${number}-1/pack`, {})
  await ann.send('POST', `/v1/orders/${number}/cancel`, { reason: 'asked for' })
  const [cancelled, packed, made] = await entries()
  expect(made).toMatchObject({
    operation: 'placeOrder',
    target: `orders/${number}`,
    before: null,
    request: {
      address: { country: 'us', recipient: '[personal]', city: '[personal]' },
      remark: '[personal]',
    },
    after: { orderNumber: number, address: { recipient: '[personal]', phone: null } },
  })
  expect(packed).toMatchObject({
    operation: 'packPart',
    target: `fulfilment-orders/${number}-1`,
    before: { number: `${number}-1`, status: 'allocated' },
    after: { status: 'packed' },
  })
  expect(cancelled).toMatchObject({
    operation: 'cancelOrder',
    target: `orders/${number}`,
    request: { reason: 'asked for' },
    before: { orderStatus: 'processing' },
    after: { orderStatus: 'cancelled' },
  })
  const all = JSON.stringify([cancelled, packed, made])
  for (const word of ['Ottilie', '1 Main St', '89501']) expect(all).not.toContain(word)
})

test('no secret is on record: neither passwords nor tokens nor credentials', async () => {
  const wish = { username: 'bob', role: 'operator', password: 'bobs first password' }
  await ann.send('POST', '/v1/users', wish)
  await ann.send('PATCH', '/v1/users/bob', { password: 'bobs second password' })
  const passwords = { currentPassword: PASSWORD, newPassword: 'anns next password' }
  expect((await ann.send('POST', '/v1/session/password', passwords)).status).toBe(200)
  const made = await ann.send('POST', '/v1/credentials', { account: 'shop', dialect: 'kakaclo' })
  const secret = Object.values(made.body.credential as Record<string, string>)[0]
  const hook = await ann.send('POST', '/v1/webhook-endpoints', { url: 'https://shop.example/in?key=s3cret' })
  const connection = await ann.send('POST', '/v1/connections', {
    name: 'depot',
    dialect: 'kakaclo',
    baseUrl: 'https://depot.example',
    credentials: { accessToken: 'depot token' },
  })
  expect([made.status, hook.status, connection.status]).toEqual([201, 201, 201])
  const found = await entries()
  expect(found.slice(0, 6).map(({ operation, target }) => `${operation} ${target}`)).toEqual([
    'createConnection connections/depot',
    `createWebhookEndpoint webhook-endpoints/${hook.body.id}`,
    `createCredential credentials/${made.body.id}`,
    'changeOwnPassword session/password',
    'changeUser users/bob',
    'createUser users/bob',
  ])
  const all = JSON.stringify(found)
  for (const text of [
    ...[wish.password, 'bobs second password', PASSWORD, passwords.newPassword],
    ...[secret, hook.body.secret, 's3cret', 'depot token', ann.csrfToken, ann.cookie.split('=')[1]],
  ]) {
    expect(all).not.toContain(text)
  }
  expect(all).toContain('[secret]')
})

test('a refused change, and reading, leave nothing', async () => {
  const before = await entries()
  expect((await ann.send('PUT', '/v1/items/MUG', { name: 1 })).status).toBe(422)
  expect((await ann.send('DELETE', '/v1/credentials/77')).status).toBe(404)
  await ann.get('/v1/orders')
  expect(await entries()).toEqual(before)
})

test('a key is told by its number, and each row of many by itself', async () => {
  const first = (await client.post('/v1/orders', order(1))).body.orderNumber
  const second = (await client.post('/v1/orders', order(1))).body.orderNumber
  await client.post('/v1/bulk', {
    actions: [first, second, 5].map((number) => ({ order: number, act: 'cancel', reason: 'x' })),
  })
  const told = (await entries('?operation=cancelOrder')).map(({ who, target }) => ({ who, target }))
  const who = { kind: 'key', name: '1' }
  expect(told.toSorted((a, b) => (a.target < b.target ? -1 : 1))).toEqual([
    { who, target: `orders/${first}` },
    { who, target: `orders/${second}` },
  ])
})

test('entries are found by who, operation, target and time, page by page', async () => {
  await client.put('/v1/items/CUP', ITEM)
  hub.advance(60_000)
  await ann.send('PUT', '/v1/items/CUP', { ...ITEM, priceMinor: 5 })
  await ann.send('PUT', '/v1/items/MUG', { ...ITEM, priceMinor: 5 })
  const targets = async (query: string) => (await entries(query)).map((one) => one.target)
  expect(await targets('?who=ann')).toEqual(['items/MUG', 'items/CUP', 'session'])
  expect(await targets('?target=items/CUP')).toEqual(['items/CUP', 'items/CUP'])
  expect(await targets('?operation=signIn')).toEqual(['session'])
  expect(await targets(`?from=${new Date(hub.now()).toISOString()}`)).toEqual(['items/MUG', 'items/CUP'])
  expect(await targets(`?target=items/CUP&to=${new Date(hub.now() - 1).toISOString()}`)).toEqual([
    'items/CUP',
  ])
  const all = await targets('?limit=250')
  const walked: string[] = []
  for (let cursor: string | null | undefined = ''; cursor != null; ) {
    const { body } = await client.get(`/v1/audit-log?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`)
    walked.push(...(body.data ?? []).map((one) => String(one.target)))
    cursor = body.nextCursor
  }
  expect(walked).toEqual(all)
  expect((await client.get('/v1/audit-log?colour=red')).body).toMatchObject({ status: 422, field: 'colour' })
})

test('a command is told by who runs it', async () => {
  await putOnRecord(hub.pool, client.tenantId, {
    operation: 'createUser',
    target: 'users/eve',
    after: { username: 'eve', password: 'never shown' },
  })
  expect((await entries())[0]).toMatchObject({
    who: { kind: 'command', name: userInfo().username },
    after: { username: 'eve', password: '[secret]' },
  })
})

test('an entry is there before its change, and says so until the change is made', async () => {
  const locking = await hub.pool.connect()
  await locking.query('begin')
  await locking.query('select from lanes where tenant_id = $1 for update', [client.tenantId])
  const placing = ann.send('POST', '/v1/orders', order(1))
  const begun = async () => (await entries('?operation=placeOrder'))[0]
  await expect.poll(begun).toMatchObject({ outcome: 'begun', who: BY_ANN, target: 'orders', after: null })
  await locking.query('commit')
  locking.release()
  const { orderNumber } = (await placing).body
  expect(await entries('?operation=placeOrder')).toMatchObject([
    { outcome: 'done', target: `orders/${orderNumber}`, after: { orderNumber } },
  ])
})

test('a change that was cut off stays begun, and one that can’t be put on record is not made', async () => {
  const entry = {
    ...{ at: hub.now(), who: BY_ANN, operation: 'putItem', target: 'items/MUG' },
    ...{ request: { name: 'Mug' }, before: null, requestId: 'r1' },
  } as const
  const trail = new GroupedAuditTrail(hub.pool, () => {})
  await trail.begin(client.tenantId, entry)
  expect((await entries())[0]).toMatchObject({ target: 'items/MUG', outcome: 'begun', after: null })
  const away = { query: () => Promise.reject(new Error('away')) } as never
  await expect(new GroupedAuditTrail(away, () => {}).begin(1, entry)).rejects.toThrow('away')
})

test('entries are kept for as many days as is set, and for ever if none are', async () => {
  const sweep = (days: number) =>
    new LogSweeper({
      ...{ pool: hub.pool, clock: hub.now, requestLogDays: 7, auditLogDays: days },
      failed: () => {},
    }).sweep()
  await client.put('/v1/items/CUP', ITEM)
  hub.advance(3 * 86_400_000)
  await client.put('/v1/items/CUP', { ...ITEM, priceMinor: 5 })
  await sweep(0)
  expect(await entries('?target=items/CUP')).toHaveLength(2)
  await sweep(2)
  expect(await entries('?target=items/CUP')).toMatchObject([{ after: { priceMinor: 5 } }])
})

test('what can’t be written is told the operator, and nobody waits for ever', async () => {
  const lost: LostEntry[] = []
  const trail = new GroupedAuditTrail(
    { query: () => Promise.reject(new Error('away')) } as never,
    (entry) => void lost.push(entry),
  )
  const entry = {
    ...{ at: 0, who: BY_ANN, operation: 'putItem', target: 'items/MUG' },
    ...{ request: null, before: null, after: null, requestId: 'r1' },
  } as const
  await Promise.all([trail.note(1, entry), trail.note(2, entry), trail.note(1, entry)])
  expect(lost).toEqual([1, 2, 1].map((tenantId) => ({ tenantId, operation: 'putItem', requestId: 'r1' })))
})

test.each([
  ['deep', { a: { a: { a: { a: { a: { a: { a: { a: { a: 1 } } } } } } } } }, '"[cut]"'],
  ['long text', { a: 'x'.repeat(9_000) }, 'x[cut]'],
  ['many', { a: Array.from({ length: 5_000 }, (_, index) => index) }, '99,"[cut]"'],
  ['much', { id: 7, a: Array(100).fill('x'.repeat(400)) }, '{"id":7,"a":"[cut]"}'],
  ['a credential by its number', { credential: 7 }, '{"credential":7}'],
  ['secrets in lists', { credentials: [{ any: 'x' }] }, '{"credentials":"[secret]"}'],
])('what goes on record is bounded: %s', (_title, value, expected) => {
  const text = JSON.stringify(redacted(value))
  expect(text).toContain(expected)
  expect(text.length).toBeLessThan(17_000)
})
