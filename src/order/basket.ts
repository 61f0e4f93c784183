/**
 * What placing an order and quoting one share, so that a quote says what the order would be charged: the items
 * of the lines, the locations that can ship to the destination, and what shipping a group from one costs.
 */
import { type Item, ORDERABLE, type ShippingRate } from './catalogue.js'
import { freightMinor } from './freight.js'
import type { Rejection } from './rejection.js'
import type { Allocation } from './routing.js'
import type { Snapshot } from './snapshot.js'

/**
 * One item per line, or the first fault: every SKU is known before any is asked for its status. `currency`: in which
 * all must be priced; null: prices don't matter.
 */
export function findItems(
  snapshot: Snapshot,
  ownerId: number,
  lines: readonly { readonly sku: string }[],
  currency: string | null,
): Item[] | Rejection {
  const items: Item[] = []
  for (const [index, { sku }] of lines.entries()) {
    const item = snapshot.itemOf(ownerId, sku)
    if (item === null) return { kind: 'unknown_sku', lineNumber: index + 1, sku }
    items.push(item)
  }
  for (const [index, item] of items.entries()) {
    const fault = !ORDERABLE.has(item.status)
      ? item.status
      : currency !== null && item.currency !== currency
        ? `priced in ${item.currency}, while the account pays in ${currency}`
        : null
    if (fault !== null) {
      return { kind: 'sku_not_orderable', lineNumber: index + 1, sku: item.sku, status: fault }
    }
  }
  return items
}

/** What goes together pays by its weight together. `items` holds one item per line of the basket. */
export function groupFreightMinor(
  rate: ShippingRate,
  allocations: readonly Allocation[],
  items: readonly Item[],
): number {
  const grams = allocations.reduce(
    (sum, { line, quantity }) => sum + quantity * (items[line.lineNumber - 1]?.weightGrams ?? 0),
    0,
  )
  return freightMinor(rate, grams)
}
