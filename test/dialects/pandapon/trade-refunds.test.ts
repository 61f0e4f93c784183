// 1688: what is asked back, of goods that are still here and of goods that have left (facts/pandapon.md §10.9).
import { beforeAll, describe, expect, test } from 'vitest'
import type { OrderWish } from '../../../src/order/wishes.js'
import { readOrderByNumber } from '../../../src/store/orders.js'
import { openPandapon } from '../../support/pandapon.js'
import { COST, entry, numberOf, tradeDesk } from './trade-desk.js'

const desk = tradeDesk()

describe('refunds', () => {
  beforeAll(() => desk.client.shop.topUp(1_000_000))

  const refund = (orderId: string, change: object = {}) =>
    desk.post('/alibaba/refund/create', {
      orderId,
      orderEntryIds: [entry(orderId, 2)],
      disputeRequest: 'refund',
      applyPayment: 1280,
      applyReasonId: 1,
      description: 'd',
      ...change,
    })
  const read = async (refundId: string) => (await desk.post('/alibaba/refund/detail', { refundId })).data

  test('the reasons depend on whether the goods have come', async () => {
    const orderId = await desk.create()
    const ask = async (change: object) =>
      (await desk.post('/alibaba/refund/reasons', { orderId, orderEntryIds: [entry(orderId, 1)], ...change }))
        .data.refundReasons
    expect((await ask({ goodsStatus: 2 })).map((one: { reasonId: number }) => one.reasonId)).toEqual([
      1, 2, 3, 4, 5,
    ])
    expect(await ask({ goodsStatus: 3 })).toEqual([
      { reasonId: 1, reasonDesc: '不想要了', tips: null },
      { reasonId: 5, reasonDesc: '其他', tips: null },
    ])
  })

  test('goods that are here are taken out of the order, and their money comes back', async () => {
    const orderId = await desk.create()
    await desk.pay(orderId)
    const before = await desk.balance()
    const { refundId } = (await refund(orderId)).data
    expect(refundId).toMatch(/^TQ\d{19}$/)
    expect((await refund(orderId)).data).toEqual({ refundId })
    expect(await desk.detail(orderId)).toMatchObject({ refundStatus: 'APPLIED_REFUND', refundAmount: 0 })
    await desk.hub.settle()
    expect((await desk.balance()) - before).toBe(1280)
    expect(await desk.detail(orderId)).toMatchObject({
      orderStatus: 'WAITING_FOR_SENT',
      payStatus: 2,
      refundStatus: 'REFUND_SUCCESSFUL',
      refundAmount: 1280,
    })
    expect(await read(refundId)).toEqual({
      refundId,
      orderId,
      orderEntryIds: [entry(orderId, 2)],
      refundStatus: 'REFUND_SUCCESSFUL',
      disputeRequest: 'refund',
      applyPayment: 1280,
      applyCarriage: 0,
      refundAmount: 1280,
      applyReasonId: 1,
      applyReason: '不想要了',
      description: 'd',
      vouchers: [],
      rejectReason: null,
      logisticsCompanyNo: null,
      freightBill: null,
      createTime: expect.stringMatching(/^2026-01-15 16:/),
      updateTime: expect.stringMatching(/^2026-01-15 16:/),
    })
  })

  test('goods that have left come back with a parcel', async () => {
    const orderId = await desk.shipped()
    const made = await refund(orderId, {
      disputeRequest: 'returnRefund',
      applyPayment: 1000,
      applyCarriage: 100,
      vouchers: ['https://example.com/a.jpg'],
    })
    const { refundId } = made.data
    const parcel = {
      refundId,
      logisticsCompanyNo: 'SF',
      freightBill: 'SF12181323546',
      description: 'on its way',
      vouchers: null,
    }
    const back = () => desk.post('/alibaba/refund/goods/return', parcel)
    expect(await back()).toMatchObject({ code: 40902, data: null })
    const afterSaleNumber = Number(refundId.slice(2))
    const decision = { approved: true, reason: null, amountMinor: null, skus: [] }
    await desk.does(orderId, { kind: 'decide_after_sale', afterSaleNumber, ...decision } as OrderWish)
    expect((await desk.detail(orderId)).refundStatus).toBe('AGREE_TO_REFUND')
    const done = { success: true, errorCode: '', errorInfo: '' }
    expect([(await back()).data, (await back()).data]).toEqual([done, done])
    expect(await read(refundId)).toMatchObject({
      refundStatus: 'WAITING_SELLER_RECEIPT',
      disputeRequest: 'returnRefund',
      applyPayment: 1000,
      applyCarriage: 100,
      vouchers: ['https://example.com/a.jpg'],
      logisticsCompanyNo: 'SF',
      freightBill: 'SF12181323546',
    })
    const order = await readOrderByNumber(desk.hub.pool, desk.client, numberOf(orderId))
    expect(order?.afterSales[0]?.messages).toMatchObject([{ by: 'buyer', text: 'on its way', images: [] }])
  })

  test('money alone, of goods that have left', async () => {
    const orderId = await desk.shipped()
    expect((await refund(orderId, { applyPayment: 5 })).data.refundId).toMatch(/^TQ/)
    const all = [1, 2].map((position) => entry(orderId, position))
    expect(await refund(orderId, { orderEntryIds: all, applyPayment: COST })).toMatchObject({ code: 40902 })
  })

  test.each<[string, object | ((orderId: string) => object), number, RegExp]>([
    ['what is not shipped does not come back', { disputeRequest: 'returnRefund' }, 40902, /not shipped yet/],
    ['an entry of another order', { orderEntryIds: ['2100000000000001001'] }, 40401, /order entry/],
    ['no entry of ours', { orderEntryIds: ['7'] }, 40401, /order entry 7/],
    ['a place without a line', (id) => ({ orderEntryIds: [entry(id, 3)] }), 40401, /order entry/],
    ['no entry', { orderEntryIds: [] }, 400, /^orderEntryIds/],
    ['another wish', { disputeRequest: 'exchange' }, 400, /^disputeRequest/],
    ['an unknown reason', { applyReasonId: 6 }, 400, /^applyReasonId/],
    ['more than the pieces cost', { applyPayment: 1281 }, 40902, /asked 1281, left 1280/],
  ])('%s', async (_name, change, code, problem) => {
    const orderId = await desk.create()
    await desk.pay(orderId)
    const body = await refund(orderId, typeof change === 'function' ? change(orderId) : change)
    expect(body).toMatchObject({ code, msg: expect.stringMatching(problem), data: null })
    expect(await desk.detail(orderId)).toMatchObject({ refundStatus: null, orderStatus: 'WAITING_FOR_SENT' })
  })

  test('what is not paid is cancelled instead; entries on both sides of the door are asked for apart', async () => {
    const unpaid = await desk.create()
    expect(await refund(unpaid)).toMatchObject({ code: 40902, msg: expect.stringContaining('not paid yet') })
    const orderId = await desk.create()
    await desk.pay(orderId)
    await desk.does(orderId, { kind: 'split', sequence: 1, lines: [{ lineNumber: 2, quantity: 1 }] })
    await desk.ship(orderId, 1)
    const both = [1, 2].map((position) => entry(orderId, position))
    expect(await refund(orderId, { orderEntryIds: both })).toMatchObject({
      code: 400,
      msg: expect.stringMatching(/^orderEntryIds names goods that have left/),
    })
    expect((await refund(orderId)).code).toBe(200)
  })

  test('refunds of others are not there', async () => {
    const orderId = await desk.create()
    await desk.pay(orderId)
    const { refundId } = (await refund(orderId)).data
    const other = await openPandapon(desk.hub, desk.hub.now)
    for (const id of [refundId, refundId.slice(2), 'TQ1', `TQ${'9'.repeat(19)}`]) {
      const { body } = await other.post('/alibaba/refund/detail', { refundId: id })
      expect(body, id).toMatchObject({ code: 40401, data: null })
    }
    await desk.hub.settle()
  })

  test('carriers for what comes back', async () => {
    const { data } = await desk.get('/alibaba/refund/logistics/companies')
    expect(data).toContainEqual({ logisticsCompanyNo: 'SF', logisticsCompanyName: '顺丰快递' })
  })
})
