/**
 * Placing, case by case: what is refused and as what, what is known again, and what the freight is;
 * lifecycle-model.test.ts has what holds for all of it.
 */
import { describe, expect, it } from 'vitest'
import type { RejectionKind } from '../../src/order/rejection.js'
import { busyShop, NUMBERED, of, refusalOf } from './busy-shop.js'
import { place, Story, type Wish } from './corner-shop.js'

const KEYED: Wish = { key: { key: 'k', contentHash: 'first' } }
const OTHER_KEYED: Wish = { key: { key: 'k', contentHash: 'second' } }

/** Each wish alone is refused for its own reason; together, the one that stands first goes. */
const PRECEDENCE: readonly { readonly kind: RejectionKind; readonly wish: Wish }[] = [
  { kind: 'key_reused', wish: OTHER_KEYED },
  { kind: 'seller_number_taken', wish: { sellerOrderNumber: 'S-1' } },
  { kind: 'unknown_sku', wish: { lines: of('1 X') } },
  { kind: 'sku_not_orderable', wish: { lines: of('1 OFF') } },
  { kind: 'out_of_stock', wish: { lines: of('9 B') } },
  { kind: 'no_shipping_rate', wish: { country: 'JP', speed: 'standard', lines: of('1 B') } },
]

const PAIRS = PRECEDENCE.flatMap((first, index) =>
  PRECEDENCE.slice(index + 1).map(
    (second) => [first.kind, second.kind, both(first.wish, second.wish)] as const,
  ),
)

/** The faulty lines of the later one go first, so that the place in the request decides nothing. */
function both(one: Wish, other: Wish): Wish {
  return { ...other, ...one, lines: [...(other.lines ?? []), ...(one.lines ?? [])] }
}

describe('a wish with one fault', () => {
  it.each(PRECEDENCE.map(({ kind, wish }) => [kind, wish] as const))('is refused as %s', (kind, wish) => {
    expect(refusalOf(busyShop(), place(lined(wish)))).toBe(kind)
  })
})

describe('a wish with two faults', () => {
  it.each(PAIRS)('is refused as %s rather than as %s', (first, _second, wish) => {
    expect(refusalOf(busyShop(), place(lined(wish)))).toBe(first)
  })
})

/** Without lines of its own, a wish asks for what there is; a line more, so that it isn't the first order again. */
function lined(wish: Wish): Wish {
  return { ...wish, lines: [...(wish.lines ?? []), ['A', 2]] }
}

describe('of two lines at fault', () => {
  it.each<[title: string, wish: Wish, expected: Record<string, unknown>]>([
    [
      'the first unknown SKU is named',
      {
        lines: of('1 A', '1 X', '1 Y'),
      },
      { kind: 'unknown_sku', lineNumber: 2, sku: 'X' },
    ],
    [
      'an unknown SKU is named before one that is off the shelf, wherever it stands',
      {
        lines: of('1 OFF', '1 X'),
      },
      { kind: 'unknown_sku', lineNumber: 2, sku: 'X' },
    ],
    [
      'a price in another currency counts as not orderable',
      {
        lines: of('1 A', '1 EUR'),
      },
      {
        kind: 'sku_not_orderable',
        lineNumber: 2,
        status: 'priced in EUR, while the account pays in USD',
      },
    ],
    [
      'the first line of a SKU that is short is named, with all that is asked of it',
      {
        lines: of('1 A', '2 B', '3 A', '2 B'),
      },
      { kind: 'out_of_stock', lineNumber: 2, sku: 'B', asked: 4, available: 3 },
    ],
    [
      'stock that no rate reaches is not counted',
      { country: 'FR', speed: 'standard', lines: of('2 B') },
      { kind: 'out_of_stock', lineNumber: 1, sku: 'B', asked: 2, available: 1 },
    ],
    [
      'stock at a closed location is not counted',
      { lines: of('1 C') },
      { kind: 'out_of_stock', lineNumber: 1, sku: 'C', asked: 1, available: 0 },
    ],
    [
      'the speeds that there are for the destination are offered',
      { country: 'FR', speed: 'express', lines: of('1 B') },
      { kind: 'no_shipping_rate', country: 'FR', speed: 'express', offered: ['standard'] },
    ],
    [
      'a rate in another currency is none',
      { country: 'US', speed: 'expedited', lines: of('1 B') },
      { kind: 'no_shipping_rate', speed: 'expedited', offered: ['standard', 'express'] },
    ],
  ])('%s', (_title, wish, expected) => {
    const story = busyShop().receive('C', { SHUT: 9 })
    expect(story.decide(place(wish))).toMatchObject({ ok: false, rejection: expected })
  })
})

