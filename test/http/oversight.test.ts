// What waits for a person, and how things go: of this tenant, and of as much as the caller's role lets them see.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.js'
import { ADDRESS, type Body, ITEM, type NativeClient, openTenant, order, stockShop } from './native-client.js'
import { at, makeUser, signedIn } from './sign-in-client.js'

let hub: TestHub
let client: NativeClient
const made: Record<string, number> = {}

beforeAll(async () => {
  hub = await startTestHub({ work: false, allowPrivateTargets: true })
  client = await openTenant(hub)
  await stockShop(client)
  await client.patch('/v1/accounts/shop', { outOfStock: 'shortage' })
  await client.put('/v1/items/LAMP', { ...ITEM, name: 'Lamp' })
  const place = async (name: string, sku: string, quantity: number) => {
    const body = { ...order(), sellerOrderNumber: name, lines: [{ sku, quantity }] }
    made[name] = Number((await client.post('/v1/orders', body)).body.orderNumber)
  }
  await place('plain', 'MUG', 1)
  await place('short', 'LAMP', 3)
  await place('shorter', 'LAMP', 1)
  await place('held', 'MUG', 2)
  await client.post(`/v1/fulfilment-orders/${made.held}-1/hold`, { reason: 'The address is checked' })
  await client.post('/v1/connections', {
    name: 'depot',
    dialect: 'apicenter',
    baseUrl: 'http://127.0.0.1:9',
    credentials: { token: 'x' },
  })
  await client.post('/v1/webhook-endpoints', { url: 'http://127.0.0.1:9/hooks' })
  await client.post('/v1/webhook-endpoints', { url: 'http://127.0.0.1:9/others' })
  // As the workers leave them, which here are not run.
  const state = `
    update connections set problem = 'it does not answer' where tenant_id = $1;
    update webhook_endpoints set failing_since = '2026-01-15T08:00:00Z' where tenant_id = $1;
    update webhook_endpoints set paused_at = '2026-01-15T08:10:00Z' where tenant_id = $1 and endpoint_id = 2;
    insert into forwardings (tenant_id, order_number, sequence, connection_id, number, state, attempts, problem,
      field, created_at, updated_at)
    values ($1, ${made.plain}, 1, 1, 'F1', 'parked', 1, 'it knows no such SKU', 'lines[0].sku', now(),
      '2026-01-15T08:00:00Z'),
      ($1, ${made.short}, 1, 1, 'F2', 'unknown', 1, null, null, now(), '2026-01-15T08:00:00Z'),
      ($1, ${made.shorter}, 1, 1, 'F3', 'unknown', 1, null, null, now(), '2026-01-15T08:30:00Z')`
  await hub.pool.query(state.replaceAll('$1', String(client.tenantId)))
})
afterAll(() => hub.close())

const kindsOf = (body: Body) => (body.data ?? []).map(({ kind }) => kind)

const ALL = [
  'forwarding_unknown',
  'forwarding_parked',
  'connection_failing',
  'endpoint_paused',
  'endpoint_failing',
  'hold',
  'shortage',
  'shortage',
]

