/**
 * The one pipeline that serves every dialect: authentication, rate limit, JSON, then the operation's mappings
 * around the engine's call. Whatever is refused on the way is answered from the dialect's error table.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Engine } from '../order/calls.js'
import { type FieldFault, type Rejection, type Result, refuse } from '../order/rejection.js'
import type { Credential } from '../store/credentials.js'
import { isUnavailable } from '../store/pool.js'
import {
  type Dialect,
  type Operation,
  type RateLimit,
  type WireRequest,
  writeError,
} from '../wire/dialect.js'
import { type JsonValue, readJson, textProblem, writeJson, writePlainJson } from '../wire/json.js'
import type { Authentication } from './authentication.js'
import type { RateLimiter } from './rate-limiter.js'
import './notes.js'
import type { Watch } from './watch.js'

export interface PipelineParts {
  readonly engine: Engine
  readonly authentication: Authentication
  readonly rateLimiter: RateLimiter
  readonly watch: Watch
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
  request: FastifyRequest,
  reply: FastifyReply,
  next: () => void,
): void {
  const claim = dialect.auth.claim(request.headers)
  if ('fault' in claim) {
    sendRejection(parts, dialect, request, reply, { kind: 'not_authenticated', reason: claim.fault })
    return
  }
  const found = parts.authentication.find(dialect.family, claim.secret)
  if (found !== null && !(found instanceof Promise) && limitOf(dialect, found) === null) {
    request.notes.credential = found
    next()
    return
  }
  admitSlowly(parts, dialect, request, found)
    .then((rejection) => {
      if (rejection === null) next()
      else sendRejection(parts, dialect, request, reply, rejection)
    })
    .catch((error: unknown) => sendFailure(parts, dialect, request, reply, error))
}

async function admitSlowly(
  parts: PipelineParts,
  dialect: Dialect,
  request: FastifyRequest,
  found: Credential | null | Promise<Credential | null>,
): Promise<Rejection | null> {
  const credential = await found
  if (credential === null) {
    return { kind: 'not_authenticated', reason: `${dialect.auth.carrier} is unknown or revoked` }
  }
  request.notes.credential = credential
  const limit = limitOf(dialect, credential)
  if (limit === null) return null
  const verdict = await parts.rateLimiter.take(credential, limit)
  if (verdict === null) return null
  const { retryAfterSeconds } = verdict
  return {
    kind: 'rate_limited',
    limit: `${limit.capacity}, ${limit.perSecond} per second`,
    retryAfterSeconds,
  }
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
  run(parts, operation, request)
    .then((answer) => {
      if (answer.ok) sendAnswer(parts, operation, request, reply, answer.value)
      else sendRejection(parts, dialect, request, reply, answer.rejection)
    })
    .catch((error: unknown) => sendFailure(parts, dialect, request, reply, error))
}

function sendAnswer(
  parts: PipelineParts,
  { status = 200, exactNumbers = false }: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
  body: unknown,
): void {
  const text = exactNumbers ? writeJson(body) : writePlainJson(body)
  parts.watch.answered(request.id, request.notes, status)
  reply.code(status).header('content-type', JSON_TYPE).send(text)
}

async function run(
  parts: PipelineParts,
  operation: Operation,
  request: FastifyRequest,
): Promise<Result<unknown>> {
  const { credential } = request.notes
  if (credential === undefined) throw new Error('an operation is served to an admitted caller')
  const body = readBody(operation, request)
  if (!body.ok) return body
  const params = request.params as Record<string, string>
  const query = request.query as Record<string, string | string[]>
  const fault = unfitText(params) ?? unfitText(query)
  if (fault !== null) return refuse({ kind: 'invalid_field', faults: [fault] })
  const wire: WireRequest = { params, query, headers: request.headers, body: body.value }
  return operation.run(parts.engine, credential.account, wire)
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
  const lines = request.notes.operation?.lines ?? 'lines'
  const {
    status,
    body,
    contentType = JSON_TYPE,
  } = writeError(dialect.errors, rejection, { lines, requestId: request.id })
  if ('retryAfterSeconds' in rejection) reply.header('retry-after', String(rejection.retryAfterSeconds))
  parts.watch.answered(request.id, request.notes, status)
  reply.code(status).header('content-type', contentType).send(writePlainJson(body))
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
