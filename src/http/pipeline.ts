/**
 * The one pipeline that serves every dialect: authentication, rate limit, JSON, then the operation's mappings
 * around the engine's call. Whatever is refused on the way is answered from the dialect's error table.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Engine } from '../order/calls.js'
import { type Rejection, type Result, refuse } from '../order/rejection.js'
import type { Credential } from '../store/credentials.js'
import { isUnavailable } from '../store/pool.js'
import {
  type Dialect,
  type Operation,
  type RateLimit,
  type WireRequest,
  writeError,
} from '../wire/dialect.js'
import { type JsonValue, readJson, writeJson, writePlainJson } from '../wire/json.js'
import type { Authentication } from './authentication.js'
import type { RateLimiter } from './rate-limiter.js'
import type { Watch } from './watch.js'

export interface PipelineParts {
  readonly engine: Engine
  readonly authentication: Authentication
  readonly rateLimiter: RateLimiter
  readonly watch: Watch
}

/** What the pipeline notes of a request for the access log; never its content. */
export interface RequestNotes {
  dialect: Dialect | undefined
  operation: Operation | undefined
  credential: Credential | undefined
  /** Why it was refused, by kind. */
  refusal: Rejection['kind'] | undefined
}

declare module 'fastify' {
  interface FastifyRequest {
    notes: RequestNotes
  }
}

const JSON_TYPE = 'application/json; charset=utf-8'
const RETRY_AFTER_SECONDS = 1

/** Before the body is read: who asks, and is there room? Sends the refusal itself, and then answers false. */
export async function admit(
  parts: PipelineParts,
  dialect: Dialect,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  try {
    const rejection = await identify(parts, dialect, request)
    if (rejection === null) return true
    sendRejection(parts, dialect, request, reply, rejection)
  } catch (error) {
    sendFailure(parts, dialect, request, reply, error)
  }
  return false
}

async function identify(
  parts: PipelineParts,
  dialect: Dialect,
  request: FastifyRequest,
): Promise<Rejection | null> {
  const claim = dialect.auth.claim(request.headers)
  if ('fault' in claim) return { kind: 'not_authenticated', reason: claim.fault }
  const found = parts.authentication.find(dialect.family, claim.secret)
  const credential = found instanceof Promise ? await found : found
  if (credential === null) return { kind: 'not_authenticated', reason: 'the credential sent is unknown' }
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
export async function serve(
  parts: PipelineParts,
  dialect: Dialect,
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  try {
    const answer = await run(parts, operation, request)
    if (!answer.ok) {
      sendRejection(parts, dialect, request, reply, answer.rejection)
      return
    }
    const { status = 200, exactNumbers = false } = operation
    const body = exactNumbers ? writeJson(answer.value) : writePlainJson(answer.value)
    reply.code(status).header('content-type', JSON_TYPE).send(body)
  } catch (error) {
    sendFailure(parts, dialect, request, reply, error)
  }
}

function run(parts: PipelineParts, operation: Operation, request: FastifyRequest): Promise<Result<unknown>> {
  const { credential } = request.notes
  if (credential === undefined) throw new Error('an operation is served to an admitted caller')
  const body = readBody(operation, request)
  if (!body.ok) return Promise.resolve(body)
  const wire: WireRequest = {
    params: request.params as Record<string, string>,
    query: request.query as Record<string, string | string[]>,
    headers: request.headers,
    body: body.value,
  }
  return operation.run(parts.engine, credential.account, wire)
}

function readBody(operation: Operation, request: FastifyRequest): Result<JsonValue | undefined> {
  if (operation.body === undefined) return { ok: true, value: undefined }
  const { body } = request
  if (!Buffer.isBuffer(body) || body.length === 0) {
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
  parts.watch.refused(dialect.name, rejection.kind)
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
