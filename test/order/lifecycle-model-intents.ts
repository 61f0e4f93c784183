/** Random stories of the corner shop: what somebody means to do, before it is known which orders there are. */
import fc from 'fast-check'
import type { Command, CommandKind } from '../../src/order/command.js'
import { ROUTING_POLICIES } from '../../src/order/routing.js'
import { callerOf, place, SKUS, type Wish } from './corner-shop.js'

export const LONGEST = 100

export type ActKind = Exclude<CommandKind, 'place' | 'rehearse'> | 'cancel_pieces'

/** Numbers count round what there is when its turn comes. `wild`: without looking whether it can be done. */
export interface Act {
  readonly what: ActKind
  readonly nth: number
  readonly part: number
  readonly pieces: number
  readonly pick: number
  readonly flag: boolean
  readonly other: boolean
  readonly wild: boolean
  readonly key: string | null
}

/** Counted round and round; undefined: there is none. */
export function nthOf<T>(list: readonly T[], nth: number): T | undefined {
  return list[nth % Math.max(1, list.length)]
}

export type Intent =
  | Act
  | { readonly what: 'place'; readonly command: Command }
  | { readonly what: 'repeat'; readonly nth: number }

const keys = fc.oneof(
  { weight: 12, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom('k1', 'k2', 'k3') },
)
const rarely = <T>(value: T, usual: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 29, arbitrary: usual }, { weight: 1, arbitrary: fc.constant(value) })
const seldom = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value })

/** How often each thing is done. */
const ACTS: Readonly<Record<ActKind, number>> = {
  move_stock: 12,
  count_stock: 3,
  top_up: 5,
  pay_waiting: 1,
  review: 4,
  cancel: 3,
  cancel_pieces: 4,
  expire: 4,
  hold: 4,
  release: 5,
  allocate: 5,
  annotate: 2,
  label: 3,
  serve_waiting: 4,
  announce_notice: 4,
  confirm_notice: 2,
  receive_notice: 5,
  close_notice: 3,
  withdraw_notice: 2,
  pack: 9,
  hand_over: 11,
  deliver: 4,
  track: 4,
  split: 5,
  merge: 4,
  move: 4,
  pay: 4,
  submit_voucher: 2,
  settle_payment: 3,
  request_after_sale: 9,
  decide_after_sale: 5,
  act_on_after_sale: 6,
  receive_return: 6,
  review_refunds: 3,
}

const act = fc.record<Act>({
  what: fc.oneof(
    ...Object.entries(ACTS).map(([what, weight]) => ({
      weight,
      // The names of a record's own fields.
      arbitrary: fc.constant(what as ActKind),
    })),
  ),
  nth: fc.nat(99),
  part: fc.nat(9),
  pieces: fc.integer({ min: 1, max: 3 }),
  pick: fc.nat(11),
  flag: fc.boolean(),
  other: fc.boolean(),
  wild: fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  key: keys,
})

const accountIds = fc.constantFrom(1, 1, 1, 1, 2, 2, 3)
const skus = fc.constantFrom('A', 'A', 'A', 'A', 'B', 'B', 'B', 'B', 'C')

const lines = fc.array(
  fc.tuple(
    fc.oneof({ weight: 30, arbitrary: skus }, { weight: 1, arbitrary: fc.constantFrom(...SKUS) }),
    rarely(1000, fc.integer({ min: 1, max: 4 })),
    seldom(fc.constantFrom('NEAR', 'FAR', 'SHUT', 'NOWHERE')),
  ),
  { minLength: 1, maxLength: 3 },
)

const wishes = fc.record({
  accountId: rarely(9, accountIds),
  country: fc.constantFrom('US', 'US', 'US', 'US', 'US', 'US', 'FR', 'FR', 'JP'),
  lines: lines.map((drawn) =>
    drawn.map(([sku, quantity, wished]) =>
      wished === null ? ([sku, quantity] as const) : ([sku, quantity, wished] as const),
    ),
  ),
  speed: fc.constantFrom(null, null, null, null, 'standard', 'standard', 'express', 'expedited'),
  family: fc.constantFrom('kakaclo', 'kakaclo', 'native'),
  sellerOrderNumber: fc.option(fc.constantFrom('S1', 'S2', 'S3', 'S4', 'S5', 'S6'), { nil: null }),
})

const HOLD = { kind: 'label', reason: 'no label' } as const

