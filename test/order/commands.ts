/** Random sequences of commands for the corner shop: mostly sensible ones, and now and then a wrong one. */
import fc from 'fast-check'
import type { Command } from '../../src/order/command.js'
import { ROUTING_POLICIES } from '../../src/order/routing.js'
import { callerOf, place, SKUS, type Wish } from './corner-shop.js'

export const LONGEST = 40

/** A command to be, where it speaks of orders that only the run knows: `nth` counts round them. */
export type Intent =
  | { readonly what: 'command'; readonly command: Command }
  | { readonly what: 'repeat'; readonly nth: number }
  | {
      readonly what: 'cancel'
      readonly nth: number
      readonly accountId: number | null
      readonly key: string | null
    }

const accountIds = fc.constantFrom(1, 1, 1, 1, 2, 3, 3)
const skus = fc.constantFrom('A', 'A', 'A', 'A', 'B', 'B', 'B', 'B', 'B', 'C')
const rarely = <T>(value: T, usual: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 29, arbitrary: usual }, { weight: 1, arbitrary: fc.constant(value) })
const seldom = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value })

const lines = fc.array(
  fc.tuple(
    fc.oneof({ weight: 30, arbitrary: skus }, { weight: 1, arbitrary: fc.constantFrom(...SKUS) }),
    rarely(1000, fc.integer({ min: 1, max: 4 })),
    seldom(fc.constantFrom('NEAR', 'FAR', 'SHUT', 'NOWHERE')),
  ),
  { minLength: 1, maxLength: 4 },
)

const placing: fc.Arbitrary<Intent> = fc
  .record({
    accountId: rarely(9, accountIds),
    country: fc.constantFrom('US', 'US', 'US', 'US', 'US', 'US', 'FR', 'FR', 'JP'),
    lines: lines.map((drawn) =>
      drawn.map(([sku, quantity, wished]) =>
        wished === null ? ([sku, quantity] as const) : ([sku, quantity, wished] as const),
      ),
    ),
    speed: fc.constantFrom(null, null, null, 'standard', 'standard', 'standard', 'express', 'expedited'),
    method: seldom(fc.constantFrom('SLOW', 'FAST', 'GONE', 'SHOWN')),
    family: fc.constantFrom('kakaclo', 'kakaclo', 'native'),
    sellerOrderNumber: fc.option(fc.constantFrom('S1', 'S2', 'S3', 'S4', 'S5', 'S6'), { nil: null }),
    key: seldom(fc.constantFrom('k1', 'k2', 'k3')),
  })
  .map(({ method, key, ...wish }) => {
    const wished = { ...wish, ...(method === null ? {} : { wishedMethod: method }) } satisfies Wish
    return { what: 'command', command: withKey(place(wished), key) }
  })

/** Of those that have a number or a key. */
const repeating: fc.Arbitrary<Intent> = fc.record({ what: fc.constant('repeat'), nth: fc.nat(99) })

const cancelling: fc.Arbitrary<Intent> = fc.record({
  what: fc.constant('cancel'),
  nth: fc.nat(99),
  /** Null: the account that the order belongs to. */
  accountId: seldom(accountIds),
  key: seldom(fc.constantFrom('k1', 'k2', 'k3')),
})

const moving: fc.Arbitrary<Intent> = fc
  .record({
    accountId: fc.constantFrom(1, 1, 3),
    sku: fc.oneof({ weight: 20, arbitrary: skus }, { weight: 1, arbitrary: fc.constantFrom(...SKUS) }),
    location: rarely('NOWHERE', fc.constantFrom('NEAR', 'NEAR', 'FAR', 'FAR', 'LATE', 'SHUT')),
    quantity: rarely(2_147_483_645, fc.integer({ min: -4, max: 12 })),
    key: seldom(fc.constantFrom('k1', 'k2')),
  })
  .map(({ accountId, key, ...move }) => {
    const caller = callerOf(accountId)
    return {
      what: 'command',
      command: withKey({ kind: 'move_stock', caller, key: null, reason: 'r', ...move }, key),
    }
  })

const counting: fc.Arbitrary<Intent> = fc
  .record({
    accountId: fc.constantFrom(1, 1, 3),
    sku: skus,
    location: rarely('NOWHERE', fc.constantFrom('NEAR', 'NEAR', 'FAR', 'FAR', 'LATE')),
    onHand: fc.integer({ min: 0, max: 20 }),
    key: seldom(fc.constantFrom('k1', 'k2')),
  })
  .map(({ accountId, key, ...counted }) => {
    const caller = callerOf(accountId)
    return {
      what: 'command',
      command: withKey({ kind: 'count_stock', caller, key: null, reason: 'r', ...counted }, key),
    }
  })

const toppingUp: fc.Arbitrary<Intent> = fc
  .record({
    accountId: rarely(9, accountIds),
    amountMinor: rarely(1_000_000_000_000_000, fc.integer({ min: 1, max: 4000 })),
    key: seldom(fc.constantFrom('k1', 'k2')),
  })
  .map(({ accountId, amountMinor, key }) => {
    const caller = callerOf(1)
    return {
      what: 'command',
      command: withKey({ kind: 'top_up', caller, key: null, accountId, amountMinor }, key),
    }
  })

const paying: fc.Arbitrary<Intent> = rarely(9, accountIds).map((accountId) => ({
  what: 'command',
  command: { kind: 'pay_waiting', caller: callerOf(1), key: null, accountId },
}))

/** The key's hash is of what is asked, as at the edge. */
export function withKey(command: Exclude<Command, { key: null }>, key: string | null): Command {
  if (key === null) return command
  return { ...command, key: { key, contentHash: JSON.stringify({ ...command, key: null }) } }
}

export const sequences = fc.record({
  policy: fc.constantFrom(...ROUTING_POLICIES),
  /** Pieces of A, B and C at two locations, of both owners. */
  stock: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 12, maxLength: 12 }),
  moneyMinor: fc.integer({ min: 0, max: 6000 }),
  intents: fc.array(
    fc.oneof(
      { weight: 9, arbitrary: placing },
      { weight: 2, arbitrary: repeating },
      { weight: 5, arbitrary: cancelling },
      { weight: 9, arbitrary: moving },
      { weight: 1, arbitrary: counting },
      { weight: 5, arbitrary: toppingUp },
      { weight: 1, arbitrary: paying },
    ),
    { minLength: 1, maxLength: LONGEST, size: 'max' },
  ),
})

/** What a shop starts with, as the commands that bring it there. */
export function opening(stock: readonly number[], moneyMinor: number): Command[] {
  const reason = 'opening'
  const received = stock.flatMap((quantity, index): Command[] => {
    const caller = callerOf(index % 2 === 0 ? 1 : 3)
    const sku = ['A', 'B', 'C'][index >> 2] ?? 'A'
    const location = index % 4 < 2 ? 'NEAR' : 'FAR'
    // Owner 3 has no C, and a level of nothing is one that is not there.
    const isVoid = quantity === 0 || (sku === 'C' && caller.ownerId === 3)
    return isVoid ? [] : [{ kind: 'move_stock', caller, key: null, sku, location, quantity, reason }]
  })
  const amountMinor = moneyMinor + 1
  const paidIn = [1, 3].map(
    (accountId): Command => ({ kind: 'top_up', caller: callerOf(1), key: null, accountId, amountMinor }),
  )
  return [...received, ...paidIn]
}
