/** Stores as they are set up. */
import type { Store } from '../order/catalogue.js'
import type { Database } from './pool.js'

/** An account's stores, by number. */
export async function readStores(database: Database, tenantId: number, accountId: number): Promise<Store[]> {
  const { rows } = await database.query<{
    store_number: number
    name: string
    marketplace: string
    seller_id: string
    status: Store['status']
  }>({
    name: 'read_stores',
    text: `select store_number, name, marketplace, seller_id, status from stores
      where tenant_id = $1 and account_id = $2 order by store_number`,
    values: [tenantId, accountId],
  })
  return rows.map((row) => ({
    storeNumber: row.store_number,
    accountId,
    name: row.name,
    marketplace: row.marketplace,
    sellerId: row.seller_id,
    status: row.status,
  }))
}
