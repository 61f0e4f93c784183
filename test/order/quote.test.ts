/** Quotes against orders: whatever is offered is what the order is then charged, and nothing is changed by asking. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Quote } from '../../src/order/calls.js'
import type { Account, Item, ShippingMethod, ShippingRate, StockLocation } from '../../src/order/catalogue.js'
import type { PlaceOrder } from '../../src/order/commands/order.js'
import { decide } from '../../src/order/decide.js'
import type { Moment } from '../../src/order/decision.js'
import type { Order, Speed } from '../../src/order/order.js'
import { type Basket, quoteByMethod, quoteBySpeed } from '../../src/order/quote.js'
import type { Result } from '../../src/order/rejection.js'
import { Snapshot } from '../../src/order/snapshot.js'

const SPEEDS: readonly Speed[] = ['standard', 'express', 'expedited']
const OWNER = 1
const caller = { accountId: OWNER, ownerId: OWNER }

const account: Account = {
  accountId: OWNER,
  name: 'shop',
  stockOwnerId: OWNER,
  outOfStock: 'refuse',
  routingPolicy: 'fewest_splits',
  payment: 'balance',
  currency: 'USD',
  balanceMinor: 0,
  entryCount: 0,
  refundReviewMs: null,
  unpaidExpiryMs: null,
  hasWaiting: false,
}

const LOCATIONS: readonly StockLocation[] = [
  location('G007', 1, 'CN', 1),
  location('G006', 6, 'CN', 100),
  location('H008', 8, 'US', 100),
  location('F001', 9, 'FR', 100),
]

function location(code: string, number: number, country: string, priority: number): StockLocation {
  return { code, number, name: code, country, region: null, priority, enabled: true }
}

const METHODS: readonly ShippingMethod[] = [
  ...SPEEDS.map((speed) => method(speed.toUpperCase(), speed, 'order')),
  method('SHOWN', 'express', 'quote'),
]

function method(code: string, speed: Speed, purpose: ShippingMethod['purpose']): ShippingMethod {
  return { code, name: code, speed, purpose, enabled: true }
}

function rate(
  of: string,
  originCountry: string,
  changes: Partial<Omit<ShippingRate, 'method' | 'originCountry'>> = {},
): ShippingRate {
  return {
    method: of,
    originCountry,
    destinationCountry: 'US',
    currency: 'USD',
    firstMinor: 500,
    firstGrams: 250,
    stepMinor: 90,
    stepGrams: 100,
    daysMin: 3,
    daysMax: 5,
    ...changes,
  }
}

const ITEMS: readonly Item[] = [item('A', 240), item('B', 30), item('C', 1_001)]

function item(sku: string, weightGrams: number): Item {
  return { ownerId: OWNER, sku, name: sku, priceMinor: 700, currency: 'USD', weightGrams, status: 'on_shelf' }
}

type Stock = Readonly<Record<string, Readonly<Record<string, number>>>>

function snapshotOf(rates: readonly ShippingRate[], stock: Stock, locations = LOCATIONS): Snapshot {
  const snapshot = new Snapshot(locations, METHODS, rates)
  snapshot.accounts.set(OWNER, account)
  for (const one of ITEMS) {
    const levels = Object.entries(stock[one.sku] ?? {})
    snapshot.know(
      OWNER,
      one.sku,
      one,
      levels.map(([code, onHand]) => ({ ownerId: OWNER, sku: one.sku, location: code, onHand, reserved: 0 })),
    )
  }
  return snapshot
}

function basket(...lines: readonly (readonly [sku: string, quantity: number])[]): Basket {
  return { caller, lines: lines.map(([sku, quantity]) => ({ sku, quantity })), country: 'US' }
}

function quoted(result: Result<Quote[]>): [speed: string, freight: number, days: string][] {
  if (!result.ok) throw new Error(result.rejection.kind)
  return result.value.map((one) => [one.speed, one.freightMinor, `${one.daysMin}~${one.daysMax}`])
}

/** What an order of that basket and speed is charged for freight, or why it is refused. */
function freightOfOrder(snapshot: Snapshot, { lines, country }: Basket, speed: Speed): number | string {
  const command: PlaceOrder = {
    kind: 'place',
    caller,
    key: null,
    family: 'test',
    dialect: 'test',
    sellerOrderNumber: null,
    contentHash: '',
    address: {
      country,
      recipient: 'R',
      phone: null,
      province: null,
      city: null,
      street1: null,
      street2: null,
      postalCode: null,
      ioss: null,
      vat: null,
    },
    lines: lines.map((line) => ({ ...line, wishedLocation: null })),
    speed,
    remark: null,
    salesChannel: null,
    warnings: [],
    extra: null,
  }
  let next = 1
  const moment: Moment = { at: 0, orderNumber: () => next++, rowNumber: () => next++ }
  const decision = decide(snapshot, command, moment)
  return decision.ok ? (decision.effects.placed[0] as Order).freightMinor : decision.rejection.kind
}

