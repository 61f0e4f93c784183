/**
 * Quotes: what shipping a basket would cost, by the same functions that place an order, so that the order is
 * then charged the same. Nothing is reserved, so a quote may be for more than there is.
 */
import { findItems, groupFreightMinor } from './basket.js'
import type { Caller } from './caller.js'
import type { Quote, QuoteLine } from './calls.js'
import {
  type Account,
  available,
  type Item,
  type ShippingRate,
  type StockLevel,
  type StockLocation,
} from './catalogue.js'
import { freightMinor, rateOfMethod, type Shipping, SPEEDS, type Tariff } from './freight.js'
import { accept, type Result, refuse } from './rejection.js'
import { askedBySku, defaultLocation, type RouteLine, route } from './routing.js'
import type { Reach, Snapshot } from './snapshot.js'
import { type Group, split } from './splitting.js'

export interface Basket {
  readonly caller: Caller
  readonly lines: readonly QuoteLine[]
  readonly country: string
}

/** A basket whose lines are known, and the account that would pay for it. */
interface PricedBasket extends Basket {
  readonly account: Account
  readonly items: readonly Item[]
}

/** Each speed in which all parts of the basket, split as the order would be, can be shipped. */
export function quoteBySpeed(snapshot: Snapshot, basket: Basket): Result<Quote[]> {
  const priced = price(snapshot, basket)
  if (!priced.ok) return priced
  const quotes: Quote[] = []
  for (const speed of SPEEDS) {
    const { country, account } = priced.value
    const quote = quoteSplit(snapshot, priced.value, { country, speed, currency: account.currency })
    if (quote !== null) quotes.push(quote)
  }
  return accept(quotes.sort(soonest))
}

/** Each method shown to callers, if one location sent everything; an unknown one stands for the default. */
export function quoteByMethod(snapshot: Snapshot, basket: Basket, location: string | null): Result<Quote[]> {
  const priced = price(snapshot, basket)
  if (!priced.ok) return priced
  const { items, lines, country } = priced.value
  const enabled = [...snapshot.locations.values()].filter((one) => one.enabled)
  const origin = enabled.find((one) => one.code === location) ?? defaultLocation(enabled)
  if (origin === undefined) return accept([])
  const grams = lines.reduce((sum, line, at) => sum + line.quantity * (items[at]?.weightGrams ?? 0), 0)
  const quotes: Quote[] = []
  for (const method of snapshot.tariff.methods) {
    if (method.purpose !== 'quote') continue
    const rate = rateOfMethod(snapshot.tariff, method.code, origin.country, country)
    if (rate !== undefined) quotes.push(writeQuote(snapshot.tariff, [rate], freightMinor(rate, grams)))
  }
  return accept(quotes.sort(soonest))
}

function price(snapshot: Snapshot, basket: Basket): Result<PricedBasket> {
  const { accountId, ownerId } = basket.caller
  const account = snapshot.accounts.get(accountId)
  if (account === undefined) return refuse({ kind: 'not_found', what: 'account', id: String(accountId) })
  const items = findItems(snapshot, ownerId, basket.lines, account.currency)
  return Array.isArray(items) ? accept({ ...basket, account, items }) : refuse(items)
}

/** Null: some part of the basket can't go there at this speed. */
function quoteSplit(snapshot: Snapshot, basket: PricedBasket, shipping: Shipping): Quote | null {
  const { account, items } = basket
  const reach = snapshot.reach(account.routingPolicy, shipping)
  const lines: RouteLine[] = basket.lines.map(({ sku, quantity }, index) => ({
    lineNumber: index + 1,
    sku,
    quantity,
    wishedLocation: null,
  }))
  const levels = plentiful(snapshot, basket, reach.locations)
  const routed = route(account.routingPolicy, lines, reach.locations, snapshot.locations, levels)
  if ('shortage' in routed) return null
  return quoteGroups(snapshot.tariff, reach, split(routed.allocations), items)
}

function quoteGroups(
  tariff: Tariff,
  reach: Reach,
  groups: readonly Group[],
  items: readonly Item[],
): Quote | null {
  const rates: ShippingRate[] = []
  let freight = 0
  for (const { location, allocations } of groups) {
    const rate = reach.rates.get(location.code)
    if (rate === undefined) return null
    rates.push(rate)
    freight += groupFreightMinor(rate, allocations, items)
  }
  return rates.length === 0 ? null : writeQuote(tariff, rates, freight)
}

/**
 * The stock as it is, but what the locations within reach lack of a SKU is at the default location. If that one
 * isn't within reach, the shortage stays.
 */
function plentiful(
  snapshot: Snapshot,
  basket: PricedBasket,
  reachable: readonly StockLocation[],
): (sku: string) => readonly StockLevel[] {
  const { ownerId } = basket.caller
  const asked = askedBySku(basket.lines)
  const codes = new Set(reachable.map((location) => location.code))
  const enabled = [...snapshot.locations.values()].filter((one) => one.enabled)
  const usual = defaultLocation(enabled)?.code
  return (sku) => {
    const levels = snapshot.levelsOf(ownerId, sku)
    const there = levels.reduce((sum, level) => sum + (codes.has(level.location) ? available(level) : 0), 0)
    const missing = (asked.get(sku) ?? 0) - there
    if (missing <= 0 || usual === undefined) return levels
    const level = levels.find((one) => one.location === usual)
    const before = level ?? { ownerId, sku, location: usual, onHand: 0, reserved: 0 }
    const filled = { ...before, onHand: before.onHand + missing }
    return [...levels.filter((one) => one !== level), filled]
  }
}

/** Of several parts, the slowest one's days count. */
function writeQuote(tariff: Tariff, rates: readonly ShippingRate[], freight: number): Quote {
  const [first] = rates
  const method = tariff.methods.find((one) => one.code === first?.method)
  if (first === undefined || method === undefined) throw new Error('a rate of the tariff has its method')
  return {
    method: method.code,
    methodName: method.name,
    speed: method.speed,
    freightMinor: freight,
    currency: first.currency,
    daysMin: Math.max(...rates.map((rate) => rate.daysMin)),
    daysMax: Math.max(...rates.map((rate) => rate.daysMax)),
  }
}

function soonest(a: Quote, b: Quote): number {
  return a.daysMin - b.daysMin || a.daysMax - b.daysMax || (a.method < b.method ? -1 : 1)
}
