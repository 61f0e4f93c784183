/** Placing, paying and cancelling, case by case; model.test.ts has what holds for all of them. */
import { describe, expect, it } from 'vitest'
import type { Command } from '../../src/order/command.js'
import type { RejectionKind } from '../../src/order/rejection.js'
import { accountOf, callerOf, type Line, openShop, place, Story, type Wish } from './corner-shop.js'

/** Lines such as `3 A`. */
function of(...lines: readonly string[]): Line[] {
  return lines.map((line) => {
    const [quantity = '', sku = ''] = line.split(' ')
    return [sku, Number(quantity)] as const
  })
}

const NUMBERED: Wish = { sellerOrderNumber: 'S-1', lines: of('1 A') }
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

function busyShop(): Story {
  const story = new Story()
    .receive('A', { NEAR: 5 })
    .receive('B', { NEAR: 2, FAR: 1 })
    .receive('OFF', { NEAR: 5 })
  story.place(NUMBERED)
  story.snapshot.remember(1, { key: 'k', contentHash: 'first' }, { orderNumber: 1, replayed: false })
  return story
}

function refusalOf(story: Story, command: Command): RejectionKind | 'accepted' {
  const decision = story.decide(command)
  return decision.ok ? 'accepted' : decision.rejection.kind
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

/** A costs 101 and B costs 700. Each line is a move, then the states of all orders so far and the balance. */
const PAYMENTS: readonly { title: string; moves: readonly string[] }[] = [
  {
    title: 'the money is there: paid at once, to the last cent',
    moves: ['+101: 101', 'A: paid 0'],
  },
  {
    title: 'a cent short: it waits, and keeps its stock',
    moves: ['+100: 100', 'A: waiting 100', '+1: paid 0'],
  },
  {
    title: 'a small order waits behind a large one that it could overtake',
    moves: ['+500: 500', 'B: waiting 500', 'A: waiting waiting 500'],
  },
  {
    title: 'a top-up pays the oldest first, and stops where the money ends',
    moves: [
      'B: waiting 0',
      'A: waiting waiting 0',
      'B: waiting waiting waiting 0',
      '+699: waiting waiting waiting 699',
      '+2: paid waiting waiting 1',
      '+100: paid paid waiting 0',
      '+9000: paid paid paid 8300',
    ],
  },
  {
    title: 'after the queue is paid, a new order is paid at once again',
    moves: ['B: waiting 0', '+900: paid 200', 'A: paid paid 99'],
  },
  {
    title: 'the refund of a cancelled order pays those that wait',
    moves: [
      '+700: 700',
      'B: paid 0',
      'A: paid waiting 0',
      'A: paid waiting waiting 0',
      'x1: cancelled paid paid 498',
    ],
  },
  {
    title: 'cancelling the order that the others wait for lets them pass',
    moves: [
      '+150: 150',
      'B: waiting 150',
      'A: waiting waiting 150',
      'A: waiting waiting waiting 150',
      'x1: cancelled paid waiting 49',
    ],
  },
  {
    title: 'cancelling an unpaid order in the middle gives no money back',
    moves: ['B: waiting 0', 'A: waiting waiting 0', 'x2: waiting cancelled 0', '+700: paid cancelled 0'],
  },
  {
    title: 'cancelling twice gives the money back once',
    moves: ['+101: 101', 'A: paid 0', 'x1: cancelled 101', 'x1: cancelled 101'],
  },
  {
    title: 'an order that costs nothing waits its turn, too',
    moves: ['C: paid 0', 'A: paid waiting 0', 'C: paid waiting waiting 0', '+101: paid paid paid 0'],
  },
]

describe('payment from the balance', () => {
  it.each(PAYMENTS.map(({ title, moves }) => [title, moves] as const))('%s', (_title, moves) => {
    const story = new Story().receive('A', { NEAR: 9 }).receive('B', { NEAR: 9 }).receive('C', { NEAR: 9 })
    const told = moves.map((line) => {
      const [move = ''] = line.split(':')
      if (move.startsWith('+')) story.topUp(Number(move))
      else if (move.startsWith('x')) story.cancel(Number(move.slice(1)))
      else story.place({ lines: [[move, 1]] })
      const states = [...story.snapshot.orders.values()].map(
        (order) => SHORT[`${order.orderStatus} ${order.financialStatus}`] ?? order.orderStatus,
      )
      return `${move}: ${[...states, story.balance()].join(' ')}`
    })
    expect(told).toEqual(moves)
  })
})

const SHORT: Readonly<Record<string, string>> = {
  'processing paid': 'paid',
  'waiting_payment waiting': 'waiting',
}

describe('an account that settles elsewhere', () => {
  it('never waits, pays nothing and gets nothing back', () => {
    const story = new Story().receive('A', { NEAR: 9 })
    const { orderNumber } = story.place({ accountId: 2 })
    expect(story.order(orderNumber)).toMatchObject({
      orderStatus: 'processing',
      financialStatus: 'none',
      fulfilmentStatus: 'waiting_to_ship',
      finalMinor: 101,
      details: { paidAt: null },
    })
    expect(story.order(orderNumber).fulfilmentOrders.map((part) => part.status)).toEqual(['allocated'])
    story.cancel(orderNumber, 2)
    expect(story.order(orderNumber)).toMatchObject({
      orderStatus: 'cancelled',
      refundStatus: 'none',
      refundedMinor: 0,
    })
    expect(story.effects.flatMap((effects) => effects.entries)).toEqual([])
    expect(story.balance(2)).toBe(0)
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