describe('quotes by speed', () => {
  it('charge each group by its own weight and origin, and take the slowest days', () => {
    const rates = [
      rate('STANDARD', 'CN', { daysMax: 12 }),
      rate('STANDARD', 'US', { firstMinor: 300, daysMin: 4 }),
    ]
    const snapshot = snapshotOf(rates, { A: { G007: 1, H008: 2 } })
    // 480 g from the US: 300 and three steps; 240 g from China: 500.
    expect(quoted(quoteBySpeed(snapshot, basket(['A', 3])))).toEqual([['standard', 300 + 270 + 500, '4~12']])
  })

  it('leave out a speed that any group lacks', () => {
    const rates = [rate('STANDARD', 'CN'), rate('STANDARD', 'US'), rate('EXPRESS', 'US')]
    const snapshot = snapshotOf(rates, { A: { G007: 1 }, B: { H008: 1 } })
    expect(quoted(quoteBySpeed(snapshot, basket(['A', 1], ['B', 1])))).toEqual([['standard', 1000, '3~5']])
  })

  it('take missing pieces from the default location', () => {
    const rates = [rate('STANDARD', 'CN'), rate('STANDARD', 'US', { firstMinor: 300 })]
    const snapshot = snapshotOf(rates, { A: { H008: 1 } })
    expect(quoted(quoteBySpeed(snapshot, basket(['A', 2])))).toEqual([['standard', 800, '3~5']])
    expect(quoted(quoteBySpeed(snapshot, basket(['B', 2])))).toEqual([['standard', 500, '3~5']])
  })

  it('ignore rates in a currency that the account does not pay in', () => {
    const snapshot = snapshotOf([rate('STANDARD', 'CN', { currency: 'EUR' })], { A: { G007: 1 } })
    expect(quoted(quoteBySpeed(snapshot, basket(['A', 1])))).toEqual([])
    expect(freightOfOrder(snapshot, basket(['A', 1]), 'standard')).toBe('no_shipping_rate')
  })

  it('are empty for a destination that nothing goes to', () => {
    const snapshot = snapshotOf([rate('STANDARD', 'CN')], { A: { G007: 1 } })
    expect(quoted(quoteBySpeed(snapshot, { ...basket(['A', 1]), country: 'ZZ' }))).toEqual([])
  })

  it('name the line whose SKU is unknown', () => {
    const snapshot = snapshotOf([rate('STANDARD', 'CN')], {})
    expect(quoteBySpeed(snapshot, basket(['A', 1], ['X', 1]))).toEqual({
      ok: false,
      rejection: { kind: 'unknown_sku', lineNumber: 2, sku: 'X' },
    })
  })
})

describe('quotes by method', () => {
  const rates = [
    rate('SHOWN', 'CN'),
    rate('SHOWN', 'US', { firstMinor: 300 }),
    rate('STANDARD', 'CN', { firstMinor: 1 }),
  ]

  it('show only the methods that are for showing, from the location named', () => {
    const snapshot = snapshotOf(rates, {})
    expect(quoted(quoteByMethod(snapshot, basket(['A', 1], ['A', 2]), 'H008'))).toEqual([
      ['express', 300 + 5 * 90, '3~5'],
    ])
  })

  it('take the default location where none, an unknown or a disabled one is named', () => {
    const closed = LOCATIONS.map((one) => (one.code === 'H008' ? { ...one, enabled: false } : one))
    const snapshot = snapshotOf(rates, {}, closed)
    for (const named of [null, 'UNKNOWN', 'H008']) {
      expect(quoted(quoteByMethod(snapshot, basket(['A', 1]), named))).toEqual([['express', 500, '3~5']])
    }
  })
})

