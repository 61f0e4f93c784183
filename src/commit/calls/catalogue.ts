/** What an account can see of the catalogue and the stock that it draws on. */
import type { AccountContext, Page, Paging, Serving } from '../../order/calls.js'
import type { CatalogueCalls, Category, Product, ProductFilter } from '../../order/catalogue-calls.js'
import { accept, refuse } from '../../order/rejection.js'
import type { ItemGroup, ItemGroupFilter, ShoppingCalls } from '../../order/shopping-calls.js'
import { readCategories } from '../../store/catalogue.js'
import { readItemGroups } from '../../store/item-groups.js'
import { readLocations } from '../../store/locations.js'
import type { Pool } from '../../store/pool.js'
import { readProducts, type StoredProductFilter } from '../../store/products.js'
import { readStock } from '../../store/stock.js'
import { readStoreItems } from '../../store/store-items.js'

/** Deeper than any vendor's tree: a tree that an operator tied into a ring still ends. */
const MOST_LEVELS = 20

export function catalogueCalls(
  pool: Pool,
): Serving<CatalogueCalls & Pick<ShoppingCalls, 'listItemGroups' | 'readItemGroup'>> {
  return {
    listLocations: async ({ tenantId }) => accept(await readLocations(pool, tenantId)),

    listCategories: async ({ tenantId, ownerId }) => accept(await readCategories(pool, tenantId, ownerId)),

    listProducts: async ({ tenantId, ownerId }, { filter, paging, sort }) => {
      const categories = await readCategories(pool, tenantId, ownerId)
      const found = await readProducts(pool, { tenantId, ownerId }, resolve(filter, categories), paging, sort)
      const byId = new Map(categories.map((one) => [one.categoryId, one]))
      const rows = found.rows.map(({ categoryId, ...product }) => ({
        ...product,
        categoryPath: pathTo(byId, categoryId),
      }))
      return accept({ ...paging, rows, total: found.total })
    },

    listItemGroups: async (account, { filter, paging }) =>
      accept(await itemGroups(pool, account, filter, paging)),

    readItemGroup: async (account, { code, currency }) => {
      const filter = { codes: [code], currency }
      const { rows } = await itemGroups(pool, account, filter, { pageNumber: 1, pageSize: 1 })
      return rows[0] === undefined ? refuse({ kind: 'not_found', what: 'item', id: code }) : accept(rows[0])
    },

    listStock: async ({ tenantId, ownerId }, { filter, paging }) => {
      const [found, locations] = await Promise.all([
        readStock(pool, { tenantId, ownerId }, filter, paging),
        readLocations(pool, tenantId),
      ])
      return accept({ ...paging, ...found, locations: new Map(locations.map((one) => [one.code, one])) })
    },

    listStoreItems: async (account, { filter, skip, limit }) =>
      accept(await readStoreItems(pool, account, filter, { skip, limit })),
  }
}

async function itemGroups(
  pool: Pool,
  { tenantId, ownerId }: AccountContext,
  filter: ItemGroupFilter,
  paging: Paging,
): Promise<Page<ItemGroup>> {
  const [found, categories] = await Promise.all([
    readItemGroups(pool, { tenantId, ownerId }, filter, paging),
    readCategories(pool, tenantId, ownerId),
  ])
  const byId = new Map(categories.map((one) => [one.categoryId, one]))
  const rows = found.rows.map(({ categoryId, ...group }) => ({
    ...group,
    categoryPath: pathTo(byId, categoryId),
  }))
  return { ...paging, rows, total: found.total }
}

/** A category stands for itself and all that lie below it. */
function resolve(
  { categoryId, ...filter }: ProductFilter,
  categories: readonly Category[],
): StoredProductFilter {
  if (categoryId === undefined) return filter
  const wanted = new Set([categoryId])
  for (let size = 0; size !== wanted.size; ) {
    size = wanted.size
    for (const one of categories) if (wanted.has(one.parentId)) wanted.add(one.categoryId)
  }
  return { ...filter, categoryIds: [...wanted] }
}

function pathTo(byId: ReadonlyMap<number, Category>, categoryId: number | null): Product['categoryPath'] {
  const path: { categoryId: number; name: string }[] = []
  let category = categoryId === null ? undefined : byId.get(categoryId)
  while (category !== undefined && path.length < MOST_LEVELS) {
    path.unshift({ categoryId: category.categoryId, name: category.name })
    category = byId.get(category.parentId)
  }
  return path
}
