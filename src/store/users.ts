/** People who sign in, each of one tenant. */
import type { Role, UserRecord } from '../order/people-calls.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { withNextNumber } from './setup.js'
import { rowsToRead, sliced } from './slices.js'

export interface NewUser {
  readonly username: string
  readonly role: Role
  readonly accountId: number | null
  readonly passwordHash: string
}

/** Null: the tenant has a user of that name. */
export async function createUser(
  database: Database,
  tenantId: number,
  { username, role, accountId, passwordHash }: NewUser,
  at: number,
): Promise<number | null> {
  const { rows } = await withNextNumber(() =>
    database.query<{ user_id: number }>(
      `insert into users (tenant_id, user_id, username, role, account_id, password_hash, created_at, updated_at)
       select $1, coalesce(max(user_id), 0) + 1, $2, $3, $4, $5, $6, $6 from users where tenant_id = $1
       on conflict (tenant_id, username) do nothing
       returning user_id`,
      [tenantId, username, role, accountId, passwordHash, new Date(at)],
    ),
  )
  return rows[0]?.user_id ?? null
}

interface UserRow {
  user_id: number
  username: string
  role: Role
  account: string | null
  enabled: boolean
  created_at: Date
  updated_at: Date
  signed_in_at: Date | null
}

const SELECT_USERS = `
  select u.user_id, u.username, u.role, a.name as account, u.enabled, u.created_at, u.updated_at, u.signed_in_at
  from users u
  left join accounts a on a.tenant_id = u.tenant_id and a.account_id = u.account_id
  where u.tenant_id = $1`

export async function readUser(
  database: Database,
  tenantId: number,
  username: string,
): Promise<UserRecord | null> {
  const { rows } = await database.query<UserRow>(`${SELECT_USERS} and u.username = $2`, [tenantId, username])
  return rows[0] === undefined ? null : readRow(rows[0])
}

export async function listUsers(
  database: Database,
  tenantId: number,
  slice: Slice,
): Promise<Sliced<UserRecord>> {
  const { rows } = await database.query<UserRow>(
    `${SELECT_USERS} and ($2::bigint is null or u.user_id > $2) order by u.user_id limit $3`,
    [tenantId, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  return sliced(rows.map(readRow), slice, (user) => [user.userId])
}

function readRow(row: UserRow): UserRecord {
  return {
    userId: row.user_id,
    username: row.username,
    role: row.role,
    account: row.account,
    enabled: row.enabled,
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
    signedInAt: row.signed_in_at?.getTime() ?? null,
  }
}

export interface UserSetting {
  readonly role: Role
  readonly enabled: boolean
  /** Undefined: as it is. */
  readonly accountId: number | null | undefined
  readonly passwordHash: string | null
}

/** Without a password, the one that there is stays. */
export async function setUser(
  database: Database,
  { tenantId, userId }: { readonly tenantId: number; readonly userId: number },
  { role, enabled, accountId, passwordHash }: UserSetting,
  at: number,
): Promise<void> {
  await database.query(
    `update users set role = $3, enabled = $4, account_id = case when $5 then $6 else account_id end,
       password_hash = coalesce($7, password_hash), updated_at = $8
     where tenant_id = $1 and user_id = $2`,
    [tenantId, userId, role, enabled, accountId !== undefined, accountId ?? null, passwordHash, new Date(at)],
  )
}

/** Whoever changes users of the tenant waits for the end of the transaction. */
export async function lockAdmins(
  database: Database,
  tenantId: number,
): Promise<readonly { readonly userId: number }[]> {
  const { rows } = await database.query<{ user_id: number }>(
    `select user_id from users where tenant_id = $1 and role = 'admin' and enabled order by user_id for update`,
    [tenantId],
  )
  return rows.map((row) => ({ userId: row.user_id }))
}

export interface UserSecret {
  readonly tenantId: number
  readonly userId: number
  readonly enabled: boolean
  readonly passwordHash: string
}

/** By name, within a tenant by name, or the first one if none is given. Null: unknown. */
export async function findUserSecret(
  database: Database,
  username: string,
  tenantId: number,
): Promise<UserSecret | null> {
  const { rows } = await database.query<{ user_id: number; enabled: boolean; password_hash: string }>({
    name: 'find_user_secret',
    text: 'select user_id, enabled, password_hash from users where tenant_id = $1 and username = $2',
    values: [tenantId, username],
  })
  const [row] = rows
  if (row === undefined) return null
  return { tenantId, userId: row.user_id, enabled: row.enabled, passwordHash: row.password_hash }
}

/** Of a tenant by its name; or of the first one. Null: there is none. */
export async function tenantToSignIn(database: Database, name: string | null): Promise<number | null> {
  const { rows } = await database.query<{ tenant_id: number }>({
    name: 'tenant_to_sign_in',
    text: `select tenant_id from tenants where $1::text is null or name = $1 order by tenant_id limit 1`,
    values: [name],
  })
  return rows[0]?.tenant_id ?? null
}

/** Of all tenants. */
export async function hasUsers(database: Database): Promise<boolean> {
  const { rows } = await database.query<{ found: boolean }>('select exists (select from users) as found')
  return rows[0]?.found === true
}
