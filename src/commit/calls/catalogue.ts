/** What an account can see of the catalogue and the stock that it draws on. */
import type { CatalogueCalls, Category, Product, ProductFilter, Serving } from '../../order/calls.js'
import { accept } from '../../order/rejection.js'
import { readCategories } from '../../store/catalogue.js'
import { readLocations } from '../../store/locations.js'
import type { Pool } from '../../store/pool.js'
import { readProducts, type StoredProductFilter } from '../../store/products.js'
import { readStock } from '../../store/stock.js'

/** Deeper than any vendor's tree: a tree that an operator tied into a ring still ends. */
const MOST_LEVELS = 20

export function catalogueCalls(pool: Pool): Serving<CatalogueCalls> {
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

    listStock: async ({ tenantId, ownerId }, { filter, paging }) => {
      const [found, locations] = await Promise.all([
        readStock(pool, { tenantId, ownerId }, filter, paging),
        readLocations(pool, tenantId),
      ])
      return accept({ ...paging, ...found, locations: new Map(locations.map((one) => [one.code, one])) })
    },
  }
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
