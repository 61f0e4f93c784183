// Files of orders and stock over HTTP: taken in row by row, with faults by line and column, each order once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { file, type ImportDesk, type Json, openImportDesk, row } from './import-desk.js'
import { ITEM, openTenant, order } from './native-client.js'

let hub: ImportDesk['hub']
let client: ImportDesk['client']
let send: ImportDesk['send']
let over: ImportDesk['over']
let found: ImportDesk['found']
let counts: ImportDesk['counts']
let expectSound: ImportDesk['expectSound']

beforeAll(async () => {
  ;({ hub, client, send, over, found, counts, expectSound } = await openImportDesk())
})

afterAll(() => hub.close())

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

test('imports are listed, newest first, and an import that is over is not cancelled', async () => {
  const { body } = await client.get('/v1/imports?limit=2')
  const [first, second] = body.data as Json[]
  expect(first.id).toBeGreaterThan(second.id)
  expect(typeof body.nextCursor).toBe('string')
  const refused = await client.post(`/v1/imports/${first.id}/cancel`)
  expect(refused).toMatchObject({ status: 409, body: { code: 'not_allowed_in_state' } })
})

test('an import is cancelled, and the server goes on with the next', async () => {
  const more = { sku: 'MUG', location: 'MAIN', quantity: 50_000, reason: 'more' }
  await client.post('/v1/stock-movements', more)
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

test('the auditor is content', () => expectSound())
