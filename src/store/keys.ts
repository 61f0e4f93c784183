/** Keys that callers give their requests, so that a repeated one is done once. See command_keys in sql/0001. */
import type { CommandKey } from '../order/caller.js'
import type { Database } from './pool.js'

/**
 * Null: the key is new, and now belongs to this request. Otherwise what it was used for before; a request that
 * is under way with the same key is waited for.
 */
export async function claimKey(
  database: Database,
  tenantId: number,
  accountId: number,
  key: CommandKey,
  at: number,
): Promise<{ contentHash: string; result: unknown } | null> {
  const made = await database.query(
    `insert into command_keys (tenant_id, account_id, key, content_hash, result, at)
     values ($1, $2, $3, $4, 'null', $5)
     on conflict (tenant_id, account_id, key) do nothing`,
    [tenantId, accountId, key.key, key.contentHash, new Date(at)],
  )
  if (made.rowCount === 1) return null
  const { rows } = await database.query<{ content_hash: string; result: unknown }>(
    'select content_hash, result from command_keys where tenant_id = $1 and account_id = $2 and key = $3',
    [tenantId, accountId, key.key],
  )
  const row = rows[0]
  if (row === undefined) throw new Error('a key that can not be made is there')
  return { contentHash: row.content_hash, result: row.result }
}

export async function saveKeyResult(
  database: Database,
  tenantId: number,
  accountId: number,
  key: string,
  result: unknown,
): Promise<void> {
  await database.query(
    'update command_keys set result = $4 where tenant_id = $1 and account_id = $2 and key = $3',
    [tenantId, accountId, key, JSON.stringify(result)],
  )
}

/** Makes whoever else changes this tenant wait until the transaction ends. */
export async function lockLane(database: Database, tenantId: number): Promise<void> {
  await database.query('select 1 from lanes where tenant_id = $1 for update', [tenantId])
}