const someRates = fc
  .array(
    fc.record({
      of: fc.constantFrom(...SPEEDS.map((speed) => speed.toUpperCase())),
      origin: fc.constantFrom('CN', 'US', 'FR'),
      firstMinor: fc.integer({ min: 0, max: 3_000 }),
      stepMinor: fc.integer({ min: 0, max: 500 }),
      daysMin: fc.integer({ min: 0, max: 9 }),
      moreDays: fc.integer({ min: 0, max: 5 }),
    }),
    { maxLength: 8 },
  )
  .map((drawn) =>
    drawn.map(({ of, origin, daysMin, moreDays, ...price }) =>
      rate(of, origin, { ...price, daysMin, daysMax: daysMin + moreDays }),
    ),
  )
const someStock: fc.Arbitrary<Stock> = fc.dictionary(
  fc.constantFrom('A', 'B', 'C'),
  fc.dictionary(fc.constantFrom('G007', 'G006', 'H008', 'F001'), fc.integer({ min: 0, max: 6 })),
)
const someBasket = fc
  .array(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.integer({ min: 1, max: 5 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((lines) => basket(...lines))

describe('any quote by speed', () => {
  it('is the freight of the order, wherever the order is accepted or has no rate', () => {
    fc.assert(
      fc.property(someRates, someStock, someBasket, (rates, stock, wanted) => {
        const offered = new Map(
          quoted(quoteBySpeed(snapshotOf(rates, stock), wanted)).map(([speed, freight]) => [speed, freight]),
        )
        for (const speed of SPEEDS) {
          const freight = freightOfOrder(snapshotOf(rates, stock), wanted, speed)
          if (typeof freight === 'number') expect(offered.get(speed)).toBe(freight)
          if (freight === 'no_shipping_rate') expect(offered.has(speed)).toBe(false)
        }
      }),
      { seed: 20_260_115, numRuns: 2_000 },
    )
  })

  it('of a basket beyond the stock is the freight of the order once the default location has the rest', () => {
    fc.assert(
      fc.property(someRates, someStock, someBasket, (rates, stock, wanted) => {
        const offered = new Map(
          quoted(quoteBySpeed(snapshotOf(rates, stock), wanted)).map(([speed, freight]) => [speed, freight]),
        )
        for (const speed of SPEEDS) {
          if (freightOfOrder(snapshotOf(rates, stock), wanted, speed) !== 'out_of_stock') continue
          const filled = fillDefault(rates, stock, wanted, speed)
          if (filled === null) expect(offered.has(speed)).toBe(false)
          else expect(offered.get(speed)).toBe(freightOfOrder(snapshotOf(rates, filled), wanted, speed))
        }
      }),
      { seed: 20_260_115, numRuns: 2_000 },
    )
  })

  it('is sorted by its days and leaves the snapshot as it was', () => {
    fc.assert(
      fc.property(someRates, someStock, someBasket, (rates, stock, wanted) => {
        const snapshot = snapshotOf(rates, stock)
        const before = JSON.stringify(ITEMS.map((one) => snapshot.levelsOf(OWNER, one.sku)))
        const answer = quoteBySpeed(snapshot, wanted)
        if (!answer.ok) throw new Error(answer.rejection.kind)
        const days = answer.value.map((one) => one.daysMin * 1_000 + one.daysMax)
        expect(days).toEqual([...days].sort((a, b) => a - b))
        expect(JSON.stringify(ITEMS.map((one) => snapshot.levelsOf(OWNER, one.sku)))).toBe(before)
      }),
      { seed: 20_260_115, numRuns: 500 },
    )
  })
})

/** The stock with what the reachable locations lack put at G007; null if G007 is not among them. */
function fillDefault(
  rates: readonly ShippingRate[],
  stock: Stock,
  { lines }: Basket,
  speed: Speed,
): Stock | null {
  const origins = rates.filter((one) => one.method === speed.toUpperCase()).map((one) => one.originCountry)
  const codes = LOCATIONS.filter((one) => origins.includes(one.country)).map((one) => one.code)
  const filled: Record<string, Record<string, number>> = {}
  for (const [sku, levels] of Object.entries(stock)) filled[sku] = { ...levels }
  for (const sku of new Set(lines.map((line) => line.sku))) {
    const asked = lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0)
    const there = codes.reduce((sum, code) => sum + (stock[sku]?.[code] ?? 0), 0)
    if (asked <= there) continue
    if (!codes.includes('G007')) return null
    filled[sku] = { ...filled[sku], G007: (stock[sku]?.G007 ?? 0) + asked - there }
  }
  return filled
}
