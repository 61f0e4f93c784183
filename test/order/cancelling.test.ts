/** Who may cancel which orders. */
import { describe, expect, it } from 'vitest'
import type { RejectionKind } from '../../src/order/rejection.js'
import { busyShop, refusalOf } from './busy-shop.js'
import { callerOf } from './corner-shop.js'

describe('who may cancel', () => {
  const refused = (accountId: number, orderNumber: number) =>
    refusalOf(busyShop(), {
      kind: 'cancel',
      caller: callerOf(accountId),
      key: null,
      orderNumber,
      reason: null,
    })

  it.each<[string, number, number, RejectionKind | 'accepted']>([
    ['the account that placed the order', 1, 1, 'accepted'],
    ['no other account, not even of the same stock: to it there is no such order', 2, 1, 'not_found'],
    ['no one an order that there is not', 1, 404, 'not_found'],
  ])('%s', (_title, accountId, orderNumber, expected) => {
    expect(refused(accountId, orderNumber)).toBe(expected)
  })

  it.each([
    ['drafted', 'accepted'],
    ['shortage', 'accepted'],
    ['allocated', 'accepted'],
    ['hold', 'accepted'],
    ['packed', 'accepted'],
    ['handed_over', 'not_allowed_in_state'],
    ['delivered', 'not_allowed_in_state'],
  ] as const)('an order with a part that is %s: %s', (status, expected) => {
    const story = busyShop()
    const order = story.order(1)
    const fulfilmentOrders = order.fulfilmentOrders.map((part) => ({ ...part, status }))
    story.snapshot.orders.set(1, { ...order, fulfilmentOrders })
    expect(
      refusalOf(story, { kind: 'cancel', caller: callerOf(1), key: null, orderNumber: 1, reason: null }),
    ).toBe(expected)
  })
})
