// News: whoever listens is told what has changed, as far as they may read it, whichever process did it.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Listener } from '../../src/news/listener.js'
import type { Role } from '../../src/order/people-calls.js'
import { type Hearing, hear } from '../support/hearing.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { clientOf, type NativeClient, openTenant, order, stockShop } from './native-client.js'
import { at, makeUser, signedIn } from './sign-in-client.js'

const SETTINGS = {
  ...{ lookEveryMs: 5, standingsEveryMs: 5, heartbeatMs: 60_000, checkEveryMs: 5 },
  ...{ mostOfCaller: 3, mostOfTenant: 4, most: 6, mostWaitingBytes: 65_536 },
}

let hub: TestHub
let client: NativeClient
let open: Hearing[] = []

beforeAll(async () => {
  hub = await startTestHub({ news: SETTINGS })
})
afterAll(() => hub.close())
beforeEach(async () => {
  client = await openTenant(hub)
  await stockShop(client)
})
afterEach(async () => {
  const all = open
  open = []
  for (const one of all) one.close()
  await Promise.all(all.map((one) => one.over))
})

async function listen(query = '', headers: Record<string, string> = {}, to = hub): Promise<Hearing> {
  const identity = 'cookie' in headers ? {} : { authorization: `Bearer ${client.apiKey}` }
  const hearing = await hear(`${to.url}/v1/stream${query}`, { ...identity, ...headers })
  open.push(hearing)
  return hearing
}

async function person(username: string, role: Role) {
  await makeUser(client, username, role)
  return signedIn(hub, await at(hub, client, username))
}

const place = async (to: Pick<NativeClient, 'post'> = client, more: object = {}) =>
  String((await to.post('/v1/orders', order(1, more))).body.orderNumber)

