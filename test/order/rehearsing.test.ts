// Bad days that befall an order on purpose: after it was accepted, and once.
import { describe, expect, it } from 'vitest'
import type { BadDay } from '../../src/order/order.js'
import { Story } from './corner-shop.js'

const AFTER_MS = 5_000
const REHEARSE = { kind: 'rehearse' } as const
const asking = (rehearsal: BadDay) => ({ lines: [['A', 2]], rehearsal }) as const
const openRichShop = () => new Story().receive('A', { NEAR: 5 }).topUp(1_000_000)

describe('an order that asks for a bad day', () => {
  it('is refused after it was accepted: its stock and its money go back', () => {
    const shop = openRichShop()
    const before = shop.balance()
    const { orderNumber, createdAt, due, fulfilmentOrders } = shop.place(asking('late_refusal'))
    expect(fulfilmentOrders[0]?.status).toBe('allocated')
    expect(due).toEqual({ kind: 'rehearsal', at: createdAt + AFTER_MS })
    expect(shop.act(orderNumber, REHEARSE)).toMatchObject({ replayed: true })
    shop.wait(AFTER_MS)
    expect(shop.act(orderNumber, REHEARSE)).toMatchObject({ replayed: false })
    expect(shop.order(orderNumber)).toMatchObject({
      orderStatus: 'cancelled',
      due: null,
      details: { cancelReason: 'refused after it was accepted, as its caller asked' },
    })
    expect(shop.snapshot.levelsOf(1, 'A')).toMatchObject([{ onHand: 5, reserved: 0 }])
    expect(shop.balance()).toBe(before)
    expect(shop.act(orderNumber, REHEARSE)).toMatchObject({ replayed: true })
  })

  it('is short after it was allocated; when it is allocated anew, it goes on', () => {
    const shop = openRichShop()
    const { orderNumber } = shop.place(asking('late_shortage'))
    shop.wait(AFTER_MS)
    shop.act(orderNumber, REHEARSE)
    const short = shop.order(orderNumber)
    expect(short).toMatchObject({ orderStatus: 'processing', due: null })
    expect(short.fulfilmentOrders).toMatchObject([{ status: 'shortage', lines: [{ reserved: 0 }] }])
    expect(shop.snapshot.levelsOf(1, 'A')).toMatchObject([{ onHand: 5, reserved: 0 }])
    shop.act(orderNumber, { kind: 'allocate', sequence: 1 })
    expect(shop.order(orderNumber).fulfilmentOrders[0]?.status).toBe('allocated')
    expect(shop.act(orderNumber, REHEARSE)).toMatchObject({ replayed: true })
  })

  it.each(['late_refusal', 'late_shortage'] as const)('that has left by then is left alone: %s', (kind) => {
    const shop = openRichShop()
    const { orderNumber } = shop.place(asking(kind))
    shop.act(orderNumber, { kind: 'pack', sequence: 1, packages: null })
    const parcel = { carrier: 'DHL', trackingNumber: 'T1', packageNumber: null }
    shop.act(orderNumber, { kind: 'hand_over', sequence: 1, ...parcel })
    shop.wait(AFTER_MS)
    expect(shop.act(orderNumber, REHEARSE)).toMatchObject({
      effects: { events: [{ kind: 'annotated', data: { rehearsal: kind, tooLate: true } }] },
    })
    expect(shop.order(orderNumber)).toMatchObject({
      due: null,
      fulfilmentOrders: [{ status: 'handed_over' }],
    })
  })

  it('finds no stock: what may wait is short, and a draft is found short by its review', () => {
    const shop = openRichShop()
    const waiting = shop.place({ ...asking('out_of_stock'), acceptShortage: true })
    expect(waiting).toMatchObject({ due: null, fulfilmentOrders: [{ status: 'shortage' }] })
    const draft = shop.place({ ...asking('out_of_stock'), review: 'later', onlyLocation: 'NEAR' })
    expect(draft.due?.kind).toBe('review')
    shop.act(draft.orderNumber, { kind: 'review' })
    expect(shop.order(draft.orderNumber)).toMatchObject({
      due: null,
      fulfilmentOrders: [{ status: 'shortage' }],
    })
  })
})
