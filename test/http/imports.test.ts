// Files of orders and stock over HTTP: taken in row by row, with faults by line and column, each order once; and the
// same written again.
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit } from '../../src/store/audit.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { inParallel, mangle, seeded } from '../support/mangle.js'
import { plainFetch } from '../support/plain-fetch.js'
import { type Answer, ITEM, type NativeClient, openTenant, order, stockShop } from './native-client.js'

let hub: TestHub
let client: NativeClient

beforeAll(async () => {
  hub = await startTestHub()
  client = await openTenant(hub)
  await stockShop(client, 1_000)
  await client.put('/v1/items/CUP', ITEM)
  await client.post('/v1/stock-movements', { sku: 'CUP', location: 'MAIN', quantity: 5, reason: 'test' })
})

afterAll(async () => {
  await hub.close()
})

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
type Json = any

async function send(file: string | Buffer, query = 'kind=orders', headers = {}): Promise<Answer> {
  const response = await fetch(`${hub.url}/v1/imports?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.apiKey}`, 'content-type': 'text/csv', ...headers },
    body: file,
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) }
}

/** The import when it is over, and its faults. */
async function over(answer: Answer): Promise<{ record: Json; faults: Json[] }> {
  expect(answer.status, answer.text).toBe(202)
  const { id } = answer.body as Json
  for (;;) {
    const record = (await client.get(`/v1/imports/${id}`)).body as Json
    if (record.endedAt === null) continue
    const { body } = await client.get(`/v1/imports/${id}/faults?limit=250`)
    return { record, faults: body.data as Json[] }
  }
}

const HEADER = 'sellerOrderNumber,recipient,country,street1,city,postalCode,sku,quantity,speed'
const row = (number: string, sku = 'MUG', quantity: number | string = 1) =>
  `${number},Ann,us,1 Main St,Reno,89501,${sku},${quantity},standard`
const file = (...rows: readonly string[]) => [HEADER, ...rows, ''].join('\n')

const found = async (number: string): Promise<Json[]> =>
  (await client.get(`/v1/orders?sellerOrderNumber=${number}`)).body.data as Json[]

async function counts(): Promise<Json> {
  const { rows } = await hub.pool.query(
    `select (select count(*)::integer from orders where tenant_id = $1) as orders,
       (select sum(reserved)::integer from stock_levels where tenant_id = $1) as reserved`,
    [client.tenantId],
  )
  return rows[0]
}