test('orders, queues and stock are told as commits change them', async () => {
  const hearing = await listen()
  expect(hearing.status).toBe(200)
  expect(hearing.header('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(hearing.header('cache-control')).toBe('no-store')
  const ready = await hearing.next('ready')
  expect(ready.data.topics).toContain('orders')
  const number = await place()
  expect((await hearing.next('orders')).data).toEqual({ names: [number] })
  expect((await hearing.next('queues')).data).toEqual({ names: ['MAIN'] })
  await client.post('/v1/stock-movements', { sku: 'MUG', location: 'MAIN', quantity: 1, reason: 'came' })
  expect((await hearing.next('stock')).data).toEqual({ names: null })
})

test('a move is told to both its locations, a hold to the problem queue, a notice by its number', async () => {
  await client.put('/v1/stock-locations/SIDE', { name: 'Side', country: 'CN' })
  await client.post('/v1/stock-movements', { sku: 'MUG', location: 'SIDE', quantity: 9, reason: 'came' })
  const number = await place(client, { lines: [{ sku: 'MUG', quantity: 1, location: 'MAIN' }] })
  const hearing = await listen('?topics=queues,problems,notices')
  expect((await hearing.next('ready')).data.topics).toEqual(['queues', 'problems', 'notices'])
  const moved = await client.post(`/v1/fulfilment-orders/${number}-1/move`, { location: 'SIDE' })
  expect(moved.status, moved.text).toBe(200)
  expect((await hearing.next('queues')).data).toEqual({ names: ['MAIN', 'SIDE'] })
  await client.post(`/v1/fulfilment-orders/${number}-1/hold`, { reason: 'a question' })
  expect((await hearing.next('problems')).data).toEqual({ names: null })
  await client.put('/v1/inbound-notices/N-7', { location: 'MAIN', rows: [{ sku: 'MUG', quantity: 5 }] })
  expect((await hearing.next('notices')).data).toEqual({ names: ['N-7'] })
})

test('what no commit tells is noticed too: imports, webhooks, connections', async () => {
  const hearing = await listen('?topics=imports,deliveries,connections,problems')
  await hearing.next('ready')
  const sent = await fetch(`${hub.url}/v1/imports?kind=stock`, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.apiKey}`, 'content-type': 'text/csv' },
    body: 'sku,location,onHand\nMUG,MAIN,7\n',
  })
  const { id } = (await sent.json()) as { id: number }
  expect((await hearing.next('imports')).data).toEqual({ names: [String(id)] })
  await client.post('/v1/webhook-endpoints', { url: 'https://shop.example/hooks' })
  expect((await hearing.next('deliveries')).data).toEqual({ names: ['1'] })
  await client.delete('/v1/webhook-endpoints/1')
  expect((await hearing.next('deliveries')).data).toEqual({ names: ['1'] })
  const depot = { name: 'depot', dialect: 'apicenter', baseUrl: 'https://depot.example', enabled: false }
  await client.post('/v1/connections', { ...depot, credentials: { token: 'none' } })
  expect((await hearing.next('connections')).data).toEqual({ names: ['1'] })
  await hub.pool.query(`update connections set enabled = true, problem = 'away' where tenant_id = $1`, [
    client.tenantId,
  ])
  await hearing.next('problems')
})

test('forwardings are told by the part of the order that they are of', async () => {
  const number = await place()
  const hearing = await listen('?topics=forwardings,problems')
  await hearing.next('ready')
  await hub.pool.query(
    `insert into forwardings (tenant_id, order_number, sequence, connection_id, number, state, created_at, updated_at)
     values ($1, $2, 1, 1, $3, 'due', $4, $4)`,
    [client.tenantId, number, `${number}-1`, new Date(hub.now())],
  )
  expect((await hearing.next('forwardings')).data).toEqual({ names: [`${number}-1`] })
  await hub.pool.query(
    `update forwardings set state = 'parked', revision = revision + 1 where tenant_id = $1`,
    [client.tenantId],
  )
  expect((await hearing.next('forwardings')).data).toEqual({ names: [`${number}-1`] })
  await hearing.next('problems')
})

test('that the request log has grown is told, also of what another process was asked', async () => {
  const second = await startTestHub({ beside: hub, work: false, news: SETTINGS })
  const { cookie } = await person('dev', 'integrator')
  const hearing = await listen('?topics=requests', { cookie })
  await hearing.next('ready')
  for (const asked of [hub, second, hub]) {
    await clientOf(asked, client.apiKey).get('/v1/items/MUG')
    expect((await hearing.next('requests')).data).toEqual({ names: null })
  }
  await second.close()
})

test('another process’s changes are told as well, and another tenant’s are not', async () => {
  const second = await startTestHub({ beside: hub, work: false, news: SETTINGS })
  const other = await openTenant(hub)
  await stockShop(other)
  const hearing = await listen('?topics=orders', {}, second)
  await hearing.next('ready')
  await place(other)
  const number = await place()
  expect((await hearing.next('orders')).data.names).toEqual([number])
  const own = await place(clientOf(second, client.apiKey))
  expect((await hearing.next('orders')).data.names).toEqual([own])
  await second.close()
  await hearing.over
})

test('whoever comes back is told what they have missed, and too much of it as a whole', async () => {
  const first = await listen()
  const { id } = await first.next('ready')
  const missed = [await place(), await place()]
  for (let names: readonly string[] = []; !names.includes(missed[1] ?? ''); ) {
    names = (await first.next('orders')).data.names ?? []
  }
  const again = await listen('', { 'last-event-id': String(id) })
  expect((await again.next('ready')).id).toBe(null)
  expect((await again.next('orders')).data.names).toEqual(missed)
  expect((await again.next('imports')).data.names).toBe(null)
  const last = await again.next('problems')
  expect(Number(last.id)).toBeGreaterThan(Number(id))
  again.close()
  await again.over
  const third = await listen(`?after=${last.id}&topics=orders,problems`)
  await third.next('ready')
  const number = await place()
  expect((await third.next('orders')).data.names).toEqual([number])

  // While nobody listens, nobody looks: what was missed is read at once.
  for (const one of [first, third]) one.close()
  await Promise.all([first.over, third.over])
  await client.post('/v1/stock-movements', { sku: 'MUG', location: 'MAIN', quantity: 500, reason: 'came' })
  await client.post('/v1/accounts/shop/top-ups', { amountMinor: 10_000_000 })
  await Promise.all(Array.from({ length: 201 }, () => place()))
  const late = await listen(`?topics=orders&after=${last.id}`)
  expect((await late.next('orders')).data.names).toBe(null)
})

test('each role is told what it may read', async () => {
  const { cookie } = await person('packer', 'warehouse')
  const hearing = await listen('', { cookie })
  const { topics } = (await hearing.next('ready')).data
  expect(topics).toEqual(['orders', 'queues', 'problems', 'forwardings', 'stock', 'notices'])
  const refused = await listen('?topics=orders,imports', { cookie })
  expect(refused.status).toBe(403)
  expect(JSON.parse(await refused.text())).toMatchObject({ code: 'not_allowed', permission: 'imports' })
})

test.each([
  ['?topics=orders,weather', {}, 'topics'],
  ['?topics=', {}, 'topics'],
  ['?after=yesterday', {}, 'after'],
  ['?colour=red', {}, 'colour'],
  ['', { 'last-event-id': '-1' }, 'Last-Event-ID'],
])('%s %j is refused by name', async (query, headers, field) => {
  const refused = await listen(query, headers)
  expect(JSON.parse(await refused.text())).toMatchObject({ status: 422, code: 'invalid_field', field })
})

test('whoever may no longer listen is told no more: signed out, another role, a revoked key', async () => {
  const bob = await person('bob', 'operator')
  const ann = await person('ann', 'operator')
  const made = await client.post('/v1/credentials', { account: 'shop', dialect: 'native' })
  const { apiKey } = made.body.credential as { apiKey: string }
  const asBob = await listen('', { cookie: bob.cookie })
  const asAnn = await listen('', { cookie: ann.cookie })
  const byKey = await listen('', { authorization: `Bearer ${apiKey}` })
  for (const one of [asBob, asAnn, byKey]) await one.next('ready')
  await bob.send('DELETE', '/v1/session')
  await asBob.over
  await client.patch('/v1/users/ann', { role: 'read-only' })
  await asAnn.over
  await client.delete(`/v1/credentials/${made.body.id}`)
  await byKey.over
  const again = await listen('', { cookie: ann.cookie })
  expect((await again.next('ready')).data.topics).not.toContain('imports')
})

test('to listen does not make a session last', async () => {
  const bob = await person('bob', 'operator')
  const seen = async () => {
    const sql = 'select seen_at from user_sessions where tenant_id = $1'
    return (await hub.pool.query<{ seen_at: Date }>(sql, [client.tenantId])).rows[0]?.seen_at.getTime()
  }
  const before = await seen()
  const hearing = await listen('', { cookie: bob.cookie })
  await hearing.next('ready')
  hub.advance(13 * 3_600_000)
  await hearing.over
  expect(await seen()).toBe(before)
})

test('only so many may listen at once: as one caller, of a tenant, and in all', async () => {
  const bob = await person('bob', 'operator')
  for (let index = 0; index < 3; index += 1) await (await listen()).next('ready')
  const own = await listen()
  expect([own.status, own.header('retry-after')]).toEqual([429, '15'])
  expect(JSON.parse(await own.text())).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 15 })
  await (await listen('', { cookie: bob.cookie })).next('ready')
  expect((await listen('', { cookie: bob.cookie })).status).toBe(429)
  const other = await openTenant(hub)
  const theirs = { authorization: `Bearer ${other.apiKey}` }
  for (let index = 0; index < 2; index += 1) await (await listen('', theirs)).next('ready')
  const last = await listen('', theirs)
  expect([last.status, last.header('retry-after')]).toEqual([503, '15'])
  // Whoever goes makes room.
  open[0]?.close()
  await open[0]?.over
  await expect.poll(async () => (await listen('', theirs)).status).toBe(200)
})

test('a heartbeat comes in between, and a hub that stops ends the stream', async () => {
  const second = await startTestHub({ beside: hub, work: false, news: { ...SETTINGS, heartbeatMs: 20 } })
  const hearing = await listen('', {}, second)
  expect((await hearing.next('ready')).data.heartbeatMs).toBe(20)
  for (let beats = 0; beats < 2; beats += 1) {
    // No position, so that whoever comes back says where they were.
    expect(await hearing.next('ping')).toEqual({ topic: 'ping', id: null, data: {} })
  }
  await second.close()
  await hearing.over
})

const LISTENING = {
  ...{ tenantId: 1, caller: 'key 1', after: null, stands: async () => true },
  topics: ['orders'],
} as const

test('whoever reads too slowly is cut off', () => {
  const slow = new Listener(LISTENING, 1_000, () => {})
  slow.begin(1, 2_000, 15_000)
  let version = 1
  while (!slow.destroyed && version < 100) {
    version += 1
    slow.tell([{ topic: 'orders', names: ['1000000000001'] }], version)
  }
  expect(slow.destroyed).toBe(true)
  expect(version).toBeLessThan(30)
})

test('whoever has read nothing from one heartbeat to the next is gone', () => {
  const silent = new Listener(LISTENING, 65_536, () => {})
  silent.begin(1, 2_000, 15_000)
  silent.beat()
  expect(silent.destroyed).toBe(false)
  silent.beat()
  expect(silent.destroyed).toBe(true)
})
