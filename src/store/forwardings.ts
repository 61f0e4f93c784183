/** Parts of orders that other platforms ship, and how far each has come. Times are milliseconds since 1970. */
import type { ForwardingFilter, ForwardingName, ForwardingRecord } from '../order/connection-calls.js'
import type { ForwardingState } from '../order/forwarding.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

/** `S`: what has been seen of it there. */
export interface Forwarding<S = unknown> extends Omit<ForwardingRecord, 'connection'> {
  readonly tenantId: number
  readonly revision: number
  readonly looks: number
  readonly delays: number
  readonly firstSentAt: number | null
  readonly lastSentAt: number | null
  readonly seen: S | null
}

/** What of it changes; what is not given stays. */
export type ForwardingChange = Partial<
  Pick<
    Forwarding,
    | 'state'
    | 'attempts'
    | 'looks'
    | 'delays'
    | 'nextAt'
    | 'firstSentAt'
    | 'lastSentAt'
    | 'upstreamNumber'
    | 'upstreamStatus'
    | 'upstreamWord'
    | 'seen'
    | 'problem'
    | 'field'
  >
>

interface ForwardingRow {
  tenant_id: number
  order_number: number
  sequence: number
  connection_id: number
  number: string
  state: ForwardingState
  revision: number
  attempts: number
  looks: number
  delays: number
  next_at: Date | null
  first_sent_at: Date | null
  last_sent_at: Date | null
  upstream_number: string | null
  upstream_status: string | null
  upstream_word: string | null
  seen: unknown
  problem: string | null
  field: string | null
  created_at: Date
  updated_at: Date
}

export interface NewForwarding extends ForwardingName {
  readonly connectionId: number
  readonly number: string
}

/** One that was withdrawn is taken up again; any other stays as it is. */
export async function addForwardings(
  database: Database,
  tenantId: number,
  parts: readonly NewForwarding[],
  at: number,
): Promise<void> {
  await database.query({
    name: 'add_forwardings',
    text: `
      insert into forwardings as f (tenant_id, order_number, sequence, connection_id, number, state, next_at,
        created_at, updated_at)
      select $1, n.order_number, n.sequence, n.connection_id, n.number, 'due', $6, $6, $6
      from unnest($2::bigint[], $3::smallint[], $4::integer[], $5::text[])
        as n(order_number, sequence, connection_id, number)
      order by n.order_number, n.sequence
      on conflict (tenant_id, order_number, sequence) do update
        set state = 'due', next_at = excluded.next_at, connection_id = excluded.connection_id,
          number = excluded.number, revision = f.revision + 1, updated_at = excluded.updated_at
        where f.state = 'withdrawn'`,
    values: [
      tenantId,
      parts.map((one) => one.orderNumber),
      parts.map((one) => one.sequence),
      parts.map((one) => one.connectionId),
      parts.map((one) => one.number),
      new Date(at),
    ],
  })
}

/** These orders have changed here: what is there of them is looked at soon. */
export async function hastenForwardings(
  database: Database,
  tenantId: number,
  orderNumbers: readonly number[],
  at: number,
): Promise<void> {
  await database.query({
    name: 'hasten_forwardings',
    text: `update forwardings set next_at = $3, revision = revision + 1
      where tenant_id = $1 and order_number = any($2) and state = 'sent' and next_at > $3`,
    values: [tenantId, orderNumbers, new Date(at)],
  })
}

/** The longest due first. */
export async function dueForwardings<S>(
  database: Database,
  tenantId: number,
  connectionId: number,
  at: number,
  most: number,
): Promise<Forwarding<S>[]> {
  const { rows } = await database.query<ForwardingRow>({
    name: 'due_forwardings',
    text: `select * from forwardings where tenant_id = $1 and connection_id = $2 and next_at <= $3
      order by next_at, order_number, sequence limit $4`,
    values: [tenantId, connectionId, new Date(at), most],
  })
  return rows.map((row) => readRow<S>(row))
}

/** Those that a platform means by these numbers: ours, or its own. */
export async function namedForwardings<S>(
  database: Database,
  tenantId: number,
  connectionId: number,
  numbers: readonly string[],
  upstreamNumbers: readonly string[],
): Promise<Forwarding<S>[]> {
  const { rows } = await database.query<ForwardingRow>({
    name: 'named_forwardings',
    text: `select * from forwardings f where f.tenant_id = $1 and f.connection_id = $2
      and (f.number = any($3) or f.upstream_number = any($4))`,
    values: [tenantId, connectionId, numbers, upstreamNumbers],
  })
  return rows.map((row) => readRow<S>(row))
}

export async function readForwarding<S>(
  database: Database,
  tenantId: number,
  { orderNumber, sequence }: ForwardingName,
): Promise<Forwarding<S> | null> {
  const { rows } = await database.query<ForwardingRow>({
    name: 'read_forwarding',
    text: 'select * from forwardings where tenant_id = $1 and order_number = $2 and sequence = $3',
    values: [tenantId, orderNumber, sequence],
  })
  return rows[0] === undefined ? null : readRow<S>(rows[0])
}

export async function forwardingsOfOrder<S>(
  database: Database,
  tenantId: number,
  orderNumber: number,
): Promise<Forwarding<S>[]> {
  const { rows } = await database.query<ForwardingRow>({
    name: 'forwardings_of_order',
    text: 'select * from forwardings where tenant_id = $1 and order_number = $2 order by sequence',
    values: [tenantId, orderNumber],
  })
  return rows.map((row) => readRow<S>(row))
}

