// The acceptance cases 1 to 18 of facts/apicenter.md §15, and the rules of §5 to §8 around them. Of case 9, the stock
// comes in by a movement here, and by an inbound notice in asn.test.ts, where 19 to 22 are; 23 is in goods.test.ts, and 24
// and 25 need pushes.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { audit } from '../../../src/store/audit.js'
import { createCredential } from '../../../src/store/setup.js'
import {
  type ApicenterClient,
  CREATE_ORDER,
  openApicenter,
  PDF,
  SECOND_DIALECT,
  SKUS,
} from '../../support/apicenter.js'
import { startTestHub, type TestHub } from '../../support/hub.js'

const ORDER = '/apicenter/api/order'
/** The printed keys of an answer's data, in the document's order. */
const KEYS = [
  'order_number',
  'status',
  'number_of_package',
  'total_weight',
  'logistic_provider_code',
  'status_message',
  'shortage_at',
  'cancel_at',
  'allocate_at',
  'pack_at',
  'handover_at',
  'tracking_number',
  'logistics_message',
  'sorting_code',
  'sorting_no',
  'items',
  'shipments',
]
const NOW = '2026-01-15 16:30:00'

let hub: TestHub
let client: ApicenterClient

beforeAll(async () => {
  hub = await startTestHub()
  client = await openApicenter(hub)
})

afterAll(() => hub.close())

let numbers = 0
/** The printed request under a number of its own. */
function fresh(change: Record<string, unknown> = {}, base: object = CREATE_ORDER): Record<string, unknown> {
  numbers += 1
  return { ...base, package: { order_number: `T-${numbers}` }, ...change }
}

const create = (body: unknown, by = client) => by.post(ORDER, body)
const provider = (change: Record<string, unknown>) => ({
  logistics_provider: { ...CREATE_ORDER.logistics_provider, ...change },
})

async function rows(): Promise<number> {
  const result = await hub.pool.query('select count(*)::integer as n from orders where tenant_id = $1', [
    client.tenantId,
  ])
  return result.rows[0].n
}

async function refused(body: unknown, code: number, message: RegExp | string, by = client): Promise<unknown> {
  const before = await rows()
  const answer = await create(body, by)
  expect(answer.body).toMatchObject({ code, message: expect.stringMatching(message) })
  expect(Object.keys(answer.body)).toEqual(['code', 'data', 'message'])
  expect(await rows()).toBe(before)
  return answer.body.data
}

/** The order once its review is done. */
async function reviewed(body: Record<string, unknown>, by = client) {
  const { package: number, client_code, client_type } = body
  const asked = { client_code, client_type, ...(number as object) }
  return vi.waitFor(async () => {
    const { data } = (await by.post(`${ORDER}/status`, asked)).body
    expect(data.status).not.toBe('drafted')
    return data
  })
}

