/** What a command answers. */
import type { CommandKind } from './command.js'
import type { NoticeOutcome } from './notice.js'
import type { Order } from './order.js'

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
