/** Items and stock levels of one stock owner, for its operator. */
import type { ItemStatus } from '../order/catalogue.js'
import type {
  ItemSearch,
  ItemWish,
  LevelSearch,
  Slice,
  Sliced,
  StockLevelRecord,
} from '../order/setup-calls.js'
import { MOVE_ON } from './moving-on.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

export interface OwnedItem extends ItemWish {
  readonly ownerId: number
}

/**
 * Makes the items, or sets what they are; what only catalogues show of them stays. The tenant's lane moves on in
 * the same statement. No item may be in the list twice.
 */
export async function putItems(
  database: Database,
  tenantId: number,
  items: readonly OwnedItem[],
  at: number,
): Promise<void> {
  await database.query({
    name: 'put_items',
    text: `
      ${MOVE_ON}
      insert into items (tenant_id, owner_id, sku, name, price_minor, currency, weight_grams, status, created_at,
        updated_at)
      select $1, d."ownerId", d.sku, d.name, d."priceMinor", d.currency, d."weightGrams", d.status, $3, $3
      from json_to_recordset($2) as d("ownerId" integer, sku text, name text, "priceMinor" bigint, currency text,
        "weightGrams" integer, status text)
      on conflict (tenant_id, owner_id, sku) do update set name = excluded.name,
        price_minor = excluded.price_minor, currency = excluded.currency, weight_grams = excluded.weight_grams,
        status = excluded.status, updated_at = excluded.updated_at`,
    values: [tenantId, JSON.stringify(items), new Date(at)],
  })
}

interface ItemRow {
  sku: string
  name: string
  price_minor: number
  currency: string
  weight_grams: number
  status: ItemStatus
}

const SELECT_ITEMS = `
  select sku, name, price_minor, currency, weight_grams, status from items where tenant_id = $1 and owner_id = $2`

export async function readItem(
  database: Database,
  tenantId: number,
  ownerId: number,
  sku: string,
): Promise<ItemWish | null> {
  const { rows } = await database.query<ItemRow>(`${SELECT_ITEMS} and sku = $3`, [tenantId, ownerId, sku])
  return rows[0] === undefined ? null : readRow(rows[0])
}

/**
 * By SKU. What is searched for is what the SKU begins with, as it was written or in capitals or in small letters, or
 * words of the name: of each, as many are taken as are asked for, and then put together.
 */
export async function listItems(
  database: Database,
  tenantId: number,
  ownerId: number,
  { status, search }: ItemSearch,
  slice: Slice,
): Promise<Sliced<ItemWish>> {
  const values = [tenantId, ownerId, status, slice.after?.[0] ?? null, rowsToRead(slice)]
  const { rows } =
    search === null
      ? await database.query<ItemRow>(listed('items', 'true'), values)
      : await database.query<ItemRow>(FOUND, [...values, search])
  return sliced(rows.map(readRow), slice, (item) => [item.sku])
}

function listed(from: string, condition: string): string {
  return `select sku, name, price_minor, currency, weight_grams, status from ${from}
    where tenant_id = $1 and owner_id = $2 and ($3::text is null or status = $3) and ($4::text is null or sku > $4)
      and ${condition}
    order by sku limit $5`
}

/** More names than these with the same words lie so close that they are met with by going through them by SKU. */
const FEW = 2_000
const HAS_WORDS = 'name_words(name) @@ name_query($6)'

const FOUND = `
  with named as materialized (
    select * from items where tenant_id = $1 and owner_id = $2 and ${HAS_WORDS} limit ${FEW + 1}
  )
  select * from (${[
    listed('items', 'sku ^@ $6'),
    listed('items', 'sku ^@ upper($6)'),
    listed('items', 'sku ^@ lower($6)'),
    listed('named', `(select count(*) from named) <= ${FEW}`),
    listed('items', `(select count(*) from named) > ${FEW} and ${HAS_WORDS}`),
  ]
    .map((one) => `(${one})`)
    .join(' union ')}) found
  order by sku limit $5`

function readRow(row: ItemRow): ItemWish {
  return {
    sku: row.sku,
    name: row.name,
    priceMinor: row.price_minor,
    currency: row.currency,
    weightGrams: row.weight_grams,
    status: row.status,
  }
}

/**
 * By SKU, then by location. Goods that came back defective may lie where there is no stock: of both, as many are taken
 * as are asked for, and then put together.
 */
export async function listStockLevels(
  database: Database,
  tenantId: number,
  ownerId: number,
  filter: LevelSearch,
  slice: Slice,
): Promise<Sliced<StockLevelRecord>> {
  const wanted = `tenant_id = $1 and owner_id = $2 and ($3::text is null or sku = $3)
    and ($4::text is null or location = $4)
    and ($5::text is null or (sku, location) > ($5, $6))`
  const { rows } = await database.query<{
    account: string
    sku: string
    location: string
    on_hand: number
    reserved: number
    defective: number
  }>(
    `select (select name from accounts where tenant_id = $1 and account_id = $2) as account, sku, location,
       coalesce(s.on_hand, 0) as on_hand, coalesce(s.reserved, 0) as reserved,
       coalesce(g.quantity, 0) as defective
     from (
       select sku, location, on_hand, reserved from stock_levels where ${wanted} order by sku, location limit $7
     ) s full join (
       select sku, location, quantity from defective_stock where ${wanted} order by sku, location limit $7
     ) g using (sku, location)
     order by sku, location limit $7`,
    [
      tenantId,
      ownerId,
      filter.sku,
      filter.location,
      slice.after?.[0] ?? null,
      slice.after?.[1] ?? null,
      rowsToRead(slice),
    ],
  )
  const levels = rows.map((row) => ({
    account: row.account,
    sku: row.sku,
    location: row.location,
    onHand: row.on_hand,
    reserved: row.reserved,
    available: row.on_hand - row.reserved,
    defective: row.defective,
  }))
  return sliced(levels, slice, (level) => [level.sku, level.location])
}
