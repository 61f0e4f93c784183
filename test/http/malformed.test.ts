// Ten thousand broken requests: none may end in a 5xx, a hang or a crash, each gets the dialect's envelope, and
// what was refused is named.
import http from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCredential } from '../../src/store/setup.js'
import { openShop, startTestHub, type TestHub } from '../support/hub.js'
import { type Mangled, mangle, seeded } from '../support/mangle.js'

const SEED = Number(process.env.SEED ?? 20_261_121)
const PER_OPERATION = 2_500

const address = {
  country: 'US',
  city: 'Orlafasns',
  phone: '07 82 24 67 93',
  recipient: 'Lffsollia',
  street1: ' 7 rue  Rabelais',
  province: ' de Lofasfasire',
  zip: 'vsvs00v30',
}
const order = {
  orderAddresses: address,
  remark: 'best order',
  orderItemsList: [
    { sku: 'AMB01682_W_M_AU', quantity: 1, channelType: 'Standard' },
    { sku: 'FSZW06578_P_L_NUB', quantity: 1 },
  ],
  salePlatform: 'KA',
  channelType: 'Standard',
}
const basket = { products: [{ sku: 'FSZW06578_P_L_NUB', quantity: 1 }], shipToCountry: 'US' }

const refund = {
  remark: 'too many',
  refundReason: 'Other',
  orderItems: [{ itemId: '1', skuCode: 'AMB01682_W_M_AU', quantity: 1, countryCode: 'CN' }],
}

/** `ORDER` stands for an order that is there. */
const OPERATIONS: readonly (readonly [string, object])[] = [
  ['/openapi/v2/order/orders', order],
  ['/openapi/v1/order/order', order],
  ['/openapi/v2/order/orders/channel', { ...basket, warehouseCode: 'G007' }],
  ['/openapi/v2/order/orders/channel/automationSplit', basket],
  ['/openapi/v2/order/orders/ORDER/refund', refund],
  ['/openapi/v1/order/order/ORDER/refund', { Remark: 'x' }],
]

const QUERIES = [
  '/openapi/v2/order/orders',
  '/openapi/v1/order/orders',
  '/openapi/v1/product/products',
  '/openapi/v1/product/stocks',
  '/openapi/v2/order/orders/refund/ORDER',
  '/openapi/v1/order/order/ORDER/refund',
]
const QUERY_NAMES = [
  'status',
  'createStartTime',
  'updateEndTime',
  'ids',
  'pageNumber',
  'pageSize',
  'skus',
  'spus',
  'categoryId',
  'dateStartTime',
  'sortType',
  'sortBy',
  'warehouseCode',
  'refundNo',
  '__proto__',
]
const QUERY_VALUES = [
  '',
  '0',
  '-1',
  '1e9',
  '99999999999999999999',
  'x',
  '%00',
  '%ff',
  '%',
  'a,b,,c',
  '2016-13-45',
  '%F0%9F%92%A5',
  '"2016-01-18T23:41:00Z"',
  '1000000000001',
  "'",
  '[]',
  'null',
  'x'.repeat(3_000),
]

let hub: TestHub
let token: string
let orderId: number
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 })

beforeAll(async () => {
  console.log(`seed ${SEED}`)
  hub = await startTestHub()
  await openShop(hub, 100_000_000)
  // Enough for every order that turns out to be sound.
  await hub.pool.query('update stock_levels set on_hand = 1000000000')
  await hub.pool.query('update lanes set version = version + 1')
  const { rows } = await hub.pool.query('select tenant_id, account_id from accounts limit 1')
  const { tenant_id: tenantId, account_id: accountId } = rows[0]
  const wish = { accountId, family: 'kakaclo', limit: { capacity: 0, perSecond: 0 }, sandbox: false }
  token = (await createCredential(hub.pool, tenantId, wish, 0)).secret
})

test('the hub takes an order', async () => {
  const { status, text } = await send('POST', '/openapi/v2/order/orders', Buffer.from(JSON.stringify(order)))
  expect(status).toBe(200)
  orderId = JSON.parse(text).data
})

afterAll(async () => {
  agent.destroy()
  await hub.close()
})

test.each(OPERATIONS)('POST %s', { timeout: 120_000 }, async (path, good) => {
  const random = seeded(SEED)
  const requests = Array.from({ length: PER_OPERATION }, () => mangle(good as never, random))
  await inParallel(requests, async (request) => judge(request, await send('POST', path, request.body)))
})

test('queries', { timeout: 120_000 }, async () => {
  const random = seeded(SEED)
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const requests = Array.from({ length: 1_000 }, () => {
    const parameters = Array.from(
      { length: 1 + Math.floor(random() * 3) },
      () => `${one(QUERY_NAMES)}=${one(QUERY_VALUES)}`,
    )
    return `${one(QUERIES)}?${parameters.join('&')}`
  })
  await inParallel(requests, async (path) =>
    judge({ what: path, body: Buffer.alloc(0) }, await send('GET', path)),
  )
})

test('the hub still takes an order', async () => {
  const { status, text } = await send('POST', '/openapi/v2/order/orders', Buffer.from(JSON.stringify(order)))
  expect([status, text]).toEqual([200, expect.stringContaining('"code":10000')])
})

interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
}

function judge(request: Mangled, { status, type, text }: Answer): void {
  const told = `${request.what} → ${status} ${text.slice(0, 300)}`
  expect(status, told).toBeLessThan(500)
  expect(type, told).toMatch(/^application\/json/)
  const answer = JSON.parse(text) as { code: unknown; message: unknown }
  expect(typeof answer.code, told).toBe('number')
  expect(typeof answer.message, told).toBe('string')
  if (status === 200) return
  expect(answer.code, told).not.toBe(10_000)
  // What is at fault is named: the body and the place in it, or the field by its path.
  expect(String(answer.message), told).toMatch(
    answer.code === 10_400
      ? /the body|request/
      : /^(\W?)(orderAddress|orderItemsList|remark|salePlatform|SalePlatform|customOrderId|channel|products|shipToCountry|country|warehouseCode|status|create|update|ids|page|skus|spus|categoryId|date|sort|[\w[\].]*(__proto__|\w+) is not a name|no freight|refund|Remark|order|[\w[\]. ]+(contains|is))/,
  )
}

async function inParallel<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const queue = list.values()
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const one of queue) await work(one)
    }),
  )
}

function send(method: string, path: string, body?: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      hub.url + path.replace('ORDER', String(orderId)),
      {
        method,
        agent,
        timeout: 20_000,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': body.length }),
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    request.on('timeout', () => request.destroy(new Error(`no answer to ${method} ${path}`)))
    request.on('error', reject)
    request.end(body)
  })
}
