/** Credentials as their operator sees them: never with the secret. */
import type { CredentialRecord, Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

interface CredentialRow {
  credential_id: number
  account: string
  dialect: string
  hint: string
  rate_capacity: number | null
  rate_per_second: number | null
  sandbox: boolean
  created_at: Date
  revoked_at: Date | null
}

const SELECT_CREDENTIALS = `
  select c.credential_id, a.name as account, c.dialect, c.hint, c.rate_capacity, c.rate_per_second, c.sandbox,
    c.created_at, c.revoked_at
  from credentials c
  join accounts a on a.tenant_id = c.tenant_id and a.account_id = c.account_id
  where c.tenant_id = $1`

export async function readCredential(
  database: Database,
  tenantId: number,
  credentialId: number,
): Promise<CredentialRecord | null> {
  const { rows } = await database.query<CredentialRow>(`${SELECT_CREDENTIALS} and c.credential_id = $2`, [
    tenantId,
    credentialId,
  ])
  return rows[0] === undefined ? null : readRow(rows[0])
}

/** In the order in which they were made; null: of all accounts. */
export async function listCredentials(
  database: Database,
  tenantId: number,
  account: string | null,
  slice: Slice,
): Promise<Sliced<CredentialRecord>> {
  const { rows } = await database.query<CredentialRow>(
    `${SELECT_CREDENTIALS} and ($2::text is null or a.name = $2)
       and ($3::bigint is null or c.credential_id > $3)
     order by c.credential_id limit $4`,
    [tenantId, account, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  return sliced(rows.map(readRow), slice, (credential) => [credential.credentialId])
}

function readRow(row: CredentialRow): CredentialRecord {
  return {
    credentialId: row.credential_id,
    account: row.account,
    family: row.dialect,
    hint: row.hint,
    limit: readLimit(row.rate_capacity, row.rate_per_second),
    sandbox: row.sandbox,
    createdAt: row.created_at.getTime(),
    revokedAt: row.revoked_at?.getTime() ?? null,
  }
}

/** A capacity of 0 stands for no limit. */
function readLimit(capacity: number | null, perSecond: number | null): CredentialRecord['limit'] {
  if (capacity === null || perSecond === null) return null
  return capacity === 0 ? 'none' : { capacity, perSecond }
}
