/** Everything that can be asked to change. Each command belongs to one tenant. */
import type {
  ActOnAfterSale,
  DecideAfterSale,
  ReceiveReturn,
  RequestAfterSale,
  ReviewRefunds,
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
import type { CancelOrder, ExpireOrder, PlaceOrder, RehearseOrder, ReviewOrder } from './commands/order.js'
import type { PayOrder, PayWaiting, SettlePayment, SubmitVoucher, TopUp } from './commands/payment.js'
import type { CountStock, MoveStock, ServeWaiting } from './commands/stock.js'
import type { NoticeCommand } from './notice.js'

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
