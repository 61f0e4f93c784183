// What follows a placing, told as stories: who waits for stock, who pays, what is cancelled, split, moved and tracked.
import { describe, expect, it } from 'vitest'
import type { TrackingEvent } from '../../src/order/order.js'
import type { OrderWish } from '../../src/order/wishes.js'
import { callerOf, Story } from './corner-shop.js'

/** Buyer 2 pays elsewhere, of owner 1's goods; buyer 1 pays from its balance. */
const ELSEWHERE = 2
const PAYING = 1

class Shop extends Story {
  serve(location: string, ...orders: number[]): void {
    const parts = orders.map((orderNumber) => {
      const skus = this.order(orderNumber).details.lines.map((line) => line.sku)
      return { orderNumber, sequence: 1, skus }
    })
    this.do({ kind: 'serve_waiting', caller: callerOf(ELSEWHERE), key: null, ownerId: 1, location, parts })
  }

  part(orderNumber: number, sequence = 1) {
    const part = this.order(orderNumber).fulfilmentOrders.find((one) => one.sequence === sequence)
    if (part === undefined) throw new Error(`there is no part ${sequence}`)
    return part
  }

  shipped(orderNumber: number, trackingNumber: string, accountId = PAYING): void {
    this.act(orderNumber, { kind: 'pack', sequence: 1, packages: null }, accountId)
    const parcel = { carrier: 'DHL', trackingNumber, packageNumber: null }
    this.act(orderNumber, { kind: 'hand_over', sequence: 1, ...parcel }, accountId)
  }
}

const refusal = (decision: ReturnType<Shop['act']>) => (decision.ok ? null : decision.rejection)
const short = (lines: readonly [string, number][]) =>
  ({ accountId: ELSEWHERE, lines, acceptShortage: true, onlyLocation: 'NEAR' }) as const

describe('what is packed anew', () => {
  it('is what is still here, under numbers that no shipment has; nothing else has changed', () => {
    const shop = new Shop().receive('A', { NEAR: 9 }).topUp(1000)
    const { orderNumber } = shop.place({ lines: [['A', 3]] })
    const pack = (packages: readonly (readonly [string, number])[], anew = true) =>
      shop.act(
        orderNumber,
        {
          kind: 'pack',
          sequence: 1,
          anew,
          packages: packages.map(([packageNumber, quantity]) => ({
            packageNumber,
            weightGrams: null,
            lines: [{ lineNumber: 1, quantity }],
          })),
        },
        PAYING,
      )
    const parcel = { carrier: 'DHL', trackingNumber: 'T1' }
    const handOver: OrderWish = { kind: 'hand_over', sequence: 1, packageNumber: 'T1', ...parcel }
    expect(
      refusal(
        pack(
          [
            ['T1', 1],
            ['rest', 2],
          ],
          false,
        ),
      ),
    ).toBeNull()
    shop.act(orderNumber, handOver, PAYING)
    expect(
      refusal(
        pack(
          [
            ['T2', 1],
            ['T3', 1],
          ],
          false,
        ),
      ),
    ).toMatchObject({ kind: 'not_allowed_in_state' })
    expect(
      refusal(
        pack([
          ['T1', 1],
          ['T3', 1],
        ]),
      ),
    ).toMatchObject({ kind: 'invalid_field' })
    expect(refusal(pack([['T2', 3]]))).toMatchObject({ kind: 'invalid_field' })
    expect(
      refusal(
        pack([
          ['T2', 1],
          ['T3', 1],
        ]),
      ),
    ).toBeNull()
    const part = shop.part(orderNumber)
    expect(part.packages?.map((one) => one.packageNumber)).toEqual(['T2', 'T3'])
    expect(part.shipments).toHaveLength(1)
    expect(part.status).toBe('packed')
  })
})

describe('who waits for stock', () => {
  it('is served oldest first, and who stays short keeps its SKUs from those behind it', () => {
    const shop = new Shop()
    const big = shop.place(
      short([
        ['A', 9],
        ['B', 1],
      ]),
    ).orderNumber
    const small = shop.place(short([['A', 1]])).orderNumber
    const other = shop.place(short([['C', 2]])).orderNumber
    const behind = shop.place(
      short([
        ['C', 1],
        ['B', 1],
      ]),
    ).orderNumber
    shop.receive('A', { NEAR: 5 }).receive('C', { NEAR: 9 }).receive('B', { NEAR: 9 })
    shop.serve('NEAR', big, small, other, behind)
    const statuses = [big, small, other, behind].map((one) => shop.part(one).status)
    // The big one waits for more of A; the last one shares B with it.
    expect(statuses).toEqual(['shortage', 'shortage', 'allocated', 'shortage'])
    expect(shop.snapshot.levelsOf(1, 'C')).toMatchObject([{ reserved: 2 }])
    shop.receive('A', { NEAR: 4 })
    shop.serve('NEAR', big, small, behind)
    expect(shop.part(big).status).toBe('allocated')
    expect(shop.part(small).status).toBe('shortage')
    expect(shop.part(behind).status).toBe('allocated')
  })

  it('takes each piece once, also where several are served in one command', () => {
    const shop = new Shop()
    const orders = [1, 2, 3].map(() => shop.place(short([['A', 2]])).orderNumber)
    shop.receive('A', { NEAR: 5 })
    shop.serve('NEAR', ...orders)
    expect(orders.map((one) => shop.part(one).status)).toEqual(['allocated', 'allocated', 'shortage'])
    expect(shop.snapshot.levelsOf(1, 'A')).toMatchObject([{ onHand: 5, reserved: 4 }])
  })
})

