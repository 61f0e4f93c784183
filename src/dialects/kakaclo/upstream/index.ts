/**
 * Our client of platforms that speak KakaClo (facts/kakaclo.md §16): by version 2 where it may choose, and by version 1
 * for platforms that have no other. The balance is version 1's in either.
 */
import { accept, type Result } from '../../../order/rejection.js'
import type { JsonValue } from '../../../wire/json.js'
import { garbled, only, readPage, wholeMember } from '../../../wire/replies.js'
import { writeInstant } from '../../../wire/time.js'
import {
  lacking,
  type OrderReference,
  type OutgoingCall,
  refuseFirst,
  type Setback,
  type Upstream,
  type UpstreamOrder,
  type UpstreamPage,
  type UpstreamReply,
  within,
} from '../../../wire/upstream.js'
import { readOrder } from './orders.js'
import { readOlderOrder } from './orders-v1.js'
import { placingAt } from './place.js'
import { isTooLate, setbackOf } from './setback.js'

/** Clocks may differ by so much, and so late may a change be seen in the list. */
const OVERLAP_MS = 10 * 60_000
const PAGE_SIZE = 250

/** What differs from one generation to the other. */
interface Generation {
  /** Where its orders are. */
  readonly path: string
  readonly readOrder: (row: JsonValue) => UpstreamOrder
  readonly refundOf: (reason: string | null) => object
}

export const upstream = upstreamOf({
  path: '/openapi/v2/order/orders',
  readOrder,
  refundOf: (reason) => ({ remark: reason ?? undefined, refundReason: 'Other' }),
})

export const upstreamV1 = upstreamOf({
  path: '/openapi/v1/order/orders',
  readOrder: readOlderOrder,
  // Its one field, which it requires.
  refundOf: (reason) => ({ Remark: reason ?? 'cancelled' }),
})

function upstreamOf(generation: Generation): Upstream {
  const listed = (page: number, filter: Readonly<Record<string, string>>): Result<OutgoingCall> => {
    const query = { ...filter, pageNumber: String(page), pageSize: String(PAGE_SIZE) }
    return accept({ method: 'GET', path: generation.path, query, body: '' })
  }
  const readList = (reply: UpstreamReply, page: number): UpstreamPage | Setback => {
    const setback = setbackOf(reply)
    if (setback !== null) return setback
    const data = within(reply.body, 'data')
    const total = wholeMember(data, 'total')
    const hasMore = (rows: number) => (total === null ? rows === PAGE_SIZE : page * PAGE_SIZE < total)
    return readPage(within(data, 'list'), generation.readOrder, hasMore)
  }
  return {
    ...placingAt(generation.path),

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
    pay: null,

    cancel: {
      write: (asked) => writeRefund(generation, asked),
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
}

/** The only way to cancel: all of it is refunded, which the platform decides on later. */
function writeRefund(
  { path, refundOf }: Generation,
  { upstreamNumber, reason }: OrderReference & { readonly reason: string | null },
): Result<OutgoingCall> {
  const named = refuseFirst(upstreamNumber, upstreamNumber === null ? [lacking('upstreamNumber')] : [])
  if (!named.ok) return named
  const refund = `${path}/${encodeURIComponent(upstreamNumber ?? '')}/refund`
  return accept({ method: 'POST', path: refund, query: {}, body: JSON.stringify(refundOf(reason)) })
}
