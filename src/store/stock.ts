/** Stock as catalogues list it: SKU by SKU, with its levels at enabled locations. */
import type { Paging } from '../order/calls.js'
import type { StockLevel } from '../order/catalogue.js'
import type { StockFilter, StockRow } from '../order/catalogue-calls.js'
import { textArray } from './arrays.js'
import type { Database } from './pool.js'

/**
 * By SKU. An item that no location holds is listed with no level; a SKU that the catalogue doesn't know is left
 * out. Within a window of time stand the SKUs of which some level changed in it, each with all its levels.
 */
export async function readStock(
  database: Database,
  owner: { readonly tenantId: number; readonly ownerId: number },
  filter: StockFilter,
  paging: Paging,
): Promise<{ rows: StockRow[]; total: number }> {
  const values: unknown[] = [owner.tenantId, owner.ownerId]
  const parameter = (value: unknown): string => `$${values.push(value)}`
  const { skus, updatedFrom, updatedTo, location } = filter

  const levelsOfItem = `select s.* from stock_levels s
    join stock_locations l on l.tenant_id = s.tenant_id and l.code = s.location and l.enabled
    where s.tenant_id = i.tenant_id and s.owner_id = i.owner_id and s.sku = i.sku
      ${location === undefined ? '' : `and s.location = ${parameter(location)}`}`
  const conditions: string[] = []
  if (skus !== undefined) conditions.push(`i.sku = any(${parameter(textArray(skus))}::text[])`)
  const window: string[] = []
  if (updatedFrom !== undefined) window.push(`one.updated_at >= ${parameter(new Date(updatedFrom))}`)
  if (updatedTo !== undefined) window.push(`one.updated_at <= ${parameter(new Date(updatedTo))}`)
  if (window.length > 0) {
    conditions.push(`exists (select from (${levelsOfItem}) one where ${window.join(' and ')})`)
  }
  const limit = parameter(paging.pageSize)
  const offset = parameter((paging.pageNumber - 1) * paging.pageSize)
  const result = await database.query<{
    total: number
    rows: { sku: string; levels: StockLevel[] | null }[] | null
  }>(
    `with matching as (
       select i.tenant_id, i.owner_id, i.sku from items i
       where ${['i.tenant_id = $1', 'i.owner_id = $2', ...conditions].join(' and ')}
     ), page as (select * from matching order by sku limit ${limit} offset ${offset})
     select (select count(*) from matching) as total, (
       select json_agg(json_build_object('sku', i.sku, 'levels', (
         select json_agg(json_build_object('ownerId', one.owner_id, 'sku', one.sku, 'location', one.location,
           'onHand', one.on_hand, 'reserved', one.reserved) order by one.location)
         from (${levelsOfItem}) one)) order by i.sku)
       from page i) as rows`,
    values,
  )
  const page = result.rows[0]
  return {
    total: page?.total ?? 0,
    rows: (page?.rows ?? []).map(({ sku, levels }) => ({ sku, levels: levels ?? [] })),
  }
}
