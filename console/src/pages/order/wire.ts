/** What is told of an order on the wire, put together from the logs: requests, events, calls of other platforms. */
import { useCallback, useEffect, useState } from 'react'
import { type Problem, Refused, read } from '../../api'
import { problemIn, readAll } from '../../reading'
import type { Forwarding, ForwardingCall, LoggedRequest, Order, OrderEvent } from '../../types'

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

interface Wire {
  /** Null: not there yet. */
  readonly told: readonly Told[] | null
  readonly problem: Problem | null
  again(): void
}

/** `round`: raised when all has to be read again. */
export function useWire({ orderNumber, fulfilmentOrders }: Order, round: number): Wire {
  const [told, setTold] = useState<Wire['told']>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [own, setOwn] = useState(0)
  const again = useCallback(() => setOwn((before) => before + 1), [])
  const numbers = fulfilmentOrders.map(({ number }) => number).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads the same again.
  useEffect(() => {
    const aborting = new AbortController()
    readWire(orderNumber, numbers.split(' '), aborting.signal).then(
      (found) => {
        setTold(found)
        setProblem(null)
      },
      (error: unknown) => {
        if (!aborting.signal.aborted) setProblem(problemIn(error))
      },
    )
    return () => aborting.abort()
  }, [orderNumber, numbers, round, own])
  return { told, problem, again }
}

async function readWire(
  orderNumber: number,
  parts: readonly string[],
  signal: AbortSignal,
): Promise<readonly Told[]> {
  const [requests, events, calls] = await Promise.all([
    readAll<LoggedRequest>(`/v1/requests?order=${orderNumber}`, signal),
    readAll<OrderEvent>(`/v1/orders/${orderNumber}/events`, signal),
    Promise.all(parts.map((part) => callsOf(part, signal))),
  ])
  return putTogether(requests, events, calls.flat())
}

/** Most parts are forwarded nowhere, which the hub says by not knowing of any. */
async function callsOf(part: string, signal: AbortSignal): Promise<readonly ToldCall[]> {
  try {
    const path = `/v1/forwardings/${part}`
    const { connection } = await read<Forwarding>(path, signal)
    const calls = await readAll<ForwardingCall>(`${path}/calls`, signal)
    return calls.map((call) => ({
      kind: 'call',
      at: Date.parse(call.at),
      call,
      connection: connection.name,
      part,
    }))
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) return []
    throw error
  }
}

/** Oldest first. An event is of the last request that was under way when it came. */
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
    .sort((a, b) => a.at - b.at)
  const alone: ToldEvent[] = []
  events.forEach((event, index) => {
    const at = Date.parse(event.at)
    const told = { kind: 'event' as const, at, event, before: events[index - 1] }
    const within = asked.findLast(
      ({ at: began, request }) =>
        request.refusal === null && began - SLACK_MS <= at && at <= began + request.tookMs + SLACK_MS,
    )
    if (within === undefined) alone.push(told)
    else within.events.push(told)
  })
  return [...asked, ...alone, ...calls].sort((a, b) => a.at - b.at)
}
