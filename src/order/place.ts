/** Placing an order: known and orderable SKUs, stock from the best locations, freight, payment; or a draft of one. */
import { findItems, groupFreightMinor } from './basket.js'
import type { Account, Item, StockLocation } from './catalogue.js'
import type { PlaceOrder } from './commands/order.js'
import { type Decision, type Moment, replay } from './decision.js'
import type { OrderEvent } from './effects.js'
import { rateFrom, type Shipping, SPEEDS, speedOfMethod } from './freight.js'
import { emptyBalance, knowsCarrier } from './holds.js'
import { entryOf, isUnpaid, type Settlement, settlementOf } from './ledger.js'
import { newOrder } from './new-order.js'
import {
  type FailedLine,
  type FulfilmentOrderStatus,
  type Hold,
  type Order,
  type Speed,
  stateOf,
} from './order.js'
import { levelsFor, orderableLines } from './partial.js'
import { type Rejection, refuse } from './rejection.js'
import { reservationsOf } from './reservation.js'
import { type Allocation, type RouteLine, route, type Shortage } from './routing.js'
import { type Reach, type Snapshot, sellerKey } from './snapshot.js'
import { type Group, split } from './splitting.js'

export function placeOrder(snapshot: Snapshot, wish: PlaceOrder, moment: Moment): Decision {
  const account = snapshot.accounts.get(wish.caller.accountId)
  if (account === undefined) {
    return refuse({ kind: 'not_found', what: 'account', id: String(wish.caller.accountId) })
  }
  const { kept, failed } = wish.partial
    ? orderableLines(snapshot, wish, account)
    : { kept: wish.lines, failed: [] }
  if (kept.length === 0) return refuse({ kind: 'no_line_orderable', lines: failed })
  const command = kept === wish.lines ? wish : { ...wish, lines: kept }
  const { ownerId } = command.caller
  const only = onlyLocation(snapshot, command)
  if (only === undefined) return refuse(noLocation(command))
  if (command.review === 'later' && only !== null) return draft(command, moment, account, only, failed)
  if (command.carrier !== undefined && !knowsCarrier(snapshot.tariff, command.carrier)) {
    return refuse({ kind: 'not_found', what: 'shipping method', id: command.carrier })
  }
  const store = command.store === undefined ? null : snapshot.storeOf(account.accountId, command.store)
  if (store === undefined) return refuse({ kind: 'unknown_store', name: command.store?.name ?? '' })
  const items = findItems(snapshot, ownerId, command.lines, currencyOf(snapshot, command, account))
  if (!Array.isArray(items)) return refuse(items)

  const { country } = command.address
  const speed = wishedSpeed(snapshot, command)
  const shipping = speed === null ? null : { country, speed, currency: account.currency }
  // Who asks for no speed pays no freight, and anyone may ship.
  const reach = shipping === null ? null : snapshot.reach(account.routingPolicy, shipping)
  const outOfReach = reach?.locations.length === 0
  const lines = numbered(command)
  const ranked =
    reach === null || outOfReach ? snapshot.ranked(account.routingPolicy, country) : reach.locations
  const routed =
    command.empty && only !== null
      ? { allocations: allAt(only, lines) }
      : route(account.routingPolicy, lines, only === null ? ranked : [only], snapshot.locations, (sku) =>
          levelsFor(snapshot, command, sku),
        )
  const short = 'shortage' in routed
  const mayWait = command.acceptShortage ?? account.outOfStock === 'shortage'
  const nowhere = only === null && ranked.length === 0
  const ends = short && command.endIfShort === true
  if (short && (nowhere || !(mayWait || ends))) {
    const { line, asked, available } = routed.shortage
    return refuse({ kind: 'out_of_stock', lineNumber: line.lineNumber, sku: line.sku, asked, available })
  }
  if (shipping !== null && outOfReach) return refuse(noRate(snapshot, account, shipping))

  const groups = split(
    !short ? routed.allocations : only === null ? unallocated(ranked, lines) : allAt(only, lines),
  )
  const goodsMinor = command.ownGoods
    ? 0
    : command.lines.reduce((sum, line, index) => sum + line.quantity * (items[index]?.priceMinor ?? 0), 0)
  const freight = reach === null ? 0 : freightOf(reach, groups, items)
  const settlement = ends ? 'elsewhere' : (command.payment ?? settlementOf(account, goodsMinor + freight))
  const holds = holdsOf(command, account)
  const part = ends ? 'cancelled' : partStatus(short, holds, settlement)
  const priced = {
    speed,
    groups,
    items,
    account,
    goodsMinor,
    freight,
    settlement,
    store,
    part,
    holds,
    failed,
  }
  const order = newOrder(command, moment, { ...priced, takesStock: !short && !command.empty })
  return accepted(ends ? ended(order, routed.shortage, moment.at) : order, account)
}

/** Taken, and over with it: its number is claimed, and nothing of it will ever be shipped. */
function ended(order: Order, { line, asked, available }: Shortage, at: number): Order {
  const reason = `out of stock: ${line.sku}, asked ${asked}, available ${available}`
  return {
    ...order,
    orderStatus: 'cancelled',
    fulfilmentStatus: 'none',
    due: null,
    details: { ...order.details, holds: [], endedShort: true, cancelledAt: at, cancelReason: reason },
  }
}

