/** What the native API serves of the work at stock locations, as a table. */
import type { QueueCounts } from '../../order/queue-calls.js'
import { type Operation, operation } from '../../wire/dialect.js'
import { readQueueCounts, readQueued, writeQueued } from './map-queues.js'
import { listOf, writeList } from './paging.js'
import { List } from './wire.js'
import * as wire from './wire-queues.js'

export const QUEUES: readonly Operation[] = [
  operation({
    name: 'listQueued',
    permission: 'orders.read',
    method: 'GET',
    paths: ['/v1/fulfilment-orders'],
    summary: "List a location's fulfilment orders that wait for something, oldest orders first.",
    call: 'listQueued',
    query: wire.ListQueued,
    reply: listOf(wire.QueuedPart),
    readRequest: readQueued,
    writeReply: (found) => writeList(found, writeQueued),
  }),
  operation({
    name: 'countQueued',
    permission: 'orders.read',
    method: 'GET',
    paths: ['/v1/work-queues'],
    summary: 'Count what waits at each location, by its code.',
    call: 'countQueued',
    query: List,
    reply: listOf(wire.QueueCounts),
    readRequest: readQueueCounts,
    writeReply: (found) => writeList(found, (counts: QueueCounts) => counts),
  }),
]
