/** Credentials: what finds one and what proves it are stored as hashes, or sealed; secrets are shown once. */
import { randomBytes } from 'node:crypto'
import type { AccountContext } from '../order/calls.js'
import { textArray } from './arrays.js'
import type { Database } from './pool.js'
import type { SecretBox } from './secret-box.js'

/** How the credentials of a family find and prove themselves. */
export interface CredentialForm {
  /** What a request names the credential by: the secret itself, or a public part made from it. */
  readonly identity: (secret: string) => string
  /** The four digits in an identity that name the tenant, so that the look-up stays within one; null: none. */
  readonly tenantDigits: (identity: string) => string | null
  /** What is stored of the secret besides: nothing, a hash to compare with, or the secret itself, sealed. */
  readonly keeps: 'nothing' | 'hash' | 'sealed'
}

/** A token that is found by its hash. */
export const TOKEN: CredentialForm = {
  identity: (secret) => secret,
  tenantDigits: (identity) => (identity.length > TENANT_DIGITS ? identity.slice(0, TENANT_DIGITS) : null),
  keeps: 'nothing',
}

export interface Credential {
  readonly credentialId: number
  readonly account: AccountContext
  /** Null where the dialect's documented limit holds; 0 capacity: no limit. */
  readonly rateCapacity: number | null
  readonly ratePerSecond: number | null
  readonly sandbox: boolean
  /** The secret, where it is kept sealed and can be opened. */
  readonly secret: string | null
  /** SHA-256 of the secret in hex, where it is only compared. */
  readonly secretHash: string | null
  readonly session: Session | null
  /** What this credential may be used for, and what its dialect keeps with it; null: nothing special. */
  readonly settings: Readonly<Record<string, unknown>> | null
}

/** A live pair of tokens; times are milliseconds since 1970. */
export interface Session {
  readonly accessHash: string
  readonly accessUntil: number
}

const TENANT_DIGITS = 4
const RANDOM_BYTES = 30

/** A fresh secret. Its first characters name the tenant, so that the look-up stays within one tenant. */
export function newSecret(tenantId: number): string {
  return tenantDigits(tenantId) + randomBytes(RANDOM_BYTES).toString('base64url').replace(/[-_]/g, 'x')
}

function tenantDigits(tenantId: number): string {
  return tenantId.toString(36).padStart(TENANT_DIGITS, '0')
}

/** Null: sealed with another key, which the server has told at its start. */
function opened(box: SecretBox, sealed: Buffer): string | null {
  try {
    return box.open(sealed)
  } catch {
    return null
  }
}

interface CredentialRow {
  identity_hash: string
  credential_id: number
  account_id: number
  stock_owner_id: number
  currency: string
  rate_capacity: number | null
  rate_per_second: number | null
  sandbox: boolean
  proof_hash: Buffer | null
  proof_sealed: Buffer | null
  settings: Record<string, unknown> | null
  access_hash: Buffer | null
  access_until: Date | null
}

/** The tenant that an identity names; null: none. */
export function tenantOf(form: CredentialForm, identity: string): number | null {
  const digits = form.tenantDigits(identity)
  return digits === null || !/^[0-9a-z]{4}$/.test(digits) ? null : Number.parseInt(digits, 36)
}

/** Of one tenant and family, by the hash of their identity. Missing: unknown, revoked, or of another family. */
export async function findCredentials(
  database: Database,
  box: SecretBox,
  tenantId: number,
  family: string,
  identityHashes: readonly string[],
): Promise<ReadonlyMap<string, Credential>> {
  const result = await database.query<CredentialRow>({
    name: 'find_credentials',
    text: `
      select wanted.identity_hash, c.credential_id, c.account_id, a.stock_owner_id, a.currency, c.rate_capacity,
        c.rate_per_second, c.sandbox, c.proof_hash, c.proof_sealed, c.settings, s.access_hash, s.access_until
      from unnest($3::text[]) as wanted(identity_hash)
      cross join lateral (
        select * from credentials c1
        where c1.tenant_id = $1 and c1.dialect = $2 and c1.secret_hash = decode(wanted.identity_hash, 'hex')
          and c1.revoked_at is null offset 0) c
      join accounts a on a.tenant_id = c.tenant_id and a.account_id = c.account_id
      left join sessions s on s.tenant_id = c.tenant_id and s.credential_id = c.credential_id`,
    values: [tenantId, family, textArray(identityHashes)],
  })
  return new Map(result.rows.map((row) => [row.identity_hash, readCredential(box, tenantId, row)]))
}

function readCredential(box: SecretBox, tenantId: number, row: CredentialRow): Credential {
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
    secret: row.proof_sealed === null ? null : opened(box, row.proof_sealed),
    secretHash: row.proof_hash?.toString('hex') ?? null,
    session:
      row.access_hash === null || row.access_until === null
        ? null
        : { accessHash: row.access_hash.toString('hex'), accessUntil: row.access_until.getTime() },
    settings: row.settings,
  }
}

/** The secret of one that signs, and whose it is. Null: unknown, revoked, of another family, or not kept. */
export async function readCredentialSecret(
  database: Database,
  box: SecretBox,
  tenantId: number,
  family: string,
  credentialId: number,
): Promise<{ readonly accountId: number; readonly secret: string } | null> {
  const { rows } = await database.query<{ account_id: number; proof_sealed: Buffer | null }>(
    `select account_id, proof_sealed from credentials
     where tenant_id = $1 and credential_id = $2 and dialect = $3 and revoked_at is null`,
    [tenantId, credentialId, family],
  )
  const [row] = rows
  const secret = row === undefined || row.proof_sealed === null ? null : opened(box, row.proof_sealed)
  return row === undefined || secret === null ? null : { accountId: row.account_id, secret }
}
