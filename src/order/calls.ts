/**
 * What a dialect can ask of the engine: the changes (commands) and the reads, with what comes back. Dialects map
 * their requests to these and the answers back, and see nothing else.
 */
import type { AfterSale } from './after-sale.js'
import type { BulkCalls } from './bulk-calls.js'
import type { CallbackCalls } from './callback-calls.js'
import type { Caller, CommandKey } from './caller.js'
import type { StockLocation, Store } from './catalogue.js'
import type { CatalogueCalls, ItemDetails } from './catalogue-calls.js'
import type { PlaceOrder } from './commands/order.js'
import type { ConnectionCalls } from './connection-calls.js'
import type { FulfilmentOrderStatus, Hold, Order, OrderLoss, Speed } from './order.js'
import type { Outcomes } from './outcome.js'
import type { OversightCalls } from './oversight-calls.js'
import type { PeopleCalls } from './people-calls.js'
import type { QueueCalls } from './queue-calls.js'
import type { Result } from './rejection.js'
import type { RequestCalls } from './request-calls.js'
import type { SetupCalls } from './setup-calls.js'
import type { ShoppingCalls } from './shopping-calls.js'
import type { TenantCalls } from './tenant-calls.js'
import type { ViewCalls } from './view-calls.js'
import type { WarehouseCalls } from './warehouse-calls.js'
import type { Acted, OrderWish } from './wishes.js'

/** The account on whose behalf a request runs. */
export interface AccountContext extends Caller {
  readonly tenantId: number
  readonly currency: string
  /** Of a caller who tries things out, and may ask for faults. */
  readonly sandbox?: Sandbox
}

export interface Sandbox {
  /** Of the request. */
  readonly requestId: string
  /** The placing has been carried out, and its answer is to be lost, late, or no answer that can be read. */
  readonly spoil: (answer: 'lost' | 'late' | 'garbled') => void
}

export type NewOrder = Omit<PlaceOrder, 'kind' | 'caller' | 'key' | 'contentHash'> & {
  readonly key?: CommandKey | null
  /** What a repetition is held against, where that is the request itself; what the engine uses if not given. */
  readonly content?: string
  /** The caller's own label, to be kept with the order. */
  readonly labelFile?: { readonly contentType: string; readonly content: Uint8Array }
}

/** Axes left out are not looked at; of an axis named, one of the words must match. */
export interface StatePattern {
  /** The status of any of its fulfilment orders. */
  readonly part?: readonly FulfilmentOrderStatus[]
  /** Statuses that none of its fulfilment orders has. */
  readonly withoutPart?: readonly FulfilmentOrderStatus[]
  readonly loss?: readonly OrderLoss[]
  readonly orderStatus?: readonly string[]
  readonly financialStatus?: readonly string[]
  readonly fulfilmentStatus?: readonly string[]
  readonly refundStatus?: readonly string[]
}

/** All conditions must hold; times are milliseconds since 1970 and both ends count. */
export interface OrderFilter {
  /** One of these patterns must match. */
  readonly states?: readonly StatePattern[]
  readonly orderNumbers?: readonly number[]
  /** The dialects whose seller's numbers and orders are meant; all if not given. */
  readonly family?: string
  /** One dialect of the family. */
  readonly dialect?: string
  readonly sellerOrderNumber?: string
  readonly sellerOrderNumbers?: readonly string[]
  readonly numberScope?: string
  readonly storeNumbers?: readonly number[]
  /** Made on one of these days, both included, as the calendar of the store's marketplace has them. */
  readonly storeDays?: {
    readonly from: string
    readonly to: string
    /** IANA time zones by marketplace. */
    readonly zones: ReadonlyMap<string, string>
  }
  readonly createdFrom?: number
  readonly createdTo?: number
  readonly updatedFrom?: number
  readonly updatedTo?: number
}

/** Counted from 1. Oldest first, so that orders made during a walk are appended at its end. */
export interface Paging {
  readonly pageNumber: number
  readonly pageSize: number
}

/** Other ways to walk: from the newest, from any row on, or by the time of the last change. */
export interface OrderPaging extends Paging {
  readonly by?: 'created' | 'updated'
  readonly newestFirst?: boolean
  /** Rows to leave out before the first page; 0 if not given. */
  readonly skip?: number
}

export interface Page<T> extends Paging {
  readonly rows: readonly T[]
  readonly total: number
}

export interface QuoteLine {
  readonly sku: string
  readonly quantity: number
}

/** What a basket's shipping would cost; nothing is reserved and nothing is promised. */
export interface Quote {
  readonly method: string
  readonly methodName: string
  readonly speed: Speed
  readonly freightMinor: number
  readonly currency: string
  readonly daysMin: number
  readonly daysMax: number
}

export interface OrderPage extends Page<Order> {
  /** The catalogue's words for the SKUs of these orders, as far as it knows them. */
  readonly items: ReadonlyMap<string, ItemDetails>
  readonly locations: ReadonlyMap<string, StockLocation>
  /** The account's stores, by number. */
  readonly stores: ReadonlyMap<number, Store>
}

/** How an API names one order: by our number, or by the seller's, within a scope of them or a store. */
export type OrderName =
  | {
      readonly orderNumber: number
      readonly id: string
      readonly storeNumber?: number
      /** The one dialect of the family whose orders are meant; any if not given. */
      readonly dialect?: string
    }
  | {
      readonly sellerOrderNumber: string
      readonly numberScope?: string
      readonly storeNumber?: number
    }

