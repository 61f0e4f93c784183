/**
 * The engine's promises, kept in the simplest way there is: lists and sums, nothing stored that can be counted.
 * What is left to the engine's choice (which location ships what) is taken from its decision, and only held to
 * the rules.
 */
import type { Command, PlaceOrder } from '../../src/order/command.js'
import type { Order } from '../../src/order/order.js'
import type { Rejection } from '../../src/order/rejection.js'
import type { RoutingPolicyName } from '../../src/order/routing.js'
import { BUYERS, ITEMS, LOCATIONS, RATES } from './corner-shop.js'

const MOST_PIECES = 2_147_483_647
const MOST_MONEY = 1_000_000_000_000_000
const ORDERABLE = ['on_shelf', 'clearance', 'partial_clearance']

/** What the methods of the corner shop stand for, and by which one each speed is priced. */
const SPEED_OF: Readonly<Record<string, string>> = { SLOW: 'standard', FAST: 'express', SHOWN: 'expedited' }
const PRICED_BY: Readonly<Record<string, string>> = { standard: 'SLOW', express: 'FAST' }

export type Verdict = 'accepted' | 'replayed' | (Partial<Rejection> & Pick<Rejection, 'kind'>)
type State = 'elsewhere' | 'waiting' | 'paid' | 'cancelled'

interface Holding {
  readonly ownerId: number
  readonly sku: string
  readonly location: string
  readonly quantity: number
}

export interface ModelOrder {
  readonly command: PlaceOrder
  readonly accountId: number
  readonly orderNumber: number
  readonly finalMinor: number
  readonly holdings: readonly Holding[]
  state: State
  /** Whether money was ever taken for it. */
  wasPaid: boolean
  changes: number
}

export class Model {
  /** In the order in which they came. */
  readonly orders: ModelOrder[] = []
  readonly entries = new Map<number, number[]>()
  readonly pieces = new Map<string, number>()
  readonly #policy: RoutingPolicyName
  readonly #keys = new Map<string, string>()

  constructor(policy: RoutingPolicyName) {
    this.#policy = policy
    for (const { accountId } of BUYERS) this.entries.set(accountId, [])
  }

  balance(accountId: number): number {
    return sum(this.entries.get(accountId) ?? [])
  }

  waiting(accountId: number): ModelOrder[] {
    return this.orders.filter((order) => order.accountId === accountId && order.state === 'waiting')
  }

  reserved(ownerId: number, sku: string, location: string): number {
    const live = this.orders.filter((order) => order.state !== 'cancelled')
    const holdings = live.flatMap((order) => order.holdings)
    const here = holdings.filter(
      (one) => one.ownerId === ownerId && one.sku === sku && one.location === location,
    )
    return sum(here.map((one) => one.quantity))
  }

  onHand(ownerId: number, sku: string, location: string): number {
    return this.pieces.get(`${ownerId} ${sku} ${location}`) ?? 0
  }

