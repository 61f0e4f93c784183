/**
 * Items and categories as catalogues show them. What ordering never looks at lies in one document a row, so that
 * a vendor's further words need no further column.
 */
import type { ItemStatus } from '../order/catalogue.js'
import type { Category, ItemDetails } from '../order/catalogue-calls.js'
import type { Database } from './pool.js'

/** The document `items.details`. What is unknown is left out. */
export interface ItemDocument {
  readonly imageUrl?: string
  /** In the order in which they are shown: color, size, print. */
  readonly options?: readonly { readonly name: string; readonly value: string }[]
  readonly material?: string
  /** The packed piece. */
  readonly lengthMillimetres?: number
  readonly widthMillimetres?: number
  readonly heightMillimetres?: number
}

/** The document `products.details`. What is unknown is left out. */
export interface ProductDocument {
  readonly description?: string
  readonly sizeImageUrl?: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly supplierLevel?: string
  /** Pictures, each with the SKUs that it shows. */
  readonly images?: readonly { readonly skus: readonly string[]; readonly urls: readonly string[] }[]
}

/** An item's columns as json; to be used where `i` is a row of items. */
export const ITEM_AS_JSON = `json_build_object('ownerId', i.owner_id, 'sku', i.sku, 'spu', i.spu, 'name', i.name,
  'priceMinor', i.price_minor, 'costMinor', i.cost_minor, 'currency', i.currency, 'weightGrams', i.weight_grams,
  'status', i.status, 'details', i.details, 'updatedAt', milliseconds(i.updated_at))`

/** What ITEM_AS_JSON prints. */
export interface StoredItem {
  readonly ownerId: number
  readonly sku: string
  readonly spu: string | null
  readonly name: string
  readonly priceMinor: number
  readonly costMinor: number | null
  readonly currency: string
  readonly weightGrams: number
  readonly status: ItemStatus
  readonly details: ItemDocument
  readonly updatedAt: number
}

export function readItem({ details, ...item }: StoredItem): ItemDetails {
  return {
    ...item,
    imageUrl: details.imageUrl ?? null,
    options: details.options ?? [],
    material: details.material ?? null,
    lengthMillimetres: details.lengthMillimetres ?? null,
    widthMillimetres: details.widthMillimetres ?? null,
    heightMillimetres: details.heightMillimetres ?? null,
  }
}

/** All of an owner's categories, by number. */
export async function readCategories(
  database: Database,
  tenantId: number,
  ownerId: number,
): Promise<Category[]> {
  const result = await database.query<{
    category_id: number
    parent_id: number
    name: string
    image_url: string
  }>({
    name: 'read_categories',
    text: `select category_id, parent_id, name, image_url from categories
      where tenant_id = $1 and owner_id = $2 order by category_id`,
    values: [tenantId, ownerId],
  })
  return result.rows.map((row) => ({
    categoryId: row.category_id,
    parentId: row.parent_id,
    name: row.name,
    imageUrl: row.image_url,
  }))
}
