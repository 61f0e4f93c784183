/**
 * A small world for the pure engine: three buyers, two catalogues, four locations, a few rates; and what counts
 * rows and orders for it. It gives inputs, and knows nothing of what the engine should make of them.
 */
import type {
  Account,
  Item,
  ShippingMethod,
  ShippingRate,
  StockLocation,
  Store,
} from '../../src/order/catalogue.js'
import type { Command } from '../../src/order/command.js'
import type { PlaceOrder } from '../../src/order/commands/order.js'
import { decide } from '../../src/order/decide.js'
import type { Decision, Moment } from '../../src/order/decision.js'
import type { Effects } from '../../src/order/effects.js'
import type { Address, Order, Speed } from '../../src/order/order.js'
import type { RoutingPolicyName } from '../../src/order/routing.js'
import { Snapshot } from '../../src/order/snapshot.js'
import type { OrderWish } from '../../src/order/wishes.js'

export const START = Date.UTC(2026, 0, 15, 8, 30)

/** SHUT is closed; nothing is sent to JP from anywhere. */
export const LOCATIONS: readonly StockLocation[] = [
  location('FAR', 'CN', 1),
  location('NEAR', 'US', 2),
  location('LATE', 'FR', 3),
  { ...location('SHUT', 'US', 4), enabled: false },
]

function location(code: string, country: string, priority: number): StockLocation {
  return { code, number: priority, name: code, country, region: null, priority, enabled: true }
}

export const METHODS: readonly ShippingMethod[] = [
  method('SLOW', 'standard'),
  method('FAST', 'express'),
  method('GONE', 'expedited', { enabled: false }),
  method('SHOWN', 'expedited', { purpose: 'quote' }),
]

function method(code: string, speed: Speed, changes: Partial<ShippingMethod> = {}): ShippingMethod {
  return { code, name: code, speed, purpose: 'order', enabled: true, ...changes }
}

export const RATES: readonly ShippingRate[] = [
  rate('SLOW', 'CN', 'US', { firstMinor: 500, firstGrams: 250, stepMinor: 90, stepGrams: 100 }),
  rate('SLOW', 'US', 'US', { firstMinor: 300, firstGrams: 100, stepMinor: 35, stepGrams: 50 }),
  rate('SLOW', 'CN', 'FR', { firstMinor: 700, firstGrams: 500, stepMinor: 120, stepGrams: 250 }),
  rate('FAST', 'CN', 'US', { firstMinor: 900, firstGrams: 300, stepMinor: 150, stepGrams: 100 }),
  rate('FAST', 'US', 'US', { currency: 'EUR' }),
  rate('GONE', 'US', 'US', {}),
  rate('SHOWN', 'US', 'US', {}),
]

function rate(of: string, origin: string, to: string, changes: Partial<ShippingRate>): ShippingRate {
  const price = { currency: 'USD', firstMinor: 1, firstGrams: 1, stepMinor: 1, stepGrams: 1 }
  const route = { method: of, originCountry: origin, destinationCountry: to, daysMin: 3, daysMax: 5 }
  return { ...route, ...price, ...changes }
}

/** The first two draw on the supplier's catalogue and stock, 1; the third has its own. */
export const BUYERS = [
  { accountId: 1, ownerId: 1, payment: 'balance' },
  { accountId: 2, ownerId: 1, payment: 'none' },
  { accountId: 3, ownerId: 3, payment: 'balance' },
] as const

export const STORES: readonly Store[] = [store(1, 'active'), store(2, 'paused')]

function store(storeNumber: number, status: Store['status']): Store {
  return { storeNumber, accountId: 1, name: `store ${storeNumber}`, marketplace: 'US', sellerId: 'S', status }
}

/** X is looked up and found in no catalogue. */
export const SKUS = ['A', 'B', 'C', 'OFF', 'EUR', 'X'] as const

export const ITEMS: readonly Item[] = [
  ...[1, 3].flatMap((ownerId) => [
    item(ownerId, 'A', { priceMinor: 100 + ownerId, weightGrams: 120 }),
    item(ownerId, 'B', { priceMinor: 700, weightGrams: 33 }),
    item(ownerId, 'OFF', { status: 'off_shelf' }),
    item(ownerId, 'EUR', { currency: 'EUR' }),
  ]),
  item(1, 'C', { priceMinor: 0, weightGrams: 0, status: 'clearance' }),
]

function item(ownerId: number, sku: string, changes: Partial<Item>): Item {
  const usual = { priceMinor: 100, currency: 'USD', weightGrams: 100, status: 'on_shelf' } as const
  return { ownerId, sku, name: sku, ...usual, ...changes }
}

export function accountOf(accountId: number, changes: Partial<Account> = {}): Account {
  const buyer = BUYERS.find((one) => one.accountId === accountId)
  if (buyer === undefined) throw new Error(`there is no buyer ${accountId}`)
  return {
    accountId,
    name: `buyer ${accountId}`,
    stockOwnerId: buyer.ownerId,
    outOfStock: 'refuse',
    routingPolicy: 'fewest_splits',
    payment: buyer.payment,
    currency: 'USD',
    balanceMinor: 0,
    entryCount: 0,
    refundReviewMs: 0,
    unpaidExpiryMs: null,
    hasWaiting: false,
    ...changes,
  }
}