describe('orders', () => {
  test('are placed as the API places them: consecutive rows of one number are lines of one order', async () => {
    const sent = await send(file(row('A-1', 'MUG', 2), row('A-1', 'CUP'), row('A-2')))
    expect(sent.body).toMatchObject({ kind: 'orders', account: 'shop', dryRun: false, endedAt: null })
    const { record, faults } = await over(sent)
    expect(record).toMatchObject({
      state: 'finished',
      rowsRead: 3,
      accepted: 2,
      repeated: 0,
      refused: 0,
      faultCount: 0,
      problem: null,
    })
    expect(faults).toEqual([])
    const [placed, ...others] = await found('A-1')
    expect(others).toEqual([])
    expect(placed).toMatchObject({
      account: 'shop',
      dialect: 'native',
      orderStatus: 'processing',
      address: { country: 'US', recipient: 'Ann', street1: '1 Main St' },
      lines: [
        { sku: 'MUG', quantity: 2 },
        { sku: 'CUP', quantity: 1 },
      ],
      speed: 'standard',
    })
  })

  test('sent again, they are known; one with other content is refused', async () => {
    const before = await counts()
    const again = await over(await send(file(row('A-1', 'MUG', 2), row('A-1', 'CUP'), row('A-2', 'MUG', 7))))
    expect(again.record).toMatchObject({ accepted: 1, repeated: 1, refused: 1 })
    const [{ orderNumber }] = await found('A-2')
    expect(again.faults).toEqual([
      {
        line: 4,
        column: 'sellerOrderNumber',
        value: 'A-2',
        problem: `was used with other content, by order ${orderNumber}`,
      },
    ])
    expect(await counts()).toEqual(before)
  })

  test('an order that was placed by a request is known to an import', async () => {
    await client.post('/v1/orders', order(1, { sellerOrderNumber: 'A-3' }))
    expect((await over(await send(file(row('A-3'))))).record).toMatchObject({ accepted: 1, repeated: 1 })
  })

  test('each fault names line, column and value; what is sound is placed', async () => {
    const rows = [
      row('B-1', 'NONE'),
      row('B-2', 'MUG', 'two'),
      row('B-3', 'MUG', 100_000),
      row('', 'MUG'),
      'B-4,Ann,XX,,,,MUG,1,soon',
      'B-5,Ann,US',
      row('B-6'),
      `${row('B-7')}`,
      row('B-7', 'CUP').replace('Ann', 'Bob'),
      row('B-8', 'CUP', 900),
      `B-9,${'x'.repeat(101)},US,,,,MUG,1,`,
    ]
    const { record, faults } = await over(await send(file(...rows)))
    expect(record).toMatchObject({ state: 'finished', rowsRead: 11, accepted: 1, refused: 9 })
    expect(faults).toEqual([
      { line: 2, column: 'sku', value: 'NONE', problem: 'there is no such item' },
      expect.objectContaining({ line: 3, column: 'quantity', value: 'two' }),
      expect.objectContaining({ line: 4, column: 'quantity', value: '100000' }),
      {
        line: 5,
        column: 'sellerOrderNumber',
        value: null,
        problem: 'is required, but is empty: it is what tells an order from others',
      },
      expect.objectContaining({ line: 6, column: 'country', value: 'XX' }),
      expect.objectContaining({ line: 6, column: 'speed', value: 'soon' }),
      { line: 7, column: null, value: null, problem: 'has 3 values, while the header has 9 columns' },
      {
        line: 10,
        column: 'recipient',
        value: 'Bob',
        problem: 'differs from line 9, which is of the same order',
      },
      {
        line: 11,
        column: 'quantity',
        value: '900',
        problem: 'of CUP, 900 are asked for and 4 available',
      },
      expect.objectContaining({ line: 12, column: 'recipient', value: `${'x'.repeat(40)}…` }),
    ])
    expect(await found('B-6')).toHaveLength(1)
  })

  test('a dry run finds what an import would, and changes nothing', async () => {
    const before = await counts()
    const rows = [row('C-1', 'CUP', 3), row('C-2', 'CUP', 3), row('A-2', 'MUG', 9), row('C-3', 'NONE')]
    const { record, faults } = await over(await send(file(...rows), 'kind=orders&dryRun=true'))
    expect(record).toMatchObject({ state: 'finished', dryRun: true, accepted: 1, refused: 3 })
    expect(faults.map((one) => [one.line, one.column])).toEqual([
      [3, 'quantity'],
      [4, 'sellerOrderNumber'],
      [5, 'sku'],
    ])
    expect(await counts()).toEqual(before)
    expect(await found('C-1')).toEqual([])
  })

  test('more lines than an order may have are refused as one', async () => {
    const rows = Array.from({ length: 600 }, () => row('D-1'))
    const { record, faults } = await over(await send(file(...rows, row('D-2'))))
    expect(record).toMatchObject({ rowsRead: 601, accepted: 1, refused: 1 })
    expect(faults).toEqual([
      expect.objectContaining({ line: 2, problem: 'the order has 501 entries, more than the limit of 500' }),
    ])
  })

  test("rows may name the tenant's other accounts, and its locations", async () => {
    await client.post('/v1/accounts', { name: 'other', currency: 'USD', stockOwner: 'shop', payment: 'none' })
    const rows = ['E-1,MUG,1,other,MAIN', 'E-2,MUG,1,nobody,', 'E-3,MUG,1,,NOWHERE']
    const lines = rows.map((one) => `Ann,US,${one}`)
    const header = 'recipient,country,sellerOrderNumber,sku,quantity,account,location'
    const { record, faults } = await over(await send([header, ...lines].join('\r\n')))
    expect(record).toMatchObject({ accepted: 1, refused: 2 })
    expect(faults.map(({ line, column }) => [line, column])).toEqual([
      [3, 'account'],
      [4, 'location'],
    ])
    expect(await found('E-1')).toMatchObject([{ account: 'other' }])
  })
})

