/**
 * What decisions are made on: the part of a tenant's state that a batch of commands names. It is loaded whole
 * by the store, and moved on, command by command, by what was decided.
 */

import type { CommandKey } from './caller.js'
import type {
  Account,
  Item,
  ShippingMethod,
  ShippingRate,
  StockLevel,
  StockLocation,
  Store,
} from './catalogue.js'
import { UNPAID_LIMIT } from './commands/payment.js'
import type { Effects } from './effects.js'
import { buildTariff, rateFrom, type Shipping, type Tariff } from './freight.js'
import { type InboundNotice, noticeKey } from './notice.js'
import type { Order } from './order.js'
import { type Outcome, withoutOrder } from './outcome.js'
import { type RoutingPolicyName, rankLocations } from './routing.js'

export interface Placed {
  readonly orderNumber: number
  readonly contentHash: string
}

export interface Answered {
  readonly contentHash: string
  readonly outcome: Outcome
}

/** Levels change in place: one order changes two or three of them, and they are the snapshot's own. */
type HeldLevel = { -readonly [Field in keyof StockLevel]: StockLevel[Field] }

interface Stocked {
  readonly item: Item | null
  readonly levels: HeldLevel[]
}

export interface Waiting {
  readonly orders: readonly Order[]
  readonly more: boolean
}

/** Who can ship so, best first, and at which rate each. */
export interface Reach {
  readonly locations: readonly StockLocation[]
  readonly rates: ReadonlyMap<string, ShippingRate>
}

export class Snapshot {
  readonly locations = new Map<string, StockLocation>()
  readonly accounts = new Map<number, Account>()
  readonly stores: Store[] = []
  readonly orders = new Map<number, Order>()
  /** By noticeKey. */
  readonly notices = new Map<string, InboundNotice>()
  /** By account: the youngest of its unpaid orders up to which all were loaded. None given: all were. */
  readonly unpaidUpTo = new Map<number, number>()
  readonly placed = new Map<string, Placed>()
  readonly answered = new Map<string, Answered>()
  readonly tariff: Tariff
  readonly #owners = new Map<number, Map<string, Stocked>>()
  readonly #ranked = new Map<string, readonly StockLocation[]>()
  readonly #reach = new Map<string, Reach>()

  constructor(
    locations: readonly StockLocation[],
    methods: readonly ShippingMethod[],
    rates: readonly ShippingRate[],
  ) {
    for (const location of locations) this.locations.set(location.code, location)
    this.tariff = buildTariff(methods, rates)
  }

  /** Enabled locations, best first for a destination; remembered, since few destinations come often. */
  ranked(policy: RoutingPolicyName, country: string): readonly StockLocation[] {
    const key = `${policy}>${country}`
    let ranked = this.#ranked.get(key)
    if (ranked === undefined) {
      ranked = rankLocations(
        policy,
        [...this.locations.values()].filter((one) => one.enabled),
        country,
      )
      this.#ranked.set(key, ranked)
    }
    return ranked
  }

  /** Of those, the ones that ship so; remembered as well. */
  reach(policy: RoutingPolicyName, shipping: Shipping): Reach {
    const key = `${policy}>${shipping.country}>${shipping.speed}>${shipping.currency}`
    let reach = this.#reach.get(key)
    if (reach === undefined) {
      const rates = new Map<string, ShippingRate>()
      const locations = this.ranked(policy, shipping.country).filter((location) => {
        const rate = rateFrom(this.tariff, shipping, location)
        if (rate !== undefined) rates.set(location.code, rate)
        return rate !== undefined
      })
      reach = { locations, rates }
      this.#reach.set(key, reach)
    }
    return reach
  }

  /** An active store of an account; undefined: there is none of that name on that marketplace. */
  storeOf(accountId: number, { name, marketplace }: Pick<Store, 'name' | 'marketplace'>): Store | undefined {
    return this.stores.find(
      (one) =>
        one.accountId === accountId &&
        one.name === name &&
        one.marketplace === marketplace &&
        one.status === 'active',
    )
  }

  /** Notes what was loaded of a SKU; an item of null: looked up, and there is none. */
  know(ownerId: number, sku: string, item: Item | null, levels: StockLevel[]): void {
    let owned = this.#owners.get(ownerId)
    if (owned === undefined) {
      owned = new Map()
      this.#owners.set(ownerId, owned)
    }
    owned.set(sku, { item, levels })
  }

