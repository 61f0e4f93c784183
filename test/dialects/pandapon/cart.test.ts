// Taobao's cart: facts/pandapon.md §8. What is bought leaves it, and no row is bought twice.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { ITEMS, openPandapon, type PandaponClient, RECEIVER } from '../../support/pandapon.js'

const START = Date.UTC(2026, 0, 15, 8, 30, 0, 500)

let hub: TestHub
let client: PandaponClient
let now = START

beforeAll(async () => {
  hub = await startTestHub()
})

beforeEach(async () => {
  client = await openPandapon(hub, () => now)
})

afterAll(() => hub.close())

const row = (index: 0 | 1, change: Record<string, unknown> = {}) => ({
  userId: null,
  platform: 1,
  itemId: 2048175493257375,
  skuId: ITEMS[index][1],
  itemTitle: '手机支架',
  itemPic: 'https://img.example.com/1.jpg',
  mpId: ITEMS[index][0],
  mpSkuId: ITEMS[index][1],
  price: 1,
  promotionPrice: null,
  properties: '[{"valueId":"1","valueName":"白","propId":"2","propName":"颜色"}]',
  quantity: 3,
  shopId: 268763467,
  shopName: 'shop',
  skuQuantity: null,
  userNick: null,
  ...change,
})

function goOn(milliseconds: number): void {
  now += milliseconds
  hub.advance(milliseconds)
}

/** Each request is one of its own: the clock goes on. */
async function post(path: string, body: unknown) {
  goOn(1)
  return (await client.post(path, body)).body
}

const add = async (index: 0 | 1, change: Record<string, unknown> = {}) =>
  (await post('/open/cart/add', row(index, change))).data as number

const list = async () => (await client.get('/open/cart/list')).body.data
const ids = async () => {
  const { enableList, disableList } = await list()
  const groups = [...enableList, ...disableList] as { cartItemInfos: { id: number; quantity: number }[] }[]
  return groups.flatMap((group) => group.cartItemInfos).map(({ id, quantity }) => [id, quantity])
}

const orders = async () => {
  const { rows } = await hub.pool.query('select count(*)::integer as n from orders where tenant_id = $1', [
    client.tenantId,
  ])
  return rows[0].n as number
}

const order = (rows: readonly number[], change: Record<string, unknown> = {}) => ({
  ids: rows,
  orderAddress: RECEIVER,
  userId: client.userId,
  ...change,
})

const gone = (sku: string, onHand: number) =>
  hub.pool.query(
    `with moved as (update lanes set version = version + 1 where tenant_id = $1)
     update stock_levels set on_hand = $3 where tenant_id = $1 and sku = $2`,
    [client.tenantId, sku, onHand],
  )
const skuOf = (index: 0 | 1) => ITEMS[index].join('/')