describe('create', () => {
  test('1: the printed request is accepted as a draft, with all keys', async () => {
    const { status, body } = await create(CREATE_ORDER)
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['code', 'data', 'message'])
    expect(Object.keys(body.data)).toEqual(KEYS)
    expect(body).toEqual({
      code: 0,
      message: 'success',
      data: {
        order_number: 'api-0315-3',
        status: 'drafted',
        number_of_package: 0,
        total_weight: '',
        logistic_provider_code: 'DHL',
        status_message: '',
        shortage_at: '',
        cancel_at: '',
        allocate_at: '',
        pack_at: '',
        handover_at: '',
        tracking_number: '',
        logistics_message: '',
        sorting_code: '',
        sorting_no: '',
        items: ['sed in in', 'fugiat'],
        shipments: [],
      },
    })
    expect(await reviewed(CREATE_ORDER)).toMatchObject({ status: 'stock_allocated', allocate_at: NOW })
  })

  test('2: without label_url and label_base64', async () => {
    const body = fresh({ logistics_provider: { code: 'DHL', tracking_number: '' } })
    expect((await create(body)).body).toMatchObject({ code: 0 })
  })

  test('3: without logistics_provider', async () => {
    await refused(fresh({ logistics_provider: undefined }), 400, /^logistics_provider: required$/)
  })

  test('4: without real_time_response it is a draft', async () => {
    const { body } = await create(fresh({ real_time_response: undefined }))
    expect(body.data.status).toBe('drafted')
  })

  test('5: the same body twice is one order, also with other blanks and another order of keys', async () => {
    const body = fresh()
    const first = await create(body)
    const before = await rows()
    const turned = JSON.stringify(Object.fromEntries(Object.entries(body).reverse()), null, 2)
    const second = await create(turned)
    expect(second.body).toMatchObject({ code: 0, data: { order_number: first.body.data.order_number } })
    expect(await rows()).toBe(before)
    // Whichever of draft and review it meets, it is the order's present state.
    expect(['drafted', 'stock_allocated']).toContain(second.body.data.status)
  })

  test('5: fifty times at once is one order', async () => {
    const body = fresh({ real_time_response: true })
    const before = await rows()
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(body)))
    expect(new Set(answers.map((one) => one.text)).size).toBe(1)
    expect(answers[0]?.body).toMatchObject({ code: 0, data: { status: 'stock_allocated' } })
    expect(await rows()).toBe(before + 1)
  })

  test('6: the same number with another qty, sender or centre is a conflict that shows the order', async () => {
    const body = fresh({ real_time_response: true })
    await create(body)
    for (const change of [
      { items: [{ ...CREATE_ORDER.items[0], qty: 74 }, CREATE_ORDER.items[1]] },
      { sender: { ...CREATE_ORDER.sender, name: 'another' } },
      { real_time_response: false },
    ]) {
      const message = /^order_number exists with different content$/
      expect(await refused({ ...body, ...change }, 409, message)).toEqual({
        order_number: (body.package as { order_number: string }).order_number,
        status: 'stock_allocated',
      })
    }
  })

  test('7: in real time, with stock: allocated in the call', async () => {
    const body = fresh({ real_time_response: true })
    expect((await create(body)).body.data).toMatchObject({ status: 'stock_allocated', allocate_at: NOW })
    expect(await reviewed(body)).toMatchObject({ status: 'stock_allocated', allocate_at: NOW })
  })

  test('8: in real time, with too little stock: a shortage, and nothing is reserved', async () => {
    const poor = await openApicenter(hub, { quantity: 40 })
    const { data } = (await create(fresh({ real_time_response: true }), poor)).body
    expect(data).toMatchObject({
      status: 'shortage',
      shortage_at: NOW,
      allocate_at: '',
      status_message: '10003 stock insufficient',
    })
    const { rows: levels } = await hub.pool.query(
      'select sum(reserved)::integer as reserved from stock_levels where tenant_id = $1',
      [poor.tenantId],
    )
    expect(levels).toEqual([{ reserved: 0 }])
  })

  test('8, as a draft: the review finds the shortage; a line more than there is shorts the whole order', async () => {
    const poor = await openApicenter(hub, { quantity: 40 })
    const body = fresh()
    expect((await create(body, poor)).body.data.status).toBe('drafted')
    expect(await reviewed(body, poor)).toMatchObject({
      status: 'shortage',
      shortage_at: NOW,
      status_message: '10003 stock insufficient',
    })
  })

  test('two rows of one SKU are two rows, and are added for allocation', async () => {
    const poor = await openApicenter(hub, { quantity: 40 })
    const items = [15, 15, 15].map((qty) => ({ sku: SKUS[0], qty }))
    const short = (await create(fresh({ real_time_response: true, items }), poor)).body.data
    expect(short).toMatchObject({ status: 'shortage', items: [SKUS[0], SKUS[0], SKUS[0]] })
    const enough = fresh({ real_time_response: true, items: items.slice(1) })
    expect((await create(enough, poor)).body.data.status).toBe('stock_allocated')
  })

  test('10: in real time an unknown SKU is refused; as a draft it is a shortage', async () => {
    const items = [{ sku: ' unknown ', qty: 1 }]
    await refused(fresh({ real_time_response: true, items }), 422, /^items\[0\]\.sku: unknown is unknown$/)
    const body = fresh({ items })
    expect((await create(body)).body.data.status).toBe('drafted')
    expect(await reviewed(body)).toMatchObject({ status: 'shortage', items: ['unknown'] })
  })

  test('10: sent again after the SKU is there, it works', async () => {
    const items = [{ sku: 'late', qty: 1 }]
    const body = fresh({ real_time_response: true, items })
    await refused(body, 422, /late/)
    await hub.pool.query(
      `insert into items (tenant_id, owner_id, sku, name, price_minor, currency, weight_grams, status, created_at,
         updated_at) values ($1, $2, 'late', 'late', 1, 'EUR', 1, 'on_shelf', now(), now())`,
      [client.tenantId, client.accountId],
    )
    await hub.pool.query('update lanes set version = version + 1 where tenant_id = $1', [client.tenantId])
    expect((await create(body)).body).toMatchObject({ code: 0, data: { status: 'shortage' } })
  })

  test.each([true, false])('11: process_type 7 holds, real time %s', async (real_time_response) => {
    const body = fresh({ process_type: 7, real_time_response })
    expect((await create(body)).body.code).toBe(0)
    expect(await reviewed(body)).toMatchObject({
      status: 'hold',
      status_message: 'process_type 7 needs review',
    })
  })

  test.each(['%%%', 'aGVsbG8=', 'data:application/pdf;base64,aGVsbG8='])(
    '12: label_base64 %s',
    async (sent) => {
      await refused(fresh(provider({ label_base64: sent })), 422, /^logistics_provider\.label_base64: /)
    },
  )

  test.each([true, false])('13: one’s own number without a label holds, real time %s', async (real) => {
    const body = fresh({ ...provider({ code: 'manual_tracking_no' }), real_time_response: real })
    expect((await create(body)).body.code).toBe(0)
    expect(await reviewed(body)).toMatchObject({
      status: 'hold',
      status_message: '10002 attachment (label) not uploaded',
    })
  })

  test('14: trailing commas are no JSON', async () => {
    const text = JSON.stringify(fresh()).replace(/\]\}$/, '],}')
    await refused(text, 400, /JSON/)
  })

  test('15: the second dialect’s body; tag 1 takes no stock', async () => {
    const before = await reservedOf(SKUS[0])
    const { body } = await create(SECOND_DIALECT)
    expect(body).toMatchObject({ code: 0, data: { status: 'drafted', tracking_number: 'JT0012345' } })
    // No label came along, and this service needs one.
    expect(await reviewed(SECOND_DIALECT)).toMatchObject({ status: 'hold' })
    const labelled = fresh(
      { logistics_provider: { code: 'manual_tracking_no', label_base64: PDF }, real_time_response: true },
      SECOND_DIALECT,
    )
    expect((await create(labelled)).body.data).toMatchObject({ status: 'stock_allocated', allocate_at: NOW })
    expect(await reservedOf(SKUS[0])).toBe(before)
  })

  test('16: special_order_tag 4', async () => {
    await refused(fresh({ special_order_tag: 4 }), 400, /^special_order_tag: /)
  })

  test('tag 3 needs a label', async () => {
    const bare = fresh({ special_order_tag: 3, real_time_response: true })
    expect((await create(bare)).body.data).toMatchObject({ status: 'hold', status_message: /^10002/ })
    const url = provider({ label_url: 'https://labels.example/1.pdf' })
    const labelled = fresh({ special_order_tag: 3, real_time_response: true, ...url })
    expect((await create(labelled)).body.data).toMatchObject({ status: 'stock_allocated' })
  })

  test('an unknown warehouse is refused in both ways; an unknown service in real time, and held as a draft', async () => {
    for (const real_time_response of [true, false]) {
      await refused(fresh({ centre_code: 'NOWHERE', real_time_response }), 422, /^centre_code: .*NOWHERE/)
    }
    const unknown = provider({ code: 'PIGEON' })
    const message = /^logistics_provider\.code: there is no PIGEON$/
    await refused(fresh({ ...unknown, real_time_response: true }), 422, message)
    const body = fresh(unknown)
    await create(body)
    expect(await reviewed(body)).toMatchObject({ status: 'hold', status_message: /PIGEON/ })
  })

  test('an account without a balance is held', async () => {
    const poor = await openApicenter(hub, { balanceMinor: 0 })
    const message = '10001 the balance of the account is empty'
    const { data } = (await create(fresh({ real_time_response: true }), poor)).body
    expect(data).toMatchObject({ status: 'hold', status_message: message })
    const body = fresh()
    await create(body, poor)
    expect(await reviewed(body, poor)).toMatchObject({ status: 'hold', status_message: message })
  })

  test.each<[change: Record<string, unknown>, code: number, message: RegExp]>([
    [{ centre_code: '' }, 400, /^centre_code: required$/],
    [{ client_code: undefined }, 400, /^client_code: required$/],
    [{ package: {} }, 400, /^package\.order_number: required$/],
    [{ package: { order_number: 'x'.repeat(65) } }, 400, /^package\.order_number: /],
    [{ package: { order_number: 'a\tb' } }, 400, /^package\.order_number: /],
    [{ receiver: { ...CREATE_ORDER.receiver, name: ' ' } }, 400, /^receiver\.name: required$/],
    [{ receiver: { ...CREATE_ORDER.receiver, country_code: 'MYS' } }, 400, /^receiver\.country_code: /],
    [{ items: [] }, 400, /^items: /],
    [{ items: [{ sku: 'fugiat', qty: 0 }] }, 400, /^items\[0\]\.qty: /],
    [{ items: [{ sku: 'fugiat', qty: 1.5 }] }, 400, /^items\[0\]\.qty: /],
    [{ items: [{ sku: '  ', qty: 1 }] }, 400, /^items\[0\]\.sku: required$/],
    [{ items: [{ sku: 'fugiat', qty: 1, unit_price: 1.00001 }] }, 400, /^items\[0\]\.unit_price: /],
    [{ items: [{ sku: 'fugiat', qty: 1, unit_price: -1 }] }, 400, /^items\[0\]\.unit_price: /],
    [{ real_time_response: 'yes' }, 400, /^real_time_response: /],
    [{ client_type: 3 }, 400, /^client_type: /],
  ])('refused, naming the field: %j', async (change, code, message) => {
    await refused(fresh(change), code, message)
  })

  test('numbers as digits, a lower-case country and four decimals are read', async () => {
    const items = [{ sku: ' fugiat ', qty: '3', unit_price: 10.1234 }]
    const receiver = { ...CREATE_ORDER.receiver, country_code: 'my', post_code: 47 }
    const { body } = await create(fresh({ items, receiver, real_time_response: true }))
    expect(body).toMatchObject({ code: 0, data: { items: ['fugiat'], status: 'stock_allocated' } })
  })

  async function reservedOf(sku: string): Promise<number> {
    const { rows: levels } = await hub.pool.query(
      'select reserved from stock_levels where tenant_id = $1 and sku = $2',
      [client.tenantId, sku],
    )
    return levels[0].reserved
  }
})

