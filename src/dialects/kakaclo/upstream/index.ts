/** Our client of platforms that speak KakaClo, always by version 2 where it has what is needed (facts/kakaclo.md §16). */
import { accept, type Result } from '../../../order/rejection.js'
import { garbled, only, readPage, wholeMember } from '../../../wire/replies.js'
import { writeInstant } from '../../../wire/time.js'
import {
  lacking,
  type OrderReference,
  type OutgoingCall,
  refuseFirst,
  type Setback,
  type Upstream,
  type UpstreamPage,
  type UpstreamReply,
  within,
} from '../../../wire/upstream.js'
import { readOrder } from './orders.js'
import { placing } from './place.js'
import { isTooLate, ORDERS, setbackOf } from './setback.js'

/** Clocks may differ by so much, and so late may a change be seen in the list. */
const OVERLAP_MS = 10 * 60_000
const PAGE_SIZE = 250

export const upstream: Upstream = {
  ...placing,

  // One order may have become several there: each of them is told.
  find: {
    write: ({ sentFrom, sentUntil, page }) =>
      listed(page, {
        createStartTime: writeInstant(sentFrom - OVERLAP_MS),
        createEndTime: writeInstant(sentUntil + OVERLAP_MS),
      }),
    readReply: (reply, { number, page }) => only(number, readList(reply, page)),
  },

  // Without an end: an order that changes while pages are read would leave the window, and shift the next page.
  changes: {
    write: ({ from, page }) => listed(page, { updateStartTime: writeInstant(from - OVERLAP_MS) }),
    readReply: (reply, { page }) => readList(reply, page),
  },

  read: {
    lot: 50,
    write: (references) => {
      const numbered = refuseFirst(
        references,
        references.flatMap((one, index) =>
          one.upstreamNumber === null ? [lacking(`[${index}].upstreamNumber`)] : [],
        ),
      )
      if (!numbered.ok) return numbered
      return listed(1, { ids: references.map((one) => one.upstreamNumber).join(',') })
    },
    readReply: (reply) => readList(reply, 1),
  },

  trail: null,

  cancel: {
    write: writeRefund,
    readReply: (reply) => {
      const setback = setbackOf(reply)
      if (setback !== null) {
        return isTooLate(setback) ? { kind: 'too_late', reason: setback.reason } : setback
      }
      return { kind: 'requested' }
    },
  },

  probe: {
    write: () => accept({ method: 'GET', path: '/openapi/v1/payment/balance', query: {}, body: '' }),
    readReply: (reply) => {
      const setback = setbackOf(reply)
      if (setback !== null) return setback
      return within(reply.body, 'data') === undefined ? garbled('it has no balance') : { kind: 'alive' }
    },
  },

  session: null,
  // A bucket of 120, of which two leak out in a second.
  pace: { perSecond: 2, inFlight: 10, pollEveryMs: 60_000, overlapMs: OVERLAP_MS, timeoutMs: 30_000 },
}

function listed(page: number, filter: Readonly<Record<string, string>>): Result<OutgoingCall> {
  const query = { ...filter, pageNumber: String(page), pageSize: String(PAGE_SIZE) }
  return accept({ method: 'GET', path: ORDERS, query, body: '' })
}

function readList(reply: UpstreamReply, page: number): UpstreamPage | Setback {
  const setback = setbackOf(reply)
  if (setback !== null) return setback
  const data = within(reply.body, 'data')
  const total = wholeMember(data, 'total')
  const hasMore = (rows: number) => (total === null ? rows === PAGE_SIZE : page * PAGE_SIZE < total)
  return readPage(within(data, 'list'), readOrder, hasMore)
}

/** The only way to cancel: all of it is refunded, which the platform decides on later. */
function writeRefund({
  upstreamNumber,
  reason,
}: OrderReference & { reason: string | null }): Result<OutgoingCall> {
  const named = refuseFirst(upstreamNumber, upstreamNumber === null ? [lacking('upstreamNumber')] : [])
  if (!named.ok) return named
  const body = { remark: reason ?? undefined, refundReason: 'Other' }
  const path = `${ORDERS}/${encodeURIComponent(upstreamNumber ?? '')}/refund`
  return accept({ method: 'POST', path, query: {}, body: JSON.stringify(body) })
}
