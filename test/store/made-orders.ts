// Orders as rows, made without the engine: in whatever state and at whatever time a test of lists needs them, each
// with an event of a commit of its own, as the engine's have.
import type { Pool } from '../../src/store/pool.js'

export interface Account {
  readonly tenantId: number
  readonly accountId: number
}

export interface MadeOrder {
  readonly family: string
  readonly scope: string
  readonly storeNumber: number | null
  readonly orderStatus: string
  readonly financialStatus: string
  /** The statuses of its fulfilment orders; one that is handed over has a shipment. */
  readonly parts: readonly string[]
  /** Some pieces of each part are cancelled. */
  readonly reduced: boolean
  readonly endedShort: boolean
  readonly skus: readonly string[]
  readonly recipient: string
  readonly tracking: string | null
  readonly createdAt: number
}

let numbers = 5_000

export async function insertOrder(
  pool: Pool,
  { tenantId, accountId }: Account,
  order: MadeOrder,
): Promise<number> {
  numbers += 1
  const number = numbers
  const details = {
    address: { country: 'US', recipient: order.recipient },
    lines: order.skus.map((sku, index) => ({ lineNumber: index + 1, sku, quantity: 1, unitPriceMinor: 1 })),
    ...(order.storeNumber !== null && { storeNumber: order.storeNumber }),
    ...(order.endedShort && { endedShort: true }),
  }
  const at = new Date(order.createdAt)
  await pool.query(
    `with moved as (update lanes set version = version + 1 where tenant_id = $1 returning version),
     part as (
       insert into fulfilment_orders
         (tenant_id, order_number, sequence, owner_id, location, status, created_at, updated_at, lines, shipments)
       select $1, $2, p.sequence, $3, 'A', p.status, $9, $9, $12, ${SHIPMENTS}
       from unnest($10::text[]) with ordinality as p(status, sequence)),
     made as (
       insert into orders (tenant_id, order_number, account_id, family, dialect, number_scope, content_hash,
         order_status, financial_status, fulfilment_status, refund_status, version, currency, goods_minor,
         freight_minor, final_minor, created_at, updated_at, details)
       values ($1, $2, $3, $4, $4 || '/' || $5, $5, '', $6, $7, 'none', 'none', 1, 'USD', 0, 0, 0, $9, $9, $8))
     insert into order_events (tenant_id, order_number, version, commit_version, kind, at, state)
     select $1, $2, 1, version, 'placed', $9, '' from moved`,
    [
      tenantId,
      number,
      accountId,
      order.family,
      order.scope,
      order.orderStatus,
      order.financialStatus,
      JSON.stringify(details),
      at,
      [...order.parts],
      order.tracking,
      linesOf(order),
    ],
  )
  return number
}

function linesOf({ reduced }: MadeOrder): string {
  return JSON.stringify([{ quantity: 2, ...(reduced && { cancelled: 1 }) }])
}

const SHIPMENTS = `case when p.status = 'handed_over' and $11::text is not null
  then json_build_array(json_build_object('trackingNumber', $11::text)) end`

/** Its statuses and parts become those of another one, at some time. */
export async function changeOrder(
  pool: Pool,
  tenantId: number,
  number: number,
  made: MadeOrder,
  at: number,
): Promise<void> {
  const { orderStatus, financialStatus, parts, tracking } = made
  await pool.query('delete from fulfilment_orders where tenant_id = $1 and order_number = $2', [
    tenantId,
    number,
  ])
  await pool.query(
    `with moved as (update lanes set version = version + 1 where tenant_id = $1 returning version),
     part as (
       insert into fulfilment_orders
         (tenant_id, order_number, sequence, owner_id, location, status, created_at, updated_at, lines, shipments)
       select $1, $2, p.sequence, 1, 'A', p.status, $5, $5, $8, ${SHIPMENTS.replaceAll('$11', '$7')}
       from unnest($6::text[]) with ordinality as p(status, sequence)),
     changed as (
       update orders set order_status = $3, financial_status = $4, updated_at = $5, version = version + 1
       where tenant_id = $1 and order_number = $2 returning version)
     insert into order_events (tenant_id, order_number, version, commit_version, kind, at, state)
     select $1, $2, changed.version, moved.version, 'changed', $5, '' from moved, changed`,
    [tenantId, number, orderStatus, financialStatus, new Date(at), [...parts], tracking, linesOf(made)],
  )
}
