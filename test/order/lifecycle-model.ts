/**
 * The engine's promises, kept in the simplest way there is: single pieces, lists and sums, nothing stored that can be
 * counted. It says what each command must come to, and follows it.
 */
import type { Command } from '../../src/order/command.js'
import type { Order } from '../../src/order/order.js'
import type { RoutingPolicyName } from '../../src/order/routing.js'
import { answerToAct, answerToDecision, answerToRefundReview } from './lifecycle-model-after-sales.js'
import {
  answerToCancelling,
  answerToCount,
  answerToExpiry,
  answerToMovement,
  answerToPaying,
  answerToPayingWaiting,
  answerToSettling,
  answerToTopUp,
  answerToVoucher,
} from './lifecycle-model-money.js'
import {
  type Answer,
  type ModelOrder,
  notFound,
  type Refusal,
  refuse,
  same,
} from './lifecycle-model-order.js'
import {
  answerToAllocating,
  answerToHolding,
  answerToLabel,
  answerToMerge,
  answerToMove,
  answerToNote,
  answerToRelease,
  answerToReview,
  answerToSplit,
} from './lifecycle-model-parts.js'
import { answerToPlacing } from './lifecycle-model-placing.js'
import { answerToRequest } from './lifecycle-model-requests.js'
import { answerToReturn } from './lifecycle-model-returns.js'
import {
  answerToDelivery,
  answerToHandover,
  answerToPacking,
  answerToTracking,
} from './lifecycle-model-shipping.js'
import { answerToNotice, answerToServing } from './lifecycle-model-warehouse.js'
import { World } from './lifecycle-model-world.js'

/** `made`: the order as the engine made it, for the numbers that only the engine gives out. */
export type Verdict =
  | { readonly says: 'accepted'; follow(made: Order | undefined): void }
  | { readonly says: 'replayed'; readonly afterSaleNumber: number | null }
  | { readonly says: 'refused'; readonly refusal: Refusal }

type OrderCommand = Extract<Command, { readonly orderNumber: number }>

export class Model extends World {
  readonly #keys = new Map<string, string>()

  constructor(policy: RoutingPolicyName) {
    super(policy)
  }

  /** What comes of a command at that time; nothing has changed before it is followed. */
  verdict(command: Command, at: number): Verdict {
    this.begin(at)
    const answer = this.#earlier(command) ?? this.#answer(command)
    if ('refusal' in answer) return { says: 'refused', refusal: answer.refusal }
    if ('sameAs' in answer) {
      // A key stands for its request also where that changed nothing.
      this.#remember(command)
      return { says: 'replayed', afterSaleNumber: answer.sameAs }
    }
    return {
      says: 'accepted',
      follow: (made) => {
        this.#remember(command)
        answer.does(made)
        this.end()
      },
    }
  }

  #remember({ caller, key }: Command): void {
    if (key !== null) this.#keys.set(`${caller.accountId} ${key.key}`, key.contentHash)
  }

  #earlier({ caller, key }: Command) {
    if (key === null) return null
    const hash = this.#keys.get(`${caller.accountId} ${key.key}`)
    if (hash === undefined) return null
    return hash === key.contentHash ? same() : refuse({ kind: 'key_reused', key: key.key })
  }

  #answer(command: Command): Answer<Order | undefined> {
    switch (command.kind) {
      case 'place':
        return withMade(answerToPlacing(this, command))
      case 'move_stock':
        return withMade(answerToMovement(this, command))
      case 'count_stock':
        return withMade(answerToCount(this, command))
      case 'top_up':
        return withMade(answerToTopUp(this, command))
      case 'serve_waiting':
        return withMade(answerToServing(this, command))
      case 'announce_notice':
      case 'confirm_notice':
      case 'receive_notice':
      case 'close_notice':
      case 'withdraw_notice':
        return withMade(answerToNotice(this, command))
      case 'pay_waiting':
        return withMade(answerToPayingWaiting(this, command))
      default: {
        const { orderNumber, caller } = command
        const order = this.orders.find((one) => one.orderNumber === orderNumber)
        if (order?.accountId !== caller.accountId) return notFound('order', orderNumber)
        const answer = this.#answerOn(order, command)
        if (!('does' in answer)) return answer
        return {
          does: (made) => {
            if (made !== undefined) answer.does(made)
            this.changed(order)
          },
        }
      }
    }
  }

  #answerOn(order: ModelOrder, command: OrderCommand): Answer<Order> {
    switch (command.kind) {
      case 'review':
        return answerToReview(this, order, command)
      case 'hold':
        return answerToHolding(this, order, command)
      case 'release':
        return answerToRelease(this, order, command)
      case 'allocate':
        return answerToAllocating(this, order, command)
      case 'label':
        return answerToLabel(this, order, command)
      case 'annotate':
        return answerToNote(this, order, command)
      case 'pack':
        return answerToPacking(this, order, command)
      case 'hand_over':
        return answerToHandover(this, order, command)
      case 'deliver':
        return answerToDelivery(this, order, command)
      case 'track':
        return answerToTracking(this, order, command)
      case 'split':
        return answerToSplit(this, order, command)
      case 'merge':
        return answerToMerge(this, order, command)
      case 'move':
        return answerToMove(this, order, command)
      case 'cancel':
        return answerToCancelling(this, order, command)
      case 'expire':
        return answerToExpiry(this, order, command)
      case 'rehearse':
        // None of these orders asks for a bad day: see rehearsing.test.ts.
        return same()
      case 'pay':
        return answerToPaying(this, order, command)
      case 'submit_voucher':
        return answerToVoucher(this, order, command)
      case 'settle_payment':
        return answerToSettling(this, order, command)
      case 'request_after_sale':
        return answerToRequest(this, order, command)
      case 'decide_after_sale':
        return answerToDecision(this, order, command)
      case 'act_on_after_sale':
        return answerToAct(this, order, command)
      case 'receive_return':
        return answerToReturn(this, order, command)
      case 'review_refunds':
        return answerToRefundReview(this, order, command)
    }
  }
}

function withMade<T>(answer: Answer<T>): Answer<Order | undefined> {
  if (!('does' in answer)) return answer
  // Only a placing asks for what was made, and then something was.
  return { does: (made) => answer.does(made as T) }
}
