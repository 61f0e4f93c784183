/** What a command changes. */
import type { NoticeChange } from './notice.js'
import type { Order } from './order.js'

/** What a command changed: facts for the store to write, all or none. */
export interface Effects {
  readonly placed: readonly Order[]
  readonly changed: readonly Order[]
  readonly levels: readonly LevelChange[]
  readonly movements: readonly Movement[]
  /** None if not given. */
  readonly defective?: readonly DefectiveGoods[]
  readonly entries: readonly LedgerEntry[]
  readonly events: readonly OrderEvent[]
  readonly notices?: readonly NoticeChange[]
  /** Accounts that now have, or no longer have, orders waiting for payment. */
  readonly queues: readonly { readonly accountId: number; readonly hasWaiting: boolean }[]
}

export interface LevelChange {
  readonly ownerId: number
  readonly sku: string
  readonly location: string
  readonly onHand: number
  readonly reserved: number
  /** True for the first movement at a location that has never held the SKU. */
  readonly isNew: boolean
}

export interface Movement {
  readonly ownerId: number
  readonly sku: string
  readonly location: string
  readonly quantity: number
  readonly onHand: number
  readonly reason: string
}

/** Pieces that came back and can't be sold. */
export interface DefectiveGoods {
  readonly ownerId: number
  readonly sku: string
  readonly location: string
  readonly quantity: number
}

export interface LedgerEntry {
  readonly accountId: number
  readonly entryNumber: number
  readonly kind: 'top_up' | 'payment' | 'refund'
  /** Signed: payments are negative. */
  readonly amountMinor: number
  readonly balanceMinor: number
  readonly orderNumber: number | null
}

export interface OrderEvent {
  readonly orderNumber: number
  /** 1 for the first event of an order, then without gaps. */
  readonly version: number
  readonly kind:
    | 'placed'
    | 'reviewed'
    | 'paid'
    | 'held'
    | 'released'
    | 'annotated'
    | 'labelled'
    | 'allocated'
    | 'packed'
    | 'handed_over'
    | 'delivered'
    | 'tracked'
    | 'split'
    | 'merged'
    | 'moved'
    | 'payment_claimed'
    | 'payment_refused'
    | 'partly_cancelled'
    | 'cancelled'
    | 'after_sale_requested'
    | 'after_sale_approved'
    | 'after_sale_refused'
    | 'after_sale_withdrawn'
    | 'after_sale_changed'
    | 'refunded'
  /** The four statuses after it: see stateOf. */
  readonly state: string
  readonly data: Readonly<Record<string, unknown>> | null
}

export const NO_EFFECTS: Effects = {
  placed: [],
  changed: [],
  levels: [],
  movements: [],
  entries: [],
  events: [],
  queues: [],
}
