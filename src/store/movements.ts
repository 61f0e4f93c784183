/** What came to stock levels and what left them, other than by parcels' reservations. */
import type { MovementSearch, Slice, Sliced, StockMovementRecord } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

/** Newest first. */
export async function listMovements(
  database: Database,
  tenantId: number,
  ownerId: number,
  { sku, location, from, to }: MovementSearch,
  slice: Slice,
): Promise<Sliced<StockMovementRecord>> {
  const [at, version, ordinal] = slice.after ?? []
  const { rows } = await database.query<{
    account: string
    sku: string
    location: string
    quantity: number
    on_hand: number
    reason: string
    at: Date
    commit_version: number
    ordinal: number
  }>(
    `select (select name from accounts where tenant_id = $1 and account_id = $2) as account,
       sku, location, quantity, on_hand, reason, at, commit_version, ordinal from stock_movements
     where tenant_id = $1 and owner_id = $2 and ($3::text is null or sku = $3)
       and ($4::text is null or location = $4)
       and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at <= $6)
       and ($7::timestamptz is null or (at, commit_version, ordinal) < ($7, $8::bigint, $9::bigint))
     order by at desc, commit_version desc, ordinal desc limit $10`,
    [
      tenantId,
      ownerId,
      sku ?? null,
      location ?? null,
      dateOf(from),
      dateOf(to),
      dateOf(at),
      version ?? null,
      ordinal ?? null,
      rowsToRead(slice),
    ],
  )
  const found = sliced(rows, slice, (row) => [row.at.getTime(), row.commit_version, row.ordinal])
  return {
    ...found,
    rows: found.rows.map((row) => ({
      account: row.account,
      sku: row.sku,
      location: row.location,
      quantity: row.quantity,
      onHand: row.on_hand,
      reason: row.reason,
      at: row.at.getTime(),
    })),
  }
}

function dateOf(milliseconds: string | number | undefined): Date | null {
  return milliseconds === undefined ? null : new Date(milliseconds)
}
