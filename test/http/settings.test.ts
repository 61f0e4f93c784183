// What a tenant sets up over the native API, once it is there: rates that go, rules that change, and the tenant itself.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type NativeClient, openTenant, order, RATE, stockShop } from './native-client.js'
import { at, makeUser, signedIn } from './sign-in-client.js'

let hub: TestHub
let client: NativeClient

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())
beforeEach(async () => {
  client = await openTenant(hub)
  await stockShop(client)
})

const RATES = '/v1/shipping-methods/POST/rates'

test('a rate is read, found by where it goes, and taken away for the very next order', async () => {
  await client.put(`${RATES}/CN/FR`, { ...RATE, firstMinor: 900 })
  await client.put(`${RATES}/DE/FR`, RATE)
  expect((await client.get(`${RATES}/cn/fr`)).body).toMatchObject({ destination: 'FR', firstMinor: 900 })
  const all = async (query = '') => {
    const { body } = await client.get(RATES + query)
    return (body.data ?? []).map(({ origin, destination }) => `${origin}-${destination}`)
  }
  expect(await all()).toEqual(['CN-FR', 'CN-US', 'DE-FR'])
  expect(await all('?destination=fr')).toEqual(['CN-FR', 'DE-FR'])
  const { nextCursor } = (await client.get(`${RATES}?destination=FR&limit=1`)).body
  expect(await all(`?destination=FR&limit=1&cursor=${nextCursor}`)).toEqual(['DE-FR'])

  expect((await client.post('/v1/orders', order())).status).toBe(201)
  const gone = await client.delete(`${RATES}/CN/US`)
  expect(gone).toMatchObject({
    status: 200,
    body: { method: 'POST', origin: 'CN', destination: 'US', ...RATE },
  })
  expect((await client.post('/v1/orders', order())).body).toMatchObject({
    status: 422,
    code: 'no_shipping_rate',
  })
  for (const again of [await client.delete(`${RATES}/CN/US`), await client.get(`${RATES}/CN/US`)]) {
    expect(again.body).toMatchObject({ status: 404, code: 'not_found' })
  }
  const [entry] = (await client.get('/v1/audit-log?operation=deleteShippingRate')).body.data ?? []
  expect(entry).toMatchObject({
    target: 'shipping-methods/POST/rates/CN/US',
    before: { firstMinor: RATE.firstMinor },
  })
})

test("another tenant's rates are none of ours", async () => {
  const other = await openTenant(hub)
  expect((await other.delete(`${RATES}/CN/US`)).status).toBe(404)
  expect((await client.get(`${RATES}/CN/US`)).status).toBe(200)
})

const DEPOT = {
  name: 'depot',
  dialect: 'apicenter',
  baseUrl: 'https://depot.example',
  credentials: { token: 'x' },
  enabled: false,
}

test('a rule changes in what is given, and nothing else', async () => {
  await client.post('/v1/connections', DEPOT)
  await client.post('/v1/connections', { ...DEPOT, name: 'annex' })
  const wish = { connection: 'depot', location: 'MAIN', skuPrefix: 'MUG', country: 'US', account: 'shop' }
  const made = (await client.post('/v1/routing-rules', wish)).body
  const path = `/v1/routing-rules/${made.id}`
  expect((await client.get(path)).body).toEqual(made)
  const sooner = await client.patch(path, { priority: 5 })
  expect(sooner).toMatchObject({ status: 200, body: { ...made, priority: 5 } })
  const other = await client.patch(path, {
    connection: 'annex',
    country: 'de',
    skuPrefix: null,
    account: null,
  })
  const changed = {
    ...made,
    priority: 5,
    connection: { id: 2, name: 'annex' },
    country: 'DE',
    skuPrefix: null,
    account: null,
  }
  expect(other.body).toEqual(changed)
  expect((await client.patch(path, {})).body).toEqual(changed)
  for (const [body, field] of [
    [{ connection: 'nobody' }, 'connection'],
    [{ account: 'nobody' }, 'account'],
    [{ country: 'XX' }, 'country'],
    [{ priority: -1 }, 'priority'],
    [{ colour: 'red' }, 'colour'],
  ] as const) {
    expect((await client.patch(path, body)).body).toMatchObject({ status: 422, field })
  }
  expect((await client.get(path)).body).toEqual(changed)
  const stranger = await openTenant(hub)
  expect((await stranger.patch(path, { priority: 1 })).status).toBe(404)
  expect((await stranger.get(path)).status).toBe(404)
})

test('a tenant tells how much it has, and what is kept, to whoever may read settings', async () => {
  await makeUser(client, 'ann', 'read-only')
  const ann = await signedIn(hub, await at(hub, client, 'ann'))
  await client.post('/v1/connections', DEPOT)
  const { status, body } = await ann.get('/v1/tenant')
  expect([status, body.id]).toEqual([200, client.tenantId])
  expect(body.counts).toEqual({
    accounts: 1,
    users: 1,
    stockLocations: 1,
    shippingMethods: 1,
    credentials: 1,
    connections: 1,
    routingRules: 0,
    webhookEndpoints: 0,
  })
  expect(body.limits).toMatchObject({ webhookEndpoints: 100, deliveryDays: 7, openImports: 20 })
})

test('an admin gives the tenant another name, which no other has', async () => {
  const other = await openTenant(hub)
  const before = (await client.get('/v1/tenant')).body
  await makeUser(client, 'ann', 'admin')
  await makeUser(client, 'bob', 'operator')
  const ann = await signedIn(hub, await at(hub, client, 'ann'))
  const bob = await signedIn(hub, await at(hub, client, 'bob'))
  const name = `Acme ${client.tenantId}`
  expect((await bob.send('PATCH', '/v1/tenant', { name })).status).toBe(403)
  const renamed = await ann.send('PATCH', '/v1/tenant', { name })
  expect(renamed.body).toMatchObject({ id: client.tenantId, name })
  expect((await client.get('/v1/tenant')).body.name).toBe(name)
  const [entry] = (await client.get('/v1/audit-log?operation=renameTenant')).body.data ?? []
  expect(entry).toMatchObject({
    who: { name: 'ann' },
    before: { name: before.name },
    after: { name },
  })
  expect((await other.patch('/v1/tenant', { name })).body).toMatchObject({
    status: 409,
    code: 'already_exists',
  })
  expect((await client.patch('/v1/tenant', { name: ' ' })).body).toMatchObject({ status: 422, field: 'name' })
  await signedIn(hub, await at(hub, client, 'ann'))
})

test("a carrier's service stays one when it changes", async () => {
  const method = { name: 'Yanwen 481', speed: 'standard', purpose: 'carrier' }
  expect((await client.put('/v1/shipping-methods/YW481', method)).body).toMatchObject(method)
  expect((await client.get('/v1/shipping-methods/YW481')).body).toMatchObject(method)
})
