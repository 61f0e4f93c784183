// Views: what somebody keeps of how they like to look at a list is theirs alone.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MOST_VIEWS } from '../../src/order/view-calls.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type NativeClient, openTenant } from './native-client.js'
import { at, makeUser, signedIn } from './sign-in-client.js'

let hub: TestHub
let client: NativeClient

beforeAll(async () => {
  hub = await startTestHub({ work: false })
  client = await openTenant(hub)
  for (const name of ['ann', 'bob']) await makeUser(client, name, 'read-only')
})
afterAll(() => hub.close())

const VIEW = { filters: { orderStatus: 'processing', sku: 'MUG' }, columns: ['orderNumber', 'total'] }
const path = (name: string) => `/v1/views/orders/${encodeURIComponent(name)}`

test('a view is kept, changed and taken away by whoever made it', async () => {
  const ann = await signedIn(hub, await at(hub, client, 'ann'))
  const made = await ann.send('PUT', path('待发货 / open'), VIEW)
  expect(made.status, made.text).toBe(200)
  expect(made.body).toMatchObject({ name: '待发货 / open', ...VIEW })
  await ann.send('PUT', path('待发货 / open'), { ...VIEW, columns: ['orderNumber'] })
  await ann.send('PUT', path('All'), { filters: {}, columns: ['orderNumber'] })
  const { body } = await ann.get('/v1/views/orders')
  const rows = body.data as unknown as readonly { name: string; columns: readonly string[] }[]
  expect(rows.map(({ name, columns }) => [name, columns])).toEqual([
    ['All', ['orderNumber']],
    ['待发货 / open', ['orderNumber']],
  ])
  expect((await ann.send('DELETE', path('All'))).status).toBe(200)
  expect((await ann.send('DELETE', path('All'))).status).toBe(404)
})

test('nobody sees or touches another one’s', async () => {
  const ann = await signedIn(hub, await at(hub, client, 'ann'))
  await ann.send('PUT', path('Hers'), VIEW)
  const bob = await signedIn(hub, await at(hub, client, 'bob'))
  const other = await openTenant(hub)
  await makeUser(other, 'ann', 'admin')
  const namesake = await signedIn(hub, await at(hub, other, 'ann'))
  for (const one of [bob, namesake, client]) {
    expect((await one.get('/v1/views/orders')).body.data).toEqual([])
  }
  expect((await bob.send('DELETE', path('Hers'))).status).toBe(404)
  expect((await bob.send('PUT', path('Hers'), { ...VIEW, filters: {} })).status).toBe(200)
  const { body } = await ann.get('/v1/views/orders')
  expect(body.data).toContainEqual(expect.objectContaining({ name: 'Hers', filters: VIEW.filters }))
})

test('only what the list knows is kept, and not without end', async () => {
  const broken = [
    { ...VIEW, filters: { colour: 'red' } },
    { ...VIEW, filters: { orderStatus: 'lost' } },
    { ...VIEW, columns: [] },
    { columns: ['orderNumber'] },
  ]
  for (const body of broken) {
    const answer = await client.put(path('Broken'), body)
    expect(answer.body, answer.text).toMatchObject({ code: 'invalid_field', field: expect.any(String) })
  }
  for (let count = 0; count < MOST_VIEWS; count += 1) await client.put(path(`V${count}`), VIEW)
  expect((await client.put(path('one more'), VIEW)).body).toMatchObject({ code: 'not_allowed_in_state' })
  expect((await client.put(path('V7'), { ...VIEW, filters: {} })).status).toBe(200)
})
