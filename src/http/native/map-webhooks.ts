/** Webhook endpoints and their deliveries to the engine's words and back. */
import type {
  CallbackCalls,
  DeliveryRecord,
  EndpointRecord,
  NewEndpointRecord,
} from '../../order/callback-calls.js'
import type { AccountContext } from '../../order/calls.js'
import { accept, type Result } from '../../order/rejection.js'
import type { Callbacks } from '../../wire/callbacks.js'
import type { WireRequest } from '../../wire/dialect.js'
import { readInstant } from '../../wire/time.js'
import { FAMILY } from './family.js'
import { writeTime } from './map-orders.js'
import { readSlice } from './paging.js'
import { fault, mapped, requestReader } from './reading.js'
import {
  ChangeEndpoint,
  CreateEndpoint,
  EndpointPath,
  ListDeliveries,
  ListEndpoints,
  Replay,
  RotateSecret,
} from './wire-webhooks.js'

type Input<N extends keyof CallbackCalls> = Result<CallbackCalls[N]['input']>

const DAY_SECONDS = 86_400

const createEndpoint = requestReader({ route: 'POST /v1/webhook-endpoints', body: CreateEndpoint })

export function readCreateEndpoint(request: WireRequest, account: AccountContext): Input<'createEndpoint'> {
  return mapped(createEndpoint(request, account), ({ body, key }) => ({
    key,
    wish: {
      url: body.url,
      family: body.dialect ?? FAMILY,
      account: body.account ?? null,
      kinds: body.events ?? null,
      options: body.options ?? {},
      credentialId: body.credential ?? null,
    },
  }))
}

const endpointList = requestReader({ query: ListEndpoints })

export function readEndpointList(request: WireRequest, account: AccountContext): Input<'listEndpoints'> {
  const asked = endpointList(request, account)
  return asked.ok ? readSlice(asked.value.query, ['number']) : asked
}

const endpointPath = requestReader({ params: EndpointPath })

export function readEndpointId(request: WireRequest, account: AccountContext): Input<'readEndpoint'> {
  return mapped(endpointPath(request, account), ({ params }) => ({ endpointId: params.id }))
}

const changeEndpoint = requestReader({ params: EndpointPath, body: ChangeEndpoint })

export function readChangeEndpoint(request: WireRequest, account: AccountContext): Input<'changeEndpoint'> {
  return mapped(changeEndpoint(request, account), ({ params, body }) => {
    const { events, ...change } = body
    return { endpointId: params.id, change: { ...change, ...(events !== undefined && { kinds: events }) } }
  })
}

const rotateSecret = requestReader({
  route: 'POST /v1/webhook-endpoints/:id/rotate-secret',
  params: EndpointPath,
  body: RotateSecret,
})

export function readRotateSecret(request: WireRequest, account: AccountContext): Input<'rotateSecret'> {
  return mapped(rotateSecret(request, account), ({ params, body, key }) => ({
    endpointId: params.id,
    overlapMs: (body.overlapSeconds ?? DAY_SECONDS) * 1_000,
    key,
  }))
}

const deliveryList = requestReader({ params: EndpointPath, query: ListDeliveries })

export function readDeliveryList(request: WireRequest, account: AccountContext): Input<'listDeliveries'> {
  const asked = deliveryList(request, account)
  if (!asked.ok) return asked
  const { params, query } = asked.value
  return mapped(readSlice(query, ['number']), (slice) => ({
    ...slice,
    endpointId: params.id,
    state: query.state ?? null,
  }))
}

const replay = requestReader({ params: EndpointPath, body: Replay })

export function readReplay(request: WireRequest, account: AccountContext): Input<'replayDeliveries'> {
  const asked = replay(request, account)
  if (!asked.ok) return asked
  const { params, body } = asked.value
  const { orderNumber, version, from: moment } = body
  if (orderNumber === undefined && version !== undefined) return fault('orderNumber', 'is required')
  if (moment !== undefined) {
    if (orderNumber !== undefined)
      return fault('from', 'is given besides an event: only one of them can count')
    return accept({ endpointId: params.id, from: { moment: momentOf(moment) } })
  }
  const from = orderNumber === undefined ? null : { orderNumber, version: version ?? 1 }
  return accept({ endpointId: params.id, from })
}

export function writeEndpoint(endpoint: EndpointRecord) {
  return {
    id: endpoint.endpointId,
    url: endpoint.url,
    dialect: endpoint.family,
    account: endpoint.account,
    events: endpoint.kinds,
    credential: endpoint.credentialId,
    options: endpoint.options,
    enabled: endpoint.enabled,
    failingSince: writeTime(endpoint.failingSince),
    pausedAt: writeTime(endpoint.pausedAt),
    previousSecretUntil: writeTime(endpoint.previousUntil),
    due: endpoint.due,
    undelivered: endpoint.undelivered,
    replaying: endpoint.replaying,
    createdAt: writeTime(endpoint.createdAt),
    updatedAt: writeTime(endpoint.updatedAt),
  }
}

export function writeNewEndpoint(made: NewEndpointRecord) {
  return { ...writeEndpoint(made), secret: made.secret }
}

export function writeDelivery(delivery: DeliveryRecord) {
  const { kind, dueAt, log, createdAt, endedAt, ...same } = delivery
  return {
    ...same,
    event: kind,
    dueAt: writeTime(dueAt),
    log: log.map((one) => ({ ...one, at: writeTime(one.at) })),
    createdAt: writeTime(createdAt),
    endedAt: writeTime(endedAt),
  }
}

export function writeReplayed({ endpointId, requeued }: CallbackCalls['replayDeliveries']['output']) {
  return { id: endpointId, requeued }
}

function momentOf(text: string): number {
  const at = readInstant(text)
  if (at === null) throw new Error('a time is read by its shape')
  return at
}

export function writeTested(
  { kind, attempt, ...same }: CallbackCalls['testEndpoint']['output'],
  { endpointId }: CallbackCalls['testEndpoint']['input'],
) {
  return { id: endpointId, event: kind, ...same, attempt: { ...attempt, at: writeTime(attempt.at) } }
}

const MS_A_SECOND = 1_000

export function writeWebhookDialect(family: string, callbacks: Callbacks) {
  const { kinds, usualKinds, scope, secret, options, timeoutMs, retryAfterMs, waitsWhileDown } = callbacks
  return {
    dialect: family,
    events: kinds,
    usualEvents: usualKinds,
    scope,
    secret,
    options,
    timeoutSeconds: timeoutMs / MS_A_SECOND,
    retryAfterSeconds: retryAfterMs.map((after) => after / MS_A_SECOND),
    waitsWhileDown,
  }
}

export function writeGivenUp({ endpointId, givenUp }: CallbackCalls['giveUpDeliveries']['output']) {
  return { id: endpointId, givenUp }
}