describe('money', () => {
  const asked = { payment: 'on_request' } as const

  it('is taken from the balance on request, once', () => {
    const shop = new Shop().receive('A', { NEAR: 5 })
    shop.topUp(1000)
    const { orderNumber, finalMinor } = shop.place({ ...asked, lines: [['A', 2]] })
    expect(shop.part(orderNumber).status).toBe('drafted')
    expect(shop.act(orderNumber, { kind: 'pay' })).toMatchObject({ ok: true, replayed: false })
    expect(shop.act(orderNumber, { kind: 'pay' })).toMatchObject({ ok: true, replayed: true })
    expect(shop.order(orderNumber)).toMatchObject({ financialStatus: 'paid', orderStatus: 'processing' })
    expect(shop.part(orderNumber).status).toBe('allocated')
    expect(shop.balance()).toBe(1000 - finalMinor)
  })

  it('that is not there is refused with what is missing, and nothing changes', () => {
    const shop = new Shop().receive('A', { NEAR: 5 })
    const { orderNumber } = shop.place({ ...asked, lines: [['A', 2]] })
    const refused = refusal(shop.act(orderNumber, { kind: 'pay' }))
    expect(refused).toMatchObject({ kind: 'insufficient_balance', dueMinor: 202, balanceMinor: 0 })
    expect(shop.order(orderNumber).version).toBe(1)
  })

  it('of a voucher goes through the ledger when a person has seen it', () => {
    const shop = new Shop().receive('A', { NEAR: 5 })
    const { orderNumber } = shop.place({ ...asked, lines: [['A', 2]] })
    const voucher = { kind: 'submit_voucher', urls: ['https://example.test/1.png'], remark: null } as const
    shop.act(orderNumber, voucher)
    expect(shop.act(orderNumber, voucher)).toMatchObject({ replayed: true })
    shop.act(orderNumber, { kind: 'settle_payment', approved: false, reason: 'unreadable' })
    expect(shop.order(orderNumber).financialStatus).toBe('voucher_refused')
    shop.act(orderNumber, { ...voucher, remark: 'again' })
    shop.act(orderNumber, { kind: 'settle_payment', approved: true, reason: null })
    expect(shop.order(orderNumber).financialStatus).toBe('paid')
    expect(shop.balance()).toBe(0)
    const entries = shop.effects.flatMap((one) => one.entries).map((one) => [one.kind, one.amountMinor])
    expect(entries).toEqual([
      ['top_up', 202],
      ['payment', -202],
    ])
  })

  it('for pieces that were cancelled before is never asked for', () => {
    const shop = new Shop().receive('A', { NEAR: 5 })
    shop.topUp(101)
    const { orderNumber } = shop.place({ ...asked, lines: [['A', 2]] })
    const pieces = [{ lineNumber: 1, quantity: 1 }]
    shop.act(orderNumber, { kind: 'cancel', reason: null, pieces })
    expect(shop.act(orderNumber, { kind: 'pay' })).toMatchObject({ ok: true })
    expect(shop.balance()).toBe(0)
    shop.act(orderNumber, { kind: 'cancel', reason: null })
    expect(shop.order(orderNumber)).toMatchObject({ refundedMinor: 101, refundStatus: 'refunded' })
    expect(shop.balance()).toBe(101)
  })
})

