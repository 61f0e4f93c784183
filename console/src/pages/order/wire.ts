/** What is told of an order on the wire, read from the logs: requests, events, calls of other platforms. */
import { useCallback, useEffect, useState } from 'react'
import { type Problem, Refused, read } from '../../api'
import { problemIn, readAll } from '../../reading'
import type { Forwarding, ForwardingCall, LoggedRequest, Order, OrderEvent } from '../../types'
import { putTogether, type Told, type ToldCall } from './told'

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
