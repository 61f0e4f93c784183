// What is kept of requests: each with its outcome and what was wrong with it, nothing private, nobody else's.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { QueuedRequestLog } from '../../src/requests/request-log.js'
import { LogSweeper } from '../../src/store/log-sweeper.js'
import { type NativeClient, openTenant, order, stockShop } from '../http/native-client.js'
import { at, makeUser, signedIn } from '../http/sign-in-client.js'
import { startTestHub, type TestHub } from '../support/hub.js'

let hub: TestHub
let client: NativeClient
let token: string
let credential: number

beforeAll(async () => {
  hub = await startTestHub({ work: false })
  client = await openTenant(hub)
  await stockShop(client)
  const made = (await client.post('/v1/credentials', { account: 'shop', dialect: 'kakaclo' })).body
  credential = Number(made.id)
  token = String((made.credential as { accessToken: string }).accessToken)
})
afterAll(() => hub.close())

const ORDERS = '/openapi/v2/order/orders'
const GOOD = {
  orderAddresses: {
    country: 'US',
    city: 'Reno',
    province: 'NV',
    phone: '555-0199',
    recipient: 'Ann Miller',
    street1: '1 Main St',
    zip: '1',
  },
  orderItemsList: [{ sku: 'MUG', quantity: 1 }],
  customOrderId: 'K-1',
  channelType: 'Standard',
}

