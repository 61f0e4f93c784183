/** Our client of Lingxing and of platforms that speak as it does (facts/lingxing.md §2, §6, §8). */
import { accept, type Result } from '../../../order/rejection.js'
import { only, readPage, wholeMember } from '../../../wire/replies.js'
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
import { PATH as CANCEL } from '../cancel-order.js'
import { beijing, DAY_MS } from '../days.js'
import { readOrder, readShipped, storeOf } from './orders.js'
import { placing } from './place.js'
import { session } from './session.js'
import { detailsOf, NOT_CANCELLABLE, setbackOf } from './setback.js'

const LIST = '/order/amzod/api/orderList'
const DETAILS = '/order/amzod/api/orderDetails'
const PAGE_SIZE = 200

const SENT = 1
const CHANGED = 2

export const upstream: Upstream = {
  ...placing,

  // By its store and number, where the store's number is known; else among all of its days.
  find: {
    write: (search) =>
      storeOf(search) === null
        ? // Days are those of the site, a day off ours at most.
          listed(search.page, SENT, { from: search.sentFrom - DAY_MS, until: search.sentUntil + DAY_MS })
        : detail('productInformation', [search]),
    readReply: (reply, search) =>
      only(
        search.number,
        storeOf(search) === null ? readList(reply, search.page) : readDetails(reply, readOrder),
      ),
  },

  // Whole days, and one more at either end: the documents don't say whose days they are.
  changes: {
    write: ({ from, until, page }) => listed(page, CHANGED, { from: from - DAY_MS, until: until + DAY_MS }),
    readReply: (reply, { page }) => readList(reply, page),
  },

  read: {
    lot: 200,
    write: (references) => detail('logisticsInformation', references),
    readReply: (reply, references) => readDetails(reply, (row) => readShipped(row, references)),
  },

  trail: null,
  pay: null,

  cancel: {
    write: (reference) => {
      const sid = storeOf(reference)
      const named = refuseFirst(sid, sid === null ? [lacking('sid')] : [])
      if (!named.ok) return named
      return post(CANCEL, { sid, seller_fulfillment_order_id: reference.number })
    },
    readReply: (reply) => {
      const setback = setbackOf(reply)
      if (setback === null) return { kind: 'cancelled' }
      const isLate = setback.kind === 'refused' && detailsOf(reply).includes(NOT_CANCELLABLE)
      return isLate ? { kind: 'too_late', reason: setback.reason } : setback
    },
  },

  probe: {
    write: () => accept({ method: 'GET', path: '/erp/sc/data/seller/lists', query: {}, body: '' }),
    readReply: (reply) => setbackOf(reply) ?? { kind: 'alive' },
  },

  session,
  // One request at once for each path; a token that is out comes back after two minutes at the latest.
  pace: { perSecond: null, inFlight: 1, pollEveryMs: 5 * 60_000, overlapMs: DAY_MS, timeoutMs: 130_000 },
}

function post(path: string, body: object): Result<OutgoingCall> {
  return accept({ method: 'POST', path, query: {}, body: JSON.stringify(body) })
}

function listed(
  page: number,
  dateType: typeof SENT | typeof CHANGED,
  { from, until }: { readonly from: number; readonly until: number },
): Result<OutgoingCall> {
  return post(LIST, {
    start_date: beijing(from).slice(0, 10),
    end_date: beijing(until).slice(0, 10),
    date_type: dateType,
    offset: (page - 1) * PAGE_SIZE,
    length: PAGE_SIZE,
  })
}

function readList(reply: UpstreamReply, page: number): UpstreamPage | Setback {
  const setback = setbackOf(reply)
  if (setback !== null) return setback
  const data = within(reply.body, 'data')
  const total = wholeMember(data, 'total')
  const hasMore = (rows: number) => (total === null ? rows === PAGE_SIZE : page * PAGE_SIZE < total)
  return readPage(within(data, 'records'), readOrder, hasMore)
}

function detail(name: string, references: readonly OrderReference[]): Result<OutgoingCall> {
  const stores = references.map(storeOf)
  const sound = refuseFirst(
    stores,
    stores.flatMap((sid, index) => (sid === null ? [lacking(`[${index}].sid`)] : [])),
  )
  if (!sound.ok) return sound
  return post(`${DETAILS}/${name}`, {
    order_info: references.map(({ number }, index) => ({
      sid: stores[index],
      seller_fulfillment_order_id: number,
    })),
  })
}

/** What is not there is left out. */
function readDetails(reply: UpstreamReply, read: typeof readOrder): UpstreamPage | Setback {
  const setback = setbackOf(reply)
  if (setback !== null) return setback
  return readPage(within(reply.body, 'data'), read, () => false)
}
