/** What waits for a person, found by its state. */
import {
  MOST_COUNTED,
  PROBLEM_KINDS,
  type ProblemCount,
  type ProblemKind,
  type ProblemRecord,
} from '../order/oversight-calls.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

interface ProblemRow {
  kind: ProblemKind
  number: number
  sequence: number
  since: Date
  reason: string | null
  field: string | null
  location: string | null
  account: string | null
  seller_order_number: string | null
  name: string | null
  connection_id: number | null
  missing: ProblemRecord['missing'] | null
  refused: ProblemRecord['refused']
}

interface Source {
  /** Rows of one kind, of tenant $1, with their sort key as `number` and `sequence`. */
  readonly from: string
  readonly where: string
  /** What is enough to count them; `from` if not given. */
  readonly countFrom?: string
  readonly number: string
  readonly sequence: string
  readonly columns: string
}

const ENDPOINT = {
  from: 'webhook_endpoints w left join accounts a on a.tenant_id = w.tenant_id and a.account_id = w.account_id',
  number: 'w.endpoint_id',
  sequence: '0::integer',
}

const FORWARDING = {
  from: `forwardings f
    join connections c on c.tenant_id = f.tenant_id and c.connection_id = f.connection_id
    join orders o on o.tenant_id = f.tenant_id and o.order_number = f.order_number
    join accounts a on a.tenant_id = o.tenant_id and a.account_id = o.account_id`,
  countFrom: 'forwardings f',
  number: 'f.order_number',
  sequence: 'f.sequence',
  columns: `f.updated_at, f.problem, f.field, null, a.name, o.seller_order_number, c.name, f.connection_id, null::json, null::json`,
}

const PART = {
  from: `fulfilment_orders f
    join orders o on o.tenant_id = f.tenant_id and o.order_number = f.order_number
    join accounts a on a.tenant_id = o.tenant_id and a.account_id = o.account_id`,
  countFrom: 'fulfilment_orders f',
  number: 'f.order_number',
  sequence: 'f.sequence',
}

const HELD = {
  ...PART,
  columns: `f.updated_at, (
      select string_agg(h.reason, '; ') from json_to_recordset(o.details -> 'holds') as h(reason text)),
    null, f.location, a.name, o.seller_order_number, null, null::integer, null::json, null::json`,
}
/** Nobody asked for it: something of the order is not as it must be. */
const UNASKED = `exists (
  select from json_to_recordset(o.details -> 'holds') as h(kind text) where h.kind not in ('asked', 'after_sale'))`
/** Both kinds are told apart by what the order says, so that they are counted in one go, among so many. */
const MOST_HELD = 10 * MOST_COUNTED
const HELD_ROWS = `held as (
  select ${UNASKED} as is_unasked
  from fulfilment_orders f join orders o on o.tenant_id = f.tenant_id and o.order_number = f.order_number
  where f.tenant_id = $1 and f.status = 'hold' limit ${MOST_HELD})`

/** So many of the newest are looked at, however many there are. */
const MOST_REFUSED = 1_000

/** What a client mends by waiting is none of a person's business. */
const REFUSED = {
  from: `(
      select r.credential_id, r.dialect, r.operation, r.refusal,
        regexp_replace(r.faults -> 0 ->> 'path', '\\[[0-9]+\\]', '[]', 'g') as field,
        max(r.request_number) as newest, min(r.at) as first_at, count(*) as amount
      from (
        select r1.* from request_log r1 where r1.tenant_id = $1 and r1.refusal is not null
        order by r1.request_number desc limit ${MOST_REFUSED}) r
      where r.at > $2::timestamptz - interval '1 day' and r.refusal not in ('rate_limited', 'overloaded', 'unavailable')
      group by 1, 2, 3, 4, 5) g
    left join credentials c on c.tenant_id = $1 and c.credential_id = g.credential_id
    left join accounts a on a.tenant_id = $1 and a.account_id = c.account_id`,
  where: 'true',
  number: 'g.newest',
  sequence: '0::integer',
  columns: `g.first_at, null, g.field, null, a.name, null, null, null::integer, null::json,
    json_build_object('count', g.amount, 'credentialId', g.credential_id, 'dialect', g.dialect,
      'operation', g.operation, 'refusal', g.refusal)`,
}

