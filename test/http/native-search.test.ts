// GET /v1/orders by what people know of an order. Everything is asked twice: while the listing knows nothing of it,
// and when it knows all.
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Hub, startHub } from '../../src/hub.js'
import { followOrders, tenantsBehind } from '../../src/store/order-listing.js'
import { eventually } from '../support/eventually.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { clientOf, type NativeClient, openTenant, order, stockShop } from './native-client.js'

let hub: TestHub

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())

/** While `work` goes on, nobody moves the tenant's listing on. */
async function withoutListing<T>(tenantId: number, work: () => Promise<T>): Promise<T> {
  const client = await hub.pool.connect()
  try {
    await client.query('begin')
    await client.query('insert into listing_positions values ($1, 0) on conflict do nothing', [tenantId])
    await client.query('commit')
    await client.query('begin')
    await client.query('select from listing_positions where tenant_id = $1 for update', [tenantId])
    return await work()
  } finally {
    await client.query('rollback')
    client.release()
  }
}

async function listed(tenantId: number): Promise<void> {
  await eventually(async () => {
    await followOrders(hub.pool, tenantId, 1000)
    expect(await tenantsBehind(hub.pool)).not.toContain(tenantId)
  })
}

const numbers = async (client: Pick<NativeClient, 'get'>, query: string) => {
  const answer = await client.get(`/v1/orders?${query}`)
  expect(answer).toMatchObject({ status: 200 })
  return answer.body.data?.map((one) => one.orderNumber)
}

async function placed(client: NativeClient, wish: object): Promise<number> {
  const answer = await client.post('/v1/orders', wish)
  expect(answer).toMatchObject({ status: 201 })
  return Number(answer.body.orderNumber)
}

const to = (recipient: string) => ({ address: { country: 'US', recipient } })

async function handOver(client: NativeClient, orderNumber: number, trackingNumber: string): Promise<void> {
  const part = `/v1/fulfilment-orders/${orderNumber}-1`
  await client.post(`${part}/pack`)
  const answer = await client.post(`${part}/hand-over`, { carrier: 'DHL', trackingNumber })
  expect(answer).toMatchObject({ status: 200 })
}

describe('by what people know of an order', () => {
  test('each condition, and all together, before and after the listing knows of it', async () => {
    const client = await openTenant(hub)
    await stockShop(client)
    await client.put('/v1/items/CUP', { name: 'Cup', priceMinor: 1, currency: 'USD', weightGrams: 1 })
    await client.post('/v1/stock-movements', { sku: 'CUP', location: 'MAIN', quantity: 9, reason: 'x' })
    const check = await withoutListing(client.tenantId, async () => {
      const ann = await placed(client, order(1, { ...to('Ann Lee'), sellerOrderNumber: 'S-1' }))
      hub.advance(60_000)
      const zoe = await placed(client, order(1, to('ZOË 100% _x')))
      hub.advance(60_000)
      const other = await placed(client, order(1, { ...to('Anna'), lines: [{ sku: 'CUP', quantity: 1 }] }))
      await handOver(client, ann, 'TRK/1')
      await handOver(client, other, 'TRK/2')
      const both = [other, zoe, ann]
      const expected: readonly (readonly [string, readonly number[]])[] = [
        ['', both],
        ['recipient=ann', [other, ann]],
        ['recipient=ANN%20L', [ann]],
        ['recipient=zo%C3%AB', [zoe]],
        // The same letter, composed of two.
        ['recipient=zoe%CC%88', [zoe]],
        ['recipient=zoe', []],
        // Nothing in it is a wildcard, and it is the beginning that counts.
        ['recipient=zo_', []],
        ['recipient=%25', []],
        ['recipient=lee', []],
        ['trackingNumber=TRK%2F1', [ann]],
        ['trackingNumber=trk%2F1', []],
        ['sku=MUG', [zoe, ann]],
        ['sku=CUP', [other]],
        ['sku=mug', []],
        ['sellerOrderNumber=S-1', [ann]],
        ['fulfilmentStatus=fully_shipped', [other, ann]],
        ['fulfilmentStatus=fully_shipped&sku=MUG', [ann]],
        ['recipient=an&sku=CUP&fulfilmentStatus=fully_shipped', [other]],
        ['recipient=an&trackingNumber=TRK%2F1&sku=CUP', []],
        ['sellerOrderNumber=S-1&recipient=zoë', []],
        ['partStatus=handed_over', [other, ann]],
        ['partStatus=allocated', [zoe]],
        ['partStatus=shortage', []],
        ['partStatus=handed_over&sku=MUG', [ann]],
        ['partStatus=allocated&recipient=an', []],
      ]
      const check = async () => {
        for (const [query, found] of expected) {
          expect([query, await numbers(client, query)]).toEqual([query, found])
        }
        const { body } = await client.get(`/v1/orders/${zoe}`)
        const at = encodeURIComponent(String(body.createdAt))
        expect(await numbers(client, `createdFrom=${at}`)).toEqual([other, zoe])
        expect(await numbers(client, `createdTo=${at}`)).toEqual([zoe, ann])
        expect(await numbers(client, `createdFrom=${at}&createdTo=${at}&recipient=z`)).toEqual([zoe])
        expect(await numbers(client, `updatedTo=${at}`)).toEqual([zoe])
        expect(await numbers(client, `updatedFrom=${at}&sku=MUG`)).toEqual([zoe, ann])
      }
      await check()
      const { rows } = await hub.pool.query('select from order_listing where tenant_id = $1', [
        client.tenantId,
      ])
      expect(rows).toHaveLength(0)
      return check
    })
    await listed(client.tenantId)
    await check()
  })

  test('an order that has changed since the listing saw it is found by what it is now', async () => {
    const client = await openTenant(hub)
    await stockShop(client)
    const first = await placed(client, order())
    const second = await placed(client, order())
    await listed(client.tenantId)
    await withoutListing(client.tenantId, async () => {
      await client.post(`/v1/orders/${first}/cancel`)
      await handOver(client, second, 'T')
      expect(await numbers(client, 'orderStatus=cancelled')).toEqual([first])
      expect(await numbers(client, 'orderStatus=processing')).toEqual([second])
      expect(await numbers(client, 'fulfilmentStatus=waiting_to_ship&orderStatus=processing')).toEqual([])
      expect(await numbers(client, 'trackingNumber=T')).toEqual([second])
    })
  })

  test.each([
    ['recipient=', 'recipient'],
    [`recipient=${'x'.repeat(101)}`, 'recipient'],
    ['trackingNumber=', 'trackingNumber'],
    [`trackingNumber=${'9'.repeat(65)}`, 'trackingNumber'],
    ['recipient=a%00b', 'recipient'],
    ['recipients=ann', 'recipients'],
  ])('%s is refused by name', async (query, field) => {
    const client = await openTenant(hub)
    expect(await client.get(`/v1/orders?${query}`)).toMatchObject({ status: 422, body: { field } })
  })

  test("another tenant's orders are never found", async () => {
    const [client, stranger] = [await openTenant(hub), await openTenant(hub)]
    for (const one of [client, stranger]) await stockShop(one)
    const mine = await placed(client, order(1, { ...to('Ann'), sellerOrderNumber: 'S-1' }))
    await handOver(client, mine, 'T')
    for (const isListed of [false, true]) {
      if (isListed) await listed(client.tenantId)
      for (const query of ['', 'recipient=ann', 'sku=MUG', 'trackingNumber=T', 'sellerOrderNumber=S-1']) {
        expect(await numbers(client, query)).toEqual([mine])
        expect(await numbers(stranger, query)).toEqual([])
      }
    }
  })
})