describe('a file that is no such file', () => {
  test.each([
    ['sku,quantity\n1,2\n', /^line 1: sellerOrderNumber is required/],
    [`${HEADER},colour\n`, /^line 1: colour is no column/],
    [`${HEADER},sku\n`, /^line 1: sku is there twice/],
    [`${HEADER.replaceAll(',', ';')}\n`, /^line 1: sellerOrderNumber;recipient.* is no column/],
    ['\n\n', /^line 1: is missing: the first line names the columns/],
    ['\0\0\0', /^line 1/],
  ])('fails with what is wrong: %#', async (content, problem) => {
    const { record, faults } = await over(await send(content))
    expect(record).toMatchObject({ state: 'failed', accepted: 0, problem: expect.stringMatching(problem) })
    expect(faults).toMatchObject([{ line: 1 }])
  })

  test('what stands before a broken quote is taken in', async () => {
    const { record } = await over(await send(file(row('F-1'), 'F-2,"Ann,US', row('F-3'))))
    expect(record).toMatchObject({
      state: 'failed',
      problem: 'line 3: a quote that is opened here is never closed',
    })
    expect(await found('F-3')).toEqual([])
  })

  test('bytes that are no UTF-8 are refused by row; a header alone is an empty import', async () => {
    const latin = Buffer.from(file(row('G-1').replace('Ann', 'Zoë'), row('G-2')), 'latin1')
    const { record, faults } = await over(await send(latin))
    expect(record).toMatchObject({ accepted: 1, refused: 1 })
    expect(faults).toMatchObject([
      { line: 2, column: 'recipient', problem: expect.stringContaining('UTF-8') },
    ])
    const empty = await over(await send(HEADER))
    expect(empty.record).toMatchObject({ state: 'finished', rowsRead: 0, accepted: 0, refused: 0 })
  })

  test('no body, and no kind, are refused at once', async () => {
    expect(await send('')).toMatchObject({ status: 400, body: { code: 'unreadable_body' } })
    expect(await send(file(), '')).toMatchObject({ status: 422, body: { field: 'kind' } })
    expect(await send(file(), 'kind=cats')).toMatchObject({ status: 422, body: { field: 'kind' } })
    expect(await send(file(), 'kind=stock&account=no')).toMatchObject({
      status: 422,
      body: { field: 'account' },
    })
    expect((await client.get('/v1/imports/999999')).status).toBe(404)
    expect((await client.get('/v1/imports/x')).status).toBe(422)
  })

  test('a body that is cut off leaves nothing behind', async () => {
    const before = (await client.get('/v1/imports')).body.data?.length
    await new Promise<void>((resolve) => {
      const cut = httpRequest(`${hub.url}/v1/imports?kind=orders`, {
        method: 'POST',
        headers: { authorization: `Bearer ${client.apiKey}`, 'content-length': 1_000_000 },
      })
      cut.on('error', () => resolve())
      cut.write(file(row('H-1')), () => cut.destroy(new Error('cut')))
    })
    // Whatever was noted of it is gone again.
    for (;;) {
      const { body } = await client.get('/v1/imports')
      if (body.data?.some((one) => one.state === 'receiving')) continue
      expect(body.data).toHaveLength(before ?? -1)
      break
    }
    expect(await found('H-1')).toEqual([])
  })
})

describe('an Idempotency-Key', () => {
  test('makes the same file one import, and another one a conflict', async () => {
    const key = { 'idempotency-key': 'file-1' }
    const first = await send(file(row('I-1')), 'kind=orders', key)
    const second = await send(file(row('I-1')), 'kind=orders', key)
    expect((second.body as Json).id).toBe((first.body as Json).id)
    const other = await send(file(row('I-2')), 'kind=orders', key)
    expect(other).toMatchObject({ status: 409, body: { code: 'key_reused' } })
    await over(first)
    expect(await found('I-2')).toEqual([])
  })
})

