/** How full a balance and a stock level may be, and how much one command does. */
import { describe, expect, it } from 'vitest'
import type { Command } from '../../src/order/command.js'
import type { RejectionKind } from '../../src/order/rejection.js'
import { of, refusalOf } from './busy-shop.js'
import { accountOf, callerOf, openShop, Story } from './corner-shop.js'

describe('limits', () => {
  it.each<[string, number, number, RejectionKind | 'accepted']>([
    ['a balance may be full', 999_999_999_999_999, 1, 'accepted'],
    ['and not fuller', 1_000_000_000_000_000, 1, 'invalid_field'],
  ])('%s', (_title, balanceMinor, amountMinor, expected) => {
    const snapshot = openShop()
    snapshot.accounts.set(1, accountOf(1, { balanceMinor }))
    const command: Command = { kind: 'top_up', caller: callerOf(1), key: null, accountId: 1, amountMinor }
    expect(refusalOf(new Story(snapshot), command)).toBe(expected)
  })

  it.each<[string, number, RejectionKind | 'accepted']>([
    ['a level may be emptied down to what is reserved', -3, 'accepted'],
    ['and not below', -4, 'stock_out_of_range'],
    ['it may be filled to the largest number that the store can hold', 2_147_483_642, 'accepted'],
    ['and not above', 2_147_483_643, 'stock_out_of_range'],
  ])('%s', (_title, quantity, expected) => {
    const story = new Story().receive('A', { NEAR: 5 })
    story.place({ lines: of('2 A') })
    const caller = callerOf(1)
    const move = {
      kind: 'move_stock',
      caller,
      key: null,
      sku: 'A',
      location: 'NEAR',
      quantity,
      reason: 'r',
    } as const
    expect(refusalOf(story, move)).toBe(expected)
  })

  it('a command pays at most 200 orders, and says that there may be more', () => {
    const story = new Story().receive('A', { NEAR: 999 })
    for (let count = 0; count < 201; count++) story.place({})
    const topUp: Command = {
      kind: 'top_up',
      caller: callerOf(1),
      key: null,
      accountId: 1,
      amountMinor: 20_200,
    }
    expect(story.decide(topUp)).toMatchObject({ ok: true, outcome: { moreWaiting: true, balanceMinor: 0 } })
  })
})
