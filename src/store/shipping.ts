/** Reading where a tenant ships from, how, and at what rates. */
import type { ShippingMethod, ShippingRate, StockLocation } from '../order/catalogue.js'
import type { RateName, Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

const SELECT_LOCATIONS = `
  select code, number, name, country, region, priority, enabled from stock_locations where tenant_id = $1`

export async function readLocation(
  database: Database,
  tenantId: number,
  code: string,
): Promise<StockLocation | null> {
  const { rows } = await database.query<StockLocation>(`${SELECT_LOCATIONS} and code = $2`, [tenantId, code])
  return rows[0] ?? null
}

/** By code. */
export async function listLocations(
  database: Database,
  tenantId: number,
  slice: Slice,
): Promise<Sliced<StockLocation>> {
  const { rows } = await database.query<StockLocation>(
    `${SELECT_LOCATIONS} and ($2::text is null or code > $2) order by code limit $3`,
    [tenantId, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  return sliced(rows, slice, (location) => [location.code])
}

/** Which of these codes no location has. */
export async function unknownLocations(
  database: Database,
  tenantId: number,
  codes: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await database.query<{ code: string }>(
    `select wanted.code from unnest($2::text[]) as wanted(code)
     where not exists (select from stock_locations l where l.tenant_id = $1 and l.code = wanted.code)`,
    [tenantId, codes],
  )
  return rows.map((row) => row.code)
}

const SELECT_METHODS = `
  select code, name, speed, purpose, enabled from shipping_methods where tenant_id = $1`

export async function readMethod(
  database: Database,
  tenantId: number,
  code: string,
): Promise<ShippingMethod | null> {
  const { rows } = await database.query<ShippingMethod>(`${SELECT_METHODS} and code = $2`, [tenantId, code])
  return rows[0] ?? null
}

/** By code. */
export async function listMethods(
  database: Database,
  tenantId: number,
  slice: Slice,
): Promise<Sliced<ShippingMethod>> {
  const { rows } = await database.query<ShippingMethod>(
    `${SELECT_METHODS} and ($2::text is null or code > $2) order by code limit $3`,
    [tenantId, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  return sliced(rows, slice, (method) => [method.code])
}

const SELECT_RATES = `
  select method, origin_country as "originCountry", destination_country as "destinationCountry", currency,
    first_minor as "firstMinor", first_grams as "firstGrams", step_minor as "stepMinor",
    step_grams as "stepGrams", days_min as "daysMin", days_max as "daysMax"
  from shipping_rates where tenant_id = $1 and method = $2`

export async function readRate(
  database: Database,
  tenantId: number,
  { method, originCountry, destinationCountry }: RateName,
): Promise<ShippingRate | null> {
  const { rows } = await database.query<ShippingRate>(
    `${SELECT_RATES} and origin_country = $3 and destination_country = $4`,
    [tenantId, method, originCountry, destinationCountry],
  )
  return rows[0] ?? null
}

/** By origin, then by destination. */
export async function listRates(
  database: Database,
  tenantId: number,
  { method, destination }: { readonly method: string; readonly destination: string | null },
  slice: Slice,
): Promise<Sliced<ShippingRate>> {
  const { rows } = await database.query<ShippingRate>(
    `${SELECT_RATES} and ($6::text is null or destination_country = $6)
       and ($3::text is null or (origin_country, destination_country) > ($3, $4))
     order by origin_country, destination_country limit $5`,
    [tenantId, method, slice.after?.[0] ?? null, slice.after?.[1] ?? null, rowsToRead(slice), destination],
  )
  return sliced(rows, slice, (rate) => [rate.originCountry, rate.destinationCountry])
}
