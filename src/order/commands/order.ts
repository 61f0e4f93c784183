/** An order as a whole: it is placed, looked at, cancelled, or given up. */
import type { Caller, CommandKey } from '../caller.js'
import type { Address, BadDay, Hold, Label, Speed } from '../order.js'
import type { PieceWish } from '../pieces.js'

export interface PlaceOrder {
  readonly kind: 'place'
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly family: string
  readonly dialect: string
  readonly sellerOrderNumber: string | null
  /** What tells the seller's numbers of one account apart, such as the shop they were given in. */
  readonly numberScope?: string
  /** A hash of all that the caller's wish is about; `extra` and the dialect's generation are no part of it. */
  readonly contentHash: string
  readonly address: Address
  readonly lines: readonly WishedLine[]
  /** Null: no freight is charged, and every enabled location may ship. */
  readonly speed: Speed | null
  /** A shipping method by its code: if there is such a one, its speed goes before `speed`. */
  readonly wishedMethod?: string
  /** The store that it sells for: one of the account's, by name and marketplace. */
  readonly store?: { readonly name: string; readonly marketplace: string }
  /** How it is paid; as the account pays if not given. */
  readonly payment?: 'elsewhere' | 'on_request'
  /** Lines that can't be ordered now are left out, and noted; if not given, one of them refuses the whole order. */
  readonly partial?: boolean
  /** What its buyer is ready to spend on it. */
  readonly budgetMinor?: number
  /** Take it also when stock is short, as a shortage; as the account's policy says if not given. */
  readonly acceptShortage?: boolean
  /** Take it also when stock is short, and end it with that: nothing of it will be shipped, and nothing is paid. */
  readonly endIfShort?: boolean
  /** Why nothing may be shipped until it is released. */
  readonly holds?: readonly Hold[]
  /** How long any of it may be held before that is cancelled; for ever if not given. */
  readonly holdLimitMs?: number
  /** The goods are the account's own: nothing is bought, and lines have no price. */
  readonly ownGoods?: boolean
  /** The one location that may ship it. */
  readonly onlyLocation?: string
  /** A carrier's service that must be one of the shipping methods. */
  readonly carrier?: string
  /** Taken as a draft: its SKUs, stock and carrier are looked at by a review, at once but later. */
  readonly review?: 'later'
  /** The parcel ships without its goods: no stock is needed. */
  readonly empty?: boolean
  /** What its caller wants to see befall it. */
  readonly rehearsal?: BadDay
  readonly label?: Label
  readonly remark: string | null
  readonly salesChannel: string | null
  readonly warnings: readonly string[]
  readonly extra: Readonly<Record<string, unknown>> | null
}

export interface WishedLine {
  readonly sku: string
  readonly quantity: number
  readonly wishedLocation: string | null
  /** Of a partial order: the most that a piece may cost, and in which currency. */
  readonly priceLimitMinor?: number
  readonly currency?: string
}

/** Looks at a draft: its stock is reserved, or it is short or held. */
export interface ReviewOrder {
  readonly kind: 'review'
  readonly caller: Caller
  readonly key: null
  readonly orderNumber: number
  /** Those of its lines, so that their stock is at hand. */
  readonly skus: readonly string[]
}

/** Lets befall it what its caller wanted to see, if it is time. */
export interface RehearseOrder {
  readonly kind: 'rehearse'
  readonly caller: Caller
  readonly key: null
  readonly orderNumber: number
}

export interface CancelOrder {
  readonly kind: 'cancel'
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly orderNumber: number
  readonly reason: string | null
  /** What becomes of an order of which a part is packed: it is cancelled if nothing else is said. */
  readonly whenPacked?: 'hold' | 'refuse'
  /** `refuse`: only as long as it waits for its money, and nobody says that it has come. */
  readonly whenPaid?: 'refuse'
  /** Only these pieces of it, that are not packed yet (`all`: of its sequence); all of it if not given. */
  readonly pieces?: readonly PieceWish[] | 'all'
  /** The fulfilment order from which those pieces are taken; null: whichever has them. */
  readonly sequence?: number | null
}

/** Gives up waiting for an order's money, or for the release of what is held, if it is time. */
export interface ExpireOrder {
  readonly kind: 'expire'
  readonly caller: Caller
  readonly key: null
  readonly orderNumber: number
}
