/** Requests about an order, its events and the calls of other platforms, as one story. */
import type { ForwardingCall, LoggedRequest, OrderEvent } from '../../types.js'

interface ToldEvent {
  readonly kind: 'event'
  readonly at: number
  readonly event: OrderEvent
  readonly before: OrderEvent | undefined
}

export interface ToldRequest {
  readonly kind: 'request'
  readonly at: number
  readonly request: LoggedRequest
  /** What the hub did between the request and its answer. */
  readonly events: readonly ToldEvent[]
}

export interface ToldCall {
  readonly kind: 'call'
  readonly at: number
  readonly call: ForwardingCall
  /** By name. */
  readonly connection: string
  /** Number of the fulfilment order. */
  readonly part: string
}

export type Told = ToldRequest | ToldCall | ToldEvent

/** The clock of an event may be read a moment beside that of its request. */
const SLACK_MS = 2

/** Oldest first. An event is of the first request that was under way when it came. */
export function putTogether(
  requests: readonly LoggedRequest[],
  events: readonly OrderEvent[],
  calls: readonly ToldCall[],
): readonly Told[] {
  const asked = requests
    .map((request) => ({
      kind: 'request' as const,
      at: Date.parse(request.at),
      request,
      events: [] as ToldEvent[],
    }))
    .sort((a, b) => a.at - b.at || a.request.id - b.request.id)
  const alone: ToldEvent[] = []
  events.forEach((event, index) => {
    const at = Date.parse(event.at)
    const told = { kind: 'event' as const, at, event, before: events[index - 1] }
    const within = asked.find(
      ({ at: began, request }) =>
        request.refusal === null && began - SLACK_MS <= at && at <= began + request.tookMs + SLACK_MS,
    )
    if (within === undefined) alone.push(told)
    else within.events.push(told)
  })
  const called = [...calls].sort((a, b) => a.call.id - b.call.id)
  return [...asked, ...alone, ...called].sort((a, b) => a.at - b.at)
}
