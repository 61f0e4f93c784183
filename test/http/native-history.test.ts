// What has happened to stock and to orders, and the policies of accounts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.js'
import { ADDRESS, type NativeClient, openTenant, order, stockShop } from './native-client.js'

let hub: TestHub

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
type Json = any

async function opened(quantity = 100): Promise<NativeClient> {
  const client = await openTenant(hub)
  await stockShop(client, quantity)
  return client
}

const move = (client: NativeClient, quantity: number, location = 'MAIN', sku = 'MUG') =>
  client.post('/v1/stock-movements', { sku, location, quantity, reason: `count ${quantity}` })

/** Through all pages, by what `pick` takes of each row. */
async function walk(client: NativeClient, path: string, pick: (row: Json) => unknown): Promise<unknown[]> {
  const seen: unknown[] = []
  for (let cursor = '', page = 0; page < 50; page++) {
    const { body } = await client.get(`${path}${cursor}`)
    seen.push(...(body.data ?? []).map(pick))
    if (body.nextCursor === null) return seen
    cursor = `&cursor=${body.nextCursor}`
  }
  throw new Error('there is no end to it')
}

describe('movements of stock', () => {
  test('newest first, each once, with the level after it', async () => {
    const client = await opened(10)
    for (const quantity of [5, -3, 2, 7]) {
      hub.advance(1000)
      await move(client, quantity)
    }
    // Two in one moment keep their order.
    await Promise.all([move(client, 1), move(client, 1)])
    const { body } = await client.get('/v1/stock-movements')
    expect(body.data?.map((one) => [one.quantity, one.onHand])).toEqual([
      [1, 23],
      [1, 22],
      [7, 21],
      [2, 14],
      [-3, 12],
      [5, 15],
      [10, 10],
    ])
    expect(body.data?.at(-1)).toEqual({
      account: 'shop',
      sku: 'MUG',
      location: 'MAIN',
      quantity: 10,
      onHand: 10,
      reason: 'first stock',
      at: expect.stringMatching(/^2026-01-15T.*Z$/),
    })
    expect(await walk(client, '/v1/stock-movements?limit=2', (one) => one.onHand)).toEqual([
      23, 22, 21, 14, 12, 15, 10,
    ])
  })

  test('each filter counts, and no other tenant sees them', async () => {
    const client = await opened(10)
    await client.put('/v1/stock-locations/SIDE', { name: 'Side', country: 'CN' })
    await client.put('/v1/items/CUP', { name: 'Cup', priceMinor: 1, currency: 'USD', weightGrams: 1 })
    hub.advance(60_000)
    await move(client, 1, 'SIDE')
    hub.advance(60_000)
    await move(client, 2, 'MAIN', 'CUP')
    const all = (await client.get('/v1/stock-movements')).body.data ?? []
    const found = async (query: string) =>
      (await client.get(`/v1/stock-movements?${query}`)).body.data?.map((one) => one.quantity)
    expect(await found('')).toEqual([2, 1, 10])
    expect(await found('sku=CUP')).toEqual([2])
    expect(await found('sku=MUG')).toEqual([1, 10])
    expect(await found('location=SIDE')).toEqual([1])
    expect(await found('sku=CUP&location=SIDE')).toEqual([])
    expect(await found(`from=${all[1]?.at}`)).toEqual([2, 1])
    expect(await found(`from=${all[1]?.at}&to=${all[1]?.at}`)).toEqual([1])
    expect(await found(`to=${all[2]?.at}`)).toEqual([10])
    expect((await (await openTenant(hub)).get('/v1/stock-movements')).body.data).toEqual([])
  })

  test('parcels that leave and goods that come back move it, too', async () => {
    const client = await opened(10)
    const { fulfilmentOrders, orderNumber } = (await client.post('/v1/orders', order(4))).body as Json
    const part = `/v1/fulfilment-orders/${fulfilmentOrders[0].number}`
    await client.post(`${part}/pack`)
    await client.post(`${part}/hand-over`, { carrier: 'DHL', trackingNumber: 'T' })
    const wish = { kind: 'return', goods: 'shipped' }
    const { afterSaleNumber } = (await client.post(`/v1/orders/${orderNumber}/after-sales`, wish)).body
    await client.post(`/v1/after-sales/${afterSaleNumber}/approve`)
    await client.put('/v1/stock-locations/BACK', { name: 'Returns', country: 'US' })
    await client.post(`/v1/after-sales/${afterSaleNumber}/receive`, {
      goods: [
        { lineNumber: 1, quantity: 1, condition: 'sellable' },
        { lineNumber: 1, quantity: 2, condition: 'defective', location: 'BACK' },
        { lineNumber: 1, quantity: 1, condition: 'scrapped' },
      ],
    })
    const { body } = await client.get('/v1/stock-movements')
    expect(body.data?.map((one) => one.quantity)).toEqual([1, -4, 10])
    expect(body.data?.[0]?.reason).toBe(`returned ${afterSaleNumber}`)
    // What can't be sold lies where there is no stock of it.
    const whose = { account: 'shop', sku: 'MUG', reserved: 0 }
    const levels = [
      { ...whose, location: 'BACK', onHand: 0, available: 0, defective: 2 },
      { ...whose, location: 'MAIN', onHand: 7, available: 7, defective: 0 },
    ]
    expect((await client.get('/v1/stock-levels')).body.data).toEqual(levels)
    expect((await client.get('/v1/stock-levels?location=BACK')).body.data).toEqual([levels[0]])
    expect(await walk(client, '/v1/stock-levels?limit=1', (one) => one)).toEqual(levels)
  })

  test.each([
    ['sku=', 'sku'],
    ['from=yesterday', 'from'],
    ['to=', 'to'],
    ['colour=red', 'colour'],
    ['limit=251', 'limit'],
    ['cursor=WzFd', 'cursor'],
    [`cursor=${Buffer.from('[1,"a",1]').toString('base64url')}`, 'cursor'],
  ])('%s is refused by name', async (query, field) => {
    const client = await openTenant(hub)
    expect(await client.get(`/v1/stock-movements?${query}`)).toMatchObject({ status: 422, body: { field } })
  })

  test('a cursor that was made up ends in a list, and not in an error', async () => {
    const client = await opened()
    for (const numbers of ['[0,0,0]', '[8640000000000000,8640000000000000,8640000000000000]']) {
      const cursor = Buffer.from(numbers).toString('base64url')
      expect((await client.get(`/v1/stock-movements?cursor=${cursor}`)).status).toBe(200)
      expect((await client.get(`/v1/events?after=${cursor}`)).status).toBe(200)
    }
  })
})

