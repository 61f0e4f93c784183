/** Refunds beyond the acceptance cases: the rules of facts/kakaclo.md §13, the spellings of §15, the query of §6.6. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { audit } from '../../../src/store/audit.js'
import { type Answer, call, openShop, type Shop, startTestHub, type TestHub } from '../../support/hub.js'

const V1 = '/openapi/v1/order/orders'
const V2 = '/openapi/v2/order/orders'
const BLOUSE = 'AMB01682_W_M_AU'
const DRESS = 'FSZW08923_R_L_NUB'
const REVIEW_MS = 2_000

// biome-ignore lint/suspicious/noExplicitAny: orders as either generation prints them.
type Json = any

let hub: TestHub
let shop: Shop

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())
beforeEach(async () => {
  shop = await openShop(hub, 100_000, { refundReviewMs: REVIEW_MS })
})

async function place(lines: readonly (readonly [string, number])[] = [[BLOUSE, 2]]): Promise<number> {
  const { body } = await shop.post(V2, {
    orderAddresses: { country: 'US', phone: '1', recipient: 'R', province: 'P' },
    orderItemsList: lines.map(([sku, quantity]) => ({ sku, quantity })),
  })
  expect(body.code).toBe(10_000)
  return body.data as number
}

async function find(id: number, path = V2): Promise<Json> {
  const { body } = await shop.get(`${path}?ids=${id}`)
  return (body.data as { list: Json[] }).list[0]
}

const refund = (id: number | string, body: object, path = V2): Promise<Answer> =>
  shop.post(`${path}/${id}/refund`, body)

async function granted(id: number, body: object): Promise<string> {
  const { status, body: answer } = await refund(id, body)
  expect({ status, message: answer.message }).toEqual({ status: 200, message: 'ok' })
  return answer.data as string
}

async function refused(ask: Promise<Answer>, code: number, ...names: string[]): Promise<void> {
  const { status, body } = await ask
  expect({ status, code: body.code }).toEqual({ status: code === 10_404 ? 404 : 400, code })
  for (const name of names) expect(body.message).toContain(name)
}

async function slips(id: number | string, query = '', path = `${V2}/refund/${id}`): Promise<Json> {
  const { status, body } = await shop.get(`${path}${query}`)
  expect({ status, message: body.message }).toEqual({ status: 200, message: 'success' })
  return body.data
}

async function review(): Promise<void> {
  hub.advance(REVIEW_MS)
  await hub.settle()
}

const rowOf = ({ itemId, skuCode }: Json, quantity: number) => ({ itemId, skuCode, quantity })
const balance = async () => (await shop.state()).balanceMinor

describe('an unpaid order', () => {
  it('is cancelled by a whole refund, which succeeds at once and gives nothing back', async () => {
    shop = await openShop(hub, 0)
    const id = await place()
    const number = await granted(id, {})
    expect((await slips(id)).list).toEqual([
      { refundNo: number, refundStatus: 'refund_successfully', id: String(id), remark: null },
    ])
    expect(await find(id)).toMatchObject({
      status: 'cancel',
      refundStatus: 'NULL',
      cancelDate: expect.any(String),
      refundedAmount: 0,
    })
    expect(await find(id, V1)).toMatchObject({ status: 'cancel' })
    expect((await shop.state()).levels).toContain(`${BLOUSE} G007 100 0`)
    await shop.topUp(100_000)
    expect(await balance()).toBe(100_000)
    expect(await granted(id, {})).toBe(number)
  })

  it('is not refunded by rows', async () => {
    shop = await openShop(hub, 0)
    const id = await place()
    const { orderItems } = await find(id)
    await refused(refund(id, { orderItems: [rowOf(orderItems[0], 1)] }), 10_414, String(id), 'not paid')
  })
})

describe('rows', () => {
  it('of which a part is refunded stay as they are until all of it is; the last brings the freight', async () => {
    const id = await place([[BLOUSE, 3]])
    const { orderItems, finalAmount } = await find(id)
    const before = await balance()
    await granted(id, { orderItems: [rowOf(orderItems[0], 2)] })
    expect((await find(id)).orderItems).toMatchObject([{ refundStatus: 'refunding', productNum: 3 }])
    await review()
    expect(await balance()).toBe(before + 2 * 1_311)
    expect(await find(id)).toMatchObject({
      status: 'processing',
      refundStatus: 'partial_refund',
      fulfillmentStatus: 'waiting_to_ship',
      refundedAmount: 26.22,
      orderItems: [{ refundStatus: 'NULL', stockStatus: 'normal', fulfillmentStatus: 'waiting_to_ship' }],
    })
    expect(await find(id, V1)).toMatchObject({ status: 'waiting_to_ship' })
    expect((await shop.state()).levels).toContain(`${BLOUSE} G007 100 1`)
    await refused(refund(id, { orderItems: [rowOf(orderItems[0], 2)] }), 10_415, 'asked 2, left 1')

    await granted(id, { orderItems: [rowOf(orderItems[0], 1)] })
    await review()
    expect(await balance()).toBe(100_000)
    expect(await find(id)).toMatchObject({
      status: 'cancel',
      refundStatus: 'refunded',
      refundedAmount: finalAmount,
      refundableAmount: 0,
      cancelDate: expect.any(String),
    })
    expect(await find(id, V1)).toMatchObject({ status: 'refunded' })
  })

  it('asked for twice are one refund; other pieces of them are refused while it is open', async () => {
    const id = await place([
      [BLOUSE, 3],
      ['FSZW06578_P_L_NUB', 1],
    ])
    const { orderItems } = await find(id)
    const [blouse, dress] = orderItems
    const body = { remark: 'x', orderItems: [rowOf(blouse, 1), rowOf(dress, 1)] }
    const number = await granted(id, body)
    expect(await granted(id, body)).toBe(number)
    // The same pieces, entry by entry.
    expect(await granted(id, { ...body, orderItems: [rowOf(dress, 1), rowOf(blouse, 1)] })).toBe(number)
    await refused(refund(id, { orderItems: [rowOf(blouse, 2)] }), 10_414, String(id), number)
    await refused(refund(id, { remark: 'all' }), 10_414, String(id), number)
    expect((await slips(id)).total).toBe(1)
  })

  it('named twice are counted together', async () => {
    const id = await place([[BLOUSE, 3]])
    const { orderItems } = await find(id)
    const twice = [rowOf(orderItems[0], 1), rowOf(orderItems[0], 1)]
    await refused(refund(id, { orderItems: [...twice, ...twice] }), 10_415, 'orderItems[3]', 'left 0')
    const number = await granted(id, { orderItems: twice })
    expect(await granted(id, { orderItems: twice })).toBe(number)
    await review()
    expect(await find(id)).toMatchObject({ refundedAmount: 26.22 })
  })

  it('are what they are said to be, or nothing is refunded', async () => {
    const id = await place([[DRESS, 3]])
    const [row] = (await find(id)).orderItems
    const base = rowOf(row, 1)
    const ask = (change: object) => refund(id, { orderItems: [{ ...base, ...change }] })
    await refused(ask({ skuCode: BLOUSE }), 10_415, 'orderItems[0]', row.itemId, DRESS)
    const other = row.countryCode === 'US' ? 'CN' : 'US'
    await refused(ask({ countryCode: other }), 10_415, row.itemId, row.countryCode)
    await refused(ask({ itemId: '999999999' }), 10_415, '999999999', 'asked 1, left 0')
    await refused(ask({ itemId: 'x' }), 10_422, 'orderItems[0].itemId')
    await refused(ask({ skuCode: '' }), 10_422, 'orderItems[0].skuCode')
    for (const quantity of [0, -1, 1.5, 32_768, null, 'x']) {
      await refused(ask({ quantity }), 10_422, 'orderItems[0].quantity')
    }
    expect((await slips(id)).total).toBe(0)
  })

  it('are understood under their older names', async () => {
    const id = await place([[DRESS, 3]])
    const [row] = (await find(id)).orderItems
    const { itemId, skuCode, countryCode } = row
    const older = { itemId: Number(itemId), skuCode, num: '1', warehouseCountryCode: countryCode }
    const number = await granted(id, { Remark: 'x', Reason: 'y', Contacts: 'z', orderItems: [older] })
    expect((await slips(number)).list).toMatchObject([{ refundNo: number, remark: 'x' }])
    const both = { ...older, quantity: 2 }
    await refused(refund(id, { orderItems: [both] }), 10_422, 'orderItems[0].num', 'differs')
  })
})

describe('a request', () => {
  it('must give one of the reasons, and v1 a remark', async () => {
    const id = await place()
    await refused(refund(id, { refundReason: 'Because' }), 10_422, 'refundReason', 'Because', 'Out Of Stock')
    await refused(refund(id, {}, V1), 10_422, 'Remark')
    await refused(refund(id, { remark: ' ' }, V1), 10_422, 'remark')
    await refused(refund(id, { remark: 'x'.repeat(501) }), 10_422, 'remark', '500')
    await refused(shop.post(`${V2}/${id}/refund`, []), 10_400, 'object')
    expect((await slips(id)).total).toBe(0)
    expect(await granted(id, { refundReason: 'Incorrect Address Information' })).toMatch(/^\d+$/)
  })

  it('never refunds the whole order where rows are meant', async () => {
    const id = await place()
    const [row] = (await find(id)).orderItems
    await refused(refund(id, { remark: 'x', ...rowOf(row, 1) }), 10_422, 'itemId', 'orderItems')
    await refused(refund(id, { Remark: 'x', orderItems: [rowOf(row, 1)] }, V1), 10_422, 'orderItems', 'v2')
    expect((await slips(id)).total).toBe(0)
  })

  it('is served on every path, for orders of either generation', async () => {
    for (const path of ['/openapi/v1/order/order', `/openapi${V1}`, `/openapi${V2}`, V1, V2]) {
      const { body } = await refund(await place(), { Remark: 'x' }, path)
      expect(body).toEqual({ code: 10_000, message: 'ok', data: expect.stringMatching(/^\d+$/) })
    }
  })

  it('finds no order that is not the account’s', async () => {
    const id = await place()
    for (const other of ['9000000000000', '0', 'x', '1e3', '99999999999999999999', '%20']) {
      await refused(refund(other, { remark: 'x' }), 10_404)
      await refused(shop.get(`${V2}/refund/${other}`), 10_404)
    }
    const headers = { Authorization: `Bearer ${await shop.neighbourToken()}` }
    const theirs = await call(hub, `${V2}/refund/${id}`, { headers })
    expect(theirs).toMatchObject({ status: 404, body: { code: 10_404 } })
    const body = JSON.stringify({ remark: 'x' })
    const asked = await call(hub, `${V2}/${id}/refund`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body,
    })
    expect(asked).toMatchObject({ status: 404, body: { code: 10_404 } })
  })
})

describe('what has left', () => {
  it('is not refunded, but what is still here is', async () => {
    const id = await place([[DRESS, 3]])
    const { orderItems } = await find(id)
    const us = orderItems.find((row: Json) => row.countryCode === 'US')
    const cn = orderItems.find((row: Json) => row.countryCode === 'CN')
    await shop.ship(id, 'H008')
    expect(await find(id)).toMatchObject({ fulfillmentStatus: 'partially_shipped' })
    expect(await find(id, V1)).toMatchObject({ status: 'partial_shipped' })
    await refused(refund(id, { remark: 'all' }), 10_414, String(id))
    await refused(refund(id, { orderItems: [rowOf(us, 1)] }), 10_414, String(id))
    await granted(id, { orderItems: [rowOf(cn, 1)] })
    await review()
    // What is left of it has been shipped.
    expect(await find(id)).toMatchObject({
      status: 'processing',
      fulfillmentStatus: 'fully_shipped',
      refundStatus: 'partial_refund',
    })
    expect(await find(id, V1)).toMatchObject({ status: 'shipped' })
  })

  it('before it was decided makes the refund fail, and everything is as it was', async () => {
    const id = await place()
    const number = await granted(id, { remark: 'x' })
    await shop.act(id, { kind: 'release', sequence: 1 })
    await shop.ship(id)
    const before = await balance()
    await review()
    expect((await slips(id)).list).toMatchObject([{ refundNo: number, refundStatus: 'refund_failed' }])
    expect(await find(id)).toMatchObject({
      status: 'processing',
      fulfillmentStatus: 'fully_shipped',
      refundStatus: 'NULL',
      refundedAmount: 0,
      orderItems: [{ refundStatus: 'NULL', fulfillmentStatus: 'fully_shipped' }],
    })
    expect(await balance()).toBe(before)
  })
})

it('a person who refuses sets the order free; the next request is a new one', async () => {
  shop = await openShop(hub, 100_000, { refundReviewMs: null })
  const id = await place()
  const first = await granted(id, { remark: 'x' })
  await review()
  expect((await slips(id)).list).toMatchObject([{ refundStatus: 'pending_review' }])
  const decision = { approved: false, reason: 'no', amountMinor: null }
  await shop.act(id, { kind: 'decide_after_sale', afterSaleNumber: Number(first), ...decision })
  expect(await find(id)).toMatchObject({ fulfillmentStatus: 'waiting_to_ship', refundStatus: 'NULL' })
  const second = await granted(id, { remark: 'x' })
  expect(second).not.toBe(first)
  await shop.act(id, {
    kind: 'decide_after_sale',
    afterSaleNumber: Number(second),
    ...decision,
    approved: true,
  })
  expect((await slips(id)).list).toMatchObject([
    { refundNo: first, refundStatus: 'refund_failed' },
    { refundNo: second, refundStatus: 'refund_successfully' },
  ])
  expect(await balance()).toBe(100_000)
})

it('a refund under way is known by the packages that have to be packed anew', async () => {
  const id = await place([[BLOUSE, 2]])
  await shop.act(id, { kind: 'pack', sequence: 1, packages: null })
  expect((await find(id)).fulfillments).toMatchObject([
    { status: 'preparing', carrier: null, trackingCode: null, trackingInfos: [], deliveryTime: null },
  ])
  expect((await find(id, V1)).fulfillments).toBeNull()
  const { orderItems } = await find(id)
  await granted(id, { orderItems: [rowOf(orderItems[0], 1)] })
  await review()
  expect(await find(id)).toMatchObject({ fulfillments: null, fulfillmentStatus: 'waiting_to_ship' })
  await shop.ship(id)
  const { fulfillments } = await find(id)
  expect(fulfillments).toMatchObject([
    { status: 'shipped', carrierType: 'last', items: [{ productNum: 1, total: 13.11 }] },
  ])
  expect(fulfillments[0].id).toMatch(/^KA20260115\d{8}_1$/)
  expect(fulfillments[0].packId).toBe(fulfillments[0].id)
  expect((await find(id, V1)).fulfillments).toMatchObject([{ id: fulfillments[0].id }])
})

describe('the query', () => {
  it('finds by order and by refund, by numbers beside the id, in pages, on every path', async () => {
    const id = await place([[BLOUSE, 30]])
    const [row] = (await find(id)).orderItems
    const numbers: string[] = []
    for (let count = 0; count < 12; count++) {
      numbers.push(await granted(id, { remark: `${count}`, orderItems: [rowOf(row, 1)] }))
      await review()
    }
    const first = await slips(id)
    expect(first).toMatchObject({ total: 12, pageNumber: 1, pageSize: 10 })
    expect(first.list.map((one: Json) => one.refundNo)).toEqual(numbers.slice(0, 10))
    expect((await slips(id, '?pageNumber=2')).list).toHaveLength(2)
    expect((await slips(id, '?pageNumber=2&pageSize=5')).list).toMatchObject([
      { remark: '5' },
      {},
      {},
      {},
      {},
    ])
    const some = await slips(id, `?refundNo=${numbers[3]},${numbers[7]},1560897343230267394`)
    expect(some).toMatchObject({ total: 2, list: [{ remark: '3' }, { remark: '7' }] })
    for (const path of [
      `${V1}/refund/${id}`,
      `${V1}/${id}/refund`,
      `/openapi/v1/order/order/${id}/refund`,
      `/openapi/v1/order/order/refund/${id}`,
      `/openapi${V2}/refund/${id}`,
    ]) {
      expect(await slips(id, '', path)).toEqual(first)
    }
    expect(await slips(numbers[4] ?? '')).toMatchObject({ total: 1, list: [{ remark: '4', id: String(id) }] })
    for (const query of ['?pageSize=251', '?pageNumber=0', '?refundNo=x', '?refundNo=,']) {
      await refused(shop.get(`${V2}/refund/${id}${query}`), 10_422, query.slice(1, 7))
    }
  })
})

it('the auditor finds nothing', async () => {
  const { rows } = await hub.pool.query<{ tenant_id: number }>('select tenant_id from tenants')
  expect(rows.length).toBeGreaterThan(10)
  for (const { tenant_id: tenantId } of rows) {
    const results = await audit(hub.connectionString, tenantId)
    expect(results.flatMap((result) => result.violations)).toEqual([])
  }
})
