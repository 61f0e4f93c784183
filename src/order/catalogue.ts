/** What a tenant has set up before the first order: items, stock, locations, shipping methods, accounts. */
import type { Speed } from './order.js'
import type { RoutingPolicyName } from './routing.js'

/** Whether an item can be ordered; the words are those of product catalogues in this field. */
export type ItemStatus =
  | 'off_shelf'
  | 'on_shelf'
  | 'deleted'
  | 'discontinued'
  | 'clearance'
  | 'partial_clearance'
  | 'out_of_stock'

export const ORDERABLE: ReadonlySet<ItemStatus> = new Set(['on_shelf', 'clearance', 'partial_clearance'])

/** `ownerId` is the account whose catalogue and stock it is: its own, or the supplier's that it draws on. */
export interface Item {
  readonly ownerId: number
  readonly sku: string
  readonly name: string
  readonly priceMinor: number
  readonly currency: string
  readonly weightGrams: number
  readonly status: ItemStatus
}

/** The location with the lowest priority number is the default one. */
export interface StockLocation {
  readonly code: string
  readonly number: number
  readonly name: string
  readonly country: string
  readonly region: string | null
  readonly priority: number
  readonly enabled: boolean
}

/**
 * `order` methods price and ship orders; `quote` methods are only shown when asked what a channel costs; `carrier`
 * methods are services that orders name without being priced by them.
 */
export interface ShippingMethod {
  readonly code: string
  readonly name: string
  readonly speed: Speed
  readonly purpose: 'order' | 'quote' | 'carrier'
  readonly enabled: boolean
}

/** First `firstGrams` cost `firstMinor`, each begun step of `stepGrams` costs `stepMinor` more. */
export interface ShippingRate {
  readonly method: string
  readonly originCountry: string
  readonly destinationCountry: string
  readonly currency: string
  readonly firstMinor: number
  readonly firstGrams: number
  readonly stepMinor: number
  readonly stepGrams: number
  readonly daysMin: number
  readonly daysMax: number
}

export interface Account {
  readonly accountId: number
  readonly name: string
  readonly stockOwnerId: number
  /** What becomes of an order that finds too little stock: it is refused, or waits for it as a shortage. */
  readonly outOfStock: 'refuse' | 'shortage'
  readonly routingPolicy: RoutingPolicyName
  /** `balance`: orders are paid from the account's balance; `none`: money is settled elsewhere. */
  readonly payment: 'balance' | 'none'
  readonly currency: string
  readonly balanceMinor: number
  /** How many ledger entries the account has; the next entry's number is one more. */
  readonly entryCount: number
  /** How long after a wish for a refund of unshipped goods the hub grants it; null: a person decides. */
  readonly refundReviewMs: number | null
  /** How long an order waits for its money before it is cancelled; null: for ever. */
  readonly unpaidExpiryMs: number | null
  /** Whether orders of it wait for payment: they are paid before any new one. */
  readonly hasWaiting: boolean
}

/** What can be changed of an account, for what is placed or asked for from then on. */
export type AccountPolicies = Pick<
  Account,
  'outOfStock' | 'routingPolicy' | 'refundReviewMs' | 'unpaidExpiryMs'
>

/** A seller's shop on a marketplace. */
export interface Store {
  readonly storeNumber: number
  readonly accountId: number
  readonly name: string
  /** ISO 3166-1 alpha-2 of the marketplace's country. */
  readonly marketplace: string
  /** The seller's id on that marketplace; one seller may have several stores. */
  readonly sellerId: string
  readonly status: 'active' | 'paused' | 'suspended'
}

/** `available` = onHand − reserved, never below 0. */
export interface StockLevel {
  readonly ownerId: number
  readonly sku: string
  readonly location: string
  readonly onHand: number
  readonly reserved: number
}

export function available(level: StockLevel): number {
  return Math.max(0, level.onHand - level.reserved)
}
