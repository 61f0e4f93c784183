// The wire of an order, put together from three logs.
import { expect, test } from 'vitest'
import { putTogether, type ToldCall } from '../../console/src/pages/order/told.js'
import type { LoggedRequest, OrderEvent } from '../../console/src/types.js'

const time = (ms: number) => new Date(1_700_000_000_000 + ms).toISOString()

function request(id: number, at: number, tookMs: number, refusal: string | null = null): LoggedRequest {
  return {
    ...{ id, at: time(at), tookMs, refusal, requestId: 'r', dialect: 'native', operation: 'packPart' },
    ...{ credential: 1, method: 'POST', path: '/x', status: 200, code: null, faults: [] },
    ...{ requestBytes: 0, answerBytes: 0 },
  }
}

function event(version: number, at: number): OrderEvent {
  return {
    ...{ version, kind: 'packed', at: time(at), orderStatus: 'processing', financialStatus: 'paid' },
    ...{ fulfilmentStatus: 'none', refundStatus: 'none', data: null },
  }
}

const call = (id: number, at: number): ToldCall => ({
  ...{ kind: 'call', at: 1_700_000_000_000 + at, connection: 'depot', part: '1-1' },
  call: {
    ...{ id, purpose: 'place', at: time(at), tookMs: 5, method: 'POST', path: '/o', status: 200 },
    ...{ outcome: 'accepted', reason: null, requestBytes: 1, answerBytes: 1 },
  },
})

test('all is told in its order, and events with the request that they came of', () => {
  const requests = [request(3, 900, 10, 'not_allowed_in_state'), request(2, 500, 10), request(1, 0, 20)]
  const told = putTogether(
    requests,
    [event(1, 10), event(2, 100), event(3, 505), event(4, 905)],
    [call(9, 200)],
  )
  const brief = told.map((one) => {
    if (one.kind === 'call') return `call ${one.call.id}`
    if (one.kind === 'event') return `event ${one.event.version}`
    return `request ${one.request.id}: ${one.events.map(({ event }) => event.version)}`
  })
  // What was refused did nothing; and what nobody asked for stands alone.
  expect(brief).toEqual(['request 1: 1', 'event 2', 'call 9', 'request 2: 3', 'request 3: ', 'event 4'])
})

test('of two requests at once, the first one is meant; calls of one moment stay in their order', () => {
  const told = putTogether(
    [request(1, 0, 50), request(2, 20, 50)],
    [event(1, 30)],
    [call(8, 90), call(7, 90)],
  )
  expect(told).toMatchObject([
    { request: { id: 1 }, events: [{ event: { version: 1 } }] },
    { request: { id: 2 }, events: [] },
    { call: { id: 7 } },
    { call: { id: 8 } },
  ])
})