describe('who asks', () => {
  test('without a token or with an unknown one: HTTP 401', async () => {
    const answer = await client.post(ORDER, fresh(), `${client.token}x`)
    expect(answer).toMatchObject({ status: 401, body: { code: 401 } })
  })

  test('a token that is bound names no other shop, type or warehouse', async () => {
    const token = await client.newToken({ clients: ['CK2023', '20/2'], centres: ['CKMX'] })
    const by = { ...client, post: (path: string, body: unknown) => client.post(path, body, token) }
    expect((await create(fresh(), by)).body.code).toBe(0)
    expect((await create(fresh({}, SECOND_DIALECT), by)).body.code).toBe(0)
    await refused(fresh({ client_code: 'other' }), 403, /^client_code: other/, by)
    await refused(fresh({ client_type: 1 }, SECOND_DIALECT), 403, /^client_code: 20/, by)
    await refused(fresh({ centre_code: 'G006' }), 403, /^centre_code: G006/, by)
    expect((await by.post(`${ORDER}/list`, { client_code: 'other' })).body.code).toBe(403)
  })

  test('shops have numbers of their own', async () => {
    const body = fresh({ real_time_response: true })
    const before = await rows()
    for (const shop of [{}, { client_code: 'CK2024' }, { client_type: 2 }]) {
      expect((await create({ ...body, ...shop })).body.code).toBe(0)
    }
    expect(await rows()).toBe(before + 3)
  })

  test('only POST, and only known paths', async () => {
    const headers = { Authorization: `Bearer ${client.token}` }
    const wrongMethod = await fetch(hub.url + ORDER, { headers })
    const { code } = (await wrongMethod.json()) as { code: number }
    expect([wrongMethod.status, code]).toEqual([405, 405])
    const unknown = await fetch(`${hub.url}/apicenter/api/nothing`, { method: 'POST', headers })
    const answer = (await unknown.json()) as { code: number }
    expect([unknown.status, answer.code]).toEqual([404, 404])
  })
})

