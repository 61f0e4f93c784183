/** Placing an order: known and orderable SKUs, stock from the best locations, freight, payment. */
import { type Item, ORDERABLE, type StockLocation } from './catalogue.js'
import type { LevelChange, OrderEvent, PlaceOrder } from './command.js'
import { type Decision, type Moment, replay } from './decision.js'
import { freightMinor, rateOfSpeed, speedsTo } from './freight.js'
import { payFrom } from './ledger.js'
import { type FulfilmentOrder, type Order, type OrderLine, stateOf } from './order.js'
import { type Rejection, refuse } from './rejection.js'
import { type RouteLine, route } from './routing.js'
import { type Snapshot, sellerKey, skuKey } from './snapshot.js'
import { type Group, split } from './splitting.js'

export function placeOrder(snapshot: Snapshot, command: PlaceOrder, moment: Moment): Decision {
  const earlier = findEarlier(snapshot, command)
  if (earlier !== null) return earlier

  const account = snapshot.accounts.get(command.caller.accountId)
  if (account === undefined) {
    return refuse({ kind: 'not_found', what: 'account', id: String(command.caller.accountId) })
  }
  const items = findItems(snapshot, command, account.currency)
  if (!Array.isArray(items)) return refuse(items)

  const lines: RouteLine[] = command.lines.map((line, index) => ({ lineNumber: index + 1, ...line }))
  const { country } = command.address
  const levels = (sku: string) => snapshot.levelsOf(command.caller.ownerId, sku)
  const everywhere = snapshot.ranked(account.routingPolicy, country)
  const reachable = everywhere.filter((location) => ships(snapshot, command, location))
  const routed = route(
    account.routingPolicy,
    lines,
    reachable.length > 0 ? reachable : everywhere,
    snapshot.locations,
    levels,
  )
  if ('shortage' in routed) {
    const { line, asked, available } = routed.shortage
    return refuse({ kind: 'out_of_stock', lineNumber: line.lineNumber, sku: line.sku, asked, available })
  }
  if (reachable.length === 0) {
    const offered = speedsTo(snapshot.tariff, country)
    return refuse({ kind: 'no_shipping_rate', country, speed: command.speed ?? '', offered })
  }

  const groups = split(routed.allocations)
  const goodsMinor = command.lines.reduce(
    (sum, line, index) => sum + line.quantity * (items[index]?.priceMinor ?? 0),
    0,
  )
  const freight = groups.reduce((sum, group) => sum + groupFreight(snapshot, command, group, items), 0)
  const order = draft(command, moment, groups, items, account.currency, goodsMinor, freight)
  const payment = payFrom(account, order, moment.at)
  const settled = payment?.order ?? order
  return {
    ok: true,
    outcome: { orderNumber: order.orderNumber, replayed: false },
    replayed: false,
    effects: {
      placed: [settled],
      changed: [],
      levels: reservations(command.caller.ownerId, groups),
      movements: [],
      entries: payment?.entry === undefined ? [] : [payment.entry],
      events: payment === null ? [placedEvent(order)] : [placedEvent(order), payment.event],
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

/** One item per line, or the first fault: every SKU is known before any is asked for its status. */
function findItems(snapshot: Snapshot, command: PlaceOrder, currency: string): Item[] | Rejection {
  const items: Item[] = []
  for (const [index, line] of command.lines.entries()) {
    const item = snapshot.items.get(skuKey(command.caller.ownerId, line.sku))
    if (item === undefined || item === null) {
      return { kind: 'unknown_sku', lineNumber: index + 1, sku: line.sku }
    }
    items.push(item)
  }
  for (const [index, item] of items.entries()) {
    const fault = !ORDERABLE.has(item.status)
      ? item.status
      : item.currency !== currency
        ? `priced in ${item.currency}, while the account pays in ${currency}`
        : null
    if (fault !== null) {
      return { kind: 'sku_not_orderable', lineNumber: index + 1, sku: item.sku, status: fault }
    }
  }
  return items
}

function ships(snapshot: Snapshot, command: PlaceOrder, location: StockLocation): boolean {
  if (command.speed === null) return true
  const { country } = command.address
  return rateOfSpeed(snapshot.tariff, command.speed, location.country, country) !== undefined
}

function groupFreight(snapshot: Snapshot, command: PlaceOrder, group: Group, items: readonly Item[]): number {
  if (command.speed === null) return 0
  const rate = rateOfSpeed(snapshot.tariff, command.speed, group.location.country, command.address.country)
  if (rate === undefined) return 0
  const grams = group.allocations.reduce(
    (sum, part) => sum + part.quantity * (items[part.line.lineNumber - 1]?.weightGrams ?? 0),
    0,
  )
  return freightMinor(rate, grams)
}

function draft(
  command: PlaceOrder,
  moment: Moment,
  groups: readonly Group[],
  items: readonly Item[],
  currency: string,
  goodsMinor: number,
  freight: number,
): Order {
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
    status: 'drafted',
    lines: group.allocations.map(({ line, quantity }) => ({
      rowNumber: moment.rowNumber(),
      lineNumber: line.lineNumber,
      sku: line.sku,
      quantity,
      reserved: quantity,
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
    orderStatus: 'waiting_payment',
    financialStatus: 'waiting',
    fulfilmentStatus: 'none',
    refundStatus: 'none',
    version: 1,
    currency,
    goodsMinor,
    freightMinor: freight,
    finalMinor: goodsMinor + freight,
    refundedMinor: 0,
    createdAt: moment.at,
    updatedAt: moment.at,
    details: {
      address: command.address,
      lines,
      speed: command.speed,
      remark: command.remark,
      salesChannel: command.salesChannel,
      paidAt: null,
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

function placedEvent(order: Order): OrderEvent {
  const locations = order.fulfilmentOrders.map((part) => part.location)
  return {
    orderNumber: order.orderNumber,
    version: 1,
    kind: 'placed',
    state: stateOf(order),
    data: { locations, finalMinor: order.finalMinor },
  }
}
