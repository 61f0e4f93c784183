/** What is asked of a tenant's catalogue and of its stock: products, categories, items in stores, levels at locations. */
import type { Page, Paging } from './calls.js'
import type { Item, ItemStatus, StockLevel, StockLocation, Store } from './catalogue.js'

/** What catalogues tell of an item beyond what ordering needs. `options` as `{ name, value }`, in order. */
export interface ItemDetails extends Item {
  readonly spu: string | null
  readonly costMinor: number | null
  readonly imageUrl: string | null
  readonly options: readonly { readonly name: string; readonly value: string }[]
  readonly material: string | null
  readonly lengthMillimetres: number | null
  readonly widthMillimetres: number | null
  readonly heightMillimetres: number | null
  readonly updatedAt: number
}

export interface Product {
  readonly spu: string
  readonly productNumber: number
  readonly name: string
  readonly description: string
  readonly sizeImageUrl: string
  /** From the first level down to the product's own. */
  readonly categoryPath: readonly { readonly categoryId: number; readonly name: string }[]
  readonly salesVolume: number
  readonly attributes: Readonly<Record<string, string>>
  readonly supplierLevel: string
  readonly images: readonly { readonly skus: readonly string[]; readonly urls: readonly string[] }[]
  readonly createdAt: number
  readonly updatedAt: number
  readonly items: readonly (ItemDetails & { readonly available: number })[]
  /** Over all items and enabled locations. */
  readonly available: number
}

export interface Category {
  readonly categoryId: number
  readonly parentId: number
  readonly name: string
  readonly imageUrl: string
}

export interface ProductFilter {
  readonly spus?: readonly string[]
  readonly skus?: readonly string[]
  readonly categoryId?: number
  readonly updatedFrom?: number
  readonly updatedTo?: number
}

export interface StockFilter {
  readonly skus?: readonly string[]
  readonly updatedFrom?: number
  readonly updatedTo?: number
  readonly location?: string
}

/** An item in one of the stores that sell it, with the stock at all enabled locations. */
export interface StoreItem {
  readonly store: Store
  readonly item: ItemDetails
  readonly onHand: number
  readonly reserved: number
  readonly available: number
  /** Pieces that came back and can't be sold. */
  readonly defective: number
}

/** All conditions must hold; times are milliseconds since 1970 and both ends count. */
export interface StoreItemFilter {
  readonly storeNumbers?: readonly number[]
  readonly statuses?: readonly ItemStatus[]
  /** One of these words is it; or is contained in it, whatever the case. */
  readonly search?: {
    readonly by: 'sku' | 'name' | 'spu' | 'product_name'
    readonly words: readonly string[]
    readonly exact: boolean
  }
  /** Only where there is anything, sellable or not. */
  readonly stocked?: boolean
  readonly updatedFrom?: number
  readonly updatedTo?: number
}

/** A SKU with its levels; `locations` are all that could hold it, so that an empty one can be shown as 0. */
export interface StockRow {
  readonly sku: string
  readonly levels: readonly StockLevel[]
}

export interface StockPage extends Page<StockRow> {
  readonly locations: ReadonlyMap<string, StockLocation>
}

export interface CatalogueCalls {
  listLocations: { input: null; output: readonly StockLocation[] }
  listCategories: { input: null; output: readonly Category[] }
  listProducts: {
    input: { filter: ProductFilter; paging: Paging; sort: ProductSort }
    output: Page<Product>
  }
  listStock: { input: { filter: StockFilter; paging: Paging }; output: StockPage }
  /** Store by store, and in each by SKU. */
  listStoreItems: {
    input: { filter: StoreItemFilter; skip: number; limit: number }
    output: { readonly rows: readonly StoreItem[]; readonly total: number }
  }
}

export interface ProductSort {
  readonly by: 'sales_volume' | 'stock' | 'price' | 'updated_at'
  readonly descending: boolean
}