describe('reading back', () => {
  test('an unknown number is not found', async () => {
    const { status, body } = await client.post(`${ORDER}/status`, {
      client_code: 'CK2023',
      order_number: 'no',
    })
    expect([status, body.code]).toEqual([200, 404])
  })

  test('the list goes by the time of the last change, and knows each status', async () => {
    const own = await openApicenter(hub, { quantity: 100 })
    const made: string[] = []
    for (const change of [{}, { process_type: 7 }, {}]) {
      const body = fresh({ ...change, real_time_response: true })
      made.push((await create(body, own)).body.data.order_number)
    }
    const list = async (filter: Record<string, unknown>) =>
      (await own.post(`${ORDER}/list`, { client_code: 'CK2023', ...filter })).body
    const all = await list({})
    expect(all).toMatchObject({ code: 0, data: { total: 3, page_no: 1, page_size: 50 } })
    expect(all.data.list.map((one: { order_number: string }) => one.order_number)).toEqual(made)
    expect(Object.keys(all.data.list[0])).toEqual(KEYS)
    const ofStatus = async (status: string) => (await list({ status })).data.total
    expect(await ofStatus('stock_allocated')).toBe(1)
    // The second one's items and the first one's leave nothing for the third.
    expect(await ofStatus('shortage')).toBe(2)
    expect((await list({ page_no: 2, page_size: 2 })).data.list).toHaveLength(1)
    expect((await list({ updated_from: '2026-01-15 16:30:01' })).data.total).toBe(0)
    expect((await list({ updated_from: NOW, updated_to: NOW })).data.total).toBe(3)
    expect((await list({ updated_from: 'yesterday' })).message).toMatch(/^updated_from: /)
    expect((await list({ page_size: 201 })).message).toMatch(/^page_size: /)
    expect((await list({ client_type: 2 })).data.total).toBe(0)
  })
})

