/** Lets people in: by the cookie of their session, with proof that it is their browser's page which asks. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Permission } from '../order/people-calls.js'
import type { Rejection } from '../order/rejection.js'
import { equalSecrets } from '../secrets.js'
import type { Credential } from '../store/credentials.js'
import type { Operation } from '../wire/dialect.js'
import { type Admitted, type Person, SESSION_SECONDS, type SignIns } from '../wire/people.js'
import type { PipelineParts } from './parts.js'
import { permissionFault } from './permission.js'
import { lacking, may } from './roles.js'

const COOKIE = 'entrepot_session'
const CSRF_HEADER = 'x-csrf-token'

/** The session's token; null: none was sent. */
export function sessionTokenOf({ headers: { cookie } }: FastifyRequest): string | null {
  for (const pair of cookie?.split(';') ?? []) {
    const [name, value] = pair.split('=', 2)
    if (name?.trim() === COOKIE && value !== undefined) return value.trim()
  }
  return null
}

/** Null takes the cookie away. It is sent over TLS alone if it came by that, or by a trusted proxy that had it so. */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string | null): void {
  const parts = [
    `${COOKIE}=${token ?? ''}`,
    'Path=/',
    `Max-Age=${token === null ? 0 : SESSION_SECONDS}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(request.protocol === 'https' ? ['Secure'] : []),
  ]
  reply.header('set-cookie', parts.join('; '))
}

/** Who it is, if they may do this; or why not. */
export async function admitPerson(
  signIns: SignIns,
  operation: Operation,
  request: FastifyRequest,
  token: string,
): Promise<{ readonly person: Person } | Rejection> {
  const person = await signIns.find(token)
  if (person === null) {
    const reason = 'the session is over: sign in again'
    return { kind: 'not_authenticated', fault: 'no_session', reason }
  }
  if (operation.method !== 'GET') {
    const sent = request.headers[CSRF_HEADER]
    if (typeof sent !== 'string' || !equalSecrets(person.csrfToken, sent)) {
      const reason = 'the header X-CSRF-Token is not the csrfToken of this session'
      return { kind: 'not_permitted', fault: 'forgery', reason }
    }
  }
  return refusalOf(person, operation.permission) ?? { person }
}

/** What a person can do before the tenant has an account to act for. */
const WITHOUT_ACCOUNT: readonly Permission[] = ['own', 'people', 'settings.read', 'settings.change']

function refusalOf({ role, account }: Person, permission: Permission | undefined): Rejection | null {
  if (permission === undefined) {
    return { kind: 'not_permitted', fault: 'scope', reason: 'this is not for people who have signed in' }
  }
  if (!may(role, permission)) return lacking(role, permission)
  if (account !== null || WITHOUT_ACCOUNT.includes(permission)) return null
  return { kind: 'not_permitted', fault: 'scope', reason: 'there is no account yet: create one first' }
}

/** As the operations see who asks; a key is its tenant's operator. */
export function admittedOf(person: Person | undefined, { credentialId }: Credential): Admitted {
  if (person === undefined) {
    const who = { kind: 'key', name: String(credentialId) } as const
    return { who, role: 'admin', person: null, may: () => true }
  }
  const { username, role } = person
  return {
    who: { kind: 'person', name: username },
    role,
    person,
    may: (permission) => may(role, permission),
  }
}

/** What a person acts with: the account that they act for, without limits of a credential's. */
export function credentialOf({ tenantId, account }: Person): Credential {
  return {
    credentialId: 0,
    account: account ?? { tenantId, accountId: 0, ownerId: 0, currency: 'USD' },
    rateCapacity: 0,
    ratePerSecond: 0,
    sandbox: false,
    secret: null,
    secretHash: null,
    session: null,
    settings: null,
  }
}

/** Whether whoever was admitted would be so again, as the same; asking it is no use of a session. */
export function standingOf(
  { signIns, authentication, clock }: PipelineParts,
  { notes, ip }: FastifyRequest,
  { credentialId }: Credential,
): () => Promise<boolean> {
  const { person, dialect, identity } = notes
  if (person !== undefined) return () => signIns.stands(person)
  return async () => {
    const found = identity === undefined ? null : await authentication.find(dialect, identity)
    return found?.credentialId === credentialId && permissionFault(found, ip, clock()) === null
  }
}