/** All conditions must hold; times are milliseconds since 1970 and both ends count. */
export interface AfterSaleFilter {
  /** Of orders of these dialects. */
  readonly family?: string
  /** One dialect of the family. */
  readonly dialect?: string
  readonly orderNumbers?: readonly number[]
  readonly afterSaleNumbers?: readonly number[]
  readonly kinds?: readonly string[]
  readonly statuses?: readonly string[]
  readonly storeNumbers?: readonly number[]
  readonly createdFrom?: number
  readonly createdTo?: number
  readonly updatedFrom?: number
  readonly updatedTo?: number
  readonly orderCreatedFrom?: number
  readonly orderCreatedTo?: number
}

export interface AfterSalePaging extends Paging {
  readonly newestFirst?: boolean
  /** Rows to leave out before the first page; 0 if not given. */
  readonly skip?: number
}

export interface AfterSaleRow {
  readonly order: Order
  readonly afterSale: AfterSale
}

/** With what showing the orders needs besides them. */
export interface AfterSalePage
  extends Page<AfterSaleRow>,
    Pick<OrderPage, 'items' | 'locations' | 'stores'> {}

/** Calls by name: what goes in, what comes out. */
export interface OrderCalls {
  placeOrder: { input: NewOrder; output: Outcomes['place'] }
  /**
   * Places, and answers with the order: the one placed before if this is a repetition. With `disjoint`, several orders
   * may share a seller's number, as long as they have no SKU in common.
   */
  placeAndShow: {
    input: NewOrder & { numberReuse?: 'disjoint' }
    output: { order: Order; replayed: boolean }
  }
  /** One of the account's orders of a family, or of one dialect of it; `id` as the caller named it. */
  readOrder: { input: { orderNumber: number; family: string; dialect?: string; id: string }; output: Order }
  /** The account's order of that seller's number. */
  findOrder: {
    input: { family: string; name: OrderName }
    output: Order
  }
  cancelOrder: {
    input: { family: string; name: OrderName; reason: string | null; whenPacked: 'hold' | 'refuse' }
    /** `held`: it was packed, and is held instead; `before`: it was cancelled already. */
    output: { order: Order; held: boolean; before: boolean }
  }
  actOnOrder: {
    /** `positions`: all that there is of the lines that were sent at these places, counted from 1. */
    input: {
      family: string
      name: OrderName
      wish: OrderWish
      positions?: readonly number[]
      key?: CommandKey | null
    }
    output: Acted<Order>
  }
  /** On several, one after the other: what came of each, in their order. */
  actOnOrders: {
    input: { family: string; orders: readonly { name: OrderName; wish: OrderWish }[] }
    output: readonly Result<Acted<Order>>[]
  }
  actOnAfterSale: {
    input: { family: string; dialect?: string; afterSaleNumber: number; id: string; wish: OrderWish }
    output: AfterSaleRow
  }
  readAfterSale: {
    input: { family: string; dialect?: string; afterSaleNumber: number; id: string }
    output: AfterSaleRow
  }
  /** Those of the order of this number, oldest first; or the one that has it. */
  findAfterSales: {
    input: {
      family: string
      number: number
      id: string
      filter: Pick<AfterSaleFilter, 'kinds' | 'afterSaleNumbers'>
      paging: Paging
    }
    output: Page<AfterSaleRow>
  }
  /** Oldest first, unless asked otherwise. */
  listAfterSales: { input: { filter: AfterSaleFilter; paging: AfterSalePaging }; output: AfterSalePage }
  /** Brings a label, or the caller's own words about one, after the order. */
  labelOrder: {
    input: { family: string; name: OrderName; extra: Readonly<Record<string, string>> } & Pick<
      NewOrder,
      'label' | 'labelFile'
    >
    output: Order
  }
  /** What a shop says of its orders; those that are not there are told. */
  annotateOrders: {
    input: {
      family: string
      numberScope: string
      notes: readonly {
        sellerOrderNumber: string
        extra: Readonly<Record<string, string>>
        hold: Hold | null
      }[]
    }
    output: { missing: readonly string[] }
  }
  listOrders: { input: { filter: OrderFilter; paging: OrderPaging }; output: OrderPage }
  listStores: { input: null; output: readonly Store[] }
  readBalance: { input: null; output: { balanceMinor: number; currency: string } }
}

export interface QuoteCalls {
  quoteBySpeed: { input: { lines: readonly QuoteLine[]; country: string }; output: readonly Quote[] }
  quoteByMethod: {
    input: { lines: readonly QuoteLine[]; country: string; location: string | null }
    output: readonly Quote[]
  }
}

export interface Calls
  extends OrderCalls,
    QuoteCalls,
    CatalogueCalls,
    ShoppingCalls,
    WarehouseCalls,
    SetupCalls,
    ConnectionCalls,
    BulkCalls,
    CallbackCalls,
    OversightCalls,
    PeopleCalls,
    QueueCalls,
    RequestCalls,
    TenantCalls,
    ViewCalls {}

export type CallName = keyof Calls

/** The implementation of a group of calls. */
export type Serving<C extends { [N in keyof C]: { input: unknown; output: unknown } }> = {
  readonly [N in keyof C]: (account: AccountContext, input: C[N]['input']) => Promise<Result<C[N]['output']>>
}

/** The engine, as whoever speaks for an account sees it. */
export type Engine = Serving<Calls>
