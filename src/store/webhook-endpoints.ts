/** Addresses that are told what happens: kept, changed, and read for whoever sends to them. */
import type { EndpointRecord, EndpointWish } from '../order/callback-calls.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { withNextNumber } from './setup.js'
import { rowsToRead, sliced } from './slices.js'
import type { EndpointName } from './webhook-messages.js'

export interface NewEndpoint extends Omit<EndpointWish, 'account'> {
  readonly accountId: number | null
  readonly secretSealed: Buffer | null
}

/** What is committed from now on is told. */
export async function createEndpoint(
  database: Database,
  tenantId: number,
  wish: NewEndpoint,
  at: number,
): Promise<number> {
  const { rows } = await withNextNumber(() =>
    database.query<{ endpoint_id: number }>(
      `insert into webhook_endpoints (tenant_id, endpoint_id, account_id, family, url, kinds, options, secret_sealed,
         credential_id, enabled, told_to, created_at, updated_at)
       select $1, (select coalesce(max(endpoint_id), 0) + 1 from webhook_endpoints where tenant_id = $1),
         $2, $3, $4, $5, $6, $7, $8, true, l.version, $9, $9
       from lanes l where l.tenant_id = $1
       returning endpoint_id`,
      [
        tenantId,
        wish.accountId,
        wish.family,
        wish.url,
        wish.kinds,
        JSON.stringify(wish.options),
        wish.secretSealed,
        wish.credentialId,
        new Date(at),
      ],
    ),
  )
  const [row] = rows
  if (row === undefined) throw new Error('an endpoint is made or the statement fails')
  return row.endpoint_id
}

interface EndpointRow {
  endpoint_id: number
  account: string | null
  family: string
  url: string
  kinds: string[] | null
  options: Record<string, unknown>
  credential_id: number | null
  enabled: boolean
  failing_since: Date | null
  paused_at: Date | null
  previous_until: Date | null
  due: number
  undelivered: number
  told_to: number
  replay_from: number | null
  replay_to: number | null
  created_at: Date
  updated_at: Date
}

const SELECT_ENDPOINTS = `
  select w.endpoint_id, a.name as account, w.family, w.url, w.kinds, w.options, w.credential_id, w.enabled,
    w.failing_since, w.paused_at, w.previous_until, w.told_to, w.replay_from, w.replay_to, w.created_at, w.updated_at, m.due,
    m.undelivered
  from webhook_endpoints w
  left join accounts a on a.tenant_id = w.tenant_id and a.account_id = w.account_id
  cross join lateral (
    select count(*) filter (where state = 'due') as due,
      count(*) filter (where state = 'undelivered') as undelivered
    from webhook_messages m1
    where m1.tenant_id = w.tenant_id and m1.endpoint_id = w.endpoint_id and m1.state <> 'delivered') m
  where w.tenant_id = $1`

export async function readEndpoint(
  database: Database,
  { tenantId, endpointId }: EndpointName,
): Promise<EndpointRecord | null> {
  const { rows } = await database.query<EndpointRow>(`${SELECT_ENDPOINTS} and w.endpoint_id = $2`, [
    tenantId,
    endpointId,
  ])
  return rows[0] === undefined ? null : readRow(rows[0])
}

/** In the order in which they were made. */
export async function listEndpoints(
  database: Database,
  tenantId: number,
  slice: Slice,
): Promise<Sliced<EndpointRecord>> {
  const { rows } = await database.query<EndpointRow>(
    `${SELECT_ENDPOINTS} and ($2::bigint is null or w.endpoint_id > $2) order by w.endpoint_id limit $3`,
    [tenantId, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  return sliced(rows.map(readRow), slice, (one) => [one.endpointId])
}

export async function countEndpoints(database: Database, tenantId: number): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    'select count(*) as count from webhook_endpoints where tenant_id = $1',
    [tenantId],
  )
  return rows[0]?.count ?? 0
}

/** Undefined stays as it is. False: there is none. */
export async function changeEndpoint(
  database: Database,
  { tenantId, endpointId }: EndpointName,
  change: {
    readonly url?: string
    readonly kinds?: readonly string[] | null
    readonly options?: Readonly<Record<string, unknown>>
    readonly enabled?: boolean
  },
  at: number,
): Promise<boolean> {
  const { url, kinds, options, enabled } = change
  const { rowCount } = await database.query(
    `update webhook_endpoints set url = coalesce($3, url), kinds = case when $4 then $5::text[] else kinds end,
       options = coalesce($6::json, options), enabled = coalesce($7, enabled),
       paused_at = case when $7 then null else paused_at end,
       failing_since = case when $7 then null else failing_since end,
       revision = revision + 1, updated_at = $8
     where tenant_id = $1 and endpoint_id = $2`,
    [
      tenantId,
      endpointId,
      url ?? null,
      kinds !== undefined,
      kinds ?? null,
      options === undefined ? null : JSON.stringify(options),
      enabled ?? null,
      new Date(at),
    ],
  )
  return rowCount === 1
}

/** The one before signs besides it until then. */
export async function changeSecret(
  database: Database,
  { tenantId, endpointId }: EndpointName,
  sealed: Buffer,
  previousUntil: number,
  at: number,
): Promise<void> {
  await database.query(
    `update webhook_endpoints set previous_sealed = secret_sealed, previous_until = $4, secret_sealed = $3,
       revision = revision + 1, updated_at = $5
     where tenant_id = $1 and endpoint_id = $2`,
    [tenantId, endpointId, sealed, new Date(previousUntil), new Date(at)],
  )
}