  #free(ownerId: number, sku: string, location: string): number {
    return this.onHand(ownerId, sku, location) - this.reserved(ownerId, sku, location)
  }

  verdict(command: Command): Verdict {
    if (command.key !== null) {
      const earlier = this.#keys.get(`${command.caller.accountId} ${command.key.key}`)
      if (earlier === command.key.contentHash) return 'replayed'
      if (earlier !== undefined) return { kind: 'key_reused', key: command.key.key }
    }
    const { accountId, ownerId } = command.caller
    switch (command.kind) {
      case 'place':
        return this.#verdictOnPlacing(command)
      case 'cancel': {
        const order = this.orders.find((one) => one.orderNumber === command.orderNumber)
        if (order?.accountId !== accountId) return notFound('order', command.orderNumber)
        return order.state === 'cancelled' ? 'replayed' : 'accepted'
      }
      case 'move_stock': {
        const { sku, location, quantity } = command
        if (itemOf(ownerId, sku) === undefined) return notFound('item', sku)
        if (!LOCATIONS.some((one) => one.code === location)) return notFound('stock location', location)
        const after = this.onHand(ownerId, sku, location) + quantity
        const fits = after >= this.reserved(ownerId, sku, location) && after <= MOST_PIECES
        return fits ? 'accepted' : { kind: 'stock_out_of_range', sku, location }
      }
      case 'count_stock': {
        const { sku, location, onHand } = command
        if (itemOf(ownerId, sku) === undefined) return notFound('item', sku)
        if (!LOCATIONS.some((one) => one.code === location)) return notFound('stock location', location)
        const fits = onHand >= this.reserved(ownerId, sku, location)
        return fits ? 'accepted' : { kind: 'stock_out_of_range', sku, location }
      }
      case 'top_up':
        if (!this.entries.has(command.accountId)) return notFound('account', command.accountId)
        if (this.balance(command.accountId) + command.amountMinor <= MOST_MONEY) return 'accepted'
        return { kind: 'invalid_field' }
      case 'review':
        // The model places no drafts.
        return this.orders.some(
          (one) => one.orderNumber === command.orderNumber && one.accountId === accountId,
        )
          ? 'replayed'
          : notFound('order', command.orderNumber)
      case 'pay_waiting':
        return this.entries.has(command.accountId) ? 'accepted' : notFound('account', command.accountId)
      default:
        throw new Error('the model ends where an order is placed, paid or cancelled')
    }
  }

  #verdictOnPlacing(command: PlaceOrder): Verdict {
    const { accountId, ownerId } = command.caller
    const { family, sellerOrderNumber } = command
    const earlier = this.orders.find(
      (one) =>
        sellerOrderNumber !== null &&
        one.accountId === accountId &&
        one.command.family === family &&
        one.command.sellerOrderNumber === sellerOrderNumber,
    )
    if (earlier !== undefined && sellerOrderNumber !== null) {
      if (earlier.command.contentHash === command.contentHash) return 'replayed'
      return { kind: 'seller_number_taken', sellerOrderNumber, orderNumber: earlier.orderNumber }
    }
    if (!this.entries.has(accountId)) return notFound('account', accountId)
    const lines = command.lines.map((line, index) => ({ ...line, lineNumber: index + 1 }))

    const strange = lines.find(({ sku }) => itemOf(ownerId, sku) === undefined)
    if (strange !== undefined) {
      return { kind: 'unknown_sku', sku: strange.sku, lineNumber: strange.lineNumber }
    }
    const unfit = lines.find(({ sku }) => {
      const item = itemOf(ownerId, sku)
      return item === undefined || item.currency !== 'USD' || !ORDERABLE.includes(item.status)
    })
    if (unfit !== undefined)
      return { kind: 'sku_not_orderable', sku: unfit.sku, lineNumber: unfit.lineNumber }

    const { country } = command.address
    const open = LOCATIONS.filter((one) => one.enabled)
    const speed = wishedSpeed(command)
    const near = speed === null ? open : open.filter((one) => rateOf(speed, one.code, country) !== undefined)
    for (const { sku, lineNumber } of lines) {
      const asked = sum(lines.filter((one) => one.sku === sku).map((one) => one.quantity))
      const available = sum((near.length > 0 ? near : open).map((one) => this.#free(ownerId, sku, one.code)))
      if (available < asked) return { kind: 'out_of_stock', lineNumber, sku, asked, available }
    }
    if (near.length > 0 || speed === null) return 'accepted'
    const offered = ['standard', 'express', 'expedited'].filter((other) =>
      open.some((one) => rateOf(other, one.code, country) !== undefined),
    )
    return { kind: 'no_shipping_rate', country, speed, offered }
  }

  /** What is wrong with the order that the engine made of an accepted wish; what is right is nothing. */
  faultsOf(command: PlaceOrder, order: Order): string[] {
    const { ownerId } = command.caller
    const { country } = command.address
    const faults: string[] = []
    const speed = wishedSpeed(command)
    const goods = sum(
      command.lines.map((line) => line.quantity * (itemOf(ownerId, line.sku)?.priceMinor ?? 0)),
    )
    let freight = 0
    for (const part of order.fulfilmentOrders) {
      const grams = sum(
        part.lines.map((line) => line.quantity * (itemOf(ownerId, line.sku)?.weightGrams ?? 0)),
      )
      freight += speed === null ? 0 : costOf(speed, part.location, country, grams)
    }
    if (order.goodsMinor !== goods) faults.push(`goods cost ${order.goodsMinor} instead of ${goods}`)
    if (order.freightMinor !== freight)
      faults.push(`freight costs ${order.freightMinor} instead of ${freight}`)
    if (order.finalMinor !== goods + freight)
      faults.push(`all costs ${order.finalMinor}, not ${goods + freight}`)

    const sought = order.fulfilmentOrders.map((part) => part.location)
    if (new Set(sought).size < sought.length) faults.push('two parts are at one location')
    for (const code of sought) {
      if (!LOCATIONS.some((one) => one.code === code && one.enabled)) faults.push(`${code} is closed`)
    }
    for (const { sku, location } of holdingsOf(order)) {
      const here = holdingsOf(order).filter((one) => one.sku === sku && one.location === location)
      const taken = sum(here.map((one) => one.quantity))
      if (taken > this.#free(ownerId, sku, location))
        faults.push(`${taken} ${sku} are not free at ${location}`)
    }
    if (sought.length > 1 && this.#someoneHasAll(command, speed)) faults.push('it was split without need')
    return faults
  }

  #someoneHasAll(command: PlaceOrder, speed: string | null): boolean {
    if (this.#policy === 'nearest' || command.lines.some((line) => line.wishedLocation !== null)) return false
    const { lines, caller, address } = command
    return LOCATIONS.filter((one) => one.enabled)
      .filter((one) => speed === null || rateOf(speed, one.code, address.country) !== undefined)
      .some((one) =>
        lines.every(({ sku }) => {
          const asked = sum(lines.filter((line) => line.sku === sku).map((line) => line.quantity))
          return this.#free(caller.ownerId, sku, one.code) >= asked
        }),
      )
  }

  /** Does what an accepted command asks for; `placed` is the engine's order, whose shape was checked. */
  follow(command: Command, placed: Order | undefined): void {
    const { accountId, ownerId } = command.caller
    if (command.key !== null) this.#keys.set(`${accountId} ${command.key.key}`, command.key.contentHash)
    switch (command.kind) {
      case 'place':
        if (placed !== undefined) this.#followPlacing(command, placed)
        return
      case 'cancel': {
        const order = this.orders.find((one) => one.orderNumber === command.orderNumber)
        if (order === undefined) return
        if (order.state === 'paid' && order.finalMinor > 0) this.#book(accountId, order.finalMinor)
        order.state = 'cancelled'
        order.changes += 1
        this.#payOldest(accountId)
        return
      }
      case 'move_stock': {
        const { sku, location, quantity } = command
        const key = `${ownerId} ${sku} ${location}`
        this.pieces.set(key, (this.pieces.get(key) ?? 0) + quantity)
        return
      }
      case 'count_stock': {
        const { sku, location, onHand } = command
        if (onHand !== this.onHand(ownerId, sku, location)) {
          this.pieces.set(`${ownerId} ${sku} ${location}`, onHand)
        }
        return
      }
      case 'top_up':
        this.#book(command.accountId, command.amountMinor)
        this.#payOldest(command.accountId)
        return
      case 'pay_waiting':
        this.#payOldest(command.accountId)
        return
    }
  }

  #followPlacing(command: PlaceOrder, placed: Order): void {
    const { accountId } = command.caller
    const { orderNumber, finalMinor } = placed
    const order: ModelOrder = {
      ...{ command, accountId, orderNumber, finalMinor, holdings: holdingsOf(placed) },
      state: 'waiting',
      wasPaid: false,
      changes: 1,
    }
    if (BUYERS.find((one) => one.accountId === accountId)?.payment === 'none') order.state = 'elsewhere'
    else if (this.waiting(accountId).length === 0 && this.balance(accountId) >= finalMinor) this.#pay(order)
    this.orders.push(order)
  }

  #payOldest(accountId: number): void {
    for (const order of this.waiting(accountId)) {
      if (this.balance(accountId) < order.finalMinor) return
      this.#pay(order)
      order.changes += 1
    }
  }

  #pay(order: ModelOrder): void {
    this.#book(order.accountId, -order.finalMinor)
    order.state = 'paid'
    order.wasPaid = true
  }

  #book(accountId: number, amountMinor: number): void {
    this.entries.get(accountId)?.push(amountMinor)
  }
}

