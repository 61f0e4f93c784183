/** What the native API serves of webhooks, as a table. */
import { accept } from '../../order/rejection.js'
import type { Callbacks } from '../../wire/callbacks.js'
import { type Operation, operation, plainOperation } from '../../wire/dialect.js'
import * as webhooks from './map-webhooks.js'
import { listOf, writeList } from './paging.js'
import * as wire from './wire-webhooks.js'

const CREATED = 201

/** `families`: those that tell something, and how. */
export function webhookOperations(families: ReadonlyMap<string, Callbacks>): readonly Operation[] {
  return [...WEBHOOKS, listWebhookDialects(families)]
}

function listWebhookDialects(families: ReadonlyMap<string, Callbacks>): Operation {
  const data = [...families].map(([family, callbacks]) => webhooks.writeWebhookDialect(family, callbacks))
  return plainOperation({
    name: 'listWebhookDialects',
    method: 'GET',
    paths: ['/v1/webhook-dialects'],
    summary: 'List in whose words addresses can be told, of which events, and when they are tried again.',
    permission: 'integration.read',
    reply: listOf(wire.WebhookDialect),
    answer: () => accept({ data, nextCursor: null }),
  })
}

const WEBHOOKS: readonly Operation[] = [
  operation({
    name: 'createWebhookEndpoint',
    permission: 'integration.change',
    method: 'POST',
    paths: ['/v1/webhook-endpoints'],
    summary: 'Have an address told what happens from now on; its secret is shown once. See docs/webhooks.md.',
    call: 'createEndpoint',
    status: CREATED,
    body: wire.CreateEndpoint,
    reply: wire.NewEndpoint,
    readRequest: webhooks.readCreateEndpoint,
    writeReply: webhooks.writeNewEndpoint,
  }),
  operation({
    name: 'listWebhookEndpoints',
    permission: 'integration.read',
    method: 'GET',
    paths: ['/v1/webhook-endpoints'],
    summary: 'List webhook endpoints, oldest first.',
    call: 'listEndpoints',
    query: wire.ListEndpoints,
    reply: listOf(wire.Endpoint),
    readRequest: webhooks.readEndpointList,
    writeReply: (found) => writeList(found, webhooks.writeEndpoint),
  }),
  operation({
    name: 'readWebhookEndpoint',
    permission: 'integration.read',
    method: 'GET',
    paths: ['/v1/webhook-endpoints/:id'],
    summary: 'Read a webhook endpoint, and how its deliveries stand.',
    call: 'readEndpoint',
    reply: wire.Endpoint,
    readRequest: webhooks.readEndpointId,
    writeReply: webhooks.writeEndpoint,
  }),
  operation({
    name: 'changeWebhookEndpoint',
    permission: 'integration.change',
    method: 'PATCH',
    paths: ['/v1/webhook-endpoints/:id'],
    summary:
      'Change a webhook endpoint, turn it off, or on again after a pause; what is due waits meanwhile.',
    call: 'changeEndpoint',
    body: wire.ChangeEndpoint,
    reply: wire.Endpoint,
    readRequest: webhooks.readChangeEndpoint,
    writeReply: webhooks.writeEndpoint,
  }),
  operation({
    name: 'deleteWebhookEndpoint',
    permission: 'integration.change',
    method: 'DELETE',
    paths: ['/v1/webhook-endpoints/:id'],
    summary: 'Delete a webhook endpoint, with all that is still to be delivered to it.',
    call: 'deleteEndpoint',
    reply: wire.Endpoint,
    readRequest: webhooks.readEndpointId,
    writeReply: webhooks.writeEndpoint,
  }),
  operation({
    name: 'rotateWebhookSecret',
    permission: 'integration.change',
    method: 'POST',
    paths: ['/v1/webhook-endpoints/:id/rotate-secret'],
    summary: 'Make a new secret; for a while the old one signs besides it.',
    call: 'rotateSecret',
    body: wire.RotateSecret,
    bodyOptional: true,
    reply: wire.NewEndpoint,
    readRequest: webhooks.readRotateSecret,
    writeReply: webhooks.writeNewEndpoint,
  }),
  operation({
    name: 'testWebhookEndpoint',
    permission: 'integration.change',
    method: 'POST',
    paths: ['/v1/webhook-endpoints/:id/test'],
    summary:
      'Send one message now, also to an endpoint that is turned off, and show the answer; where its dialect has no ' +
      'message for this, the newest one is sent, under its id.',
    call: 'testEndpoint',
    reply: wire.TestedEndpoint,
    readRequest: webhooks.readEndpointId,
    writeReply: webhooks.writeTested,
  }),
  operation({
    name: 'listWebhookDeliveries',
    permission: 'integration.read',
    method: 'GET',
    paths: ['/v1/webhook-endpoints/:id/deliveries'],
    summary: 'List what is and was to be delivered, newest first, with each attempt; ended ones for a week.',
    call: 'listDeliveries',
    query: wire.ListDeliveries,
    reply: listOf(wire.Delivery),
    readRequest: webhooks.readDeliveryList,
    writeReply: (found) => writeList(found, webhooks.writeDelivery),
  }),
  operation({
    name: 'replayWebhooks',
    permission: 'integration.change',
    method: 'POST',
    paths: ['/v1/webhook-endpoints/:id/replay'],
    summary:
      'Deliver anew what was given up, or everything from an event or a moment on, under the same ids.',
    call: 'replayDeliveries',
    body: wire.Replay,
    bodyOptional: true,
    reply: wire.Replayed,
    readRequest: webhooks.readReplay,
    writeReply: webhooks.writeReplayed,
  }),
  operation({
    name: 'giveUpDeliveries',
    permission: 'integration.change',
    method: 'POST',
    paths: ['/v1/webhook-endpoints/:id/give-up'],
    summary:
      'Stop delivering what is due, such as a replay: it can be replayed later. New messages still go out.',
    call: 'giveUpDeliveries',
    reply: wire.GivenUp,
    readRequest: webhooks.readEndpointId,
    writeReply: webhooks.writeGivenUp,
  }),
]
