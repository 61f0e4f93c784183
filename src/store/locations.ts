/** Stock locations as they are set up. */
import type { StockLocation } from '../order/catalogue.js'
import type { Database } from './pool.js'

/** All of a tenant's, enabled or not, in the order of their numbers. */
export async function readLocations(database: Database, tenantId: number): Promise<StockLocation[]> {
  const result = await database.query<StockLocation>({
    name: 'read_locations',
    text: `select code, number, name, country, region, priority, enabled from stock_locations
      where tenant_id = $1 order by number`,
    values: [tenantId],
  })
  return result.rows
}
