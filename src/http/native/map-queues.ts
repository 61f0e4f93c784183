/** What stock locations still have to do, to the engine's words and back. */
import type { AccountContext } from '../../order/calls.js'
import type { QueueCalls, QueuedPart } from '../../order/queue-calls.js'
import type { Result } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { writeOrder } from './map-orders.js'
import { readSlice } from './paging.js'
import { mapped, requestReader } from './reading.js'
import { List } from './wire.js'
import { ListQueued } from './wire-queues.js'

type Input<N extends keyof QueueCalls> = Result<QueueCalls[N]['input']>

const queued = requestReader({ query: ListQueued })

export function readQueued(request: WireRequest, account: AccountContext): Input<'listQueued'> {
  const asked = queued(request, account)
  if (!asked.ok) return asked
  const { location, status, ...query } = asked.value.query
  return mapped(readSlice(query, ['number', 'number']), (slice) => ({ ...slice, location, status }))
}

const counts = requestReader({ query: List })

export function readQueueCounts(request: WireRequest, account: AccountContext): Input<'countQueued'> {
  const asked = counts(request, account)
  return asked.ok ? readSlice(asked.value.query, ['text']) : asked
}

export function writeQueued({ order, sequence, names }: QueuedPart) {
  const { fulfilmentOrders, ...head } = writeOrder(order)
  const part = fulfilmentOrders.find(({ number }) => number === `${order.orderNumber}-${sequence}`)
  if (part === undefined) throw new Error('a fulfilment order lies in its order')
  const { orderNumber, sellerOrderNumber, account, address, speed, remark, label, holds, createdAt } = head
  return {
    ...part,
    lines: part.lines.map((line) => ({ ...line, name: names.get(line.sku) ?? null })),
    since: part.times[part.status] ?? null,
    order: { orderNumber, sellerOrderNumber, account, address, speed, remark, label, holds, createdAt },
  }
}
