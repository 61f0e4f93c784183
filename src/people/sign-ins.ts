/**
 * Sessions of people: opened with a password, found by the token of their cookie, closed. What a session is, is
 * remembered for a second, as credentials are; a change by this process is seen by it at once.
 */
import { type AuthFault, accept, type Rejection, type Result, refuse } from '../order/rejection.js'
import { secretHash } from '../secrets.js'
import { newSecret, TOKEN, tenantOf } from '../store/credentials.js'
import { inTransaction, type Pool } from '../store/pool.js'
import {
  type AttemptSubject,
  beginSignIn,
  createUserSession,
  deleteSessionsOf,
  deleteUserSession,
  findUserSession,
  forgetAttempts,
  forgiveAttempt,
  type SessionTimes,
  sweepAttempts,
  touchUserSession,
} from '../store/user-sessions.js'
import { findUserSecret, readUser, setUser, tenantToSignIn, type UserSecret } from '../store/users.js'
import { type AuditTrail, type Person, SESSION_SECONDS, type SignIns } from '../wire/people.js'
import { Gate, hashPassword, isPassword, passwordProblem } from './passwords.js'
import { plainUsername } from './usernames.js'

const IDLE_MS = 12 * 3_600_000
/** A session's last use is noted once in so long. */
const NOTED_EVERY_MS = 60_000
const DAY_MS = 86_400_000
const REMEMBERED_MS = 1_000
const MOST_REMEMBERED = 10_000
/** A token of ours is shorter. */
const MOST_TOKEN = 100
/** Free attempts: of one username; and from one address, behind which many people may be. */
const FREE_OF_NAME = 10
const FREE_OF_ADDRESS = 50
/** Addresses, and names of no tenant, are counted here. */
const NO_TENANT = 0

interface Remembered {
  readonly until: number
  readonly found: Promise<Person | null>
}

export class PeopleSignIns implements SignIns {
  readonly #pool: Pool
  readonly #clock: () => number
  readonly #auditTrail: AuditTrail
  readonly #gate = new Gate()
  readonly #remembered = new Map<string, Remembered>()
  /** Told when this process has changed users or sessions. */
  changed: () => void = () => {}

  constructor(pool: Pool, clock: () => number, auditTrail: AuditTrail) {
    this.#pool = pool
    this.#clock = clock
    this.#auditTrail = auditTrail
  }

