// The malformed-input run for the dialects whose requests are signed, or go to one warehouse: whatever is sent, sound
// in its proof and broken in its content, gets the dialect's envelope, and the place at fault is named.
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ASN,
  GOODS,
  openApicenter,
  PDF,
  SECOND_DIALECT,
  CREATE_ORDER as WAREHOUSE_ORDER,
} from '../support/apicenter.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { CREATE_ORDER, openLingxing } from '../support/lingxing.js'
import { inParallel, type Mangled, mangle, seeded } from '../support/mangle.js'
import { createOrder, line, openPandapon, RECEIVER } from '../support/pandapon.js'
import { plainFetch } from '../support/plain-fetch.js'

const SEED = Number(process.env.SEED ?? 20_261_122)
const PER_OPERATION = 2_000
const START = Date.UTC(2026, 0, 15, 8, 30, 0, 500)

let hub: TestHub

beforeAll(async () => {
  console.log(`seed ${SEED}`)
  hub = await startTestHub()
})

afterAll(() => hub.close())

async function send(path: string, headers: Record<string, string>, body: Buffer) {
  const response = await plainFetch(hub.url + path, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: body,
  })
  const text = await response.text()
  return { status: response.status, type: response.headers.get('content-type') ?? '', text }
}

const LINGXING: readonly (readonly [string, object])[] = [
  ['/order/amzod/api/createOrder', { ...CREATE_ORDER, order_id: 'M-1' }],
  [
    '/order/amzod/api/orderList',
    {
      sids: [17],
      start_date: '2026-01-01',
      end_date: '2026-01-15',
      date_type: 1,
      order_status: ['NEW'],
      offset: 0,
      length: 1,
    },
  ],
  ...['productInformation', 'logisticsInformation', 'returnInformation'].map(
    (name) =>
      [
        `/order/amzod/api/orderDetails/${name}`,
        { order_info: [{ sid: 17, seller_fulfillment_order_id: 'M-1' }] },
      ] as const,
  ),
  ['/order/amzod/api/cancelOrder', { sid: 17, seller_fulfillment_order_id: 'M-1' }],
  ['/erp/sc/data/worldState/lists', { country_code: 'DE' }],
  ['/basicOpen/multiplatform/profit/report/stateList', { countryCode: 'DE' }],
  [
    '/erp/sc/routing/amzod/order/afterSaleList',
    {
      sid: '17,18',
      start_date: '2026-01-01',
      end_date: '2026-01-15',
      date_type: 1,
      after_type: '1,2',
      offset: 0,
      length: 10,
      amazon_order_id_list: ['S01-0100000-0000001'],
    },
  ],
  [
    '/basicOpen/openapi/salesOrder/multi-channel/list/transaction',
    { sid: 17, amazonOrderId: 'S01-0100000-0000001' },
  ],
  [
    '/basicOpen/platformOrder/scOrder/setRemark',
    { sid: 17, amazonOrderId: 'S01-0100000-0000001', remark: 'x' },
  ],
  ['/erp/sc/routing/fba/fbaStock/fbaList', { sid: '17,18', offset: 0, length: 2 }],
  [
    '/basicOpen/openapi/storage/fbaWarehouseDetail',
    {
      offset: 0,
      length: 20,
      search_field: 'seller_sku',
      search_value: 'msku123',
      status: '1',
      fulfillment_channel_type: 'FBA',
      is_hide_zero_stock: '0',
      is_contain_del_ls: '0',
      query_fba_storage_quantity_list: true,
    },
  ],
  [
    '/erp/sc/data/mws/listing',
    {
      sid: '17,18',
      is_pair: 1,
      is_delete: 0,
      listing_update_start_time: '2026-01-01 00:00:00',
      search_field: 'sku',
      search_value: ['msku123'],
      exact_search: 1,
      store_type: 1,
      offset: 0,
      length: 2,
    },
  ],
]