describe('following all events', () => {
  async function follow(client: NativeClient, after: string | undefined, limit = 3) {
    const seen: string[] = []
    let cursor = after
    for (;;) {
      const query = cursor === undefined ? '' : `&after=${cursor}`
      const { body } = await client.get(`/v1/events?limit=${limit}${query}`)
      const { data, nextCursor, more } = body as Json
      seen.push(...data.map((one: Json) => `${one.orderNumber} ${one.version} ${one.kind}`))
      cursor = nextCursor
      if (!more) return { seen, cursor }
    }
  }

  test('each once, in the order of the commits, also those that come later', async () => {
    const client = await opened()
    const nothing = await client.get('/v1/events')
    expect(nothing.body).toEqual({ data: [], nextCursor: expect.any(String), more: false })
    const wishes = Array.from({ length: 20 }, (_, index) =>
      client.post('/v1/orders', order(1, { sellerOrderNumber: `F-${index}` })),
    )
    const numbers = (await Promise.all(wishes)).map(({ body }) => body.orderNumber as number)
    const first = await follow(client, nothing.body.nextCursor ?? '')
    expect([...first.seen].sort()).toEqual(numbers.map((one) => `${one} 1 placed`).sort())
    // Nothing more by now, and the way goes on from there.
    expect(await follow(client, first.cursor)).toEqual({ seen: [], cursor: first.cursor })
    const [one] = numbers
    await client.post(`/v1/orders/${one}/cancel`)
    await move(client, 5)
    expect((await follow(client, first.cursor)).seen).toEqual([`${one} 2 cancelled`])
    expect((await follow(client, undefined, 250)).seen).toHaveLength(21)
  })

  test('while orders are placed, nobody misses one', async () => {
    const client = await opened(1000)
    let isOver = false
    const placing = Promise.all(
      Array.from({ length: 10 }, async () => {
        for (let count = 0; count < 10; count++) await client.post('/v1/orders', order(1))
      }),
    ).finally(() => {
      isOver = true
    })
    const seen: string[] = []
    let cursor: string | undefined
    for (let last = false; !last; ) {
      last = isOver
      const step = await follow(client, cursor, 7)
      seen.push(...step.seen)
      cursor = step.cursor
    }
    await placing
    expect(seen).toHaveLength(100)
    expect(new Set(seen).size).toBe(100)
  })

  test('an event says whose it is, and nothing of who is delivered to', async () => {
    const client = await opened()
    const placed = (await client.post('/v1/orders', order(1, { sellerOrderNumber: 'E-1' }))).body
    const { text, body } = await client.get('/v1/events')
    expect(body.data).toEqual([
      {
        orderNumber: placed.orderNumber,
        sellerOrderNumber: 'E-1',
        account: 'shop',
        dialect: 'native',
        version: 1,
        kind: 'placed',
        at: placed.createdAt,
        orderStatus: 'processing',
        financialStatus: 'paid',
        fulfilmentStatus: 'waiting_to_ship',
        refundStatus: 'none',
        data: null,
      },
    ])
    expect(text).not.toContain(ADDRESS.recipient)
    expect((await (await openTenant(hub)).get('/v1/events')).body.data).toEqual([])
  })

  test.each([
    ['after=', 'after'],
    ['after=WzFd', 'after'],
    ['cursor=x', 'cursor'],
    ['limit=x', 'limit'],
  ])('%s is refused by name', async (query, field) => {
    const client = await openTenant(hub)
    expect(await client.get(`/v1/events?${query}`)).toMatchObject({ status: 422, body: { field } })
  })
})

