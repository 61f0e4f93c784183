// Inbound notices over the native API: announced, counted, closed, withdrawn, listed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit } from '../../src/store/audit.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { mangle, seeded } from '../support/mangle.js'
import { type NativeClient, openTenant, stockShop } from './native-client.js'

let hub: TestHub
let client: NativeClient

beforeAll(async () => {
  hub = await startTestHub()
  client = await openTenant(hub)
  await stockShop(client, 100)
})

afterAll(() => hub.close())

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
type Json = any

const NOTICE = {
  location: 'MAIN',
  announcedOn: '2026-01-10',
  expectedOn: '2026-01-20',
  remark: 'by sea',
  rows: [
    { sku: 'MUG', quantity: 10, box: 'carton 1', weightMilligrams: 3_000_000 },
    { sku: 'MUG', quantity: 5 },
  ],
}
const put = (number: string, body: object = NOTICE, query = '') =>
  client.put(`/v1/inbound-notices/${number}${query}`, body)
const act = (number: string, name: string, body?: object, key?: string) =>
  client.post(`/v1/inbound-notices/${number}/${name}`, body, key)
const read = async (number: string): Promise<Json> => (await client.get(`/v1/inbound-notices/${number}`)).body
const onHand = async (): Promise<number> => {
  const { body } = await client.get('/v1/stock-levels?sku=MUG&location=MAIN')
  return (body as Json).data[0].onHand
}

test('from its announcement to its end', async () => {
  const before = await onHand()
  const { status, body } = await put('N-1')
  expect(status).toBe(200)
  const at = '2026-01-15T08:30:00.500Z'
  const sizes = { lengthMicrometres: null, widthMicrometres: null, heightMicrometres: null }
  const row = { sku: 'MUG', received: 0, defective: 0, manufacturedOn: null, expiresOn: null, ...sizes }
  expect(body).toEqual({
    number: 'N-1',
    scope: '',
    account: 'shop',
    dialect: 'native',
    location: 'MAIN',
    status: 'announced',
    version: 1,
    isReturn: false,
    announcedOn: '2026-01-10',
    expectedOn: '2026-01-20',
    remark: 'by sea',
    times: { announced: at },
    createdAt: at,
    updatedAt: at,
    rows: [
      { ...row, rowNumber: 1, boxNumber: 1, quantity: 10, box: 'carton 1', weightMilligrams: 3_000_000 },
      { ...row, rowNumber: 2, boxNumber: 2, quantity: 5, box: null, weightMilligrams: null },
    ],
    extra: null,
  })
  expect(await read('N-1')).toEqual(body)
  // The same again is no change.
  expect((await put('N-1')).body).toEqual(body)
  expect((await act('N-1', 'confirm')).body).toMatchObject({ status: 'confirmed', version: 2 })
  const counted = await act('N-1', 'receive', { rows: [{ rowNumber: 2, received: 4 }] })
  expect(counted.body).toMatchObject({ status: 'receiving', rows: [{ received: 0 }, { received: 4 }] })
  expect(await onHand()).toBe(before + 4)
  expect((await act('N-1', 'receive')).body).toMatchObject({ rows: [{ received: 10 }, { received: 5 }] })
  expect(await onHand()).toBe(before + 15)
  expect((await act('N-1', 'close')).body).toMatchObject({
    status: 'closed',
    times: { announced: at, confirmed: at, receiving: at, closed: at },
  })
  expect(await put('N-1', { ...NOTICE, remark: 'x' })).toMatchObject({
    status: 409,
    body: { code: 'not_allowed_in_state', state: 'closed' },
  })
})

