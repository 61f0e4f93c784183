/** Orders as KakaClo v2 lists them. */
import type { OrderFilter, OrderPage, Paging } from '../../../order/calls.js'
import type { FulfilmentLine, FulfilmentOrder, Order, Shipment } from '../../../order/order.js'
import type { Result } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { compileReader } from '../../../wire/shape.js'
import { writeInstant } from '../../../wire/time.js'
import { exactAmount } from '../amounts.js'
import { readListQuery } from '../list-query.js'
import { type ListedOrder, ListOrdersQuery, type OrderRow, type Package } from './order-list-wire.js'
import {
  FINANCIAL_WORDS,
  FULFILMENT_WORDS,
  ORDER_WORDS,
  REFUND_WORDS,
  rowFulfilment,
  rowRefund,
  STATE_WORDS,
} from './states.js'

const reader = compileReader(ListOrdersQuery)

export function readListOrders(request: WireRequest): Result<{ filter: OrderFilter; paging: Paging }> {
  return readListQuery(reader, STATE_WORDS, request)
}

/** A page's data; each generation writes the orders in its own way. */
export function writePage<T>(page: OrderPage, write: (order: Order, page: OrderPage) => T) {
  return {
    vo: null,
    list: page.rows.map((order) => write(order, page)),
    total: page.total,
    pageNumber: page.pageNumber,
    pageSize: page.pageSize,
    totalPageNumber: null,
    modifyDate: null,
    nextId: null,
  }
}

export function writeOrder(order: Order, page: OrderPage): ListedOrder {
  const { details } = order
  const rows = rowsOf(order)
  const created = writeInstant(order.createdAt)
  const changed = writeInstant(order.updatedAt)
  const paid = writeDate(details.paidAt)
  return {
    id: String(order.orderNumber),
    customOrderId: order.sellerOrderNumber,
    remark: details.remark,
    status: ORDER_WORDS[order.orderStatus],
    financialStatus: FINANCIAL_WORDS[order.financialStatus],
    fulfillmentStatus: FULFILMENT_WORDS[order.fulfilmentStatus],
    refundStatus: REFUND_WORDS[order.refundStatus],
    purchaseDate: created,
    payDate: paid,
    // The documents print the time of payment here, on orders that are far from complete (facts §6.4).
    completedDate: paid,
    cancelDate: writeDate(details.cancelledAt),
    refundDate: writeDate(details.refundedAt),
    shippingAddress: writeAddress(order),
    warehouseId: page.locations.get(rows[0]?.part.location ?? '')?.number ?? null,
    currencyCode: order.currency,
    subTotalAmount: exactAmount(order.goodsMinor),
    freightAmount: exactAmount(order.freightMinor),
    couponAmount: exactAmount(0),
    promotionAmount: exactAmount(0),
    finalAmount: exactAmount(order.finalMinor),
    refundableAmount: exactAmount(order.finalMinor - order.refundedMinor),
    refundedAmount: exactAmount(order.refundedMinor),
    orderItems: rows.map((row) => writeRow(order, row, page)),
    fulfillments: writePackages(order, rows, page),
    createDate: created,
    updateDate: changed,
    modifyDate: changed,
  }
}

function writeAddress({ details: { address } }: Order): ListedOrder['shippingAddress'] {
  return {
    country: address.country,
    city: address.city,
    phone: address.phone,
    recipient: address.recipient,
    street1: address.street1,
    street2: address.street2,
    province: address.province,
    zip: address.postalCode,
    vat: address.vat,
    ioss: address.ioss,
  }
}

interface Row {
  readonly part: FulfilmentOrder
  readonly line: FulfilmentLine
}

/** In the order of the lines sent; the parts of one line in the order of the fulfilment orders. */
function rowsOf({ fulfilmentOrders }: Order): Row[] {
  return fulfilmentOrders
    .flatMap((part) => part.lines.map((line) => ({ part, line })))
    .sort((a, b) => a.line.lineNumber - b.line.lineNumber || a.part.sequence - b.part.sequence)
}

function writeRow(order: Order, { part, line }: Row, page: OrderPage): OrderRow {
  const item = page.items.get(line.sku)
  const id = String(line.rowNumber)
  const [option1 = null, option2 = null, option3 = null] = (item?.options ?? []).map(writeOption)
  return {
    id,
    itemId: id,
    imageUrl: item?.imageUrl ?? null,
    productName: item?.name ?? null,
    productNum: line.quantity,
    skuCode: line.sku,
    option1,
    option2,
    option3,
    amount: exactAmount(line.unitPriceMinor),
    total: exactAmount(line.unitPriceMinor * line.quantity),
    stockStatus: isCovered({ part, line }) ? 'normal' : 'sold_out',
    fulfillmentStatus: rowFulfilment(order, part),
    refundStatus: rowRefund(order),
    countryCode: page.locations.get(part.location)?.country ?? null,
  }
}

/** JSON inside a string, with the blank that the order samples have. */
function writeOption({ name, value }: { readonly name: string; readonly value: string }): string {
  return `{"name":${JSON.stringify(name)}, "value":${JSON.stringify(value)}}`
}

/** A row that is still to be shipped, and of which not every piece is reserved, is sold out. */
function isCovered({ part, line }: Row): boolean {
  const toBeShipped = ['drafted', 'allocated', 'shortage', 'hold'].includes(part.status)
  return !toBeShipped || line.reserved >= line.quantity
}

/** Null before a carrier has the first package. */
function writePackages(order: Order, rows: readonly Row[], page: OrderPage): Package[] | null {
  const packages = order.fulfilmentOrders.flatMap((part) => {
    const items = rows.filter((row) => row.part === part).map((row) => writeRow(order, row, page))
    return (part.shipments ?? []).map((shipment) => writePackage(shipment, items))
  })
  return packages.length === 0 ? null : packages
}

function writePackage(shipment: Shipment, items: OrderRow[]): Package {
  const { packageNumber, carrier, trackingNumber, deliveredAt } = shipment
  return {
    id: packageNumber,
    packId: packageNumber,
    status: deliveredAt === null ? 'shipped' : 'completed',
    carrier,
    carrierType: 'last',
    trackingCode: trackingNumber,
    trackingInfos: [{ carrier, trackingCode: trackingNumber }],
    logisticsSearchUrl: `https://t.17track.net/en?v=2#nums=${encodeURIComponent(trackingNumber)}`,
    deliveryTime: null,
    items,
  }
}

function writeDate(at: number | null): string | null {
  return at === null ? null : writeInstant(at)
}
