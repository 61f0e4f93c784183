/** Fulfilment orders that wait for stock. */
import { textArray } from './arrays.js'
import type { Database } from './pool.js'

export interface ShortPart {
  readonly orderNumber: number
  readonly sequence: number
  readonly accountId: number
  readonly skus: readonly string[]
}

/** At one location, with a line of one of these SKUs; the oldest orders first. */
export async function readShortParts(
  database: Database,
  place: { readonly tenantId: number; readonly ownerId: number; readonly location: string },
  skus: readonly string[],
  most: number,
): Promise<ShortPart[]> {
  const { rows } = await database.query<{
    order_number: number
    sequence: number
    account_id: number
    skus: string[]
  }>({
    name: 'read_short_parts',
    text: `
      select f.order_number, f.sequence, o.account_id, lines.skus
      from fulfilment_orders f
      join orders o on o.tenant_id = f.tenant_id and o.order_number = f.order_number
      cross join lateral (
        select array_agg(distinct l.sku) as skus from json_to_recordset(f.lines) as l(sku text)) lines
      where f.tenant_id = $1 and f.owner_id = $2 and f.location = $3 and f.status = 'shortage'
        and lines.skus && $4::text[]
      order by f.order_number limit $5`,
    values: [place.tenantId, place.ownerId, place.location, textArray(skus), most],
  })
  return rows.map((row) => ({
    orderNumber: row.order_number,
    sequence: row.sequence,
    accountId: row.account_id,
    skus: row.skus,
  }))
}
