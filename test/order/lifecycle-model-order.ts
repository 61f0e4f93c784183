/**
 * Orders as the model of the engine knows them: a heap of single pieces, each of which knows where it is. Nothing is
 * stored that can be counted.
 */
import type { AfterSaleKind, AfterSaleStatus } from '../../src/order/after-sale.js'
import type { FinancialStatus, FulfilmentOrderStatus } from '../../src/order/order.js'
import type { Rejection } from '../../src/order/rejection.js'

/** What a carrier has. */
export interface Parcel {
  readonly carrier: string
  readonly trackingNumber: string
  isDelivered: boolean
  readonly events: Set<string>
}

export interface Box {
  readonly number: string
  parcel: Parcel | null
}

export interface Piece {
  readonly line: number
  readonly sku: string
  readonly priceMinor: number
  row: number
  part: number
  /** Not wanted any more. */
  isGone: boolean
  /** Taken from the stock of its part's location. */
  isHeld: boolean
  box: Box | null
}

export interface ModelPart {
  readonly sequence: number
  location: string
  status: FulfilmentOrderStatus
  boxes: Box[]
}

export interface ModelAfterSale {
  readonly number: number
  readonly kind: AfterSaleKind
  readonly goods: 'unshipped' | 'shipped'
  readonly whole: boolean
  /** Pieces by row. */
  readonly rows: ReadonlyMap<number, number>
  status: AfterSaleStatus
  amountMinor: number
  refundedMinor: number
  reason: string | null
  remark: string | null
  holding: readonly number[]
  reviewAt: number | null
  parcel: string | null
  messages: number
  received: readonly string[]
}

export interface ModelOrder {
  readonly orderNumber: number
  readonly accountId: number
  readonly ownerId: number
  readonly family: string
  readonly sellerOrderNumber: string | null
  readonly contentHash: string
  readonly currency: string
  readonly finalMinor: number
  readonly createdAt: number
  readonly payBy: number | null
  /** Its parcel ships without its goods. */
  readonly isEmpty: boolean
  money: FinancialStatus
  isUnpaid: boolean
  isCancelled: boolean
  /** Whether it was ever paid by what happened to it after its placing, or in it. */
  wasPaid: boolean
  /** What its review looks at; null: it is no draft. */
  review: { readonly carrier: string | null; readonly holds: readonly string[] } | null
  holds: string[]
  waivedMinor: number
  refundedMinor: number
  voucher: string | null
  label: string | null
  readonly notes: Map<string, string>
  readonly pieces: Piece[]
  readonly parts: ModelPart[]
  readonly afterSales: ModelAfterSale[]
  /** How often it has changed, its placing included. */
  changes: number
}

/** What an order's command should come to: a refusal, the same as before, or what is to be done. */
export type Refusal = Partial<Rejection> & Pick<Rejection, 'kind'>
export type Answer<Made> =
  | { readonly refusal: Refusal }
  | { readonly sameAs: number | null }
  | { readonly does: (made: Made) => void }

const HERE: readonly FulfilmentOrderStatus[] = ['drafted', 'shortage', 'allocated', 'hold', 'packed']

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

