/** How a request is answered: with what its operation says, or with its refusal in the dialect's envelope; and noted. */
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Rejection } from '../order/rejection.js'
import { isUnavailable } from '../store/pool.js'
import { type Dialect, type Operation, type ReplyContext, writeError } from '../wire/dialect.js'
import { writeJson, writePlainJson } from '../wire/json.js'
import type { SessionAnswer } from '../wire/people.js'
import { setSessionCookie } from './admission.js'
import type { PipelineParts } from './parts.js'
import './notes.js'

const JSON_TYPE = 'application/json; charset=utf-8'
const RETRY_AFTER_SECONDS = 1
const NO_CONTENT = 204

export function sendAnswer(
  parts: PipelineParts,
  { status = 200, exactNumbers = false, file = false, stream = false, session = false }: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
  value: unknown,
): void {
  if (file || stream) {
    parts.watch.answered(request.id, request.notes, status)
    log(parts, request, status, null, null)
    if (file) sendFile(parts, request, reply, value as FileAnswer)
    else sendStream(reply, value as Readable)
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

/** No proxy may gather it; and when it has ended, its connection is not kept. */
function sendStream(reply: FastifyReply, content: Readable): void {
  reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .header('connection', 'close')
    .send(content)
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
  const { dialect, operation, credential, identity, startedAt, about } = notes
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
    about,
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

export function contextOf(parts: PipelineParts, request: FastifyRequest): ReplyContext {
  const account = request.notes.credential?.account ?? null
  return { requestId: request.id, at: parts.clock(), account }
}