/** Whether anything of the tenant was ever forwarded. */
export async function hasForwardings(database: Database, tenantId: number): Promise<boolean> {
  const { rows } = await database.query<{ found: boolean }>({
    name: 'has_forwardings',
    text: 'select exists (select from forwardings where tenant_id = $1) as found',
    values: [tenantId],
  })
  return rows[0]?.found ?? false
}

/** Null: somebody else has changed it since it was read. */
export async function changeForwarding<S>(
  database: Database,
  before: Forwarding<S>,
  change: ForwardingChange,
  at: number,
): Promise<Forwarding<S> | null> {
  const after = { ...before, ...change }
  const { rows } = await database.query<ForwardingRow>({
    name: 'change_forwarding',
    text: `
      update forwardings set revision = revision + 1, state = $5, attempts = $6, looks = $7, delays = $8,
        next_at = $9, first_sent_at = $10, last_sent_at = $11, upstream_number = $12, upstream_status = $13,
        upstream_word = $14, seen = $15, problem = $16, field = $17, updated_at = $18
      where tenant_id = $1 and order_number = $2 and sequence = $3 and revision = $4
      returning *`,
    values: [
      before.tenantId,
      before.orderNumber,
      before.sequence,
      before.revision,
      after.state,
      after.attempts,
      after.looks,
      after.delays,
      dateOf(after.nextAt),
      dateOf(after.firstSentAt),
      dateOf(after.lastSentAt),
      after.upstreamNumber,
      after.upstreamStatus,
      after.upstreamWord,
      after.seen === null ? null : JSON.stringify(after.seen),
      after.problem,
      after.field,
      new Date(at),
    ],
  })
  return rows[0] === undefined ? null : readRow<S>(rows[0])
}

const SELECT_RECORDS = `
  select f.*, c.name as connection from forwardings f
  join connections c on c.tenant_id = f.tenant_id and c.connection_id = f.connection_id
  where f.tenant_id = $1`

export async function readForwardingRecord(
  database: Database,
  tenantId: number,
  { orderNumber, sequence }: ForwardingName,
): Promise<ForwardingRecord | null> {
  const { rows } = await database.query<ForwardingRow & { connection: string }>(
    `${SELECT_RECORDS} and f.order_number = $2 and f.sequence = $3`,
    [tenantId, orderNumber, sequence],
  )
  return rows[0] === undefined ? null : { ...readRow(rows[0]), connection: rows[0].connection }
}

/** By order number. It has no name to be prepared under, so that each is planned with the filters that it has. */
export async function listForwardings(
  database: Database,
  tenantId: number,
  { state, connectionId, orderNumber }: ForwardingFilter,
  slice: Slice,
): Promise<Sliced<ForwardingRecord>> {
  const { rows } = await database.query<ForwardingRow & { connection: string }>(
    `${SELECT_RECORDS} and ($2::text is null or f.state = $2) and ($3::integer is null or f.connection_id = $3)
       and ($4::bigint is null or f.order_number = $4)
       and ($5::bigint is null or (f.order_number, f.sequence) > ($5, $6::bigint))
     order by f.order_number, f.sequence limit $7`,
    [
      tenantId,
      state,
      connectionId,
      orderNumber,
      slice.after?.[0] ?? null,
      slice.after?.[1] ?? null,
      rowsToRead(slice),
    ],
  )
  const records = rows.map((row) => ({ ...readRow(row), connection: row.connection }))
  return sliced(records, slice, (one) => [one.orderNumber, one.sequence])
}

/** Tenants whose events have not been looked at to their end. */
export async function unreadTenants(database: Database): Promise<readonly number[]> {
  const { rows } = await database.query<{ tenant_id: number }>({
    name: 'unread_tenants',
    text: `select p.tenant_id from forwarding_positions p
      join lanes l on l.tenant_id = p.tenant_id where l.version > p.commit_version`,
  })
  return rows.map((row) => row.tenant_id)
}

export type FeedPosition = readonly [commitVersion: number, orderNumber: number, version: number]

export async function readFeedPosition(database: Database, tenantId: number): Promise<FeedPosition | null> {
  const { rows } = await database.query<{ commit_version: number; order_number: number; version: number }>({
    name: 'read_feed_position',
    text: 'select * from forwarding_positions where tenant_id = $1',
    values: [tenantId],
  })
  const [row] = rows
  return row === undefined ? null : [row.commit_version, row.order_number, row.version]
}

/** False: somebody else has gone on from there. */
export async function moveFeedPosition(
  database: Database,
  tenantId: number,
  from: FeedPosition,
  to: FeedPosition,
): Promise<boolean> {
  const { rowCount } = await database.query({
    name: 'move_feed_position',
    text: `update forwarding_positions set commit_version = $5, order_number = $6, version = $7
      where tenant_id = $1 and commit_version = $2 and order_number = $3 and version = $4`,
    values: [tenantId, ...from, ...to],
  })
  return rowCount === 1
}

function readRow<S>(row: ForwardingRow): Forwarding<S> {
  return {
    tenantId: row.tenant_id,
    orderNumber: row.order_number,
    sequence: row.sequence,
    connectionId: row.connection_id,
    number: row.number,
    state: row.state,
    revision: row.revision,
    attempts: row.attempts,
    looks: row.looks,
    delays: row.delays,
    nextAt: row.next_at?.getTime() ?? null,
    firstSentAt: row.first_sent_at?.getTime() ?? null,
    lastSentAt: row.last_sent_at?.getTime() ?? null,
    upstreamNumber: row.upstream_number,
    upstreamStatus: row.upstream_status,
    upstreamWord: row.upstream_word,
    // Written by us, as it is read.
    seen: row.seen as S | null,
    problem: row.problem,
    field: row.field,
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
  }
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}
