/** What the native API serves of the request log, as a table. */
import { accept } from '../../order/rejection.js'
import { type Dialect, type Operation, operation, plainOperation } from '../../wire/dialect.js'
import * as requests from './map-requests.js'
import { listOf, writeList } from './paging.js'
import * as wire from './wire-requests.js'

/** `served`: all APIs but this one. */
export function requestOperations(served: readonly Dialect[]): readonly Operation[] {
  return [listDialects(served), ...REQUESTS]
}

function listDialects(served: readonly Dialect[]): Operation {
  const data = served.map(({ name, title, family, operations }) => ({
    name,
    title,
    family,
    operations: [...new Set(operations.map((one) => one.name))],
  }))
  return plainOperation({
    name: 'listDialects',
    method: 'GET',
    paths: ['/v1/dialects'],
    summary: 'List the APIs that the hub serves besides this one.',
    permission: 'integration.read',
    reply: listOf(wire.ServedDialect),
    answer: () => accept({ data, nextCursor: null }),
  })
}

const REQUESTS: readonly Operation[] = [
  operation({
    name: 'listRequests',
    method: 'GET',
    paths: ['/v1/requests'],
    summary: 'List what credentials have asked of any API in the last days, newest first.',
    call: 'listRequests',
    permission: 'integration.read',
    query: wire.ListRequests,
    reply: listOf(wire.LoggedRequest),
    readRequest: requests.readRequestList,
    writeReply: (found) => writeList(found, requests.writeRequest),
  }),
  operation({
    name: 'readRequest',
    method: 'GET',
    paths: ['/v1/requests/:id'],
    summary:
      'Read a request and its answer, without secrets and what is personal, and what was wrong with it.',
    call: 'readLoggedRequest',
    permission: 'integration.read',
    reply: wire.LoggedRequestDetails,
    readRequest: requests.readRequestPath,
    writeReply: requests.writeRequestDetails,
  }),
]
