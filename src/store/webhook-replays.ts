/** Messages that are sent anew, and from which commit on. */
import type { Database } from './pool.js'
import type { EndpointName } from './webhook-messages.js'

/**
 * What was given up is due again; or all that was ended and whose commit came behind `behind`, and where `anew` says
 * so, events are told from there on that were not told before. How many messages are due again.
 */
export async function replayMessages(
  database: Database,
  { tenantId, endpointId }: EndpointName,
  { behind, anew }: { readonly behind: number | null; readonly anew: boolean },
  at: number,
): Promise<number> {
  const { rows } = await database.query<{ requeued: number }>(
    `with moved as (
       update webhook_endpoints set revision = revision + 1, updated_at = $5,
         told_to = case when $4 then least(told_to, $3::bigint) else told_to end
       where tenant_id = $1 and endpoint_id = $2
     ), requeued as (
       update webhook_messages set state = 'due', attempts = 0, due_at = $5, ended_at = null
       where tenant_id = $1 and endpoint_id = $2 and state <> 'due'
         and (commit_version > $3 or $3 is null and state = 'undelivered')
       returning 1
     )
     select count(*) as requeued from requeued`,
    [tenantId, endpointId, behind, anew, new Date(at)],
  )
  return rows[0]?.requeued ?? 0
}

/** The commit that left an event; null: there is none. */
export async function commitOfEvent(
  database: Database,
  tenantId: number,
  { orderNumber, version }: { readonly orderNumber: number; readonly version: number },
): Promise<number | null> {
  const { rows } = await database.query<{ commit_version: number }>(
    'select commit_version from order_events where tenant_id = $1 and order_number = $2 and version = $3',
    [tenantId, orderNumber, version],
  )
  return rows[0]?.commit_version ?? null
}

/** The last commit that left an event before the moment (milliseconds since 1970); 0: there is none. */
export async function commitBefore(database: Database, tenantId: number, moment: number): Promise<number> {
  const { rows } = await database.query<{ commit: number }>('select commit_before($1, $2) as commit', [
    tenantId,
    new Date(moment),
  ])
  return rows[0]?.commit ?? 0
}

/** What is due is given up; how many messages. An attempt that is under way counts for nothing any more. */
export async function giveUpMessages(
  database: Database,
  { tenantId, endpointId }: EndpointName,
  at: number,
): Promise<number> {
  const { rows } = await database.query<{ given_up: number }>(
    `with changed as (
       update webhook_endpoints set revision = revision + 1, updated_at = $3
       where tenant_id = $1 and endpoint_id = $2
     ), given_up as (
       update webhook_messages set state = 'undelivered', ended_at = $3
       where tenant_id = $1 and endpoint_id = $2 and state = 'due'
       returning 1
     )
     select count(*) as given_up from given_up`,
    [tenantId, endpointId, new Date(at)],
  )
  return rows[0]?.given_up ?? 0
}
