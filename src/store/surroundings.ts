/** What showing orders needs besides them, in one answer. */
import type { ItemDetails } from '../order/calls.js'
import type { StockLocation, Store } from '../order/catalogue.js'
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

export async function readSurroundings(
  database: Database,
  { tenantId, accountId, ownerId }: { tenantId: number; accountId: number; ownerId: number },
  skus: readonly string[],
): Promise<Surroundings> {
  const { rows } = await database.query<{
    items: StoredItem[] | null
    locations: StockLocation[] | null
    stores: Store[] | null
  }>({
    name: 'read_surroundings',
    text: READ,
    values: [tenantId, accountId, ownerId, textArray(skus)],
  })
  const { items, locations, stores } = rows[0] ?? {}
  return {
    items: new Map((items ?? []).map((item) => [item.sku, readItem(item)])),
    locations: new Map((locations ?? []).map((location) => [location.code, location])),
    stores: new Map((stores ?? []).map((store) => [store.storeNumber, store])),
  }
}

/** What is wanted leads, and is looked up by its key: see decision 0012. */
const READ = `
  select (
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
