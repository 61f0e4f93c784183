// What buyers want back, told as stories.
import { describe, expect, it } from 'vitest'
import type { AfterSaleWish } from '../../src/order/commands/after-sale.js'
import { Story } from './corner-shop.js'

class Shop extends Story {
  ask(orderNumber: number, changes: Partial<AfterSaleWish> = {}) {
    const wish: AfterSaleWish = {
      kind: 'refund',
      goods: 'unshipped',
      pieces: null,
      amountMinor: null,
      reason: 'Other',
      remark: null,
      images: [],
      extra: null,
      ...changes,
    }
    return this.act(orderNumber, { kind: 'request_after_sale', wish })
  }

  rows(orderNumber: number): number[] {
    return this.order(orderNumber).fulfilmentOrders.flatMap((part) =>
      part.lines.map((line) => line.rowNumber),
    )
  }

  decided(orderNumber: number, afterSaleNumber: number, approved: boolean) {
    const wish = {
      kind: 'decide_after_sale',
      afterSaleNumber,
      approved,
      reason: 'no',
      amountMinor: null,
    } as const
    return this.act(orderNumber, wish)
  }

  shipAll(orderNumber: number): void {
    this.act(orderNumber, { kind: 'pack', sequence: 1, packages: null })
    const parcel = { carrier: 'DHL', trackingNumber: 'T1', packageNumber: null }
    this.act(orderNumber, { kind: 'hand_over', sequence: 1, ...parcel })
  }
}

function paidOrder(
  lines: [string, number][] = [
    ['A', 2],
    ['B', 1],
  ],
) {
  const shop = new Shop().receive('A', { NEAR: 5 }).receive('B', { NEAR: 5 }).topUp(10_000)
  return { shop, ...shop.place({ lines }) }
}

const numberOf = (decision: ReturnType<Shop['ask']>): number =>
  (decision.ok && 'afterSaleNumber' in decision.outcome ? decision.outcome.afterSaleNumber : null) ?? 0
const refusal = (decision: ReturnType<Shop['ask']>) => (decision.ok ? null : decision.rejection)

describe('goods that are still here', () => {
  it('are held until it is decided, and then leave the order with all its money', () => {
    const { shop, orderNumber, finalMinor } = paidOrder()
    const slip = numberOf(shop.ask(orderNumber))
    expect(shop.order(orderNumber)).toMatchObject({
      refundStatus: 'refunding',
      due: { kind: 'refund_review' },
    })
    expect(shop.order(orderNumber).fulfilmentOrders[0]?.status).toBe('hold')
    // The same again is the same slip.
    expect(numberOf(shop.ask(orderNumber))).toBe(slip)
    shop.act(orderNumber, { kind: 'review_refunds' })
    expect(shop.order(orderNumber)).toMatchObject({
      orderStatus: 'cancelled',
      refundStatus: 'refunded',
      refundedMinor: finalMinor,
      due: null,
      afterSales: [{ status: 'completed', refundedMinor: finalMinor }],
    })
    expect(shop.balance()).toBe(10_000)
    expect(numberOf(shop.ask(orderNumber))).toBe(slip)
    expect(shop.act(orderNumber, { kind: 'review_refunds' })).toMatchObject({ replayed: true })
    expect(shop.balance()).toBe(10_000)
    expect(shop.snapshot.levelsOf(1, 'A')).toMatchObject([{ onHand: 5, reserved: 0 }])
  })

  it('go row by row; the rest goes on', () => {
    const { shop, orderNumber } = paidOrder()
    const before = shop.balance() ?? 0
    const [rowNumber = 0] = shop.rows(orderNumber)
    const slip = numberOf(shop.ask(orderNumber, { pieces: [{ rowNumber, quantity: 1 }] }))
    const again = shop.ask(orderNumber, { pieces: [{ rowNumber, quantity: 1 }] })
    expect(numberOf(again)).toBe(slip)
    expect(refusal(shop.ask(orderNumber, { pieces: [{ rowNumber, quantity: 2 }] }))).toMatchObject({
      kind: 'not_allowed_in_state',
    })
    shop.decided(orderNumber, slip, true)
    expect(shop.order(orderNumber)).toMatchObject({
      orderStatus: 'processing',
      refundStatus: 'partially_refunded',
      refundedMinor: 101,
    })
    expect(shop.order(orderNumber).fulfilmentOrders[0]).toMatchObject({
      status: 'allocated',
      lines: [{ reserved: 1, cancelled: 1 }, { reserved: 1 }],
    })
    expect(shop.balance()).toBe(before + 101)
    expect(refusal(shop.ask(orderNumber, { pieces: [{ rowNumber, quantity: 2 }] }))).toMatchObject({
      kind: 'more_than_left',
      asked: 2,
      left: 1,
    })
    // What is left is packed without what was refunded.
    expect(shop.act(orderNumber, { kind: 'pack', sequence: 1, packages: null })).toMatchObject({ ok: true })
    expect(shop.order(orderNumber).fulfilmentOrders[0]?.packages?.[0]?.lines).toEqual([
      { lineNumber: 1, quantity: 1 },
      { lineNumber: 2, quantity: 1 },
    ])
  })

  it('that were packed are unpacked by a refund of some of them', () => {
    const { shop, orderNumber } = paidOrder()
    shop.act(orderNumber, { kind: 'pack', sequence: 1, packages: null })
    const [rowNumber = 0] = shop.rows(orderNumber)
    const slip = numberOf(shop.ask(orderNumber, { pieces: [{ rowNumber, quantity: 2 }] }))
    shop.decided(orderNumber, slip, true)
    expect(shop.order(orderNumber).fulfilmentOrders[0]).toMatchObject({ status: 'allocated', packages: null })
  })

  it('go on where they were when it is refused, and may be asked back again', () => {
    const { shop, orderNumber } = paidOrder()
    shop.act(orderNumber, { kind: 'pack', sequence: 1, packages: null })
    const slip = numberOf(shop.ask(orderNumber))
    shop.decided(orderNumber, slip, false)
    expect(shop.order(orderNumber)).toMatchObject({ refundStatus: 'none', details: { holds: [] }, due: null })
    expect(shop.order(orderNumber).fulfilmentOrders[0]?.status).toBe('packed')
    expect(numberOf(shop.ask(orderNumber))).not.toBe(slip)
  })

  it('of an unpaid order end it at once; rows of it are refused', () => {
    const shop = new Shop().receive('A', { NEAR: 5 })
    const { orderNumber } = shop.place({ lines: [['A', 2]] })
    const [rowNumber = 0] = shop.rows(orderNumber)
    expect(refusal(shop.ask(orderNumber, { pieces: [{ rowNumber, quantity: 1 }] }))).toMatchObject({
      kind: 'not_allowed_in_state',
    })
    shop.ask(orderNumber)
    expect(shop.order(orderNumber)).toMatchObject({
      orderStatus: 'cancelled',
      refundStatus: 'none',
      afterSales: [{ status: 'completed', amountMinor: 0 }],
    })
  })

  it('are too late once a parcel has left', () => {
    const { shop, orderNumber } = paidOrder()
    shop.shipAll(orderNumber)
    expect(refusal(shop.ask(orderNumber))).toMatchObject({ kind: 'not_allowed_in_state' })
    const version = shop.order(orderNumber).version
    expect(shop.order(orderNumber).afterSales).toEqual([])
    expect(shop.order(orderNumber).version).toBe(version)
  })
})

