/** What the commits of a tenant did to its orders and inbound notices, for those who are told of it. */
import type { InboundNotice } from '../order/notice.js'
import type { Order } from '../order/order.js'
import type { FollowedEvent, NoticeEventRecord } from '../order/setup-calls.js'
import { numberArray } from './arrays.js'
import { FOLLOWED_COLUMNS, FOLLOWED_JOINS, type FollowedRow, followedEvent } from './followed-event.js'
import type { Database } from './pool.js'
import { readStoredNotice, type StoredNotice } from './stored-notice.js'
import { readOrder, type StoredOrder } from './stored-order.js'

/** Commits behind `from`, up to and with `to`. */
export interface Commits {
  readonly tenantId: number
  readonly from: number
  readonly to: number
}

export interface FedOrderEvent extends FollowedEvent {
  readonly accountId: number
  readonly family: string
}

export interface FedNoticeEvent {
  readonly event: NoticeEventRecord
  readonly commitVersion: number
  /** As it is by now. */
  readonly notice: InboundNotice
}

/** The last commit of each tenant: all that came before it can be read. */
export async function laneVersions(
  database: Database,
  tenants: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await database.query<{ tenant_id: number; version: number }>({
    name: 'lane_versions',
    text: 'select tenant_id, version from lanes where tenant_id = any($1)',
    values: [numberArray(tenants)],
  })
  return new Map(rows.map((row) => [row.tenant_id, row.version]))
}

export async function readOrderEvents(
  database: Database,
  { tenantId, from, to }: Commits,
): Promise<FedOrderEvent[]> {
  const { rows } = await database.query<FollowedRow & { account_id: number; family: string }>({
    name: 'read_order_events',
    text: `
      select ${FOLLOWED_COLUMNS}, a.account_id, o.family
      from order_events e
      ${FOLLOWED_JOINS}
      where e.tenant_id = $1 and e.commit_version > $2 and e.commit_version <= $3
      order by e.commit_version, e.order_number, e.version`,
    values: [tenantId, from, to],
  })
  return rows.map((row) => ({ ...followedEvent(row), accountId: row.account_id, family: row.family }))
}

export async function readNoticeEvents(
  database: Database,
  { tenantId, from, to }: Commits,
): Promise<FedNoticeEvent[]> {
  const { rows } = await database.query<
    Omit<NoticeEventRecord, 'at'> & { at: Date; commit_version: number; document: StoredNotice }
  >({
    name: 'read_notice_events',
    text: `
      select e.version, e.kind, e.at, e.status, e.data, e.commit_version, notice_as_json(n, true) as document
      from inbound_notice_events e
      join inbound_notices n on n.tenant_id = e.tenant_id and n.account_id = e.account_id
        and n.number_scope = e.number_scope and n.notice_number = e.notice_number
      where e.tenant_id = $1 and e.commit_version > $2 and e.commit_version <= $3
      order by e.commit_version, e.account_id, e.number_scope, e.notice_number, e.version`,
    values: [tenantId, from, to],
  })
  return rows.map(({ document, commit_version: commitVersion, at, ...event }) => ({
    event: {
      version: event.version,
      kind: event.kind,
      status: event.status,
      data: event.data,
      at: at.getTime(),
    },
    commitVersion,
    notice: readStoredNotice(document),
  }))
}

export async function readOrdersOf(
  database: Database,
  tenantId: number,
  orderNumbers: readonly number[],
): Promise<ReadonlyMap<number, Order>> {
  const { rows } = await database.query<{ stored: StoredOrder }>({
    name: 'read_orders_of',
    text: `
      select order_as_json(o) as stored
      from unnest($2::bigint[]) as named(order_number)
      cross join lateral (
        select * from orders o1 where o1.tenant_id = $1 and o1.order_number = named.order_number offset 0) o`,
    values: [tenantId, numberArray(orderNumbers)],
  })
  return new Map(rows.map(({ stored }) => [stored.orderNumber, readOrder(stored)]))
}
