/** What has happened, as a table of operations: movements of stock, and the events of all orders. */
import { type Operation, operation } from '../../wire/dialect.js'
import { readFeed, readMovementList, writeFeed, writeMovement } from './map-history.js'
import { listOf, writeList } from './paging.js'
import * as wire from './wire-history.js'

export const HISTORY: readonly Operation[] = [
  operation({
    name: 'listStockMovements',
    permission: 'stock.read',
    method: 'GET',
    paths: ['/v1/stock-movements'],
    summary: 'List what came to stock and what left it, newest first.',
    call: 'listStockMovements',
    query: wire.ListStockMovements,
    reply: listOf(wire.StockMovement),
    readRequest: readMovementList,
    writeReply: (found) => writeList(found, writeMovement),
  }),
  operation({
    name: 'followEvents',
    permission: 'orders.read',
    method: 'GET',
    paths: ['/v1/events'],
    summary:
      "Follow the history of all the tenant's orders, in the order of its commits: whoever goes on where the last answer ended misses nothing, and sees nothing twice.",
    call: 'followEvents',
    query: wire.FollowEvents,
    reply: wire.FollowedEvents,
    readRequest: readFeed,
    writeReply: writeFeed,
  }),
]
