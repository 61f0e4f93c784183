// What each API calls an item, and what it is called at connected platforms.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type Body, ITEM, type NativeClient, openTenant } from './native-client.js'
import { at, makeUser, signedIn } from './sign-in-client.js'

let hub: TestHub
let client: NativeClient

beforeAll(async () => {
  hub = await startTestHub()
  client = await openTenant(hub)
  await client.post('/v1/connections', {
    name: 'depot',
    dialect: 'apicenter',
    baseUrl: 'https://depot.example',
    credentials: { token: 'x' },
    mappings: { skus: { MUG: 'theirs-1' } },
    enabled: false,
  })
})
afterAll(() => hub.close())

async function namesOf(sku: string): Promise<Record<string, string[]>> {
  await client.put(`/v1/items/${encodeURIComponent(sku)}`, ITEM)
  const { body } = await client.get(`/v1/items/${encodeURIComponent(sku)}/names`)
  const rows = body.dialects as { dialect: string; names: { field: string; value: string }[] }[]
  return Object.fromEntries(
    rows.map(({ dialect, names }) => [dialect, names.map(({ field, value }) => `${field}=${value}`)]),
  )
}

test('each API calls an item by its own fields', async () => {
  expect(await namesOf('600126/5016')).toEqual({
    'kakaclo-v1': ['sku=600126/5016', 'skuCode=600126/5016'],
    'kakaclo-v2': ['sku=600126/5016', 'skuCode=600126/5016'],
    lingxing: ['msku=600126/5016', 'seller_sku=600126/5016', 'local_sku=600126/5016'],
    pandapon: ['itemId=600126', 'skuId=5016'],
    'pandapon-1688': ['offerId=600126', 'specId=5016'],
    apicenter: ['sku=600126/5016', 'code=600126/5016'],
  })
  const plain = await namesOf('MUG')
  expect([plain.pandapon, plain['pandapon-1688']]).toEqual([[], ['offerMapId=MUG']])
  expect((await namesOf('M'.repeat(51))).lingxing).toEqual([])
})

test('mappings of connections stand beside it, for whoever may read them', async () => {
  await client.put('/v1/items/CUP', ITEM)
  await client.put('/v1/items/MUG', ITEM)
  const there = (body: Body) => (body.connections as { name: string; sku: string; mapped: boolean }[])[0]
  expect(there((await client.get('/v1/items/MUG/names')).body)).toMatchObject({
    ...{ name: 'depot', dialect: 'apicenter', sku: 'theirs-1', mapped: true },
  })
  expect(there((await client.get('/v1/items/CUP/names')).body)).toMatchObject({ sku: 'CUP', mapped: false })
  await makeUser(client, 'wanda', 'warehouse')
  const wanda = await signedIn(hub, await at(hub, client, 'wanda'))
  expect((await wanda.get('/v1/items/MUG/names')).body).toMatchObject({ sku: 'MUG', connections: null })
})

test('there are no names of an item that there is not, nor of another tenant’s', async () => {
  expect((await client.get('/v1/items/NONE/names')).body).toMatchObject({ status: 404, code: 'not_found' })
  await client.put('/v1/items/MUG', ITEM)
  expect((await (await openTenant(hub)).get('/v1/items/MUG/names')).status).toBe(404)
})
