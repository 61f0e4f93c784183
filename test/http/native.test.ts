import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.js'
import { call, clientOf, ITEM, openTenant, order, RATE, stockShop } from './native-client.js'

let hub: TestHub

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())

describe('accounts', () => {
  test('an account is made, read and listed, and a name is taken once', async () => {
    const client = await openTenant(hub)
    const wish = {
      name: 'branch',
      currency: 'EUR',
      stockOwner: 'shop',
      payment: 'none',
      routingPolicy: 'nearest',
    }
    const made = await client.post('/v1/accounts', wish)
    expect(made.status).toBe(201)
    expect(made.body).toEqual({
      id: 2,
      ...wish,
      outOfStock: 'refuse',
      refundReviewSeconds: 0,
      unpaidExpirySeconds: null,
      balanceMinor: 0,
    })
    expect((await client.get('/v1/accounts/branch')).body).toEqual(made.body)

    const first = await client.get('/v1/accounts?limit=1')
    expect(first.body.data).toMatchObject([{ name: 'shop' }])
    const second = await client.get(`/v1/accounts?limit=1&cursor=${first.body.nextCursor}`)
    expect(second.body).toMatchObject({ data: [{ name: 'branch' }], nextCursor: null })

    expect(await client.post('/v1/accounts', wish)).toMatchObject({
      status: 409,
      body: { code: 'already_exists' },
    })
    expect(
      await client.post('/v1/accounts', { ...wish, name: 'bad', refundReviewSeconds: 'soon' }),
    ).toMatchObject({ status: 422, body: { field: 'refundReviewSeconds' } })
    const byHand = { ...wish, name: 'by hand', refundReviewSeconds: null, unpaidExpirySeconds: null }
    expect((await client.post('/v1/accounts', byHand)).body).toMatchObject({
      refundReviewSeconds: null,
      unpaidExpirySeconds: null,
    })
    expect(await client.get('/v1/accounts/nobody')).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    })
    const chained = await client.post('/v1/accounts', { ...wish, name: 'twig', stockOwner: 'branch' })
    expect(chained).toMatchObject({ status: 422, body: { field: 'stockOwner' } })
    const nobodys = await client.post('/v1/accounts', { ...wish, name: 'leaf', stockOwner: 'nobody' })
    expect(nobodys).toMatchObject({ status: 422, body: { field: 'stockOwner' } })
    expect(await client.post('/v1/accounts/nobody', {})).toMatchObject({
      status: 405,
      body: { code: 'method_not_allowed' },
    })
    // Where the method is right, the path is at fault: it can't be decoded, or a name in it is longer than any.
    for (const name of ['%ED%A0%80', 'x'.repeat(300)]) {
      expect(await client.get(`/v1/accounts/${name}`)).toMatchObject({ status: 404 })
    }
  })

  test('a top-up pays waiting orders, and the ledger tells of both, newest first', async () => {
    const client = await openTenant(hub)
    await stockShop(client)
    await client.post('/v1/accounts', { name: 'poor', currency: 'USD', stockOwner: 'shop' })
    const placed = await client.post('/v1/orders', order(1, { account: 'poor' }))
    expect(placed.body).toMatchObject({ account: 'poor', orderStatus: 'waiting_payment', finalMinor: 1600 })

    const topUp = await client.post('/v1/accounts/poor/top-ups', { amountMinor: 2000, note: 'wire 77' })
    expect(topUp).toMatchObject({
      status: 201,
      body: { account: 'poor', amountMinor: 2000, balanceMinor: 400 },
    })
    const { orderNumber } = placed.body
    expect((await client.get(`/v1/orders/${orderNumber}`)).body.orderStatus).toBe('processing')

    const { body } = await client.get('/v1/accounts/poor/entries?limit=1')
    expect(body.data).toMatchObject([{ kind: 'payment', amountMinor: -1600, balanceMinor: 400, orderNumber }])
    const rest = await client.get(`/v1/accounts/poor/entries?cursor=${body.nextCursor}`)
    expect(rest.body).toMatchObject({ data: [{ kind: 'top_up', note: 'wire 77' }], nextCursor: null })
  })

  test('a top-up pays more waiting orders than one command does', async () => {
    const client = await openTenant(hub)
    await stockShop(client, 1000)
    await client.post('/v1/accounts', { name: 'poor', currency: 'USD', stockOwner: 'shop' })
    const wish = order(1, { account: 'poor' })
    await Promise.all(Array.from({ length: 210 }, () => client.post('/v1/orders', wish)))
    await client.post('/v1/accounts/poor/top-ups', { amountMinor: 210 * 1600 })
    const waiting = await client.get('/v1/orders?account=poor&orderStatus=waiting_payment')
    expect(waiting.body.data).toEqual([])
    expect((await client.get('/v1/accounts/poor')).body.balanceMinor).toBe(0)
  })
})

