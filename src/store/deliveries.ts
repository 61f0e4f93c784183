/** What has been told to an address, and what came of each attempt, as its operator reads it. */
import type { DeliveryRecord, DeliveryState } from '../order/callback-calls.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'
import type { EndpointName, NewMessage } from './webhook-messages.js'

/** Newest first; null: in any state. */
export async function listDeliveries(
  database: Database,
  { tenantId, endpointId }: EndpointName,
  state: DeliveryState | null,
  slice: Slice,
): Promise<Sliced<DeliveryRecord>> {
  const { rows } = await database.query<{
    message_number: number
    message_id: string
    kind: string
    subject: string
    state: DeliveryState
    body: string
    attempts: number
    due_at: Date
    log: DeliveryRecord['log']
    created_at: Date
    ended_at: Date | null
  }>(
    `select message_number, message_id, kind, subject, state, body, attempts, due_at, log, created_at, ended_at
     from webhook_messages
     where tenant_id = $1 and endpoint_id = $2 and ($3::text is null or state = $3)
       and ($4::bigint is null or message_number < $4)
     order by message_number desc limit $5`,
    [tenantId, endpointId, state, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  const found = rows.map((row) => ({
    number: row.message_number,
    messageId: row.message_id,
    kind: row.kind,
    subject: row.subject,
    state: row.state,
    body: row.body,
    attempts: row.attempts,
    dueAt: row.state === 'due' ? row.due_at.getTime() : null,
    log: row.log,
    createdAt: row.created_at.getTime(),
    endedAt: row.ended_at?.getTime() ?? null,
  }))
  return sliced(found, slice, (one) => [one.number])
}

/** As it was sent, or is to be; null: nothing has been told to it, or is kept of that. */
export async function newestMessage(
  database: Database,
  { tenantId, endpointId }: EndpointName,
): Promise<Pick<NewMessage, 'id' | 'kind' | 'body'> | null> {
  const { rows } = await database.query<Pick<NewMessage, 'id' | 'kind' | 'body'>>(
    `select message_id as id, kind, body from webhook_messages
     where tenant_id = $1 and endpoint_id = $2 order by message_number desc limit 1`,
    [tenantId, endpointId],
  )
  return rows[0] ?? null
}
