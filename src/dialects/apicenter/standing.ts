/**
 * How far an order is, in one word and one set of times (facts/apicenter.md §8). A warehouse may have split it: then it
 * is as far as the part that is behind, and parts that are cancelled say nothing as long as another one is not.
 */
import type { StatePattern } from '../../order/calls.js'
import type { FulfilmentOrder, FulfilmentOrderStatus, HoldKind, Order } from '../../order/order.js'
import { writeInChina } from '../../wire/zones.js'

/** The one that is furthest behind comes first. */
const STATUSES = {
  drafted: 'drafted',
  shortage: 'shortage',
  hold: 'hold',
  allocated: 'stock_allocated',
  packed: 'stock_allocated',
  handed_over: 'handovered',
  delivered: 'handovered',
  cancelled: 'cancelled',
} as const satisfies Record<FulfilmentOrderStatus, string>

type StandingWord = (typeof STATUSES)[FulfilmentOrderStatus]

const PROGRESS = Object.keys(STATUSES) as FulfilmentOrderStatus[]

export const STATUS_WORDS = [...new Set(Object.values(STATUSES))]

function behind({ fulfilmentOrders }: Order): FulfilmentOrderStatus {
  const ranks = fulfilmentOrders.map((part) => PROGRESS.indexOf(part.status))
  return PROGRESS[Math.min(...ranks)] ?? 'drafted'
}

export function statusOf(order: Order): StandingWord {
  return STATUSES[behind(order)]
}

/** The orders that are told to have the status. */
export function patternOf(word: StandingWord): StatePattern {
  const meant = PROGRESS.filter((one) => STATUSES[one] === word)
  return {
    part: meant,
    withoutPart: PROGRESS.slice(
      0,
      PROGRESS.findIndex((one) => meant.includes(one)),
    ),
  }
}

/** '' until it has happened: to all of the order, but for a shortage of any part of it. */
export function writeTimes(order: Order) {
  const { orderStatus, details, fulfilmentOrders } = order
  const live = liveParts(order)
  const short = fulfilmentOrders.flatMap(({ times: { shortage } }) =>
    shortage === undefined ? [] : [shortage],
  )
  return {
    shortage_at: short.length === 0 ? '' : writeInChina(Math.max(...short)),
    cancel_at:
      orderStatus === 'cancelled' && details.cancelledAt !== null ? writeInChina(details.cancelledAt) : '',
    allocate_at: writeLast(live, 'allocated'),
    pack_at: writeLast(live, 'packed'),
    handover_at: writeLast(live, 'handed_over'),
  }
}

function writeLast(parts: readonly FulfilmentOrder[], status: FulfilmentOrderStatus): string {
  const times = parts.map((part) => part.times[status] ?? Number.NaN)
  const last = Math.max(...times)
  return Number.isFinite(last) ? writeInChina(last) : ''
}

/** Those that are not cancelled; all of an order of which nothing else is left. */
export function liveParts({ fulfilmentOrders }: Order): readonly FulfilmentOrder[] {
  const live = fulfilmentOrders.filter((part) => part.status !== 'cancelled')
  return live.length === 0 ? fulfilmentOrders : live
}

/** The codes that people know reviews by. */
const REVIEW_CODES: { readonly [K in HoldKind]?: number } = { balance: 10001, label: 10002 }
const SHORT = 10003
const SHORT_MESSAGE = 'stock insufficient'

/** Why it does not go on: of several reasons, one that has a code. Null: nothing keeps it. */
export function obstacleOf(order: Order): { readonly code: number | null; readonly message: string } | null {
  const status = behind(order)
  if (status === 'shortage') return { code: SHORT, message: SHORT_MESSAGE }
  const { holds } = order.details
  const hold = holds.find(({ kind }) => REVIEW_CODES[kind] !== undefined) ?? holds[0]
  if (status !== 'hold' || hold === undefined) return null
  return { code: REVIEW_CODES[hold.kind] ?? null, message: hold.reason }
}

export function messageOf(order: Order): string {
  const obstacle = obstacleOf(order)
  if (obstacle === null) return ''
  return obstacle.code === null ? obstacle.message : `${obstacle.code} ${obstacle.message}`
}
