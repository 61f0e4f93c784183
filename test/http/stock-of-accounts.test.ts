// Stock and items of each account: whoever acts for the tenant says whose are meant.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type Body, ITEM, type NativeClient, openTenant, order, stockShop } from './native-client.js'

let hub: TestHub
let client: NativeClient

beforeAll(async () => {
  hub = await startTestHub()
  client = await openTenant(hub)
  await stockShop(client, 10)
  const branch = { currency: 'USD', payment: 'none', outOfStock: 'shortage' }
  await client.post('/v1/accounts', { ...branch, name: 'branch' })
  await client.post('/v1/accounts', { ...branch, name: 'corner', stockOwner: 'branch' })
  await client.put('/v1/items/MUG?account=branch', { ...ITEM, name: 'Blue mug' })
})
afterAll(() => hub.close())

const CAME = { sku: 'MUG', location: 'MAIN', quantity: 3, reason: 'came' }

const rows = async (path: string) => (await client.get(path)).body.data ?? []

test("what comes for an order's account serves that order, and is that account's stock", async () => {
  const placed = await client.post('/v1/orders', order(3, { account: 'corner' }))
  expect(placed.body).toMatchObject({ account: 'corner', fulfilmentOrders: [{ status: 'shortage' }] })
  const moved = await client.post('/v1/stock-movements', { ...CAME, account: 'corner' })
  expect(moved.body).toMatchObject({ account: 'branch', onHand: 3 })
  const { body } = await client.get(`/v1/orders/${placed.body.orderNumber}`)
  expect((body.fulfilmentOrders as Body[])[0]?.status).toBe('allocated')
  const level = { account: 'branch', sku: 'MUG', location: 'MAIN', onHand: 3, reserved: 3, available: 0 }
  for (const account of ['branch', 'corner']) {
    expect(await rows(`/v1/stock-levels?account=${account}`)).toEqual([{ ...level, defective: 0 }])
    expect(await rows(`/v1/stock-movements?account=${account}`)).toMatchObject([
      { account: 'branch', quantity: 3, reason: 'came' },
    ])
  }
  expect(await rows('/v1/stock-levels')).toMatchObject([{ account: 'shop', onHand: 10 }])
  expect(await rows('/v1/stock-movements')).toMatchObject([{ account: 'shop', quantity: 10 }])
})

test('a key counts once, also for another account', async () => {
  const first = await client.post('/v1/stock-movements', { ...CAME, account: 'branch' }, 'k')
  expect(await client.post('/v1/stock-movements', { ...CAME, account: 'branch' }, 'k')).toEqual({
    ...first,
    headers: expect.anything(),
  })
  expect((await client.post('/v1/stock-movements', CAME, 'k')).body).toMatchObject({ code: 'key_reused' })
  const other = { ...CAME, account: 'branch', quantity: 4 }
  expect((await client.post('/v1/stock-movements', other, 'k')).body).toMatchObject({ code: 'key_reused' })
})

test('items are those of the account that is named', async () => {
  expect((await client.get('/v1/items/MUG?account=corner')).body.name).toBe('Blue mug')
  expect((await client.get('/v1/items/MUG')).body.name).toBe('Mug')
  expect(await rows('/v1/items?account=branch')).toMatchObject([{ name: 'Blue mug' }])
  const [entry] = await rows('/v1/audit-log?operation=putItem')
  expect(entry).toMatchObject({ before: null })
  await client.put('/v1/items/MUG?account=branch', { ...ITEM, name: 'Green mug' })
  expect((await rows('/v1/audit-log?operation=putItem'))[0]).toMatchObject({ before: { name: 'Blue mug' } })
})

test('stock as a file follows the filters', async () => {
  const file = async (query: string) => {
    const headers = { authorization: `Bearer ${client.apiKey}` }
    return (await fetch(`${hub.url}/v1/exports/stock?${query}`, { headers })).text()
  }
  expect((await file('account=branch')).split('\r\n')[1]).toMatch(/^MUG,MAIN,/)
  expect(await file('sku=CUP')).toBe('sku,location,onHand,reserved,available\r\n')
  expect(await file('location=NOWHERE')).toBe('sku,location,onHand,reserved,available\r\n')
})

test.each([
  ['GET', '/v1/stock-levels?account=nobody'],
  ['GET', '/v1/stock-movements?account=nobody'],
  ['GET', '/v1/items?account=nobody'],
  ['GET', '/v1/items/MUG?account=nobody'],
] as const)('%s %s: there is no such account', async (_method, path) => {
  expect((await client.get(path)).body).toMatchObject({ status: 422, field: 'account' })
})

test("another tenant's accounts are nobody", async () => {
  const stranger = await openTenant(hub)
  expect((await stranger.get('/v1/stock-levels?account=branch')).status).toBe(422)
  expect((await stranger.post('/v1/stock-movements', { ...CAME, account: 'branch' })).status).toBe(422)
})

test('items are found by the beginning of a SKU, or by words of a name', async () => {
  const own = await openTenant(hub)
  for (const [sku, name] of [
    ['AMB-1', 'Blue cotton T-shirt'],
    ['AMB-2', '蓝色棉质T恤'],
    ['ZIG', "Ann's BLUE ambient_cup (50%)"],
  ] as const) {
    await own.put(`/v1/items/${sku}`, { ...ITEM, name })
  }
  const found = async (search: string, more = '') => {
    const { body } = await own.get(`/v1/items?search=${encodeURIComponent(search)}${more}`)
    return (body.data ?? []).map(({ sku }) => sku)
  }
  expect(await found('AMB-1')).toEqual(['AMB-1'])
  expect(await found('amb')).toEqual(['AMB-1', 'AMB-2', 'ZIG'])
  expect(await found('blue')).toEqual(['AMB-1', 'ZIG'])
  expect(await found('cot blu')).toEqual(['AMB-1'])
  expect(await found('棉质')).toEqual(['AMB-2'])
  expect(await found("ann's")).toEqual(['ZIG'])
  expect(await found('%')).toEqual([])
  for (const odd of ["'", '\\', ':*', '!', '& |', '_', '​']) expect(await found(odd)).toEqual([])
  const first = await own.get('/v1/items?search=amb&limit=1')
  expect(await found('amb', `&limit=1&cursor=${first.body.nextCursor}`)).toEqual(['AMB-2'])
  expect(await found('amb', '&status=off_shelf')).toEqual([])
})
