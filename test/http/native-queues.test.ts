// What stock locations still have to do: as queues, oldest orders first, and counted.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.js'
import { ADDRESS, type NativeClient, openTenant, stockShop } from './native-client.js'

let hub: TestHub
let client: NativeClient
let other: NativeClient

beforeAll(async () => {
  hub = await startTestHub()
  client = await openTenant(hub)
  other = await openTenant(hub)
  await stockShop(client, 5)
  await stockShop(other, 5)
  await client.patch('/v1/accounts/shop', { outOfStock: 'shortage' })
})
afterAll(() => hub.close())

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
type Json = any

async function place(speaker: NativeClient, quantity: number): Promise<number> {
  const { status, body, text } = await speaker.post('/v1/orders', {
    address: ADDRESS,
    lines: [{ sku: 'MUG', quantity, location: 'MAIN' }],
    remark: 'as a gift',
  })
  if (status !== 201) throw new Error(text)
  return Number(body.orderNumber)
}

const queue = async (status: string, query = ''): Promise<Json> =>
  (await client.get(`/v1/fulfilment-orders?location=MAIN&status=${status}${query}`)).body
const numbers = async (status: string): Promise<string[]> =>
  (await queue(status)).data.map(({ number }: Json) => number)
const counts = async (speaker = client): Promise<Json> => {
  const { body } = await speaker.get('/v1/work-queues')
  return (body as Json).data.find(({ location }: Json) => location === 'MAIN')
}

test('an order goes from queue to queue until it has left', async () => {
  await place(other, 1)
  const [first, second, short] = [await place(client, 1), await place(client, 2), await place(client, 9)]
  expect(await numbers('allocated')).toEqual([`${first}-1`, `${second}-1`])
  expect(await numbers('shortage')).toEqual([`${short}-1`])
  expect(await counts()).toEqual({ location: 'MAIN', shortage: 1, hold: 0, allocated: 2, packed: 0 })
  const [row] = (await queue('allocated')).data
  expect(row).toMatchObject({
    number: `${first}-1`,
    location: 'MAIN',
    status: 'allocated',
    lines: [{ sku: 'MUG', quantity: 1, cancelled: 0, name: 'Mug' }],
    since: row.times.allocated,
    order: {
      orderNumber: first,
      account: 'shop',
      address: { ...ADDRESS, country: 'US' },
      remark: 'as a gift',
      label: null,
    },
  })
  await client.post(`/v1/fulfilment-orders/${second}-1/hold`)
  await client.post(`/v1/fulfilment-orders/${first}-1/pack`)
  expect([await numbers('allocated'), await numbers('hold'), await numbers('packed')]).toEqual([
    [],
    [`${second}-1`],
    [`${first}-1`],
  ])
  const parcel = { carrier: 'Yanwen', trackingNumber: 'Y-1' }
  await client.post(`/v1/fulfilment-orders/${first}-1/hand-over`, parcel)
  expect(await counts()).toEqual({ location: 'MAIN', shortage: 1, hold: 1, allocated: 0, packed: 0 })
  // What is another tenant's is in no queue here.
  expect(await counts(other)).toMatchObject({ shortage: 0, allocated: 1 })
})

test('page by page, each once', async () => {
  await client.post('/v1/stock-movements', { sku: 'MUG', location: 'MAIN', quantity: 50, reason: 'came' })
  for (let index = 0; index < 5; index += 1) await place(client, 1)
  const all = await numbers('allocated')
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Json = await queue('allocated', `&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
    seen.push(...page.data.map(({ number }: Json) => number))
    cursor = page.nextCursor
  }
  expect(seen).toEqual(all)
  expect(all.length).toBeGreaterThan(4)
  await client.put('/v1/stock-locations/NEXT', { name: 'Next', country: 'CN' })
  const { body } = await client.get('/v1/work-queues?limit=1')
  const rest = await client.get(`/v1/work-queues?limit=1&cursor=${body.nextCursor}`)
  expect(rest.body).toEqual({
    data: [{ location: 'NEXT', shortage: 0, hold: 0, allocated: 0, packed: 0 }],
    nextCursor: null,
  })
})

test('it must be said which queue', async () => {
  for (const [query, field] of [
    ['location=MAIN', 'status'],
    ['status=packed', 'location'],
    ['location=MAIN&status=delivered', 'status'],
  ]) {
    const answer = await client.get(`/v1/fulfilment-orders?${query}`)
    expect([answer.status, answer.body.field]).toEqual([422, field])
  }
})

test('the queues have an index of their own, however many orders have left', async () => {
  const { rows } = await hub.pool.query<{ 'QUERY PLAN': string }>(`
    explain select order_number, sequence from fulfilment_orders
    where tenant_id = 1 and location = 'MAIN' and status = 'allocated'
      and status in ('shortage', 'hold', 'allocated', 'packed')
    order by order_number, sequence limit 50`)
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('fulfilment_orders_queued')
})