describe('filling', () => {
  test('the printed row; the same item again is added up; the list shows it by seller', async () => {
    const first = await add(0)
    expect(first).toBe(1)
    expect(await add(0, { quantity: 4 })).toBe(first)
    const second = await add(1, { shopId: 5, userNick: 'nick', quantity: '2' })
    expect(second).toBe(2)
    const info = (index: 0 | 1, id: number, quantity: number) => ({
      id,
      offerMapId: ITEMS[index][0],
      specId: ITEMS[index][1],
      skuId: ITEMS[index][1],
      itemTitle: '手机支架',
      itemPic: 'https://img.example.com/1.jpg',
      price: 1,
      quantity,
      amountOnSale: 500_000,
      properties: '[{"valueId":"1","valueName":"白","propId":"2","propName":"颜色"}]',
    })
    expect(await list()).toEqual({
      enableList: [
        { sellerOpenId: '268763467', sellerNickName: 'shop', cartItemInfos: [info(0, first, 7)] },
        { sellerOpenId: '5', sellerNickName: 'nick', cartItemInfos: [info(1, second, 2)] },
      ],
      disableList: [],
    })
    expect((await client.get('/v2/taobao/cart/list')).body.data).toEqual(await list())
  })

  test('the same signed request adds once', async () => {
    const headers = client.headers()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => client.post('/open/cart/add', row(0), headers)),
    )
    expect(new Set(answers.map((answer) => answer.body.data))).toEqual(new Set([1]))
    expect(await ids()).toEqual([[1, 3]])
  })

  test('what is unknown, off the shelf, dear in another currency or out of stock is in the other list', async () => {
    await add(0, { mpId: '9', mpSkuId: '9' })
    await add(0, { mpId: '1', mpSkuId: '1' })
    await add(0)
    await gone(skuOf(0), 0)
    const { enableList, disableList } = await list()
    expect(enableList).toEqual([])
    expect(disableList[0].cartItemInfos).toMatchObject([
      { id: 1, amountOnSale: 0, price: 1 },
      { id: 2, amountOnSale: 0 },
      { id: 3, amountOnSale: 0 },
    ])
  })

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['no item', { mpId: null }, /^mpId is required/],
    ['no SKU', { mpSkuId: '' }, /^mpSkuId is required/],
    ['no pieces', { quantity: 0 }, /^quantity/],
    ['pieces of text', { quantity: 'many' }, /^quantity/],
    ['more pieces than a line may have', { quantity: 1_000_000 }, /^quantity/],
    ['a price below 0', { price: -1 }, /^price/],
    ['a title without end', { itemTitle: 'x'.repeat(501) }, /^itemTitle/],
  ])('%s', async (_name, change, problem) => {
    const body = await post('/open/cart/add', row(0, change))
    expect(body).toMatchObject({ code: 400, msg: expect.stringMatching(problem), data: null })
    expect(await ids()).toEqual([])
  })

  test('another user, pieces beyond the limit, and a cart that is full', async () => {
    const foreign = await post('/open/cart/add', row(0, { userId: '2100007340000' }))
    expect(foreign.code).toBe(40301)
    await add(0, { quantity: 999_999 })
    const over = await post('/open/cart/add', row(0, { quantity: 1 }))
    expect(over).toMatchObject({ code: 400, msg: expect.stringContaining('1000000 pieces') })
    await hub.pool.query(
      `insert into cart_rows (tenant_id, account_id, row_number, cart, sku, quantity, seller, details, updated_at)
       select $1, $2, 10 + n, 'taobao', 'x/' || n, 1, '', '{}', now() from generate_series(1, 499) n`,
      [client.tenantId, client.accountId],
    )
    const full = await post('/open/cart/add', row(1))
    expect(full).toMatchObject({ code: 40902, msg: expect.stringContaining('500') })
    const kept = await post('/open/cart/edit', { id: 1, quantity: 5 })
    expect(kept.data).toBe(true)
    expect(await add(0, { quantity: 1 })).toBe(1)
  })

  test('editing and deleting; what is gone is gone, and deleting it again is no fault', async () => {
    const [one, two] = [await add(0), await add(1)]
    expect(await post('/open/cart/edit', { id: one, quantity: 9 })).toMatchObject({ code: 200, data: true })
    expect(await ids()).toEqual([
      [one, 9],
      [two, 3],
    ])
    for (let time = 0; time < 2; time++) {
      expect(await post('/open/cart/delete', { ids: [one, one] })).toMatchObject({ code: 200, data: true })
    }
    expect(await ids()).toEqual([[two, 3]])
    expect(await post('/open/cart/edit', { id: one, quantity: 1 })).toMatchObject({
      code: 40401,
      msg: 'there is no cart row 1',
    })
    expect((await post('/open/cart/delete', { ids: [99] })).code).toBe(40401)
    expect(await add(0)).toBe(3)
    const other = await openPandapon(hub, () => now)
    expect((await other.get('/open/cart/list')).body.data).toEqual({ enableList: [], disableList: [] })
    expect((await other.post('/open/cart/edit', { id: two, quantity: 1 })).body.code).toBe(40401)
    expect((await other.post('/open/cart/delete', { ids: [two] })).body.code).toBe(40401)
  })
})

