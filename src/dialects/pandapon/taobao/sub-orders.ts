/** Sub-orders: one a line of the request, in its order, the failed ones too (facts/pandapon.md §6.1, §12.3). */
import type { FailedLine, Order, OrderLine } from '../../../order/order.js'
import { orderNo, subOrderId } from '../envelope.js'
import { FAULT_CODES, idsOf, linesOf } from '../items.js'

/** What a failed line of an order, or of none, is answered with. */
export function writeFailed({ position, sku, quantity, fault, reason }: FailedLine, order: Order | null) {
  return {
    subOrderId: order === null ? null : subOrderId(order.orderNumber, position),
    orderNo: order === null ? null : orderNo(order.orderNumber),
    quantity,
    title: null,
    purchaseCurrency: null,
    purchaseAmount: null,
    ...idsOf(sku),
    domesticPostFee: null,
    closeReason: null,
    status: null,
    taobaoPurchaseId: null,
    taobaoSubPurchaseId: null,
    errorCode: FAULT_CODES[fault],
    errorMessage: reason,
  }
}

/** As the creation answers, with nulls where the printed answer has them: the lists tell amounts and status. */
export function writeCreated(order: Order): object[] {
  return linesOf(order).map(({ position, line, failed }) => {
    if (failed !== null || line === null) return failed === null ? {} : writeFailed(failed, order)
    return {
      subOrderId: subOrderId(order.orderNumber, position),
      orderNo: orderNo(order.orderNumber),
      quantity: line.quantity,
      title: null,
      purchaseCurrency: null,
      purchaseAmount: null,
      ...idsOf(line.sku),
      domesticPostFee: null,
      closeReason: null,
      status: null,
      taobaoPurchaseId: purchaseId(order),
      taobaoSubPurchaseId: subPurchaseId(order, line),
      errorCode: null,
      errorMessage: null,
    }
  })
}

export function writeListed(order: Order, status: number): object[] {
  return linesOf(order).map(({ position, line, failed }) => {
    const known = line === null ? idsOf(failed?.sku ?? '') : idsOf(line.sku)
    return {
      subOrderId: subOrderId(order.orderNumber, position),
      ...known,
      quantity: line?.quantity ?? failed?.quantity ?? 0,
      purchaseCurrency: order.currency,
      purchaseAmount: line === null ? 0 : line.quantity * line.unitPriceMinor,
      domesticPostFee: 0,
      status: line === null ? 4 : status,
      refundStatus: 0,
      taobaoPurchaseId: line === null ? null : purchaseId(order),
      taobaoSubPurchaseId: line === null ? null : subPurchaseId(order, line),
      logisticsCompanyName: null,
      logisticsNumber: null,
      errorCode: failed === null ? null : FAULT_CODES[failed.fault],
      errorMessage: failed?.reason ?? null,
    }
  })
}

/** Twelve digits, as upstream's purchases have; ours, since the goods are bought here. */
function purchaseId({ orderNumber }: Order): string {
  return `2${String(orderNumber).slice(-11).padStart(11, '0')}`
}

function subPurchaseId({ fulfilmentOrders }: Order, { lineNumber }: OrderLine): string {
  const rows = fulfilmentOrders.flatMap((part) => part.lines)
  const row = rows.find((one) => one.lineNumber === lineNumber)
  return `3${String(row?.rowNumber ?? 0)
    .slice(-11)
    .padStart(11, '0')}`
}
