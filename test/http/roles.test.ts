// Each role on each operation of the native API: allowed or refused as the table says, before anything else is looked
// at. And what is another tenant's is nobody's here.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { native } from '../../src/http/native/index.js'
import { ALLOWED } from '../../src/http/roles.js'
import { ROLES, type Role } from '../../src/order/people-calls.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type NativeClient, openTenant, order, stockShop } from './native-client.js'
import { at, type Browser, makeUser, signedIn } from './sign-in-client.js'

let hub: TestHub
let client: NativeClient
const browsers = new Map<Role, Browser>()

beforeAll(async () => {
  hub = await startTestHub()
  client = await openTenant(hub)
  await stockShop(client)
  for (const role of ROLES) {
    await makeUser(client, role, role)
    browsers.set(role, await signedIn(hub, await at(hub, client, role)))
  }
})
afterAll(() => hub.close())

function browserOf(role: Role): Browser {
  const browser = browsers.get(role)
  if (browser === undefined) throw new Error(`${role} has not signed in`)
  return browser
}

/** Whoever signs out can be asked nothing more, so that comes last. */
const OPERATIONS = native.operations
  .filter(({ name }) => name !== 'signIn')
  .toSorted((a, b) => Number(a.name === 'signOut') - Number(b.name === 'signOut'))

test('every operation but signing in needs a permission', () => {
  expect(native.operations.filter((one) => one.permission === undefined).map((one) => one.name)).toEqual([
    'signIn',
  ])
})

describe.each(ROLES)('%s', (role) => {
  test.each(OPERATIONS.map((one) => [one.name, one] as const))('%s', async (_name, operation) => {
    const { method, paths, permission = 'own' } = operation
    const path = paths[0].replace(/:\w+/g, 'nothing')
    // An empty body is refused by its shape, where it gets that far: nothing is changed.
    const hasBody = method !== 'GET' && method !== 'DELETE'
    const answer = await browserOf(role).send(method, path, hasBody ? {} : undefined)
    if (ALLOWED[role].includes(permission)) {
      expect([401, 403], answer.text).not.toContain(answer.status)
      expect(answer.status).toBeLessThan(500)
    } else {
      expect(answer.status).toBe(403)
      expect(answer.body).toMatchObject({ code: 'not_allowed', permission })
      expect(answer.body.detail).toBe(`the role ${role} lacks the permission ${permission}`)
    }
  })
})

test('who only reads changes nothing, whatever is sent', async () => {
  await makeUser(client, 'reader', 'read-only')
  const reader = await signedIn(hub, await at(hub, client, 'reader'))
  const { orderNumber } = (await client.post('/v1/orders', order(1))).body
  const before = (await client.get(`/v1/orders/${orderNumber}`)).body
  const tries = [
    await reader.send('POST', '/v1/orders', order(1)),
    await reader.send('POST', `/v1/orders/${orderNumber}/cancel`, {}),
    await reader.send('POST', `/v1/fulfilment-orders/${orderNumber}-1/pack`, {}),
    await reader.send('POST', '/v1/bulk', { actions: [{ order: orderNumber, act: 'cancel' }] }),
    await reader.send('POST', '/v1/accounts/shop/top-ups', { amountMinor: 1 }),
    await reader.send('PATCH', '/v1/users/reader', { role: 'admin' }),
  ]
  expect(tries.map(({ status }) => status)).toEqual(tries.map(() => 403))
  expect((await client.get(`/v1/orders/${orderNumber}`)).body).toEqual(before)
  expect((await reader.get(`/v1/orders/${orderNumber}`)).body).toEqual(before)
})

test('of many acts in one request, each needs its own permission', async () => {
  await makeUser(client, 'packer', 'warehouse')
  const packer = await signedIn(hub, await at(hub, client, 'packer'))
  const { orderNumber } = (await client.post('/v1/orders', order(1))).body
  const part = `${orderNumber}-1`
  const answer = await packer.send('POST', '/v1/bulk', {
    actions: [
      { order: orderNumber, act: 'cancel' },
      { fulfilmentOrder: part, act: 'pack' },
    ],
  })
  expect(answer.body).toMatchObject({
    accepted: 1,
    refused: 1,
    results: [
      { status: 403, body: { code: 'not_allowed', permission: 'orders.change' } },
      { status: 200, body: { number: part, status: 'packed' } },
    ],
  })
})

test('who makes credentials makes none that may do more than they may', async () => {
  await makeUser(client, 'ian', 'integrator')
  const ian = await signedIn(hub, await at(hub, client, 'ian'))
  const make = (dialect: string) => ian.send('POST', '/v1/credentials', { account: 'shop', dialect })
  expect((await make('native')).body).toMatchObject({ status: 403, permission: 'people' })
  expect((await make('kakaclo')).status).toBe(201)
})

test('a tenant keeps an admin', async () => {
  const own = await openTenant(hub)
  await makeUser(own, 'ann', 'admin')
  for (const change of [{ enabled: false }, { role: 'operator' }]) {
    const refused = await own.patch('/v1/users/ann', change)
    expect(refused.body).toMatchObject({ status: 409, code: 'not_allowed_in_state' })
  }
  await makeUser(own, 'bob', 'admin')
  const both = await Promise.all(
    ['ann', 'bob'].map((one) => own.patch(`/v1/users/${one}`, { enabled: false })),
  )
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
})

