/** How things go, by the hour; and what has been counted of it. Times are milliseconds since 1970. */
import type { HourlyCount, Overview, StockAtRisk } from '../order/oversight-calls.js'
import { numberArray, textArray } from './arrays.js'
import type { Database } from './pool.js'

export const HOUR_MS = 3_600_000

interface HourlyRow {
  hour: Date
  dialect: string
  word: string
  count: number
}

/** Of the listing, which is a moment behind the commits. */
export async function readOrdersByHour(
  database: Database,
  tenantId: number,
  from: number,
  hours: number,
): Promise<HourlyCount[]> {
  const { rows } = await database.query<HourlyRow>({
    name: 'orders_by_hour',
    text: `select hour, dialect, '' as word, orders as count from orders_by_hour($1, $2, $3)
      where orders > 0 order by hour, dialect`,
    values: [tenantId, new Date(from), hours],
  })
  return rows.map(readHourly)
}

export type Topic = 'refusal' | 'commit'

export async function readHourlyCounts(
  database: Database,
  tenantId: number,
  topic: Topic,
  from: number,
): Promise<HourlyCount[]> {
  const { rows } = await database.query<HourlyRow>({
    name: 'read_hourly_counts',
    text: `select hour, dialect, word, amount as count from hourly_counts
      where tenant_id = $1 and hour >= $3 and topic = $2 order by hour, dialect, word`,
    values: [tenantId, topic, new Date(from)],
  })
  return rows.map(readHourly)
}

function readHourly({ hour, ...same }: HourlyRow): HourlyCount {
  return { hour: hour.getTime(), ...same }
}

/** `ages`: in hours, from 0 on. */
export async function readWaiting(
  database: Database,
  tenantId: number,
  ages: readonly number[],
  at: number,
): Promise<Overview['waiting']> {
  // What came in while this is read is as young as anything.
  const bounds = ages.map((age) => (age === 0 ? 'infinity' : new Date(at - age * HOUR_MS).toISOString()))
  const { rows } = await database.query<{ status: string; bound: number; orders: number }>({
    name: 'waiting_orders',
    text: `select status, bound, orders from waiting_orders($1, $2::timestamptz[]) order by status, bound`,
    values: [tenantId, textArray(bounds)],
  })
  return rows.map(({ status, bound, orders }) => ({ status, fromHours: ages[bound - 1] ?? 0, orders }))
}

/** What orders wait for, and what is nearly all reserved: the most wanted first. */
export async function readStockAtRisk(
  database: Database,
  tenantId: number,
  { least, most }: { readonly least: number; readonly most: number },
): Promise<StockAtRisk[]> {
  const { rows } = await database.query<StockAtRisk>({
    name: 'read_stock_at_risk',
    text: `
      with short as (
        select f.location, l.sku, sum(l.quantity - coalesce(l.reserved, 0)) as missing
        from (
          select f1.location, f1.lines from fulfilment_orders f1
          where f1.tenant_id = $1 and f1.status = 'shortage'
          order by f1.order_number, f1.sequence limit 10000) f
        cross join lateral json_to_recordset(f.lines) as l(sku text, quantity integer, reserved integer)
        group by f.location, l.sku
      ), levels as (
        select s.sku, s.location, sum(s.on_hand - s.reserved) as available, sum(s.reserved) as reserved
        from stock_levels s where s.tenant_id = $1 group by s.sku, s.location
      )
      select coalesce(v.sku, s.sku) as sku, coalesce(v.location, s.location) as location,
        coalesce(v.available, 0) as available, coalesce(v.reserved, 0) as reserved, coalesce(s.missing, 0) as missing
      from levels v full join short s on s.sku = v.sku and s.location = v.location
      where s.missing > 0 or v.reserved > 0 and v.available < $2
      order by missing desc, available, reserved desc, sku, location limit $3`,
    values: [tenantId, least, most],
  })
  return rows
}

export interface Counted {
  readonly tenantId: number
  readonly hour: number
  readonly topic: Topic
  readonly dialect: string
  readonly word: string
  readonly amount: number
}

/** Adds to what others have counted. */
export async function addHourlyCounts(database: Database, counted: readonly Counted[]): Promise<void> {
  await database.query({
    name: 'add_hourly_counts',
    text: `
      insert into hourly_counts as h (tenant_id, hour, topic, dialect, word, amount)
      select * from unnest($1::integer[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::bigint[])
        as c(tenant_id, hour, topic, dialect, word, amount)
      order by tenant_id, hour, topic, dialect, word
      on conflict (tenant_id, hour, topic, dialect, word) do update set amount = h.amount + excluded.amount`,
    values: [
      numberArray(counted.map((one) => one.tenantId)),
      textArray(counted.map((one) => new Date(one.hour).toISOString())),
      textArray(counted.map((one) => one.topic)),
      textArray(counted.map((one) => one.dialect)),
      textArray(counted.map((one) => one.word)),
      numberArray(counted.map((one) => one.amount)),
    ],
  })
}

/** What is older than anybody looks back. */
export async function deleteHourlyCounts(database: Database, before: number): Promise<void> {
  await database.query({
    name: 'delete_hourly_counts',
    text: 'delete from hourly_counts where hour < $1',
    values: [new Date(before)],
  })
}
