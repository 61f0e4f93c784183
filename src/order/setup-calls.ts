/**
 * What operators ask of the engine: setting a tenant up, moving stock, and looking after all of its orders,
 * whichever account and dialect they came by. The caller's tenant bounds every call.
 */

import type { AfterSale } from './after-sale.js'
import type { CommandKey } from './caller.js'
import type { NewOrder } from './calls.js'
import type {
  Account,
  AccountPolicies,
  Item,
  ItemStatus,
  ShippingMethod,
  ShippingRate,
  StockLocation,
} from './catalogue.js'
import type { LedgerEntry, Movement, OrderEvent } from './effects.js'
import type {
  InboundNotice,
  NoticeCount,
  NoticeEvent,
  NoticeName,
  NoticeStatus,
  NoticeWish,
} from './notice.js'
import type { Order } from './order.js'
import type { Outcomes } from './outcome.js'
import type { Acted, OrderWish } from './wishes.js'

/** Where a list goes on: the sort key of the last row seen. */
export type Position = readonly (string | number)[]

export interface Slice {
  readonly after: Position | null
  readonly limit: number
}

/** `next` is null at the end of the list. */
export interface Sliced<T> {
  readonly rows: readonly T[]
  readonly next: Position | null
}

export interface AccountRecord extends Omit<Account, 'hasWaiting'> {
  /** The name of the account whose catalogue and stock it draws on: often its own. */
  readonly stockOwner: string
}

/** `stockOwner` by name; null: its own. */
export type AccountWish = Pick<
  Account,
  'name' | 'outOfStock' | 'routingPolicy' | 'payment' | 'currency' | 'refundReviewMs' | 'unpaidExpiryMs'
> & {
  readonly stockOwner: string | null
}

export interface LedgerRecord extends LedgerEntry {
  readonly at: number
  readonly note: string | null
}

export interface RateLimitWish {
  readonly capacity: number
  readonly perSecond: number
}

export interface CredentialWish {
  /** The name of the account it speaks for. */
  readonly account: string
  readonly family: string
  /** Null: the limit that the dialect documents. */
  readonly limit: RateLimitWish | 'none' | null
  readonly sandbox: boolean
}

export interface CredentialRecord extends CredentialWish {
  readonly credentialId: number
  /** The last characters of the secret. */
  readonly hint: string
  readonly createdAt: number
  readonly revokedAt: number | null
}

/** The secret is shown once: null when the call was made before. */
export interface NewCredentialRecord extends CredentialRecord {
  readonly secret: string | null
}

export type ItemWish = Omit<Item, 'ownerId'>

/** Null: whichever. */
export interface ItemSearch {
  readonly status: ItemStatus | null
  /** What the SKU begins with, or words of the name, or what these begin with. */
  readonly search: string | null
}

/** Without a number, a new location gets the next free one, and a known one keeps its own. */
export type LocationWish = Omit<StockLocation, 'number'> & { readonly number: number | null }

export type RateName = Pick<ShippingRate, 'method' | 'originCountry' | 'destinationCountry'>

export interface StockLevelRecord {
  /** The name of the account whose stock it is. */
  readonly account: string
  readonly sku: string
  readonly location: string
  readonly onHand: number
  readonly reserved: number
  readonly available: number
  /** Pieces that came back and can't be sold; no part of what is on hand. */
  readonly defective: number
}

/** Null: whichever. */
export interface LevelSearch {
  readonly sku: string | null
  readonly location: string | null
}

export interface StockMovementRecord extends Omit<Movement, 'ownerId'> {
  /** The name of the account whose stock it moved. */
  readonly account: string
  readonly at: number
}

