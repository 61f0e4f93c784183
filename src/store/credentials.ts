/** Credentials: only the hash of a secret is stored, and the secret itself is shown once. */
import { hash, randomBytes } from 'node:crypto'
import type { AccountContext } from '../order/calls.js'
import type { Database } from './pool.js'

export interface Credential {
  readonly credentialId: number
  readonly account: AccountContext
  /** Null where the dialect's documented limit holds; 0 capacity: no limit. */
  readonly rateCapacity: number | null
  readonly ratePerSecond: number | null
  readonly sandbox: boolean
}

const TENANT_DIGITS = 4
const RANDOM_BYTES = 30

/** A fresh secret. Its first characters name the tenant, so that the look-up stays within one tenant. */
export function newSecret(tenantId: number): string {
  const tenant = tenantId.toString(36).padStart(TENANT_DIGITS, '0')
  return tenant + randomBytes(RANDOM_BYTES).toString('base64url').replace(/[-_]/g, 'x')
}

/** SHA-256: enough for a secret of 240 random bits, which no list of passwords holds. */
export function secretHash(secret: string): string {
  return hash('sha256', secret, 'hex')
}

function tenantOf(secret: string): number | null {
  const digits = secret.slice(0, TENANT_DIGITS)
  return secret.length > TENANT_DIGITS && /^[0-9a-z]+$/.test(digits) ? Number.parseInt(digits, 36) : null
}

/** Null: unknown, revoked, or of another family. */
export async function findCredential(
  database: Database,
  family: string,
  secret: string,
): Promise<Credential | null> {
  const tenantId = tenantOf(secret)
  if (tenantId === null) return null
  const result = await database.query<{
    credential_id: number
    account_id: number
    stock_owner_id: number
    currency: string
    rate_capacity: number | null
    rate_per_second: number | null
    sandbox: boolean
  }>({
    name: 'find_credential',
    text: `
      select c.credential_id, c.account_id, a.stock_owner_id, a.currency, c.rate_capacity, c.rate_per_second,
        c.sandbox
      from credentials c
      join accounts a on a.tenant_id = c.tenant_id and a.account_id = c.account_id
      where c.tenant_id = $1 and c.dialect = $2 and c.secret_hash = decode($3, 'hex') and c.revoked_at is null`,
    values: [tenantId, family, secretHash(secret)],
  })
  const row = result.rows[0]
  if (row === undefined) return null
  return {
    credentialId: row.credential_id,
    account: {
      tenantId,
      accountId: row.account_id,
      ownerId: row.stock_owner_id,
      currency: row.currency,
    },
    rateCapacity: row.rate_capacity,
    ratePerSecond: row.rate_per_second,
    sandbox: row.sandbox,
  }
}
