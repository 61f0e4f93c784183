/**
 * The engine's one entrance: what a command does to a snapshot, or why it is refused. Pure: time and numbers
 * come in, nothing else is read, and the same input always gives the same answer.
 */
import { actOnAfterSale, decideAfterSale, receiveReturn, reviewRefunds } from './after-sale-acts.js'
import { requestAfterSale } from './after-sale-request.js'
import { cancelOrder, expireOrder } from './cancel.js'
import type { Command } from './command.js'
import { type Decision, type Moment, replay } from './decision.js'
import { allocateOrder, annotateOrder, holdOrder, releaseOrder } from './holding.js'
import { announceNotice, closeNotice, confirmNotice, receiveNotice, withdrawNotice } from './inbound.js'
import { labelOrder } from './labelling.js'
import { payWaiting, topUp } from './ledger.js'
import { payOrder, settlePayment, submitVoucher } from './paying.js'
import { findEarlier, placeOrder } from './place.js'
import { mergeParts, movePart, splitPart } from './regrouping.js'
import { rehearseOrder } from './rehearsing.js'
import { refuse } from './rejection.js'
import { reviewOrder } from './review.js'
import { deliverOrder, handOverOrder, packOrder } from './shipping.js'
import { answeredKey, type Snapshot } from './snapshot.js'
import { countStock, moveStock } from './stock.js'
import { trackParcel } from './tracking.js'
import { serveWaiting } from './waiting.js'

export function decide(snapshot: Snapshot, command: Command, moment: Moment): Decision {
  const repeated = repetitionOf(snapshot, command)
  if (repeated !== null) return repeated
  switch (command.kind) {
    case 'place':
      return placeOrder(snapshot, command, moment)
    case 'review':
      return reviewOrder(snapshot, command, moment)
    case 'hold':
      return holdOrder(snapshot, command, moment)
    case 'release':
      return releaseOrder(snapshot, command, moment)
    case 'allocate':
      return allocateOrder(snapshot, command, moment)
    case 'annotate':
      return annotateOrder(snapshot, command, moment)
    case 'label':
      return labelOrder(snapshot, command, moment)
    case 'pack':
      return packOrder(snapshot, command, moment)
    case 'hand_over':
      return handOverOrder(snapshot, command, moment)
    case 'deliver':
      return deliverOrder(snapshot, command, moment)
    case 'track':
      return trackParcel(snapshot, command, moment)
    case 'split':
      return splitPart(snapshot, command, moment)
    case 'merge':
      return mergeParts(snapshot, command, moment)
    case 'move':
      return movePart(snapshot, command, moment)
    case 'cancel':
      return cancelOrder(snapshot, command, moment)
    case 'expire':
      return expireOrder(snapshot, command, moment)
    case 'rehearse':
      return rehearseOrder(snapshot, command, moment)
    case 'pay':
      return payOrder(snapshot, command, moment)
    case 'submit_voucher':
      return submitVoucher(snapshot, command, moment)
    case 'settle_payment':
      return settlePayment(snapshot, command, moment)
    case 'request_after_sale':
      return requestAfterSale(snapshot, command, moment)
    case 'decide_after_sale':
      return decideAfterSale(snapshot, command, moment)
    case 'act_on_after_sale':
      return actOnAfterSale(snapshot, command, moment)
    case 'receive_return':
      return receiveReturn(snapshot, command, moment)
    case 'review_refunds':
      return reviewRefunds(snapshot, command, moment)
    case 'announce_notice':
      return announceNotice(snapshot, command, moment)
    case 'confirm_notice':
      return confirmNotice(snapshot, command, moment)
    case 'receive_notice':
      return receiveNotice(snapshot, command, moment)
    case 'close_notice':
      return closeNotice(snapshot, command, moment)
    case 'withdraw_notice':
      return withdrawNotice(snapshot, command, moment)
    case 'move_stock':
      return moveStock(snapshot, command)
    case 'serve_waiting':
      return serveWaiting(snapshot, command, moment)
    case 'count_stock':
      return countStock(snapshot, command)
    case 'top_up':
      return topUp(snapshot, command, moment)
    case 'pay_waiting':
      return payWaiting(snapshot, command, moment)
  }
}

/** What a command is answered that was given before, by its key or its seller's number; null: it is new. */
export function repetitionOf(snapshot: Snapshot, command: Command): Decision | null {
  if (command.key !== null) {
    const earlier = snapshot.answered.get(answeredKey(command.caller.accountId, command.key.key))
    if (earlier !== undefined) {
      return earlier.contentHash === command.key.contentHash
        ? replay(earlier.outcome)
        : refuse({ kind: 'key_reused', key: command.key.key })
    }
  }
  return command.kind === 'place' ? findEarlier(snapshot, command) : null
}
