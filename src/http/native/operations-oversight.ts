/** What the native API serves of what waits for a person, and of how things go. */
import { composedOperation, type Operation, operation } from '../../wire/dialect.js'
import * as map from './map-oversight.js'
import * as wire from './wire-oversight.js'

export const OVERSIGHT: readonly Operation[] = [
  composedOperation({
    name: 'listProblems',
    permission: 'orders.read',
    method: 'GET',
    paths: ['/v1/problems'],
    summary: 'List what waits for a person, the most pressing kind first, with how much there is of each.',
    query: wire.ListProblems,
    reply: wire.Problems,
    run: map.listProblems,
  }),
  operation({
    name: 'readOverview',
    permission: 'orders.read',
    method: 'GET',
    paths: ['/v1/overview'],
    summary: 'Read how things go: orders, refusals and commits by the hour, what waits, and what is short.',
    call: 'readOverview',
    query: wire.ReadOverview,
    reply: wire.Overview,
    readRequest: map.readOverviewQuery,
    writeReply: map.writeOverview,
  }),
]