describe('lines of one SKU', () => {
  it('are summed: what each could have alone, both can not have together', () => {
    const story = new Story().receive('A', { NEAR: 5 })
    expect(
      refusalOf(
        story,
        place({
          lines: of('3 A', '3 A'),
        }),
      ),
    ).toBe('out_of_stock')
    expect(
      refusalOf(
        story,
        place({
          lines: of('3 A', '2 A'),
        }),
      ),
    ).toBe('accepted')
  })

  it('make one change of their level, and stay two lines of one fulfilment order', () => {
    const story = new Story().receive('A', { NEAR: 5 })
    const { fulfilmentOrders } = story.place({
      lines: of('3 A', '2 A'),
    })
    expect(story.effects.at(-1)?.levels).toEqual([
      { ownerId: 1, sku: 'A', location: 'NEAR', onHand: 0, reserved: 5, isNew: false },
    ])
    expect(
      fulfilmentOrders.map((part) => part.lines.map((line) => [line.lineNumber, line.quantity])),
    ).toEqual([
      [
        [1, 3],
        [2, 2],
      ],
    ])
  })

  it('give back what they took when the order is cancelled', () => {
    const story = new Story().receive('A', { NEAR: 3, FAR: 3 })
    const { orderNumber } = story.place({
      lines: of('3 A', '2 A'),
    })
    expect(story.snapshot.levelsOf(1, 'A').map((level) => level.reserved)).toEqual([3, 2])
    story.cancel(orderNumber)
    expect(story.snapshot.levelsOf(1, 'A').map((level) => level.reserved)).toEqual([0, 0])
  })
})

describe("a seller's number", () => {
  const other = (wish: Wish) => refusalOf(busyShop(), place({ ...NUMBERED, ...wish }))

  it('with the same content answers with the first order, and changes nothing', () => {
    const decision = busyShop().decide(place(NUMBERED))
    expect(decision).toMatchObject({ ok: true, replayed: true, outcome: { orderNumber: 1, replayed: true } })
    expect(decision.ok && Object.values(decision.effects).flat()).toEqual([])
  })

  it('does so after the order was cancelled, too', () => {
    expect(busyShop().cancel(1).decide(place(NUMBERED))).toMatchObject({
      ok: true,
      outcome: { orderNumber: 1 },
    })
  })

  it.each<[string, Wish, RejectionKind | 'accepted']>([
    ['of other content is taken', { lines: of('2 A') }, 'seller_number_taken'],
    ['is compared to the letter', { sellerOrderNumber: 's-1', lines: of('2 A') }, 'accepted'],
    ['of another account is another', { accountId: 2, lines: of('2 A') }, 'accepted'],
    ['of another family of dialects is another', { family: 'native', lines: of('2 A') }, 'accepted'],
    ['left out never repeats', { sellerOrderNumber: null }, 'accepted'],
  ])('%s', (_title, wish, expected) => {
    expect(other(wish)).toBe(expected)
  })
})

describe('a key', () => {
  it('answers a repeat with the first outcome, whatever has happened since', () => {
    const story = busyShop().cancel(1)
    expect(story.decide(place(KEYED))).toMatchObject({
      replayed: true,
      outcome: { orderNumber: 1, replayed: false },
    })
  })

  it('of another account is another', () => {
    expect(refusalOf(busyShop(), place({ ...OTHER_KEYED, accountId: 2 }))).toBe('accepted')
  })
})

describe('freight', () => {
  it('is charged for each location apart, by the weight that leaves it', () => {
    const story = new Story().receive('A', { FAR: 3 }).receive('B', { NEAR: 4 })
    const order = story.place({
      speed: 'standard',
      lines: of('3 A', '4 B'),
    })
    // FAR: 360 g = 500 + 2 × 90. NEAR: 132 g = 300 + 1 × 35.
    expect(order).toMatchObject({ goodsMinor: 3103, freightMinor: 1015, finalMinor: 4118 })
  })

  it('is nothing where no speed is asked for', () => {
    expect(new Story().receive('A', { LATE: 1 }).place({ country: 'JP' })).toMatchObject({ freightMinor: 0 })
  })

  it.each<[string, Wish, string | null]>([
    ['a method named goes before the speed', { speed: 'standard', wishedMethod: 'FAST' }, 'express'],
    [
      'a method that is not enabled is as good as unknown',
      { speed: 'standard', wishedMethod: 'GONE' },
      'standard',
    ],
    ['an unknown method leaves the speed as it is', { speed: null, wishedMethod: 'NOPE' }, null],
  ])('%s', (_title, wish, speed) => {
    expect(new Story().receive('A', { FAR: 1 }).place(wish).details.speed).toBe(speed)
  })
})