/** All conditions must hold; times are milliseconds since 1970 and both ends count. */
export interface MovementSearch {
  readonly sku?: string | undefined
  readonly location?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export interface OrderRecord extends Order {
  /** The name of the account that it belongs to. */
  readonly account: string
}

/** All conditions must hold; times are milliseconds since 1970 and both ends count. */
export interface OrderSearch {
  readonly account?: string | undefined
  readonly dialect?: string | undefined
  readonly sellerOrderNumber?: string | undefined
  readonly orderStatus?: string | undefined
  readonly financialStatus?: string | undefined
  readonly fulfilmentStatus?: string | undefined
  readonly refundStatus?: string | undefined
  /** Of one of its fulfilment orders. */
  readonly partStatus?: string | undefined
  /** Of one of its lines. */
  readonly sku?: string | undefined
  /** What the recipient's name begins with, whatever the case. */
  readonly recipient?: string | undefined
  /** Of one of its shipments. */
  readonly trackingNumber?: string | undefined
  readonly createdFrom?: number | undefined
  readonly createdTo?: number | undefined
  readonly updatedFrom?: number | undefined
  readonly updatedTo?: number | undefined
}

export interface OrderEventRecord extends OrderEvent {
  readonly at: number
  /** Events of one commit share it. */
  readonly commitVersion: number
}

/** An event with what its order goes by. */
export interface FollowedEvent extends OrderEventRecord {
  readonly account: string
  readonly dialect: string
  readonly sellerOrderNumber: string | null
}

/** There is no end to what is followed: `next` is where to go on, also if nothing was found. */
export interface Followed {
  readonly rows: readonly FollowedEvent[]
  readonly next: Position
  /** Whether there is more already. */
  readonly more: boolean
}

/** An after-sale with the account and the order that it belongs to. */
export interface AfterSaleRecord extends AfterSale {
  readonly orderNumber: number
  readonly account: string
  readonly currency: string
}

/** All conditions must hold; times are milliseconds since 1970 and both ends count. */
export interface AfterSaleSearch {
  readonly account?: string | undefined
  readonly orderNumber?: number | undefined
  readonly kind?: string | undefined
  readonly status?: string | undefined
  readonly createdFrom?: number | undefined
  readonly createdTo?: number | undefined
}

export interface NoticeRecord extends InboundNotice {
  /** The name of the account that it belongs to. */
  readonly account: string
}

/** A notice without its rows, but with their sums. */
export interface NoticeSummary extends Omit<NoticeRecord, 'rows'> {
  readonly rowCount: number
  readonly quantity: number
  readonly received: number
}

/** Null stands for any account or scope, as long as only one has a notice of the number. */
export interface NoticePick {
  readonly number: string
  readonly account: string | null
  readonly scope: string | null
}

export interface NoticeEventRecord extends NoticeEvent {
  /** From 1, without gaps. */
  readonly version: number
  readonly at: number
  /** The notice's, after it. */
  readonly status: NoticeStatus
}

export type NoticeAct =
  | { readonly kind: 'confirm_notice' | 'close_notice' | 'withdraw_notice' }
  | {
      readonly kind: 'receive_notice'
      /** Null: all that was announced has come. */
      readonly counts: readonly Omit<NoticeCount, 'sku'>[] | null
      /** Of the notice that was counted against; null: whichever it is. */
      readonly version: number | null
    }

type Keyed<T> = T & { readonly key: CommandKey | null }
/** The account whose stock is meant, or the stock that it draws on. By name; null: the caller's own. */
type OfAccount<T> = T & { readonly account: string | null }

export interface SetupCalls {
  createAccount: { input: Keyed<{ wish: AccountWish }>; output: AccountRecord }
  /** Policies that are not given stay as they are. */
  changePolicies: { input: { name: string; change: Partial<AccountPolicies> }; output: AccountRecord }
  readAccount: { input: { name: string }; output: AccountRecord }
  listAccounts: { input: Slice; output: Sliced<AccountRecord> }
  topUpAccount: {
    input: Keyed<{ name: string; amountMinor: number; note: string | null }>
    /** The balance after the top-up and the orders that were paid with it at once. */
    output: { balanceMinor: number; currency: string }
  }
  listLedger: { input: Slice & { name: string }; output: Sliced<LedgerRecord> }

