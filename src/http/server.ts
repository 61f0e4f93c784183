/** The HTTP server: routes of all dialects into the one pipeline, and the operator's endpoints. */
import { randomBytes } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Rejection } from '../order/rejection.js'
import type { Dialect, Operation } from '../wire/dialect.js'
import { writePlainJson } from '../wire/json.js'
import { sendFailure, sendRejection } from './answering.js'
import { addConsole } from './console.js'
import { addGuide } from './guide/routes.js'
import { notesOf, type RequestNotes } from './notes.js'
import type { PipelineParts } from './parts.js'
import { admit, serve } from './pipeline.js'
import { createPlayground } from './playground.js'
import { addReceiving, type ReceivingParts } from './receiving.js'
import { addReference } from './reference.js'
import { dialectOf, matches, rewrite } from './routes.js'

export interface ServerParts extends Omit<PipelineParts, 'playground'>, Omit<ReceivingParts, 'watch'> {
  readonly dialects: readonly Dialect[]
  /** Addresses and networks whose word about a caller's address and TLS is taken. */
  readonly trustedProxies: readonly string[]
  /** Why the hub can't serve now, or null. */
  readonly notReady: () => Promise<string | null>
  /** Where the build has left the console. */
  readonly consoleDirectory: string
  /** The checkout, whose texts are the guide. */
  readonly guideRoot: string
  /** Where each family of dialects has its folder of examples. */
  readonly examplesDirectory: string
}

type AllParts = ServerParts & PipelineParts

const REQUEST_TIMEOUT_MS = 30_000
/** Longer than the idle time-outs of usual proxies, so that these close first. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000
const MOST_CONNECTIONS = 10_000

export function createServer(given: ServerParts): FastifyInstance {
  const { dialects, examplesDirectory, clock } = given
  let requests = 0
  // 32 hex digits in all, which some APIs print as they are.
  const boot = randomBytes(8).toString('hex')
  const server = Fastify({
    logger: false,
    genReqId: () => boot + (requests++).toString(16).padStart(16, '0'),
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    exposeHeadRoutes: false,
    trustProxy: given.trustedProxies.length > 0 && [...given.trustedProxies],
    routerOptions: { maxParamLength: 200 },
    rewriteUrl: (raw) => rewrite(dialects, raw.url ?? '/'),
    // A path that can't be decoded.
    frameworkErrors: (_error, request, reply) => refuseRoute(parts, request, reply),
  })
  const parts: AllParts = {
    ...given,
    playground: createPlayground({
      ...{ dialects, examplesDirectory, clock },
      // Through all that a request from outside goes through.
      inject: (request) => server.inject(request),
    }),
  }
  server.server.maxConnections = MOST_CONNECTIONS
  server.decorateRequest('notes')
  server.removeAllContentTypeParsers()
  // Clients forget or misname the type; each dialect's bodies are what its operation says.
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  const all = dialects.flatMap((dialect) => dialect.operations.map((one) => [dialect, one] as const))
  for (const [dialect, one] of all) if (!one.upload) addOperation(server, parts, dialect, one)
  server.register(async (uploads) => {
    uploads.removeAllContentTypeParsers()
    uploads.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    for (const [dialect, one] of all) if (one.upload) addOperation(uploads, parts, dialect, one)
  })
  addOperatorRoutes(server, parts)
  addReceiving(server, parts)
  addGuide(server, parts.guideRoot, addReference(server, dialects))
  addConsole(server, parts.consoleDirectory)
  server.setNotFoundHandler((request, reply) => refuseRoute(parts, request, reply))
  server.setErrorHandler((error, request, reply) => answerError(parts, error, request, reply))
  return server
}

function addOperation(
  server: FastifyInstance,
  parts: AllParts,
  dialect: Dialect,
  operation: Operation,
): void {
  for (const path of operation.paths) {
    server.route({
      method: operation.method,
      url: path,
      bodyLimit: dialect.bodyLimitBytes,
      // A refused caller is answered here, and its body is not read.
      onRequest: (request, reply, done) => {
        request.notes = notesOf(dialect, operation)
        admit(parts, dialect, operation, request, reply, done)
      },
      handler: (request, reply) => serve(parts, dialect, operation, request, reply),
    })
  }
}

function addOperatorRoutes(server: FastifyInstance, parts: AllParts): void {
  server.get('/healthz', (_request, reply) => {
    reply.send({ status: 'ok' })
  })
  server.get('/readyz', async (_request, reply) => {
    const reason = await parts.notReady()
    return reply.code(reason === null ? 200 : 503).send({ status: reason === null ? 'ready' : reason })
  })
  server.get('/metrics', async (_request, reply) => {
    const { registry } = parts.watch
    return reply.header('content-type', registry.contentType).send(await registry.metrics())
  })
}

function refuseRoute(parts: AllParts, request: FastifyRequest, reply: FastifyReply): void {
  const path = request.url.split('?', 1)[0] ?? '/'
  const dialect = dialectOf(parts.dialects, path)
  if (dialect === undefined) {
    reply
      .code(404)
      .header('content-type', 'application/problem+json')
      .send(
        writePlainJson({ type: 'about:blank', title: 'Not Found', status: 404, detail: `no route ${path}` }),
      )
    return
  }
  request.notes = notesOf(dialect, undefined)
  const known = dialect.notServed.find((one) => one.method === request.method && matches(one.path, path))
  const successor =
    known === undefined ? null : [known.reason, known.successor].filter((text) => text !== null).join('; ')
  const served = dialect.operations
    .filter((one) => one.paths.some((pattern) => matches(pattern, path)))
    .map((one) => one.method)
  // Where the method is served, it is the path that is at fault: it can't be decoded, or a name in it is too long.
  const methods = served.some((one) => one === request.method) ? [] : served
  if (methods.length > 0) reply.header('allow', [...new Set(methods)].join(', '))
  const rejection: Rejection = { kind: 'unknown_route', method: request.method, path, methods, successor }
  sendRejection(parts, dialect, request, reply, rejection)
}

/** What the framework itself refuses: a body over the limit, one shorter than announced, and the like. */
function answerError(parts: AllParts, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  // Undefined on the operator's own routes.
  const dialect = (request.notes as RequestNotes | undefined)?.dialect
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  if (dialect === undefined) {
    if (statusCode === undefined || statusCode >= 500) parts.watch.failed(error, request.id)
    reply.code(statusCode ?? 500).send({ status: statusCode ?? 500 })
    return
  }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const reason = `the body is larger than the limit of ${dialect.bodyLimitBytes} bytes`
    reply.header('connection', 'close')
    sendRejection(parts, dialect, request, reply, { kind: 'unreadable_body', reason })
  } else if (statusCode !== undefined && statusCode < 500) {
    const reason = error instanceof Error ? error.message : 'the request is broken'
    sendRejection(parts, dialect, request, reply, { kind: 'unreadable_body', reason })
  } else {
    sendFailure(parts, dialect, request, reply, error)
  }
}
