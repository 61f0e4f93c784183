/** Products with their items, as catalogues list them: filtered, sorted, a page at a time, in one statement. */
import type { Paging } from '../order/calls.js'
import type { Product, ProductFilter, ProductSort } from '../order/catalogue-calls.js'
import { numberArray, textArray } from './arrays.js'
import { ITEM_AS_JSON, type ProductDocument, readItem, type StoredItem } from './catalogue.js'
import type { Database } from './pool.js'

/** The product as the store has it: its category by number. */
export type StoredProduct = Omit<Product, 'categoryPath'> & { readonly categoryId: number | null }

/** In a filter, `categoryIds` are all that count: a category with its subcategories. */
export type StoredProductFilter = Omit<ProductFilter, 'categoryId'> & {
  readonly categoryIds?: readonly number[]
}

/** Of the rows `matching`; the product's code makes the order of equals certain. */
const SORT_COLUMNS = {
  sales_volume: 'm.sales_volume',
  stock: 'm.available',
  price: 'm.price_minor',
  updated_at: 'm.updated_at',
} as const satisfies Record<ProductSort['by'], string>

/** 48 bits: two of a million items share a number in one case of five hundred. */
const MOST_PRODUCT_NUMBER = 2 ** 48 - 1

/** Levels at enabled locations. */
export const ENABLED_LEVELS = `stock_levels s where s.tenant_id = $1 and s.owner_id = $2 and s.location = any(array(
  select l.code from stock_locations l where l.tenant_id = $1 and l.enabled))`
/** Pieces that can be ordered: what is reserved is not. */
export const AVAILABLE = 'greatest(0, s.on_hand - s.reserved)'

interface PageRow {
  readonly total: number
  readonly products: readonly ProductRow[] | null
}

interface ProductRow {
  readonly spu: string
  readonly productNumber: number
  readonly name: string
  readonly categoryId: number | null
  readonly salesVolume: number
  readonly details: ProductDocument
  readonly createdAt: number
  readonly updatedAt: number
  readonly items: readonly { readonly item: StoredItem; readonly available: number }[] | null
}

/**
 * A change of one of its items counts as a change of the product; a change of stock does not. An item without a
 * product is listed as one by itself, so that what can be ordered can be found; its number is made of its SKU.
 *
 * Products and items are gathered in one pass rather than joined: that plan stays a good one while the tables
 * grow, and before anything was counted in them.
 */
export async function readProducts(
  database: Database,
  owner: { readonly tenantId: number; readonly ownerId: number },
  filter: StoredProductFilter,
  paging: Paging,
  sort: ProductSort,
): Promise<{ rows: StoredProduct[]; total: number }> {
  const values: unknown[] = [owner.tenantId, owner.ownerId]
  const { ofProducts, ofItems, ofBoth } = conditionsOf(filter, values)
  const direction = sort.descending ? 'desc nulls last' : 'asc nulls last'
  // Stock is summed for all that match only where it decides on the order.
  const items = sort.by === 'stock' ? withStock(ofItems) : itemRows(ofItems)
  values.push(paging.pageSize, (paging.pageNumber - 1) * paging.pageSize)
  const result = await database.query<PageRow>(
    `with matching as (
       select spu, is_item, max(sales_volume) as sales_volume, min(price_minor) as price_minor,
         sum(available) as available, max(updated_at) as updated_at
       from (
         select p.spu, false as is_item, true as is_product, p.category_id, p.sales_volume, null as price_minor,
           0 as available, p.updated_at
         from products p where p.tenant_id = $1 and p.owner_id = $2${ofProducts}
         union all
         select coalesce(spu, sku), spu is null, spu is null, null, 0, price_minor, available, updated_at
         from (${items}) i
       ) gathered
       group by spu, is_item having bool_or(is_product)${ofBoth}
     ), page as (
       select m.spu, m.is_item, m.updated_at,
         row_number() over (order by ${SORT_COLUMNS[sort.by]} ${direction}, m.spu, m.is_item) as place
       from matching m order by place limit $${values.length - 1} offset $${values.length}
     )
     select (select count(*) from matching) as total, (
       select json_agg(json_build_object('spu', page.spu,
         'productNumber', coalesce(p.product_number, hashtextextended(page.spu, 0) & ${MOST_PRODUCT_NUMBER}),
         'name', coalesce(p.name, alone.name), 'categoryId', p.category_id,
         'salesVolume', coalesce(p.sales_volume, 0), 'details', coalesce(p.details, '{}'),
         'createdAt', milliseconds(coalesce(p.created_at, alone.created_at)),
         'updatedAt', milliseconds(page.updated_at),
         'items', (
           select json_agg(json_build_object('item', ${ITEM_AS_JSON}, 'available', (
             select coalesce(sum(${AVAILABLE}), 0) from ${ENABLED_LEVELS} and s.sku = i.sku)) order by i.sku)
           from (
             select of_product.* from items of_product
             where not page.is_item and of_product.tenant_id = $1 and of_product.owner_id = $2
               and of_product.spu = page.spu
             union all
             select alone.* where page.is_item) i)
         ) order by page.place)
       from page
       left join products p
         on p.tenant_id = $1 and p.owner_id = $2 and p.spu = case when not page.is_item then page.spu end
       left join items alone
         on alone.tenant_id = $1 and alone.owner_id = $2 and alone.sku = case when page.is_item then page.spu end) as products`,
    values,
  )
  const page = result.rows[0]
  return { total: page?.total ?? 0, rows: (page?.products ?? []).map(readProduct) }
}

