/** Other platforms that orders are sent to. */
import type { ConnectionRecord, ConnectionWish, SkuThere } from '../order/connection-calls.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

/** A connection as it is used, with its secrets still sealed. */
export interface Connection extends Omit<ConnectionRecord, 'callbackPath'> {
  readonly tenantId: number
  readonly credentialSealed: Buffer
  readonly sessionSealed: Buffer | null
  readonly pollAt: number | null
}

export type ConnectionName = Pick<Connection, 'tenantId' | 'connectionId'>

interface ConnectionRow {
  tenant_id: number
  connection_id: number
  name: string
  family: string
  base_url: string
  credential_sealed: Buffer
  session_sealed: Buffer | null
  mappings: ConnectionWish['mappings']
  settings: ConnectionWish['settings']
  store: ConnectionWish['store']
  number_prefix: string
  per_second: number | null
  enabled: boolean
  problem: string | null
  paused_until: Date | null
  polled_until: Date | null
  poll_at: Date | null
  created_at: Date
  updated_at: Date
}

/** `sealed` null: the secret stays as it was. */
export interface ConnectionRowWish extends Omit<ConnectionWish, 'credentials' | 'pushSecret'> {
  readonly sealed: Buffer | null
}

export async function createConnection(
  database: Database,
  tenantId: number,
  wish: ConnectionRowWish,
  at: number,
): Promise<number> {
  const { rows } = await database.query<{ connection_id: number }>(
    `insert into connections (tenant_id, connection_id, name, family, base_url, credential_sealed, mappings,
       settings, store, number_prefix, per_second, enabled, polled_until, created_at, updated_at)
     select $1, coalesce(max(connection_id), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $12
     from connections where tenant_id = $1
     returning connection_id`,
    [...parametersOf(tenantId, wish), new Date(at)],
  )
  const [row] = rows
  if (row === undefined) throw new Error('a connection is made or the statement fails')
  return row.connection_id
}

/** With another credential or address, what was known of the platform's answers is forgotten. */
export async function updateConnection(
  database: Database,
  tenantId: number,
  connectionId: number,
  wish: ConnectionRowWish,
  at: number,
): Promise<void> {
  await database.query(
    `update connections set name = $2, family = $3, base_url = $4,
       credential_sealed = coalesce($5, credential_sealed), mappings = $6, settings = $7, store = $8,
       number_prefix = $9, per_second = $10, enabled = $11, updated_at = $12,
       session_sealed = case when $5::bytea is null then session_sealed end, problem = null, paused_until = null
     where tenant_id = $1 and connection_id = $13`,
    [...parametersOf(tenantId, wish), new Date(at), connectionId],
  )
}

function parametersOf(tenantId: number, wish: ConnectionRowWish): unknown[] {
  return [
    tenantId,
    wish.name,
    wish.family,
    wish.baseUrl,
    wish.sealed,
    JSON.stringify(wish.mappings),
    JSON.stringify(wish.settings),
    wish.store === null ? null : JSON.stringify(wish.store),
    wish.numberPrefix,
    wish.perSecond,
    wish.enabled,
  ]
}

export async function readConnection(
  database: Database,
  tenantId: number,
  connectionId: number,
): Promise<Connection | null> {
  const { rows } = await database.query<ConnectionRow>({
    name: 'read_connection',
    text: 'select * from connections where tenant_id = $1 and connection_id = $2',
    values: [tenantId, connectionId],
  })
  return rows[0] === undefined ? null : readRow(rows[0])
}

/** By its number, or else by its name. */
export async function findConnection(
  database: Database,
  tenantId: number,
  named: string,
): Promise<number | null> {
  const { rows } = await database.query<{ connection_id: number }>(
    `select connection_id from connections
     where tenant_id = $1 and (connection_id::text = $2 or name = $2)
     order by connection_id::text = $2 desc limit 1`,
    [tenantId, named],
  )
  return rows[0]?.connection_id ?? null
}

const MOST_SKUS_THERE = 250

/** In the order in which the connections were made. */
export async function readSkusThere(
  database: Database,
  tenantId: number,
  sku: string,
): Promise<readonly SkuThere[]> {
  const { rows } = await database.query<{
    connection_id: number
    name: string
    family: string
    mapped: string | null
  }>(
    `select connection_id, name, family, mappings -> 'skus' ->> $2 as mapped
     from connections where tenant_id = $1 order by connection_id limit $3`,
    [tenantId, sku, MOST_SKUS_THERE],
  )
  return rows.map(({ connection_id: connectionId, name: connection, family, mapped }) => ({
    ...{ connectionId, connection, family, mapped },
  }))
}