  createCredential: { input: Keyed<{ wish: CredentialWish }>; output: NewCredentialRecord }
  listCredentials: { input: Slice & { account: string | null }; output: Sliced<CredentialRecord> }
  revokeCredential: { input: { credentialId: number }; output: CredentialRecord }

  putItem: { input: OfAccount<{ item: ItemWish }>; output: ItemWish }
  readItem: { input: OfAccount<{ sku: string }>; output: ItemWish }
  listItems: { input: OfAccount<Slice & ItemSearch>; output: Sliced<ItemWish> }

  putStockLocation: { input: LocationWish; output: StockLocation }
  readStockLocation: { input: { code: string }; output: StockLocation }
  listStockLocations: { input: Slice; output: Sliced<StockLocation> }

  putShippingMethod: { input: ShippingMethod; output: ShippingMethod }
  readShippingMethod: { input: { code: string }; output: ShippingMethod }
  listShippingMethods: { input: Slice; output: Sliced<ShippingMethod> }
  putShippingRate: { input: ShippingRate; output: ShippingRate }
  readShippingRate: { input: RateName; output: ShippingRate }
  /** Answers with the rate as it was. */
  deleteShippingRate: { input: RateName; output: ShippingRate }
  /** `destination` null: to anywhere. */
  listShippingRates: {
    input: Slice & { method: string; destination: string | null }
    output: Sliced<ShippingRate>
  }

  moveStock: {
    input: Keyed<OfAccount<{ sku: string; location: string; quantity: number; reason: string }>>
    /** With the name of the account whose stock it is. */
    output: Outcomes['move_stock'] & { readonly account: string }
  }
  listStockLevels: { input: OfAccount<Slice & LevelSearch>; output: Sliced<StockLevelRecord> }
  listStockMovements: {
    input: OfAccount<Slice & { search: MovementSearch }>
    output: Sliced<StockMovementRecord>
  }

  /** Makes a notice, or announces it anew. Null: the caller's own account. */
  putAnyNotice: {
    input: NoticeName & { account: string | null; dialect: string; wish: NoticeWish }
    output: NoticeRecord
  }
  readAnyNotice: { input: NoticePick; output: NoticeRecord }
  /** Newest first. */
  listAnyNotices: {
    input: Slice & { account: string | null; location: string | null; status: NoticeStatus | null }
    output: Sliced<NoticeSummary>
  }
  actOnNotice: { input: Keyed<NoticePick & { act: NoticeAct }>; output: NoticeRecord }
  /** Oldest first. */
  listNoticeEvents: { input: Slice & NoticePick; output: Sliced<NoticeEventRecord> }

  /** Answers with the order as it was placed, also when it was placed before. Null: the caller's own account. */
  placeForAccount: { input: Keyed<{ account: string | null; order: NewOrder }>; output: OrderRecord }
  readAnyOrder: { input: { orderNumber: number }; output: OrderRecord }
  /** The label that is kept with an order. */
  readLabel: {
    input: { orderNumber: number }
    output: { readonly contentType: string; readonly content: Uint8Array }
  }
  listAnyOrders: { input: Slice & { search: OrderSearch }; output: Sliced<OrderRecord> }
  /** Something that happens to one order, or to a fulfilment order of it. */
  actOnAnyOrder: { input: Keyed<{ orderNumber: number; wish: OrderWish }>; output: Acted<OrderRecord> }
  /** The same, for an after-sale's order. */
  actOnAnyAfterSale: {
    input: Keyed<{ afterSaleNumber: number; wish: OrderWish }>
    output: AfterSaleRecord
  }
  readAnyAfterSale: { input: { afterSaleNumber: number }; output: AfterSaleRecord }
  listAnyAfterSales: { input: Slice & { search: AfterSaleSearch }; output: Sliced<AfterSaleRecord> }
  listOrderEvents: { input: Slice & { orderNumber: number }; output: Sliced<OrderEventRecord> }
  /** Of all orders, in the order of their commits. */
  followEvents: { input: Slice; output: Followed }
}
