/** What its buyer wants of an order afterwards, and what becomes of that. */
import type { AfterSaleKind, Condition } from '../after-sale.js'
import type { Caller, CommandKey } from '../caller.js'
import type { CheckedPiece, PieceWish } from '../pieces.js'

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
