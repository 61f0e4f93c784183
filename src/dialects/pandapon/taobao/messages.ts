/** What is told of Taobao orders (facts/pandapon.md §14.4): each new status, of an order and of a refund. */
import type { AfterSale } from '../../../order/after-sale.js'
import type { Order } from '../../../order/order.js'
import type { Message } from '../callbacks.js'
import { orderId, orderNo, subOrderId } from '../envelope.js'
import { linesOf } from '../items.js'
import { refundId } from './refunds.js'
import { refundStatusOf, STATUSES, statusOf } from './states.js'
import { writeListed } from './sub-orders.js'

/** Whoever places an order knows that it waits for its money. */
const FIRST_STATUS = 0

export function tellOrder(order: Order): Message[] {
  const status = statusOf(order)
  const lines = writeListed(order).map((one) => ('status' in one ? String(one.status) : ''))
  const about = {
    id: orderId(order.orderNumber),
    orderNo: orderNo(order.orderNumber),
    status,
    taobaoStatus: STATUSES.get(status)?.raw ?? 'OTHER_STATUS',
    subOrderVOS: writeListed(order),
  }
  const mark = `status:${status}/${lines.join(',')}`
  const modified: Message = { kind: 'TAOBAO_ORDER_STATUS_MODIFY', mark, content: about }
  return [
    ...(status === FIRST_STATUS ? [] : [modified]),
    ...order.afterSales.flatMap((one) => tellRefund(order, one)),
  ]
}

/** One for each sub-order that it is about. */
function tellRefund(order: Order, one: AfterSale): Message[] {
  const refundStatus = refundStatusOf(one)
  return linesOf(order).flatMap(({ position, line }): Message[] => {
    const rows = one.lines.filter((row) => row.lineNumber === line?.lineNumber)
    if (rows.length === 0) return []
    return [
      {
        kind: 'TAOBAO_ORDER_REFUND',
        mark: `refund-${one.afterSaleNumber}-${position}:${refundStatus}/${one.amountMinor}`,
        content: {
          refundId: refundId(one.afterSaleNumber),
          subOrderId: subOrderId(order.orderNumber, position),
          refundStatus,
          refundFee: one.amountMinor,
        },
      },
    ]
  })
}