test('two who count the same notice: the second learns of the first, and changes nothing', async () => {
  const before = await onHand()
  const { version } = (await put('V-1')).body as Json
  const count = (received: number, key?: string) =>
    act('V-1', 'receive', { version, rows: [{ rowNumber: 1, received }] }, key)
  const first = await count(5, 'five')
  expect(first).toMatchObject({ status: 200, body: { version: version + 1 } })
  expect(await count(3)).toMatchObject({
    status: 409,
    body: { code: 'not_allowed_in_state', state: expect.stringContaining(`not ${version}`) },
  })
  expect(await read('V-1')).toEqual(first.body)
  expect(await onHand()).toBe(before + 5)
  // The same request once more is answered as it was.
  expect(await count(5, 'five')).toMatchObject({ status: 200, body: { version: version + 1 } })
  const strange = await act('V-1', 'receive', { version: 0 })
  expect(strange).toMatchObject({ status: 422, body: { field: 'version' } })
})

test('the same key does it once, for the same notice', async () => {
  const before = await onHand()
  await put('K-1')
  const count = (received: number, key: string, query = '') =>
    client.post(`/v1/inbound-notices/K-1/receive${query}`, { rows: [{ rowNumber: 1, received }] }, key)
  await count(3, 'once')
  await count(1, 'twice')
  expect((await count(3, 'once')).body).toMatchObject({ rows: [{ received: 1 }, {}] })
  expect(await onHand()).toBe(before + 1)
  expect((await count(4, 'once')).status).toBe(409)
  expect((await count(3, 'once', '?scope=')).status).toBe(409)
})

test('sold pieces are not taken back', async () => {
  await put('S-1', { location: 'MAIN', rows: [{ sku: 'MUG', quantity: 1_000_000 }] })
  await act('S-1', 'receive')
  const { body } = await client.post('/v1/orders', {
    address: { country: 'US', recipient: 'Ann' },
    lines: [{ sku: 'MUG', quantity: 900 }],
  })
  expect(body).toMatchObject({ fulfilmentOrders: [{ status: expect.any(String) }] })
  expect(await act('S-1', 'receive', { rows: [{ rowNumber: 1, received: 0 }] })).toMatchObject({
    status: 422,
    body: { code: 'stock_out_of_range', sku: 'MUG' },
  })
  await act('S-1', 'receive', { rows: [{ rowNumber: 1, received: 1000 }] })
})

test('what came broken is counted apart from stock, and not counted back', async () => {
  await put('B-1')
  const before = await onHand()
  const level = async () => (await client.get('/v1/stock-levels?sku=MUG&location=MAIN')).body as Json
  const broken = (await level()).data[0].defective
  const count = (received: number, defective?: number) =>
    act('B-1', 'receive', { rows: [{ rowNumber: 1, received, defective }] })
  expect((await count(6, 2)).body).toMatchObject({ rows: [{ received: 6, defective: 2 }, { defective: 0 }] })
  expect((await level()).data[0]).toMatchObject({ onHand: before + 4, defective: broken + 2 })
  // One that was thought to be good is not; then one more comes.
  await count(6, 3)
  expect((await level()).data[0]).toMatchObject({ onHand: before + 3, defective: broken + 3 })
  expect((await count(7)).body).toMatchObject({ rows: [{ received: 7, defective: 3 }, {}] })
  expect((await level()).data[0]).toMatchObject({ onHand: before + 4, defective: broken + 3 })
  expect(await count(7, 2)).toMatchObject({ status: 422, body: { code: 'stock_out_of_range' } })
  expect(await count(2)).toMatchObject({ status: 422, body: { code: 'stock_out_of_range' } })
  expect(await count(7, 8)).toMatchObject({ status: 422, body: { field: 'rows[0].defective' } })
  expect(await onHand()).toBe(before + 4)
})

