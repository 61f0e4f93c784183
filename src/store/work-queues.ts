/** What stock locations still have to do: their fulfilment orders by status, and how many there are of each. */
import { MOST_COUNTED, type QueueCounts, type QueuedPart, type WorkStatus } from '../order/queue-calls.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import { type OrderRow, readOrderRow } from './order-records.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

interface QueuedRow extends OrderRow {
  sequence: number
  names: [sku: string, name: string | null][] | null
}

/** Of one location in one status, oldest orders first. */
export async function listQueued(
  database: Database,
  tenantId: number,
  { location, status }: { readonly location: string; readonly status: WorkStatus },
  slice: Slice,
): Promise<Sliced<QueuedPart>> {
  const [orderNumber, sequence] = slice.after ?? []
  // The statuses once more: they let the plan use the index of those alone.
  const { rows } = await database.query<QueuedRow>({
    name: 'list_queued',
    text: `
      select order_as_json(o) as document, a.name as account, f.sequence, (
        select json_agg(json_build_array(line ->> 'sku', (
          select i.name from items i
          where i.tenant_id = $1 and i.owner_id = f.owner_id and i.sku = line ->> 'sku')))
        from json_array_elements(f.lines) line) as names
      from (
        select order_number, sequence, owner_id, lines from fulfilment_orders
        where tenant_id = $1 and location = $2 and status = $3
          and status in ('shortage', 'hold', 'allocated', 'packed')
          and ($4::bigint is null or (order_number, sequence) > ($4, $5::bigint))
        order by order_number, sequence limit $6
      ) f
      join orders o on o.tenant_id = $1 and o.order_number = f.order_number
      join accounts a on a.tenant_id = $1 and a.account_id = o.account_id
      order by f.order_number, f.sequence`,
    values: [tenantId, location, status, orderNumber ?? null, sequence ?? null, rowsToRead(slice)],
  })
  const parts = rows.map((row) => ({ order: readOrderRow(row), sequence: row.sequence, names: namesOf(row) }))
  return sliced(parts, slice, (part) => [part.order.orderNumber, part.sequence])
}

function namesOf({ names }: QueuedRow): ReadonlyMap<string, string> {
  return new Map(names?.flatMap(([sku, name]) => (name === null ? [] : [[sku, name] as const])))
}

/** Of each location, by its code. */
export async function countQueued(
  database: Database,
  tenantId: number,
  slice: Slice,
): Promise<Sliced<QueueCounts>> {
  const { rows } = await database.query<QueueCounts>({
    name: 'count_queued',
    text: `
      select l.code as location, ${counted('shortage')}, ${counted('hold')}, ${counted('allocated')},
        ${counted('packed')}
      from stock_locations l
      where l.tenant_id = $1 and ($2::text is null or l.code > $2)
      order by l.code limit $3`,
    values: [tenantId, slice.after?.[0] ?? null, rowsToRead(slice)],
  })
  return sliced(rows, slice, (row) => [row.location])
}

function counted(status: WorkStatus): string {
  return `(select count(*)::integer from (
    select from fulfilment_orders f where f.tenant_id = $1 and f.location = l.code and f.status = '${status}'
    limit ${MOST_COUNTED}) counted) as ${status}`
}
