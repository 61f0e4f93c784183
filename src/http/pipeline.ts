/**
 * The one pipeline that serves every dialect: authentication, rate limit, JSON, then the operation's mappings
 * around the engine's call. Whatever is refused on the way is answered from the dialect's error table.
 */
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AccountContext } from '../order/calls.js'
import { type FieldFault, type Rejection, type Result, refuse } from '../order/rejection.js'
import { MOST_SUBJECTS, type Subject } from '../order/subjects.js'
import type { Credential } from '../store/credentials.js'
import type { Dialect, Operation, RateLimit, Running, WireRequest } from '../wire/dialect.js'
import { type JsonValue, readJson, textProblem } from '../wire/json.js'
import { admitPerson, admittedOf, credentialOf, sessionTokenOf, standingOf } from './admission.js'
import { contextOf, sendAnswer, sendFailure, sendRejection } from './answering.js'
import { carryOut } from './auditing.js'
import { readForm } from './forms.js'
import { inPlace } from './in-flight.js'
import type { PipelineParts } from './parts.js'
import { permissionFault } from './permission.js'
import './notes.js'
import type { AnswerFault } from './spoiling.js'

/**
 * Before the body is read: who asks, and is there room? Calls `next` for an admitted caller; sends the refusal
 * itself, and then doesn't. Answers at once where all is known, since nearly every request passes that way.
 */
export function admit(
  parts: PipelineParts,
  dialect: Dialect,
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
  next: () => void,
): void {
  if (operation.call === 'open') {
    next()
    return
  }
  const token = dialect.people && request.headers.authorization === undefined ? sessionTokenOf(request) : null
  if (token !== null) {
    admitByCookie(parts, operation, request, token)
      .then((rejection) => {
        if (rejection === null) next()
        else sendRejection(parts, dialect, request, reply, rejection)
      })
      .catch((error: unknown) => sendFailure(parts, dialect, request, reply, error))
    return
  }
  const claim = dialect.auth.claim(headOf(parts, request))
  if ('fault' in claim) {
    sendRejection(parts, dialect, request, reply, { kind: 'not_authenticated', ...claim })
    return
  }
  request.notes.identity = claim.identity
  const found = parts.authentication.find(dialect, claim.identity)
  if (found !== null && !(found instanceof Promise)) {
    const limited = dialect.auth.verify === undefined && limitOf(dialect, found) !== null
    if (!limited && found.settings === null) {
      request.notes.credential = found
      next()
      return
    }
  }
  admitSlowly(parts, dialect, request, found)
    .then((rejection) => {
      if (rejection === null) next()
      else sendRejection(parts, dialect, request, reply, rejection)
    })
    .catch((error: unknown) => sendFailure(parts, dialect, request, reply, error))
}

async function admitByCookie(
  { signIns }: PipelineParts,
  operation: Operation,
  request: FastifyRequest,
  token: string,
): Promise<Rejection | null> {
  const admitted = await admitPerson(signIns, operation, request, token)
  if ('kind' in admitted) return admitted
  request.notes.person = admitted.person
  request.notes.credential = credentialOf(admitted.person)
  return null
}

async function admitSlowly(
  parts: PipelineParts,
  dialect: Dialect,
  request: FastifyRequest,
  found: Credential | null | Promise<Credential | null>,
): Promise<Rejection | null> {
  const credential = await found
  if (credential === null) {
    const reason = `${dialect.auth.carrier} is unknown or revoked`
    return { kind: 'not_authenticated', fault: 'unknown', reason }
  }
  const denied = permissionFault(credential, request.ip, parts.clock())
  if (denied !== null) return { kind: 'not_permitted', ...denied }
  request.notes.credential = credential
  // Whoever has yet to prove itself takes no place from the credential's owner.
  return dialect.auth.verify === undefined ? takePlace(parts, dialect, credential) : null
}