/** In the order in which they were made. */
export async function listConnections(
  database: Database,
  tenantId: number,
  slice: Slice,
): Promise<Sliced<Connection>> {
  const { rows } = await database.query<ConnectionRow>(
    `select * from connections where tenant_id = $1 and ($2::bigint is null or connection_id > $2)
     order by connection_id limit $3`,
    [tenantId, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  return sliced(rows.map(readRow), slice, (one) => [one.connectionId])
}

/** Of all tenants: those that have something to do, that was due at `at` (milliseconds since 1970). */
export async function busyConnections(
  database: Database,
  at: number,
  most: number,
): Promise<readonly ConnectionName[]> {
  const { rows } = await database.query<{ tenantId: number; connectionId: number }>({
    name: 'busy_connections',
    text: `
      select c.tenant_id as "tenantId", c.connection_id as "connectionId" from connections c
      where c.enabled and coalesce(c.paused_until, '-infinity') <= $1 and (
        c.poll_at <= $1 or exists (
          select from forwardings f
          where f.tenant_id = c.tenant_id and f.connection_id = c.connection_id and f.next_at <= $1)
        or exists (
          select from received_callbacks r
          where r.tenant_id = c.tenant_id and r.connection_id = c.connection_id and r.done_at is null))
      order by c.poll_at nulls first limit $2`,
    values: [new Date(at), most],
  })
  return rows
}

export async function saveSession(
  database: Database,
  { tenantId, connectionId }: ConnectionName,
  sealed: Buffer | null,
): Promise<void> {
  await database.query(
    'update connections set session_sealed = $3 where tenant_id = $1 and connection_id = $2',
    [tenantId, connectionId, sealed],
  )
}

/** How it goes with it: `until` and `pollAt` undefined: as it was. Times are milliseconds since 1970. */
export async function noteConnection(
  database: Database,
  { tenantId, connectionId, pollAt: pollAtBefore }: ConnectionName & Pick<Connection, 'pollAt'>,
  note: {
    readonly problem: string | null
    readonly pausedUntil: number | null
    readonly polledUntil?: number
    /** Left alone if it has been hastened since the connection was read. */
    readonly pollAt?: number
  },
): Promise<void> {
  const { problem, pausedUntil, polledUntil, pollAt } = note
  await database.query({
    name: 'note_connection',
    text: `update connections set problem = $3, paused_until = $4, polled_until = coalesce($5, polled_until),
        poll_at = case when poll_at is not distinct from $7 then coalesce($6, poll_at) else poll_at end
      where tenant_id = $1 and connection_id = $2`,
    values: [
      tenantId,
      connectionId,
      problem,
      dateOf(pausedUntil),
      dateOf(polledUntil ?? null),
      dateOf(pollAt ?? null),
      dateOf(pollAtBefore),
    ],
  })
}

/** False: something is there that news are wanted of. */
export async function endPolling(
  database: Database,
  { tenantId, connectionId }: ConnectionName,
): Promise<boolean> {
  const { rowCount } = await database.query({
    name: 'end_polling',
    text: `update connections c set poll_at = null, problem = null
      where c.tenant_id = $1 and c.connection_id = $2 and not exists (
        select from forwardings f where f.tenant_id = $1 and f.connection_id = $2
          and f.next_at is not null and f.state in ('sent', 'unknown'))`,
    values: [tenantId, connectionId],
  })
  return rowCount === 1
}

/** Something is there now that news are wanted of. It is written down before, so that polling is not ended meanwhile. */
export async function beginPolling(
  database: Database,
  { tenantId, connectionId }: ConnectionName,
  from: number,
): Promise<void> {
  await database.query({
    name: 'begin_polling',
    text: `update connections set poll_at = $3, polled_until = $3
      where tenant_id = $1 and connection_id = $2 and poll_at is null`,
    values: [tenantId, connectionId, new Date(from)],
  })
}

/** Where news are wanted at all, they are asked for at `at`: also those that came during a poll that is under way. */
export async function hastenPolling(
  database: Database,
  { tenantId, connectionId }: Pick<Connection, 'tenantId' | 'connectionId'>,
  at: number,
): Promise<void> {
  await database.query({
    name: 'hasten_polling',
    text: `update connections set poll_at = $3
      where tenant_id = $1 and connection_id = $2 and poll_at is not null`,
    values: [tenantId, connectionId, new Date(at)],
  })
}

function readRow(row: ConnectionRow): Connection {
  return {
    tenantId: row.tenant_id,
    connectionId: row.connection_id,
    name: row.name,
    family: row.family,
    baseUrl: row.base_url,
    credentialSealed: row.credential_sealed,
    sessionSealed: row.session_sealed,
    mappings: row.mappings,
    settings: row.settings,
    store: row.store,
    numberPrefix: row.number_prefix,
    perSecond: row.per_second,
    enabled: row.enabled,
    problem: row.problem,
    pausedUntil: row.paused_until?.getTime() ?? null,
    polledUntil: row.polled_until?.getTime() ?? null,
    pollAt: row.poll_at?.getTime() ?? null,
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
  }
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}
