/** The request log to the engine's words and back. */
import type { AccountContext } from '../../order/calls.js'
import type { Result } from '../../order/rejection.js'
import type { RequestCalls, RequestRecord, RequestSummary } from '../../order/request-calls.js'
import type { WireRequest } from '../../wire/dialect.js'
import { timeOf } from './map-acts.js'
import { writeTime } from './map-orders.js'
import { readSlice } from './paging.js'
import { mapped, requestReader } from './reading.js'
import { ListRequests, RequestPath } from './wire-requests.js'

type Input<N extends keyof RequestCalls> = Result<RequestCalls[N]['input']>

const requestList = requestReader({ query: ListRequests })

export function readRequestList(request: WireRequest, account: AccountContext): Input<'listRequests'> {
  const asked = requestList(request, account)
  if (!asked.ok) return asked
  const { limit, cursor, credential, order, outcome, from, to, ...same } = asked.value.query
  return mapped(readSlice({ limit, cursor }, ['number']), (slice) => ({
    ...slice,
    search: {
      ...same,
      credentialId: credential,
      orderNumber: order,
      isRefused: outcome === undefined ? undefined : outcome === 'refused',
      from: timeOf(from),
      to: timeOf(to),
    },
  }))
}

const requestPath = requestReader({ params: RequestPath })

export function readRequestPath(request: WireRequest, account: AccountContext): Input<'readLoggedRequest'> {
  return mapped(requestPath(request, account), ({ params }) => ({ requestNumber: params.id }))
}

export function writeRequest(entry: RequestSummary) {
  return {
    id: entry.requestNumber,
    requestId: entry.requestId,
    at: writeTime(entry.at),
    tookMs: entry.tookMs,
    dialect: entry.dialect,
    operation: entry.operation,
    credential: entry.credentialId,
    method: entry.method,
    path: entry.path,
    status: entry.status,
    code: entry.code,
    refusal: entry.refusal,
    faults: entry.faults,
    requestBytes: entry.requestBytes,
    answerBytes: entry.answerBytes,
  }
}

export function writeRequestDetails(record: RequestRecord) {
  const { query, reason, request, answer } = record
  return { ...writeRequest(record), query, reason, request, answer }
}
