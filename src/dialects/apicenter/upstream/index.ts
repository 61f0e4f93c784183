/** Our client of warehouses that speak apicenter (facts/apicenter.md §6.2, §14). */
import { accept, type Result } from '../../../order/rejection.js'
import { filled, only, readPage, wholeMember } from '../../../wire/replies.js'
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
import { writeInChina } from '../../../wire/zones.js'
import { readOrder } from './orders.js'
import { placing } from './place.js'
import { setbackOf } from './setback.js'

const PATH = '/apicenter/api/order'
const PAGE_SIZE = 200

/** The list shifts when an order changes while it is read: each change is in the windows of several polls. */
const POLL_MS = 5 * 60_000
const OVERLAP_MS = 30 * 60_000

const NOT_FOUND = '404'
const CONFLICT = '409'
const MALFORMED = '400'

export const upstream: Upstream = {
  ...placing,

  find: {
    write: readOne,
    readReply: (reply, { number }) => only(number, readFound(reply)),
  },

  changes: {
    write: ({ from, until, page, fields }) =>
      asked('/list', fields, {
        updated_from: writeInChina(from - OVERLAP_MS),
        updated_to: writeInChina(until),
        page_no: page,
        page_size: PAGE_SIZE,
      }),
    readReply: (reply, { page }) => {
      const setback = setbackOf(reply)
      if (setback !== null) return setback
      const data = within(reply.body, 'data')
      const total = wholeMember(data, 'total')
      const hasMore = (rows: number) => (total === null ? rows === PAGE_SIZE : page * PAGE_SIZE < total)
      return readPage(within(data, 'list'), readOrder, hasMore)
    },
  },

  read: {
    lot: 1,
    write: ([first]) =>
      first === undefined ? refuseFirst(ANY_CALL, [lacking('[0].number')]) : readOne(first),
    readReply: readFound,
  },

  trail: null,
  pay: null,

  cancel: {
    write: ({ number, fields, reason }) =>
      asked('/cancel', fields, { order_number: number, ...(reason === null ? {} : { reason }) }),
    readReply: (reply) => {
      const setback = setbackOf(reply)
      if (setback === null) return { kind: 'cancelled' }
      if (setback.kind !== 'refused' || setback.code !== CONFLICT) return setback
      // What is packed can't be cancelled any more, and is kept from leaving.
      if (filled(within(reply.body, 'data'), 'status') === 'hold') return { kind: 'held' }
      return { kind: 'too_late', reason: setback.reason }
    },
  },

  // Which shop it is for is missing: only whoever shows a good token is told so.
  probe: {
    write: () => accept({ method: 'POST', path: `${PATH}/list`, query: {}, body: '{}' }),
    readReply: (reply) => {
      const setback = setbackOf(reply)
      if (setback === null) return { kind: 'alive' }
      return setback.kind === 'refused' && setback.code === MALFORMED ? { kind: 'alive' } : setback
    },
  },

  session: null,
  pace: { perSecond: null, inFlight: 4, pollEveryMs: POLL_MS, overlapMs: OVERLAP_MS, timeoutMs: 30_000 },
}

const ANY_CALL: OutgoingCall = { method: 'POST', path: PATH, query: {}, body: '' }

function readOne({ number, fields }: Pick<OrderReference, 'number' | 'fields'>): Result<OutgoingCall> {
  return asked('/status', fields, { order_number: number })
}

/** An order that is not there makes an empty page; a path that is not there is no answer. */
function readFound(reply: UpstreamReply): UpstreamPage | Setback {
  const setback = setbackOf(reply)
  if (setback === null) {
    const data = within(reply.body, 'data')
    return readPage(data === undefined ? undefined : [data], readOrder, () => false)
  }
  const isAbsent = setback.kind === 'refused' && setback.code === NOT_FOUND && reply.status === 200
  return isAbsent ? { kind: 'page', orders: [], hasMore: false } : setback
}

/** Each request begins with the shop that it is for. */
function asked(
  path: string,
  { client_code: client, client_type: type }: OrderReference['fields'],
  rest: Readonly<Record<string, unknown>>,
): Result<OutgoingCall> {
  const named = refuseFirst(client, client === undefined ? [lacking('client_code')] : [])
  if (!named.ok) return named
  const body = { client_code: client, ...(type === undefined ? {} : { client_type: type }), ...rest }
  return accept({ method: 'POST', path: PATH + path, query: {}, body: JSON.stringify(body) })
}
