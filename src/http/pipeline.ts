/**
 * The one pipeline that serves every dialect: authentication, rate limit, JSON, then the operation's mappings
 * around the engine's call. Whatever is refused on the way is answered from the dialect's error table.
 */
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AccountContext, Engine } from '../order/calls.js'
import { type FieldFault, type Rejection, type Result, refuse } from '../order/rejection.js'
import type { Credential } from '../store/credentials.js'
import { isUnavailable } from '../store/pool.js'
import {
  type Dialect,
  type Operation,
  type RateLimit,
  type ReplyContext,
  type WireRequest,
  writeError,
} from '../wire/dialect.js'
import { type JsonValue, readJson, textProblem, writeJson, writePlainJson } from '../wire/json.js'
import type { AuditTrail, SessionAnswer, SignIns } from '../wire/people.js'
import type { Playground } from '../wire/playground.js'
import type { RequestLog } from '../wire/request-log.js'
import type { Sessions } from '../wire/sessions.js'
import { admitPerson, admittedOf, credentialOf, sessionTokenOf, setSessionCookie } from './admission.js'
import { carryOut } from './auditing.js'
import type { Authentication } from './authentication.js'
import { readForm } from './forms.js'
import { type InFlight, inPlace } from './in-flight.js'
import { permissionFault } from './permission.js'
import type { RateLimiter } from './rate-limiter.js'
import './notes.js'
import type { AnswerFault, Spoiling } from './spoiling.js'
import type { Watch } from './watch.js'

export interface PipelineParts {
  readonly engine: Engine
  readonly authentication: Authentication
  readonly sessions: Sessions
  readonly signIns: SignIns
  readonly auditTrail: AuditTrail
  readonly rateLimiter: RateLimiter
  readonly inFlight: InFlight
  readonly spoiling: Spoiling
  readonly watch: Watch
  /** Null: none is kept. */
  readonly requestLog: RequestLog | null
  readonly playground: Playground
  readonly clock: () => number
}

const JSON_TYPE = 'application/json; charset=utf-8'
const RETRY_AFTER_SECONDS = 1

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

function sendAnswer(
  parts: PipelineParts,
  { status = 200, exactNumbers = false, file = false, session = false }: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
  value: unknown,
): void {
  if (file) {
    parts.watch.answered(request.id, request.notes, status)
    log(parts, request, status, null, null)
    sendFile(parts, request, reply, value as FileAnswer)
    return
  }
  const body = session ? sessionBody(request, reply, value as SessionAnswer) : value
  const text = exactNumbers ? writeJson(body) : writePlainJson(body)
  parts.watch.answered(request.id, request.notes, status)
  log(parts, request, status, text, null)
  if (status === NO_CONTENT) {
    reply.code(status).send()
    return
  }
  reply.code(status).header('content-type', JSON_TYPE)
  const { spoiled } = request.notes
  if (spoiled === undefined) reply.send(text)
  else parts.spoiling.send(reply, text, spoiled)
}

const NO_CONTENT = 204

function sessionBody(request: FastifyRequest, reply: FastifyReply, { token, body }: SessionAnswer): unknown {
  if (token !== undefined) setSessionCookie(request, reply, token)
  // What tells who somebody is belongs to no cache.
  reply.header('cache-control', 'no-store')
  return body
}

interface FileAnswer {
  readonly contentType: string
  readonly content: Uint8Array | AsyncIterable<string>
}

/** As a download: whoever's file it is, a browser shows none of it in this origin. */
function sendFile(
  { watch }: PipelineParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { contentType, content }: FileAnswer,
): void {
  reply
    .header('content-type', contentType)
    .header('content-disposition', 'attachment')
    .header('x-content-type-options', 'nosniff')
  if (content instanceof Uint8Array) {
    reply.send(content)
    return
  }
  const stream = Readable.from(content, { objectMode: false })
  // Its caller sees that it breaks off.
  stream.on('error', (error) => watch.failed(error, request.id))
  reply.send(stream)
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
  const { dialect, person } = request.notes
  const admitted = dialect.people && credential !== null ? admittedOf(person, credential) : null
  const account = callerOf(request, credential)
  const running = { engine, sessions, signIns, auditTrail, playground, account, admitted, context }
  return carryOut(operation, running, wire)
}

/** Only a credential that is marked for it may ask for faults. */
function callerOf({ id, notes }: FastifyRequest, credential: Credential | null): AccountContext | null {
  if (!credential?.sandbox) return credential?.account ?? null
  const spoil = (answer: AnswerFault): void => {
    notes.spoiled = answer
  }
  return { ...credential.account, sandbox: { requestId: id, spoil } }
}

function contextOf(parts: PipelineParts, request: FastifyRequest): ReplyContext {
  const account = request.notes.credential?.account ?? null
  return { requestId: request.id, at: parts.clock(), account }
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

export function sendRejection(
  parts: PipelineParts,
  dialect: Dialect,
  request: FastifyRequest,
  reply: FastifyReply,
  rejection: Rejection,
): void {
  request.notes.refusal = rejection.kind
  const { operation } = request.notes
  const {
    status,
    body,
    contentType = JSON_TYPE,
  } = writeError(dialect.errors, rejection, {
    ...contextOf(parts, request),
    lines: operation?.lines ?? 'lines',
    operation: operation?.name,
    path: request.url.split('?', 1)[0] ?? '/',
  })
  if ('retryAfterSeconds' in rejection) reply.header('retry-after', String(rejection.retryAfterSeconds))
  parts.watch.answered(request.id, request.notes, status)
  // What is refused may be shown in the refusal, in the words of the operation's answers.
  const write = operation?.exactNumbers ? writeJson : writePlainJson
  const answer = contentType.includes('json') ? write(body) : body
  log(parts, request, status, typeof answer === 'string' ? answer : null, rejection)
  reply.code(status).header('content-type', contentType).send(answer)
}

/** What people do with the console is in the audit log, as far as it changes anything. */
function log(
  { requestLog, clock }: PipelineParts,
  { id, notes, method, url, body }: FastifyRequest,
  status: number,
  answer: string | null,
  rejection: Rejection | null,
): void {
  if (requestLog === null || notes.person !== undefined) return
  const { dialect, operation, credential, identity, startedAt } = notes
  const tookMs = performance.now() - startedAt
  requestLog.note({
    requestId: id,
    at: clock() - Math.round(tookMs),
    tookMs,
    dialect,
    operation,
    credential:
      credential === undefined
        ? null
        : { credentialId: credential.credentialId, tenantId: credential.account.tenantId },
    identity,
    method,
    url,
    body: Buffer.isBuffer(body) ? body : null,
    status,
    answer,
    rejection,
  })
}

/** Caught once, here: logged with its internals, answered without them. */
export function sendFailure(
  parts: PipelineParts,
  dialect: Dialect,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): void {
  if (isUnavailable(error)) {
    const rejection: Rejection = { kind: 'unavailable', retryAfterSeconds: RETRY_AFTER_SECONDS }
    sendRejection(parts, dialect, request, reply, rejection)
    return
  }
  parts.watch.failed(error, request.id)
  sendRejection(parts, dialect, request, reply, { kind: 'internal', correlationId: request.id })
}