describe('credentials', () => {
  test('a credential is shown once, listed without its secret, and refused at once when revoked', async () => {
    const client = await openTenant(hub)
    const wish = { account: 'shop', dialect: 'native', limit: { capacity: 5, perSecond: 2 } }
    const made = await client.post('/v1/credentials', wish)
    expect(made).toMatchObject({ status: 201, body: { id: 2, ...wish, sandbox: false, revokedAt: null } })
    const { apiKey } = made.body.credential as { apiKey: string }
    const other = clientOf(hub, apiKey)
    expect((await other.get('/v1/accounts')).status).toBe(200)

    const list = await client.get('/v1/credentials')
    expect(list.text).not.toContain(apiKey)
    expect(list.body.data).toMatchObject([{ id: 1 }, { id: 2, hint: apiKey.slice(-4) }])

    const revoked = await client.delete('/v1/credentials/2')
    expect(revoked.body.revokedAt).toEqual(expect.any(String))
    const refused = await other.get('/v1/accounts')
    expect(refused).toMatchObject({ status: 401, body: { code: 'not_authenticated' } })
    // Revoking is harmless when repeated, and says when it was.
    expect((await client.delete('/v1/credentials/2')).body).toEqual(revoked.body)
    expect((await client.delete('/v1/credentials/99')).status).toBe(404)
  })

  test("each dialect's credential comes in its own words, with its limit", async () => {
    const client = await openTenant(hub)
    const wish = { account: 'shop', dialect: 'kakaclo', limit: 'none', sandbox: true }
    const { body } = await client.post('/v1/credentials', wish)
    expect(body).toMatchObject({ ...wish, credential: { accessToken: expect.any(String) } })
    const plain = await client.post('/v1/credentials', { account: 'shop', dialect: 'kakaclo' })
    expect(plain.body).toMatchObject({ limit: null, sandbox: false })
  })

  test.each([
    [{ account: 'shop', dialect: 'morse' }, 422, 'dialect'],
    [{ account: 'shop', dialect: 'native', limit: 'some' }, 422, 'limit'],
    [{ account: 'shop', dialect: 'native', limit: { capacity: 0, perSecond: 1 } }, 422, 'limit.capacity'],
    [{ account: 'nobody', dialect: 'native' }, 422, 'account'],
  ])('%j is refused with %i at %s', async (wish, status, field) => {
    const client = await openTenant(hub)
    expect(await client.post('/v1/credentials', wish)).toMatchObject({ status, body: { field } })
  })
})

describe('items and stock', () => {
  test('an item is set, read and listed, and what an answer shows may be sent back', async () => {
    const client = await openTenant(hub)
    const item = { sku: 'a b/ü', ...ITEM, status: 'on_shelf' }
    const path = `/v1/items/${encodeURIComponent(item.sku)}`
    expect(await client.put(path, ITEM)).toMatchObject({ status: 200, body: item })
    const { body } = await client.get(path)
    expect(body).toEqual(item)
    expect((await client.put(path, { ...body, status: 'off_shelf' })).body.status).toBe('off_shelf')
    expect((await client.put(path, { ...body, sku: 'other' })).body.field).toBe('sku')

    await client.put('/v1/items/B', ITEM)
    expect((await client.get('/v1/items?status=off_shelf')).body.data).toHaveLength(1)
    const first = await client.get('/v1/items?limit=1')
    const next = await client.get(`/v1/items?limit=1&cursor=${first.body.nextCursor}`)
    expect([...(first.body.data ?? []), ...(next.body.data ?? [])]).toHaveLength(2)
    expect((await client.get('/v1/items/none')).status).toBe(404)
  })

  test('many items set at once are all there, the last setting of each', async () => {
    const client = await openTenant(hub)
    const puts = Array.from({ length: 60 }, (_, index) =>
      client.put(`/v1/items/S${index % 20}`, { ...ITEM, priceMinor: index }),
    )
    expect((await Promise.all(puts)).every((answer) => answer.status === 200)).toBe(true)
    expect((await client.get('/v1/items?limit=250')).body.data).toHaveLength(20)
  })

  test('movements answer with the level, which never falls below what is reserved', async () => {
    const client = await openTenant(hub)
    await stockShop(client, 10)
    await client.post('/v1/orders', order(4))
    const movement = { sku: 'MUG', location: 'MAIN', quantity: -6, reason: 'broken' }
    const level = { account: 'shop', sku: 'MUG', location: 'MAIN', onHand: 4, reserved: 4, available: 0 }
    expect(await client.post('/v1/stock-movements', movement)).toMatchObject({ status: 201, body: level })
    const refused = await client.post('/v1/stock-movements', { ...movement, quantity: -1 })
    expect(refused).toMatchObject({ status: 422, body: { code: 'stock_out_of_range', field: 'quantity' } })
    expect((await client.get('/v1/stock-levels?sku=MUG&location=MAIN')).body.data).toEqual([
      { ...level, defective: 0 },
    ])
    expect((await client.get('/v1/stock-levels?sku=CUP')).body.data).toEqual([])
  })

  test.each([
    [{ sku: 'NONE', location: 'MAIN', quantity: 1, reason: 'x' }, 422, 'sku'],
    [{ sku: 'MUG', location: 'NONE', quantity: 1, reason: 'x' }, 422, 'location'],
    [{ sku: 'MUG', location: 'MAIN', quantity: 0, reason: 'x' }, 422, 'quantity'],
    [{ sku: 'MUG', location: 'MAIN', quantity: 100_000_001, reason: 'x' }, 422, 'quantity'],
    [{ sku: 'MUG', location: 'MAIN', quantity: 1.5, reason: 'x' }, 422, 'quantity'],
    [{ sku: 'MUG', location: 'MAIN', quantity: 1 }, 422, 'reason'],
  ])('the movement %j is refused with %i at %s', async (movement, status, field) => {
    const client = await openTenant(hub)
    await stockShop(client, 1)
    expect(await client.post('/v1/stock-movements', movement)).toMatchObject({ status, body: { field } })
  })
})

