/** Sessions of people, and the count of attempts to sign in. See sql/0023. */
import type { AccountContext } from '../order/calls.js'
import type { Role } from '../order/people-calls.js'
import type { Database } from './pool.js'

export interface SessionTimes {
  /** Sessions begun before it are over. */
  readonly begunAfter: number
  /** Those that were last used before it are over, too. */
  readonly seenAfter: number
}

export interface UserSession {
  readonly tenantId: number
  readonly tenant: string
  readonly userId: number
  readonly username: string
  readonly role: Role
  readonly account: AccountContext | null
  readonly seenAt: number
}

/** Also sweeps the tenant's sessions that are over. */
export async function createUserSession(
  database: Database,
  name: { readonly tenantId: number; readonly userId: number; readonly tokenHash: string },
  { begunAfter, seenAfter }: SessionTimes,
  at: number,
): Promise<void> {
  await database.query({
    name: 'create_user_session',
    text: `
      with swept as (
        delete from user_sessions where tenant_id = $1 and (created_at <= $4 or seen_at <= $5)
      ), noted as (
        update users set signed_in_at = $6 where tenant_id = $1 and user_id = $2
      )
      insert into user_sessions (tenant_id, user_id, token_hash, created_at, seen_at)
      values ($1, $2, decode($3, 'hex'), $6, $6)`,
    values: [
      name.tenantId,
      name.userId,
      name.tokenHash,
      new Date(begunAfter),
      new Date(seenAfter),
      new Date(at),
    ],
  })
}

/** Null: there is none, it is over, or its user is disabled. */
export async function findUserSession(
  database: Database,
  tenantId: number,
  tokenHash: string,
  { begunAfter, seenAfter }: SessionTimes,
): Promise<UserSession | null> {
  const { rows } = await database.query<{
    tenant: string
    user_id: number
    username: string
    role: Role
    seen_at: Date
    account_id: number | null
    stock_owner_id: number
    currency: string
  }>({
    name: 'find_user_session',
    text: `
      select t.name as tenant, u.user_id, u.username, u.role, s.seen_at, a.account_id, a.stock_owner_id, a.currency
      from user_sessions s
      join users u on u.tenant_id = s.tenant_id and u.user_id = s.user_id and u.enabled
      join tenants t on t.tenant_id = s.tenant_id
      left join lateral (
        select * from accounts a1
        where a1.tenant_id = s.tenant_id and a1.account_id = coalesce(u.account_id, a1.account_id)
        order by a1.account_id limit 1) a on true
      where s.tenant_id = $1 and s.token_hash = decode($2, 'hex') and s.created_at > $3 and s.seen_at > $4`,
    values: [tenantId, tokenHash, new Date(begunAfter), new Date(seenAfter)],
  })
  const [row] = rows
  if (row === undefined) return null
  const { account_id: accountId, stock_owner_id: ownerId, currency } = row
  return {
    tenantId,
    tenant: row.tenant,
    userId: row.user_id,
    username: row.username,
    role: row.role,
    account: accountId === null ? null : { tenantId, accountId, ownerId, currency },
    seenAt: row.seen_at.getTime(),
  }
}

export async function touchUserSession(
  database: Database,
  tenantId: number,
  tokenHash: string,
  at: number,
): Promise<void> {
  await database.query({
    name: 'touch_user_session',
    text: `update user_sessions set seen_at = greatest(seen_at, $3)
      where tenant_id = $1 and token_hash = decode($2, 'hex')`,
    values: [tenantId, tokenHash, new Date(at)],
  })
}

export async function deleteUserSession(
  database: Database,
  tenantId: number,
  tokenHash: string,
): Promise<void> {
  await database.query("delete from user_sessions where tenant_id = $1 and token_hash = decode($2, 'hex')", [
    tenantId,
    tokenHash,
  ])
}

/** All of a user's; or all but one. */
export async function deleteSessionsOf(
  database: Database,
  tenantId: number,
  userId: number,
  exceptHash: string | null = null,
): Promise<void> {
  await database.query(
    `delete from user_sessions where tenant_id = $1 and user_id = $2
       and ($3::text is null or token_hash <> decode($3, 'hex'))`,
    [tenantId, userId, exceptHash],
  )
}

/** A username of a tenant, or an address of tenant 0, by its hash in hex. */
export interface AttemptSubject {
  readonly tenantId: number
  readonly hash: string
  /** So many attempts are free; each further one makes the next one wait. */
  readonly free: number
}

/** Counts an attempt. Until when there is a wait; null: go on. */
export async function beginSignIn(
  database: Database,
  { tenantId, hash, free }: AttemptSubject,
  at: number,
): Promise<number | null> {
  const { rows } = await database.query<{ until: Date | null }>({
    name: 'begin_sign_in',
    text: `select begin_sign_in($1, decode($2, 'hex'), $3, $4) as until`,
    values: [tenantId, hash, free, new Date(at)],
  })
  return rows[0]?.until?.getTime() ?? null
}

/** It succeeded: what was counted of this name before counts no more. */
export async function forgetAttempts(
  database: Database,
  { tenantId, hash }: Omit<AttemptSubject, 'free'>,
): Promise<void> {
  await database.query({
    name: 'forget_sign_in_attempts',
    text: "delete from sign_in_attempts where tenant_id = $1 and subject = decode($2, 'hex')",
    values: [tenantId, hash],
  })
}

/** It succeeded, or nobody's password was tried: this one attempt counts no more. */
export async function forgiveAttempt(
  database: Database,
  { tenantId, hash }: Omit<AttemptSubject, 'free'>,
): Promise<void> {
  await database.query({
    name: 'forgive_sign_in_attempt',
    text: `update sign_in_attempts set attempts = greatest(0, attempts - 1), blocked_until = last_at
      where tenant_id = $1 and subject = decode($2, 'hex')`,
    values: [tenantId, hash],
  })
}

export async function sweepAttempts(database: Database, before: number): Promise<void> {
  await database.query({
    name: 'sweep_sign_in_attempts',
    text: 'delete from sign_in_attempts where last_at < $1',
    values: [new Date(before)],
  })
}
