/** What has happened to stock, and to all orders, to the engine's words and back. */
import type { AccountContext } from '../../order/calls.js'
import type { Result } from '../../order/rejection.js'
import type { Followed, FollowedEvent, SetupCalls, StockMovementRecord } from '../../order/setup-calls.js'
import type { WireRequest } from '../../wire/dialect.js'
import { timeOf } from './map-acts.js'
import { writeEvent, writeTime } from './map-orders.js'
import { readSlice, writeCursor } from './paging.js'
import { mapped, requestReader } from './reading.js'
import { FollowEvents, ListStockMovements } from './wire-history.js'

type Input<N extends keyof SetupCalls> = Result<SetupCalls[N]['input']>

const movementList = requestReader({ query: ListStockMovements })

export function readMovementList(request: WireRequest, account: AccountContext): Input<'listStockMovements'> {
  const asked = movementList(request, account)
  if (!asked.ok) return asked
  const { limit, cursor, from, to, account: of = null, ...same } = asked.value.query
  return mapped(readSlice({ limit, cursor }, ['number', 'number', 'number']), (slice) => ({
    ...slice,
    account: of,
    search: { ...same, from: timeOf(from), to: timeOf(to) },
  }))
}

export function writeMovement({ at, ...movement }: StockMovementRecord) {
  return { ...movement, at: writeTime(at) }
}

const feed = requestReader({ query: FollowEvents })

export function readFeed(request: WireRequest, account: AccountContext): Input<'followEvents'> {
  const asked = feed(request, account)
  if (!asked.ok) return asked
  const { limit, after } = asked.value.query
  return readSlice({ limit, cursor: after }, ['number', 'number', 'number'], 'after')
}

export function writeFeed({ rows, next, more }: Followed) {
  return { data: rows.map(writeFollowed), nextCursor: writeCursor(next), more }
}

export function writeFollowed(event: FollowedEvent) {
  return {
    orderNumber: event.orderNumber,
    sellerOrderNumber: event.sellerOrderNumber,
    account: event.account,
    dialect: event.dialect,
    ...writeEvent(event),
  }
}
