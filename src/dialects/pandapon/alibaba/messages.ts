/** What is told of 1688 orders (facts/pandapon.md §14.4): made, paid, cancelled, and asked back. */
import type { Order } from '../../../order/order.js'
import { writeInChina } from '../../../wire/zones.js'
import type { Message } from '../callbacks.js'
import { tradeId, tradeRefundId } from '../envelope.js'
import { payStatusOf, refundStatusOf, standingOf } from './states.js'

const PAID = 2

export function tellTrade(order: Order): Message[] {
  const content = contentOf(order)
  const isPaid = payStatusOf(order) === PAID
  const messages: Message[] = [{ kind: 'ORDER_CREATE', mark: 'created', content }]
  if (isPaid) messages.push({ kind: 'ORDER_PAY_SUCCESS', mark: 'paid', content })
  if (order.orderStatus === 'cancelled') messages.push({ kind: 'ORDER_CANCEL', mark: 'cancelled', content })
  for (const one of order.afterSales) {
    const refundStatus = refundStatusOf(one)
    messages.push({
      kind: 'ORDER_BUYER_VIEW_ORDER_BUYER_REFUND',
      mark: `refund-${one.afterSaleNumber}:${refundStatus}/${one.amountMinor}`,
      content: {
        refundId: tradeRefundId(one.afterSaleNumber),
        orderId: tradeId(order.orderNumber),
        refundStatus,
        refundAmount: one.amountMinor,
      },
    })
  }
  return messages
}

function contentOf(order: Order) {
  const { details, orderNumber } = order
  return {
    orderId: tradeId(orderNumber),
    // There is one id here, and receivers are told to take this as opaque.
    orderNo: tradeId(orderNumber),
    ...standingOf(order),
    tbCreateTime: writeInChina(order.createdAt),
    payTime: details.paidAt === null ? null : writeInChina(details.paidAt),
  }
}
