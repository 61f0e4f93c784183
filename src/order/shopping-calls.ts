/**
 * Buying as in a shop: looking for goods, filling a cart, asking what an order would come to, and placing several
 * orders with one request.
 */

import type { CommandKey } from './caller.js'
import type { NewOrder, Page, Paging } from './calls.js'
import type { ItemDetails, Product } from './catalogue-calls.js'
import type { Order } from './order.js'
import type { Result } from './rejection.js'

/** Items whose SKUs are alike up to their first slash: one thing on offer, in its variants. */
export interface ItemGroup {
  /** What stands before the slash. */
  readonly code: string
  readonly name: string
  readonly description: string
  readonly imageUrls: readonly string[]
  readonly categoryPath: Product['categoryPath']
  readonly items: readonly (ItemDetails & { readonly available: number })[]
  /** Over all its items and enabled locations. */
  readonly available: number
}

/** All conditions must hold. Items that have been deleted, or have another price's currency, are never shown. */
export interface ItemGroupFilter {
  readonly currency: string
  readonly codes?: readonly string[]
  /** Part of an item's or a product's name, or of a SKU, whatever its case. */
  readonly keyword?: string
}

/** What is put into a cart. */
export interface CartWish {
  readonly sku: string
  readonly quantity: number
  /** What a piece may cost at most when it is ordered. */
  readonly priceLimitMinor: number | null
  /** Whoever sells it: orders of several sellers may have to be separate. */
  readonly seller: string
  /** Fields of the request that mean nothing to the engine, kept as they came. */
  readonly details: Readonly<Record<string, unknown>>
}

export interface CartRow extends CartWish {
  /** Counted up for each account, and never given to another row. */
  readonly rowNumber: number
}

/** A row beside what the catalogue says of it; `item` is null if the catalogue doesn't know it. */
export interface ListedCartRow extends CartRow {
  readonly item: ItemDetails | null
  readonly available: number
}

/** An account has several carts, told apart by their names. */
export interface CartOrder {
  readonly cart: string
  readonly rowNumbers: readonly number[]
  /** What to order, but for the lines, which come from the rows. */
  readonly order: Omit<NewOrder, 'lines' | 'key' | 'content'>
  /** In which the items must be priced. */
  readonly currency: string
  /** One order for each seller; else one order of all rows. */
  readonly bySeller: boolean
  /** What a repetition is held against. */
  readonly content: string
}

/** What became of the rows of one seller, or would become of them. */
export interface CartPurchase {
  readonly seller: string
  readonly rows: readonly CartRow[]
  readonly outcome: Result<Order>
}

export interface ShoppingCalls {
  listItemGroups: { input: { filter: ItemGroupFilter; paging: Paging }; output: Page<ItemGroup> }
  readItemGroup: { input: { code: string; currency: string }; output: ItemGroup }
  /** What each order would be if it were placed now: nothing is reserved, and nothing is promised. */
  previewEach: { input: { orders: readonly NewOrder[] }; output: readonly Result<Order>[] }
  /** Places each for itself: one that is refused does not keep the others from being placed. */
  placeEach: { input: { orders: readonly NewOrder[] }; output: readonly Result<Order>[] }

  /** The pieces of an item that is in the cart already are added up. */
  addToCart: {
    input: { cart: string; wish: CartWish; key: CommandKey }
    output: { readonly rowNumber: number }
  }
  listCart: { input: { cart: string }; output: readonly ListedCartRow[] }
  changeCartRow: { input: { cart: string; rowNumber: number; quantity: number }; output: null }
  /** What has been taken out or ordered before is not missed. */
  removeFromCart: { input: { cart: string; rowNumbers: readonly number[] }; output: null }
  previewFromCart: { input: CartOrder; output: readonly CartPurchase[] }
  /** What has been ordered leaves the cart, line by line. No row is ordered twice. */
  placeFromCart: { input: CartOrder; output: readonly CartPurchase[] }
}
