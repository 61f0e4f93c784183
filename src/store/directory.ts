/** Who is there: tenants, accounts and credentials, for people to look at. Secrets are not among it. */
import type { Database } from './pool.js'

export interface TenantRow {
  readonly tenantId: number
  readonly name: string
}

export async function listTenants(database: Database): Promise<readonly TenantRow[]> {
  const { rows } = await database.query<{ tenant_id: number; name: string }>(
    'select tenant_id, name from tenants order by tenant_id',
  )
  return rows.map((row) => ({ tenantId: row.tenant_id, name: row.name }))
}

export interface AccountRow {
  readonly accountId: number
  readonly name: string
  readonly payment: string
  readonly currency: string
  readonly balanceMinor: number
  readonly routingPolicy: string
  /** Whose catalogue and stock it draws on: its own name if they are its own. */
  readonly stockOwner: string
}

export async function listAccounts(database: Database, tenantId: number): Promise<readonly AccountRow[]> {
  const { rows } = await database.query<{
    account_id: number
    name: string
    payment: string
    currency: string
    balance_minor: number
    routing_policy: string
    stock_owner: string
  }>(
    `select a.account_id, a.name, a.payment, a.currency, a.balance_minor, a.routing_policy,
       coalesce(o.name, a.stock_owner_id::text) as stock_owner
     from accounts a
     left join accounts o on o.tenant_id = a.tenant_id and o.account_id = a.stock_owner_id
     where a.tenant_id = $1 order by a.account_id`,
    [tenantId],
  )
  return rows.map((row) => ({
    accountId: row.account_id,
    name: row.name,
    payment: row.payment,
    currency: row.currency,
    balanceMinor: row.balance_minor,
    routingPolicy: row.routing_policy,
    stockOwner: row.stock_owner,
  }))
}

export interface CredentialRow {
  readonly credentialId: number
  readonly family: string
  readonly account: string
  /** The last characters of the secret, to tell two keys apart. */
  readonly hint: string
  /** Null: the dialect's documented limit; a capacity of 0: none. */
  readonly rateCapacity: number | null
  readonly ratePerSecond: number | null
  readonly sandbox: boolean
  readonly createdAt: Date
  readonly revokedAt: Date | null
}

export async function listCredentials(
  database: Database,
  tenantId: number,
): Promise<readonly CredentialRow[]> {
  const { rows } = await database.query<{
    credential_id: number
    dialect: string
    account: string
    hint: string
    rate_capacity: number | null
    rate_per_second: number | null
    sandbox: boolean
    created_at: Date
    revoked_at: Date | null
  }>(
    `select c.credential_id, c.dialect, coalesce(a.name, c.account_id::text) as account, c.hint, c.rate_capacity,
       c.rate_per_second, c.sandbox, c.created_at, c.revoked_at
     from credentials c
     left join accounts a on a.tenant_id = c.tenant_id and a.account_id = c.account_id
     where c.tenant_id = $1 order by c.credential_id`,
    [tenantId],
  )
  return rows.map((row) => ({
    credentialId: row.credential_id,
    family: row.dialect,
    account: row.account,
    hint: row.hint,
    rateCapacity: row.rate_capacity,
    ratePerSecond: row.rate_per_second,
    sandbox: row.sandbox,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }))
}