describe('ordering', () => {
  test('a preview tells prices and faults by row, and writes nothing', async () => {
    const rows = [await add(0), await add(1), await add(0, { mpId: '1', mpSkuId: '1' })]
    const body = await post('/open/cart/preview/order', order(rows))
    const fine = { quantity: 3, price: 1, amount: 3, domesticPostFee: 0, errorCode: null, errorMessage: null }
    expect(body.data).toEqual({
      success: false,
      currency: 'CNY',
      totalAmount: 6,
      domesticPostFee: 0,
      rows: [
        { id: 1, mpId: ITEMS[0][0], mpSkuId: ITEMS[0][1], ...fine },
        { id: 2, mpId: ITEMS[1][0], mpSkuId: ITEMS[1][1], ...fine },
        {
          id: 3,
          mpId: '1',
          mpSkuId: '1',
          quantity: 3,
          price: null,
          amount: 0,
          domesticPostFee: null,
          errorCode: 'ITEM_OFF_SHELF',
          errorMessage: expect.stringContaining('off_shelf'),
        },
      ],
    })
    const none = await post('/open/cart/preview/order', order([3]))
    expect(none.data).toMatchObject({
      success: false,
      totalAmount: 0,
      rows: [{ errorCode: 'ITEM_OFF_SHELF' }],
    })
    expect((await post('/open/cart/preview/order', order([1, 9]))).code).toBe(40401)
    expect(await orders()).toBe(0)
    expect(await ids()).toHaveLength(3)
  })

  test('what is bought leaves the cart, what is not stays; the order is like any other', async () => {
    const rows = [await add(0), await add(0, { mpId: '1', mpSkuId: '1' }), await add(1)]
    const body = await post('/open/cart/create/order', order(rows))
    expect(body.code).toBe(200)
    expect(body.data.subOrderVOS).toMatchObject([
      { itemId: ITEMS[0][0], quantity: 3, errorCode: null },
      { itemId: '1', errorCode: 'ITEM_OFF_SHELF' },
      { itemId: ITEMS[1][0], errorCode: null },
    ])
    expect(await ids()).toEqual([[2, 3]])
    const found = await client.get(`/open/order/detail?orderId=${body.data.id}`)
    expect(found.body.data).toMatchObject({ purchaseAmount: 6, status: 0, receiver: { name: RECEIVER.name } })
    const { rows: levels } = await hub.pool.query(
      'select reserved from stock_levels where tenant_id = $1 and sku = any($2) order by sku',
      [client.tenantId, [skuOf(0), skuOf(1)]],
    )
    expect(levels.map((level) => level.reserved)).toEqual([3, 3])
  })

  test('the same again, signed anew or not, is the same order; other content is refused', async () => {
    const rows = [await add(0), await add(0, { mpId: '1', mpSkuId: '1' })]
    const first = await post('/open/cart/create/order', order(rows))
    expect(first.code).toBe(200)
    for (let time = 0; time < 3; time++) {
      const again = await post('/open/cart/create/order', order(rows))
      expect(again.data).toEqual(first.data)
    }
    const elsewhere = order(rows, { orderAddress: { ...RECEIVER, city: '宁波市' } })
    const other = await post('/open/cart/create/order', elsewhere)
    expect(other).toMatchObject({ code: 40902, msg: 'the cart row 1 is ordered already' })
    expect((await post('/open/cart/create/order', order([1]))).code).toBe(40902)
    expect(await orders()).toBe(1)
    // The item can be put in again, under a number of its own.
    expect(await add(0)).toBe(3)
    expect((await post('/open/cart/create/order', order([3]))).code).toBe(200)
    goOn(24 * 3_600_000 + 1)
    await add(1)
    expect((await post('/open/cart/create/order', order(rows))).code).toBe(40401)
  })

  test('nothing can be bought: every row is told, all stay, and later they can be', async () => {
    const rows = [await add(0)]
    await gone(skuOf(0), 0)
    const refused = await post('/open/cart/create/order', order(rows))
    expect(refused).toMatchObject({
      code: 42202,
      data: { id: null, subOrderVOS: [{ errorCode: 'STOCK_NOT_ENOUGH' }] },
    })
    expect(await ids()).toEqual([[1, 3]])
    await gone(skuOf(0), 10)
    expect((await post('/open/cart/create/order', order(rows))).code).toBe(200)
    expect(await ids()).toEqual([])
  })

  test('no row is bought dearer than it was put in', async () => {
    const rows = [await add(0), await add(1, { price: 0 })]
    await hub.pool.query(
      `with moved as (update lanes set version = version + 1 where tenant_id = $1)
       update items set price_minor = 2 where tenant_id = $1 and sku = any($2)`,
      [client.tenantId, [skuOf(0), skuOf(1)]],
    )
    const body = await post('/open/cart/create/order', order(rows))
    expect(body.data.subOrderVOS).toMatchObject([{ errorCode: 'PRICE_CHANGED' }, { errorCode: null }])
  })

  test.each<[string, Record<string, unknown>, number, RegExp]>([
    ['no rows', { ids: [] }, 400, /^ids must have at least 1/],
    ['rows of text', { ids: ['x'] }, 400, /^ids\[0\]/],
    ['too many rows', { ids: Array.from({ length: 101 }, (_, n) => n + 1) }, 400, /^ids has 101/],
    ['no address', { orderAddress: undefined }, 400, /^orderAddress is required/],
    ['an address in a string', { orderAddress: JSON.stringify(RECEIVER) }, 400, /^orderAddress must be/],
    ['no phone', { orderAddress: { ...RECEIVER, mobile_phone: '' } }, 400, /^orderAddress\.mobile_phone/],
    ['another user', { userId: '2100007340000' }, 40301, /userId/],
    ['a row that is not there', { ids: [1, 2] }, 40401, /cart row 2/],
  ])('%s', async (_name, change, code, problem) => {
    await add(0)
    for (const path of ['/open/cart/create/order', '/open/cart/preview/order']) {
      const body = await post(path, order([1], change))
      expect(body).toMatchObject({ code, msg: expect.stringMatching(problem) })
    }
    expect(await orders()).toBe(0)
    expect(await ids()).toEqual([[1, 3]])
  })
})

