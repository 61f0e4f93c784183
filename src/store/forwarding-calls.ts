/** What was asked of other platforms, and what they answered. Times are milliseconds since 1970. */
import type {
  ForwardingCall,
  ForwardingCallSummary,
  ForwardingName,
  NewForwardingCall,
} from '../order/connection-calls.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import { numberArray } from './arrays.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

/** One call, which may be about several forwardings. Of each, the newest `most` of its purpose are kept. */
export async function addForwardingCall(
  database: Database,
  { tenantId, connectionId }: { readonly tenantId: number; readonly connectionId: number },
  names: readonly ForwardingName[],
  call: NewForwardingCall,
  most: number,
): Promise<void> {
  await database.query({
    name: 'add_forwarding_call',
    text: `
      with named as (
        select * from unnest($3::bigint[], $4::smallint[]) as n(order_number, sequence)),
      gone as (
        delete from forwarding_calls c using named n
        where c.tenant_id = $1 and c.order_number = n.order_number and c.sequence = n.sequence and c.purpose = $5
          and c.call_number <= (
            select k.call_number from forwarding_calls k
            where k.tenant_id = $1 and k.order_number = n.order_number and k.sequence = n.sequence and k.purpose = $5
            order by k.call_number desc offset $18 - 1 limit 1))
      insert into forwarding_calls (tenant_id, connection_id, order_number, sequence, purpose, at, took_ms, method, path,
        query, status, outcome, reason, request, request_bytes, answer, answer_bytes)
      select $1, $2, n.order_number, n.sequence, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
      from named n order by n.order_number, n.sequence`,
    values: [
      tenantId,
      connectionId,
      numberArray(names.map((one) => one.orderNumber)),
      numberArray(names.map((one) => one.sequence)),
      call.purpose,
      new Date(call.at),
      call.tookMs,
      call.method,
      call.path,
      call.query,
      call.status,
      call.outcome,
      call.reason,
      call.request,
      call.requestBytes,
      call.answer,
      call.answerBytes,
      most,
    ],
  })
}

interface SummaryRow {
  call_number: number
  purpose: ForwardingCall['purpose']
  at: Date
  took_ms: number
  method: string
  path: string
  status: number | null
  outcome: string
  reason: string | null
  request_bytes: number
  answer_bytes: number
}

type CallRow = SummaryRow & { query: string | null; request: string | null; answer: string | null }

const SUMMARY =
  'call_number, purpose, at, took_ms, method, path, status, outcome, reason, request_bytes, answer_bytes'

/** Newest first. */
export async function listForwardingCalls(
  database: Database,
  tenantId: number,
  { orderNumber, sequence }: ForwardingName,
  slice: Slice,
): Promise<Sliced<ForwardingCallSummary>> {
  const { rows } = await database.query<SummaryRow>(
    `select ${SUMMARY} from forwarding_calls
     where tenant_id = $1 and order_number = $2 and sequence = $3 and ($4::bigint is null or call_number < $4)
     order by call_number desc limit $5`,
    [tenantId, orderNumber, sequence, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  return sliced(rows.map(readSummary), slice, (call) => [call.callNumber])
}

export async function readForwardingCall(
  database: Database,
  tenantId: number,
  { orderNumber, sequence }: ForwardingName,
  callNumber: number,
): Promise<ForwardingCall | null> {
  const { rows } = await database.query<CallRow>(
    `select ${SUMMARY}, query, request, answer from forwarding_calls
     where tenant_id = $1 and call_number = $2 and order_number = $3 and sequence = $4`,
    [tenantId, callNumber, orderNumber, sequence],
  )
  const [row] = rows
  if (row === undefined) return null
  const { query, request, answer } = row
  return { ...readSummary(row), query, request, answer }
}

function readSummary(row: SummaryRow): ForwardingCallSummary {
  return {
    callNumber: row.call_number,
    purpose: row.purpose,
    at: row.at.getTime(),
    tookMs: row.took_ms,
    method: row.method,
    path: row.path,
    status: row.status,
    outcome: row.outcome,
    reason: row.reason,
    requestBytes: row.request_bytes,
    answerBytes: row.answer_bytes,
  }
}
