/** What the native API tells as it happens, as a table. */
import type { Permission } from '../../order/people-calls.js'
import { refuse } from '../../order/rejection.js'
import { composedOperation, type Operation, type Running, type WireRequest } from '../../wire/dialect.js'
import { compileReader } from '../../wire/shape.js'
import { TOPICS, type Topic } from '../../wire/topics.js'
import { lacking } from '../roles.js'
import { requestReader } from './reading.js'
import * as wire from './wire-news.js'

/** Whoever may read a thing is told that it has changed. */
const NEEDED: { readonly [T in Topic]: Permission } = {
  orders: 'orders.read',
  queues: 'orders.read',
  problems: 'orders.read',
  forwardings: 'orders.read',
  stock: 'stock.read',
  notices: 'stock.read',
  imports: 'imports',
  deliveries: 'integration.read',
  connections: 'integration.read',
  requests: 'integration.read',
}

export const NEWS: readonly Operation[] = [
  composedOperation({
    name: 'followNews',
    permission: 'own',
    method: 'GET',
    paths: ['/v1/stream'],
    summary: 'Be told what changes as it does, as server-sent events; see docs/integrating.md.',
    query: wire.FollowNews,
    stream: true,
    reply: wire.EventStream,
    run: followNews,
  }),
]

const readNews = requestReader({ query: wire.FollowNews })
const readLastEventId = compileReader(wire.LastEventId)

async function followNews({ listen, account, admitted }: Running, request: WireRequest) {
  if (account === null || admitted === null) {
    throw new Error('an operation is served to an admitted caller')
  }
  const asked = readNews(request, account)
  if (!asked.ok) return asked
  const sent = request.headers['last-event-id']
  const { value, faults } = readLastEventId(sent === undefined ? {} : { 'Last-Event-ID': String(sent) })
  const [first, ...others] = faults
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const { topics: named, after } = asked.value.query
  const wanted = named === undefined ? TOPICS : [...new Set(named.split(','))].filter(wire.isTopic)
  const denied = wanted.find((topic) => !admitted.may(NEEDED[topic]))
  if (named !== undefined && denied !== undefined) return refuse(lacking(admitted.role, NEEDED[denied]))
  const topics = wanted.filter((topic) => admitted.may(NEEDED[topic]))
  return listen({ topics, after: value['Last-Event-ID'] ?? after ?? null })
}
