/** Placing an order: known and orderable SKUs, stock from the best locations, freight, payment. */
import { findItems, groupFreightMinor } from './basket.js'
import type { Account, Item, Store } from './catalogue.js'
import type { LevelChange, OrderEvent, PlaceOrder } from './command.js'
import { type Decision, type Moment, replay } from './decision.js'
import { rateFrom, type Shipping, SPEEDS, speedOfMethod } from './freight.js'
import { entryOf, isUnpaid, SETTLED, type Settlement, settlementOf } from './ledger.js'
import {
  type FailedLine,
  type FulfilmentOrder,
  type Order,
  type OrderLine,
  type Speed,
  stateOf,
} from './order.js'
import { orderableLines } from './partial.js'
import { type Rejection, refuse } from './rejection.js'
import { type Allocation, type RouteLine, route } from './routing.js'
import { type Reach, type Snapshot, sellerKey } from './snapshot.js'
import { type Group, split } from './splitting.js'

export function placeOrder(snapshot: Snapshot, wish: PlaceOrder, moment: Moment): Decision {
  const earlier = findEarlier(snapshot, wish)
  if (earlier !== null) return earlier

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
  const lines: RouteLine[] = command.lines.map((line, index) => ({ lineNumber: index + 1, ...line }))
  const routed = route(
    account.routingPolicy,
    lines,
    reach === null || outOfReach ? snapshot.ranked(account.routingPolicy, country) : reach.locations,
    snapshot.locations,
    (sku) => snapshot.levelsOf(ownerId, sku),
  )
  const short = 'shortage' in routed
  if (short && command.acceptShortage !== true) {
    const { line, asked, available } = routed.shortage
    return refuse({ kind: 'out_of_stock', lineNumber: line.lineNumber, sku: line.sku, asked, available })
  }
  if (shipping !== null && outOfReach) return refuse(noRate(snapshot, account, shipping))

  const groups = split(short ? unallocated(snapshot, account, lines, country) : routed.allocations)
  const goodsMinor = command.lines.reduce(
    (sum, line, index) => sum + line.quantity * (items[index]?.priceMinor ?? 0),
    0,
  )
  const freight = reach === null ? 0 : freightOf(reach, groups, items)
  const settlement = command.payment ?? settlementOf(account, goodsMinor + freight)
  const part: Priced['part'] = short ? 'shortage' : command.hold === undefined ? undefined : 'hold'
  const priced = { speed, groups, items, account, goodsMinor, freight, settlement, store, part, failed }
  const order = newOrder(command, moment, priced)
  return {
    ok: true,
    outcome: { orderNumber: order.orderNumber, replayed: false, order },
    replayed: false,
    effects: {
      placed: [order],
      changed: [],
      levels: short ? [] : reservations(ownerId, groups),
      movements: [],
      entries:
        settlement === 'paid' ? [entryOf(account, 'payment', -order.finalMinor, order.orderNumber)] : [],
      events: [placedEvent(order)],
      queues:
        settlement === 'waiting' && !account.hasWaiting
          ? [{ accountId: account.accountId, hasWaiting: true }]
          : [],
    },
  }
}

/** The same number with the same content answers with the first order; with other content it is refused. */
function findEarlier(snapshot: Snapshot, command: PlaceOrder): Decision | null {
  if (command.sellerOrderNumber === null) return null
  const key = sellerKey(command.caller.accountId, command.family, command.sellerOrderNumber)
  const earlier = snapshot.placed.get(key)
  if (earlier === undefined) return null
  const { orderNumber } = earlier
  return earlier.contentHash === command.contentHash
    ? replay({ orderNumber, replayed: true })
    : refuse({ kind: 'seller_number_taken', sellerOrderNumber: command.sellerOrderNumber, orderNumber })
}

/** What is paid elsewhere may be priced in any currency, as long as it is one. */
function currencyOf(snapshot: Snapshot, { caller, lines, payment }: PlaceOrder, account: Account): string {
  const first = payment === undefined ? undefined : lines[0]
  const item = first === undefined ? null : snapshot.itemOf(caller.ownerId, first.sku)
  return item?.currency ?? account.currency
}

