// Broken requests for every operation of the native API: each is answered as a problem that names what is wrong, or
// is sound by chance; none ends in a 5xx, a hang or a crash.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { native } from '../../src/http/native/index.js'
import { audit } from '../../src/store/audit.js'
import { startTestHub } from '../support/hub.js'
import { mangle, seeded } from '../support/mangle.js'
import { plainFetch } from '../support/plain-fetch.js'
import { ActShop, actCases, prepareActs } from './native-act-cases.js'
import { ADDRESS, ITEM, openTenant, RATE } from './native-client.js'
import { makeUser } from './sign-in-client.js'

const SEED = Number(process.env.SEED ?? 20_261_124)
const PER_OPERATION = Number(process.env.BROKEN ?? 1_000)
const AT_ONCE = 16

const shop = new ActShop()

beforeAll(async () => {
  console.log(`seed ${SEED}`)
  shop.hub = await startTestHub()
  shop.client = await openTenant(shop.hub)
  await prepareActs(shop.client)
  await makeUser(shop.client, 'bob', 'read-only')
})
afterAll(() => shop.hub.close())

interface Good {
  readonly path: string
  readonly body: object
}

const LINE = { sku: 'MUG', quantity: 1, location: 'MAIN' }
const NOTICE_ROW = { sku: 'MUG', quantity: 5, box: 'B1', expiresOn: '2027-01-31', weightMilligrams: 9 }

