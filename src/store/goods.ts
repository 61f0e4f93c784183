/** Goods that shops describe: items without a price of their own. */
import type { GoodsRecord, GoodsWish } from '../order/warehouse-calls.js'
import { textArray } from './arrays.js'
import { MOVE_ON } from './moving-on.js'
import type { Database } from './pool.js'

export interface Shelf {
  readonly tenantId: number
  /** Whose catalogue it is. */
  readonly ownerId: number
  /** Who describes them. */
  readonly accountId: number
  readonly currency: string
}

/** Those of the SKUs that others have made: an account whose catalogue it is has made them all. */
export async function goodsOfOthers(
  database: Database,
  { tenantId, ownerId, accountId }: Shelf,
  skus: readonly string[],
): Promise<string[]> {
  if (ownerId === accountId) return []
  const { rows } = await database.query<{ sku: string }>({
    name: 'goods_of_others',
    text: `select i.sku from items i where i.tenant_id = $1 and i.owner_id = $2 and i.sku = any($3::text[])
      and (i.details ->> 'addedBy')::integer is distinct from $4 order by i.sku`,
    values: [tenantId, ownerId, textArray(skus), accountId],
  })
  return rows.map((row) => row.sku)
}

/** As they are by then, by SKU. The tenant's lane moves on in the same statement; no SKU may be there twice. */
export async function putGoods(
  database: Database,
  { tenantId, ownerId, accountId, currency }: Shelf,
  goods: readonly GoodsWish[],
  at: number,
): Promise<Map<string, GoodsRecord>> {
  const rows = goods.map(({ sku, name, weightGrams, ...details }) => ({ sku, name, weightGrams, details }))
  const result = await database.query<{ sku: string; name: string; extra: GoodsRecord['extra'] | null }>({
    name: 'put_goods',
    text: `
      ${MOVE_ON}
      insert into items as i (tenant_id, owner_id, sku, name, price_minor, currency, weight_grams, status, details,
        created_at, updated_at)
      select $1, $2, d.sku, d.name, 0, $5, d."weightGrams", 'on_shelf',
        d.details || jsonb_build_object('addedBy', $3::integer), $6, $6
      from jsonb_to_recordset($4) as d(sku text, name text, "weightGrams" integer, details jsonb)
      on conflict (tenant_id, owner_id, sku) do update
      set name = excluded.name, weight_grams = excluded.weight_grams, updated_at = excluded.updated_at,
        details = i.details || (excluded.details - 'addedBy') || jsonb_build_object('extra',
          coalesce(i.details -> 'extra', '{}') || (excluded.details -> 'extra'))
      returning i.sku, i.name, i.details -> 'extra' as extra`,
    values: [tenantId, ownerId, accountId, JSON.stringify(rows), currency, new Date(at)],
  })
  return new Map(result.rows.map(({ extra, ...row }) => [row.sku, { ...row, extra: extra ?? {} }]))
}