/** Empty of stock, money and orders. All that goes into it is frozen: a decision that changes it throws. */
export function openShop(policy: RoutingPolicyName = 'fewest_splits'): Snapshot {
  const snapshot = new Snapshot(frozen(LOCATIONS), frozen(METHODS), frozen(RATES))
  for (const { accountId } of BUYERS) {
    snapshot.accounts.set(accountId, frozen(accountOf(accountId, { routingPolicy: policy })))
  }
  snapshot.stores.push(...frozen(STORES))
  for (const ownerId of [1, 3]) {
    for (const sku of SKUS) {
      const found = ITEMS.find((one) => one.ownerId === ownerId && one.sku === sku)
      snapshot.know(ownerId, sku, found === undefined ? null : frozen(found), [])
    }
  }
  return snapshot
}

export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const member of Object.values(value)) frozen(member)
  }
  return value
}

export type Line = readonly [sku: string, quantity: number, wishedLocation?: string]

export interface Wish extends Partial<Omit<PlaceOrder, 'kind' | 'lines' | 'address'>> {
  readonly accountId?: number
  readonly country?: string
  readonly lines?: readonly Line[]
}

const ADDRESS: Address = {
  country: 'US',
  recipient: 'Ada',
  phone: null,
  province: null,
  city: null,
  street1: null,
  street2: null,
  postalCode: null,
  ioss: null,
  vat: null,
}

/** One piece of A to the US for buyer 1, unless the wish says otherwise. Equal wishes have equal hashes. */
export function place(wish: Wish = {}): PlaceOrder {
  const { accountId = 1, country = 'US', lines = [['A', 1]], ...changes } = wish
  return {
    kind: 'place',
    caller: callerOf(accountId),
    key: null,
    family: 'kakaclo',
    dialect: 'kakaclo-v2',
    sellerOrderNumber: null,
    contentHash: JSON.stringify([lines, country, wish.speed, wish.wishedMethod]),
    address: { ...ADDRESS, country },
    lines: lines.map(([sku, quantity, wishedLocation = null]) => ({ sku, quantity, wishedLocation })),
    speed: null,
    remark: null,
    salesChannel: null,
    warnings: [],
    extra: null,
    ...changes,
  }
}

export function callerOf(accountId: number): { accountId: number; ownerId: number } {
  return { accountId, ownerId: BUYERS.find((one) => one.accountId === accountId)?.ownerId ?? accountId }
}

/** Hands out time and numbers; a copy hands out the same ones again. */
export class Counting implements Moment {
  #orders: number
  #rows: number
  readonly at: number

  constructor(at = START, orders = 0, rows = 0) {
    this.at = at
    this.#orders = orders
    this.#rows = rows
  }

  orderNumber(): number {
    return ++this.#orders
  }

  rowNumber(): number {
    return ++this.#rows
  }

  copy(): Counting {
    return new Counting(this.at, this.#orders, this.#rows)
  }

  later(milliseconds: number): Counting {
    return new Counting(this.at + milliseconds, this.#orders, this.#rows)
  }
}

/** What only the hub itself does. */
type OwnWish = { readonly kind: 'review' | 'review_refunds' | 'expire' | 'rehearse' }

/** A shop that obeys: for tests that tell a story. Throws where it is refused. */
export class Story {
  readonly snapshot: Snapshot
  readonly effects: Effects[] = []
  #moment = new Counting()

  constructor(snapshot = openShop()) {
    this.snapshot = snapshot
  }

  decide(command: Command): Decision {
    return decide(this.snapshot, command, this.#moment)
  }

  /** Decides and applies; answers with the order that was placed, if one was. */
  do(command: Command): Order | undefined {
    this.#moment = this.#moment.later(1000)
    const decision = this.decide(command)
    if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.rejection)}`)
    this.snapshot.apply(decision.effects)
    this.effects.push(decision.effects)
    return decision.effects.placed[0]
  }

  /** Does something with an order; a refusal is the answer. */
  act(orderNumber: number, wish: OrderWish | OwnWish, accountId = 1): Decision {
    const skus = this.order(orderNumber).details.lines.map((line) => line.sku)
    const command = { ...wish, caller: callerOf(accountId), key: null, orderNumber, skus } as Command
    const decision = this.decide(command)
    if (decision.ok) {
      this.snapshot.apply(decision.effects)
      this.effects.push(decision.effects)
    }
    return decision
  }

  wait(milliseconds: number): this {
    this.#moment = this.#moment.later(milliseconds)
    return this
  }

  receive(sku: string, at: Readonly<Record<string, number>>, accountId = 1): this {
    for (const [location, quantity] of Object.entries(at)) {
      const caller = callerOf(accountId)
      this.do({ kind: 'move_stock', caller, key: null, sku, location, quantity, reason: 'test' })
    }
    return this
  }

  topUp(amountMinor: number, accountId = 1): this {
    this.do({ kind: 'top_up', caller: callerOf(accountId), key: null, accountId, amountMinor })
    return this
  }

  place(wish: Wish): Order {
    const order = this.do(place(wish))
    if (order === undefined) throw new Error('nothing was placed')
    return order
  }

  cancel(orderNumber: number, accountId = 1): this {
    this.do({ kind: 'cancel', caller: callerOf(accountId), key: null, orderNumber, reason: null })
    return this
  }

  /** The order as it is by now. */
  order(orderNumber: number): Order {
    const order = this.snapshot.orders.get(orderNumber)
    if (order === undefined) throw new Error(`there is no order ${orderNumber}`)
    return order
  }

  balance(accountId = 1): number | undefined {
    return this.snapshot.accounts.get(accountId)?.balanceMinor
  }
}