/** As the ways in which orders are placed differ: what they may lack, where they come from, how they are paid. */
const manners: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('SLOW', 'FAST', 'GONE', 'SHOWN').map((wishedMethod) => ({ wishedMethod })),
  },
  { weight: 4, arbitrary: fc.constant({ acceptShortage: true }) },
  {
    weight: 4,
    arbitrary: fc
      .record({ payment: fc.constantFrom('on_request', 'on_request', 'elsewhere'), held: fc.boolean() })
      .map(({ payment, held }): Wish => ({ payment, speed: null, ...(held ? { holds: [HOLD] } : {}) })),
  },
  {
    weight: 6,
    arbitrary: fc
      .record({
        onlyLocation: rarely('SHUT', fc.constantFrom('NEAR', 'NEAR', 'NEAR', 'FAR')),
        carrier: fc.constantFrom('FAST', 'FAST', 'FAST', 'GONE'),
        isDraft: fc.boolean(),
        manner: fc.nat(5),
      })
      .map(
        ({ onlyLocation, carrier, isDraft, manner }): Wish => ({
          ...{
            onlyLocation,
            carrier,
            ownGoods: true,
            payment: 'elsewhere',
            speed: null,
            acceptShortage: true,
          },
          ...(isDraft ? { review: 'later' as const } : {}),
          ...(manner === 0 ? { holds: [HOLD] } : {}),
          ...(manner === 1 ? { empty: true } : {}),
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('store 1', 'store 2')
      .map((name): Wish => ({ store: { name, marketplace: 'US' } })),
  },
)

const LIMITS = [{}, {}, { priceLimitMinor: 120 }, { currency: 'USD' }, { currency: 'EUR' }]

/** Of a partial order, each line may have a limit. */
function partial(command: Extract<Command, { kind: 'place' }>, isPartial: boolean, limit: number): Command {
  if (!isPartial) return command
  const limited = command.lines.map((line, index) => ({
    ...line,
    ...LIMITS[(limit + index) % LIMITS.length],
  }))
  return { ...command, lines: limited, partial: true, acceptShortage: false }
}

const placing: fc.Arbitrary<Intent> = fc
  .record({ wish: wishes, manner: manners, key: keys, isPartial: fc.nat(9), limit: fc.nat(4) })
  .map(({ wish, manner, key, isPartial, limit }) => {
    const command = partial(place({ ...wish, ...manner }), isPartial === 0, limit)
    return { what: 'place', command: withKey(command, key) }
  })

/** The key's hash is of what is asked, as at the edge. */
export function withKey(command: Command, key: string | null): Command {
  if (
    key === null ||
    ['review', 'expire', 'review_refunds', 'pay_waiting', 'serve_waiting'].includes(command.kind)
  ) {
    return command
  }
  const contentHash = JSON.stringify({ ...command, key: null })
  // Those whose key is always null were left out.
  return { ...command, key: { key, contentHash } } as Command
}

/** Of those that have a number or a key. */
const repeating: fc.Arbitrary<Intent> = fc.record({ what: fc.constant('repeat'), nth: fc.nat(99) })

export const stories = fc.record({
  policy: fc.constantFrom(...ROUTING_POLICIES),
  /** Pieces of A, B and C at two locations, of both owners. */
  stock: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 12, maxLength: 12 }),
  moneyMinor: fc.integer({ min: 0, max: 6000 }),
  intents: fc.array(
    fc.oneof(
      { weight: 14, arbitrary: placing },
      { weight: 4, arbitrary: repeating },
      { weight: 82, arbitrary: act },
    ),
    { minLength: 1, maxLength: LONGEST, size: 'max' },
  ),
})

export type StoryWish = typeof stories extends fc.Arbitrary<infer T> ? T : never

/** What a shop starts with, as the commands that bring it there. */
export function opening({ stock, moneyMinor }: Pick<StoryWish, 'stock' | 'moneyMinor'>): Command[] {
  const received = stock.flatMap((quantity, index): Command[] => {
    const caller = callerOf(index % 2 === 0 ? 1 : 3)
    const sku = ['A', 'B', 'C'][index >> 2] ?? 'A'
    const location = index % 4 < 2 ? 'NEAR' : 'FAR'
    // Owner 3 has no C, and a level of nothing is one that is not there.
    const isVoid = quantity === 0 || (sku === 'C' && caller.ownerId === 3)
    if (isVoid) return []
    return [{ kind: 'move_stock', caller, key: null, sku, location, quantity, reason: 'opening' }]
  })
  const amountMinor = moneyMinor + 1
  const paidIn = [1, 3].map(
    (accountId): Command => ({ kind: 'top_up', caller: callerOf(1), key: null, accountId, amountMinor }),
  )
  return [...received, ...paidIn]
}