describe('problems', () => {
  test('are listed by how pressing they are, each with its reason, and counted', async () => {
    const { status, body } = await client.get('/v1/problems')
    expect(status).toBe(200)
    expect(kindsOf(body)).toEqual(ALL)
    const [unknown, parked, connection, paused, failing, held, short] = body.data ?? []
    expect(unknown).toMatchObject({ orderNumber: made.short, connection: { id: 1, name: 'depot' } })
    expect(parked).toMatchObject({
      reason: 'it knows no such SKU',
      field: 'lines[0].sku',
      fulfilmentOrder: `${made.plain}-1`,
      sellerOrderNumber: 'plain',
      account: 'shop',
    })
    expect(connection).toMatchObject({ reason: 'it does not answer', orderNumber: null })
    expect(paused).toMatchObject({ webhookEndpoint: { id: 2, url: 'http://127.0.0.1:9/others' } })
    expect(failing).toMatchObject({ webhookEndpoint: { id: 1 }, since: '2026-01-15T08:00:00.000Z' })
    expect(held).toMatchObject({ orderNumber: made.held, reason: 'The address is checked', location: 'MAIN' })
    expect(short).toMatchObject({ orderNumber: made.short, missing: [{ sku: 'LAMP', quantity: 3 }] })
    const counts = (body.counts as { kind: string; count: number }[]).filter(({ count }) => count > 0)
    expect(counts.map(({ kind, count }) => `${kind} ${count}`)).toEqual([
      'forwarding_unknown 1',
      'forwarding_parked 1',
      'connection_failing 1',
      'endpoint_paused 1',
      'endpoint_failing 1',
      'hold 1',
      'shortage 2',
    ])
  })

  test('are read slice by slice, across kinds and within one', async () => {
    const found: unknown[] = []
    let cursor: string | null = null
    do {
      const { body } = await client.get(`/v1/problems?limit=1${cursor === null ? '' : `&cursor=${cursor}`}`)
      found.push(...(body.data ?? []))
      cursor = body.nextCursor ?? null
    } while (cursor !== null)
    expect(found).toEqual((await client.get('/v1/problems')).body.data)
  })

  test('are narrowed to one kind', async () => {
    const { body } = await client.get('/v1/problems?kind=shortage')
    expect((body.data ?? []).map(({ orderNumber }) => orderNumber)).toEqual([made.short, made.shorter])
    const refused = await client.get('/v1/problems?kind=trouble')
    expect(refused.body).toMatchObject({ status: 422, code: 'invalid_field', field: 'kind' })
  })

  test('of connections and webhooks are shown to those who may read these', async () => {
    await makeUser(client, 'packer', 'warehouse')
    const packer = await signedIn(hub, await at(hub, client, 'packer'))
    const { body } = await packer.get('/v1/problems')
    expect(kindsOf(body)).toEqual(ALL.filter((kind) => !/connection|endpoint/.test(kind)))
    expect(JSON.stringify(body.counts)).not.toMatch(/connection_failing|endpoint/)
    expect((await packer.get('/v1/problems?kind=connection_failing')).body.data).toEqual([])
  })

  test("of one tenant are nobody else's", async () => {
    const other = await openTenant(hub)
    const { body } = await other.get('/v1/problems')
    expect(body).toMatchObject({ data: [], nextCursor: null })
    expect(JSON.stringify(body.counts)).not.toMatch(/"count":[1-9]/)
  })

  test('that are resolved are gone', async () => {
    await client.post('/v1/stock-movements', { sku: 'LAMP', location: 'MAIN', quantity: 3, reason: 'came' })
    await client.post(`/v1/fulfilment-orders/${made.held}-1/release`)
    const { body } = await client.get('/v1/problems')
    expect(kindsOf(body).filter((kind) => kind === 'shortage' || kind === 'hold')).toEqual(['shortage'])
  })
})