/** With all that was told to it. */
export async function deleteEndpoint(
  database: Database,
  { tenantId, endpointId }: EndpointName,
): Promise<void> {
  await database.query(
    `with gone as (
       delete from webhook_endpoints where tenant_id = $1 and endpoint_id = $2
     ), forgotten as (
       delete from webhook_marks where tenant_id = $1 and endpoint_id = $2
     )
     delete from webhook_messages where tenant_id = $1 and endpoint_id = $2`,
    [tenantId, endpointId],
  )
}

/** An address as whoever sends needs it; its secrets are sealed. */
export interface ServedEndpoint extends EndpointName {
  readonly revision: number
  readonly accountId: number | null
  readonly family: string
  readonly url: string
  readonly kinds: readonly string[] | null
  readonly options: Readonly<Record<string, unknown>>
  readonly secretSealed: Buffer | null
  readonly previousSealed: Buffer | null
  readonly previousUntil: number | null
  readonly failingSince: number | null
  readonly toldTo: number
}

/** All that are sent to, of all tenants. A revoked credential signs nothing any more. */
export async function readServedEndpoints(database: Database): Promise<ServedEndpoint[]> {
  const { rows } = await database.query<{
    tenant_id: number
    endpoint_id: number
    revision: number
    account_id: number | null
    family: string
    url: string
    kinds: string[] | null
    options: Record<string, unknown>
    secret_sealed: Buffer | null
    previous_sealed: Buffer | null
    previous_until: Date | null
    failing_since: Date | null
    told_to: number
  }>({
    name: 'read_served_endpoints',
    text: `
      select w.tenant_id, w.endpoint_id, w.revision, w.account_id, w.family, w.url, w.kinds, w.options,
        coalesce(w.secret_sealed, c.proof_sealed) as secret_sealed, w.previous_sealed, w.previous_until,
        w.failing_since, w.told_to
      from webhook_endpoints w
      left join credentials c on c.tenant_id = w.tenant_id and c.credential_id = w.credential_id
        and c.revoked_at is null
      where w.enabled and w.paused_at is null
      order by w.tenant_id, w.endpoint_id`,
  })
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    endpointId: row.endpoint_id,
    revision: row.revision,
    accountId: row.account_id,
    family: row.family,
    url: row.url,
    kinds: row.kinds,
    options: row.options,
    secretSealed: row.secret_sealed,
    previousSealed: row.previous_sealed,
    previousUntil: row.previous_until?.getTime() ?? null,
    failingSince: row.failing_since?.getTime() ?? null,
    toldTo: row.told_to,
  }))
}

/** Null: an attempt has succeeded. */
export async function noteFailing(
  database: Database,
  { tenantId, endpointId, revision }: EndpointName & { readonly revision: number },
  since: number | null,
): Promise<void> {
  await database.query({
    name: 'note_failing_endpoint',
    text: `update webhook_endpoints set failing_since = $4
      where tenant_id = $1 and endpoint_id = $2 and revision = $3`,
    values: [tenantId, endpointId, revision, since === null ? null : new Date(since)],
  })
}

/** Nothing is sent to it until it is enabled anew; what is due waits. False: it was so, or has been changed. */
export async function pauseEndpoint(
  database: Database,
  { tenantId, endpointId, revision }: EndpointName & { readonly revision: number },
  at: number,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update webhook_endpoints set paused_at = $4, revision = revision + 1
     where tenant_id = $1 and endpoint_id = $2 and revision = $3 and paused_at is null`,
    [tenantId, endpointId, revision, new Date(at)],
  )
  return rowCount === 1
}

function readRow(row: EndpointRow): EndpointRecord {
  return {
    endpointId: row.endpoint_id,
    account: row.account,
    family: row.family,
    url: row.url,
    kinds: row.kinds,
    options: row.options,
    credentialId: row.credential_id,
    enabled: row.enabled,
    failingSince: row.failing_since?.getTime() ?? null,
    pausedAt: row.paused_at?.getTime() ?? null,
    previousUntil: row.previous_until?.getTime() ?? null,
    due: row.due,
    undelivered: row.undelivered,
    replaying:
      row.replay_from === null || row.replay_to === null
        ? null
        : { commits: row.replay_to - row.replay_from, told: row.told_to - row.replay_from },
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
  }
}

export interface SealedSecrets {
  /** Null: it has none of its own. */
  readonly current: Buffer | null
  readonly previous: Buffer | null
  /** Until when the one before signs besides. */
  readonly previousUntil: number | null
}

export async function readEndpointSecrets(
  database: Database,
  { tenantId, endpointId }: EndpointName,
): Promise<SealedSecrets | null> {
  const { rows } = await database.query<{
    secret_sealed: Buffer | null
    previous_sealed: Buffer | null
    previous_until: Date | null
  }>(
    `select secret_sealed, previous_sealed, previous_until from webhook_endpoints
     where tenant_id = $1 and endpoint_id = $2`,
    [tenantId, endpointId],
  )
  const [row] = rows
  if (row === undefined) return null
  return {
    current: row.secret_sealed,
    previous: row.previous_sealed,
    previousUntil: row.previous_until?.getTime() ?? null,
  }
}
