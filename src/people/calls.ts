/** What is asked about people who sign in: made, changed, listed. A tenant never loses its last admin. */
import { namedAccount } from '../commit/calls/setup-accounts.js'
import { once } from '../commit/once.js'
import type { AccountContext, Serving } from '../order/calls.js'
import type { PeopleCalls, UserChange, UserRecord } from '../order/people-calls.js'
import { accept, type FieldFault, type Rejection, type Result, refuse } from '../order/rejection.js'
import { listAuditEntries } from '../store/audit-log.js'
import type { Client, Database, Pool } from '../store/pool.js'
import { deleteSessionsOf } from '../store/user-sessions.js'
import { createUser, listUsers, lockAdmins, readUser, setUser } from '../store/users.js'
import { hashPassword, passwordProblem } from './passwords.js'
import { plainUsername, usernameProblem } from './usernames.js'

export interface PeopleParts {
  readonly pool: Pool
  readonly clock: () => number
  /** Told of each change. */
  readonly changed: () => void
}

export function peopleCalls({ pool, clock, changed }: PeopleParts): Serving<PeopleCalls> {
  return {
    createUser: async (account, { wish, key }) => {
      const username = plainUsername(wish.username)
      const faults = [
        ...faultOf('username', usernameProblem(wish.username)),
        ...faultOf('password', passwordProblem(wish.password, username)),
      ]
      const [first, ...others] = faults
      if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
      const passwordHash = await hashPassword(wish.password)
      const at = clock()
      const { tenantId } = account
      const work = async (client: Client): Promise<Result<UserRecord>> => {
        const owner = await accountOf(client, tenantId, wish.account)
        if (!owner.ok) return owner
        const user = { username, role: wish.role, accountId: owner.value, passwordHash }
        const made = await createUser(client, tenantId, user, at)
        if (made === null) return refuse({ kind: 'already_exists', what: 'user', id: username })
        return recordOf(client, tenantId, username)
      }
      return once(pool, { account, key, at, work })
    },
    listUsers: async ({ tenantId }, slice) => accept(await listUsers(pool, tenantId, slice)),
    readUser: ({ tenantId }, { username }) => recordOf(pool, tenantId, plainUsername(username)),
    changeUser: async (account, { username, change }) => {
      const changing = { pool, at: clock(), account }
      const done = await changeUser(changing, plainUsername(username), change)
      changed()
      return done
    },
    listAudit: async ({ tenantId }, { search, ...slice }) =>
      accept(await listAuditEntries(pool, tenantId, search, slice)),
  }
}

interface Changing {
  readonly pool: Pool
  readonly at: number
  readonly account: AccountContext
}

async function changeUser(
  { pool, at, account }: Changing,
  username: string,
  change: UserChange,
): Promise<Result<UserRecord>> {
  const { tenantId } = account
  const { password } = change
  const problem = password === undefined ? null : passwordProblem(password, username)
  if (problem !== null) return refuse({ kind: 'invalid_field', faults: [{ path: 'password', problem }] })
  const passwordHash = password === undefined ? null : await hashPassword(password)
  const work = async (client: Client): Promise<Result<UserRecord>> => {
    const admins = await lockAdmins(client, tenantId)
    const known = await recordOf(client, tenantId, username)
    if (!known.ok) return known
    const { userId } = known.value
    const { role = known.value.role, enabled = known.value.enabled } = change
    const isLastAdmin = admins.length === 1 && admins[0]?.userId === userId
    if (isLastAdmin && (role !== 'admin' || !enabled)) return refuse(lastAdmin(username))
    const owner = await accountOf(client, tenantId, change.account ?? null)
    if (!owner.ok) return owner
    const accountId = change.account === undefined ? undefined : owner.value
    await setUser(client, { tenantId, userId }, { role, enabled, accountId, passwordHash }, at)
    if (!enabled || passwordHash !== null) await deleteSessionsOf(client, tenantId, userId)
    return recordOf(client, tenantId, username)
  }
  return once(pool, { account, key: null, at, work })
}

function lastAdmin(id: string): Rejection {
  return { kind: 'not_allowed_in_state', what: 'user', id, state: 'the last admin: make another one first' }
}

async function accountOf(
  database: Database,
  tenantId: number,
  name: string | null,
): Promise<Result<number | null>> {
  if (name === null) return accept(null)
  const named = await namedAccount(database, tenantId, name)
  return named.ok ? accept(named.value.accountId) : named
}

async function recordOf(database: Database, tenantId: number, username: string): Promise<Result<UserRecord>> {
  const found = await readUser(database, tenantId, username)
  return found === null ? refuse({ kind: 'not_found', what: 'user', id: username }) : accept(found)
}

function faultOf(path: string, problem: string | null): FieldFault[] {
  return problem === null ? [] : [{ path, problem }]
}
