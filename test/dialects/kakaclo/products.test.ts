/** KakaClo's catalogue, warehouses and stock: the rules of facts/kakaclo.md §5 and §14. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DEMO } from '../../../src/cli/demo-data.js'
import { notServedV1, notServedV2 } from '../../../src/dialects/kakaclo/not-served.js'
import { spuStatus } from '../../../src/dialects/kakaclo/v1/product-reply.js'
import type { ItemStatus } from '../../../src/order/catalogue.js'
import { type DemoHub, startDemoHub } from '../../support/demo-hub.js'

let demo: DemoHub

beforeAll(async () => {
  demo = await startDemoHub()
})

afterAll(() => demo.close())

// The documented limit is not what is tested here.
beforeEach(() => demo.hub.pool.query('update credentials set rate_capacity = 0, rate_per_second = 0'))

interface Answer {
  status: number
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire
  body: any
}

async function call(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${demo.hub.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${demo.credentials.kakaclo?.accessToken}` },
  })
  const text = await response.text()
  return { status: response.status, text, body: JSON.parse(text) }
}

const products = (query: string) => call(`/openapi/v1/product/products?${query}`)
const stocks = (query: string) => call(`/openapi/v1/product/stocks?${query}`)
const spusOf = (answer: Answer): string[] => answer.body.data.list.map((one: { spu: string }) => one.spu)
const skusOf = (answer: Answer): string[] => answer.body.data.list.map((one: { sku: string }) => one.sku)
const codes = (count: number) => Array.from({ length: count }, (_, index) => `CODE${index}`).join(',')

const ALL_TIME = 'dateStartTime=2020-01-01&dateEndTime=2099-01-01&pageNumber=1'

describe('products', () => {
  test.each([
    ['', 'spus'],
    ['pageNumber=1', 'spus'],
    ['spus=', 'spus'],
    ['spus=,', 'spus'],
    [`spus=${codes(31)}`, 'spus'],
    [`skus=${codes(31)}`, 'skus'],
    ['spus=A&spus=B', 'spus'],
    ['categoryId=3654', 'pageNumber'],
    ['categoryId=Suit&pageNumber=1', 'categoryId'],
    ['dateStartTime=2022-01-07T00:00:00Z&pageNumber=1', 'dateEndTime'],
    ['dateEndTime=2022-01-07T00:00:00Z&pageNumber=1', 'dateStartTime'],
    ['dateStartTime=2022-01-07T00:00:00Z&dateEndTime=2022-01-08T00:00:00Z', 'pageNumber'],
    ['dateStartTime=2022-01-08T00:00:00Z&dateEndTime=2022-01-07T00:00:00Z&pageNumber=1', 'dateStartTime'],
    ['dateStartTime=yesterday&dateEndTime=2022-01-08&pageNumber=1', 'dateStartTime'],
    ['spus=AMN00769&pageNumber=0', 'pageNumber'],
    ['spus=AMN00769&sortType=size', 'sortType'],
    ['spus=AMN00769&sortBy=up', 'sortBy'],
    ['spus=%00', 'spus'],
  ])('"%s" is refused, and the message starts with %s', async (query, field) => {
    const { status, body } = await products(query)
    expect([status, body.code]).toEqual([400, 10422])
    expect(body.message.split(' ')[0]).toBe(field)
  })

  test('30 codes pass, and unknown ones are left out', async () => {
    const { body } = await products(`spus=AMN00769,${codes(29)}`)
    expect(body.data).toMatchObject({ total: 1, pageNumber: 1, pageSize: 30 })
  })

  test('unknown parameters have no effect', async () => {
    expect(spusOf(await products('spus=AMN00769&colour=red'))).toEqual(['AMN00769'])
  })

  test('by SKU comes the whole product', async () => {
    const answer = await products('skus=FSZW03961_Y_S_NUB')
    expect(spusOf(answer)).toEqual(['FSZW03961'])
    expect(skusOf({ ...answer, body: { data: { list: answer.body.data.list[0].skuDetails } } })).toEqual([
      'FSZW03961_Y_S_NUB',
      'FSZW03961_Y_XL_NUB',
    ])
  })

  test('selectors are joined by "and"', async () => {
    expect(spusOf(await products('spus=AMN00769,AMN00432&categoryId=3654&pageNumber=1'))).toEqual([
      'AMN00432',
    ])
  })

  test('a category has the products of its subcategories', async () => {
    expect(spusOf(await products('categoryId=3656&pageNumber=1')).sort()).toEqual([
      'AMN00769',
      'FSZW07844',
      'FSZW08517',
    ])
    expect((await products('categoryId=3650&pageNumber=1')).body.data.total).toBe(DEMO.products.length)
    expect((await products('categoryId=99&pageNumber=1')).body.data).toMatchObject({ list: [], total: 0 })
  })

  test('both ends of a window count, and quotes around a time are no part of it', async () => {
    const at = '2022-01-07T03:29:18Z'
    expect(spusOf(await products(`dateStartTime=${at}&dateEndTime=${at}&pageNumber=1`))).toEqual(['AMN00769'])
    const quoted = `dateStartTime=%22${at}%22&dateEndTime=${at}&pageNumber=1`
    expect(spusOf(await products(quoted))).toEqual(['AMN00769'])
    const later = 'dateStartTime=2022-01-07T03:29:19Z&dateEndTime=2022-01-07T04:00:00Z&pageNumber=1'
    expect(spusOf(await products(later))).toEqual([])
  })

  test.each([
    ['salasVolume', 'desc', ['AMB01682', 'AMN00769']],
    ['salesVolume', 'asc', ['AMN00769', 'AMB01682']],
    ['10', 'desc', ['AMB01682', 'AMN00769']],
    ['stock', 'asc', ['AMN00769', 'AMB01682']],
    ['20', 'desc', ['AMB01682', 'AMN00769']],
    ['price', 'asc', ['AMN00769', 'AMB01682']],
    ['30', 'desc', ['AMB01682', 'AMN00769']],
    ['updateTime', 'asc', ['AMN00769', 'AMB01682']],
    ['40', 'desc', ['AMB01682', 'AMN00769']],
  ])('sorted by %s %s', async (sortType, sortBy, expected) => {
    const query = `spus=AMN00769,AMB01682&sortType=${sortType}&sortBy=${sortBy}`
    expect(spusOf(await products(query))).toEqual(expected)
  })

  test('without a wish the last changed come first, and a page beyond the last is empty', async () => {
    const all = await products(ALL_TIME)
    expect(spusOf(all).at(-1)).toBe('AMN00769')
    // An item without a product stands for one.
    const total = DEMO.products.length + DEMO.items.filter((item) => item.spu === null).length
    expect(all.body.data.total).toBe(total)
    const beyond = await products(ALL_TIME.replace('pageNumber=1', 'pageNumber=2'))
    expect(beyond.body.data).toEqual({ list: [], total, pageNumber: 2, pageSize: 30 })
  })

  test('numbers are plain numbers, and options and attributes are JSON in a string', async () => {
    const { text, body } = await products('spus=AMN00769')
    expect(text).toMatch(/"cost":4\.6,"price":5\.98,/)
    const [product] = body.data.list
    expect(product).toMatchObject({
      kkProductId: 1177295,
      fullCategoryName: 'Women/Bottoms/Cropped Pants',
      categoryId: 3658,
      stock: 20,
      attributesJson: '{"season": "Spring-Summer", "waistline": "Mid waist"}',
      createTime: '2022-01-07T03:29:18Z',
    })
    expect(product.skuDetails[0]).toMatchObject({
      packageLength: 32,
      packageWeight: 256,
      option1: '{"name":"color","value":"Charcoal grey"}',
      option3: '{"name":"print","value":""}',
    })
  })

  test('an item that changed moves its product into the window', async () => {
    const { hub } = demo
    await hub.pool.query(
      `update items set updated_at = '2031-05-01T00:00:00.250Z' where sku = 'FSZW08517_PEB_XXL_NUB'`,
    )
    const window = 'dateStartTime=2031-05-01T00:00:00Z&dateEndTime=2031-05-01T00:00:00Z&pageNumber=1'
    const answer = await products(window)
    expect(spusOf(answer)).toEqual(['FSZW08517'])
    expect(answer.body.data.list[0].updateTime).toBe('2031-05-01T00:00:00Z')
  })

  test('an item without a product is listed as one by itself', async () => {
    const { hub } = demo
    await hub.pool.query(
      `insert into items (tenant_id, owner_id, sku, name, price_minor, currency, weight_grams, status,
         created_at, updated_at)
       select tenant_id, owner_id, 'ALONE', 'Alone', 1990, currency, weight_grams, status, created_at,
         '2032-05-01T00:00:00Z' from items where sku = 'AMN00432_B_M'`,
    )
    const window = 'dateStartTime=2032-05-01T00:00:00Z&dateEndTime=2032-05-02T00:00:00Z&pageNumber=1'
    for (const query of ['spus=ALONE', 'skus=ALONE', window]) {
      const { body } = await products(query)
      expect(body.data).toMatchObject({
        total: 1,
        list: [
          {
            spu: 'ALONE',
            productName: 'Alone',
            price: 19.9,
            categoryId: null,
            fullCategoryName: '',
            skuDetails: [{ sku: 'ALONE', option1: null, packageLength: null, cost: null }],
          },
        ],
      })
      expect(body.data.list[0].kkProductId).toBeGreaterThan(0)
    }
    expect((await products('categoryId=3650&pageNumber=1')).body.data.total).toBe(DEMO.products.length)
    await hub.pool.query(`delete from items where sku = 'ALONE'`)
  })

  const statuses: [ItemStatus[], number][] = [
    [['off_shelf', 'off_shelf'], 0],
    [['off_shelf', 'on_shelf', 'deleted'], 1],
    [['deleted', 'deleted'], 2],
    [['discontinued'], 3],
    [['clearance'], 4],
    [['partial_clearance'], 5],
    [['out_of_stock', 'off_shelf'], 6],
    [['out_of_stock', 'on_shelf'], 1],
    [['deleted', 'off_shelf'], 0],
    [['discontinued', 'deleted'], 2],
    [[], 0],
  ]
  test.each(statuses)('SKUs %j make the product %i', (skus, expected) => {
    expect(spuStatus(skus)).toBe(expected)
  })
})

describe('categories and warehouses', () => {
  test('categories are a forest with the level and the path of each', async () => {
    const { body } = await call('/openapi/v1/product/category')
    expect(body.message).toBe('kk.api.200')
    const women = body.data.list.find((one: { name: string }) => one.name === 'Women')
    expect(women).toMatchObject({
      categoryId: 3650,
      parentId: 0,
      level: 1,
      fullCategoryId: '3650',
      imgUrl: '',
    })
    expect(women.child[0].child[0]).toEqual({
      categoryId: 3654,
      parentId: 3652,
      level: 3,
      fullCategoryId: '3650/3652/3654',
      imgUrl: '',
      name: 'Suit',
      child: [],
    })
  })

  test('warehouses have their numbers, English country names and status', async () => {
    const { body } = await call('/openapi/v1/product/countryAndWarehouse')
    expect(body.data.list).toContainEqual({
      warehouseId: 13,
      warehouseCode: 'G004',
      warehouseNameExt: '东莞-独立站',
      countryCode: 'CN',
      countryCn: 'China',
      status: 1,
    })
    expect(body.data.list).toHaveLength(DEMO.locations.length)
  })
})

describe('stocks', () => {
  test.each([
    ['', 'skus'],
    ['warehouseCode=G007', 'skus'],
    [`skus=${codes(31)}`, 'skus'],
    ['skus=A&skus=B', 'skus'],
    ['dateStartTime=2022-08-01T00:00:00Z&pageNumber=1', 'dateEndTime'],
    ['dateStartTime=2022-08-01T00:00:00Z&dateEndTime=2022-08-02T00:00:00Z', 'pageNumber'],
  ])('"%s" is refused, and the message starts with %s', async (query, field) => {
    const { status, body } = await stocks(query)
    expect([status, body.code]).toEqual([400, 10422])
    expect(body.message.split(' ')[0]).toBe(field)
  })

  test('rows carry the part of the country, and total counts SKUs', async () => {
    const { body } = await stocks('skus=FSZW03961_Y_S_NUB,FSZW03961_Y_XL_NUB')
    expect(body).toEqual({
      code: 10000,
      message: 'Success！',
      data: {
        total: 2,
        pageNumber: 1,
        pageSize: 30,
        list: [
          {
            sku: 'FSZW03961_Y_S_NUB',
            warehouseStockList: [
              { countryCode: 'CN_N', qty: 12, warehouseCode: 'G006' },
              { countryCode: 'CN_S', qty: 30, warehouseCode: 'G007' },
            ],
          },
          {
            sku: 'FSZW03961_Y_XL_NUB',
            warehouseStockList: [
              { countryCode: 'CN_N', qty: 45, warehouseCode: 'G006' },
              { countryCode: 'CN_S', qty: 20, warehouseCode: 'G007' },
            ],
          },
        ],
      },
    })
  })

  test('an unknown SKU is left out of the list and of the total', async () => {
    const answer = await stocks('skus=NOPE,AMN00432_B_XL')
    expect(skusOf(answer)).toEqual(['AMN00432_B_XL'])
    expect(answer.body.data.total).toBe(1)
  })

  test('one warehouse alone, also where it holds nothing', async () => {
    const at = async (sku: string, code: string) =>
      (await stocks(`skus=${sku}&warehouseCode=${code}`)).body.data.list[0].warehouseStockList
    expect(await at('AMN00432_B_XL', 'H008')).toEqual([{ countryCode: 'US', qty: 25, warehouseCode: 'H008' }])
    expect(await at('AMN00432_B_M', 'H008')).toEqual([{ countryCode: 'US', qty: 0, warehouseCode: 'H008' }])
    expect(await at('AMN00432_B_M', 'NOPE')).toEqual([])
  })

  test('a SKU that was never in stock is listed with nothing', async () => {
    const { hub } = demo
    await hub.pool.query(
      `insert into items (tenant_id, owner_id, sku, name, price_minor, currency, weight_grams, status,
         created_at, updated_at)
       select tenant_id, owner_id, 'NEVER_STOCKED', name, price_minor, currency, weight_grams, status,
         created_at, updated_at from items where sku = 'AMN00432_B_M'`,
    )
    const answer = await stocks('skus=NEVER_STOCKED')
    expect(answer.body.data.list[0].warehouseStockList).toEqual([
      { countryCode: 'CN_S', qty: 0, warehouseCode: 'G007' },
    ])
    await hub.pool.query(`delete from items where sku = 'NEVER_STOCKED'`)
  })

  test('what is reserved is not available, and a reservation counts as a stock change', async () => {
    const before = (await stocks('skus=FSZW06578_P_L_NUB')).body.data.list[0].warehouseStockList[0].qty
    const { updateTime } = (await products('spus=FSZW06578')).body.data.list[0]
    const since = new Date(Date.now() - 500).toISOString()
    const order = {
      orderAddresses: { country: 'US', phone: '1', recipient: 'R', province: 'P' },
      orderItemsList: [{ sku: 'FSZW06578_P_L_NUB', quantity: 3 }],
    }
    const placed = await call('/openapi/v2/order/orders', { method: 'POST', body: JSON.stringify(order) })
    expect(placed.body.code).toBe(10000)
    const window = `dateStartTime=${since}&dateEndTime=2099-01-01&pageNumber=1`
    const after = await stocks(`skus=FSZW06578_P_L_NUB&${window}`)
    expect(after.body.data.list[0].warehouseStockList).toEqual([
      { countryCode: 'CN_S', qty: before - 3, warehouseCode: 'G007' },
    ])
    const product = (await products('spus=FSZW06578')).body.data.list[0]
    expect([product.stock, product.skuDetails[0].stock]).toEqual([before - 3, before - 3])
    expect(product.updateTime).toBe(updateTime)
  })

  test('a disabled warehouse is left out of the stock, and the list of warehouses says so', async () => {
    const { pool } = demo.hub
    await pool.query(`update stock_locations set enabled = false where code = 'G006'`)
    const { body } = await stocks('skus=FSZW03961_Y_XL_NUB')
    expect(body.data.list[0].warehouseStockList).toEqual([
      { countryCode: 'CN_S', qty: 20, warehouseCode: 'G007' },
    ])
    expect((await products('spus=FSZW03961')).body.data.list[0].stock).toBe(30 + 20)
    const warehouses = (await call('/openapi/v1/product/countryAndWarehouse')).body.data.list
    expect(warehouses.find((one: { warehouseCode: string }) => one.warehouseCode === 'G006').status).toBe(0)
    await pool.query(`update stock_locations set enabled = true where code = 'G006'`)
  })
})

describe('paths that are not served', () => {
  const known = [...notServedV1, ...notServedV2]
  test.each(known.map((one) => [one.method, one.path, one] as const))(
    '%s %s is answered by name',
    async (method, path, { reason, successor }) => {
      const { status, body } = await call(path.replace(':id', '1000000371651'), { method })
      expect([status, body.code]).toEqual([404, 10404])
      expect(body.message).toContain(reason)
      if (successor !== null) expect(body.message).toContain(successor)
    },
  )
})
