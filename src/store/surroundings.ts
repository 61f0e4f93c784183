/**
 * What showing orders needs besides them: the words of items, locations and stores. They change seldom and are asked
 * for with every page, so they are kept in memory, each as of a version of the tenant's catalogue (`lanes`, sql/0035).
 * Whoever reads orders reads that version in the same snapshot, so that nothing older than the orders is ever shown
 * beside them, whichever process has changed it.
 */
import type { StockLocation, Store } from '../order/catalogue.js'
import type { ItemDetails } from '../order/catalogue-calls.js'
import { textArray } from './arrays.js'
import { ITEM_AS_JSON, readItem, type StoredItem } from './catalogue.js'
import type { Database } from './pool.js'

export interface Surroundings {
  /** Of the SKUs asked for, those that the owner's catalogue knows. */
  readonly items: ReadonlyMap<string, ItemDetails>
  /** All of the tenant's. */
  readonly locations: ReadonlyMap<string, StockLocation>
  /** The account's. */
  readonly stores: ReadonlyMap<number, Store>
}

interface Whose {
  readonly tenantId: number
  readonly accountId: number
  readonly ownerId: number
}

/** Items take about a kilobyte each. */
const MOST_ITEMS = 20_000
const MOST_ACCOUNTS = 200

export class SurroundingsShelf {
  readonly #database: Database
  /** By tenant, owner and SKU; null: the catalogue doesn't know it. */
  readonly #items = new Kept<ItemDetails | null>(MOST_ITEMS)
  /** By tenant and account. */
  readonly #frames = new Kept<Omit<Surroundings, 'items'>>(MOST_ACCOUNTS)

  constructor(database: Database) {
    this.#database = database
  }

  /** As of this version of the catalogue, or later. */
  async read(whose: Whose, skus: Iterable<string>, catalogueVersion: number): Promise<Surroundings> {
    const { tenantId, accountId, ownerId } = whose
    const items = new Map<string, ItemDetails>()
    const missing: string[] = []
    for (const sku of new Set(skus)) {
      const item = this.#items.get(`${tenantId}/${ownerId}/${sku}`, catalogueVersion)
      if (item === undefined) missing.push(sku)
      else if (item !== null) items.set(sku, item)
    }
    const frame = this.#frames.get(`${tenantId}/${accountId}`, catalogueVersion)
    if (frame !== undefined && missing.length === 0) return { items, ...frame }
    const fresh = await readSurroundings(this.#database, whose, missing)
    const { catalogueVersion: version, items: found, locations, stores } = fresh
    for (const sku of missing) {
      const item = found.get(sku) ?? null
      this.#items.set(`${tenantId}/${ownerId}/${sku}`, version, item)
      if (item !== null) items.set(sku, item)
    }
    this.#frames.set(`${tenantId}/${accountId}`, version, { locations, stores })
    return { items, locations, stores }
  }
}

/** Values as of versions; of too many, those go that were read longest ago. */
class Kept<T> {
  readonly #most: number
  readonly #values = new Map<string, { readonly version: number; readonly value: T }>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: string, version: number): T | undefined {
    const kept = this.#values.get(key)
    return kept?.version === version ? kept.value : undefined
  }

  set(key: string, version: number, value: T): void {
    this.#values.delete(key)
    this.#values.set(key, { version, value })
    if (this.#values.size <= this.#most) return
    const [oldest] = this.#values.keys()
    if (oldest !== undefined) this.#values.delete(oldest)
  }
}

/** All of it as of one moment, with the version that the catalogue had by then. */
export async function readSurroundings(
  database: Database,
  { tenantId, accountId, ownerId }: Whose,
  skus: readonly string[],
): Promise<Surroundings & { readonly catalogueVersion: number }> {
  const { rows } = await database.query<{
    version: number
    items: StoredItem[] | null
    locations: StockLocation[] | null
    stores: Store[] | null
  }>({
    name: 'read_surroundings',
    text: READ,
    values: [tenantId, accountId, ownerId, textArray(skus)],
  })
  const { version = 0, items, locations, stores } = rows[0] ?? {}
  return {
    catalogueVersion: version,
    items: new Map((items ?? []).map((item) => [item.sku, readItem(item)])),
    locations: new Map((locations ?? []).map((location) => [location.code, location])),
    stores: new Map((stores ?? []).map((store) => [store.storeNumber, store])),
  }
}

/** What is wanted leads, and is looked up by its key: see decision 0012. */
const READ = `
  select (select catalogue_version from lanes where tenant_id = $1) as version, (
      select json_agg(${ITEM_AS_JSON})
      from unnest($4::text[]) as wanted(sku)
      cross join lateral (
        select * from items i1
        where i1.tenant_id = $1 and i1.owner_id = $3 and i1.sku = wanted.sku offset 0) i) as items, (
      select json_agg(json_build_object('code', l.code, 'number', l.number, 'name', l.name, 'country', l.country,
        'region', l.region, 'priority', l.priority, 'enabled', l.enabled) order by l.number)
      from stock_locations l where l.tenant_id = $1) as locations, (
      select json_agg(json_build_object('storeNumber', s.store_number, 'accountId', s.account_id, 'name', s.name,
        'marketplace', s.marketplace, 'sellerId', s.seller_id, 'status', s.status) order by s.store_number)
      from stores s where s.tenant_id = $1 and s.account_id = $2) as stores`