export function count<T>(values: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

export function wantedOf(order: ModelOrder, part: ModelPart): Piece[] {
  return order.pieces.filter((piece) => piece.part === part.sequence && !piece.isGone)
}

export function isShipped({ box }: Piece): boolean {
  return box !== null && box.parcel !== null
}

/** Nothing of it has left, and it is not over. */
export function isHere(part: ModelPart): boolean {
  return HERE.includes(part.status) && part.boxes.every((box) => box.parcel === null)
}

export function openBoxes(part: ModelPart): Box[] {
  return part.boxes.filter((box) => box.parcel === null)
}

export function isUnpacked(part: ModelPart): boolean {
  return isHere(part) && part.boxes.length === 0
}

export function livePartsOf(order: ModelOrder): ModelPart[] {
  return order.parts.filter((part) => part.status !== 'cancelled')
}

export function partsNamed(order: ModelOrder, sequence: number | null): ModelPart[] {
  return order.parts.filter((part) => sequence === null || part.sequence === sequence)
}

export function isOpen({ status }: ModelAfterSale): boolean {
  return status === 'requested' || status === 'approved' || status === 'sent_back'
}

export function payableOf(order: ModelOrder): number {
  return order.finalMinor - order.waivedMinor
}

export function leftOf(order: ModelOrder): number {
  return payableOf(order) - order.refundedMinor
}

/** Money that open after-sales speak for, but for those of `except`. */
export function spokenFor(order: ModelOrder, except?: ModelAfterSale): number {
  const open = order.afterSales.filter((one) => isOpen(one) && one.kind !== 'exchange' && one !== except)
  return sum(open.map((one) => one.amountMinor))
}

export function orderStatusOf(order: ModelOrder): string {
  if (order.isCancelled) return 'cancelled'
  if (order.isUnpaid) return 'waiting_payment'
  return livePartsOf(order).every((part) => part.status === 'delivered') ? 'completed' : 'processing'
}

function fulfilmentStatusOf(order: ModelOrder): string {
  if (order.isCancelled || order.isUnpaid || order.review !== null) return 'none'
  const parts = livePartsOf(order)
  if (parts.every((part) => part.status === 'delivered')) return 'completed'
  if (parts.every((part) => part.status === 'delivered' || part.status === 'handed_over')) {
    return 'fully_shipped'
  }
  const begun = parts.some((part) => part.boxes.some((box) => box.parcel !== null))
  return begun ? 'partially_shipped' : 'waiting_to_ship'
}

function refundStatusOf(order: ModelOrder): string {
  const money = order.afterSales.filter((one) => one.kind !== 'exchange')
  if (!order.isCancelled && money.some(isOpen)) return 'refunding'
  if (order.money === 'paid') {
    if (order.isCancelled) return 'refunded'
    if (order.refundedMinor === 0) return 'none'
    return order.refundedMinor < payableOf(order) ? 'partially_refunded' : 'refunded'
  }
  const done = money.filter((one) => one.status === 'completed')
  if (order.money !== 'none' || done.length === 0) return 'none'
  const pieces = sum(done.flatMap((one) => [...one.rows.values()]))
  return pieces < order.pieces.length ? 'partially_refunded' : 'refunded'
}

export function stateOf(order: ModelOrder): string {
  const statuses = [orderStatusOf(order), order.money, fulfilmentStatusOf(order), refundStatusOf(order)]
  return statuses.join('/')
}

export function dueOf(order: ModelOrder): string | null {
  if (order.isCancelled) return null
  if (order.review !== null) return `review at ${order.createdAt}`
  const reviews = order.afterSales.flatMap((one) =>
    one.status === 'requested' && one.reviewAt !== null ? [one.reviewAt] : [],
  )
  if (reviews.length > 0) return `refund_review at ${Math.min(...reviews)}`
  // While a person looks for its money, its time stands still.
  if (order.money === 'voucher' || order.money === 'confirming') return null
  return order.isUnpaid && order.payBy !== null ? `expiry at ${order.payBy}` : null
}

export const refuse = (refusal: Refusal) => ({ refusal })
export const same = (afterSaleNumber: number | null = null) => ({ sameAs: afterSaleNumber })

export function notFound(what: string, id: string | number) {
  return refuse({ kind: 'not_found', what, id: String(id) })
}

export function noPart(order: ModelOrder, sequence: number | null) {
  return notFound('fulfilment order', `${order.orderNumber}-${sequence ?? 1}`)
}

export function tooLate(order: ModelOrder, part: ModelPart, state: string = part.status) {
  const id = `${order.orderNumber}-${part.sequence}`
  return refuse({ kind: 'not_allowed_in_state', what: 'fulfilment order', id, state })
}

export function notIn(order: ModelOrder, state: string) {
  return refuse({ kind: 'not_allowed_in_state', what: 'order', id: String(order.orderNumber), state })
}