describe('locations, methods and rates', () => {
  test('each is set, read and listed', async () => {
    const client = await openTenant(hub)
    const location = { name: 'West', country: 'us', region: 'US_W', priority: 3, enabled: false }
    const west = { ...location, code: 'W1', number: 1, country: 'US' }
    expect((await client.put('/v1/stock-locations/W1', location)).body).toEqual(west)
    expect((await client.put('/v1/stock-locations/W1', west)).body).toEqual(west)
    expect((await client.get('/v1/stock-locations/W1')).body).toEqual(west)
    expect((await client.put('/v1/stock-locations/W2', { ...location, number: 1 })).status).toBe(409)
    expect((await client.get('/v1/stock-locations')).body).toEqual({ data: [west], nextCursor: null })

    const method = { code: 'AIR', name: 'Air', speed: 'express', purpose: 'quote', enabled: true }
    expect((await client.put('/v1/shipping-methods/AIR', method)).body).toEqual(method)
    expect((await client.get('/v1/shipping-methods')).body.data).toEqual([method])

    const rate = { method: 'AIR', origin: 'CN', destination: 'US', ...RATE }
    expect((await client.put('/v1/shipping-methods/AIR/rates/cn/us', RATE)).body).toEqual(rate)
    await client.put('/v1/shipping-methods/AIR/rates/CN/DE', RATE)
    const first = await client.get('/v1/shipping-methods/AIR/rates?limit=1')
    expect(first.body.data).toMatchObject([{ destination: 'DE' }])
    const next = await client.get(`/v1/shipping-methods/AIR/rates?cursor=${first.body.nextCursor}`)
    expect(next.body.data).toEqual([rate])
  })

  test('many new locations at once get numbers of their own', async () => {
    const client = await openTenant(hub)
    const puts = Array.from({ length: 20 }, (_, index) =>
      client.put(`/v1/stock-locations/L${index}`, { name: 'L', country: 'CN' }),
    )
    const numbers = (await Promise.all(puts)).map((answer) => answer.body.number)
    expect(new Set(numbers).size).toBe(20)
  })

  test.each([
    ['/v1/shipping-methods/NONE/rates/CN/US', RATE, 404, null],
    ['/v1/shipping-methods/POST/rates/CN/XX', RATE, 422, 'destination'],
    ['/v1/shipping-methods/POST/rates/CN/US', { ...RATE, daysMax: 1 }, 422, 'daysMax'],
    ['/v1/shipping-methods/POST/rates/CN/US', { ...RATE, stepGrams: 0 }, 422, 'stepGrams'],
    ['/v1/shipping-methods/POST', { name: 'Post', speed: 'slow' }, 422, 'speed'],
    ['/v1/stock-locations/MAIN', { name: 'Main', country: 'ZZ' }, 422, 'country'],
    ['/v1/items/MUG', { ...ITEM, weightGrams: 1_000_001 }, 422, 'weightGrams'],
    ['/v1/items/MUG', { ...ITEM, priceMinor: 100_000_001 }, 422, 'priceMinor'],
    ['/v1/items/MUG', { ...ITEM, priceMajor: 1 }, 422, 'priceMajor'],
    ['/v1/items/MUG', { ...ITEM, currency: 'usd' }, 422, 'currency'],
    [`/v1/items/${'x'.repeat(65)}`, ITEM, 422, 'sku'],
    ['/v1/items/a%00b', ITEM, 422, 'sku'],
  ])('PUT %s of %j is refused with %i at %s', async (path, body, status, field) => {
    const client = await openTenant(hub)
    await stockShop(client, 1)
    expect(await client.put(path, body)).toMatchObject({ status, body: { field } })
  })

  test('a change of the item, the location or the rate counts from the next order on', async () => {
    const client = await openTenant(hub)
    await stockShop(client)
    const total = async () => (await client.post('/v1/orders', order())).body.finalMinor
    expect(await total()).toBe(1600)
    await client.put('/v1/items/MUG', { ...ITEM, priceMinor: 2000 })
    expect(await total()).toBe(2600)
    await client.put('/v1/shipping-methods/POST/rates/CN/US', { ...RATE, firstMinor: 900 })
    expect(await total()).toBe(3000)
    await client.put('/v1/shipping-methods/POST', { name: 'Post', speed: 'standard', enabled: false })
    expect((await client.post('/v1/orders', order())).body.code).toBe('no_shipping_rate')
    await client.put('/v1/stock-locations/MAIN', { name: 'Main', country: 'CN', enabled: false })
    expect((await client.post('/v1/orders', order())).body).toMatchObject({
      code: 'out_of_stock',
      available: 0,
    })
  })
})