// There is one place for a caller on each path, so that several paths are asked at once instead.
test.concurrent.each(LINGXING)('POST %s', { timeout: 120_000 }, async (path, good) => {
  const client = await openLingxing(hub, () => START)
  await client.fetchToken()
  const random = seeded(SEED)
  const requests = Array.from({ length: PER_OPERATION }, () => mangle(good as never, random))
  const { query } = client.signed('')
  for (const { what, body } of requests) {
    let signature = query
    try {
      signature = client.signed(body.toString('utf8')).query
    } catch {
      // A body that no client could sign is sent with the sign of none.
    }
    const { status, type, text } = await send(`${path}?${new URLSearchParams(signature)}`, {}, body)
    const told = `${what} → ${status} ${text.slice(0, 300)}`
    expect(status, told).toBe(200)
    expect(type, told).toMatch(/^application\/json/)
    const answer = JSON.parse(text)
    if (answer.code === 0) continue
    if (typeof answer.code === 'string') {
      // The gateway: the sign does not fit a body that can't be read, or the body is broken, and how.
      expect(answer.code, told).toMatch(/^(102|2001006)$/)
      if (answer.code === '102') expect(answer.data.message, told).toMatch(/body/)
    } else {
      expect([102, 500], told).toContain(answer.code)
      expect(answer.error_details.length, told).toBeGreaterThan(0)
    }
  }
})

const PANDAPON: readonly (readonly [string, (random: () => number) => Mangled])[] = [
  ['the body', (random) => mangle(createOrder(undefined, { sellerOrderNumber: 'M' }) as never, random)],
  ['the lines', (random) => inside('orderLineList', mangle([line(0), line(1)] as never, random))],
  ['the receiver', (random) => inside('receiver', mangle(RECEIVER as never, random))],
  [
    'a page',
    (random) =>
      mangle(
        { pageNo: 1, pageSize: 20, orderId: 'x', status: 0, startTime: '2026-01-15 16:30:00' } as never,
        random,
      ),
  ],
]

/** Broken JSON inside of a string of a sound body. */
function inside(name: string, { what, body }: Mangled): Mangled {
  const outer = createOrder(undefined, { sellerOrderNumber: 'M', [name]: body.toString('utf8') })
  return { what: `${name}: ${what}`, body: Buffer.from(JSON.stringify(outer)) }
}

test.each(PANDAPON)('POST with %s broken', { timeout: 120_000 }, async (what, broken) => {
  const client = await openPandapon(hub, () => START)
  const random = seeded(SEED)
  const requests = Array.from({ length: PER_OPERATION }, () => broken(random))
  const path = what === 'a page' ? '/open/purchase/page' : '/open/order'
  await inParallel(requests, 8, async (request) => {
    const { status, type, text } = await send(path, client.headers(), request.body)
    const told = `${request.what} → ${status} ${text.slice(0, 300)}`
    expect(status, told).toBeLessThan(500)
    expect(type, told).toMatch(/^application\/json/)
    const answer = JSON.parse(text)
    expect(Object.keys(answer).sort(), told).toEqual(['code', 'data', 'developId', 'msg', 'requestId'])
    if (answer.code === 200) return
    expect([400, 40001, 40401, 40901, 42201, 42202], told).toContain(answer.code)
    if (answer.code === 400) {
      expect(answer.msg, told).toMatch(
        /^(the body|orderLineList|receiver|orderSource|purchaseAmount|sellerOrderNumber|page|order|status|start|end|\W*[\w[\].]* ?(is not a name|contains|is ))/,
      )
    }
  })
})

