/** Items as both platforms name them, and what became of an order's lines (facts/pandapon.md §4, §6.1). */
import type { ItemStatus } from '../../order/catalogue.js'
import { ORDERABLE } from '../../order/catalogue.js'
import type { FailedLine, Order, OrderLine } from '../../order/order.js'
import type { Result } from '../../order/rejection.js'
import type { ItemName } from '../../wire/dialect.js'
import { numberLiteral } from '../../wire/json.js'

export const FAULT_CODES: { readonly [F in FailedLine['fault']]: string } = {
  unknown_sku: 'SKU_NOT_FOUND',
  not_orderable: 'ITEM_OFF_SHELF',
  out_of_stock: 'STOCK_NOT_ENOUGH',
  price: 'PRICE_CHANGED',
  currency: 'CURRENCY_NOT_SUPPORTED',
}

/** SKUs are `itemId/skuId` here: the two ids that name one on the wire. */
export function skuOf(itemId: string, skuId: string): string {
  return `${itemId}/${skuId}`
}

export function idsOf(sku: string): { itemId: string; skuId: string } {
  const [itemId = ''] = sku.split('/', 1)
  return { itemId, skuId: sku.slice(itemId.length + 1) }
}

const LONGEST_ID = 40

/** Nothing, where the SKU is no pair of ids. */
export function itemNames(sku: string): readonly ItemName[] {
  const { itemId, skuId } = idsOf(sku)
  if ([itemId, skuId].some((id) => id === '' || id.length > LONGEST_ID)) return []
  return [
    { field: 'itemId', value: itemId },
    { field: 'skuId', value: skuId },
  ]
}

/** A JSON number however many digits it has; null: it is no number. */
export function numberOf(id: string): unknown {
  return /^(0|[1-9]\d{0,18})$/.test(id) ? numberLiteral(id) : null
}

/** All prices of both platforms are in fen. */
export const CURRENCY = 'CNY'

export function isOnSale(item: { readonly status: ItemStatus; readonly currency: string }): boolean {
  return ORDERABLE.has(item.status) && item.currency === CURRENCY
}

/** What became of the line that was sent at a place, counted from 1: one of both. */
export interface LineOutcome {
  readonly position: number
  readonly line: OrderLine | null
  readonly failed: FailedLine | null
}

/** The lines of an order at the places that they had in the request. */
export function linesOf({ details }: Order): LineOutcome[] {
  const failed = new Map(details.failedLines.map((line) => [line.position, line]))
  const lines = details.lines.values()
  return Array.from({ length: details.lines.length + failed.size }, (_, index) => {
    const position = index + 1
    const one = failed.get(position) ?? null
    return { position, failed: one, line: one === null ? (lines.next().value ?? null) : null }
  })
}

/** Also of an order of which no line could be ordered. */
export function outcomesOf(outcome: Result<Order>): LineOutcome[] {
  if (outcome.ok) return linesOf(outcome.value)
  const { rejection } = outcome
  if (rejection.kind !== 'no_line_orderable') return []
  return rejection.lines.map((failed) => ({ position: failed.position, line: null, failed }))
}
