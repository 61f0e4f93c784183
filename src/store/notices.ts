/** Reading inbound notices back. */
import type { InboundNotice, NoticeName, NoticeStatus } from '../order/notice.js'
import type { NoticeEventRecord, NoticeRecord, NoticeSummary, Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'
import { readStoredNotice, type StoredNotice } from './stored-notice.js'

/** Undefined: the account has none of that name. */
export async function readNotice(
  database: Database,
  { tenantId, accountId }: { readonly tenantId: number; readonly accountId: number },
  { scope, number }: NoticeName,
): Promise<InboundNotice | undefined> {
  const { rows } = await database.query<{ document: StoredNotice }>({
    name: 'read_notice',
    text: `select notice_as_json(n, true) as document from inbound_notices n
      where n.tenant_id = $1 and n.account_id = $2 and n.number_scope = $3 and n.notice_number = $4`,
    values: [tenantId, accountId, scope, number],
  })
  const [row] = rows
  return row === undefined ? undefined : readStoredNotice(row.document)
}

/** More than these are not told apart one by one. */
const MOST_ALIKE = 5

/** Those of a tenant that have a number; null stands for any account or scope. At most a few. */
export async function findNotices(
  database: Database,
  tenantId: number,
  wanted: {
    readonly number: string
    readonly scope: string | null
    readonly account?: string | null
    readonly accountId?: number
  },
): Promise<NoticeRecord[]> {
  const { rows } = await database.query<{ document: StoredNotice; account: string }>({
    name: 'find_notices',
    text: `
      select notice_as_json(n, true) as document, a.name as account
      from inbound_notices n
      join accounts a on a.tenant_id = n.tenant_id and a.account_id = n.account_id
      where n.tenant_id = $1 and n.notice_number = $2 and ($3::text is null or a.name = $3)
        and ($4::text is null or n.number_scope = $4) and ($5::integer is null or n.account_id = $5)
      order by a.name, n.number_scope limit ${MOST_ALIKE}`,
    values: [tenantId, wanted.number, wanted.account ?? null, wanted.scope, wanted.accountId ?? null],
  })
  return rows.map(({ document, account }) => ({ ...readStoredNotice(document), account }))
}

interface SummaryRow {
  document: StoredNotice
  account: string
  row_count: number
  quantity: number
  received: number
}

/** Newest first, without their rows. */
export async function listNotices(
  database: Database,
  tenantId: number,
  filter: {
    readonly account: string | null
    readonly location: string | null
    readonly status: NoticeStatus | null
  },
  slice: Slice,
): Promise<Sliced<NoticeSummary>> {
  const [createdAt, accountId, scope, number] = slice.after ?? []
  const { rows } = await database.query<SummaryRow>(
    `select notice_as_json(found.n, false) as document, found.account, sums.*
     from (
       select n, a.name as account, n.created_at, n.account_id, n.number_scope, n.notice_number
       from inbound_notices n
       join accounts a on a.tenant_id = n.tenant_id and a.account_id = n.account_id
       where n.tenant_id = $1 and ($2::text is null or a.name = $2) and ($3::text is null or n.location = $3)
         and ($4::text is null or n.status = $4)
         and ($5::timestamptz is null
           or (n.created_at, n.account_id, n.number_scope, n.notice_number) < ($5, $6::integer, $7, $8))
       order by n.created_at desc, n.account_id desc, n.number_scope desc, n.notice_number desc limit $9
     ) found
     cross join lateral (
       select count(*)::integer as row_count, coalesce(sum(r.quantity), 0)::bigint as quantity,
         coalesce(sum(r.received), 0)::bigint as received
       from inbound_notice_rows r
       where r.tenant_id = $1 and r.account_id = found.account_id and r.number_scope = found.number_scope
         and r.notice_number = found.notice_number) sums
     order by found.created_at desc, found.account_id desc, found.number_scope desc, found.notice_number desc`,
    [
      tenantId,
      filter.account,
      filter.location,
      filter.status,
      createdAt === undefined ? null : new Date(createdAt),
      accountId ?? null,
      scope ?? null,
      number ?? null,
      rowsToRead(slice),
    ],
  )
  const found = rows.map((row) => ({
    ...readStoredNotice(row.document),
    account: row.account,
    rowCount: row.row_count,
    quantity: row.quantity,
    received: row.received,
  }))
  return sliced(found, slice, (one) => [one.createdAt, one.accountId, one.scope, one.number])
}

/** Oldest first. */
export async function listNoticeEvents(
  database: Database,
  tenantId: number,
  { accountId, scope, number }: NoticeName & { readonly accountId: number },
  slice: Slice,
): Promise<Sliced<NoticeEventRecord>> {
  const { rows } = await database.query<Omit<NoticeEventRecord, 'at'> & { readonly at: Date }>({
    name: 'list_notice_events',
    text: `
      select version, kind, at, status, data from inbound_notice_events
      where tenant_id = $1 and account_id = $2 and number_scope = $3 and notice_number = $4
        and ($5::bigint is null or version > $5)
      order by version limit $6`,
    values: [tenantId, accountId, scope, number, slice.after?.[0] ?? null, rowsToRead(slice)],
  })
  const events = rows.map((row) => ({ ...row, at: row.at.getTime() }))
  return sliced(events, slice, (event) => [event.version])
}
