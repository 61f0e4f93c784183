// Orders that the hub gives up: what is held too long, and what is short where nobody waits for stock.
import { describe, expect, it } from 'vitest'
import { lossOf, lostOf } from '../../src/order/reservation.js'
import { START, Story } from './corner-shop.js'

const DAY_MS = 86_400_000
const ELSEWHERE = 2
const held = {
  accountId: ELSEWHERE,
  lines: [['A', 2]],
  holds: [{ kind: 'asked', reason: 'wait' }],
  holdLimitMs: 14 * DAY_MS,
} as const

describe('an order that is held', () => {
  it('is cancelled after its limit, not before; what it held is free again', () => {
    const shop = new Story().receive('A', { NEAR: 5 })
    const { orderNumber, createdAt, due } = shop.place(held)
    expect(due).toEqual({ kind: 'hold_expiry', at: createdAt + 14 * DAY_MS })
    shop.wait(14 * DAY_MS - 1)
    expect(shop.act(orderNumber, { kind: 'expire' }, ELSEWHERE)).toMatchObject({ replayed: true })
    shop.wait(1)
    expect(shop.act(orderNumber, { kind: 'expire' }, ELSEWHERE)).toMatchObject({ replayed: false })
    expect(shop.order(orderNumber)).toMatchObject({
      orderStatus: 'cancelled',
      due: null,
      details: { cancelReason: 'held too long', endedShort: false },
    })
    expect(shop.snapshot.levelsOf(1, 'A')).toMatchObject([{ onHand: 5, reserved: 0 }])
    expect(shop.act(orderNumber, { kind: 'expire' }, ELSEWHERE)).toMatchObject({ replayed: true })
  })

  it('is safe once it is released; when it is held anew, its time begins anew', () => {
    const shop = new Story().receive('A', { NEAR: 5 })
    const { orderNumber } = shop.place(held)
    shop.act(orderNumber, { kind: 'release', sequence: 1 }, ELSEWHERE)
    expect(shop.order(orderNumber).due).toBeNull()
    shop.wait(20 * DAY_MS)
    expect(shop.act(orderNumber, { kind: 'expire' }, ELSEWHERE)).toMatchObject({ replayed: true })
    const hold = { kind: 'asked', reason: 'again' } as const
    shop.act(orderNumber, { kind: 'hold', sequence: 1, hold }, ELSEWHERE)
    const { due } = shop.order(orderNumber)
    expect(due?.kind).toBe('hold_expiry')
    expect(due?.at).toBeGreaterThanOrEqual(START + 34 * DAY_MS)
  })

  it('gives up only the part that is held; what is packed waits for a person', () => {
    const shop = new Story().receive('A', { NEAR: 5 })
    const { orderNumber } = shop.place({ ...held, holds: [] })
    shop.act(orderNumber, { kind: 'split', sequence: 1, lines: [{ lineNumber: 1, quantity: 1 }] }, ELSEWHERE)
    shop.act(orderNumber, { kind: 'pack', sequence: 1, packages: null }, ELSEWHERE)
    const hold = { kind: 'asked', reason: 'wait' } as const
    shop.act(orderNumber, { kind: 'hold', sequence: null, hold }, ELSEWHERE)
    shop.wait(14 * DAY_MS)
    shop.act(orderNumber, { kind: 'expire' }, ELSEWHERE)
    const order = shop.order(orderNumber)
    expect(order.fulfilmentOrders.map((part) => part.status)).toEqual(['hold', 'cancelled'])
    expect(order).toMatchObject({ orderStatus: 'processing', due: null })
    expect([lossOf(order), lostOf(order, 1)]).toEqual(['cancelled', 1])
  })

  it('without a limit it is held for ever', () => {
    const shop = new Story().receive('A', { NEAR: 5 })
    const { holdLimitMs: _none, ...rest } = held
    expect(shop.place(rest).due).toBeNull()
  })
})

describe('an order that ends if it is short', () => {
  it('claims its number, holds no stock, costs nothing, and never ships', () => {
    const shop = new Story().receive('A', { NEAR: 1 }).topUp(10_000)
    const wish = { lines: [['A', 2]], endIfShort: true, sellerOrderNumber: 'S-1' } as const
    const order = shop.place(wish)
    expect(order).toMatchObject({
      orderStatus: 'cancelled',
      financialStatus: 'none',
      fulfilmentStatus: 'none',
      due: null,
      details: { endedShort: true, cancelReason: 'out of stock: A, asked 2, available 1' },
      fulfilmentOrders: [{ status: 'cancelled', lines: [{ quantity: 2, reserved: 0 }] }],
    })
    expect([lossOf(order), lostOf(order, 1)]).toEqual(['short', 2])
    expect(shop.balance()).toBe(10_000)
    expect(shop.snapshot.levelsOf(1, 'A')).toMatchObject([{ reserved: 0 }])
    expect(shop.act(order.orderNumber, { kind: 'allocate', sequence: null })).toMatchObject({
      replayed: true,
    })
    expect(shop.act(order.orderNumber, { kind: 'cancel', reason: null })).toMatchObject({ replayed: true })
  })

  it('is like any other where there is enough', () => {
    const shop = new Story().receive('A', { NEAR: 5 })
    const order = shop.place({ accountId: ELSEWHERE, lines: [['A', 2]], endIfShort: true })
    expect([order.orderStatus, order.fulfilmentOrders[0]?.status, lossOf(order)]).toEqual([
      'processing',
      'allocated',
      'none',
    ])
  })
})

describe('the remark', () => {
  it('is changed, also to none; the same again changes nothing', () => {
    const shop = new Story().receive('A', { NEAR: 5 })
    const { orderNumber } = shop.place({ remark: 'one' })
    const annotate = (remark: string | null) =>
      shop.act(orderNumber, { kind: 'annotate', sequence: null, extra: {}, hold: null, remark })
    expect(annotate('two')).toMatchObject({ replayed: false })
    expect(annotate('two')).toMatchObject({ replayed: true })
    expect(shop.order(orderNumber).details.remark).toBe('two')
    expect(annotate(null)).toMatchObject({ replayed: false })
    expect(shop.order(orderNumber).details.remark).toBeNull()
  })
})
