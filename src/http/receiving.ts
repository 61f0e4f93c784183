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
  readonly watch: Pick<Watch, 'told' | 'failed'>
}

const MOST_BYTES = 1024 * 1024
/** Whoever calls is unknown until the database has told how to verify it: more may not wait for that. */
const MOST_AT_ONCE = 64
const RETRY_AFTER_SECONDS = 1

export function addReceiving(server: FastifyInstance, parts: ReceivingParts): void {
  let atWork = 0
  server.post('/callbacks/:tenant/:connection', { bodyLimit: MOST_BYTES }, async (request, reply) => {
    const connection = readName(request)
    if (connection === null) return send(reply, NO_SUCH_ADDRESS)
    if (atWork >= MOST_AT_ONCE) return sendUnavailable(reply)
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    atWork += 1
    try {
      const answer = await parts.receive(connection, { headers: request.headers, body })
      parts.watch.told(request.id, connection, answer.status)
      return send(reply, answer)
    } catch (error) {
      if (!isUnavailable(error)) parts.watch.failed(error, request.id)
      return sendUnavailable(reply)
    } finally {
      atWork -= 1
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

/** The platform tries again. */
function sendUnavailable(reply: FastifyReply): FastifyReply {
  return send(reply.header('retry-after', String(RETRY_AFTER_SECONDS)), UNAVAILABLE)
}

function send(reply: FastifyReply, { status, body }: CallbackReply): FastifyReply {
  const type = body === '' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8'
  return reply.code(status).header('content-type', type).send(body)
}
