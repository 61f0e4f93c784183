// A platform of the test's own over HTTP, and a client of it: it keeps orders by their numbers, and can be told to
// answer badly.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { accept, refuse } from '../../src/order/rejection.js'
import { bearer } from '../../src/wire/auth.js'
import type { JsonValue } from '../../src/wire/json.js'
import type {
  OutgoingOrder,
  Setback,
  Upstream,
  UpstreamOrder,
  UpstreamPage,
  UpstreamParcel,
  UpstreamReply,
} from '../../src/wire/upstream.js'

/** What becomes of the next requests, in their order; then all goes well. */
export type Fault = 'lost_answer' | 'never_came' | 'too_many' | 'refused' | 'garbage' | 'unauthorized'

export interface StubPlatform {
  readonly url: string
  /** By our number. */
  readonly orders: Map<string, StubOrder>
  readonly asked: string[]
  readonly faults: Fault[]
  /** What a cancellation is answered with. */
  cancel: 'cancelled' | 'held' | 'too_late'
  close(): Promise<void>
}

export interface StubOrder {
  number: string
  upstreamNumber: string
  status: UpstreamOrder['status']
  parcels: UpstreamParcel[] | null
  placed: OutgoingOrder
}

export async function startStubPlatform(): Promise<StubPlatform> {
  const orders = new Map<string, StubOrder>()
  const stub = {
    orders,
    asked: [] as string[],
    faults: [] as Fault[],
    cancel: 'cancelled' as StubPlatform['cancel'],
  }
  const answer = (path: string, body: { number?: string; order?: OutgoingOrder }): [number, unknown] => {
    if (path === '/place' && body.order !== undefined) {
      const { number } = body.order
      const known = orders.get(number)
      const made = known ?? {
        number,
        upstreamNumber: `U-${orders.size + 1}`,
        status: 'received' as const,
        parcels: [],
        placed: body.order,
      }
      orders.set(number, made)
      return known === undefined ? [200, { upstreamNumber: made.upstreamNumber }] : [200, { exists: true }]
    }
    if (path === '/cancel') {
      const found = orders.get(body.number ?? '')
      if (found !== undefined && stub.cancel === 'cancelled') found.status = 'cancelled'
      return [200, { cancel: stub.cancel }]
    }
    return [200, { orders: [...orders.values()].map(({ placed: _, ...shown }) => shown) }]
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const path = request.url ?? ''
    stub.asked.push(path)
    const fault = path === '/place' || path === '/probe' ? stub.faults.shift() : undefined
    if (fault === 'never_came') return response.destroy()
    if (fault === 'too_many') return response.writeHead(429, { 'Retry-After': '30' }).end('{}')
    if (fault === 'unauthorized' || request.headers.authorization !== 'Bearer good') {
      return response.writeHead(401).end('{}')
    }
    if (fault === 'refused') return response.writeHead(400).end('{"refused":"no such SKU"}')
    const text = Buffer.concat(chunks).toString()
    const [status, body] = answer(path, text === '' ? {} : JSON.parse(text))
    if (fault === 'lost_answer') return response.destroy()
    return response.writeHead(status).end(fault === 'garbage' ? '<html>' : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(stub, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

const LONGEST_RECIPIENT = 10

const stubUpstream: Upstream = {
  writeOrder(order) {
    if (order.address.recipient.length > LONGEST_RECIPIENT) {
      const problem = `is longer than ${LONGEST_RECIPIENT}`
      return refuse({ kind: 'invalid_field', faults: [{ path: 'address.recipient', problem }] })
    }
    return accept({ method: 'POST', path: '/place', query: {}, body: JSON.stringify({ order }) })
  },
  readOrderReply(reply) {
    const setback = setbackOf(reply)
    if (setback !== null) return setback
    const { exists, upstreamNumber } = reply.body as { exists?: boolean; upstreamNumber?: string }
    if (exists === true) return { kind: 'exists' }
    return { kind: 'accepted', upstreamNumber: upstreamNumber ?? null, remarks: [] }
  },
  find: { write: () => get('/find'), readReply: readPage },
  changes: { write: () => get('/changes'), readReply: readPage },
  read: { write: () => get('/read'), readReply: readPage, lot: 10 },
  cancel: {
    write: ({ number }) =>
      accept({ method: 'POST', path: '/cancel', query: {}, body: JSON.stringify({ number }) }),
    readReply(reply) {
      const setback = setbackOf(reply)
      if (setback !== null) return setback
      const { cancel } = reply.body as { cancel: StubPlatform['cancel'] }
      return cancel === 'too_late' ? { kind: cancel, reason: 'it has left' } : { kind: cancel }
    },
  },
  probe: { write: () => get('/probe'), readReply: (reply) => setbackOf(reply) ?? { kind: 'alive' } },
  session: null,
  trail: null,
  pay: null,
  pace: { perSecond: null, inFlight: 4, pollEveryMs: 60_000, overlapMs: 0, timeoutMs: 5_000 },
}

const privateFields = { secret: [], personal: ['address'] }

export const stubPlatforms = new Map([['stub', { auth: bearer, upstream: stubUpstream, privateFields }]])

function get(path: string) {
  return accept({ method: 'GET', path, query: {}, body: '' } as const)
}

function setbackOf({ status, body }: UpstreamReply): Setback | null {
  if (status === 429) return { kind: 'try_later', reason: 'too many requests' }
  if (body === undefined || status >= 500) return { kind: 'unknown', reason: `HTTP ${status}` }
  const { refused } = body as { readonly refused?: JsonValue }
  return refused === undefined ? null : { kind: 'refused', code: '400', reason: String(refused) }
}

function readPage(reply: UpstreamReply): UpstreamPage | Setback {
  const setback = setbackOf(reply)
  if (setback !== null) return setback
  const { orders } = JSON.parse(JSON.stringify(reply.body)) as { orders: Omit<StubOrder, 'placed'>[] }
  return {
    kind: 'page',
    hasMore: false,
    orders: orders.map((one) => ({ ...one, word: one.status, updatedAt: null, trails: [] })),
  }
}
