/**
 * The listing that orders are listed and searched by: it follows behind the commits, and readers put right what it
 * doesn't know yet. See sql/0012 and docs/decisions/0017.
 */
import type { OrderFilter, OrderPaging, StatePattern } from '../order/calls.js'
import type { Order } from '../order/order.js'
import { numberArray, textArray } from './arrays.js'
import type { OrderOwner } from './order-filter.js'
import type { Database } from './pool.js'
import { readOrder, type StoredOrder } from './stored-order.js'

/** Tenants that have committed more than their listing knows. */
export async function tenantsBehind(database: Database): Promise<number[]> {
  const { rows } = await database.query<{ tenant_id: number }>({
    name: 'tenants_behind',
    text: `
      select l.tenant_id from lanes l
      left join listing_positions p on p.tenant_id = l.tenant_id
      where l.version > coalesce(p.version, 0)`,
  })
  return rows.map((row) => row.tenant_id)
}

/** The tenant's version: each commit of its lane raises it. */
export async function laneVersion(database: Database, tenantId: number): Promise<number> {
  const { rows } = await database.query<{ version: number }>({
    name: 'lane_version',
    text: 'select version from lanes where tenant_id = $1',
    values: [tenantId],
  })
  return rows[0]?.version ?? 0
}

/** Takes up about `most` events, and answers with how many orders those were about. */
export async function followOrders(database: Database, tenantId: number, most: number): Promise<number> {
  const { rows } = await database.query<{ taken: number }>({
    name: 'follow_orders',
    text: 'select follow_orders($1, $2) as taken',
    values: [tenantId, most],
  })
  return rows[0]?.taken ?? 0
}

/** One page of an account's orders, and how many match in all. The filter names no order by a number. */
export async function listByListing(
  database: Database,
  { tenantId, accountId }: OrderOwner,
  filter: OrderFilter,
  { by = 'created', pageNumber, pageSize, skip = 0, newestFirst = false }: OrderPaging,
): Promise<ListedOrders> {
  const { storeDays: days } = filter
  const { rows } = await database.query<ListedRow>({
    name: 'list_orders',
    text: `select total, catalogue_version, orders from list_orders(${PARAMETERS})`,
    values: [
      tenantId,
      accountId,
      filter.family ?? null,
      filter.dialect ?? null,
      filter.numberScope ?? null,
      filter.storeNumbers === undefined ? null : numberArray(filter.storeNumbers),
      ...patternArrays(filter),
      dateOf(filter.createdFrom),
      dateOf(filter.createdTo, 1),
      dateOf(filter.updatedFrom),
      dateOf(filter.updatedTo, 1),
      days?.from ?? null,
      days?.to ?? null,
      days === undefined ? null : textArray([...days.zones.keys()]),
      days === undefined ? null : textArray([...days.zones.values()]),
      by === 'updated' ? AXIS.updated : AXIS.created,
      newestFirst,
      skip + (pageNumber - 1) * pageSize,
      pageSize,
    ],
  })
  const row = rows[0]
  if (row === undefined) throw new Error('list_orders answers with one row')
  return readListed(row)
}

/** A page, how many match in all, and the version of the tenant's catalogue; all as of one moment. */
export interface ListedOrders {
  readonly orders: Order[]
  readonly total: number
  readonly catalogueVersion: number
}

/** The orders are JSON; null: there are none. */
export interface ListedRow {
  total: number
  catalogue_version: number
  orders: string | null
}

export function readListed({ total, catalogue_version: catalogueVersion, orders }: ListedRow): ListedOrders {
  const stored: StoredOrder[] = orders === null ? [] : JSON.parse(orders)
  return { orders: stored.map(readOrder), total, catalogueVersion }
}

const PARAMETERS = Array.from({ length: 25 }, (_, index) => `$${index + 1}`).join(', ')

const AXIS = { created: 1, updated: 2 } as const

const PATTERN_FIELDS = [
  'orderStatus',
  'financialStatus',
  'fulfilmentStatus',
  'refundStatus',
  'part',
  'withoutPart',
  'loss',
] as const satisfies readonly (keyof StatePattern)[]

/** Parallel arrays, one a field: the words of each pattern with `|` between them; null: it doesn't look at the field. */
function patternArrays({ states }: OrderFilter): (string | null)[] {
  return PATTERN_FIELDS.map((field) =>
    states === undefined ? null : textArray(states.map((pattern) => pattern[field]?.join('|') ?? null)),
  )
}

/** The store's bounds are without their ends; times are whole milliseconds. */
function dateOf(milliseconds: number | undefined, beyond = 0): Date | null {
  return milliseconds === undefined ? null : new Date(milliseconds + beyond)
}