/** A request of each operation that takes a body, but for the acts. */
const GOOD: Readonly<Record<string, Good>> = {
  renameTenant: { path: '/v1/tenant', body: { name: 'Acme' } },
  createAccount: {
    path: '/v1/accounts',
    body: { name: 'branch', stockOwner: 'shop', payment: 'none', currency: 'USD', routingPolicy: 'nearest' },
  },
  changePolicies: {
    path: '/v1/accounts/shop',
    body: {
      routingPolicy: 'nearest',
      outOfStock: 'refuse',
      refundReviewSeconds: null,
      unpaidExpirySeconds: 60,
    },
  },
  topUpAccount: { path: '/v1/accounts/shop/top-ups', body: { amountMinor: 5, note: 'wire' } },
  createCredential: {
    path: '/v1/credentials',
    body: { account: 'shop', dialect: 'native', limit: { capacity: 5, perSecond: 1 }, sandbox: false },
  },
  putItem: { path: '/v1/items/CUP', body: { sku: 'CUP', ...ITEM, status: 'on_shelf' } },
  moveStock: {
    path: '/v1/stock-movements',
    body: { sku: 'MUG', location: 'MAIN', quantity: 1, reason: 'count', account: 'shop' },
  },
  putStockLocation: {
    path: '/v1/stock-locations/SPARE',
    body: {
      code: 'SPARE',
      number: 7,
      name: 'Spare',
      country: 'CN',
      region: 'x',
      priority: 900,
      enabled: true,
    },
  },
  putShippingMethod: {
    path: '/v1/shipping-methods/SLOW',
    body: { code: 'SLOW', name: 'Slow', speed: 'standard', purpose: 'quote', enabled: true },
  },
  putShippingRate: { path: '/v1/shipping-methods/POST/rates/CN/FR', body: { method: 'POST', ...RATE } },
  placeOrder: {
    path: '/v1/orders',
    body: {
      account: 'shop',
      sellerOrderNumber: 'S-1',
      address: ADDRESS,
      lines: [LINE],
      speed: 'standard',
      remark: 'gift',
      salesChannel: 'web',
    },
  },
  putNotice: {
    path: '/v1/inbound-notices/N-1',
    body: { number: 'N-1', location: 'MAIN', isReturn: false, announcedOn: '2026-01-31', rows: [NOTICE_ROW] },
  },
  play: {
    path: '/v1/playground',
    body: {
      dialect: 'kakaclo-v2',
      method: 'POST',
      path: '/openapi/v2/order/orders?x=1',
      body: '{}',
      contentType: 'application/json',
      credential: { accessToken: 'x' },
      base: 'http://127.0.0.1:8080',
    },
  },
  receiveNotice: {
    path: '/v1/inbound-notices/N-1/receive',
    body: { version: 1, rows: [{ rowNumber: 1, received: 2, defective: 0 }] },
  },
  createConnection: {
    path: '/v1/connections',
    body: {
      name: 'warehouse',
      dialect: 'apicenter',
      baseUrl: 'https://platform.invalid',
      credentials: { token: 'x' },
      mappings: { skus: { MUG: 'M' }, locations: { MAIN: 'W1' }, shippingMethods: { standard: 'S' } },
      settings: { client_code: 'C', client_type: 1, real_time_response: false },
      store: { name: 's', marketplace: 'US' },
      numberPrefix: 'A',
      callsPerSecond: 5,
      enabled: false,
    },
  },
  changeConnection: {
    path: '/v1/connections/1',
    body: {
      name: 'depot',
      settings: { client_code: 'D' },
      callsPerSecond: null,
      store: null,
      enabled: false,
    },
  },
  createRoutingRule: {
    path: '/v1/routing-rules',
    body: {
      connection: '1',
      location: 'MAIN',
      skuPrefix: 'M',
      country: 'US',
      account: 'shop',
      priority: 5,
    },
  },
  changeRoutingRule: {
    path: '/v1/routing-rules/1',
    body: { connection: '1', location: null, skuPrefix: 'M', country: 'DE', account: 'shop', priority: 9 },
  },
  settleForwarding: {
    path: '/v1/forwardings/1000000000001-1/settle',
    body: { outcome: 'sent', upstreamNumber: 'U1' },
  },
  createWebhookEndpoint: {
    path: '/v1/webhook-endpoints',
    body: {
      url: 'https://shop.example/hooks',
      dialect: 'native',
      account: 'shop',
      events: ['order.placed'],
      options: {},
    },
  },
  changeWebhookEndpoint: {
    path: '/v1/webhook-endpoints/1',
    body: { url: 'https://shop.example/others', events: ['order.paid'], options: {}, enabled: false },
  },
  rotateWebhookSecret: { path: '/v1/webhook-endpoints/1/rotate-secret', body: { overlapSeconds: 60 } },
  replayWebhooks: {
    path: '/v1/webhook-endpoints/1/replay',
    body: { orderNumber: 1_000_000_000_001, version: 1, from: '2026-01-01T00:00:00Z' },
  },
  createUser: {
    path: '/v1/users',
    body: { username: 'ann', role: 'operator', password: 'horse staple 9', account: 'shop' },
  },
  changeUser: {
    path: '/v1/users/bob',
    body: { role: 'operator', enabled: true, password: 'horse staple 9', account: 'shop' },
  },
  signIn: { path: '/v1/session', body: { username: 'bob', password: 'horse staple 9' } },
  changeOwnPassword: {
    path: '/v1/session/password',
    body: { currentPassword: 'horse staple 9', newPassword: 'horse staple 10' },
  },
  putView: {
    path: '/v1/views/orders/Mine',
    body: { filters: { orderStatus: 'processing', sku: 'MUG' }, columns: ['orderNumber', 'total'] },
  },
  actInBulk: {
    path: '/v1/bulk',
    body: {
      actions: [
        { order: 1000000000001, act: 'cancel', reason: 'x' },
        { fulfilmentOrder: '1000000000001-1', act: 'hold', reason: 'x' },
        { afterSale: 1000000000002, act: 'approve', amountMinor: 5 },
      ],
    },
  },
}

const cases = actCases(shop)

async function goodOf(name: string): Promise<Good> {
  const known = GOOD[name]
  if (known !== undefined) return known
  const act = cases.find((one) => one.name === name)
  if (act === undefined) throw new Error(`there is no good request of ${name}`)
  const { path, body } = await act.good()
  return { path, body: body ?? { nothing: 1 } }
}

