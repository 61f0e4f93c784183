/** What all commands of the model draw on: pieces on hand, money booked, orders; and taking pieces for a part. */
import type { Account } from '../../src/order/catalogue.js'
import type { RoutingPolicyName } from '../../src/order/routing.js'
import { BUYERS, ITEMS } from './corner-shop.js'
import {
  count,
  type ModelOrder,
  type ModelPart,
  openBoxes,
  payableOf,
  sum,
  wantedOf,
} from './lifecycle-model-order.js'
import type { ModelNotice } from './lifecycle-model-warehouse.js'

export const ORDERABLE = ['on_shelf', 'clearance', 'partial_clearance']

/** How each of the corner shop's buyers is dealt with in these stories. */
export const TERMS: Readonly<
  Record<number, Pick<Account, 'refundReviewMs' | 'unpaidExpiryMs' | 'outOfStock'>>
> = {
  1: { refundReviewMs: 3_000, unpaidExpiryMs: 20_000, outOfStock: 'refuse' },
  2: { refundReviewMs: null, unpaidExpiryMs: null, outOfStock: 'refuse' },
  3: { refundReviewMs: 0, unpaidExpiryMs: null, outOfStock: 'shortage' },
}

export interface Booking {
  readonly kind: 'top_up' | 'payment' | 'refund'
  readonly amountMinor: number
  readonly orderNumber: number | null
}

export function itemOf(ownerId: number, sku: string) {
  return ITEMS.find((one) => one.ownerId === ownerId && one.sku === sku)
}

export function paysFromBalance(accountId: number): boolean {
  return BUYERS.find((one) => one.accountId === accountId)?.payment === 'balance'
}

export class World {
  /** In the order in which they came. */
  readonly orders: ModelOrder[] = []
  readonly onHand = new Map<string, number>()
  readonly defective = new Map<string, number>()
  readonly notices = new Map<string, ModelNotice>()
  readonly bookings = new Map<number, Booking[]>()
  /** Orders that the command at hand has changed. */
  readonly touched = new Set<ModelOrder>()
  readonly policy: RoutingPolicyName
  at = 0
  readonly #balances = new Map<number, number>()
  #held = new Map<string, number>()
  #counted: ReadonlyMap<string, number> | undefined

  constructor(policy: RoutingPolicyName) {
    this.policy = policy
    for (const { accountId } of BUYERS) this.bookings.set(accountId, [])
  }

  /** Before each command: pieces that it gives back are free for the next one only. */
  begin(at: number): void {
    this.at = at
    this.touched.clear()
    this.#held = new Map(this.heldNow())
  }

  /** After each command that was followed: what its pieces hold is counted anew. */
  protected end(): void {
    this.#counted = undefined
  }

  heldNow(): ReadonlyMap<string, number> {
    this.#counted ??= this.#countHeld()
    return this.#counted
  }

  #countHeld(): Map<string, number> {
    const held = new Map<string, number>()
    for (const { ownerId, parts, pieces } of this.orders) {
      for (const { isHeld, part, sku } of pieces) {
        if (!isHeld) continue
        const key = levelKey(ownerId, sku, parts[part - 1]?.location ?? '')
        held.set(key, (held.get(key) ?? 0) + 1)
      }
    }
    return held
  }

  held(ownerId: number, sku: string, location: string): number {
    return this.#held.get(levelKey(ownerId, sku, location)) ?? 0
  }

  free(ownerId: number, sku: string, location: string): number {
    return (this.onHand.get(levelKey(ownerId, sku, location)) ?? 0) - this.held(ownerId, sku, location)
  }

  take(ownerId: number, sku: string, location: string, pieces: number): void {
    this.#held.set(levelKey(ownerId, sku, location), this.held(ownerId, sku, location) + pieces)
  }

  bring(ownerId: number, sku: string, location: string, pieces: number): void {
    const key = levelKey(ownerId, sku, location)
    this.onHand.set(key, (this.onHand.get(key) ?? 0) + pieces)
  }

  balance(accountId: number): number {
    return this.#balances.get(accountId) ?? 0
  }

  book(accountId: number, booking: Booking): void {
    this.bookings.get(accountId)?.push(booking)
    this.#balances.set(accountId, this.balance(accountId) + booking.amountMinor)
  }

  waiting(accountId: number): ModelOrder[] {
    return this.orders.filter(
      (one) => one.accountId === accountId && one.isUnpaid && !one.isCancelled && one.money === 'waiting',
    )
  }

  /** Oldest first; who can't be paid keeps those behind it waiting. */
  payOldest(accountId: number): void {
    for (const order of this.waiting(accountId)) {
      if (this.balance(accountId) < payableOf(order)) return
      this.payFromBalance(order)
      this.changed(order)
    }
  }

  payFromBalance(order: ModelOrder): void {
    const { accountId, orderNumber } = order
    this.book(accountId, { kind: 'payment', amountMinor: 0 - payableOf(order), orderNumber })
    this.nowPaid(order, 'paid')
  }

  nowPaid(order: ModelOrder, money: 'paid' | 'none'): void {
    order.isUnpaid = false
    order.money = money
    order.wasPaid = true
    for (const part of order.parts) if (part.status === 'drafted') part.status = 'allocated'
  }

  /** What was paid from no balance of ours comes back to none. */
  giveBack(order: ModelOrder, amountMinor: number): number {
    const given = order.money === 'paid' ? amountMinor : 0
    const { accountId, orderNumber } = order
    if (given > 0) this.book(accountId, { kind: 'refund', amountMinor: given, orderNumber })
    order.refundedMinor += given
    return given
  }

  changed(order: ModelOrder): void {
    order.changes += 1
    this.touched.add(order)
  }

  /** Pieces that a part still has to take, by SKU. */
  #lacking(order: ModelOrder, part: ModelPart): Map<string, number> {
    return count(wantedOf(order, part).flatMap((piece) => (piece.isHeld ? [] : [piece.sku])))
  }

  canAllocate(order: ModelOrder, part: ModelPart): boolean {
    const { ownerId } = order
    return [...this.#lacking(order, part)].every(
      ([sku, pieces]) =>
        order.isEmpty ||
        (ORDERABLE.includes(itemOf(ownerId, sku)?.status ?? '') &&
          this.free(ownerId, sku, part.location) >= pieces),
    )
  }

  /** All that a part still lacks, or it is short and holds nothing. */
  allocate(order: ModelOrder, part: ModelPart, holds: readonly string[] = []): void {
    const isThere = this.canAllocate(order, part)
    if (isThere && !order.isEmpty) {
      for (const [sku, pieces] of this.#lacking(order, part)) {
        this.take(order.ownerId, sku, part.location, pieces)
      }
    }
    for (const piece of wantedOf(order, part)) piece.isHeld = isThere && !order.isEmpty
    const ready = order.isUnpaid ? 'drafted' : 'allocated'
    part.status = !isThere ? 'shortage' : holds.length > 0 ? 'hold' : ready
  }

  /** Where a part was before it was held. */
  resume(order: ModelOrder, part: ModelPart): void {
    if (order.review !== null) part.status = 'drafted'
    else if (openBoxes(part).length > 0) part.status = 'packed'
    else this.allocate(order, part)
  }
}

export function levelKey(ownerId: number, sku: string, location: string): string {
  return `${ownerId} ${sku} ${location}`
}

export function goodsCost(pieces: readonly { readonly priceMinor: number }[]): number {
  return sum(pieces.map((piece) => piece.priceMinor))
}