describe('page by page', () => {
  test.each(['', '&recipient=ann', '&sku=MUG', '&orderStatus=processing'])(
    'orders that come in between move nothing (%s)',
    async (filter) => {
      const client = await openTenant(hub)
      await stockShop(client)
      const before: number[] = []
      for (let index = 0; index < 7; index++) {
        // Some in the same millisecond.
        if (index % 3 === 0) hub.advance(1000)
        before.push(await placed(client, order()))
        if (index === 3) await listed(client.tenantId)
      }
      const seen: unknown[] = []
      let cursor: string | null | undefined = ''
      while (typeof cursor === 'string') {
        const { body } = await client.get(
          `/v1/orders?limit=2${filter}${cursor === '' ? '' : `&cursor=${cursor}`}`,
        )
        seen.push(...(body.data ?? []).map((one) => one.orderNumber))
        cursor = body.nextCursor
        hub.advance(10)
        await placed(client, order())
        if (seen.length === 4) await listed(client.tenantId)
      }
      expect(seen).toEqual(before.reverse())
    },
  )
})

test('two servers that follow the same commits count each order once', async () => {
  const config = {
    host: '127.0.0.1',
    port: 0,
    dataDir: tmpdir(),
    databaseUrl: hub.connectionString,
    secretKey: Buffer.alloc(32, 7),
    logLevel: 'silent',
    demo: false,
    allowPrivateTargets: false,
    trustedProxies: [],
    consolePassword: undefined,
    requestLogDays: 7,
    auditLogDays: 0,
    work: true,
  } as const
  const second: Hub = await startHub(config, hub.connectionString)
  try {
    const client = await openTenant(hub)
    await stockShop(client, 1000)
    const beside = clientOf(second, client.apiKey)
    const places = Array.from({ length: 120 }, (_, index) =>
      (index % 2 === 0 ? client : beside).post('/v1/orders', order()),
    )
    const all = (await Promise.all(places)).map((answer) => Number(answer.body.orderNumber))
    const newest = [...all].sort((a, b) => b - a)
    const follow = () =>
      Promise.all([
        followOrders(hub.pool, client.tenantId, 20),
        followOrders(second.pool, client.tenantId, 20),
      ])
    while ((await tenantsBehind(hub.pool)).includes(client.tenantId)) await follow()
    for (const one of [client, beside]) {
      const found = await numbers(one, 'limit=250&sku=MUG')
      expect([...(found ?? [])].map(Number).sort((a, b) => b - a)).toEqual(newest)
    }
    const { rows } = await hub.pool.query(
      `select axis, level, sum(orders)::integer as orders from order_counts where tenant_id = $1
       group by axis, level having sum(orders) <> 120`,
      [client.tenantId],
    )
    expect(rows).toEqual([])
  } finally {
    await second.close()
  }
})