describe('policies of an account', () => {
  test('those that are given change, and count from then on', async () => {
    const client = await opened(2)
    expect(await client.post('/v1/orders', order(5))).toMatchObject({
      status: 422,
      body: { code: 'out_of_stock', asked: 5, available: 2 },
    })
    const changed = await client.patch('/v1/accounts/shop', { outOfStock: 'shortage' })
    expect(changed).toMatchObject({
      status: 200,
      body: { name: 'shop', outOfStock: 'shortage', routingPolicy: 'fewest_splits', refundReviewSeconds: 0 },
    })
    const waits = await client.post('/v1/orders', order(5))
    expect(waits.body).toMatchObject({
      orderStatus: 'processing',
      financialStatus: 'paid',
      freightMinor: 1800,
      fulfilmentOrders: [{ status: 'shortage', location: 'MAIN' }],
    })
    // It holds nothing, and who can be served is.
    expect((await client.get('/v1/stock-levels')).body.data).toMatchObject([{ onHand: 2, reserved: 0 }])
    await move(client, 4)
    const served = (await client.get(`/v1/orders/${waits.body.orderNumber}`)).body
    expect(served).toMatchObject({ fulfilmentOrders: [{ status: 'allocated' }] })
    await client.patch('/v1/accounts/shop', { outOfStock: 'refuse' })
    expect((await client.post('/v1/orders', order(5))).body.code).toBe('out_of_stock')
  })

  test('an order that costs more than there is, and is short, waits for both', async () => {
    const client = await opened(1)
    await client.patch('/v1/accounts/shop', { outOfStock: 'shortage' })
    await client.put('/v1/items/MUG', {
      name: 'Mug',
      priceMinor: 1_000_000,
      currency: 'USD',
      weightGrams: 300,
    })
    const { orderNumber, fulfilmentOrders } = (await client.post('/v1/orders', order(2))).body as Json
    expect(fulfilmentOrders).toMatchObject([{ status: 'shortage' }])
    await move(client, 5)
    const read = async () => (await client.get(`/v1/orders/${orderNumber}`)).body
    expect(await read()).toMatchObject({
      orderStatus: 'waiting_payment',
      fulfilmentOrders: [{ status: 'drafted' }],
    })
    await client.post('/v1/accounts/shop/top-ups', { amountMinor: 5_000_000 })
    expect(await read()).toMatchObject({
      orderStatus: 'processing',
      fulfilmentOrders: [{ status: 'allocated' }],
    })
  })

  test('where nothing is shipped from, there is nowhere to wait', async () => {
    const client = await opened(1)
    await client.patch('/v1/accounts/shop', { outOfStock: 'shortage' })
    await client.put('/v1/stock-locations/MAIN', { name: 'Main', country: 'CN', enabled: false })
    const wish = order(1, { speed: undefined })
    expect((await client.post('/v1/orders', wish)).body.code).toBe('out_of_stock')
  })

  test('null is a policy of its own, and what is not given stays', async () => {
    const client = await openTenant(hub)
    const set = async (change: object) => (await client.patch('/v1/accounts/shop', change)).body
    expect(await set({ refundReviewSeconds: null, unpaidExpirySeconds: 60 })).toMatchObject({
      refundReviewSeconds: null,
      unpaidExpirySeconds: 60,
    })
    expect(await set({ routingPolicy: 'nearest' })).toMatchObject({
      routingPolicy: 'nearest',
      refundReviewSeconds: null,
      unpaidExpirySeconds: 60,
    })
    expect(await set({ unpaidExpirySeconds: null })).toMatchObject({ unpaidExpirySeconds: null })
    expect(await set({})).toEqual((await client.get('/v1/accounts/shop')).body)
  })

  test.each([
    [{ outOfStock: 'sometimes' }, 'outOfStock'],
    [{ routingPolicy: 'x' }, 'routingPolicy'],
    [{ refundReviewSeconds: -1 }, 'refundReviewSeconds'],
    [{ refundReviewSeconds: 'x' }, 'refundReviewSeconds'],
    [{ unpaidExpirySeconds: 0 }, 'unpaidExpirySeconds'],
    [{ currency: 'EUR' }, 'currency'],
    [{ stockOwner: 'other' }, 'stockOwner'],
  ])('%j is refused by name, and nothing changes', async (change, field) => {
    const client = await openTenant(hub)
    const before = (await client.get('/v1/accounts/shop')).body
    const refused = await client.patch('/v1/accounts/shop', { unpaidExpirySeconds: 9, ...change })
    expect(refused).toMatchObject({ status: 422, body: { field } })
    expect((await client.get('/v1/accounts/shop')).body).toEqual(before)
  })

  test('there has to be such an account', async () => {
    const client = await openTenant(hub)
    expect(await client.patch('/v1/accounts/nobody', { outOfStock: 'refuse' })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    })
  })
})
