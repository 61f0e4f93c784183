/** Everything that can be asked to change, and what comes of it. Each command belongs to one tenant. */
import type { AfterSaleKind, Condition } from './after-sale.js'
import type { NoticeChange, NoticeCommand, NoticeOutcome } from './notice.js'
import type { Address, BadDay, Hold, Label, Order, Package, Speed, TrackingEvent } from './order.js'
import type { CheckedPiece, PieceWish } from './pieces.js'

/** Who asks. An account's catalogue and stock belong to `ownerId`, which never changes. */
export interface Caller {
  readonly accountId: number
  readonly ownerId: number
}

/** A key of the caller's own, that makes a command's retry harmless. */
export interface CommandKey {
  readonly key: string
  /** A hash of what was asked: the same key with another content is refused. */
  readonly contentHash: string
}

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
  /** The fulfilment order from which those pieces are taken; null: any. */
  readonly sequence?: number | null
}

/** Gives up waiting for an order's money, or for the release of what is held, if it is time. */
export interface ExpireOrder {
  readonly kind: 'expire'
  readonly caller: Caller
  readonly key: null
  readonly orderNumber: number
}

/** Lets befall it what its caller wanted to see, if it is time. */
export interface RehearseOrder {
  readonly kind: 'rehearse'
  readonly caller: Caller
  readonly key: null
  readonly orderNumber: number
}

/** Pays it from the balance; what no balance holds, a person confirms. */
export interface PayOrder {
  readonly kind: 'pay'
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly orderNumber: number
}

export interface SubmitVoucher {
  readonly kind: 'submit_voucher'
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly orderNumber: number
  readonly urls: readonly string[]
  readonly remark: string | null
}

export interface SettlePayment {
  readonly kind: 'settle_payment'
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly orderNumber: number
  readonly approved: boolean
  readonly reason: string | null
}

/** `pieces` null: all that is left of it. */
export interface AfterSaleWish {
  readonly kind: AfterSaleKind
  readonly goods: 'unshipped' | 'shipped'
  readonly pieces: readonly CheckedPiece[] | null
  /** What its buyer wants back; null: what the pieces cost. */
  readonly amountMinor: number | null
  readonly reason: string | null
  readonly remark: string | null
  readonly images: readonly string[]
  readonly extra: Readonly<Record<string, unknown>> | null
}

export interface RequestAfterSale {
  readonly kind: 'request_after_sale'
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly orderNumber: number
  readonly wish: AfterSaleWish
}

interface AfterSaleAct<K extends string> {
  readonly kind: K
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly orderNumber: number
  readonly afterSaleNumber: number
  /** Those of the order's lines, so that their stock is at hand. */
  readonly skus: readonly string[]
}

export interface DecideAfterSale extends AfterSaleAct<'decide_after_sale'> {
  readonly approved: boolean
  readonly reason: string | null
  /** What is granted, if it is not what was asked. */
  readonly amountMinor: number | null
}

export interface ActOnAfterSale extends AfterSaleAct<'act_on_after_sale'> {
  readonly act:
    | { readonly kind: 'withdraw' }
    | {
        readonly kind: 'modify'
        readonly amountMinor?: number
        readonly reason?: string
        readonly remark?: string
        readonly images?: readonly string[]
      }
    | { readonly kind: 'send_back'; readonly carrier: string; readonly trackingNumber: string }
    | {
        readonly kind: 'message'
        readonly by: 'buyer' | 'seller'
        readonly text: string
        readonly images: readonly string[]
      }
}

/** Goods that came back. `location` null: where they were shipped from. */
export type ReturnWish = PieceWish & { readonly condition: Condition; readonly location: string | null }

/** `goods` null: all of it came, sellable. */
export interface ReceiveReturn extends AfterSaleAct<'receive_return'> {
  readonly goods: readonly ReturnWish[] | null
  readonly amountMinor: number | null
  readonly replacementOrderNumber: number | null
}

