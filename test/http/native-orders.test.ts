import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.js'
import { ADDRESS, call, type NativeClient, openTenant, order, stockShop } from './native-client.js'

let hub: TestHub
let client: NativeClient

beforeAll(async () => {
  hub = await startTestHub()
  client = await openTenant(hub)
  await stockShop(client, 10_000)
})
afterAll(() => hub.close())

describe('placing and reading', () => {
  test('an order carries all that it was placed with', async () => {
    const placed = await client.post('/v1/orders', {
      ...order(2, { sellerOrderNumber: 'S-1', remark: 'gift', salesChannel: 'web' }),
      address: { country: 'us', recipient: 'Ann', floor: 3 },
      giftWrap: true,
    })
    expect(placed.status).toBe(201)
    const { orderNumber } = placed.body
    expect(placed.body).toEqual({
      orderNumber: expect.any(Number),
      sellerOrderNumber: 'S-1',
      dialect: 'native',
      account: 'shop',
      orderStatus: 'processing',
      financialStatus: 'paid',
      fulfilmentStatus: 'waiting_to_ship',
      refundStatus: 'none',
      version: 1,
      currency: 'USD',
      goodsMinor: 2000,
      freightMinor: 900,
      finalMinor: 2900,
      refundedMinor: 0,
      address: {
        country: 'US',
        recipient: 'Ann',
        phone: null,
        province: null,
        city: null,
        street1: null,
        street2: null,
        postalCode: null,
        ioss: null,
        vat: null,
      },
      lines: [{ lineNumber: 1, sku: 'MUG', quantity: 2, unitPriceMinor: 1000 }],
      speed: 'standard',
      remark: 'gift',
      salesChannel: 'web',
      storeNumber: null,
      holds: [],
      label: null,
      due: null,
      fulfilmentOrders: [
        {
          number: `${orderNumber}-1`,
          location: 'MAIN',
          status: 'allocated',
          lines: [
            {
              lineNumber: 1,
              sku: 'MUG',
              quantity: 2,
              unitPriceMinor: 1000,
              rowNumber: expect.any(Number),
              cancelled: 0,
            },
          ],
          packages: [],
          shipments: [],
          times: { allocated: expect.stringMatching(/^20.*Z$/) },
        },
      ],
      afterSales: [],
      voucher: null,
      warnings: ['the address has no street1, city, postalCode'],
      extra: { 'address.floor': 3, giftWrap: true },
      cancelReason: null,
      createdAt: '2026-01-15T08:30:00.500Z',
      updatedAt: '2026-01-15T08:30:00.500Z',
      payBy: null,
      paidAt: '2026-01-15T08:30:00.500Z',
      cancelledAt: null,
      refundedAt: null,
    })
    expect((await client.get(`/v1/orders/${orderNumber}`)).body).toEqual(placed.body)
  })

  test("the seller's number orders once, and with other content is a conflict", async () => {
    const wish = order(1, { sellerOrderNumber: 'S-2' })
    const first = await client.post('/v1/orders', wish)
    await client.post(`/v1/orders/${first.body.orderNumber}/cancel`)
    expect(await client.post('/v1/orders', wish)).toMatchObject({ status: 201, text: first.text })
    expect(await client.post('/v1/orders', order(2, { sellerOrderNumber: 'S-2' }))).toMatchObject({
      status: 409,
      body: { code: 'seller_number_taken', orderNumber: first.body.orderNumber },
    })
  })

  test.each([
    [order(20_000), 422, { code: 'out_of_stock', field: 'lines[0].sku', sku: 'MUG', asked: 20_000 }],
    [order(1, { lines: [{ sku: 'CUP', quantity: 1 }] }), 422, { code: 'unknown_sku', field: 'lines[0].sku' }],
    [
      order(1, { speed: 'express' }),
      422,
      { code: 'no_shipping_rate', field: 'speed', offered: ['standard'] },
    ],
    [order(1, { lines: [] }), 422, { field: 'lines' }],
    [order(0), 422, { field: 'lines[0].quantity' }],
    [order(1, { lines: [{ sku: 'MUG', quantity: 1, location: 'X' }] }), 422, { field: 'lines[0].location' }],
    [order(1, { address: { recipient: 'Ann' } }), 422, { field: 'address.country' }],
    [order(1, { account: 'nobody' }), 422, { code: 'invalid_field', field: 'account' }],
  ])('%j is refused with %i', async (wish, status, body) => {
    expect(await client.post('/v1/orders', wish)).toMatchObject({ status, body })
  })

  test.each(['1', '99999999999999999999', 'abc', '-1'])('there is no order %s', async (orderNumber) => {
    for (const path of [`/v1/orders/${orderNumber}`, `/v1/orders/${orderNumber}/events`]) {
      expect(await client.get(path)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
    expect((await client.post(`/v1/orders/${orderNumber}/cancel`)).status).toBe(404)
  })
})

describe('cancelling', () => {
  test('gives stock and money back once, and leaves a history', async () => {
    const other = await openTenant(hub)
    await stockShop(other, 5)
    const { orderNumber } = (await other.post('/v1/orders', order(2))).body
    const cancelled = await other.post(`/v1/orders/${orderNumber}/cancel`, { reason: 'changed mind' })
    expect(cancelled).toMatchObject({
      status: 200,
      body: { orderStatus: 'cancelled', refundStatus: 'refunded', cancelReason: 'changed mind' },
    })
    expect(await other.post(`/v1/orders/${orderNumber}/cancel`)).toMatchObject({ text: cancelled.text })
    expect((await other.get('/v1/stock-levels')).body.data).toMatchObject([{ onHand: 5, reserved: 0 }])
    expect((await other.get('/v1/accounts/shop')).body.balanceMinor).toBe(1_000_000)
    const events = await other.get(`/v1/orders/${orderNumber}/events`)
    expect(events.body.data?.map(({ version, kind, orderStatus }) => [version, kind, orderStatus])).toEqual([
      [1, 'placed', 'processing'],
      [2, 'cancelled', 'cancelled'],
    ])
  })

  test("reaches the orders of the tenant's other accounts and dialects", async () => {
    const other = await openTenant(hub)
    await stockShop(other, 5)
    await other.post('/v1/accounts', { name: 'branch', currency: 'USD', stockOwner: 'shop', payment: 'none' })
    const made = await other.post('/v1/credentials', { account: 'branch', dialect: 'kakaclo' })
    const { accessToken } = made.body.credential as { accessToken: string }
    const wish = {
      orderAddresses: { country: 'US', phone: '1', recipient: 'Ann', province: 'NV' },
      orderItemsList: [{ sku: 'MUG', quantity: 1 }],
    }
    const placed = await call(hub, '/openapi/v2/order/orders', {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}` },
      body: JSON.stringify(wish),
    })
    const found = await other.get(`/v1/orders/${placed.body.data}`)
    expect(found.body).toMatchObject({ account: 'branch', dialect: 'kakaclo-v2', orderStatus: 'processing' })
    const cancelled = await other.post(`/v1/orders/${placed.body.data}/cancel`, {}, 'k')
    expect(cancelled.body.orderStatus).toBe('cancelled')
  })
})

describe('listing', () => {
  test('goes newest first through all of them, each once', async () => {
    const other = await openTenant(hub)
    await stockShop(other)
    await other.post('/v1/accounts', { name: 'branch', currency: 'USD', stockOwner: 'shop', payment: 'none' })
    const placed: unknown[] = []
    for (let index = 0; index < 7; index++) {
      // Some in the same millisecond, of two accounts.
      if (index % 3 === 0) hub.advance(1000)
      const account = index % 2 === 0 ? 'shop' : 'branch'
      placed.push((await other.post('/v1/orders', order(1, { account }))).body.orderNumber)
    }
    const seen: unknown[] = []
    let cursor = ''
    for (let page = 0; page < 10; page++) {
      const { body } = await other.get(`/v1/orders?limit=3${cursor}`)
      seen.push(...(body.data ?? []).map((one) => one.orderNumber))
      if (body.nextCursor === null) break
      cursor = `&cursor=${body.nextCursor}`
    }
    expect(seen).toEqual(placed.reverse())
  })

  test('each filter counts', async () => {
    const other = await openTenant(hub)
    await stockShop(other)
    await other.put('/v1/items/CUP', { name: 'Cup', priceMinor: 1, currency: 'USD', weightGrams: 1 })
    await other.post('/v1/stock-movements', { sku: 'CUP', location: 'MAIN', quantity: 9, reason: 'x' })
    const first = (await other.post('/v1/orders', order(1, { sellerOrderNumber: 'F-1' }))).body
    hub.advance(60_000)
    const second = (await other.post('/v1/orders', order(1, { lines: [{ sku: 'CUP', quantity: 1 }] }))).body
    await other.post(`/v1/orders/${second.orderNumber}/cancel`)
    const found = async (query: string) =>
      (await other.get(`/v1/orders?${query}`)).body.data?.map((one) =>
        one.orderNumber === first.orderNumber ? 'first' : 'second',
      )
    expect(await found('')).toEqual(['second', 'first'])
    expect(await found('account=shop&dialect=native')).toEqual(['second', 'first'])
    expect(await found('account=nobody')).toEqual([])
    expect(await found('dialect=kakaclo-v2')).toEqual([])
    expect(await found('sellerOrderNumber=F-1')).toEqual(['first'])
    expect(await found('sku=CUP')).toEqual(['second'])
    expect(await found('orderStatus=processing')).toEqual(['first'])
    expect(await found('financialStatus=waiting')).toEqual([])
    expect(await found('fulfilmentStatus=waiting_to_ship')).toEqual(['first'])
    expect(await found('refundStatus=refunded')).toEqual(['second'])
    expect(await found(`createdTo=${first.createdAt}`)).toEqual(['first'])
    expect(await found(`createdFrom=${second.createdAt}&createdTo=${second.createdAt}`)).toEqual(['second'])
    expect(await found(`updatedFrom=${second.createdAt}`)).toEqual(['second'])
    expect(await found(`updatedTo=${first.createdAt}`)).toEqual(['first'])
  })

  test.each([
    ['colour=red', 'colour'],
    ['orderStatus=lost', 'orderStatus'],
    ['orderStatus=', 'orderStatus'],
    ['createdFrom=yesterday', 'createdFrom'],
    ['createdFrom=', 'createdFrom'],
    ['account=', 'account'],
    ['limit=0', 'limit'],
    ['cursor=WzFd', 'cursor'],
  ])('%s is refused by name', async (query, field) => {
    expect(await client.get(`/v1/orders?${query}`)).toMatchObject({ status: 422, body: { field } })
  })
})

test('nothing of one tenant is to be seen or touched by another', async () => {
  const mine = await openTenant(hub)
  await stockShop(mine, 5)
  const theirs = await openTenant(hub)
  const { orderNumber } = (await mine.post('/v1/orders', order(1, { sellerOrderNumber: 'X' }))).body
  await mine.post('/v1/credentials', { account: 'shop', dialect: 'native' })

  for (const path of [`/v1/orders/${orderNumber}`, `/v1/orders/${orderNumber}/events`, '/v1/items/MUG']) {
    expect((await mine.get(path)).status).toBe(200)
    expect((await theirs.get(path)).status).toBe(404)
  }
  for (const path of [
    '/v1/stock-locations/MAIN',
    '/v1/shipping-methods/POST',
    '/v1/shipping-methods/POST/rates',
  ]) {
    expect((await theirs.get(path)).status).toBe(404)
  }
  for (const list of ['orders', 'items', 'stock-levels', 'stock-locations', 'shipping-methods']) {
    expect((await mine.get(`/v1/${list}`)).body.data).toHaveLength(1)
    expect((await theirs.get(`/v1/${list}`)).body.data).toEqual([])
  }
  expect((await theirs.post(`/v1/orders/${orderNumber}/cancel`, {}, 'k')).status).toBe(404)
  expect((await theirs.delete('/v1/credentials/2')).status).toBe(404)
  expect((await theirs.get('/v1/credentials')).body.data).toHaveLength(1)
  expect((await theirs.get('/v1/accounts/shop')).body.balanceMinor).toBe(0)
  expect((await theirs.get('/v1/accounts/shop/entries')).body.data).toEqual([])
  expect((await theirs.get('/v1/orders?sellerOrderNumber=X')).body.data).toEqual([])
  expect((await theirs.post('/v1/orders', order())).body.code).toBe('unknown_sku')
  expect((await mine.get(`/v1/orders/${orderNumber}`)).body).toMatchObject({ orderStatus: 'processing' })
})

test('an address is kept as it was sent, but for the case of its country', async () => {
  const address = { ...ADDRESS, recipient: '  Ann 安 \n"O\'Neil"\\ ', vat: 'x' }
  const { body } = await client.post('/v1/orders', order(1, { address }))
  expect((await client.get(`/v1/orders/${body.orderNumber}`)).body.address).toMatchObject({
    ...address,
    country: 'US',
  })
})
