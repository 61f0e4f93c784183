/** Items in groups, by what stands before the slash of their SKUs: filtered, a page at a time, in one statement. */
import type { Paging } from '../order/calls.js'
import type { ItemGroup, ItemGroupFilter } from '../order/shopping-calls.js'
import { textArray } from './arrays.js'
import { ITEM_AS_JSON, type ProductDocument, readItem, type StoredItem } from './catalogue.js'
import type { Database } from './pool.js'
import { AVAILABLE, ENABLED_LEVELS } from './products.js'

/** The group as the store has it: its category by number. */
export type StoredItemGroup = Omit<ItemGroup, 'categoryPath'> & { readonly categoryId: number | null }

interface GroupRow {
  readonly code: string
  readonly product: { name: string; categoryId: number | null; details: ProductDocument } | null
  readonly items: readonly { readonly item: StoredItem; readonly available: number }[]
}

/** More items of one group than anybody offers. */
const MOST_ITEMS = 500

/** What is before the slash, in the words of the index items_grouped (sql/0014). */
const GROUPED = "strpos(i.sku, '/') > 0"
const CODE = "split_part(i.sku, '/', 1)"

/** By code. A group has the name and the words of the product that its first item belongs to, if to one. */
export async function readItemGroups(
  database: Database,
  owner: { readonly tenantId: number; readonly ownerId: number },
  filter: ItemGroupFilter,
  paging: Paging,
): Promise<{ rows: StoredItemGroup[]; total: number }> {
  const values: unknown[] = [owner.tenantId, owner.ownerId, filter.currency]
  const conditions = conditionsOf(filter, values)
  values.push(paging.pageSize, (paging.pageNumber - 1) * paging.pageSize)
  const shown = `i.tenant_id = $1 and i.owner_id = $2 and ${GROUPED} and i.currency = $3 and i.status <> 'deleted'`
  const result = await database.query<{ total: number; groups: GroupRow[] | null }>(
    `with matching as (
       select ${CODE} as code from items i where ${shown}${conditions} group by 1
     ), page as (
       select code from matching order by code limit $${values.length - 1} offset $${values.length}
     )
     select (select count(*) from matching) as total, (
       select json_agg(json_build_object('code', page.code,
         'product', (
           select json_build_object('name', p.name, 'categoryId', p.category_id, 'details', p.details)
           from (
             select i.spu from items i where ${shown} and ${CODE} = page.code order by i.sku limit 1) first
           join products p on p.tenant_id = $1 and p.owner_id = $2 and p.spu = first.spu),
         'items', (
           select json_agg(json_build_object('item', ${ITEM_AS_JSON}, 'available', (
             select coalesce(sum(${AVAILABLE}), 0) from ${ENABLED_LEVELS} and s.sku = i.sku)) order by i.sku)
           from (
             select * from items i where ${shown} and ${CODE} = page.code order by i.sku limit ${MOST_ITEMS}) i)
         ) order by page.code)
       from page) as groups`,
    values,
  )
  const row = result.rows[0]
  return { total: row?.total ?? 0, rows: (row?.groups ?? []).map(readGroup) }
}

/** The values are appended to those that the statement has. */
function conditionsOf({ codes, keyword }: ItemGroupFilter, values: unknown[]): string {
  let conditions = ''
  if (codes !== undefined) conditions += ` and ${CODE} = any($${values.push(textArray(codes))}::text[])`
  if (keyword !== undefined) {
    const pattern = `$${values.push(`%${keyword.replace(/[\\%_]/g, '\\$&')}%`)}`
    conditions += ` and (i.name ilike ${pattern} or i.sku ilike ${pattern} or i.spu in (
      select p.spu from products p where p.tenant_id = $1 and p.owner_id = $2 and p.name ilike ${pattern}))`
  }
  return conditions
}

function readGroup({ code, product, items }: GroupRow): StoredItemGroup {
  const read = items.map(({ item, available }) => ({ ...readItem(item), available }))
  const pictures = product?.details.images?.flatMap((one) => one.urls) ?? []
  const ofItems = read.flatMap((item) => item.imageUrl ?? [])
  return {
    code,
    name: product?.name ?? read[0]?.name ?? '',
    description: product?.details.description ?? '',
    imageUrls: [...new Set([...pictures, ...ofItems])],
    categoryId: product?.categoryId ?? null,
    items: read,
    available: read.reduce((sum, item) => sum + item.available, 0),
  }
}