test('token forms', { timeout: 120_000 }, async () => {
  const { appId, appSecret } = await openLingxing(hub, () => START)
  const random = seeded(SEED)
  const TYPES = [
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json',
    '',
  ]
  for (const path of ['access-token', 'refresh']) {
    const good = { appId, appSecret, refreshToken: appSecret }
    const requests = Array.from({ length: PER_OPERATION }, () => mangle(good as never, random))
    await inParallel(requests, 8, async ({ what, body }) => {
      const type = TYPES[Math.floor(random() * TYPES.length)] ?? ''
      const response = await plainFetch(`${hub.url}/api/auth-server/oauth/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body: body,
      })
      const text = await response.text()
      const told = `${what} as ${type} → ${response.status} ${text.slice(0, 300)}`
      expect(response.status, told).toBe(200)
      expect(String(JSON.parse(text).code), told).toMatch(/^(200|\d{7}|1\d\d)$/)
    })
  }
})

const QUERIES = [
  'pageNo',
  'pageSize',
  'orderId',
  'orderNo',
  'status',
  'startTime',
  'endTime',
  'sellerOrderNumber',
]
const ODD = [
  '',
  '%00',
  'x',
  '-1',
  '1e9',
  '9'.repeat(40),
  '%F0%9F%92%A5',
  '[]',
  '2026-02-30 00:00:00',
  '%ED%A0%80',
  '1&status=2',
]

test.each(['/open/order/page', '/open/order/detail'])('GET %s', { timeout: 120_000 }, async (path) => {
  const client = await openPandapon(hub, () => START)
  const random = seeded(SEED)
  const any = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const queries = Array.from({ length: PER_OPERATION }, () =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, () => `${any(QUERIES)}=${any(ODD)}`).join('&'),
  )
  await inParallel(queries, 8, async (query) => {
    const response = await plainFetch(`${hub.url}${path}?${query}`, { headers: client.headers() })
    const text = await response.text()
    const told = `${query} → ${response.status} ${text.slice(0, 300)}`
    expect(response.status, told).toBeLessThan(500)
    const answer = JSON.parse(text)
    expect([200, 400, 40401], told).toContain(answer.code)
    if (answer.code === 400) expect(answer.msg, told).toMatch(/^(page|order|seller|status|start|end)\w* /)
  })
})

const WAREHOUSE: readonly (readonly [string, object])[] = [
  ['/apicenter/api/order', { ...WAREHOUSE_ORDER, package: { order_number: 'M' } }],
  ['/apicenter/api/order', { ...SECOND_DIALECT, package: { order_number: 'M-2' } }],
  ['/apicenter/api/order/hold', { client_code: 'CK2023', order_number: 'M', reason: 'r' }],
  ['/apicenter/api/order/release', { client_code: 'CK2023', order_number: 'M' }],
  ['/apicenter/api/order/cancel', { client_code: 'CK2023', client_type: 1, order_number: 'M', reason: 'r' }],
  [
    '/apicenter/api/order/pushOrderStatus',
    {
      client_code: 'CK2023',
      client_type: 1,
      centre_code: 'CKMX',
      orderList: [{ order_number: 'M', order_source_status: 'cancelled' }],
    },
  ],
  ['/apicenter/api/order/status', { client_code: 'CK2023', client_type: 1, order_number: 'M' }],
  [
    '/apicenter/api/order/list',
    { client_code: 'CK2023', updated_from: '2026-01-15 16:30:00', status: 'hold', page_no: 1, page_size: 20 },
  ],
  [
    '/apicenter/api/order/label',
    {
      client_code: 'CK2023',
      order_number: 'M',
      tracking_number: 'T',
      label_url: 'https://x.example',
      label_base64: PDF,
    },
  ],
  ['/apicenter/api/asn', ASN],
  ['/apicenter/api/asn/status', { client_code: '20', client_type: 2, asn_number: 'mabang-0919' }],
  ['/apicenter/api/asn/cancel', { client_code: '20', client_type: 2, asn_number: 'mabang-0919' }],
  ['/apicenter/api/sku', { sku_list: [GOODS, { ...GOODS, code: 'another' }] }],
  ['/apicenter/api/sku', GOODS],
  [
    '/apicenter/api/inventory',
    { client_code: 'CK2023', centre_code: 'CKMX', sku_list: ['fugiat', 'x'], page_no: 1, page_size: 20 },
  ],
]

test.each(WAREHOUSE)('POST %s', { timeout: 120_000 }, async (path, good) => {
  const { token } = await openApicenter(hub)
  const random = seeded(SEED)
  const requests = Array.from({ length: PER_OPERATION }, () => mangle(good as never, random))
  await inParallel(requests, 8, async ({ what, body }) => {
    const { status, type, text } = await send(path, { Authorization: `Bearer ${token}` }, body)
    const told = `${what} → ${status} ${text.slice(0, 300)}`
    expect(status, told).toBe(200)
    expect(type, told).toMatch(/^application\/json/)
    const answer = JSON.parse(text)
    expect(Object.keys(answer), told).toEqual(['code', 'data', 'message'])
    expect([0, 200, 201, 400, 404, 409, 422], told).toContain(answer.code)
    if (answer.code === 400) expect(answer.message, told).toMatch(/^(the body |[\w[\].]*.*: )/s)
    if (answer.code === 422) expect(answer.message, told).toMatch(/^[\w[\].]+: /)
  })
})
