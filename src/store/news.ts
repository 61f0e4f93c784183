/** What has changed of a tenant, for those who are told of it: by commits, or by how things stand now. */
import type { Commits } from './callback-feed.js'
import type { Database } from './pool.js'

export interface OrderNews {
  readonly orderNumber: number
  /** Where its parts are, or were before a move. */
  readonly locations: readonly string[]
  /** A part of it waits for a person, or may have done so before. */
  readonly isTrouble: boolean
}

/** What happens to orders that wait for nobody; all else may end what a person had to look at. */
const SMOOTH =
  'placed reviewed paid annotated labelled packed handed_over delivered tracked payment_claimed payment_refused'

/** Orders that commits have changed. Null: by more events than `most`. */
export async function readOrderNews(
  database: Database,
  { tenantId, from, to }: Commits,
  most: number,
): Promise<OrderNews[] | null> {
  const { rows } = await database.query<{
    order_number: number
    events: number
    locations: string[]
    is_trouble: boolean
  }>(
    `with e as materialized (
       select order_number, kind, case when kind = 'moved' then data ->> 'from' end as moved_from
       from order_events
       where tenant_id = $1 and commit_version > $2 and commit_version <= $3
       order by commit_version limit $4 + 1
     ), o as (
       select order_number, count(*)::integer as events, array_agg(moved_from) as moved,
         bool_or(kind <> all($5::text[])) as is_changed
       from e group by order_number
     )
     select o.order_number, o.events, p.locations, o.is_changed or p.is_stuck as is_trouble
     from o
     cross join lateral (
       select coalesce(bool_or(f.status in ('shortage', 'hold')), false) as is_stuck,
         array_remove(coalesce(array_agg(distinct f.location), '{}') || o.moved, null) as locations
       from fulfilment_orders f where f.tenant_id = $1 and f.order_number = o.order_number) p
     order by o.order_number`,
    [tenantId, from, to, most, SMOOTH.split(' ')],
  )
  if (rows.reduce((sum, row) => sum + row.events, 0) > most) return null
  return rows.map((row) => ({
    orderNumber: row.order_number,
    locations: row.locations,
    isTrouble: row.is_trouble,
  }))
}

/** Numbers of inbound notices that commits have changed. Null: by more events than `most`. */
export async function readNoticeNews(
  database: Database,
  { tenantId, from, to }: Commits,
  most: number,
): Promise<string[] | null> {
  const { rows } = await database.query<{ notice_number: string }>(
    `select notice_number from inbound_notice_events
     where tenant_id = $1 and commit_version > $2 and commit_version <= $3
     order by commit_version limit $4 + 1`,
    [tenantId, from, to, most],
  )
  return rows.length > most ? null : [...new Set(rows.map((row) => row.notice_number))]
}

/** How a thing stands, so that two of them tell whether it has changed. */
export interface Mark {
  readonly name: string
  readonly mark: string
  /** What of it a person has to look at; empty: nothing. */
  readonly trouble: string
}

/** Of the forwardings that were changed last. */
export async function readForwardingMarks(
  database: Database,
  tenantId: number,
  most: number,
): Promise<Mark[]> {
  const { rows } = await database.query<Mark>(
    `select order_number || '-' || sequence as name, revision::text as mark,
       case when state in ('parked', 'unknown') then state else '' end as trouble
     from forwardings where tenant_id = $1 order by updated_at desc limit $2`,
    [tenantId, most],
  )
  return rows
}

/** Of all that are not over, and of the newest. */
export async function readImportMarks(database: Database, tenantId: number, most: number): Promise<Mark[]> {
  const { rows } = await database.query<Mark>(
    `select import_id::text as name, '' as trouble,
       concat_ws(' ', state, rows_read, accepted, repeated, refused, fault_count) as mark
     from imports
     where tenant_id = $1 and (ended_at is null
       or import_id > (select max(import_id) from imports where tenant_id = $1) - $2)`,
    [tenantId, most],
  )
  return rows
}

/** Of a long queue, what is due first tells enough. */
export async function readEndpointMarks(database: Database, tenantId: number, most: number): Promise<Mark[]> {
  const { rows } = await database.query<Mark>(
    `select w.endpoint_id::text as name, concat_ws(' ', w.paused_at, w.failing_since) as trouble,
       concat_ws(' ', w.revision, w.enabled, w.last_message, w.failing_since, w.paused_at, d.due, d.attempts,
         d.first, w.replay_to, case when w.replay_to is not null then w.told_to end) as mark
     from webhook_endpoints w
     cross join lateral (
       select count(*) as due, sum(attempts) as attempts, min(message_number) as first from (
         select message_number, attempts from webhook_messages m
         where m.tenant_id = w.tenant_id and m.endpoint_id = w.endpoint_id and m.state = 'due'
         order by message_number limit $2) s) d
     where w.tenant_id = $1`,
    [tenantId, most],
  )
  return rows
}

export async function readConnectionMarks(
  database: Database,
  tenantId: number,
  most: number,
): Promise<Mark[]> {
  const { rows } = await database.query<Mark>(
    `select connection_id::text as name, case when enabled then coalesce(problem, '') else '' end as trouble,
       concat_ws(' ', enabled, name, base_url, problem, paused_until) as mark
     from connections where tenant_id = $1 order by connection_id limit $2`,
    [tenantId, most],
  )
  return rows
}

/** Of the log's newest, as one: another process may write lower numbers behind higher ones. */
export async function readRequestMarks(database: Database, tenantId: number, most: number): Promise<Mark[]> {
  const { rows } = await database.query<Mark>(
    `select '' as name, '' as trouble, concat_ws(' ', max(number), min(number), count(*)) as mark
     from (select request_number as number from request_log
       where tenant_id = $1 order by request_number desc limit $2) newest`,
    [tenantId, most],
  )
  return rows
}
