/**
 * After-sales: what a buyer wants back of an order, and what came of it. A refund of goods that have not been shipped
 * cancels them; a refund of shipped goods is money only; a return brings the goods back, too; an exchange brings them
 * back for others.
 */
import type { Order, RefundStatus } from './order.js'

export type AfterSaleKind = 'refund' | 'return' | 'exchange'

/** `approved`: the goods may come back; `sent_back`: they are on their way; the last three are final. */
export type AfterSaleStatus = 'requested' | 'approved' | 'sent_back' | 'completed' | 'refused' | 'withdrawn'

/** Pieces of one row of a fulfilment order. */
export interface AfterSaleLine {
  readonly rowNumber: number
  readonly lineNumber: number
  readonly sku: string
  readonly quantity: number
  readonly unitPriceMinor: number
}

/** In which condition goods came back: only sellable ones are stock again. */
export type Condition = 'sellable' | 'defective' | 'scrapped'

export interface ReturnedGoods {
  readonly rowNumber: number
  readonly sku: string
  readonly quantity: number
  readonly condition: Condition
  /** Where they lie; null: nowhere. */
  readonly location: string | null
}

/** What either side wrote about it. `at` in milliseconds since 1970. */
export interface AfterSaleMessage {
  readonly at: number
  readonly by: 'buyer' | 'seller'
  readonly text: string
  readonly images: readonly string[]
}

/** Times are milliseconds since 1970; money is in minor units of the order's currency. */
export interface AfterSale {
  /** Unique in its tenant, also among order numbers. */
  readonly afterSaleNumber: number
  readonly kind: AfterSaleKind
  /** Whether the goods were still here when it was asked for. */
  readonly goods: 'unshipped' | 'shipped'
  readonly status: AfterSaleStatus
  /** Asked for everything that is left of the order, not for single rows. */
  readonly whole: boolean
  readonly lines: readonly AfterSaleLine[]
  /** What is to be given back. */
  readonly amountMinor: number
  /** What has come back to the account's balance. */
  readonly refundedMinor: number
  readonly reason: string | null
  readonly remark: string | null
  readonly images: readonly string[]
  readonly messages: readonly AfterSaleMessage[]
  /** The parcel with which the goods come back. */
  readonly parcel: { readonly carrier: string; readonly trackingNumber: string; readonly at: number } | null
  readonly received: readonly ReturnedGoods[]
  /** Why it was refused. */
  readonly refusal: string | null
  /** The order that is sent in exchange. */
  readonly replacementOrderNumber: number | null
  /** The fulfilment orders that are held because of it. */
  readonly holding: readonly number[]
  /** From when on the hub decides on it by itself; null: a person does. */
  readonly reviewAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
  /** When it came to each status. */
  readonly times: Readonly<Partial<Record<AfterSaleStatus, number>>>
  /** What the caller's API keeps with it. */
  readonly extra: Readonly<Record<string, unknown>> | null
}

/** Of an order with what its after-sales and its money are now. */
export function refundStatusOf(order: Order): RefundStatus {
  const { afterSales, financialStatus, orderStatus, refundedMinor } = order
  const money = afterSales.filter((one) => one.kind !== 'exchange')
  if (orderStatus !== 'cancelled' && money.some(isOpen)) return 'refunding'
  if (financialStatus === 'paid') {
    const payable = order.finalMinor - order.details.waivedMinor
    if (orderStatus === 'cancelled') return 'refunded'
    if (refundedMinor === 0) return 'none'
    return refundedMinor >= payable ? 'refunded' : 'partially_refunded'
  }
  // Settled elsewhere: told by the pieces, since the money is not ours to see.
  const done = financialStatus === 'none' ? money.filter((one) => one.status === 'completed') : []
  if (done.length === 0) return 'none'
  const pieces = done.flatMap((one) => one.lines).reduce((sum, line) => sum + line.quantity, 0)
  const all = order.details.lines.reduce((sum, line) => sum + line.quantity, 0)
  return pieces >= all ? 'refunded' : 'partially_refunded'
}

const OPEN: ReadonlySet<AfterSaleStatus> = new Set(['requested', 'approved', 'sent_back'])

export function isOpen({ status }: AfterSale): boolean {
  return OPEN.has(status)
}

/** The open after-sale that is about one of these rows, in words for a refusal; null: none is. */
export function busyWith({ afterSales }: Order, rows: ReadonlySet<number>): string | null {
  const open = afterSales.find((one) => isOpen(one) && one.lines.some((line) => rows.has(line.rowNumber)))
  return open === undefined ? null : `refunding (${open.afterSaleNumber})`
}

/** What is left to be given back is at least this much spoken for. */
export function pendingMinor(afterSales: readonly AfterSale[]): number {
  return afterSales
    .filter((one) => isOpen(one) && one.kind !== 'exchange')
    .reduce((sum, one) => sum + one.amountMinor, 0)
}

/** At its next status, with the time at which it came there. */
export function afterSaleAt(one: AfterSale, status: AfterSaleStatus, at: number): AfterSale {
  return { ...one, status, updatedAt: at, times: { ...one.times, [status]: at } }
}
