/** Where other platforms tell by themselves what becomes of orders that were sent there: an address for each connection. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isUnavailable } from '../store/pool.js'
import type { CallbackReply, ToldRequest } from '../wire/callbacks.js'
import type { Watch } from './watch.js'

export interface ToldConnection {
  readonly tenantId: number
  readonly connectionId: number
}

export interface ReceivingParts {
  readonly receive: (connection: ToldConnection, request: ToldRequest) => Promise<CallbackReply>
  readonly watch: Watch
}

const MOST_BYTES = 1024 * 1024
const RETRY_AFTER_SECONDS = 1

export function addReceiving(server: FastifyInstance, parts: ReceivingParts): void {
  server.post('/callbacks/:tenant/:connection', { bodyLimit: MOST_BYTES }, async (request, reply) => {
    const connection = readName(request)
    if (connection === null) return send(reply, NO_SUCH_ADDRESS)
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    try {
      const answer = await parts.receive(connection, { headers: request.headers, body })
      parts.watch.told(request.id, connection, answer.status)
      return send(reply, answer)
    } catch (error) {
      if (!isUnavailable(error)) parts.watch.failed(error, request.id)
      // The platform tries again.
      reply.header('retry-after', String(RETRY_AFTER_SECONDS))
      return send(reply, UNAVAILABLE)
    }
  })
}

const NO_SUCH_ADDRESS: CallbackReply = {
  status: 404,
  body: '{"code":404,"message":"there is no such address"}',
}
const UNAVAILABLE: CallbackReply = { status: 503, body: '{"code":503,"message":"later"}' }

/** Null: no connection can be meant. */
function readName({ params }: FastifyRequest): ToldConnection | null {
  const { tenant, connection } = params as Readonly<Record<string, string>>
  const numbers = [tenant, connection].map((text) =>
    /^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : null,
  )
  const [tenantId, connectionId] = numbers
  return tenantId && connectionId ? { tenantId, connectionId } : null
}

function send(reply: FastifyReply, { status, body }: CallbackReply): FastifyReply {
  const type = body === '' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8'
  return reply.code(status).header('content-type', type).send(body)
}
