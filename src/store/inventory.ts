/** What one location has of each SKU, and what it expects. */
import type { Paging } from '../order/calls.js'
import type { InventoryFilter, InventoryRow } from '../order/warehouse-calls.js'
import { textArray } from './arrays.js'
import type { Database } from './pool.js'

/** By SKU. Of SKUs that are named, those that have an item; else all that the location has, had or expects. */
export async function readInventory(
  database: Database,
  owner: { readonly tenantId: number; readonly ownerId: number },
  { location, skus }: InventoryFilter,
  { pageNumber, pageSize }: Paging,
): Promise<{ rows: InventoryRow[]; total: number }> {
  const { rows } = await database.query<{ total: number; rows: InventoryRow[] | null }>({
    name: skus === undefined ? 'read_inventory' : 'read_inventory_of_skus',
    text: `
      with matching as (${skus === undefined ? ALL_SKUS : NAMED_SKUS}),
      page as (select sku from matching order by sku limit $5 offset $6)
      select (select count(*)::integer from matching) as total, (
        select json_agg(json_build_object('sku', p.sku, 'onHand', coalesce(s.on_hand, 0),
          'reserved', coalesce(s.reserved, 0), 'pending', coalesce(r.pending, 0),
          'defective', coalesce(d.quantity, 0)) order by p.sku)
        from page p
        left join stock_levels s
          on s.tenant_id = $1 and s.owner_id = $2 and s.sku = p.sku and s.location = $3
        left join defective_stock d
          on d.tenant_id = $1 and d.owner_id = $2 and d.sku = p.sku and d.location = $3
        left join lateral (
          select sum(n.pending)::bigint as pending from inbound_notice_rows n
          where n.tenant_id = $1 and n.owner_id = $2 and n.location = $3 and n.sku = p.sku and n.pending > 0) r
          on true) as rows`,
    values: [
      owner.tenantId,
      owner.ownerId,
      location,
      skus === undefined ? null : textArray(skus),
      pageSize,
      (pageNumber - 1) * pageSize,
    ],
  })
  const [page] = rows
  return { rows: page?.rows ?? [], total: page?.total ?? 0 }
}

const NAMED_SKUS = `
  select i.sku from (select distinct unnest($4::text[]) as sku) wanted
  join items i on i.tenant_id = $1 and i.owner_id = $2 and i.sku = wanted.sku`

const ALL_SKUS = `
  select s.sku from stock_levels s where s.tenant_id = $1 and s.owner_id = $2 and s.location = $3
    and $4::text[] is null
  union select d.sku from defective_stock d where d.tenant_id = $1 and d.owner_id = $2 and d.location = $3
  union select n.sku from inbound_notice_rows n
    where n.tenant_id = $1 and n.owner_id = $2 and n.location = $3 and n.pending > 0`