export function holdingsOf(order: Order): Holding[] {
  return order.fulfilmentOrders.flatMap(({ ownerId, location, lines }) =>
    lines.map(({ sku, reserved }) => ({ ownerId, sku, location, quantity: reserved })),
  )
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

function notFound(what: string, id: string | number): Verdict {
  return { kind: 'not_found', what, id: String(id) }
}

function itemOf(ownerId: number, sku: string) {
  return ITEMS.find((one) => one.ownerId === ownerId && one.sku === sku)
}

function wishedSpeed({ speed, wishedMethod }: PlaceOrder): string | null {
  return SPEED_OF[wishedMethod ?? ''] ?? speed
}

function rateOf(speed: string, location: string, country: string) {
  const origin = LOCATIONS.find((one) => one.code === location)?.country
  return RATES.find(
    (one) =>
      one.method === PRICED_BY[speed] &&
      one.originCountry === origin &&
      one.destinationCountry === country &&
      one.currency === 'USD',
  )
}

/** Counted step by step, as a person would at the scales. */
function costOf(speed: string, location: string, country: string, grams: number): number {
  const rate = rateOf(speed, location, country)
  if (rate === undefined) return Number.NaN
  let cost = rate.firstMinor
  for (let paidFor = rate.firstGrams; paidFor < grams; paidFor += rate.stepGrams) cost += rate.stepMinor
  return cost
}