/** Grants what is due of an order's refunds, one a command. */
export interface ReviewRefunds {
  readonly kind: 'review_refunds'
  readonly caller: Caller
  readonly key: null
  readonly orderNumber: number
  readonly skus: readonly string[]
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

/** What happens to an order, or to one of its fulfilment orders: `sequence` names it, null stands for all. */
interface OrderAct<K extends string> {
  readonly kind: K
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly orderNumber: number
  readonly sequence: number | null
}

export interface HoldOrder extends OrderAct<'hold'> {
  readonly hold: Hold
}

/** `skus`: those of its lines, so that their stock is at hand. */
export interface ReleaseOrder extends OrderAct<'release'> {
  readonly skus: readonly string[]
}

export interface AllocateOrder extends OrderAct<'allocate'> {
  readonly skus: readonly string[]
}

export type NewPackage = Package

/** Null: one package with everything. `anew`: what is packed and still here is packed in another way. */
export interface PackOrder extends OrderAct<'pack'> {
  readonly packages: readonly NewPackage[] | null
  readonly anew?: boolean
}

/** Null: all packages that are left. `skus` as for a release. */
export interface HandOverOrder extends OrderAct<'hand_over'> {
  readonly carrier: string
  readonly trackingNumber: string
  readonly packageNumber: string | null
  readonly skus: readonly string[]
}

/** All that carriers have, if no part is named. */
export interface DeliverOrder extends OrderAct<'deliver'> {
  /** Only what has something of these lines in it; whatever is in it if not given. */
  readonly lineNumbers?: readonly number[]
}

/** In any of its parts, if none is named. */
export interface TrackParcel extends OrderAct<'track'> {
  readonly trackingNumber: string
  readonly events: readonly TrackingEvent[]
}

/** Pieces that leave a fulfilment order for one of their own at the same location. */
export interface SplitPart extends OrderAct<'split'> {
  readonly lines: readonly { readonly lineNumber: number; readonly quantity: number }[]
}

/** Fulfilment orders of one location that become one: the first that is named. */
export interface MergeParts extends OrderAct<'merge'> {
  readonly sequences: readonly number[]
}

export interface MovePart extends OrderAct<'move'> {
  readonly location: string
  readonly skus: readonly string[]
}

/** Notes what its shop says of it; with a hold, it is held if it still can be. */
export interface AnnotateOrder extends OrderAct<'annotate'> {
  /** `refuse`: it is too late once a parcel has left, or it is over. */
  readonly whenShipped?: 'refuse'
  readonly extra: Readonly<Record<string, string>>
  readonly hold: Hold | null
  /** Its remark from now on; null: none, not given: as it is. */
  readonly remark?: string | null
}

/** A label that comes after its order: what waits for nothing else goes on. `skus` as for a release. */
export interface LabelOrder extends OrderAct<'label'> {
  /** Null: the order is only told the rest. */
  readonly label: Label | null
  readonly extra: Readonly<Record<string, string>>
  readonly skus: readonly string[]
}

/** Receives (positive) or takes off (negative) pieces; never below what is reserved. */
export interface MoveStock {
  readonly kind: 'move_stock'
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly sku: string
  readonly location: string
  readonly quantity: number
  readonly reason: string
}

/** Gives what is free at one location to the parts that wait for it there, in the order given. */
export interface ServeWaiting {
  readonly kind: 'serve_waiting'
  readonly caller: Caller
  readonly key: null
  readonly ownerId: number
  readonly location: string
  readonly parts: readonly {
    readonly orderNumber: number
    readonly sequence: number
    /** Those of its lines, so that their stock is at hand. */
    readonly skus: readonly string[]
  }[]
}

/** Sets how many pieces were counted, whatever was booked before; never below what is reserved. */
export interface CountStock extends Omit<MoveStock, 'kind' | 'quantity'> {
  readonly kind: 'count_stock'
  readonly onHand: number
}

/** Money that reached the account outside of the API. Unpaid orders are then paid, oldest first. */
export interface TopUp {
  readonly kind: 'top_up'
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly accountId: number
  readonly amountMinor: number
}

/** Pays what the balance suffices for, oldest first, at most `UNPAID_LIMIT` orders a command. */
export interface PayWaiting {
  readonly kind: 'pay_waiting'
  readonly caller: Caller
  readonly key: null
  readonly accountId: number
}

export type Command =
  | PlaceOrder
  | ReviewOrder
  | CancelOrder
  | HoldOrder
  | ReleaseOrder
  | AllocateOrder
  | PackOrder
  | HandOverOrder
  | DeliverOrder
  | AnnotateOrder
  | ExpireOrder
  | RehearseOrder
  | PayOrder
  | SubmitVoucher
  | SettlePayment
  | TrackParcel
  | SplitPart
  | MergeParts
  | MovePart
  | RequestAfterSale
  | DecideAfterSale
  | ActOnAfterSale
  | ReceiveReturn
  | ReviewRefunds
  | LabelOrder
  | NoticeCommand
  | MoveStock
  | ServeWaiting
  | CountStock
  | TopUp
  | PayWaiting
export type CommandKind = Command['kind']

/** How many waiting orders one command looks at. */
export const UNPAID_LIMIT = 200

interface Acted {
  readonly orderNumber: number
  readonly replayed: boolean
  /** Whether money that came back may pay more orders than this command looked at. */
  readonly moreWaiting?: boolean
  /** Of the after-sale that it was about. */
  readonly afterSaleNumber?: number
}

export interface Outcomes {
  place: {
    readonly orderNumber: number
    readonly replayed: boolean
    /** The new order; not of one that was placed before. */
    readonly order?: Order
  }
  review: Acted
  hold: Acted
  release: Acted
  allocate: Acted
  pack: Acted
  hand_over: Acted
  deliver: Acted
  annotate: Acted
  cancel: Acted
  expire: Acted
  rehearse: Acted
  pay: Acted
  submit_voucher: Acted
  settle_payment: Acted
  track: Acted
  split: Acted
  merge: Acted
  move: Acted
  request_after_sale: Acted
  decide_after_sale: Acted
  act_on_after_sale: Acted
  receive_return: Acted
  review_refunds: Acted
  label: Acted
  announce_notice: NoticeOutcome
  confirm_notice: NoticeOutcome
  receive_notice: NoticeOutcome
  close_notice: NoticeOutcome
  withdraw_notice: NoticeOutcome
  move_stock: {
    readonly sku: string
    readonly location: string
    readonly onHand: number
    readonly reserved: number
    readonly available: number
  }
  serve_waiting: { readonly served: number }
  /** `moved`: by how many pieces the level has changed. */
  count_stock: Outcomes['move_stock'] & { readonly moved: number }
  top_up: {
    readonly accountId: number
    readonly balanceMinor: number
    readonly moreWaiting: boolean
    /** Of the ledger's entry for the money that came in. */
    readonly entryNumber: number
  }
  pay_waiting: { readonly accountId: number; readonly balanceMinor: number; readonly moreWaiting: boolean }
}

export type Outcome = Outcomes[CommandKind]

/** What is kept of an outcome for repetitions: who repeats a placing reads the order as it is by then. */
export function withoutOrder(outcome: Outcome): Outcome {
  if (!('order' in outcome)) return outcome
  const { order: _order, ...rest } = outcome
  return rest
}

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