describe('stock', () => {
  test('is set to what was counted, and not below what is reserved', async () => {
    await client.put('/v1/items/PLATE', ITEM)
    const rows = [
      'PLATE,MAIN,40',
      'PLATE,NOWHERE,1',
      'MUG,MAIN,1',
      'NONE,MAIN,3',
      'CUP,MAIN,-1',
      'CUP,MAIN,1.5',
    ]
    const content = ['sku,location,onHand', ...rows].join('\n')
    const { record, faults } = await over(await send(content, 'kind=stock'))
    expect(record).toMatchObject({ kind: 'stock', accepted: 1, refused: 5 })
    expect(faults.map(({ line, column }) => [line, column])).toEqual([
      [3, 'location'],
      [4, 'onHand'],
      [5, 'sku'],
      [6, 'onHand'],
      [7, 'onHand'],
    ])
    const levels = await client.get('/v1/stock-levels?sku=PLATE')
    expect(levels.body.data).toEqual([
      {
        ...{ account: 'shop', sku: 'PLATE', location: 'MAIN' },
        ...{ onHand: 40, reserved: 0, available: 40, defective: 0 },
      },
    ])
    const again = await over(await send(content, 'kind=stock'))
    expect(again.record).toMatchObject({ accepted: 1, repeated: 1 })
  })
})

describe('exports', () => {
  test('orders come back as they were, formulas as text', async () => {
    const nasty = `J-1,"=cmd|' /C calc'!A0",US,"+1, ""Main"" St\nRear",Reno,1,MUG,1,standard`
    await over(await send(file(nasty)))
    const answer = await fetch(`${hub.url}/v1/exports/orders?sellerOrderNumber=J-1`, {
      headers: { authorization: `Bearer ${client.apiKey}` },
    })
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const text = await answer.text()
    expect(text).toContain(`J-1,'=cmd|' /C calc'!A0,US,MUG,1,,shop,,Reno,"'+1, ""Main"" St\nRear",,1,`)
    const back = await over(await send(text))
    expect(back.record).toMatchObject({ state: 'finished', accepted: 1, repeated: 1, refused: 0 })
    expect(await found('J-1')).toMatchObject([{ address: { recipient: "=cmd|' /C calc'!A0" } }])
  })

  test('all orders, page by page; those that are over are not placed anew elsewhere', async () => {
    const rows = Array.from({ length: 1_100 }, (_, index) => row(`K-${index}`).replace(',standard', ','))
    await client.post('/v1/stock-movements', {
      sku: 'MUG',
      location: 'MAIN',
      quantity: 50_000,
      reason: 'more',
    })
    expect((await over(await send(file(...rows)))).record).toMatchObject({ accepted: 1_100 })
    const [{ orderNumber }] = await found('K-7')
    await client.post(`/v1/orders/${orderNumber}/cancel`)
    const text = await (
      await fetch(`${hub.url}/v1/exports/orders?account=shop`, {
        headers: { authorization: `Bearer ${client.apiKey}` },
      })
    ).text()
    for (const index of [0, 499, 500, 501, 1_099]) expect(text).toContain(`\r\nK-${index},`)
    const before = await counts()
    const { record, faults } = await over(await send(text))
    expect(record).toMatchObject({ state: 'finished', refused: 1 })
    expect(record.repeated).toBe(record.accepted)
    expect(faults).toMatchObject([
      { column: 'orderStatus', value: 'cancelled', problem: 'only orders that are still open can be placed' },
    ])
    expect(await counts()).toEqual(before)
  })

  test('stock levels', async () => {
    const answer = await fetch(`${hub.url}/v1/exports/stock`, {
      headers: { authorization: `Bearer ${client.apiKey}` },
    })
    const text = await answer.text()
    expect(text).toContain('sku,location,onHand,reserved,available\r\n')
    expect(text).toContain('PLATE,MAIN,40,0,40\r\n')
    const { record } = await over(await send(text, 'kind=stock'))
    expect(record).toMatchObject({ refused: 0 })
    expect(record.repeated).toBe(record.accepted)
  })
})