describe('the overview', () => {
  test('counts orders, refusals and commits by the hour, and tells what waits and what is short', async () => {
    const refused = await client.post('/v1/orders', { ...order(), address: { ...ADDRESS, country: 'XX' } })
    expect(refused.status).toBe(422)
    await hub.pool.query('select follow_orders($1, 1000)', [client.tenantId])
    const { body } = await client.get('/v1/overview?hours=3')
    expect(body.hours).toEqual(['06', '07', '08'].map((hour) => `2026-01-15T${hour}:00:00.000Z`))
    expect(body.orders).toEqual([{ hour: '2026-01-15T08:00:00.000Z', dialect: 'native', word: '', count: 4 }])
    expect(body.refusals).toContainEqual({
      hour: '2026-01-15T08:00:00.000Z',
      dialect: 'native',
      word: 'invalid_field',
      count: 2,
    })
    const commits = body.commits as { count: number }[]
    expect(commits.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(4)
    const waiting = (body.waiting as { status: string; fromHours: number; orders: number }[]).filter(
      ({ orders }) => orders > 0,
    )
    expect(waiting).toEqual([
      { status: 'allocated', fromHours: 0, orders: 3 },
      { status: 'shortage', fromHours: 0, orders: 1 },
    ])
    expect(body.atRisk).toEqual([{ sku: 'LAMP', location: 'MAIN', available: 0, reserved: 3, missing: 1 }])
  })

  test('counts an order in the hour in which it was placed', async () => {
    const own = await openTenant(hub)
    await stockShop(own)
    const HOUR_MS = 3_600_000
    const hour = hub.now() - (hub.now() % HOUR_MS)
    hub.advance(hour + HOUR_MS - hub.now())
    // The first and the last moment of one hour, and the first of the next.
    for (const ms of [0, HOUR_MS - 1, 1]) {
      hub.advance(ms)
      await own.post('/v1/orders', order())
    }
    await hub.pool.query('select follow_orders($1, 1000)', [own.tenantId])
    const { body } = await own.get('/v1/overview?hours=3')
    const beginning = (hours: number) => new Date(hour + hours * HOUR_MS).toISOString()
    expect(body.hours).toEqual([0, 1, 2].map(beginning))
    expect(body.orders).toEqual([
      { hour: beginning(1), dialect: 'native', word: '', count: 2 },
      { hour: beginning(2), dialect: 'native', word: '', count: 1 },
    ])
  })

  test('of an empty tenant is empty', async () => {
    const { status, body } = await (await openTenant(hub)).get('/v1/overview')
    expect(status).toBe(200)
    expect(body).toMatchObject({ orders: [], refusals: [], waiting: [], atRisk: [] })
    expect(body.hours).toHaveLength(24)
  })
})

describe('requests that were refused', () => {
  /** As the log keeps them: each a minute before the one before it. */
  async function logged(
    tenantId: number,
    rows: readonly { refusal: string | null; path?: string; credential?: number; at?: number }[],
  ): Promise<void> {
    for (const [index, { refusal, path, credential = 1, at: minutes = index }] of rows.entries()) {
      await hub.pool.query(
        `insert into request_log (tenant_id, request_id, at, took_ms, dialect, operation, credential_id, method, path,
           status, refusal, faults, request_bytes, answer_bytes)
         values ($1, 'r', $2, 1, 'kakaclo-v2', 'createOrder', $3, 'POST', '/x', 200, $4, $5, 0, 0)`,
        [
          tenantId,
          new Date(hub.now() - minutes * 60_000),
          credential,
          refusal,
          path === undefined ? null : JSON.stringify([{ path, problem: 'is wrong' }]),
        ],
      )
    }
  }

  test('are one problem by credential, operation and field, with the newest and how many there are', async () => {
    const own = await openTenant(hub)
    await logged(own.tenantId, [
      { refusal: 'invalid_field', path: 'orderItemsList[1].sku' },
      { refusal: 'invalid_field', path: 'orderItemsList[0].sku' },
      { refusal: 'invalid_field', path: 'recipient' },
      { refusal: 'invalid_field', path: 'recipient', credential: 7 },
      { refusal: 'out_of_stock' },
      { refusal: 'rate_limited' },
      { refusal: null },
      { refusal: 'invalid_field', path: 'city', at: 25 * 60 },
    ])
    const { body } = await own.get('/v1/problems?kind=requests_refused')
    const told = (body.data ?? []).map(({ field, requests }) => {
      const { credential, refusal, count } = requests as Body
      return [field, credential, refusal, count]
    })
    expect(told).toEqual([
      ['orderItemsList[].sku', 1, 'invalid_field', 2],
      ['recipient', 1, 'invalid_field', 1],
      ['recipient', 7, 'invalid_field', 1],
      [null, 1, 'out_of_stock', 1],
    ])
    expect(body.counts).toContainEqual({ kind: 'requests_refused', count: 4 })
    const [first] = body.data ?? []
    const requests = first?.requests as Body | undefined
    expect([requests?.dialect, requests?.operation]).toEqual(['kakaclo-v2', 'createOrder'])
    expect((await own.get(`/v1/requests/${requests?.newest}`)).body).toMatchObject({
      refusal: 'invalid_field',
    })
    expect(first).toMatchObject({ orderNumber: null, connection: null, webhookEndpoint: null })
    const next = await own.get('/v1/problems?kind=requests_refused&limit=1')
    const rest = await own.get(`/v1/problems?kind=requests_refused&cursor=${next.body.nextCursor}`)
    expect(rest.body.data).toHaveLength(3)
    expect((await (await openTenant(hub)).get('/v1/problems')).body.data).toEqual([])
    await makeUser(own, 'wanda', 'warehouse')
    const wanda = await signedIn(hub, await at(hub, own, 'wanda'))
    expect((await wanda.get('/v1/problems')).body.data).toEqual([])
  })
})
