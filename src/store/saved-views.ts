/** Views that people keep: how they like to look at a list. */
import type { Slice, Sliced } from '../order/setup-calls.js'
import type { ViewCalls, ViewRecord, ViewWish } from '../order/view-calls.js'
import { textArray } from './arrays.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

type Shelf = Pick<ViewCalls['putView']['input'], 'owner' | 'page'>

interface ViewRow {
  name: string
  filters: Record<string, string>
  columns: string[]
  updated_at: Date
}

const COLUMNS = 'name, filters, columns, updated_at'

/** By name. */
export async function listViews(
  database: Database,
  tenantId: number,
  { owner, page }: Shelf,
  slice: Slice,
): Promise<Sliced<ViewRecord>> {
  const { rows } = await database.query<ViewRow>(
    `select ${COLUMNS} from saved_views
     where tenant_id = $1 and owner = $2 and page = $3 and ($4::text is null or name > $4)
     order by name limit $5`,
    [tenantId, owner, page, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  return sliced(rows.map(readRow), slice, (view) => [view.name])
}

/** Null: there are `most` of others already. */
export async function putView(
  database: Database,
  tenantId: number,
  { owner, page }: Shelf,
  { name, filters, columns }: ViewWish,
  most: number,
  at: number,
): Promise<ViewRecord | null> {
  const { rows } = await database.query<ViewRow>(
    `insert into saved_views (tenant_id, owner, page, name, filters, columns, updated_at)
     select $1, $2, $3, $4, $5, $6, $7
     where (
       select count(*) from saved_views v
       where v.tenant_id = $1 and v.owner = $2 and v.page = $3 and v.name <> $4) < $8
     on conflict (tenant_id, owner, page, name) do update
       set filters = excluded.filters, columns = excluded.columns, updated_at = excluded.updated_at
     returning ${COLUMNS}`,
    [tenantId, owner, page, name, JSON.stringify(filters), textArray(columns), new Date(at), most],
  )
  return rows[0] === undefined ? null : readRow(rows[0])
}

/** Null: there was none. */
export async function deleteView(
  database: Database,
  tenantId: number,
  { owner, page }: Shelf,
  name: string,
): Promise<ViewRecord | null> {
  const { rows } = await database.query<ViewRow>(
    `delete from saved_views where tenant_id = $1 and owner = $2 and page = $3 and name = $4 returning ${COLUMNS}`,
    [tenantId, owner, page, name],
  )
  return rows[0] === undefined ? null : readRow(rows[0])
}

function readRow({ name, filters, columns, updated_at }: ViewRow): ViewRecord {
  return { name, filters, columns, updatedAt: updated_at.getTime() }
}
