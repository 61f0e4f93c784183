/**
 * Orders as the engine knows them: one order holds lines (what was asked for) and fulfilment orders (which
 * stock location ships which part of it). Four axes of status, since they say different things.
 */
import type { AfterSale } from './after-sale.js'

export type OrderStatus = 'waiting_payment' | 'processing' | 'completed' | 'cancelled'
/**
 * `none`: settled elsewhere. `waiting`: paid as soon as the balance suffices; `on_request`: only when its buyer says so.
 * `voucher`: its buyer has shown that it is paid, `confirming`: it is paid with money that no balance of ours holds;
 * a person says whether that is so, and if not, it is `voucher_refused`.
 */
export type FinancialStatus =
  | 'none'
  | 'waiting'
  | 'on_request'
  | 'voucher'
  | 'voucher_refused'
  | 'confirming'
  | 'paid'
export type FulfilmentStatus =
  | 'none'
  | 'waiting_to_ship'
  | 'partially_shipped'
  | 'fully_shipped'
  | 'completed'
/** What of an order will never be shipped: nothing; pieces, or all of it, that were cancelled; all, for want of stock. */
export type OrderLoss = 'none' | 'cancelled' | 'short'
export type RefundStatus = 'none' | 'refunding' | 'partially_refunded' | 'refunded'

export type FulfilmentOrderStatus =
  | 'drafted'
  | 'allocated'
  | 'packed'
  | 'handed_over'
  | 'delivered'
  | 'shortage'
  | 'hold'
  | 'cancelled'

/**
 * What keeps an order from being shipped: its buyer asked for it, the balance is empty, a label is missing, nobody
 * knows the carrier's service, it asks for a process that nobody knows, or its buyer wants the money back.
 */
export type HoldKind = 'asked' | 'balance' | 'label' | 'carrier' | 'process' | 'after_sale'

export interface Hold {
  readonly kind: HoldKind
  /** In words for people. */
  readonly reason: string
}

/**
 * What the hub itself has to do with an order, and from when on (milliseconds since 1970): look at a draft, decide on
 * what its buyer wants back, give up waiting for its money or for the release of what is held, or let befall it what its
 * caller wants to see.
 */
export interface Due {
  readonly kind: 'review' | 'refund_review' | 'expiry' | 'hold_expiry' | 'rehearsal'
  readonly at: number
}

/**
 * A bad day that a caller who tries things out has asked for: no stock is found for it; it is refused, or its stock is
 * gone, a while after it was accepted.
 */
export type BadDay = 'out_of_stock' | 'late_refusal' | 'late_shortage'

/** What the review of an order looks at, besides its lines and stock. */
export interface ReviewWish {
  /** The carrier's service, that must be one of the shipping methods; null: it may be of whichever carrier. */
  readonly carrier: string | null
  readonly holds: readonly Hold[]
}

/** The caller's own label: kept here by its SHA-256 in hex, or lying at an address of the caller's. */
export type Label =
  | { readonly digest: string; readonly contentType: string; readonly sizeBytes: number }
  | { readonly url: string }

export type Speed = 'standard' | 'express' | 'expedited'

/** Where an order goes. Text is kept as it was sent: no trimming, no format checks. */
export interface Address {
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string
  readonly recipient: string
  readonly phone: string | null
  readonly province: string | null
  readonly city: string | null
  readonly street1: string | null
  readonly street2: string | null
  readonly postalCode: string | null
  readonly ioss: string | null
  readonly vat: string | null
}

export interface OrderLine {
  /** 1 for the first line, in the order sent. */
  readonly lineNumber: number
  readonly sku: string
  readonly quantity: number
  readonly unitPriceMinor: number
}

/** A part of an order line that ships from one location. `reserved` is what it holds of the stock level. */
export interface FulfilmentLine {
  readonly rowNumber: number
  readonly lineNumber: number
  readonly sku: string
  readonly quantity: number
  readonly reserved: number
  readonly unitPriceMinor: number
  /** Pieces of it that are not wanted any more; none if not given. */
  readonly cancelled?: number
}

/** A line that was left out of an order. */
export interface FailedLine {
  /** Its place among the lines as they were sent, from 1. */
  readonly position: number
  readonly sku: string
  readonly quantity: number
  readonly fault: 'unknown_sku' | 'not_orderable' | 'out_of_stock' | 'price' | 'currency'
  readonly reason: string
}

/** What has been packed together. */
export interface Package {
  readonly packageNumber: string
  readonly weightGrams: number | null
  readonly lines: readonly { readonly lineNumber: number; readonly quantity: number }[]
  /** What its carrier sorts it by, as its label says; nothing if not given. */
  readonly sortingCode?: string
  readonly sortingNumber?: string
}

/** A package that a carrier has. Times are milliseconds since 1970. */
export interface Shipment extends Package {
  readonly carrier: string
  readonly trackingNumber: string
  readonly handedOverAt: number
  readonly deliveredAt: number | null
  /** What its carrier tells, newest first; nothing yet if not given. */
  readonly events?: readonly TrackingEvent[]
}

