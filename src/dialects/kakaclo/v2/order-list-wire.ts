/** KakaClo v2's order list on the wire, in the order of its table (facts/kakaclo.md §6.4). */
import { type Static, type TSchema, Type } from 'typebox'
import { AmountShape } from '../amounts.js'
import { listOrdersQuery } from '../list-query.js'
import { STATE_WORDS } from './states.js'

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const TextOrNull = orNull(Type.String())

export const ListOrdersQuery = listOrdersQuery(STATE_WORDS)

const ShippingAddress = Type.Object({
  country: Type.String(),
  city: TextOrNull,
  phone: TextOrNull,
  recipient: Type.String(),
  street1: TextOrNull,
  street2: TextOrNull,
  province: TextOrNull,
  zip: TextOrNull,
  vat: TextOrNull,
  ioss: TextOrNull,
})

export const OrderRow = Type.Object({
  id: Type.String(),
  itemId: Type.String(),
  imageUrl: TextOrNull,
  productName: TextOrNull,
  productNum: Type.Integer(),
  skuCode: Type.String(),
  option1: TextOrNull,
  option2: TextOrNull,
  option3: TextOrNull,
  amount: AmountShape,
  total: AmountShape,
  stockStatus: Type.String({ description: 'normal or sold_out' }),
  fulfillmentStatus: Type.String(),
  refundStatus: Type.String(),
  countryCode: TextOrNull,
})
export type OrderRow = Static<typeof OrderRow>

const TrackingInfo = Type.Object({ carrier: Type.String(), trackingCode: Type.String() })

export const Package = Type.Object({
  id: Type.String(),
  packId: Type.String(),
  status: Type.String({ description: 'preparing, shipped or completed' }),
  carrier: TextOrNull,
  carrierType: Type.String(),
  trackingCode: TextOrNull,
  trackingInfos: Type.Array(TrackingInfo),
  logisticsSearchUrl: TextOrNull,
  deliveryTime: orNull(Type.String({ description: 'When a carrier took it' })),
  items: Type.Array(OrderRow),
})
export type Package = Static<typeof Package>

export const ListedOrder = Type.Object({
  id: Type.String(),
  customOrderId: TextOrNull,
  remark: TextOrNull,
  status: Type.String(),
  financialStatus: Type.String(),
  fulfillmentStatus: Type.String(),
  refundStatus: Type.String(),
  purchaseDate: Type.String(),
  payDate: TextOrNull,
  completedDate: TextOrNull,
  cancelDate: TextOrNull,
  refundDate: TextOrNull,
  shippingAddress: ShippingAddress,
  warehouseId: orNull(Type.Integer()),
  currencyCode: Type.String(),
  subTotalAmount: AmountShape,
  freightAmount: AmountShape,
  couponAmount: AmountShape,
  promotionAmount: AmountShape,
  finalAmount: AmountShape,
  refundableAmount: AmountShape,
  refundedAmount: AmountShape,
  orderItems: Type.Array(OrderRow),
  fulfillments: orNull(Type.Array(Package)),
  createDate: Type.String(),
  updateDate: Type.String(),
  modifyDate: Type.String(),
})
export type ListedOrder = Static<typeof ListedOrder>

/** The envelope of a list; the last of its members are printed and never filled. */
export function listReply<T extends TSchema>(row: T) {
  return Type.Object({
    code: Type.Integer(),
    message: Type.String(),
    data: Type.Object({
      vo: Type.Null(),
      list: Type.Array(row),
      total: Type.Integer(),
      pageNumber: Type.Integer(),
      pageSize: Type.Integer(),
      totalPageNumber: Type.Null(),
      modifyDate: Type.Null(),
      nextId: Type.Null(),
    }),
  })
}

export const OrderList = listReply(ListedOrder)