test.each([
  ['a short password', { password: 'short' }, 'password'],
  ['a long one', { password: 'x'.repeat(201) }, 'password'],
  ['the name as the password', { username: 'long-enough-name', password: 'Long-Enough-Name' }, 'password'],
  ['an @ in the name', { username: 'ann@acme' }, 'username'],
  ['a long name', { username: 'n'.repeat(33) }, 'username'],
  ['no name', { username: ' ' }, 'username'],
  ['an unknown role', { role: 'owner' }, 'role'],
  ['an unknown account', { account: 'nobody' }, 'account'],
  ['an unknown field', { colour: 'red' }, 'colour'],
])('a user with %s is refused by name', async (_title, wish, field) => {
  const before = (await client.get('/v1/users')).body
  const good = { username: 'zed', role: 'operator', password: 'horse staple 9' }
  const answer = await client.post('/v1/users', { ...good, ...wish })
  expect(answer.body).toMatchObject({ status: 422, code: 'invalid_field', field })
  expect((await client.get('/v1/users')).body).toEqual(before)
})

test('a name is taken once, and a key makes one user, whatever its password', async () => {
  const wish = { username: 'once', role: 'operator', password: 'horse staple 9' }
  const first = await client.post('/v1/users', wish, 'k-user')
  expect(first.status).toBe(201)
  const again = await client.post('/v1/users', { ...wish, password: 'another password' }, 'k-user')
  expect([again.status, again.body.username]).toEqual([201, 'once'])
  expect((await client.post('/v1/users', wish)).body).toMatchObject({ status: 409, code: 'already_exists' })
  expect((await client.post('/v1/users', { ...wish, username: 'ONCE' })).status).toBe(409)
})

test('a person acts for the account that is theirs, or for the first one', async () => {
  const own = await openTenant(hub)
  await stockShop(own)
  await own.post('/v1/accounts', { name: 'branch', currency: 'USD', stockOwner: 'shop', payment: 'none' })
  await makeUser(own, 'ann', 'operator')
  await own.post('/v1/users', {
    username: 'bob',
    role: 'operator',
    password: 'horse staple 9',
    account: 'branch',
  })
  for (const [name, account] of [
    ['ann', 'shop'],
    ['bob', 'branch'],
  ] as const) {
    const browser = await signedIn(hub, await at(hub, own, name))
    const placed = await browser.send('POST', '/v1/orders', order(1))
    expect([placed.status, placed.body.account]).toEqual([201, account])
  }
})

test('what is another tenant’s is neither shown nor changed', async () => {
  const theirs = await openTenant(hub)
  await stockShop(theirs)
  await theirs.post('/v1/accounts', { name: 'branch', currency: 'USD' })
  await theirs.put('/v1/stock-locations/THEIRS', { name: 'Theirs', country: 'US' })
  await makeUser(theirs, 'theirs', 'operator')
  const { orderNumber } = (await theirs.post('/v1/orders', order(1))).body
  const own = await openTenant(hub)
  await makeUser(own, 'ann', 'admin')
  const ann = await signedIn(hub, await at(hub, own, 'ann'))
  const things = [
    `/v1/orders/${orderNumber}`,
    `/v1/orders/${orderNumber}/events`,
    '/v1/accounts/branch',
    '/v1/items/MUG',
    '/v1/stock-locations/THEIRS',
    '/v1/shipping-methods/POST',
    '/v1/users/theirs',
  ]
  for (const path of things) expect((await ann.get(path)).status, path).toBe(404)
  const acts = [
    await ann.send('POST', `/v1/orders/${orderNumber}/cancel`, {}),
    await ann.send('POST', `/v1/fulfilment-orders/${orderNumber}-1/pack`, {}),
    await ann.send('PATCH', '/v1/users/theirs', { enabled: false }),
    await ann.send('PATCH', '/v1/accounts/branch', { outOfStock: 'shortage' }),
  ]
  expect(acts.map(({ status }) => status)).toEqual([404, 404, 404, 404])
  const lists = ['orders', 'items', 'stock-levels', 'stock-locations', 'shipping-methods', 'stock-movements']
  for (const list of lists) expect((await ann.get(`/v1/${list}`)).body.data, list).toEqual([])
  expect((await ann.get('/v1/users')).body.data?.map((one) => one.username)).toEqual(['ann'])
  const seen = (await ann.get('/v1/audit-log')).body.data ?? []
  expect(seen.map((one) => one.target)).toEqual(['session', 'users/ann'])
})

test('some of what an operation can be asked for needs more than the operation does', async () => {
  const own = await openTenant(hub)
  await makeUser(own, 'ann', 'warehouse')
  await makeUser(own, 'bob', 'integrator')
  const ann = await signedIn(hub, await at(hub, own, 'ann'))
  const receive = (body: object) => ann.send('POST', '/v1/after-sales/1-1/receive', body)
  expect((await receive({ amountMinor: 5 })).body).toMatchObject({ code: 'not_allowed', permission: 'money' })
  expect((await receive({})).status).toBe(404)
  const bob = await signedIn(hub, await at(hub, own, 'bob'))
  const make = (dialect: string) => bob.send('POST', '/v1/credentials', { account: 'shop', dialect })
  expect((await make('native')).body).toMatchObject({ code: 'not_allowed', permission: 'people' })
  expect((await make('kakaclo')).status).toBe(201)
})