function itemRows(conditions: string): string {
  return `select i.sku, i.spu, i.price_minor, 0 as available, i.updated_at
    from items i where i.tenant_id = $1 and i.owner_id = $2${conditions}`
}

function withStock(conditions: string): string {
  return `select sku, max(spu) as spu, max(price_minor) as price_minor, sum(available) as available,
      max(updated_at) as updated_at
    from (select *, true as is_item from (${itemRows(conditions)}) i
      union all select s.sku, null, null, ${AVAILABLE}, null, false from ${ENABLED_LEVELS}) by_sku
    group by sku having bool_or(is_item)`
}

interface Conditions {
  /** On rows `p` of products and `i` of items, each before they are gathered. */
  ofProducts: string
  ofItems: string
  /** On what has been gathered. */
  ofBoth: string
}

/** The values are appended to those that the statement has. */
function conditionsOf(filter: StoredProductFilter, values: unknown[]): Conditions {
  const conditions: Conditions = { ofProducts: '', ofItems: '', ofBoth: '' }
  const parameter = (value: unknown): string => `$${values.push(value)}`
  const among = (codes: string) => {
    conditions.ofProducts += ` and p.spu = any(${codes})`
    conditions.ofItems += ` and (i.spu = any(${codes}) or (i.spu is null and i.sku = any(${codes})))`
  }
  const { spus, skus, categoryIds, updatedFrom, updatedTo } = filter
  if (spus !== undefined) among(`${parameter(textArray(spus))}::text[]`)
  if (skus !== undefined) {
    among(`array(select coalesce(named.spu, named.sku) from items named
      where named.tenant_id = $1 and named.owner_id = $2
        and named.sku = any(${parameter(textArray(skus))}::text[]))`)
  }
  if (categoryIds !== undefined) {
    conditions.ofBoth += ` and max(category_id) = any(${parameter(numberArray(categoryIds))}::integer[])`
  }
  if (updatedFrom !== undefined) {
    conditions.ofBoth += ` and max(updated_at) >= ${parameter(new Date(updatedFrom))}`
  }
  if (updatedTo !== undefined) {
    conditions.ofBoth += ` and max(updated_at) <= ${parameter(new Date(updatedTo))}`
  }
  return conditions
}

function readProduct({ details, items, ...product }: ProductRow): StoredProduct {
  const read = (items ?? []).map(({ item, available }) => ({ ...readItem(item), available }))
  return {
    ...product,
    description: details.description ?? '',
    sizeImageUrl: details.sizeImageUrl ?? '',
    attributes: details.attributes ?? {},
    supplierLevel: details.supplierLevel ?? '',
    images: details.images ?? [],
    items: read,
    available: read.reduce((sum, item) => sum + item.available, 0),
  }
}
