/** Orders as KakaClo v2 lists them. */
import type { OrderFilter, OrderPage, Paging } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import type { Result } from '../../../order/rejection.js'
import { wanted } from '../../../order/reservation.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { compileReader } from '../../../wire/shape.js'
import { writeInstant } from '../../../wire/time.js'
import { exactAmount } from '../amounts.js'
import { readListQuery } from '../list-query.js'
import { type ListedOrder, ListOrdersQuery, type OrderRow, type Package } from './order-list-wire.js'
import { type Parcel, parcelsOf } from './packages.js'
import { type Progress, progressOf, type Row, rowFulfilment, rowRefund } from './row-states.js'
import { FINANCIAL_WORDS, FULFILMENT_WORDS, orderWord, REFUND_WORDS, STATE_WORDS } from './states.js'

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
  const parcels = parcelsOf(order)
  const progress = progressOf(order, parcels)
  const write = (row: Row) => writeRow(order, row, { page, progress })
  const refunded = order.refundedMinor + details.waivedMinor
  const created = writeInstant(order.createdAt)
  const changed = writeInstant(order.updatedAt)
  const paid = writeDate(details.paidAt)
  return {
    id: String(order.orderNumber),
    customOrderId: order.sellerOrderNumber,
    remark: details.remark,
    status: orderWord(order),
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
    // What was given up before it was paid can't come back either, and the three amounts have to agree.
    refundableAmount: exactAmount(order.finalMinor - refunded),
    refundedAmount: exactAmount(refunded),
    orderItems: rows.map(write),
    fulfillments:
      parcels.length === 0
        ? null
        : parcels.map((parcel) => writePackage(parcel, writeContents(parcel, write))),
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

/** In the order of the lines sent; the parts of one line in the order of the fulfilment orders. */
function rowsOf({ fulfilmentOrders }: Order): Row[] {
  return fulfilmentOrders
    .flatMap((part) => part.lines.map((line) => ({ part, line })))
    .sort((a, b) => a.line.lineNumber - b.line.lineNumber || a.part.sequence - b.part.sequence)
}

interface Surroundings {
  readonly page: OrderPage
  readonly progress: Progress
}

function writeRow(order: Order, row: Row, { page, progress }: Surroundings): OrderRow {
  const { part, line } = row
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
    stockStatus: isCovered(row) ? 'normal' : 'sold_out',
    fulfillmentStatus: rowFulfilment(order, row, progress),
    refundStatus: rowRefund(order, row, progress),
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
  return part.empty || !toBeShipped || line.reserved >= wanted(line)
}

/** Its rows, with as many pieces as are in this package. */
function writeContents({ part, pieces }: Parcel, write: (row: Row) => OrderRow): OrderRow[] {
  return pieces.map(({ line, quantity }) => ({
    ...write({ part, line }),
    productNum: quantity,
    total: exactAmount(line.unitPriceMinor * quantity),
  }))
}

function writePackage({ id, shipment }: Parcel, items: OrderRow[]): Package {
  const { carrier = null, trackingNumber = null } = shipment ?? {}
  const tracking =
    carrier === null || trackingNumber === null ? [] : [{ carrier, trackingCode: trackingNumber }]
  return {
    id,
    packId: id,
    status: packageWord(shipment),
    carrier,
    carrierType: 'last',
    trackingCode: trackingNumber,
    trackingInfos: tracking,
    logisticsSearchUrl:
      trackingNumber === null
        ? null
        : `https://t.17track.net/en?v=2#nums=${encodeURIComponent(trackingNumber)}`,
    deliveryTime: writeDate(shipment?.handedOverAt ?? null),
    items,
  }
}

function packageWord(shipment: Parcel['shipment']): string {
  if (shipment === null) return 'preparing'
  return shipment.deliveredAt === null ? 'shipped' : 'completed'
}

function writeDate(at: number | null): string | null {
  return at === null ? null : writeInstant(at)
}