describe('several of one number', () => {
  test('it must be said which is meant, by account and scope', async () => {
    await client.post('/v1/accounts', { name: 'other', currency: 'USD', stockOwner: 'shop' })
    await put('D-1')
    await put('D-1', NOTICE, '?scope=shop%202')
    expect(await client.get('/v1/inbound-notices/D-1')).toMatchObject({
      status: 422,
      body: { field: 'scope' },
    })
    expect((await client.get('/v1/inbound-notices/D-1?scope=')).body).toMatchObject({ scope: '' })
    await put('D-1', NOTICE, '?account=other')
    expect(await act('D-1', 'withdraw')).toMatchObject({ status: 422, body: { field: 'account' } })
    const withdrawn = await client.post('/v1/inbound-notices/D-1/withdraw?account=other')
    expect(withdrawn.body).toMatchObject({ account: 'other', status: 'withdrawn' })
    expect((await client.get('/v1/inbound-notices/D-1?account=shop&scope=')).body).toMatchObject({
      status: 'announced',
    })
  })
})

test('the list goes from the newest, with sums, by slices', async () => {
  const own = await openTenant(hub)
  await stockShop(own, 1)
  const numbers = ['a', 'b', 'c', 'd', 'e']
  for (const number of numbers) {
    hub.advance(10)
    await own.put(`/v1/inbound-notices/${number}`, NOTICE)
  }
  await own.post('/v1/inbound-notices/b/receive', { rows: [{ rowNumber: 1, received: 7 }] })
  const seen: string[] = []
  for (let cursor: string | null | undefined = ''; cursor !== null; ) {
    const { body } = await own.get(`/v1/inbound-notices?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
    seen.push(...(body.data ?? []).map((one) => String(one.number)))
    cursor = body.nextCursor
  }
  expect(seen).toEqual(numbers.reverse())
  const { body } = await own.get('/v1/inbound-notices?status=receiving&location=MAIN&account=shop')
  expect(body.data).toMatchObject([{ number: 'b', rowCount: 2, quantity: 15, received: 7 }])
  expect(body.data?.[0]).not.toHaveProperty('rows')
  expect((await own.get('/v1/inbound-notices?location=ELSEWHERE')).body.data).toEqual([])
})

describe('its history', () => {
  const eventsOf = (number: string, query = '') => client.get(`/v1/inbound-notices/${number}/events${query}`)

  test('one event for each change, oldest first, by slices', async () => {
    const times: string[] = []
    const later = () => {
      hub.advance(1_000)
      times.push(new Date(hub.now()).toISOString())
    }
    later()
    await put('E-1')
    later()
    await put('E-1', { ...NOTICE, remark: 'by air' })
    // The same again is no change, and so no event.
    await put('E-1', { ...NOTICE, remark: 'by air' })
    later()
    await act('E-1', 'confirm')
    later()
    await act('E-1', 'receive', { rows: [{ rowNumber: 2, received: 4 }] })
    later()
    await act('E-1', 'close')
    const counts = [{ rowNumber: 2, received: 4 }]
    const all = await eventsOf('E-1')
    expect(all).toMatchObject({ status: 200, body: { nextCursor: null } })
    expect(all.body.data).toEqual([
      { version: 1, kind: 'announced', at: times[0], status: 'announced', data: null },
      { version: 2, kind: 'replaced', at: times[1], status: 'announced', data: null },
      { version: 3, kind: 'confirmed', at: times[2], status: 'confirmed', data: null },
      { version: 4, kind: 'received', at: times[3], status: 'receiving', data: { counts } },
      { version: 5, kind: 'closed', at: times[4], status: 'closed', data: null },
    ])
    expect(await read('E-1')).toMatchObject({ version: 5 })
    const first = await eventsOf('E-1', '?limit=3')
    const second = await eventsOf('E-1', `?limit=3&cursor=${first.body.nextCursor}`)
    expect([...(first.body.data ?? []), ...(second.body.data ?? [])]).toEqual(all.body.data)
    expect(second.body.nextCursor).toBeNull()
  })

  test('of the notice that is meant, and of no other tenant’s', async () => {
    await put('E-2', NOTICE, '?scope=x')
    await put('E-2', NOTICE, '?scope=y')
    await client.post('/v1/inbound-notices/E-2/withdraw?scope=y')
    expect(await eventsOf('E-2')).toMatchObject({ status: 422, body: { field: 'scope' } })
    expect((await eventsOf('E-2', '?scope=x')).body.data).toMatchObject([{ kind: 'announced' }])
    expect((await eventsOf('E-2', '?scope=y')).body.data).toMatchObject([{}, { kind: 'withdrawn' }])
    expect((await eventsOf('none')).status).toBe(404)
    const stranger = await openTenant(hub)
    expect((await stranger.get('/v1/inbound-notices/E-2/events?scope=x')).status).toBe(404)
  })

  test.each([
    ['cursor=x', 'cursor'],
    ['cursor=WyJ4Il0', 'cursor'],
    ['limit=0', 'limit'],
    ['limit=251', 'limit'],
    ['account=', 'account'],
    [`scope=${'x'.repeat(161)}`, 'scope'],
  ])('refused by name: %s', async (query, field) => {
    await put('E-3')
    expect(await eventsOf('E-3', `?${query}`)).toMatchObject({ status: 422, body: { field } })
  })
})

describe('refused by name', () => {
  test.each<[change: object, field: string]>([
    [{ location: 'NOWHERE' }, 'location'],
    [{ number: 'other' }, 'number'],
    [{ expectedOn: '2026-13-01' }, 'expectedOn'],
    [{ rows: [] }, 'rows'],
    [{ rows: [{ sku: 'MUG', quantity: 0 }] }, 'rows[0].quantity'],
    [{ rows: [{ sku: 'MUG', quantity: 1, weightGrams: 1 }] }, 'rows[0].weightGrams'],
  ])('%j', async (change, field) => {
    const answer = await put('R-1', { ...NOTICE, ...change })
    expect(answer).toMatchObject({ status: 422, body: { field } })
    expect((await client.get('/v1/inbound-notices/R-1')).status).toBe(404)
  })

  test('rows that are not there, or are there twice', async () => {
    await put('R-2')
    const strange = await act('R-2', 'receive', { rows: [{ rowNumber: 9, received: 1 }] })
    expect(strange).toMatchObject({ status: 422, body: { field: 'rows[0].rowNumber' } })
    const once = { rowNumber: 1, received: 1 }
    const twice = await act('R-2', 'receive', { rows: [once, once] })
    expect(twice).toMatchObject({ status: 422, body: { field: 'rows[1].rowNumber' } })
    expect(await act('R-2', 'close')).toMatchObject({ status: 409, body: { state: 'announced' } })
    expect((await act('none', 'receive')).status).toBe(404)
  })
})

const SEED = Number(process.env.SEED ?? 20_261_124)

test.each([
  ['PUT', '/v1/inbound-notices/M-1', NOTICE],
  [
    'POST',
    '/v1/inbound-notices/M-1/receive',
    {
      rows: [
        { rowNumber: 1, received: 3 },
        { rowNumber: 2, received: 1 },
      ],
    },
  ],
  ['POST', '/v1/inbound-notices/M-1/close', { x: 1 }],
] as const)('broken: %s %s', { timeout: 60_000 }, async (method, path, good) => {
  const random = seeded(SEED)
  await put('M-1')
  for (let count = 0; count < 1_000; count++) {
    const { what, body } = mangle(good as never, random)
    const answer = await fetch(hub.url + path, {
      method,
      headers: { authorization: `Bearer ${client.apiKey}`, 'content-type': 'application/json' },
      body: new Uint8Array(body),
    })
    const text = await answer.text()
    const told = `seed ${SEED}, ${what} → ${answer.status} ${text.slice(0, 300)}`
    expect([200, 400, 404, 409, 413, 422], told).toContain(answer.status)
    if (answer.status !== 200) expect(JSON.parse(text), told).toMatchObject({ detail: expect.any(String) })
  }
})

test('the auditor finds nothing', async () => {
  const results = await audit(hub.connectionString, null)
  expect(results.flatMap((result) => result.violations)).toEqual([])
})
