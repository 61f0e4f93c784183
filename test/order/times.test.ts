// When a fulfilment order came to its statuses: of several times the last, unless nothing happened anew.
import { describe, expect, it } from 'vitest'
import type { Command } from '../../src/order/command.js'
import type { FulfilmentOrder } from '../../src/order/order.js'
import type { OrderWish } from '../../src/order/wishes.js'
import { callerOf, Story } from './corner-shop.js'

/** Pays elsewhere, of owner 1's goods. */
const BUYER = 2
const HOLD = { kind: 'hold', sequence: null, hold: { kind: 'asked', reason: 'wait' } } as const
const RELEASE = { kind: 'release', sequence: null } as const
const PACK = { kind: 'pack', sequence: 1, packages: null } as const

/** Each act is a second after the one before it. */
class Shop extends Story {
  next(orderNumber: number, wish: OrderWish): FulfilmentOrder['times'] {
    const skus = this.order(orderNumber).details.lines.map((line) => line.sku)
    this.do({ ...wish, caller: callerOf(BUYER), key: null, orderNumber, skus } as Command)
    return this.times(orderNumber)
  }

  times(orderNumber: number): FulfilmentOrder['times'] {
    return this.order(orderNumber).fulfilmentOrders[0]?.times ?? {}
  }
}

function opened() {
  const shop = new Shop().receive('A', { NEAR: 4 })
  const { orderNumber } = shop.place({ accountId: BUYER, lines: [['A', 4]] })
  return { shop, orderNumber, placed: shop.times(orderNumber) }
}

describe('a hold that ends where it began', () => {
  it('is no allocation, since the stock was reserved all along', () => {
    const { shop, orderNumber, placed } = opened()
    const held = shop.next(orderNumber, HOLD)
    expect(held.hold).toBeGreaterThan(placed.allocated ?? 0)
    expect(shop.next(orderNumber, RELEASE)).toEqual({ ...placed, hold: held.hold })
    // The next hold has a time of its own.
    expect(shop.next(orderNumber, HOLD).hold).toBeGreaterThan(held.hold ?? 0)
  })

  it('is no packing', () => {
    const { shop, orderNumber } = opened()
    const { packed } = shop.next(orderNumber, PACK)
    shop.next(orderNumber, HOLD)
    expect(shop.next(orderNumber, RELEASE)).toMatchObject({ packed })
    expect(shop.order(orderNumber).fulfilmentOrders[0]?.status).toBe('packed')
  })

  it('is an allocation, if it was held before there was one', () => {
    const shop = new Shop().receive('A', { NEAR: 4 })
    const holds = [HOLD.hold]
    const { orderNumber } = shop.place({ accountId: BUYER, lines: [['A', 4]], onlyLocation: 'NEAR', holds })
    const { hold, allocated } = shop.times(orderNumber)
    expect(allocated).toBeUndefined()
    expect(shop.next(orderNumber, RELEASE).allocated).toBeGreaterThan(hold ?? Number.POSITIVE_INFINITY)
  })
})

it('stock that is given up and taken again is allocated again', () => {
  const { shop, orderNumber, placed } = opened()
  const away = shop.next(orderNumber, { kind: 'move', sequence: 1, location: 'FAR' })
  expect(away.shortage).toBeGreaterThan(placed.allocated ?? 0)
  const back = shop.next(orderNumber, { kind: 'move', sequence: 1, location: 'NEAR' })
  expect(back.allocated).toBeGreaterThan(away.shortage ?? 0)
  expect(back.shortage).toBe(away.shortage)
})

it('what is packed anew, without pieces that are not wanted any more, was packed when it was packed first', () => {
  const { shop, orderNumber, placed } = opened()
  const { packed } = shop.next(orderNumber, PACK)
  const wish = {
    kind: 'refund',
    goods: 'unshipped',
    pieces: [{ lineNumber: 1, quantity: 1 }],
    amountMinor: null,
    reason: null,
    remark: null,
    images: [],
    extra: null,
  } as const
  shop.next(orderNumber, { kind: 'request_after_sale', wish })
  const [asked] = shop.order(orderNumber).afterSales
  const decision = { approved: true, reason: null, amountMinor: null }
  const afterSaleNumber = asked?.afterSaleNumber ?? 0
  const unpacked = shop.next(orderNumber, { kind: 'decide_after_sale', afterSaleNumber, ...decision })
  expect(shop.order(orderNumber).fulfilmentOrders[0]).toMatchObject({ status: 'allocated', packages: null })
  expect(unpacked).toMatchObject({ allocated: placed.allocated, packed })
  expect(shop.next(orderNumber, PACK)).toMatchObject({ packed })
})
