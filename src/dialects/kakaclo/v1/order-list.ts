/** Orders as KakaClo v1 lists them: v2's orders under v1's names (facts/kakaclo.md §6.4). */
import { type Static, Type } from 'typebox'
import type { OrderFilter, OrderPage, Paging } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import type { Result } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { compileReader } from '../../../wire/shape.js'
import { AmountShape, exactAmount } from '../amounts.js'
import { listOrdersQuery, readListQuery } from '../list-query.js'
import { writeOrder as writeV2Order } from '../v2/order-list.js'
import * as v2 from '../v2/order-list-wire.js'
import { STATE_WORDS, statusOf } from './states.js'

export const ListOrdersQuery = listOrdersQuery(STATE_WORDS)

const { id, imageUrl, productName, productNum, skuCode, option1, option2, option3, stockStatus } =
  v2.OrderRow.properties

export const OrderRow = Type.Object({
  id,
  imageUrl,
  productName,
  productNum,
  skuCode,
  option1,
  option2,
  option3,
  purchasePrices: AmountShape,
  subtotal: AmountShape,
  promotionAmount: AmountShape,
  stockStatus,
})
type OrderRow = Static<typeof OrderRow>

const { packId, status, items, ...packageFields } = v2.Package.properties

export const Package = Type.Object({ ...packageFields, items: Type.Array(OrderRow) })
type Package = Static<typeof Package>

const order = v2.ListedOrder.properties

export const ListedOrder = Type.Object({
  id: order.id,
  customOrderId: order.customOrderId,
  remark: order.remark,
  status: order.status,
  purchaseDate: order.purchaseDate,
  payAt: order.payDate,
  completedAt: order.completedDate,
  cancelDate: order.cancelDate,
  refundDate: order.refundDate,
  shippingAddress: order.shippingAddress,
  warehouseId: order.warehouseId,
  skusAmount: AmountShape,
  freightAmount: AmountShape,
  finalAmount: AmountShape,
  totalAmount: AmountShape,
  orderItems: Type.Array(OrderRow),
  fulfillments: Type.Union([Type.Array(Package), Type.Null()]),
  createDate: order.createDate,
  updateDate: order.updateDate,
  modifyDate: order.modifyDate,
})
type ListedOrder = Static<typeof ListedOrder>

export const OrderList = v2.listReply(ListedOrder)

const reader = compileReader(ListOrdersQuery)

export function readListOrders(request: WireRequest): Result<{ filter: OrderFilter; paging: Paging }> {
  return readListQuery(reader, STATE_WORDS, request)
}

export function writeOrder(order: Order, page: OrderPage): ListedOrder {
  const newer = writeV2Order(order, page)
  return {
    id: newer.id,
    customOrderId: newer.customOrderId,
    remark: newer.remark,
    status: statusOf(order),
    purchaseDate: newer.purchaseDate,
    payAt: newer.payDate,
    completedAt: newer.completedDate,
    cancelDate: newer.cancelDate,
    refundDate: newer.refundDate,
    shippingAddress: newer.shippingAddress,
    warehouseId: newer.warehouseId,
    skusAmount: newer.subTotalAmount,
    freightAmount: newer.freightAmount,
    // The table has one name and the samples have the other.
    finalAmount: newer.finalAmount,
    totalAmount: newer.finalAmount,
    orderItems: newer.orderItems.map(writeRow),
    fulfillments: writePackages(newer.fulfillments),
    createDate: newer.createDate,
    updateDate: newer.updateDate,
    modifyDate: newer.modifyDate,
  }
}

function writeRow(newer: v2.OrderRow): OrderRow {
  const { itemId, amount, total, fulfillmentStatus, refundStatus, countryCode, ...same } = newer
  return { ...same, purchasePrices: amount, subtotal: total, promotionAmount: exactAmount(0) }
}

/** v1 has no word for a package that no carrier has yet. */
function writePackages(newer: v2.ListedOrder['fulfillments']): Package[] | null {
  const shipped = (newer ?? []).filter((one) => one.status !== 'preparing')
  return shipped.length === 0 ? null : shipped.map(writePackage)
}

function writePackage(newer: v2.Package): Package {
  const { packId, status, items, ...same } = newer
  return { ...same, items: items.map(writeRow) }
}