describe('goods that were shipped', () => {
  const returning = { kind: 'return', goods: 'shipped' } as const

  it('come back in a condition each, and only sellable ones are stock again', () => {
    const { shop, orderNumber } = paidOrder([['A', 3]])
    shop.shipAll(orderNumber)
    const before = shop.balance() ?? 0
    const slip = numberOf(shop.ask(orderNumber, { ...returning, pieces: [{ lineNumber: 1, quantity: 3 }] }))
    const receive = {
      kind: 'receive_return',
      afterSaleNumber: slip,
      goods: [
        { lineNumber: 1, quantity: 1, condition: 'sellable', location: null },
        { lineNumber: 1, quantity: 1, condition: 'defective', location: 'FAR' },
        { lineNumber: 1, quantity: 1, condition: 'scrapped', location: null },
      ],
      amountMinor: null,
      replacementOrderNumber: null,
    } as const
    expect(refusal(shop.act(orderNumber, receive))).toMatchObject({ kind: 'not_allowed_in_state' })
    shop.decided(orderNumber, slip, true)
    const sent = { kind: 'send_back', carrier: 'SF', trackingNumber: 'B1' } as const
    shop.act(orderNumber, { kind: 'act_on_after_sale', afterSaleNumber: slip, act: sent })
    shop.act(orderNumber, receive)
    expect(shop.order(orderNumber)).toMatchObject({
      refundStatus: 'refunded',
      refundedMinor: 303,
      afterSales: [{ status: 'completed', parcel: { trackingNumber: 'B1' } }],
    })
    expect(shop.balance()).toBe(before + 303)
    expect(shop.snapshot.levelsOf(1, 'A')).toMatchObject([{ location: 'NEAR', onHand: 3, reserved: 0 }])
    expect(shop.effects.at(-1)?.defective).toEqual([{ ownerId: 1, sku: 'A', location: 'FAR', quantity: 1 }])
    // Twice is once.
    expect(shop.act(orderNumber, receive)).toMatchObject({ replayed: true })
    expect(shop.balance()).toBe(before + 303)
  })

  it('are refunded no more than once, however often it is asked', () => {
    const { shop, orderNumber, finalMinor } = paidOrder([['A', 2]])
    shop.shipAll(orderNumber)
    const refund = { kind: 'refund', goods: 'shipped' } as const
    const one = [{ lineNumber: 1, quantity: 1 }]
    const first = numberOf(shop.ask(orderNumber, { ...refund, pieces: one, amountMinor: finalMinor }))
    expect(refusal(shop.ask(orderNumber, { ...refund, pieces: one, amountMinor: 1 }))).toMatchObject({
      kind: 'more_than_left',
      what: 'amount',
      left: 0,
    })
    shop.decided(orderNumber, first, true)
    expect(shop.order(orderNumber)).toMatchObject({ refundStatus: 'refunded', refundedMinor: finalMinor })
    const two = [{ lineNumber: 1, quantity: 2 }]
    expect(refusal(shop.ask(orderNumber, { ...refund, pieces: two, amountMinor: 0 }))).toMatchObject({
      kind: 'more_than_left',
      what: 'line',
      left: 1,
    })
  })

  it('may stay after all: withdrawn, it can be asked again', () => {
    const { shop, orderNumber } = paidOrder([['A', 2]])
    shop.shipAll(orderNumber)
    const slip = numberOf(shop.ask(orderNumber, returning))
    const withdraw = { kind: 'act_on_after_sale', afterSaleNumber: slip, act: { kind: 'withdraw' } } as const
    shop.act(orderNumber, withdraw)
    expect(shop.act(orderNumber, withdraw)).toMatchObject({ replayed: true })
    expect(shop.order(orderNumber).refundStatus).toBe('none')
    expect(refusal(shop.decided(orderNumber, slip, true))).toMatchObject({ kind: 'not_allowed_in_state' })
    expect(numberOf(shop.ask(orderNumber, returning))).not.toBe(slip)
  })
})
