// The malformed-input run for PandaPon's goods, carts and 1688: whatever is sent, sound in its proof and broken in its
// content, gets the envelope, and the place at fault is named.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.js'
import { inParallel, mangle, seeded } from '../support/mangle.js'
import { ITEMS, openPandapon, type PandaponClient, RECEIVER } from '../support/pandapon.js'
import { plainFetch } from '../support/plain-fetch.js'

const SEED = Number(process.env.SEED ?? 20_261_123)
const PER_OPERATION = 2_000
const START = Date.UTC(2026, 0, 15, 8, 30, 0, 500)

let hub: TestHub
let client: PandaponClient

beforeAll(async () => {
  console.log(`seed ${SEED}`)
  hub = await startTestHub()
  client = await openPandapon(hub, () => START)
  // The rows that the requests name: the first is Taobao's, the second 1688's.
  expect((await client.post('/open/cart/add', ROW)).body.data).toBe(1)
  expect((await client.post('/alibaba/cart/add', CARGO[0])).body.data).toBe(2)
})

afterAll(() => hub.close())

const [itemId, skuId] = ITEMS[0]
const ADDRESS = {
  fullName: 'zhang',
  mobile: '18600888861',
  phone: '1',
  postCode: '100000',
  cityText: '杭州市',
  provinceText: '浙江省',
  areaText: '西湖区',
  townText: '转塘',
  districtCode: '451481',
  address: 'xxxxxxx',
}
const CARGO = [
  { offerId: itemId, specId: skuId, quantity: 1, sellerOpenId: 'A' },
  { offerMapId: ITEMS[1][0], specId: ITEMS[1][1], quantity: 2, sellerOpenId: 'A', productNo: '1' },
]
const TRADE = {
  flow: 'general',
  message: 'm',
  tradeType: null,
  staffName: 's',
  platformOrder: 1,
  addressParam: ADDRESS,
  cargoParamList: CARGO,
}
const ROW = {
  platform: 1,
  itemId: 2048175493257375,
  skuId: '1',
  itemTitle: 't',
  itemPic: 'p',
  mpId: itemId,
  mpSkuId: skuId,
  price: 1,
  promotionPrice: null,
  properties: '[]',
  quantity: 1,
  shopId: 1,
  shopName: 's',
  skuQuantity: null,
  userNick: null,
}

const OPERATIONS: readonly (readonly [path: string, good: object])[] = [
  ['/open/goods/batch/get', { itemIds: [itemId, '1'] }],
  ['/open/cart/add', ROW],
  ['/open/cart/edit', { id: 1, quantity: 1 }],
  ['/open/cart/preview/order', { ids: [1], orderAddress: RECEIVER }],
  ['/open/cart/create/order', { ids: [1], orderAddress: RECEIVER }],
  ['/open/cart/delete', { ids: [1, 2] }],
  ['/alibaba/order/create/preview', TRADE],
  ['/alibaba/order/create/previewbatch', TRADE],
  ['/alibaba/ka/order/create/preview', TRADE],
  ['/alibaba/order/create', TRADE],
  ['/alibaba/order/batch/create', TRADE],
  ['/alibaba/order/detail', { webSite: '1688', orderId: '2001000000000001000' }],
  [
    '/alibaba/order/page',
    { pageNo: 1, pageSize: 20, orderStatus: 'CANCEL', startTime: '2026-01-15 16:30:00' },
  ],
  ['/alibaba/cart/add', { ...CARGO[0], itemTitle: 't', price: 1 }],
  ['/alibaba/cart/edit', { id: 2, quantity: 1 }],
  ['/alibaba/cart/preview/order', { addressParam: ADDRESS, cartIds: [2] }],
  ['/alibaba/cart/create/order', { flow: 'general', addressParam: ADDRESS, cartIds: [2] }],
  ['/alibaba/cart/delete', { ids: [2] }],
]

const CODES = [200, 400, 40001, 40301, 40401, 40901, 40902, 40903, 42202]

test.each(OPERATIONS)('POST %s', { timeout: 120_000 }, async (path, good) => {
  const random = seeded(SEED)
  const requests = Array.from({ length: PER_OPERATION }, () => mangle(good as never, random))
  await inParallel(requests, 8, async ({ what, body }) => {
    const response = await plainFetch(hub.url + path, {
      method: 'POST',
      headers: { ...client.headers(), 'Content-Type': 'application/json' },
      body: body,
    })
    const text = await response.text()
    const told = `${what} → ${response.status} ${text.slice(0, 300)}`
    expect(response.status, told).toBeLessThan(500)
    expect(response.headers.get('content-type'), told).toMatch(/^application\/json/)
    const answer = JSON.parse(text)
    expect(Object.keys(answer).sort(), told).toEqual(['code', 'data', 'developId', 'msg', 'requestId'])
    expect(CODES, told).toContain(answer.code)
    if (answer.code !== 400) return
    // The body and the place in it, or the field by its path.
    const names = Object.keys(good).join('|')
    expect(answer.msg, told).toMatch(
      new RegExp(
        `^(the body|(${names}|userId|offerId|sellerOpenId|shopPromotionId)\\b|\\W*[\\w[\\].]* ?(is not a name|contains|is ))`,
      ),
    )
  })
})

const PARAMETERS = ['itemId', 'keyword', 'pageNo', 'pageSize', '__proto__']
const VALUES = [
  '',
  '%00',
  'x',
  '-1',
  '1e9',
  '9'.repeat(40),
  '%F0%9F%92%A5',
  '%25',
  '_',
  '%5C',
  '[]',
  '%ED%A0%80',
  '1&itemId=2',
]

test.each(['/open/goods/get', '/open/goods/search'])('GET %s', { timeout: 120_000 }, async (path) => {
  const random = seeded(SEED)
  const any = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const queries = Array.from({ length: PER_OPERATION }, () =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, () => `${any(PARAMETERS)}=${any(VALUES)}`).join('&'),
  )
  await inParallel(queries, 8, async (query) => {
    const response = await plainFetch(`${hub.url}${path}?${query}`, { headers: client.headers() })
    const text = await response.text()
    const told = `${query} → ${response.status} ${text.slice(0, 300)}`
    expect(response.status, told).toBeLessThan(500)
    const answer = JSON.parse(text)
    expect([200, 400, 40401], told).toContain(answer.code)
    if (answer.code === 400) expect(answer.msg, told).toMatch(/^(itemId|keyword|page\w+|__proto__) /)
  })
})

test('the cart still takes a row, and 1688 an order', async () => {
  const added = await client.post('/open/cart/add', { ...ROW, mpId: ITEMS[1][0], mpSkuId: ITEMS[1][1] })
  expect(added.body.code).toBe(200)
  const made = await client.post('/alibaba/order/create', { ...TRADE, message: 'last' })
  expect(made.body).toMatchObject({ code: 200, data: { failedOfferList: [] } })
})