describe('pieces', () => {
  it('are cancelled from where they ship last, and their money comes back', () => {
    const shop = new Shop().receive('A', { NEAR: 2, FAR: 9 })
    shop.topUp(10_000)
    const { orderNumber, finalMinor } = shop.place({ lines: [['A', 4]] })
    const before = shop.balance() ?? 0
    shop.act(orderNumber, { kind: 'cancel', reason: 'less', pieces: [{ lineNumber: 1, quantity: 3 }] })
    const order = shop.order(orderNumber)
    expect(order).toMatchObject({ orderStatus: 'processing', refundStatus: 'partially_refunded' })
    expect(shop.balance()).toBe(before + 303)
    const left = order.fulfilmentOrders.flatMap((part) => part.lines.map((line) => line.reserved))
    expect(left.reduce((sum, one) => sum + one, 0)).toBe(1)
    const tooMany = [{ lineNumber: 1, quantity: 2 }]
    expect(refusal(shop.act(orderNumber, { kind: 'cancel', reason: null, pieces: tooMany }))).toMatchObject({
      kind: 'more_than_left',
      asked: 2,
      left: 1,
    })
    // With the last piece everything that is left comes back, freight and all.
    const last = [{ lineNumber: 1, quantity: 1 }]
    shop.act(orderNumber, { kind: 'cancel', reason: null, pieces: last })
    expect(shop.order(orderNumber)).toMatchObject({ orderStatus: 'cancelled', refundedMinor: finalMinor })
    expect(shop.snapshot.levelsOf(1, 'A').every((level) => level.reserved === 0)).toBe(true)
  })

  it('are split off, moved to where they are, and merged again', () => {
    const shop = new Shop().receive('A', { NEAR: 4, FAR: 1 })
    const { orderNumber } = shop.place({ accountId: ELSEWHERE, lines: [['A', 4]] })
    const act = (wish: OrderWish) => shop.act(orderNumber, wish, ELSEWHERE)
    act({ kind: 'split', sequence: 1, lines: [{ lineNumber: 1, quantity: 1 }] })
    expect(shop.part(orderNumber, 1).lines).toMatchObject([{ quantity: 3, reserved: 3 }])
    expect(shop.part(orderNumber, 2).lines).toMatchObject([{ quantity: 1, reserved: 1 }])
    act({ kind: 'move', sequence: 2, location: 'FAR' })
    expect(shop.part(orderNumber, 2)).toMatchObject({ location: 'FAR', status: 'allocated' })
    const levels = () => shop.snapshot.levelsOf(1, 'A').map((one) => [one.location, one.reserved])
    expect(levels()).toEqual([
      ['NEAR', 3],
      ['FAR', 1],
    ])
    const elsewhere = refusal(act({ kind: 'merge', sequence: null, sequences: [1, 2] }))
    expect(elsewhere).toMatchObject({ kind: 'invalid_field' })
    act({ kind: 'move', sequence: 2, location: 'NEAR' })
    act({ kind: 'merge', sequence: null, sequences: [1, 2] })
    expect(shop.part(orderNumber, 1).lines).toMatchObject([{ quantity: 4, reserved: 4 }])
    expect(shop.part(orderNumber, 2)).toMatchObject({ status: 'cancelled', lines: [] })
    expect(levels()).toEqual([
      ['NEAR', 4],
      ['FAR', 0],
    ])
    const all = refusal(act({ kind: 'split', sequence: 1, lines: [{ lineNumber: 1, quantity: 4 }] }))
    expect(all).toMatchObject({ kind: 'invalid_field' })
  })

  it('that are moved to where there are none wait there', () => {
    const shop = new Shop().receive('A', { NEAR: 4 })
    const { orderNumber } = shop.place({ accountId: ELSEWHERE, lines: [['A', 4]] })
    shop.act(orderNumber, { kind: 'move', sequence: 1, location: 'FAR' }, ELSEWHERE)
    expect(shop.part(orderNumber)).toMatchObject({ location: 'FAR', status: 'shortage' })
    expect(shop.snapshot.levelsOf(1, 'A')).toMatchObject([{ location: 'NEAR', reserved: 0 }])
  })
})

describe('parcels', () => {
  const event = (at: number, status: TrackingEvent['status']): TrackingEvent => {
    return { at, status, description: '', country: null, state: null, city: null, facility: null }
  }

  it('keep what is told of them as a set, and a late message moves nothing back', () => {
    const shop = new Shop().receive('A', { NEAR: 4 })
    const { orderNumber } = shop.place({ accountId: ELSEWHERE, lines: [['A', 4]] })
    shop.shipped(orderNumber, 'T1', ELSEWHERE)
    const track = (...events: TrackingEvent[]) =>
      shop.act(orderNumber, { kind: 'track', sequence: null, trackingNumber: 'T1', events }, ELSEWHERE)
    track(event(2000, 'in_transit'))
    track(event(3000, 'delivered'), event(3000, 'delivered'))
    expect(shop.order(orderNumber)).toMatchObject({ orderStatus: 'completed' })
    expect(shop.part(orderNumber)).toMatchObject({ status: 'delivered', times: { delivered: 3000 } })
    expect(track(event(1000, 'picked_up'))).toMatchObject({ replayed: false })
    expect(track(event(1000, 'picked_up'))).toMatchObject({ replayed: true })
    expect(shop.order(orderNumber).orderStatus).toBe('completed')
    expect(shop.part(orderNumber).shipments?.[0]?.events?.map((one) => one.at)).toEqual([3000, 2000, 1000])
    const unknown = {
      kind: 'track',
      sequence: null,
      trackingNumber: 'T2',
      events: [event(1, 'arrived')],
    } as const
    expect(refusal(shop.act(orderNumber, unknown, ELSEWHERE))).toMatchObject({ what: 'parcel', id: 'T2' })
  })
})
