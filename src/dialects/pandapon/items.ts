/** Items as both platforms name them, and what may be wrong with a line (facts/pandapon.md §4, §6.1). */
import type { FailedLine } from '../../order/order.js'

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