async function takePlace(
  parts: PipelineParts,
  dialect: Dialect,
  credential: Credential,
): Promise<Rejection | null> {
  const limit = limitOf(dialect, credential)
  if (limit === null) return null
  const verdict = await parts.rateLimiter.take(credential, limit)
  if (verdict === null) return null
  const { retryAfterSeconds } = verdict
  return {
    kind: 'rate_limited',
    of: 'credential',
    limit: `${limit.capacity}, ${limit.perSecond} per second`,
    retryAfterSeconds,
  }
}

/** The proof that a claim needs beyond the credential's identity, over the whole request. */
async function prove(
  parts: PipelineParts,
  dialect: Dialect,
  request: FastifyRequest,
  credential: Credential,
): Promise<Rejection | null> {
  const { verify } = dialect.auth
  if (verify === undefined) return null
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const known = { ...credential, identity: request.notes.identity ?? '' }
  const refusal = verify({ ...headOf(parts, request), body }, known)
  if (refusal !== null) return { kind: 'not_authenticated', ...refusal }
  return takePlace(parts, dialect, credential)
}

function headOf({ clock }: PipelineParts, request: FastifyRequest) {
  return { headers: request.headers, query: request.query as WireRequest['query'], at: clock() }
}

/** A credential's own limit goes before the dialect's; a capacity of 0 stands for none. */
function limitOf(dialect: Dialect, credential: Credential): RateLimit | null {
  const { rateCapacity, ratePerSecond } = credential
  if (rateCapacity === null || ratePerSecond === null) return dialect.rateLimit
  return rateCapacity === 0 ? null : { capacity: rateCapacity, perSecond: ratePerSecond }
}

/** Serves an operation whose caller has been admitted. */
export function serve(
  parts: PipelineParts,
  dialect: Dialect,
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  run(parts, dialect, operation, request)
    .then((answer) => {
      if (answer.ok) sendAnswer(parts, operation, request, reply, answer.value)
      else sendRejection(parts, dialect, request, reply, answer.rejection)
    })
    .catch((error: unknown) => sendFailure(parts, dialect, request, reply, error))
}

/** The usual request needs no more than its caller; others are proved first, or wait for a place. */
function run(
  parts: PipelineParts,
  dialect: Dialect,
  operation: Operation,
  request: FastifyRequest,
): Promise<Result<unknown>> {
  const { credential } = request.notes
  if (credential === undefined) {
    if (operation.call !== 'open') throw new Error('an operation is served to an admitted caller')
    return perform(parts, operation, request, null)
  }
  const { inFlight, inFlightOfAccount } = operation
  if (dialect.auth.verify === undefined && inFlight === undefined && inFlightOfAccount === undefined) {
    return perform(parts, operation, request, credential)
  }
  return runGuarded(parts, dialect, operation, request, credential)
}

async function runGuarded(
  parts: PipelineParts,
  dialect: Dialect,
  operation: Operation,
  request: FastifyRequest,
  credential: Credential,
): Promise<Result<unknown>> {
  const refusal = await prove(parts, dialect, request, credential)
  if (refusal !== null) return refuse(refusal)
  if (credential.rateCapacity === 0) return perform(parts, operation, request, credential)
  const { inFlight, inFlightOfAccount } = operation
  const { credentialId, account } = credential
  const one = () => perform(parts, operation, request, credential)
  const place = { tenantId: account.tenantId, path: operation.paths[0] }
  // Accounts hold places under numbers below zero.
  const ofAccount = {
    ...place,
    of: 'account',
    holder: -account.accountId,
    capacity: inFlightOfAccount,
  } as const
  const own = { ...place, of: 'credential', holder: credentialId, capacity: inFlight } as const
  return inPlace(parts.inFlight, own, () => inPlace(parts.inFlight, ofAccount, one))
}

function perform(
  parts: PipelineParts,
  operation: Operation,
  request: FastifyRequest,
  credential: Credential | null,
): Promise<Result<unknown>> {
  if (operation.form) return performForm(parts, operation, request, credential)
  const body = readBody(operation, request)
  return body.ok ? answer(parts, operation, request, credential, body.value) : Promise.resolve(body)
}