  async open(username: string, password: string, address: string): Promise<Result<Person>> {
    const { name, tenant } = splitName(username)
    const tenantId = await tenantToSignIn(this.#pool, tenant)
    const at = this.#clock()
    const subjects = subjectsOf(tenantId ?? NO_TENANT, tenantId === null ? username : name, address)
    const user = tenantId === null ? null : await findUserSecret(this.#pool, name, tenantId)
    const refused = await this.#prove(subjects, user, password, at)
    if (refused !== null) return refuse(refused)
    if (user === null) throw new Error('nobody has no password')
    const token = newSecret(user.tenantId)
    const { tenantId: ownTenant, userId } = user
    const session = { tenantId: ownTenant, userId, tokenHash: secretHash(token) }
    await createUserSession(this.#pool, session, timesAt(at), at)
    await sweepAttempts(this.#pool, at - DAY_MS)
    const person = await this.find(token)
    // Turned off in this very moment.
    if (person === null) return fault('unknown', WRONG)
    await this.#auditTrail.note(ownTenant, {
      at,
      who: { kind: 'person', name: person.username },
      operation: 'signIn',
      target: 'session',
      request: null,
      before: null,
      after: null,
      requestId: null,
    })
    return accept(person)
  }

  /** Counts the attempt, and tries the password. Null: it is right. */
  async #prove(
    subjects: Subjects,
    user: UserSecret | null,
    password: string,
    at: number,
  ): Promise<Rejection | null> {
    for (const one of [subjects.address, subjects.name]) {
      const until = await beginSignIn(this.#pool, one, at)
      if (until !== null) return locked(one.free, until - at)
    }
    const isRight = await this.#gate.pass(() => isPassword(user?.passwordHash ?? null, password))
    if (isRight === null) {
      for (const one of [subjects.address, subjects.name]) await forgiveAttempt(this.#pool, one)
      return { kind: 'overloaded', retryAfterSeconds: 1 }
    }
    if (!isRight || user?.enabled !== true) {
      return { kind: 'not_authenticated', fault: 'secret', reason: WRONG }
    }
    await forgetAttempts(this.#pool, subjects.name)
    await forgiveAttempt(this.#pool, subjects.address)
    return null
  }

  find(token: string): Promise<Person | null> {
    const tenantId = token.length > MOST_TOKEN ? null : tenantOf(TOKEN, token)
    if (tenantId === null) return Promise.resolve(null)
    const hash = secretHash(token)
    const now = this.#clock()
    const known = this.#remembered.get(hash)
    if (known !== undefined && known.until > now) return known.found
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear()
    const found = this.#read(tenantId, token, hash, now)
    this.#remembered.set(hash, { until: now + REMEMBERED_MS, found })
    found.catch(() => this.#remembered.delete(hash))
    return found
  }

  async #read(tenantId: number, token: string, hash: string, at: number): Promise<Person | null> {
    const session = await findUserSession(this.#pool, tenantId, hash, timesAt(at))
    if (session === null) return null
    const { seenAt, ...person } = session
    if (at - seenAt >= NOTED_EVERY_MS) await touchUserSession(this.#pool, tenantId, hash, at)
    return { ...person, token, csrfToken: csrfTokenOf(token) }
  }

  async stands({ tenantId, token, role, account }: Person): Promise<boolean> {
    const session = await findUserSession(this.#pool, tenantId, secretHash(token), timesAt(this.#clock()))
    return session?.role === role && session.account?.accountId === account?.accountId
  }

  async close({ tenantId, token }: Person): Promise<void> {
    await deleteUserSession(this.#pool, tenantId, secretHash(token))
    this.forget()
  }

  async changePassword(
    person: Person,
    { current, next }: { readonly current: string; readonly next: string },
    address: string,
  ): Promise<Result<null>> {
    const { tenantId, userId, username, token } = person
    const problem = passwordProblem(next, username)
    if (problem !== null) {
      return refuse({ kind: 'invalid_field', faults: [{ path: 'newPassword', problem }] })
    }
    const at = this.#clock()
    const user = await findUserSecret(this.#pool, username, tenantId)
    // Whoever finds a browser open guesses no faster than others.
    const refused = await this.#prove(subjectsOf(tenantId, username, address), user, current, at)
    if (refused?.kind === 'not_authenticated') {
      return refuse({
        kind: 'invalid_field',
        faults: [{ path: 'currentPassword', problem: 'is not the password' }],
      })
    }
    if (refused !== null) return refuse(refused)
    const passwordHash = await this.#gate.pass(() => hashPassword(next))
    if (passwordHash === null) return refuse({ kind: 'overloaded', retryAfterSeconds: 1 })
    await inTransaction(this.#pool, async (client) => {
      const known = await readUser(client, tenantId, username)
      if (known === null) return
      const { role, enabled } = known
      await setUser(client, { tenantId, userId }, { role, enabled, accountId: undefined, passwordHash }, at)
      await deleteSessionsOf(client, tenantId, userId, secretHash(token))
    })
    this.forget()
    return accept(null)
  }

  /** After a change of users or sessions by this process. */
  forget(): void {
    this.#remembered.clear()
    this.changed()
  }
}

/** Made from the session's token, so that it needs no place of its own; it does not tell the token. */
function csrfTokenOf(token: string): string {
  return secretHash(`csrf ${token}`)
}

interface Subjects {
  readonly name: AttemptSubject
  readonly address: AttemptSubject
}

/** Hashes, since what is typed as a name may be a password. */
function subjectsOf(tenantId: number, name: string, address: string): Subjects {
  return {
    name: { tenantId, hash: secretHash(`name ${name}`), free: FREE_OF_NAME },
    address: { tenantId: NO_TENANT, hash: secretHash(`address ${address}`), free: FREE_OF_ADDRESS },
  }
}

function splitName(username: string): { readonly name: string; readonly tenant: string | null } {
  const at = username.indexOf('@')
  if (at < 0) return { name: plainUsername(username), tenant: null }
  return { name: plainUsername(username.slice(0, at)), tenant: username.slice(at + 1) }
}

function timesAt(at: number): SessionTimes {
  return { begunAfter: at - SESSION_SECONDS * 1_000, seenAfter: at - IDLE_MS }
}

const WRONG = 'the username or the password is wrong'

function locked(free: number, waitMs: number): Rejection {
  return {
    kind: 'rate_limited',
    of: 'sign_in',
    limit: `${free} failed attempts to sign in`,
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
  }
}

function fault(kind: AuthFault, reason: string) {
  return refuse({ kind: 'not_authenticated', fault: kind, reason })
}