/** What has been `unknown` for a moment only is just being sent: that was begun at $2 at the latest. */
const SOURCES: { readonly [K in ProblemKind]: Source } = {
  forwarding_unknown: {
    ...FORWARDING,
    where: `f.tenant_id = $1 and f.state = 'unknown' and f.updated_at <= $2`,
  },
  forwarding_parked: { ...FORWARDING, where: `f.tenant_id = $1 and f.state = 'parked'` },
  connection_failing: {
    from: 'connections c',
    where: 'c.tenant_id = $1 and c.enabled and c.problem is not null',
    number: 'c.connection_id',
    sequence: '0::integer',
    columns:
      'c.updated_at, c.problem, null, null, null, null, c.name, c.connection_id, null::json, null::json',
  },
  endpoint_paused: {
    ...ENDPOINT,
    where: 'w.tenant_id = $1 and w.paused_at is not null',
    columns: 'w.paused_at, null, null, null, a.name, null, w.url, null::integer, null::json, null::json',
  },
  endpoint_failing: {
    ...ENDPOINT,
    where: 'w.tenant_id = $1 and w.enabled and w.paused_at is null and w.failing_since is not null',
    columns: 'w.failing_since, null, null, null, a.name, null, w.url, null::integer, null::json, null::json',
  },
  review_failed: { ...HELD, where: `f.tenant_id = $1 and f.status = 'hold' and ${UNASKED}` },
  hold: { ...HELD, where: `f.tenant_id = $1 and f.status = 'hold' and not ${UNASKED}` },
  shortage: {
    ...PART,
    where: `f.tenant_id = $1 and f.status = 'shortage'`,
    columns: `f.updated_at, null, null, f.location, a.name, o.seller_order_number, null, null::integer, (
      select json_agg(json_build_object('sku', m.sku, 'quantity', m.quantity) order by m.sku)
      from (
        select l.sku, sum(l.quantity - coalesce(l.reserved, 0)) as quantity
        from json_to_recordset(f.lines) as l(sku text, quantity integer, reserved integer)
        group by l.sku having sum(l.quantity - coalesce(l.reserved, 0)) > 0) m), null::json`,
  },
  requests_refused: REFUSED,
}

const NAMES =
  'since, reason, field, location, account, seller_order_number, name, connection_id, missing, refused'.split(
    ', ',
  )

/** By kind, the most pressing first; in each, by number. `settledBy`: what was being sent then has had its time. */
export async function listProblems(
  database: Database,
  tenantId: number,
  { kinds, settledBy }: { readonly kinds: readonly ProblemKind[]; readonly settledBy: number },
  slice: Slice,
): Promise<Sliced<ProblemRecord>> {
  const [rank, number, sequence] = (slice.after ?? [0, 0, 0]).map(Number) as [number, number, number]
  const asked = kinds.map((kind) => [PROBLEM_KINDS.indexOf(kind), kind] as const)
  const branches = asked
    .filter(([at]) => at >= rank)
    .map(([at, kind]) => branch(kind, at, at === rank && slice.after !== null))
  if (branches.length === 0) return { rows: [], next: null }
  const { rows } = await database.query<ProblemRow>(
    `select * from (${branches.join(' union all ')}) p (rank, kind, number, sequence, ${NAMES.join(', ')})
     where num_nulls($2::timestamptz, $4::bigint, $5::integer) = 0
     order by rank, number, sequence limit $3`,
    [tenantId, new Date(settledBy), rowsToRead(slice), number, sequence],
  )
  return sliced(rows.map(readRow), slice, (one) => [
    PROBLEM_KINDS.indexOf(one.kind),
    one.number,
    one.sequence,
  ])
}

function branch(kind: ProblemKind, rank: number, isBehind: boolean): string {
  const { from, where, number, sequence, columns } = SOURCES[kind]
  const behind = isBehind ? ` and (${number}, ${sequence}) > ($4::bigint, $5::integer)` : ''
  return `(select ${rank}, '${kind}', ${number}::bigint, ${sequence}::integer, ${columns}
    from ${from} where ${where}${behind}
    order by ${number}, ${sequence} limit $3)`
}

export async function countProblems(
  database: Database,
  tenantId: number,
  { kinds, settledBy }: { readonly kinds: readonly ProblemKind[]; readonly settledBy: number },
): Promise<ProblemCount[]> {
  if (kinds.length === 0) return []
  const counts = kinds.map(
    (kind) =>
      `select '${kind}' as kind, (select count(*) from (${counted(kind)} limit ${MOST_COUNTED}) s) as count`,
  )
  const { rows } = await database.query<ProblemCount>(
    `with ${HELD_ROWS}
     select kind, count from (${counts.join(' union all ')}) c where $2::timestamptz is not null`,
    [tenantId, new Date(settledBy)],
  )
  return rows
}

function counted(kind: ProblemKind): string {
  if (kind === 'hold') return 'select from held where not is_unasked'
  if (kind === 'review_failed') return 'select from held where is_unasked'
  const { from, countFrom, where } = SOURCES[kind]
  return `select from ${countFrom ?? from} where ${where}`
}

function readRow(row: ProblemRow): ProblemRecord {
  return {
    kind: row.kind,
    number: row.number,
    sequence: row.sequence,
    since: row.since.getTime(),
    reason: row.reason,
    field: row.field,
    location: row.location,
    account: row.account,
    sellerOrderNumber: row.seller_order_number,
    name: row.name,
    connectionId: row.connection_id,
    missing: row.missing ?? [],
    refused: row.refused,
  }
}