describe('at once', () => {
  test('twenty requests for the same row, each signed for itself: one order', async () => {
    const rows = [await add(0)]
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        client.post('/open/cart/create/order', order(rows), client.headers(now + index)),
      ),
    )
    const codes = answers.map((answer) => answer.body.code)
    expect(codes.every((code) => code === 200 || code === 40903)).toBe(true)
    const made = answers.filter((answer) => answer.body.code === 200).map((answer) => answer.body.data.id)
    expect(new Set(made).size).toBe(1)
    expect(await orders()).toBe(1)
    expect(await ids()).toEqual([])
  })

  test('requests that share a row: it is bought by one of them', async () => {
    const [one, two, three] = [await add(0), await add(1), await add(0, { mpId: '1', mpSkuId: '1' })]
    const answers = await Promise.all(
      [
        [one, two],
        [two, three],
        [one, three],
        [one, two, three],
      ].map((rows, index) =>
        client.post('/open/cart/create/order', order(rows), client.headers(now + index)),
      ),
    )
    const bought = answers.flatMap((answer) =>
      (answer.body.data?.subOrderVOS ?? []).flatMap((line: { itemId: string; errorCode: string | null }) =>
        answer.body.data.id !== null && line.errorCode === null ? [line.itemId] : [],
      ),
    )
    expect(bought.length).toBeGreaterThan(0)
    expect(new Set(bought).size).toBe(bought.length)
    for (const { body } of answers) expect([200, 40401, 40902, 40903, 42202]).toContain(body.code)
  })

  const claimed = (key: string) =>
    hub.pool.query(
      `update cart_rows set claimed_by = $3, claimed_at = $4 where tenant_id = $1 and account_id = $2`,
      [client.tenantId, client.accountId, key, new Date(now)],
    )

  test('a row that somebody is ordering can’t be changed; if that request is lost, it is free again', async () => {
    const rows = [await add(0)]
    await claimed('cart:lost')
    expect(await post('/open/cart/edit', { id: 1, quantity: 1 })).toMatchObject({
      code: 40903,
      msg: expect.stringContaining('again'),
    })
    expect((await post('/open/cart/delete', { ids: rows })).code).toBe(40903)
    expect((await post('/open/cart/add', row(0))).code).toBe(40903)
    expect((await post('/open/cart/create/order', order(rows))).code).toBe(40903)
    expect(await ids()).toEqual([[1, 3]])
    goOn(20_000)
    expect((await post('/open/cart/create/order', order(rows))).code).toBe(200)
    // The lost request can't be carried out any more.
    const { rows: keys } = await hub.pool.query(
      `select content_hash from command_keys where tenant_id = $1 and key = 'cart:lost'`,
      [client.tenantId],
    )
    expect(keys).toEqual([{ content_hash: 'given up' }])
    const caller = { accountId: client.accountId, ownerId: client.accountId }
    const late = await hub.lanes.of(client.tenantId).submit({
      kind: 'top_up',
      caller,
      key: { key: 'cart:lost', contentHash: 'cart:lost' },
      accountId: client.accountId,
      amountMinor: 1,
    })
    expect(late).toMatchObject({ ok: false, rejection: { kind: 'key_reused' } })
  })

  test('a request that placed its order and then was lost: the rows have left the cart', async () => {
    const rows = [await add(0), await add(0, { mpId: '1', mpSkuId: '1' })]
    const first = await post('/open/cart/create/order', order(rows))
    const { rows: keys } = await hub.pool.query(
      `select key from command_keys where tenant_id = $1 and key like 'cart:%'`,
      [client.tenantId],
    )
    // As it was between the commit of the order and what follows it.
    await hub.pool.query('update cart_rows set order_number = null where tenant_id = $1', [client.tenantId])
    await claimed(keys[0].key)
    expect((await post('/open/cart/create/order', order([1]))).code).toBe(40903)
    goOn(20_000)
    expect(await add(1)).toBe(3)
    expect(await ids()).toEqual([
      [3, 3],
      [2, 3],
    ])
    const again = await post('/open/cart/create/order', order(rows))
    expect(again.data).toEqual(first.data)
    expect(await orders()).toBe(1)
  })
})
