/** What is told of an order on the wire, read from the logs: requests, events, calls of other platforms. */
import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../api'
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
export function useWire({ orderNumber }: Order, round: number): Wire {
  const [told, setTold] = useState<Wire['told']>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [own, setOwn] = useState(0)
  const again = useCallback(() => setOwn((before) => before + 1), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads the same again.
  useEffect(() => {
    const aborting = new AbortController()
    readWire(orderNumber, aborting.signal).then(
      (found) => {
        setTold(found)
        setProblem(null)
      },
      (error: unknown) => {
        if (!aborting.signal.aborted) setProblem(problemIn(error))
      },
    )
    return () => aborting.abort()
  }, [orderNumber, round, own])
  return { told, problem, again }
}

async function readWire(orderNumber: number, signal: AbortSignal): Promise<readonly Told[]> {
  const [requests, events, calls] = await Promise.all([
    readAll<LoggedRequest>(`/v1/requests?order=${orderNumber}`, signal),
    readAll<OrderEvent>(`/v1/orders/${orderNumber}/events`, signal),
    readCalls(orderNumber, signal),
  ])
  return putTogether(requests, events, calls)
}

/** Of those of its parts that are forwarded. */
async function readCalls(orderNumber: number, signal: AbortSignal): Promise<readonly ToldCall[]> {
  const forwardings = await readAll<Forwarding>(`/v1/forwardings?order=${orderNumber}`, signal)
  const told = await Promise.all(
    forwardings.map(async ({ fulfilmentOrder: part, connection }) => {
      const calls = await readAll<ForwardingCall>(`/v1/forwardings/${part}/calls`, signal)
      return calls.map(
        (call): ToldCall => ({
          kind: 'call',
          at: Date.parse(call.at),
          call,
          connection: connection.name,
          part,
        }),
      )
    }),
  )
  return told.flat()
}