async function performForm(
  parts: PipelineParts,
  operation: Operation,
  request: FastifyRequest,
  credential: Credential | null,
): Promise<Result<unknown>> {
  const query = request.query as WireRequest['query']
  const form = await readForm(bufferOf(request), request.headers['content-type'], query)
  return form.ok ? answer(parts, operation, request, credential, form.value) : form
}

function answer(
  parts: PipelineParts,
  operation: Operation,
  request: FastifyRequest,
  credential: Credential | null,
  body: JsonValue | undefined,
): Promise<Result<unknown>> {
  const params = request.params as Record<string, string>
  const query = request.query as Record<string, string | string[]>
  const fault = unfitText(params) ?? unfitText(query)
  if (fault !== null) return Promise.resolve(refuse({ kind: 'invalid_field', faults: [fault] }))
  const context = contextOf(parts, request)
  const wire: WireRequest = {
    params,
    query,
    headers: request.headers,
    address: request.ip,
    at: context.at,
    settings: credential?.settings ?? null,
    body,
    ...(operation.upload ? { content: contentOf(request) } : {}),
  }
  const { engine, sessions, signIns, auditTrail, playground } = parts
  const { notes } = request
  const { dialect, person } = notes
  const admitted = dialect.people && credential !== null ? admittedOf(person, credential) : null
  const account = callerOf(request, credential)
  const listen: Running['listen'] = (wish) => {
    if (credential === null || admitted === null)
      throw new Error('an operation is served to an admitted caller')
    const { tenantId } = credential.account
    const caller = `${admitted.who.kind} ${admitted.who.name}`
    return parts.news.listen({ ...wish, tenantId, caller, stands: standingOf(parts, request, credential) })
  }
  const concerns = (subjects: readonly Subject[]): void => {
    const { about } = notes
    notes.about =
      about.length === 0 ? subjects : [...new Set([...about, ...subjects])].slice(0, MOST_SUBJECTS)
  }
  const running = { engine, sessions, signIns, auditTrail, playground, listen, account, admitted, context }
  const isLogged = parts.requestLog !== null && person === undefined
  return carryOut(operation, isLogged ? { ...running, concerns } : running, wire)
}

/** Only a credential that is marked for it may ask for faults. */
function callerOf({ id, notes }: FastifyRequest, credential: Credential | null): AccountContext | null {
  if (!credential?.sandbox) return credential?.account ?? null
  const spoil = (answer: AnswerFault): void => {
    notes.spoiled = answer
  }
  return { ...credential.account, sandbox: { requestId: id, spoil } }
}

/** Nothing, if nothing was sent. */
function contentOf({ body }: FastifyRequest): AsyncIterable<Uint8Array> {
  return body instanceof Readable ? body : Readable.from([])
}

function bufferOf({ body }: FastifyRequest): Buffer | undefined {
  return Buffer.isBuffer(body) ? body : undefined
}

/** What a URL can smuggle in by percent-encoding, and a body can't. */
function unfitText(values: Readonly<Record<string, string | readonly string[]>>): FieldFault | null {
  for (const path in values) {
    const value = values[path]
    for (const text of typeof value === 'string' ? [path, value] : [path, ...(value ?? [])]) {
      const problem = textProblem(text)
      if (problem !== null) return { path, problem }
    }
  }
  return null
}

function readBody(operation: Operation, request: FastifyRequest): Result<JsonValue | undefined> {
  if (operation.body === undefined) return { ok: true, value: undefined }
  const { body } = request
  if (!Buffer.isBuffer(body) || body.length === 0) {
    if (operation.bodyOptional) return { ok: true, value: undefined }
    return refuse({ kind: 'unreadable_body', reason: 'the body is empty' })
  }
  const parsed = readJson(body)
  if (!parsed.ok) return parsed
  if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value)) {
    return refuse({ kind: 'unreadable_body', reason: 'the body must be a JSON object' })
  }
  return parsed
}
