/** The live pair of tokens of each credential that obtains them: hashes only. */
import type { Database } from './pool.js'

export interface SessionRow {
  readonly accessHash: string
  readonly accessUntil: number
  readonly refreshHash: string
  readonly refreshUntil: number
}

/** Replaces whatever pair there was. */
export async function putSession(
  database: Database,
  tenantId: number,
  credentialId: number,
  session: SessionRow,
): Promise<void> {
  await database.query({
    name: 'put_session',
    text: `
      insert into sessions (tenant_id, credential_id, access_hash, access_until, refresh_hash, refresh_until)
      values ($1, $2, decode($3, 'hex'), $4, decode($5, 'hex'), $6)
      on conflict (tenant_id, credential_id) do update set access_hash = excluded.access_hash,
        access_until = excluded.access_until, refresh_hash = excluded.refresh_hash,
        refresh_until = excluded.refresh_until`,
    values: [tenantId, credentialId, ...valuesOf(session)],
  })
}

/** Replaces the pair whose refresh token this is: of two who use one token at once, one succeeds. */
export async function renewSession(
  database: Database,
  tenantId: number,
  credentialId: number,
  refreshHash: string,
  session: SessionRow,
): Promise<boolean> {
  const result = await database.query({
    name: 'renew_session',
    text: `
      update sessions set access_hash = decode($3, 'hex'), access_until = $4, refresh_hash = decode($5, 'hex'),
        refresh_until = $6
      where tenant_id = $1 and credential_id = $2 and refresh_hash = decode($7, 'hex')`,
    values: [tenantId, credentialId, ...valuesOf(session), refreshHash],
  })
  return result.rowCount === 1
}

export async function readRefresh(
  database: Database,
  tenantId: number,
  credentialId: number,
): Promise<{ readonly refreshHash: string; readonly refreshUntil: number } | null> {
  const result = await database.query<{ refresh_hash: Buffer; refresh_until: Date }>({
    name: 'read_refresh',
    text: 'select refresh_hash, refresh_until from sessions where tenant_id = $1 and credential_id = $2',
    values: [tenantId, credentialId],
  })
  const row = result.rows[0]
  if (row === undefined) return null
  return { refreshHash: row.refresh_hash.toString('hex'), refreshUntil: row.refresh_until.getTime() }
}

function valuesOf({ accessHash, accessUntil, refreshHash, refreshUntil }: SessionRow): unknown[] {
  return [accessHash, new Date(accessUntil), refreshHash, new Date(refreshUntil)]
}