/** An order that waits for stock waits as one, where it was wished or else at the best location. */
function unallocated(
  snapshot: Snapshot,
  account: Account,
  lines: readonly RouteLine[],
  country: string,
): Allocation[] {
  const wished = snapshot.locations.get(lines[0]?.wishedLocation ?? '')
  const location = wished ?? snapshot.ranked(account.routingPolicy, country)[0]
  return location === undefined ? [] : lines.map((line) => ({ line, location, quantity: line.quantity }))
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

interface Priced {
  readonly speed: Speed | null
  readonly groups: readonly Group[]
  readonly items: readonly Item[]
  readonly account: Account
  readonly goodsMinor: number
  readonly freight: number
  readonly settlement: Settlement
  readonly store: Store | null
  /** What keeps the order's parts from being shipped. */
  readonly part: 'shortage' | 'hold' | undefined
  readonly failed: readonly FailedLine[]
}

function newOrder(command: PlaceOrder, moment: Moment, priced: Priced): Order {
  const { speed, groups, items, account, goodsMinor, freight, settlement, store, part, failed } = priced
  const priceOf = (lineNumber: number) => items[lineNumber - 1]?.priceMinor ?? 0
  const lines: OrderLine[] = command.lines.map((line, index) => ({
    lineNumber: index + 1,
    sku: line.sku,
    quantity: line.quantity,
    unitPriceMinor: priceOf(index + 1),
  }))
  const fulfilmentOrders: FulfilmentOrder[] = groups.map((group, index) => ({
    sequence: index + 1,
    ownerId: command.caller.ownerId,
    location: group.location.code,
    // An order that waits for its money holds its stock, and no location may ship it yet.
    status: part ?? (isUnpaid(settlement) ? 'drafted' : 'allocated'),
    lines: group.allocations.map(({ line, quantity }) => ({
      rowNumber: moment.rowNumber(),
      lineNumber: line.lineNumber,
      sku: line.sku,
      quantity,
      reserved: part === 'shortage' ? 0 : quantity,
      unitPriceMinor: priceOf(line.lineNumber),
    })),
    shipments: null,
  }))
  return {
    orderNumber: moment.orderNumber(),
    accountId: command.caller.accountId,
    family: command.family,
    dialect: command.dialect,
    sellerOrderNumber: command.sellerOrderNumber,
    contentHash: command.contentHash,
    orderStatus: SETTLED[settlement].orderStatus,
    financialStatus: SETTLED[settlement].financialStatus,
    fulfilmentStatus: SETTLED[settlement].fulfilmentStatus,
    refundStatus: 'none',
    version: 1,
    currency: items[0]?.currency ?? account.currency,
    goodsMinor,
    freightMinor: freight,
    finalMinor: goodsMinor + freight,
    refundedMinor: 0,
    createdAt: moment.at,
    updatedAt: moment.at,
    details: {
      address: command.address,
      lines,
      failedLines: failed,
      speed,
      remark: command.remark,
      salesChannel: command.salesChannel,
      storeNumber: store?.storeNumber ?? null,
      holdReason: command.hold ?? null,
      paidAt: settlement === 'paid' ? moment.at : null,
      cancelledAt: null,
      refundedAt: null,
      cancelReason: null,
      warnings: command.warnings,
      extra: command.extra,
    },
    fulfilmentOrders,
  }
}

/** Lines that draw on the same stock level are summed: one change per level. */
function reservations(ownerId: number, groups: readonly Group[]): LevelChange[] {
  const changes: LevelChange[] = []
  for (const { location, allocations } of groups) {
    const bySku = new Map<string, number>()
    for (const { line, quantity } of allocations) {
      bySku.set(line.sku, (bySku.get(line.sku) ?? 0) + quantity)
    }
    for (const [sku, reserved] of bySku) {
      changes.push({ ownerId, sku, location: location.code, onHand: 0, reserved, isNew: false })
    }
  }
  return changes
}

/** One event for a placing, also where it was paid in the same moment: the state after it says so. */
function placedEvent(order: Order): OrderEvent {
  return { orderNumber: order.orderNumber, version: 1, kind: 'placed', state: stateOf(order), data: null }
}