describe('problems', () => {
  test('tell all faults, the first one in the members that programs look at', async () => {
    const client = await openTenant(hub)
    const answer = await client.put('/v1/items/MUG?dry=1', {
      priceMinor: -1,
      currency: 'USD',
      weightGrams: 'x',
    })
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(answer.body).toEqual({
      type: 'urn:problem-type:entrepot:invalid_field',
      title: 'Invalid field',
      status: 422,
      detail: 'dry is no parameter of this call',
      code: 'invalid_field',
      field: 'dry',
      errors: [
        { field: 'dry', detail: 'is no parameter of this call' },
        { field: 'name', detail: 'is required, but is missing' },
        { field: 'priceMinor', detail: 'is -1, but must be a whole number from 0 to 100000000' },
        { field: 'weightGrams', detail: 'is "x", but must be a whole number from 0 to 1000000' },
      ],
      refusal: 'invalid_field',
      parameters: {},
    })
  })

  test.each([
    ['GET', '/v1/unheard-of', undefined, 404, 'unknown_route'],
    ['POST', '/v1/accounts', '{"name":', 400, 'unreadable_body'],
    ['POST', '/v1/accounts', '[]', 400, 'unreadable_body'],
    ['POST', '/v1/accounts', '', 400, 'unreadable_body'],
    ['POST', '/v1/accounts', `{"name":"${'x'.repeat(1_100_000)}"}`, 413, 'body_too_large'],
    ['GET', '/v1/items?cursor=abc', undefined, 422, 'invalid_field'],
    ['GET', '/v1/items?limit=251', undefined, 422, 'invalid_field'],
    ['GET', '/v1/items?limit=1&limit=2', undefined, 422, 'invalid_field'],
    ['GET', '/v1/stock-levels?sku=', undefined, 422, 'invalid_field'],
    ['GET', '/v1/stock-levels?sku=%00', undefined, 422, 'invalid_field'],
  ])('%s %s %.20s answers %i %s', async (method, path, body, status, code) => {
    const client = await openTenant(hub)
    const headers = { authorization: `Bearer ${client.apiKey}` }
    const answer = await call(hub, path, { method, headers, ...(body === undefined ? {} : { body }) })
    expect(answer).toMatchObject({ status, body: { status, code } })
  })

  test('without a key, or with that of another dialect, nothing is served', async () => {
    const client = await openTenant(hub)
    const { body } = await client.post('/v1/credentials', { account: 'shop', dialect: 'kakaclo' })
    const { accessToken } = body.credential as { accessToken: string }
    expect((await clientOf(hub, accessToken).get('/v1/accounts')).status).toBe(401)
    expect((await call(hub, '/v1/accounts', {})).body).toMatchObject({
      code: 'not_authenticated',
      status: 401,
    })
  })
})