describe('after it is placed', () => {
  const native = async (by: ApicenterClient, path: string, body: object) => {
    const wish = { accountId: by.accountId, family: 'native', limit: null, sandbox: false }
    const { secret } = await createCredential(hub.pool, by.tenantId, wish, 0)
    const response = await fetch(`${hub.url}${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes.
    return (await response.json()) as any
  }
  const receive = (by: ApicenterClient, sku: string, quantity: number) =>
    native(by, '/v1/stock-movements', { sku, location: 'CKMX', quantity, reason: 'inbound' })
  const numberOf = (body: Record<string, unknown>) => (body.package as { order_number: string }).order_number
  const ask = async (by: ApicenterClient, path: string, body: Record<string, unknown>, more = {}) => {
    const { client_code } = body
    return (await by.post(`${ORDER}/${path}`, { client_code, order_number: numberOf(body), ...more })).body
  }
  const partOf = async (by: ApicenterClient, body: Record<string, unknown>) => {
    const { rows: found } = await hub.pool.query(
      'select order_number from orders where tenant_id = $1 and seller_order_number = $2',
      [by.tenantId, numberOf(body)],
    )
    return `${found[0].order_number}-1`
  }

  test('9: stock that comes in goes to the oldest shortage, and shortage_at stays', async () => {
    const poor = await openApicenter(hub, { quantity: 0 })
    const items = [{ sku: SKUS[0], qty: 10 }]
    const bodies = [10, 20, 5].map((qty) =>
      fresh({ real_time_response: true, items: [{ ...items[0], qty }] }),
    )
    for (const body of bodies) expect((await create(body, poor)).body.data.status).toBe('shortage')
    // Enough for the first and the last; the one in between keeps its place.
    await receive(poor, SKUS[0], 16)
    const statuses = async () =>
      Promise.all(bodies.map(async (body) => (await ask(poor, 'status', body)).data.status))
    expect(await statuses()).toEqual(['stock_allocated', 'shortage', 'shortage'])
    const { data } = await ask(poor, 'status', bodies[0] ?? {})
    expect(data).toMatchObject({ allocate_at: NOW, shortage_at: NOW, status_message: '' })
    await receive(poor, SKUS[0], 19)
    expect(await statuses()).toEqual(['stock_allocated', 'stock_allocated', 'stock_allocated'])
  })

  test('a cancelled order gives its stock to who waits for it', async () => {
    const poor = await openApicenter(hub, { quantity: 10 })
    const items = [{ sku: SKUS[0], qty: 10 }]
    const [first, second] = [1, 2].map(() => fresh({ real_time_response: true, items })) as [
      Record<string, unknown>,
      Record<string, unknown>,
    ]
    for (const body of [first, second]) await create(body, poor)
    expect((await ask(poor, 'status', second)).data.status).toBe('shortage')
    const cancelled = await ask(poor, 'cancel', first, { reason: 'x' })
    expect(cancelled).toMatchObject({ code: 0, data: { status: 'cancelled', cancel_at: NOW } })
    expect((await ask(poor, 'status', second)).data.status).toBe('stock_allocated')
    // Again: success, and unchanged. Its number stays used.
    expect(await ask(poor, 'cancel', first)).toEqual(cancelled)
    expect((await create(first, poor)).body).toMatchObject({ code: 409, data: { status: 'cancelled' } })
  })

  test('17: the marketplace’s states of known orders', async () => {
    const bodies = [fresh(), fresh()]
    for (const body of bodies) await create(body)
    const orderList = bodies.map((body) => ({
      order_number: numberOf(body),
      order_source_status: 'pending',
    }))
    const push = (list: object[]) =>
      client.post(`${ORDER}/pushOrderStatus`, { client_code: 'CK2023', client_type: 1, orderList: list })
    expect((await push(orderList)).body).toEqual({ code: 200, data: [], message: 'success' })
    expect(
      (await push([...orderList, { order_number: 'none', order_source_status: 'x' }])).body.data,
    ).toEqual([{ order_number: 'none', message: 'not found' }])
  })

  test('18: an order that is cancelled at its marketplace is held', async () => {
    const body = fresh({ real_time_response: true })
    await create(body)
    const push = (order_source_status: string) =>
      client.post(`${ORDER}/pushOrderStatus`, {
        client_code: 'CK2023',
        orderList: [{ order_number: numberOf(body), order_source_status }],
      })
    expect((await push('cancelled')).body.code).toBe(200)
    expect((await ask(client, 'status', body)).data.status).toBe('hold')
    expect((await push('pending')).body.code).toBe(200)
    expect((await ask(client, 'status', body)).data.status).toBe('hold')
    expect((await ask(client, 'release', body)).data.status).toBe('stock_allocated')
  })

  test('held and released, packed, refused to be cancelled, handed over', async () => {
    const body = fresh({ real_time_response: true })
    await create(body)
    expect((await ask(client, 'hold', body, { reason: 'wait' })).data).toMatchObject({
      status: 'hold',
      status_message: 'wait',
    })
    expect((await ask(client, 'release', body)).data).toMatchObject({ status: 'stock_allocated' })
    const part = await partOf(client, body)
    const packages = [
      { packageNumber: '1', weightGrams: 500, lines: [{ lineNumber: 1, quantity: 73 }] },
      { packageNumber: '2', weightGrams: 250, lines: [{ lineNumber: 2, quantity: 31 }] },
    ]
    await native(client, `/v1/fulfilment-orders/${part}/pack`, { packages })
    expect((await ask(client, 'status', body)).data).toMatchObject({
      status: 'stock_allocated',
      pack_at: NOW,
      number_of_package: 2,
      total_weight: '750.00',
    })
    expect(await ask(client, 'cancel', body)).toMatchObject({ code: 409, data: { status: 'hold' } })
    await ask(client, 'release', body)
    for (const packageNumber of ['1', '2']) {
      const parcel = { carrier: 'FDX', trackingNumber: `91-${packageNumber}`, packageNumber }
      await native(client, `/v1/fulfilment-orders/${part}/hand-over`, parcel)
    }
    expect((await ask(client, 'status', body)).data).toMatchObject({
      status: 'handovered',
      handover_at: NOW,
      shipments: ['91-1', '91-2'],
      tracking_number: '91-1',
    })
    for (const path of ['cancel', 'hold']) expect((await ask(client, path, body)).code).toBe(409)
  })

  test('the auditor finds nothing', async () => {
    const results = await audit(hub.connectionString, null)
    expect(results.flatMap((result) => result.violations)).toEqual([])
  })
})