function send(body: unknown, key = token, path = ORDERS) {
  return fetch(hub.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
type Entry = any

async function last(query = `credential=${credential}`, from = client): Promise<Entry> {
  const { status, text, body } = await from.get(`/v1/requests?${query}&limit=1`)
  if (status !== 200) throw new Error(text)
  const [entry] = body.data ?? []
  return entry === undefined ? undefined : (await from.get(`/v1/requests/${entry.id}`)).body
}

describe('a request', () => {
  test('is kept with its outcome, without what is personal', async () => {
    const answer = await send(GOOD)
    expect(answer.status).toBe(200)
    const entry = await last()
    expect(entry).toMatchObject({
      dialect: 'kakaclo-v2',
      operation: 'createOrder',
      credential,
      method: 'POST',
      path: ORDERS,
      status: 200,
      code: '10000',
      refusal: null,
      faults: [],
    })
    expect(JSON.parse(entry.request)).toEqual({
      ...GOOD,
      orderAddresses: {
        country: 'US',
        ...Object.fromEntries(
          ['city', 'province', 'phone', 'recipient', 'street1', 'zip'].map((name) => [name, '[personal]']),
        ),
      },
    })
    const { rows } = await hub.pool.query('select row_to_json(r)::text as row from request_log r')
    const all = rows.map(({ row }) => row).join('\n')
    for (const text of ['Ann Miller', '555-0199', '1 Main St', token, client.apiKey])
      expect(all).not.toContain(text)
  })

  test('that was refused says which field, and by what rule', async () => {
    const { recipient: _, ...nobody } = GOOD.orderAddresses
    await send({ ...GOOD, orderAddresses: nobody, orderItemsList: [{ sku: 'MUG', quantity: 0 }] })
    const entry = await last('outcome=refused')
    expect(entry.refusal).toBe('invalid_field')
    expect(entry.faults.map((one: Entry) => [one.path, one.rule])).toEqual([
      ['orderAddresses.recipient', 'required'],
    ])
    expect(entry.answer).toContain('recipient')
  })

  test('that was refused for a line says which', async () => {
    await send({
      ...GOOD,
      customOrderId: 'K-2',
      orderItemsList: [...GOOD.orderItemsList, { sku: 'CUP', quantity: 1 }],
    })
    const entry = await last()
    expect(entry).toMatchObject({
      refusal: 'unknown_sku',
      faults: [{ path: 'orderItemsList[1]', problem: 'unknown_sku' }],
      reason: { lineNumber: 2, sku: 'CUP' },
    })
  })

  test.each([
    ['that is no JSON', '{"phone":"555-0199",', 'unreadable_body'],
    ['that is too long to be kept', { ...GOOD, customOrderId: 'K-3', remark: 'x'.repeat(20_000) }, null],
  ])('%s is kept without its body', async (_title, body, refusal) => {
    await send(body)
    const entry = await last()
    expect(entry.request).toBeNull()
    expect(entry.requestBytes).toBeGreaterThan(10)
    if (refusal !== null) expect(entry.refusal).toBe(refusal)
  })

  test('to no operation is nobody’s, and not kept', async () => {
    await send({}, token, '/openapi/v2/order/nothing')
    expect(await last('dialect=kakaclo-v2')).not.toMatchObject({ path: '/openapi/v2/order/nothing' })
  })

  test('of a person is in the audit log, and not here', async () => {
    await makeUser(client, 'ian', 'integrator')
    const ian = await signedIn(hub, await at(hub, client, 'ian'))
    const before = await last('dialect=native&operation=listAccounts')
    expect((await ian.get('/v1/accounts')).status).toBe(200)
    expect(await last('dialect=native&operation=listAccounts')).toEqual(before)
    expect((await ian.get('/v1/requests')).status).toBe(200)
  })
})

test('a credential that is revoked is seen to be refused', async () => {
  const made = (await client.post('/v1/credentials', { account: 'shop', dialect: 'kakaclo' })).body
  const { accessToken } = made.credential as { accessToken: string }
  await client.delete(`/v1/credentials/${made.id}`)
  expect((await send(GOOD, accessToken)).status).toBe(401)
  expect(await last(`credential=${made.id}`)).toMatchObject({
    refusal: 'not_authenticated',
    credential: made.id,
  })
})

test('what claims to be of a tenant that is not there is left out', async () => {
  await send(GOOD, `zzzz${'x'.repeat(40)}`)
  await last()
  const { rows } = await hub.pool.query('select 1 from request_log where tenant_id > 100000')
  expect(rows).toEqual([])
})

test('filters, and pages', async () => {
  const codes = async (query: string) => {
    const { body } = await client.get(`/v1/requests?${query}`)
    return (body.data ?? []).map((one) => [one.operation, one.status])
  }
  expect(await codes('code=10000&dialect=kakaclo-v2&operation=createOrder')).toContainEqual([
    'createOrder',
    200,
  ])
  expect(await codes('code=nothing')).toEqual([])
  expect(await codes('refusal=unknown_sku')).toEqual([['createOrder', expect.any(Number)]])
  expect(await codes('refusal=nothing')).toEqual([])
  expect(await codes('from=2099-01-01T00:00:00Z')).toEqual([])
  const first = (await client.get('/v1/requests?limit=2&dialect=kakaclo-v2')).body
  const second = (await client.get(`/v1/requests?limit=2&dialect=kakaclo-v2&cursor=${first.nextCursor}`)).body
  const ids = [...(first.data ?? []), ...(second.data ?? [])].map((one) => Number(one.id))
  expect(ids).toEqual(ids.toSorted((a, b) => b - a))
  expect(new Set(ids).size).toBe(4)
})

describe('the requests of an order', () => {
  interface Row {
    readonly operation: string
    readonly refusal: string | null
  }
  const about = async (order: unknown, from = client): Promise<readonly Row[]> => {
    const { status, text, body } = await from.get(`/v1/requests?order=${order}`)
    if (status !== 200) throw new Error(text)
    return body.data as unknown as readonly Row[]
  }
  const brief = (rows: readonly Row[]) => rows.map(({ operation, refusal }) => `${operation} ${refusal}`)

  test('are those that made it, or were refused before under its number, and no others', async () => {
    const wish = { ...GOOD, customOrderId: 'ABOUT-1' }
    await send({ ...wish, orderItemsList: [{ sku: 'MUG', quantity: 5_000 }] })
    const made = (await (await send(wish)).json()) as { data: unknown }
    const order = Number((made.data as { kkOrderId?: unknown }).kkOrderId ?? made.data)
    await send({ ...GOOD, customOrderId: 'ABOUT-2' })
    expect(brief(await about(order))).toEqual(['createOrder null', 'createOrder out_of_stock'])
    await send(wish)
    await send({ ...wish, orderItemsList: [{ sku: 'MUG', quantity: 2 }] })
    expect(brief(await about(order)).slice(0, 2)).toEqual([
      'createOrder seller_number_taken',
      'createOrder null',
    ])
  })

  test('are also what was done with it, and what was refused', async () => {
    const { orderNumber } = (await client.post('/v1/orders', order(1))).body
    const part = `/v1/fulfilment-orders/${orderNumber}-1`
    await client.get(`/v1/orders/${orderNumber}`)
    await client.post(`${part}/pack`)
    await client.post('/v1/bulk', { actions: [{ fulfilmentOrder: `${orderNumber}-1`, act: 'pack' }] })
    expect(brief(await about(orderNumber))).toEqual(['actInBulk null', 'packPart null', 'placeOrder null'])
  })

  test('are nobody else’s, and there are none of an order that is not there', async () => {
    const { orderNumber } = (await client.post('/v1/orders', order(1))).body
    const other = await openTenant(hub)
    expect((await other.get(`/v1/requests?order=${orderNumber}`)).status).toBe(404)
    expect((await client.get('/v1/requests?order=1')).status).toBe(404)
  })
})

test('another tenant sees none of it', async () => {
  const other = await openTenant(hub)
  const { id } = await last()
  expect((await other.get(`/v1/requests/${id}`)).status).toBe(404)
  expect(await last(`credential=${credential}`, other)).toBeUndefined()
})

test('what is too much is left out and counted: who is unknown first, then what was not refused', async () => {
  let dropped = 0
  const failed = (error: unknown): never => {
    throw error
  }
  let busy = true
  const isBusy = () => busy
  const log = new QueuedRequestLog({ database: hub.pool, isBusy, dropped: () => (dropped += 1), failed })
  const { kakacloV2: dialect } = await import('../../src/dialects/kakaclo/index.js')
  const common = {
    ...{ requestId: 'r', at: hub.now(), tookMs: 1, dialect, operation: undefined, identity: undefined },
    ...{ method: 'GET', url: '/x', body: null, status: 200, answer: '{"code":1}', rejection: null },
    about: [],
  }
  const known = { credentialId: credential, tenantId: client.tenantId }
  const refused = { kind: 'unreadable_body', reason: 'x' } as const
  for (let count = 0; count < 60; count += 1) log.note({ ...common, credential: known })
  // Where the hub is busy, it is enough to have some of them.
  expect(dropped).toBe(35)
  log.note({ ...common, credential: known, rejection: refused })
  expect(dropped).toBe(35)
  ;[busy, dropped] = [false, 0]
  for (let count = 0; count < 1_174; count += 1) log.note({ ...common, credential: known })
  expect(dropped).toBe(700)
  log.note({ ...common, credential: null, identity: token })
  expect(dropped).toBe(701)
  log.note({ ...common, credential: known, rejection: refused })
  expect(dropped).toBe(701)
  // Several who wait for more than is written at once.
  await Promise.all([log.flush(), log.flush(), log.close()])
  const { rows } = await hub.pool.query(`select count(*)::int as n from request_log where request_id = 'r'`)
  expect(rows).toEqual([{ n: 501 }])
})

test('what is old is removed, and nothing else', async () => {
  const failed = (error: unknown): never => {
    throw error
  }
  // What this file has asked last may still be on its way into the log.
  const { rows } = await hub.pool.query('select max(request_number) as newest from request_log')
  const count = async () => {
    const text = 'select count(*)::int as n from request_log where request_number <= $1'
    return (await hub.pool.query(text, [rows[0]?.newest])).rows[0]?.n
  }
  const before = await count()
  const sweep = (days: number, later = 0) =>
    new LogSweeper({
      ...{ pool: hub.pool, clock: () => hub.now() + later, requestLogDays: days, auditLogDays: 0 },
      failed,
    }).sweep()
  await sweep(7, 6 * 86_400_000)
  expect(await count()).toBe(before)
  await sweep(7, 8 * 86_400_000)
  expect(await count()).toBe(0)
})
