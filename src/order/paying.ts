/** Paying an order on its buyer's word: from the balance, or by a voucher that a person looks at. */
import { actOn, type Change } from './acting.js'
import type { PayOrder, SettlePayment, SubmitVoucher } from './commands/payment.js'
import type { Decision, Moment } from './decision.js'
import { asPaid, booked, type Credit, creditTo, entryOf, payableMinor, withEntry } from './ledger.js'
import type { Order } from './order.js'
import type { Rejection } from './rejection.js'
import type { Snapshot } from './snapshot.js'

export function payOrder(snapshot: Snapshot, command: PayOrder, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    if (order.orderStatus !== 'waiting_payment') return settledAlready(order)
    if (order.financialStatus === 'voucher' || order.financialStatus === 'confirming') return 'unchanged'
    const account = snapshot.accounts.get(order.accountId)
    if (account === undefined) return { kind: 'not_found', what: 'account', id: String(order.accountId) }
    if (account.payment === 'none') return paid(order, 'elsewhere', moment.at)
    if (account.currency !== order.currency) {
      return {
        order: { ...order, financialStatus: 'confirming' },
        event: { kind: 'payment_claimed', data: { currency: order.currency } },
      }
    }
    const dueMinor = payableMinor(order)
    if (account.balanceMinor < dueMinor) {
      const { currency, balanceMinor } = account
      return { kind: 'insufficient_balance', id: String(order.orderNumber), dueMinor, balanceMinor, currency }
    }
    const payment = entryOf(account, 'payment', -dueMinor, order.orderNumber)
    return paid(order, 'paid', moment.at, booked(snapshot, account, order, [payment], moment.at))
  })
}

function paid(order: Order, settlement: 'paid' | 'elsewhere', at: number, credit?: Credit): Change {
  return {
    order: asPaid(order, settlement, at),
    event: { kind: 'paid', data: null },
    ...(credit !== undefined && { credit }),
  }
}

/** Paying what is paid changes nothing; what is cancelled can't be paid any more. */
function settledAlready(order: Order): 'unchanged' | Rejection {
  const { orderNumber, orderStatus } = order
  return orderStatus === 'cancelled'
    ? { kind: 'not_allowed_in_state', what: 'order', id: String(orderNumber), state: orderStatus }
    : 'unchanged'
}

export function submitVoucher(snapshot: Snapshot, command: SubmitVoucher, moment: Moment): Decision {
  const { urls, remark } = command
  return actOn(snapshot, command, moment.at, (order) => {
    if (order.orderStatus !== 'waiting_payment') {
      const { orderNumber, orderStatus } = order
      const state = orderStatus === 'cancelled' ? orderStatus : 'paid'
      return { kind: 'not_allowed_in_state', what: 'order', id: String(orderNumber), state }
    }
    const { voucher } = order.details
    const isSame =
      order.financialStatus === 'voucher' &&
      voucher !== null &&
      voucher.remark === remark &&
      voucher.urls.length === urls.length &&
      urls.every((url, index) => voucher.urls[index] === url)
    if (isSame) return 'unchanged'
    return {
      order: {
        ...order,
        financialStatus: 'voucher',
        details: { ...order.details, voucher: { urls, remark, at: moment.at } },
      },
      event: { kind: 'payment_claimed', data: { vouchers: urls.length } },
      // It no longer waits for the balance: those behind it may be paid now.
      credit: creditTo(snapshot, order, 0, moment.at),
    }
  })
}

/** A person says whether money that is claimed to have come has come. */
export function settlePayment(snapshot: Snapshot, command: SettlePayment, moment: Moment): Decision {
  return actOn(snapshot, command, moment.at, (order) => {
    const claimed = order.financialStatus === 'voucher' || order.financialStatus === 'confirming'
    if (order.orderStatus !== 'waiting_payment' || !claimed) {
      if (command.approved && order.details.paidAt !== null) return 'unchanged'
      const state = `${order.orderStatus}, ${order.financialStatus}`
      return { kind: 'not_allowed_in_state', what: 'order', id: String(order.orderNumber), state }
    }
    if (command.approved) return received(snapshot, order, moment.at)
    return {
      order: {
        ...order,
        financialStatus: order.financialStatus === 'voucher' ? 'voucher_refused' : 'on_request',
      },
      event: { kind: 'payment_refused', data: { reason: command.reason } },
    }
  })
}

/** What came in from outside goes through the account's balance, if that is kept in the same money. */
function received(snapshot: Snapshot, order: Order, at: number): Change {
  const account = snapshot.accounts.get(order.accountId)
  if (account?.payment !== 'balance' || account.currency !== order.currency)
    return paid(order, 'elsewhere', at)
  const dueMinor = payableMinor(order)
  const { orderNumber } = order
  const came = dueMinor === 0 ? [] : [entryOf(account, 'top_up', dueMinor, orderNumber)]
  const payment = entryOf(came.reduce(withEntry, account), 'payment', -dueMinor, orderNumber)
  return paid(order, 'paid', at, booked(snapshot, account, order, [...came, payment], at))
}