/** The stock, money and history of a new order. */
function accepted(order: Order, account: Account): Decision {
  const { orderNumber, financialStatus } = order
  return {
    ok: true,
    outcome: { orderNumber, replayed: false, order },
    replayed: false,
    effects: {
      placed: [order],
      changed: [],
      levels: order.fulfilmentOrders.flatMap(reservationsOf),
      movements: [],
      entries:
        financialStatus === 'paid' ? [entryOf(account, 'payment', -order.finalMinor, orderNumber)] : [],
      events: [placedEvent(order)],
      queues:
        financialStatus === 'waiting' && !account.hasWaiting
          ? [{ accountId: account.accountId, hasWaiting: true }]
          : [],
    },
  }
}

/** Taken as it is: its SKUs may be unknown and its stock short, since a review says so later. */
function draft(
  command: PlaceOrder,
  moment: Moment,
  account: Account,
  location: StockLocation,
  failed: readonly FailedLine[],
): Decision {
  const order = newOrder(command, moment, {
    speed: null,
    groups: split(allAt(location, numbered(command))),
    items: [],
    account,
    goodsMinor: 0,
    freight: 0,
    settlement: 'elsewhere',
    store: null,
    part: 'drafted',
    holds: [],
    takesStock: false,
    failed,
  })
  const { carrier = null, holds = [] } = command
  return accepted(
    {
      ...order,
      fulfilmentStatus: 'none',
      due: { kind: 'review', at: moment.at },
      details: { ...order.details, review: { carrier, holds } },
    },
    account,
  )
}

function numbered({ lines }: PlaceOrder): RouteLine[] {
  return lines.map((line, index) => ({ lineNumber: index + 1, ...line }))
}

function allAt(location: StockLocation, lines: readonly RouteLine[]): Allocation[] {
  return lines.map((line) => ({ line, location, quantity: line.quantity }))
}

/** Null: every location may ship it; undefined: the one that may does not exist, or ships nothing. */
function onlyLocation(
  snapshot: Snapshot,
  { onlyLocation: code }: PlaceOrder,
): StockLocation | null | undefined {
  if (code === undefined) return null
  const location = snapshot.locations.get(code)
  return location?.enabled ? location : undefined
}

function noLocation({ onlyLocation: code = '' }: PlaceOrder): Rejection {
  return { kind: 'not_found', what: 'stock location', id: code }
}

/** Whose goods are its own is charged for what is done with them: nothing is done while the balance is empty. */
function holdsOf({ holds = [], ownGoods }: PlaceOrder, account: Account): readonly Hold[] {
  return ownGoods ? [...holds, ...emptyBalance(account)] : holds
}

/** An order that waits for its money holds its stock, and no location may ship it yet. */
function partStatus(short: boolean, holds: readonly Hold[], settlement: Settlement): FulfilmentOrderStatus {
  if (short) return 'shortage'
  if (holds.length > 0) return 'hold'
  return isUnpaid(settlement) ? 'drafted' : 'allocated'
}

/** The same number with the same content answers with the first order; with other content it is refused. */
export function findEarlier(snapshot: Snapshot, command: PlaceOrder): Decision | null {
  if (command.sellerOrderNumber === null) return null
  const { caller, family, sellerOrderNumber, numberScope = '' } = command
  const key = sellerKey(caller.accountId, family, sellerOrderNumber, numberScope)
  const earlier = snapshot.placed.get(key)
  if (earlier === undefined) return null
  const { orderNumber } = earlier
  return earlier.contentHash === command.contentHash
    ? replay({ orderNumber, replayed: true })
    : refuse({ kind: 'seller_number_taken', sellerOrderNumber, orderNumber })
}

/** What is paid elsewhere may be priced in any currency, as long as it is one; own goods have no price. */
function currencyOf(snapshot: Snapshot, command: PlaceOrder, account: Account): string | null {
  const { caller, lines, payment, ownGoods } = command
  if (ownGoods) return null
  const first = payment === undefined ? undefined : lines[0]
  const item = first === undefined ? null : snapshot.itemOf(caller.ownerId, first.sku)
  return item?.currency ?? account.currency
}

/** An order that waits for stock waits as one, where it was wished or else at the best location that may ship it. */
function unallocated(ranked: readonly StockLocation[], lines: readonly RouteLine[]): Allocation[] {
  const wished = ranked.find((one) => one.code === lines[0]?.wishedLocation)
  const location = wished ?? ranked[0]
  return location === undefined ? [] : allAt(location, lines)
}

/** The speed of a method named, if there is one of that code. */
function wishedSpeed(snapshot: Snapshot, { speed, wishedMethod }: PlaceOrder): Speed | null {
  if (wishedMethod === undefined) return speed
  return speedOfMethod(snapshot.tariff, wishedMethod) ?? speed
}

function noRate(snapshot: Snapshot, { routingPolicy }: Account, shipping: Shipping): Rejection {
  const { country } = shipping
  const locations = snapshot.ranked(routingPolicy, country)
  const offered = SPEEDS.filter((speed) =>
    locations.some((location) => rateFrom(snapshot.tariff, { ...shipping, speed }, location) !== undefined),
  )
  return { kind: 'no_shipping_rate', country, speed: shipping.speed, offered }
}

function freightOf(reach: Reach, groups: readonly Group[], items: readonly Item[]): number {
  return groups.reduce((sum, { location, allocations }) => {
    const rate = reach.rates.get(location.code)
    return rate === undefined ? sum : sum + groupFreightMinor(rate, allocations, items)
  }, 0)
}

/** One event for a placing, also where it was paid in the same moment: the state after it says so. */
function placedEvent(order: Order): OrderEvent {
  const isShort = order.fulfilmentOrders.some((part) => part.status === 'shortage')
  const data = isShort ? { shortage: true } : null
  return { orderNumber: order.orderNumber, version: 1, kind: 'placed', state: stateOf(order), data }
}