  knows(ownerId: number, sku: string): boolean {
    return this.#owners.get(ownerId)?.has(sku) ?? false
  }

  /** How many SKUs are known. */
  get size(): number {
    let sum = 0
    for (const owned of this.#owners.values()) sum += owned.size
    return sum
  }

  itemOf(ownerId: number, sku: string): Item | null {
    return this.#owners.get(ownerId)?.get(sku)?.item ?? null
  }

  levelsOf(ownerId: number, sku: string): readonly StockLevel[] {
    return this.#owners.get(ownerId)?.get(sku)?.levels ?? []
  }

  /** The oldest unpaid orders of an account, oldest first, and whether younger ones wait behind them. */
  waitingForPayment(accountId: number): Waiting {
    const upTo = this.unpaidUpTo.get(accountId) ?? Number.POSITIVE_INFINITY
    const orders = [...this.orders.values()]
      .filter((order) => order.accountId === accountId && isWaiting(order))
      .filter((order) => order.orderNumber <= upTo)
      .sort((a, b) => a.orderNumber - b.orderNumber)
    const more = upTo !== Number.POSITIVE_INFINITY || orders.length > UNPAID_LIMIT
    return { orders: orders.slice(0, UNPAID_LIMIT), more }
  }

  /** Moves the snapshot on by one accepted command, so that the next one sees what it did. */
  apply(effects: Effects): void {
    for (const order of effects.placed) {
      if (order.sellerOrderNumber !== null) {
        const key = sellerKey(order.accountId, order.family, order.sellerOrderNumber, order.numberScope)
        this.placed.set(key, { orderNumber: order.orderNumber, contentHash: order.contentHash })
      }
      // A later command of the same batch may pay or cancel it.
      this.orders.set(order.orderNumber, order)
    }
    for (const order of effects.changed) this.orders.set(order.orderNumber, order)
    for (const { notice } of effects.notices ?? []) {
      this.notices.set(noticeKey(notice.accountId, notice), notice)
    }
    for (const change of effects.levels) this.#applyLevel(change)
    for (const entry of effects.entries) {
      const account = this.accounts.get(entry.accountId)
      if (account === undefined) continue
      this.accounts.set(entry.accountId, {
        ...account,
        balanceMinor: entry.balanceMinor,
        entryCount: entry.entryNumber,
      })
    }
    for (const { accountId, hasWaiting } of effects.queues) {
      const account = this.accounts.get(accountId)
      if (account !== undefined) this.accounts.set(accountId, { ...account, hasWaiting })
    }
  }

  /** Notes what a command with a key answered. */
  remember(accountId: number, { key, contentHash }: CommandKey, outcome: Outcome): void {
    this.answered.set(answeredKey(accountId, key), { contentHash, outcome: withoutOrder(outcome) })
  }

  #applyLevel(change: Effects['levels'][number]): void {
    const levels = this.#owners.get(change.ownerId)?.get(change.sku)?.levels
    // A SKU that was not loaded is not followed: the store applies the change to what it has.
    if (levels === undefined) return
    const level = levels.find((one) => one.location === change.location)
    if (level === undefined) {
      const { ownerId, sku, location, onHand, reserved } = change
      levels.push({ ownerId, sku, location, onHand, reserved })
      return
    }
    level.onHand += change.onHand
    level.reserved += change.reserved
  }
}

/** Whether the balance pays it as soon as it suffices; a cancelled order keeps its financial status. */
export function isWaiting({ orderStatus, financialStatus }: Order): boolean {
  return orderStatus === 'waiting_payment' && financialStatus === 'waiting'
}

export function skuKey(ownerId: number, sku: string): string {
  return `${ownerId}>${sku}`
}

export function sellerKey(
  accountId: number,
  family: string,
  sellerOrderNumber: string,
  numberScope: string,
): string {
  const key = `${accountId}>${family}>${sellerOrderNumber}`
  return numberScope === '' ? key : `${key}>${numberScope}`
}

export function answeredKey(accountId: number, key: string): string {
  return `${accountId}>${key}`
}
