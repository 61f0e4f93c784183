/** People and their sessions to the engine's words and back. */
import type { AccountContext } from '../../order/calls.js'
import type { AuditRecord, PeopleCalls, UserRecord } from '../../order/people-calls.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { Running, WireRequest } from '../../wire/dialect.js'
import type { Person, SessionAnswer } from '../../wire/people.js'
import { compileReader } from '../../wire/shape.js'
import { timeOf } from './map-acts.js'
import { writeTime } from './map-orders.js'
import { readSlice } from './paging.js'
import { mapped, requestReader, unknownNames } from './reading.js'
import { List } from './wire.js'
import { ChangeOwnPassword, ChangeUser, CreateUser, ListAudit, SignIn, UserPath } from './wire-people.js'

type Input<N extends keyof PeopleCalls> = Result<PeopleCalls[N]['input']>

const readSignIn = compileReader(SignIn)

export async function signIn(
  { signIns }: Running,
  { body, headers, address }: WireRequest,
): Promise<Result<SessionAnswer>> {
  // A form of another site's page can send anything but this.
  if (!/^application\/json\b/i.test(String(headers['content-type'] ?? ''))) {
    const reason = 'the header Content-Type must be application/json'
    return refuse({ kind: 'not_permitted', fault: 'forgery', reason })
  }
  const { value, faults, extra } = readSignIn(body)
  const [first, ...others] = [...faults, ...unknownNames(extra, 'field')]
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const opened = await signIns.open(value.username, value.password, address)
  return mapped(opened, (person) => ({ token: person.token, body: writeSession(person) }))
}

export async function readSession({ admitted }: Running): Promise<Result<SessionAnswer>> {
  return mapped(personOf(admitted), (person) => ({ body: writeSession(person) }))
}

export async function signOut({ admitted, signIns }: Running): Promise<Result<SessionAnswer>> {
  const person = personOf(admitted)
  if (!person.ok) return person
  await signIns.close(person.value)
  return accept({ token: null, body: null })
}

const ownPassword = requestReader({ body: ChangeOwnPassword })

export async function changeOwnPassword(
  { admitted, signIns, account }: Running,
  request: WireRequest,
): Promise<Result<SessionAnswer>> {
  const person = personOf(admitted)
  if (!person.ok) return person
  if (account === null) throw new Error('an operation is served to an admitted caller')
  const asked = ownPassword(request, account)
  if (!asked.ok) return asked
  const { currentPassword: current, newPassword: next } = asked.value.body
  const changed = await signIns.changePassword(person.value, { current, next }, request.address)
  return mapped(changed, () => ({ body: writeSession(person.value) }))
}

function personOf(admitted: Running['admitted']): Result<Person> {
  const person = admitted?.person ?? null
  if (person !== null) return accept(person)
  const reason = 'a key has no session: this is for people who have signed in'
  return refuse({ kind: 'not_permitted', fault: 'scope', reason })
}

function writeSession({ username, role, tenant, csrfToken }: Person) {
  return { user: { username, role, tenant }, csrfToken }
}

const createUser = requestReader({ route: 'POST /v1/users', body: CreateUser })

export function readCreateUser(request: WireRequest, account: AccountContext): Input<'createUser'> {
  const asked = createUser(request, account)
  if (!asked.ok) return asked
  const { username, role, password, account: forWhom = null } = asked.value.body
  return mapped(keyOf(request, account), (key) => ({
    key,
    wish: { username, role, password, account: forWhom },
  }))
}

/** What a key stands for is kept as a quick hash, which must know nothing of the password. */
function keyOf(request: WireRequest, account: AccountContext) {
  const body = { ...(request.body as object), password: 'any of ten' }
  return mapped(createUser({ ...request, body }, account), ({ key }) => key)
}

const userList = requestReader({ query: List })

export function readUserList(request: WireRequest, account: AccountContext): Input<'listUsers'> {
  const asked = userList(request, account)
  return asked.ok ? readSlice(asked.value.query, ['number']) : asked
}

const userPath = requestReader({ params: UserPath })

export function readUserPath(request: WireRequest, account: AccountContext): Input<'readUser'> {
  return mapped(userPath(request, account), ({ params }) => params)
}

const changeUser = requestReader({ params: UserPath, body: ChangeUser })

export function readChangeUser(request: WireRequest, account: AccountContext): Input<'changeUser'> {
  return mapped(changeUser(request, account), ({ params, body }) => ({
    username: params.username,
    change: body,
  }))
}

export function writeUser({ username, role, account, enabled, ...times }: UserRecord) {
  return {
    username,
    role,
    account,
    enabled,
    createdAt: writeTime(times.createdAt),
    updatedAt: writeTime(times.updatedAt),
    signedInAt: writeTime(times.signedInAt),
  }
}

const auditList = requestReader({ query: ListAudit })

export function readAuditList(request: WireRequest, account: AccountContext): Input<'listAudit'> {
  const asked = auditList(request, account)
  if (!asked.ok) return asked
  const { limit, cursor, from, to, ...same } = asked.value.query
  return mapped(readSlice({ limit, cursor }, ['number']), (slice) => ({
    ...slice,
    search: { ...same, from: timeOf(from), to: timeOf(to) },
  }))
}

export function writeAuditRecord({ entryNumber, at, ...same }: AuditRecord) {
  return { number: entryNumber, at: writeTime(at), ...same }
}
