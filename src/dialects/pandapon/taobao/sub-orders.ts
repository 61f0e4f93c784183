/** Sub-orders: one a line of the request, in its order, the failed ones too (facts/pandapon.md §6.1, §12.3). */
import type { FailedLine, Order, OrderLine, Shipment } from '../../../order/order.js'
import { orderNo, subOrderId } from '../envelope.js'
import { FAULT_CODES, idsOf, linesOf } from '../items.js'
import { lineRefundStatusOf, lineStatusOf } from './states.js'

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
      taobaoSubPurchaseId: subPurchaseId(order, position),
      errorCode: null,
      errorMessage: null,
    }
  })
}

export function writeListed(order: Order): object[] {
  return linesOf(order).map(({ position, line, failed }) => {
    const known = line === null ? idsOf(failed?.sku ?? '') : idsOf(line.sku)
    return {
      subOrderId: subOrderId(order.orderNumber, position),
      ...known,
      quantity: line?.quantity ?? failed?.quantity ?? 0,
      purchaseCurrency: order.currency,
      purchaseAmount: line === null ? 0 : line.quantity * line.unitPriceMinor,
      domesticPostFee: 0,
      status: line === null ? 4 : lineStatusOf(order, line.lineNumber),
      refundStatus: line === null ? 0 : lineRefundStatusOf(order, line.lineNumber),
      taobaoPurchaseId: line === null ? null : purchaseId(order),
      taobaoSubPurchaseId: line === null ? null : subPurchaseId(order, position),
      logisticsCompanyName: line === null ? null : (parcelOf(order, line)?.carrier ?? null),
      logisticsNumber: line === null ? null : (parcelOf(order, line)?.trackingNumber ?? null),
      errorCode: failed === null ? null : FAULT_CODES[failed.fault],
      errorMessage: failed?.reason ?? null,
    }
  })
}

/** Twelve digits, as upstream's purchases have; ours, since the goods are bought here. */
function purchaseId({ orderNumber }: Order): string {
  return `2${String(orderNumber).slice(-11).padStart(11, '0')}`
}

/** Also twelve digits, as long as there are fewer than a thousand million orders: the order, and the line's place. */
function subPurchaseId({ orderNumber }: Order, position: number): string {
  return `3${String((orderNumber - FIRST_ORDER) * MOST_LINES + position - 1).padStart(11, '0')}`
}

/** The order and the place that such an id means; null: none of ours. */
export function subPurchaseOf(id: string): { orderNumber: number; position: number } | null {
  const number = /^3\d{11,15}$/.test(id) ? Number(id.slice(1)) : null
  if (number === null || !Number.isSafeInteger(number)) return null
  const position = (number % MOST_LINES) + 1
  return { orderNumber: FIRST_ORDER + Math.floor(number / MOST_LINES), position }
}

/** Order numbers have thirteen digits, and an order at most a hundred lines. */
const FIRST_ORDER = 1_000_000_000_000
const MOST_LINES = 100

/** The first parcel with something of a line in it. */
function parcelOf({ fulfilmentOrders }: Order, { lineNumber }: OrderLine): Shipment | undefined {
  return fulfilmentOrders
    .flatMap((part) => part.shipments ?? [])
    .find((one) => one.lines.some((line) => line.lineNumber === lineNumber))
}
