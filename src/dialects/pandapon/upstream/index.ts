/** Our client of platforms that speak PandaPon, for Taobao (facts/pandapon.md §4, §6, §12). */
import { accept, type FieldFault, type Result } from '../../../order/rejection.js'
import { entriesOf, filled, only, readPage, wholeMember } from '../../../wire/replies.js'
import {
  lacking,
  member,
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
import { NOT_FOUND, setbackOf, WRONG_STATE } from './setback.js'
import { readTrail } from './trail.js'

const PAGE_SIZE = 100
const MOST_REASON = 200
/** There is no list of changes: orders of this age are listed with their status as it is. Older ones are read. */
const WATCHED_MS = 30 * 86_400_000

export const upstream: Upstream = {
  ...placing,

  find: {
    write: ({ number, page }) => listed(page, { sellerOrderNumber: number }),
    readReply: (reply, { number, page }) => only(number, readList(reply, page)),
  },

  changes: {
    write: ({ from, until, page }) =>
      listed(page, { startTime: writeInChina(from - WATCHED_MS), endTime: writeInChina(until) }),
    readReply: (reply, { page }) => readList(reply, page),
  },

  read: {
    lot: 1,
    write: ([first]) => {
      const id = first?.upstreamNumber ?? null
      const named = refuseFirst(id, id === null ? [lacking('[0].upstreamNumber')] : [])
      if (!named.ok) return named
      return accept({ method: 'GET', path: '/open/order/detail', query: { orderId: id ?? '' }, body: '' })
    },
    readReply: (reply) => {
      const setback = setbackOf(reply)
      if (setback?.kind === 'refused' && setback.code === NOT_FOUND) return NOBODY
      if (setback !== null) return setback
      const data = within(reply.body, 'data')
      return readPage(data === undefined ? undefined : [data], readOrder, () => false)
    },
  },

  trail: {
    write: (subPurchaseOrderId) =>
      accept({
        method: 'GET',
        path: '/v2/taobao/order/logistics/detail/get',
        query: { subPurchaseOrderId },
        body: '',
      }),
    readReply: readTrail,
  },

  // That it is taken is answered at once, and what comes of it is seen later.
  cancel: {
    write: writeCancel,
    readReply: (reply) => {
      const setback = setbackOf(reply)
      if (setback?.kind === 'refused' && setback.code === WRONG_STATE) {
        return { kind: 'too_late', reason: setback.reason }
      }
      if (setback !== null) return setback
      const taken = member(reply.body, 'data')
      if (taken === 'true') return { kind: 'requested' }
      return { kind: 'refused', code: '200', reason: `the platform answers ${taken ?? 'nothing'}` }
    },
  },

  pay: {
    write: ({ upstreamNumber }) => {
      const named = refuseFirst(upstreamNumber, upstreamNumber === null ? [lacking('upstreamNumber')] : [])
      return named.ok ? post('/open/order/pay', { orderIds: [upstreamNumber] }) : named
    },
    readReply: (reply) => {
      const setback = setbackOf(reply)
      if (setback !== null) return setback
      const data = within(reply.body, 'data')
      const [failed] = entriesOf(data, 'failList')
      if (failed === undefined) return { kind: 'paid' }
      const [code, reason] = [filled(failed, 'errorCode') ?? '', filled(failed, 'errorMessage') ?? '']
      return { kind: 'unpaid', code, reason }
    },
  },

  probe: {
    write: () => post('/open/purchase/page', { pageNo: 1, pageSize: 1 }),
    readReply: (reply) => setbackOf(reply) ?? { kind: 'alive' },
  },

  session: null,
  pace: {
    perSecond: null,
    inFlight: 4,
    pollEveryMs: 10 * 60_000,
    overlapMs: WATCHED_MS,
    timeoutMs: 30_000,
  },
}

const NOBODY: UpstreamPage = { kind: 'page', orders: [], hasMore: false }

function post(path: string, body: object): Result<OutgoingCall> {
  return accept({ method: 'POST', path, query: {}, body: JSON.stringify(body) })
}

function listed(page: number, filter: Readonly<Record<string, string>>): Result<OutgoingCall> {
  return post('/open/purchase/page', { pageNo: page, pageSize: PAGE_SIZE, ...filter })
}

function readList(reply: UpstreamReply, page: number): UpstreamPage | Setback {
  const setback = setbackOf(reply)
  if (setback !== null) return setback
  const data = within(reply.body, 'data')
  const total = wholeMember(data, 'total')
  const hasMore = (rows: number) => (total === null ? rows === PAGE_SIZE : page * PAGE_SIZE < total)
  return readPage(within(data, 'list'), readOrder, hasMore)
}

function writeCancel({
  upstreamNumber,
  reason,
}: OrderReference & { readonly reason: string | null }): Result<OutgoingCall> {
  const faults: FieldFault[] = upstreamNumber === null ? [lacking('upstreamNumber')] : []
  const length = [...(reason ?? '')].length
  if (length > MOST_REASON) {
    const problem = `has ${length} characters, and the platform takes ${MOST_REASON}`
    faults.push({ path: 'reason', problem, rule: 'length', limit: MOST_REASON })
  }
  const sound = refuseFirst(upstreamNumber, faults)
  if (!sound.ok) return sound
  return post('/open/order/cancel', { orderId: upstreamNumber, cancelReason: reason ?? undefined })
}