export type TrackingStatus =
  | 'announced'
  | 'picked_up'
  | 'arrived'
  | 'departed'
  | 'in_customs'
  | 'in_transit'
  | 'available_for_pickup'
  | 'out_for_delivery'
  | 'delivery_attempted'
  | 'delivered'
  | 'exception'
  | 'returning'
  | 'returned'

/** One thing that happened to a parcel, in its carrier's words. `at` in milliseconds since 1970. */
export interface TrackingEvent {
  readonly at: number
  readonly status: TrackingStatus
  readonly description: string
  readonly country: string | null
  readonly state: string | null
  readonly city: string | null
  readonly facility: string | null
}

/** That an order has been paid outside, as its buyer says: addresses of pictures, which are not fetched. */
export interface Voucher {
  readonly urls: readonly string[]
  readonly remark: string | null
  readonly at: number
}

export interface FulfilmentOrder {
  /** 1 for the first of its order. Shown to people as `<orderNumber>-<sequence>`. */
  readonly sequence: number
  readonly ownerId: number
  readonly location: string
  readonly status: FulfilmentOrderStatus
  readonly lines: readonly FulfilmentLine[]
  /** Packed, and not handed over yet. */
  readonly packages: readonly Package[] | null
  readonly shipments: readonly Shipment[] | null
  /** Its parcel ships without the goods, so that it needs no stock. */
  readonly empty: boolean
  /** When it came to each status, milliseconds since 1970; of several times, the last, but of packing the first. */
  readonly times: Readonly<Partial<Record<FulfilmentOrderStatus, number>>>
}

/** What only reading back needs, kept as one document. Dates are milliseconds since 1970, UTC. */
export interface OrderDetails {
  readonly address: Address
  readonly lines: readonly OrderLine[]
  readonly failedLines: readonly FailedLine[]
  readonly speed: Speed | null
  readonly remark: string | null
  readonly salesChannel: string | null
  /** Of the store that it sells for. */
  readonly storeNumber: number | null
  /** Why it may not be shipped. */
  readonly holds: readonly Hold[]
  /** How long any of it may be held before that is cancelled; null: for ever. */
  readonly holdLimitMs: number | null
  /** It ended as it was placed, since stock was short. */
  readonly endedShort: boolean
  /** Of an order that is to be reviewed. */
  readonly review: ReviewWish | null
  /** What is to befall it from `at` on; nothing if not given. */
  readonly rehearsal?: { readonly kind: BadDay; readonly at: number } | null
  readonly label: Label | null
  readonly voucher: Voucher | null
  /** Its fulfilment orders as they were placed, if they have been regrouped since. */
  readonly placedParts: readonly Pick<FulfilmentOrder, 'sequence' | 'ownerId' | 'location' | 'lines'>[] | null
  /** Until when it waits for its money; null: for ever. */
  readonly payBy: number | null
  /** What was cancelled before it was paid, and so is never paid. */
  readonly waivedMinor: number
  readonly paidAt: number | null
  readonly cancelledAt: number | null
  readonly refundedAt: number | null
  readonly cancelReason: string | null
  /** Remarks for the audit trail, such as a missing street. */
  readonly warnings: readonly string[]
  /** Fields of the request that mean nothing to the engine, kept as they came. */
  readonly extra: Readonly<Record<string, unknown>> | null
}

/** Money is in minor units of `currency`; final = goods + freight. */
export interface Order {
  readonly orderNumber: number
  readonly accountId: number
  /** Dialects of one family share one space of seller's numbers. */
  readonly family: string
  readonly dialect: string
  readonly sellerOrderNumber: string | null
  /** What tells the seller's numbers of one account apart, such as the shop they were given in; '': nothing. */
  readonly numberScope: string
  readonly contentHash: string
  readonly orderStatus: OrderStatus
  readonly financialStatus: FinancialStatus
  readonly fulfilmentStatus: FulfilmentStatus
  readonly refundStatus: RefundStatus
  /** The number of events that this order has had. */
  readonly version: number
  readonly currency: string
  readonly goodsMinor: number
  readonly freightMinor: number
  readonly finalMinor: number
  readonly refundedMinor: number
  readonly createdAt: number
  readonly updatedAt: number
  readonly due: Due | null
  readonly details: OrderDetails
  readonly fulfilmentOrders: readonly FulfilmentOrder[]
  /** Oldest first. */
  readonly afterSales: readonly AfterSale[]
}

/** The four statuses as one word, as each event records them: `order/financial/fulfilment/refund`. */
export function stateOf(
  order: Pick<Order, 'orderStatus' | 'financialStatus' | 'fulfilmentStatus' | 'refundStatus'>,
): string {
  return `${order.orderStatus}/${order.financialStatus}/${order.fulfilmentStatus}/${order.refundStatus}`
}