test('imports are listed, newest first, and an import that is over is not cancelled', async () => {
  const { body } = await client.get('/v1/imports?limit=2')
  const [first, second] = body.data as Json[]
  expect(first.id).toBeGreaterThan(second.id)
  expect(typeof body.nextCursor).toBe('string')
  const refused = await client.post(`/v1/imports/${first.id}/cancel`)
  expect(refused).toMatchObject({ status: 409, body: { code: 'not_allowed_in_state' } })
})

test('an import is cancelled, and the server goes on with the next', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => row(`L-${index}`))
  const long = await send(file(...rows))
  const { id } = long.body as Json
  const cancelled = await client.post(`/v1/imports/${id}/cancel`)
  expect(cancelled.body).toMatchObject({ id, state: 'cancelled' })
  const next = await over(await send(file(row('M-1'))))
  expect(next.faults).toEqual([])
  expect(next.record).toMatchObject({ accepted: 1 })
  const { body } = await client.get(`/v1/imports/${id}`)
  expect((body as Json).rowsRead).toBeLessThan(20_000)
})

test("another tenant's imports are not seen", async () => {
  const stranger = await openTenant(hub)
  expect((await stranger.get('/v1/imports')).body.data).toEqual([])
  expect((await stranger.get('/v1/imports/1')).status).toBe(404)
  expect((await stranger.post('/v1/imports/1/cancel')).status).toBe(404)
})

test('2,000 broken requests are refused in words', { timeout: 120_000 }, async () => {
  // In a tenant of their own: what is exported each time over is little there.
  const own = await openTenant(hub)
  await stockShop(own)
  const as = { authorization: `Bearer ${own.apiKey}` }
  const { body: begun } = await send(file(row('A-1'), row('A-2', 'NONE')), 'kind=orders', as)
  expect((begun as Json).id).toBe(1)
  const random = seeded(20260118)
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const names = [
    'kind',
    'account',
    'dryRun',
    'limit',
    'cursor',
    'createdFrom',
    'orderStatus',
    '__proto__',
    'x',
  ]
  const values = [
    '',
    'orders',
    'stock',
    'true',
    '1',
    '-1',
    '1e9',
    'x'.repeat(300),
    '%00',
    '%F0%9F',
    'null',
    '[]',
  ]
  const paths = [
    'imports',
    'imports/1',
    'imports/1/faults',
    'imports/x/cancel',
    'exports/orders',
    'exports/stock',
  ]
  const bad = Array.from({ length: 2_000 }, () => {
    const query = Array.from({ length: Math.floor(random() * 3) }, () => `${one(names)}=${one(values)}`)
    const posts = random() < 0.3
    const path = posts ? one(['imports', 'imports/1/cancel', 'imports/0/cancel']) : one(paths)
    const body = posts ? mangle({ kind: 'orders', rows: [1] } as never, random).body : undefined
    return { path: `/v1/${path}?${query.join('&')}`, method: posts ? 'POST' : 'GET', body }
  }).filter(({ method, path }) => method === 'GET' || !/kind=(orders|stock)/.test(path))
  await inParallel(bad, 8, async ({ path, method, body }) => {
    const response = await plainFetch(hub.url + path, {
      method,
      headers: as,
      ...(body === undefined ? {} : { body }),
    })
    const text = await response.text()
    expect(response.status, `${method} ${path} ${text.slice(0, 200)}`).toBeLessThan(500)
    if (response.status >= 400) expect(JSON.parse(text), path).toMatchObject({ status: response.status })
  })
})

test('the auditor is content', async () => {
  const results = await audit(hub.connectionString, client.tenantId, () => {})
  expect(results.flatMap((one) => one.violations)).toEqual([])
})
