// Taobao's goods over the tenant's catalogue: facts/pandapon.md §9.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { putItem, putProduct } from '../../../src/store/setup.js'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { ITEMS, openPandapon, type PandaponClient } from '../../support/pandapon.js'

const START = Date.UTC(2026, 0, 15, 8, 30, 0, 500)

let hub: TestHub
let client: PandaponClient

beforeAll(async () => {
  hub = await startTestHub()
  client = await openPandapon(hub, () => START)
  const item = { spu: null, costMinor: null, currency: 'CNY', weightGrams: 1, details: {} } as const
  const put = (one: { sku: string; name: string; priceMinor: number } & Record<string, unknown>) =>
    putItem(hub.pool, client.tenantId, client.accountId, { ...item, status: 'on_shelf', ...one }, START)
  const product = { productNumber: 7, categoryId: null, salesVolume: 0 }
  const images = [{ skus: [], urls: ['https://img.example.com/a.jpg'] }]
  const details = { description: 'Keeps warm', images }
  const cup = { ...product, spu: 'CUP', name: 'Thermos 不锈钢', details }
  await putProduct(hub.pool, client.tenantId, client.accountId, cup, START)
  await put({ sku: '77/1', name: '100% steel', priceMinor: 900, spu: 'CUP' })
  await put({ sku: '77/2', name: '50_50 mix', priceMinor: 700, spu: 'CUP', status: 'off_shelf' })
  await put({ sku: '77/3', name: 'gone', priceMinor: 1, status: 'deleted' })
  await put({ sku: '77/4', name: 'abroad', priceMinor: 1, currency: 'USD' })
  await put({ sku: 'no slash', name: '不锈钢', priceMinor: 1 })
  await hub.pool.query(
    `insert into stock_levels (tenant_id, owner_id, sku, location, on_hand, reserved, updated_at)
     values ($1, $2, '77/1', 'G006', 12, 2, now())`,
    [client.tenantId, client.accountId],
  )
})

afterAll(() => hub.close())

test('one, with its variants: prices in fen, stock that is not reserved, the id as a number without loss', async () => {
  const { body, text } = await client.get('/open/goods/get?itemId=77')
  expect(body.code).toBe(200)
  expect(body.data).toEqual({
    mpId: '77',
    itemId: 77,
    title: 'Thermos 不锈钢',
    description: 'Keeps warm',
    picUrls: ['https://img.example.com/a.jpg'],
    categoryId: '',
    categoryName: '',
    categoryPath: '',
    shopId: client.accountId,
    shopName: '',
    userNick: '',
    itemType: 'HAVE_MATERIAL',
    productUnit: null,
    beginAmount: 0,
    quantity: 10,
    price: 700,
    promotionPrice: 700,
    status: 'active',
    skuList: [
      { skuId: '1', picUrl: null, quantity: 10, price: 900, promotionPrice: 900, status: 'active' },
      { skuId: '2', picUrl: null, quantity: 0, price: 700, promotionPrice: 700, status: 'inactive' },
    ],
  })
  expect(text).toContain('"itemId":77,')
  const long = await client.get(`/open/goods/get?itemId=${ITEMS[0][0]}`)
  expect(long.text).toContain(`"itemId":${ITEMS[0][0]},`)
  expect(long.body.data).toMatchObject({ mpId: ITEMS[0][0], quantity: 500_000 })
})

test('one that is unknown, has no slash in its SKU, or is another tenant’s', async () => {
  for (const id of ['78', 'no slash', '77/1']) {
    const { status, body } = await client.get(`/open/goods/get?itemId=${encodeURIComponent(id)}`)
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ code: 40401, msg: expect.stringContaining(id), data: null }),
    ])
  }
  const other = await openPandapon(hub, () => START)
  expect((await other.get('/open/goods/get?itemId=77')).body.code).toBe(40401)
  const missing = await client.get('/open/goods/get')
  expect(missing.body).toMatchObject({ code: 400, msg: expect.stringContaining('itemId') })
})

test('several, in the order asked for; unknown ones are left out; at most 20', async () => {
  const asked = { itemIds: ['77', 'unknown', ITEMS[1][0], ITEMS[0][0], '77'] }
  const { body } = await client.post('/open/goods/batch/get', asked)
  expect(body.data.map((one: { mpId: string }) => one.mpId)).toEqual(['77', ITEMS[1][0], ITEMS[0][0]])
  for (const itemIds of [[], Array.from({ length: 21 }, (_, n) => String(n)), undefined, 'x', [null]]) {
    const refused = await client.post('/open/goods/batch/get', { itemIds })
    expect(refused.body).toMatchObject({ code: 400, msg: expect.stringMatching(/^itemIds/) })
  }
})

test('by keyword: of a name, a product or a SKU, whatever the case; its signs mean themselves', async () => {
  const found = async (keyword: string) => {
    const { body } = await client.get(`/open/goods/search?keyword=${encodeURIComponent(keyword)}`)
    return body.data.list.map((one: { mpId: string }) => one.mpId)
  }
  expect(await found('THERMOS')).toEqual(['77'])
  expect(await found('不锈钢')).toEqual(['77'])
  expect(await found('steel')).toEqual(['77'])
  expect(await found('0%')).toEqual(['77'])
  expect(await found('1%0')).toEqual([])
  expect(await found('0_5')).toEqual(['77'])
  expect(await found('0_s')).toEqual([])
  expect(await found('\\')).toEqual([])
  expect(await found(ITEMS[0][1])).toEqual([ITEMS[0][0]])
  expect(await found('gone')).toEqual(['1'])
  expect(await found('abroad')).toEqual([])
  const missing = await client.get('/open/goods/search')
  expect(missing.body).toMatchObject({ code: 400, msg: expect.stringContaining('keyword') })
  const long = await client.get(`/open/goods/search?keyword=${'x'.repeat(101)}`)
  expect(long.body).toMatchObject({ code: 400, msg: expect.stringContaining('100') })
})

test('a page at a time', async () => {
  const page = async (query: string) => (await client.get(`/open/goods/search?keyword=/&${query}`)).body.data
  const all = await page('pageSize=100')
  expect(all).toMatchObject({ total: 7, pageNo: 1, pageSize: 100 })
  const pages = [
    await page('pageSize=4'),
    await page('pageSize=4&pageNo=2'),
    await page('pageSize=4&pageNo=3'),
  ]
  expect(pages.map((one) => [one.total, one.list.length])).toEqual([
    [7, 4],
    [7, 3],
    [7, 0],
  ])
  expect(pages.flatMap((one) => one.list)).toEqual(all.list)
})

test('pictures are not searched by, and the answer says so', async () => {
  const { status, body } = await client.post('/open/goods/image/search', { imageUrl: 'https://x.example/y' })
  expect([status, body.code]).toEqual([404, 40402])
  expect(body.msg).toContain('picture')
})