const WITH_BODY = native.operations.filter(({ body }) => body !== undefined)

test.each(WITH_BODY.map(({ name, method }) => [name, method] as const))(
  '%s',
  { timeout: 120_000 },
  async (name, method) => {
    const random = seeded(SEED)
    const { path, body: good } = await goodOf(name)
    const requests = Array.from({ length: PER_OPERATION }, () => mangle(good as never, random))
    await inParallel(requests, async ({ what, body }) =>
      judge(`${method} ${path}, ${what}`, await send(method, path, body)),
    )
  },
)

const VALUES = [
  '',
  '0',
  '-1',
  '1e9',
  '250',
  '99999999999999999999',
  'x',
  '%00',
  '%ff',
  '%',
  '2016-13-45',
  '2016-01-18T23:41:00Z',
  '%F0%9F%92%A5',
  "'",
  '[]',
  'null',
  'WzFd',
  Buffer.from('[1,1]').toString('base64url'),
  Buffer.from('[1,1,1]').toString('base64url'),
  Buffer.from('["a","b"]').toString('base64url'),
  Buffer.from('[8640000000000000,8640000000000000,8640000000000000]').toString('base64url'),
  Buffer.from('[1e99,{"a":[]},"\\u0000"]').toString('base64url'),
  'x'.repeat(3_000),
]

const READS = native.operations.filter(({ method }) => method === 'GET')

test.each(READS.map((one) => [one.name, one] as const))('%s', { timeout: 120_000 }, async (_name, one) => {
  const random = seeded(SEED)
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const properties = (one.query as { readonly properties?: object } | undefined)?.properties ?? {}
  const names = [...Object.keys(properties), 'colour', '__proto__']
  const paths = Array.from({ length: 500 }, () => {
    const query = Array.from({ length: 1 + Math.floor(random() * 3) }, () => `${any(names)}=${any(VALUES)}`)
    const path = one.paths[0].replace(/:\w+/g, () => any(['1', 'MUG', 'shop', ...VALUES]) || 'x')
    return `${path}?${query.join('&')}`
  })
  await inParallel(paths, async (path) => judge(`GET ${path.slice(0, 300)}`, await send('GET', path)))
})

test('all is as sound as before, and an order is still taken', async () => {
  const results = await audit(shop.hub.connectionString, null)
  expect(results.flatMap((result) => result.violations)).toEqual([])
  // Whatever the broken requests have set.
  await shop.client.put('/v1/items/NEW', ITEM)
  await shop.client.post('/v1/stock-movements', { sku: 'NEW', location: 'SIDE', quantity: 1, reason: 'x' })
  const wish = { address: ADDRESS, lines: [{ sku: 'NEW', quantity: 1 }] }
  expect((await shop.client.post('/v1/orders', wish)).status).toBe(201)
})

async function send(method: string, path: string, body?: Uint8Array) {
  const answer = await plainFetch(shop.hub.url + path, {
    method,
    headers: {
      authorization: `Bearer ${shop.client.apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  })
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() }
}

function judge(request: string, { status, type, text }: Awaited<ReturnType<typeof send>>): void {
  const told = `seed ${SEED}, ${request} → ${status} ${text.slice(0, 300)}`
  expect(status, told).toBeLessThan(500)
  if (status < 300) return
  expect(type, told).toMatch(/^application\/problem\+json/)
  const problem = JSON.parse(text) as { code: unknown; detail: unknown; status: unknown; field: unknown }
  expect(problem, told).toMatchObject({ status, code: expect.any(String), detail: expect.any(String) })
  // A field at fault is named.
  if (problem.code === 'invalid_field') expect(typeof problem.field, told).toBe('string')
}

async function inParallel<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const queue = list.values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const one of queue) await work(one)
    }),
  )
}
