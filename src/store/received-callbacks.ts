/** What platforms have told of orders that were sent there, until it has been brought to them. */
import { textArray } from './arrays.js'
import type { ConnectionName } from './connections.js'
import type { Database } from './pool.js'

/** `T`: what was told. */
export interface ReceivedCallback<T> {
  readonly messageId: string
  readonly told: T
}

/** Once: one that is told again is known by its id. `at` in milliseconds since 1970. */
export async function storeReceived(
  database: Database,
  { tenantId, connectionId }: ConnectionName,
  { messageId, told }: ReceivedCallback<unknown>,
  at: number,
): Promise<void> {
  await database.query({
    name: 'store_received',
    text: `insert into received_callbacks (tenant_id, connection_id, message_id, told, received_at)
      values ($1, $2, $3, $4, $5) on conflict do nothing`,
    values: [tenantId, connectionId, messageId, JSON.stringify(told), new Date(at)],
  })
}

/** The oldest first. */
export async function openReceived<T>(
  database: Database,
  { tenantId, connectionId }: ConnectionName,
  most: number,
): Promise<readonly ReceivedCallback<T>[]> {
  const { rows } = await database.query<{ message_id: string; told: T }>({
    name: 'open_received',
    text: `select message_id, told from received_callbacks
      where tenant_id = $1 and connection_id = $2 and done_at is null
      order by received_at, message_id limit $3`,
    values: [tenantId, connectionId, most],
  })
  return rows.map((row) => ({ messageId: row.message_id, told: row.told }))
}

/** These have been brought to their orders; what was before `keptFrom` is forgotten. */
export async function endReceived(
  database: Database,
  { tenantId, connectionId }: ConnectionName,
  messageIds: readonly string[],
  at: number,
  keptFrom: number,
): Promise<void> {
  await database.query({
    name: 'end_received',
    text: `
      with forgotten as (
        delete from received_callbacks where tenant_id = $1 and connection_id = $2 and done_at < $5)
      update received_callbacks set done_at = $4
      where tenant_id = $1 and connection_id = $2 and message_id = any($3)`,
    values: [tenantId, connectionId, textArray(messageIds), new Date(at), new Date(keptFrom)],
  })
}
