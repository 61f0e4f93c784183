/** The acceptance cases 21 to 24 of facts/kakaclo.md §17: how an order is paid, and how its money comes back. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { type OrderDesk, openOrderDesk, order, PRINTED, SKU, V1, V2 } from './order-desk.js'

let hub: TestHub
let shop: OrderDesk['shop']
let place: OrderDesk['place']
let find: OrderDesk['find']
let slipsOf: OrderDesk['slipsOf']
let expectRefusal: OrderDesk['expectRefusal']

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())
beforeEach(async () => {
  ;({ shop, place, find, slipsOf, expectRefusal } = await openOrderDesk(hub))
})

describe('money', () => {
  it('21: without money an order waits, and is paid by the next top-up without any call', async () => {
    ;({ shop, place, find } = await openOrderDesk(hub, 0))
    const id = await place(PRINTED)
    expect(await find(id)).toMatchObject({
      status: 'waiting_payment',
      financialStatus: 'waiting',
      fulfillmentStatus: 'NULL',
      payDate: null,
    })
    expect(await find(id, V1)).toMatchObject({ status: 'waiting_payment', payAt: null })
    await shop.topUp(100_000)
    expect(await find(id)).toMatchObject({ status: 'processing', financialStatus: 'paid' })
    const { text } = await shop.get('/openapi/v1/payment/balance')
    expect(text).toContain('"data":{"balance":981.8500,"currencyCode":"USD"}')
  })

  it('22: a whole refund is asked for once, reviewed, and paid once', async () => {
    const id = await place(order())
    const { finalAmount } = await find(id)
    const ask = () => shop.post(`${V1}/${id}/refund`, { Remark: 'x' })
    const [first, second] = [await ask(), await ask()]
    expect(first).toMatchObject({ status: 200, body: { code: 10_000, message: 'ok' } })
    expect(first.body.data).toMatch(/^\d+$/)
    expect(second.text).toBe(first.text)
    const refundNo = first.body.data as string

    expect(await slipsOf(id)).toEqual([
      { refundNo, refundStatus: 'pending_review', id: String(id), remark: 'x' },
    ])
    expect(await find(id)).toMatchObject({ status: 'processing', refundStatus: 'refunding' })
    expect(await find(id, V1)).toMatchObject({ status: 'refunding' })
    expect((await shop.state()).balanceMinor).toBe(100_000 - 1_815)
    hub.advance(1_999)
    await hub.settle()
    expect(await slipsOf(id)).toMatchObject([{ refundStatus: 'pending_review' }])

    hub.advance(1)
    await hub.settle()
    expect(await slipsOf(id)).toMatchObject([{ refundNo, refundStatus: 'refund_successfully' }])
    expect(await find(id)).toMatchObject({
      status: 'cancel',
      financialStatus: 'paid',
      fulfillmentStatus: 'NULL',
      refundStatus: 'refunded',
      finalAmount,
      refundableAmount: 0,
      refundedAmount: finalAmount,
      orderItems: [{ refundStatus: 'refunded', fulfillmentStatus: 'NULL' }],
    })
    expect(await find(id, V1)).toMatchObject({ status: 'refunded' })
    const { balanceMinor, levels } = await shop.state()
    expect(balanceMinor).toBe(100_000)
    expect(levels).toContain(`${SKU} G007 100 0`)
    // Also later the same number is told, and nothing is paid again.
    expect((await ask()).text).toBe(first.text)
    await hub.settle()
    expect((await shop.state()).balanceMinor).toBe(100_000)
  })

  it('23: a row is refunded by the printed body’s shape, on the path with openapi twice', async () => {
    const sku = 'FSZW08923_R_L_NUB'
    const id = await place(order({ orderItemsList: [{ sku, quantity: 3 }] }))
    const before = await find(id)
    const row = before.orderItems.find((one) => one.countryCode === 'CN')
    const path = `/openapi/openapi/v2/order/orders/${id}/refund`
    const entry = { itemId: row?.itemId, skuCode: sku, quantity: 1, countryCode: 'CN' }
    const asked = await shop.post(path, { remark: 'test', refundReason: 'Other', orderItems: [entry] })
    expect(asked).toMatchObject({ status: 200, body: { code: 10_000, message: 'ok' } })
    expect(await find(id)).toMatchObject({ refundStatus: 'refunding' })
    hub.advance(2_000)
    await hub.settle()
    const after = await find(id)
    const cents = (amount: unknown) => Math.round(Number(amount) * 100)
    expect(after).toMatchObject({
      status: 'processing',
      refundStatus: 'partial_refund',
      finalAmount: before.finalAmount,
      refundedAmount: row?.amount,
    })
    expect(cents(after.refundableAmount)).toBe(cents(before.finalAmount) - cents(row?.amount))
    const words = after.orderItems.map((one) => [one.countryCode, one.refundStatus, one.fulfillmentStatus])
    expect(words.sort()).toEqual([
      ['CN', 'refunded', 'NULL'],
      ['US', 'NULL', 'waiting_to_ship'],
    ])
    await expectRefusal(() => shop.post(path, { remark: 'test', refundReason: 'Other', orderItems: [] }), {
      code: 10_422,
      names: ['orderItems'],
    })
  })

  it('24: what has been shipped is not refunded', async () => {
    const id = await place(order())
    await shop.ship(id)
    expect(await find(id)).toMatchObject({ fulfillmentStatus: 'fully_shipped' })
    for (const path of [`${V1}/${id}/refund`, `${V2}/${id}/refund`]) {
      await expectRefusal(() => shop.post(path, { Remark: 'x' }), { code: 10_414, names: [String(id)] })
    }
    expect(await slipsOf(id)).toEqual([])
  })
})
