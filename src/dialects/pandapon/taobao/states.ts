/** Taobao's status numbers, and which states of ours they stand for (facts/pandapon.md §13.1, §13.2). */
import type { AfterSale } from '../../../order/after-sale.js'
import type { StatePattern } from '../../../order/calls.js'
import type { FulfilmentOrder, Order } from '../../../order/order.js'
import { wanted } from '../../../order/reservation.js'

/**
 * An order stands for exactly one of them, that of its least advanced line. 2 is passed in the moment in
 * which a person approves; 12 is never seen.
 */
export const STATUSES: ReadonlyMap<number, { readonly raw: string; readonly pattern: StatePattern }> =
  new Map([
    [
      0,
      {
        raw: 'WAIT_BUYER_P',
        pattern: {
          orderStatus: ['waiting_payment'],
          financialStatus: ['none', 'waiting', 'on_request', 'paid'],
        },
      },
    ],
    [
      1,
      {
        raw: 'ORDER_PAY_STATUS',
        pattern: { orderStatus: ['waiting_payment'], financialStatus: ['voucher'] },
      },
    ],
    [
      3,
      {
        raw: 'ORDER_FINANCE_REFUSE_STATUS',
        pattern: { orderStatus: ['waiting_payment'], financialStatus: ['voucher_refused'] },
      },
    ],
    [
      5,
      {
        raw: 'WAIT_FINANCE_PAY',
        pattern: { orderStatus: ['waiting_payment'], financialStatus: ['confirming'] },
      },
    ],
    [
      10,
      {
        raw: 'WAIT_SELLER_SEND_GOODS',
        pattern: {
          orderStatus: ['processing'],
          fulfilmentStatus: ['none', 'waiting_to_ship', 'partially_shipped'],
        },
      },
    ],
    [
      11,
      {
        raw: 'WAIT_BUYER_CONFIRM_GOODS',
        pattern: { orderStatus: ['processing'], fulfilmentStatus: ['fully_shipped'] },
      },
    ],
    [4, { raw: 'TRADE_CLOSED', pattern: { orderStatus: ['cancelled'] } }],
    [9, { raw: 'OTHER_STATUS', pattern: { orderStatus: ['completed'] } }],
  ])

const PAID = 10
const SHIPPED = 11
const CLOSED = 4
const OTHER = 9

export function statusOf(order: Order): number {
  for (const [status, { pattern }] of STATUSES) {
    const axes = ['orderStatus', 'financialStatus', 'fulfilmentStatus'] as const
    if (axes.every((axis) => pattern[axis]?.includes(order[axis]) ?? true)) return status
  }
  return OTHER
}

/** Of one line: closed if nothing of it is wanted any more, else as far as the last of its pieces is. */
export function lineStatusOf(order: Order, lineNumber: number): number {
  const live = order.fulfilmentOrders.flatMap((part) => {
    const pieces = piecesOf(part, lineNumber)
    return part.status !== 'cancelled' && pieces.wanted > 0 ? [pieces] : []
  })
  if (order.orderStatus === 'cancelled' || live.length === 0) return CLOSED
  if (order.orderStatus === 'waiting_payment') return statusOf(order)
  if (live.every((pieces) => pieces.delivered >= pieces.wanted)) return OTHER
  return live.every((pieces) => pieces.shipped >= pieces.wanted) ? SHIPPED : PAID
}

/** Of a line in a part: how many are still wanted, have left, and have come. */
function piecesOf({ lines, shipments }: FulfilmentOrder, lineNumber: number) {
  const pieces = { wanted: 0, shipped: 0, delivered: 0 }
  for (const line of lines) if (line.lineNumber === lineNumber) pieces.wanted += wanted(line)
  for (const { lines: inParcel, deliveredAt } of shipments ?? []) {
    for (const line of inParcel) {
      if (line.lineNumber !== lineNumber) continue
      pieces.shipped += line.quantity
      if (deliveredAt !== null) pieces.delivered += line.quantity
    }
  }
  return pieces
}

const REFUND_STATUSES: { readonly [S in AfterSale['status']]: number } = {
  requested: 10,
  approved: 20,
  sent_back: 30,
  completed: 100,
  refused: -10,
  withdrawn: -20,
}

export function refundStatusOf({ status }: AfterSale): number {
  return REFUND_STATUSES[status]
}

/** Of a line: that of the last wish about it; 0: there is none. */
export function lineRefundStatusOf({ afterSales }: Order, lineNumber: number): number {
  const about = afterSales.filter((one) => one.lines.some((line) => line.lineNumber === lineNumber))
  const last = about.at(-1)
  return last === undefined ? 0 : refundStatusOf(last)
}

/** What a status of a refund stands for; none if the number is unknown. */
export function afterSaleStatuses(status: number): AfterSale['status'][] {
  const known = Object.entries(REFUND_STATUSES).filter(([, number]) => number === status)
  return known.map(([word]) => word as AfterSale['status'])
}
