/** Commands on one order as a caller words them: who asks, for which order and with which stock is added on the way. */
import type { Command } from './command.js'
import type {
  ActOnAfterSale,
  DecideAfterSale,
  ReceiveReturn,
  RequestAfterSale,
} from './commands/after-sale.js'
import type {
  AllocateOrder,
  AnnotateOrder,
  DeliverOrder,
  HandOverOrder,
  HoldOrder,
  LabelOrder,
  MergeParts,
  MovePart,
  PackOrder,
  ReleaseOrder,
  SplitPart,
  TrackParcel,
} from './commands/fulfilment.js'
import type { CancelOrder } from './commands/order.js'
import type { PayOrder, SettlePayment, SubmitVoucher } from './commands/payment.js'

type Wish<C extends Command> = C extends Command ? Omit<C, 'caller' | 'key' | 'orderNumber' | 'skus'> : never

export type OrderWish =
  | Wish<CancelOrder>
  | Wish<HoldOrder>
  | Wish<ReleaseOrder>
  | Wish<AllocateOrder>
  | Wish<PackOrder>
  | Wish<HandOverOrder>
  | Wish<DeliverOrder>
  | Wish<TrackParcel>
  | Wish<SplitPart>
  | Wish<MergeParts>
  | Wish<MovePart>
  | Wish<AnnotateOrder>
  | Wish<LabelOrder>
  | Wish<PayOrder>
  | Wish<SubmitVoucher>
  | Wish<SettlePayment>
  | Wish<RequestAfterSale>
  | Wish<DecideAfterSale>
  | Wish<ActOnAfterSale>
  | Wish<ReceiveReturn>

/** What came of one. */
export interface Acted<O> {
  readonly order: O
  /** It was so already: nothing has changed. */
  readonly replayed: boolean
  /** Of the after-sale that it was about. */
  readonly afterSaleNumber: number | null
}
