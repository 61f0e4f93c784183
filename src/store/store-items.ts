/** What an account's stores sell: its owner's catalogue, in each of them, with the stock at enabled locations. */
import type { StoreItem, StoreItemFilter } from '../order/catalogue-calls.js'
import { numberArray, textArray } from './arrays.js'
import { ITEM_AS_JSON, readItem, type StoredItem } from './catalogue.js'
import type { Database } from './pool.js'

interface Owner {
  readonly tenantId: number
  readonly accountId: number
  readonly ownerId: number
}

type StoredRow = Omit<StoreItem, 'item' | 'available'> & { item: StoredItem }

/** Store by store, and in each by SKU; and how many there are in all. */
export async function readStoreItems(
  database: Database,
  { tenantId, accountId, ownerId }: Owner,
  { storeNumbers, statuses, search, stocked = false, updatedFrom, updatedTo }: StoreItemFilter,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): Promise<{ rows: StoreItem[]; total: number }> {
  const result = await database.query<{ total: number; rows: StoredRow[] | null }>({
    text: `
      with matching as materialized (
        select i.sku from items i
        where i.tenant_id = $1 and i.owner_id = $2
          and ($5::text[] is null or i.status = any($5))
          and ($6::text is null or exists (
            select from unnest($7::text[]) as w(word)
            cross join lateral (values (case $6
              when 'sku' then i.sku
              when 'name' then i.name
              when 'spu' then i.spu
              else (select p.name from products p
                where p.tenant_id = i.tenant_id and p.owner_id = i.owner_id and p.spu = i.spu) end)) as f(found)
            where case when $8 then f.found = w.word
              else position(lower(w.word) in lower(f.found)) > 0 end))
          and ($9::timestamptz is null or i.updated_at >= $9)
          and ($10::timestamptz is null or i.updated_at <= $10)
          and (not $11 or exists (
            select from stock_levels s
            join stock_locations l on l.tenant_id = s.tenant_id and l.code = s.location and l.enabled
            where s.tenant_id = i.tenant_id and s.owner_id = i.owner_id and s.sku = i.sku and s.on_hand > 0)
          or exists (
            select from defective_stock d
            where d.tenant_id = i.tenant_id and d.owner_id = i.owner_id and d.sku = i.sku and d.quantity > 0))
      ), sellers as materialized (
        select t.* from stores t
        where t.tenant_id = $1 and t.account_id = $3 and ($4::integer[] is null or t.store_number = any($4))
      ), page as (
        select t.store_number, m.sku from sellers t cross join matching m
        order by t.store_number, m.sku limit $12 offset $13
      )
      select (select count(*) from sellers) * (select count(*) from matching) as total, (
        select json_agg(json_build_object(
          'store', json_build_object('storeNumber', t.store_number, 'accountId', t.account_id, 'name', t.name,
            'marketplace', t.marketplace, 'sellerId', t.seller_id, 'status', t.status),
          'item', ${ITEM_AS_JSON}, 'onHand', s.on_hand, 'reserved', s.reserved, 'defective', d.quantity)
          order by p.store_number, p.sku)
        from page p
        join sellers t on t.store_number = p.store_number
        join items i on i.tenant_id = $1 and i.owner_id = $2 and i.sku = p.sku
        cross join lateral (
          select coalesce(sum(s1.on_hand), 0) as on_hand, coalesce(sum(s1.reserved), 0) as reserved
          from stock_levels s1
          join stock_locations l on l.tenant_id = s1.tenant_id and l.code = s1.location and l.enabled
          where s1.tenant_id = $1 and s1.owner_id = $2 and s1.sku = p.sku) s
        cross join lateral (
          select coalesce(sum(d1.quantity), 0) as quantity from defective_stock d1
          where d1.tenant_id = $1 and d1.owner_id = $2 and d1.sku = p.sku) d) as rows`,
    values: [
      tenantId,
      ownerId,
      accountId,
      storeNumbers === undefined ? null : numberArray(storeNumbers),
      statuses === undefined ? null : textArray(statuses),
      search?.by ?? null,
      textArray(search?.words ?? []),
      search?.exact ?? true,
      dateOf(updatedFrom),
      dateOf(updatedTo),
      stocked,
      limit,
      skip,
    ],
  })
  const [page] = result.rows
  const rows = (page?.rows ?? []).map(({ item, ...row }) => ({
    ...row,
    item: readItem(item),
    available: Math.max(0, row.onHand - row.reserved),
  }))
  return { rows, total: page?.total ?? 0 }
}

function dateOf(milliseconds: number | undefined): Date | null {
  return milliseconds === undefined ? null : new Date(milliseconds)
}
