/** Creating orders at 1688: of one merchant, or one for each of several (facts/pandapon.md §10.3). */
import { type Static, Type } from 'typebox'
import type { AccountContext, Calls, NewOrder } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import { accept, type FieldFault, type Result, refuse } from '../../../order/rejection.js'
import type { ReplyContext, WireRequest } from '../../../wire/dialect.js'
import { text, wholeNumber } from '../../../wire/fields.js'
import { compileReader } from '../../../wire/shape.js'
import { tradeId } from '../envelope.js'
import { type ErrorNote, explain } from '../errors.js'
import { FAULT_CODES, outcomesOf } from '../items.js'
import { digits, readShape, userFault } from '../reading.js'
import { requestKey } from '../repeats.js'
import { AddressParam } from './address.js'
import { CargoList, readOrders, writeOffer } from './cargo.js'

/** What goes with any order; how it is to be traded and by whom it was paid is kept with it. */
export const orderFields = {
  flow: text(64),
  message: Type.Optional(text(500)),
  shopPromotionId: Type.Optional(text(64, { fromText: true })),
  tradeType: Type.Optional(text(64)),
  userId: Type.Optional(digits(40)),
  staffName: Type.Optional(text(100)),
  platformOrder: Type.Optional(wholeNumber(0, Number.MAX_SAFE_INTEGER, { fromText: true })),
  transferAccountImgs: Type.Optional(text(4_000)),
  transferAccountRemark: Type.Optional(text(500)),
}
const OrderFields = Type.Object(orderFields)

export const CreateTrade = Type.Object({
  ...orderFields,
  addressParam: AddressParam,
  cargoParamList: CargoList,
})
const readCreateShape = compileReader(CreateTrade)

/** Prices are those of the catalogue, and a promotion that we don't know can't be promised. */
export function promotionFault({ shopPromotionId }: Static<typeof OrderFields>): FieldFault | null {
  if (shopPromotionId === undefined) return null
  return { path: 'shopPromotionId', problem: `is "${shopPromotionId}", and there are no shop promotions` }
}

/** What of the request is kept with the order. */
export function keptFields({ message: _remark, userId: _user, ...kept }: Static<typeof OrderFields>) {
  return kept
}

export function readCreate(
  request: WireRequest,
  account: AccountContext,
): Result<Calls['placeAndShow']['input']> {
  const orders = readTrade(request, account, 'one')
  if (!orders.ok) return orders
  const [order] = orders.value
  if (order === undefined) throw new Error('a list that is not empty makes an order')
  return accept(order)
}

export function readBatchCreate(
  request: WireRequest,
  account: AccountContext,
): Result<Calls['placeEach']['input']> {
  const orders = readTrade(request, account, 'each_named')
  return orders.ok ? accept({ orders: orders.value }) : orders
}

function readTrade(
  request: WireRequest,
  account: AccountContext,
  sellers: 'one' | 'each_named',
): Result<NewOrder[]> {
  const read = readShape(readCreateShape, request.body)
  if (!read.ok) return read
  const { value, extra } = read.value
  const { addressParam, cargoParamList, ...fields } = value
  const fault = promotionFault(fields)
  if (fault !== null) return refuse({ kind: 'invalid_field', faults: [fault] })
  const user = userFault(fields.userId, request)
  if (!user.ok) return user
  return readOrders(
    { addressParam, cargoParamList },
    {
      sellers,
      extra: { ...extra, ...keptFields(fields) },
      remark: fields.message ?? null,
      keyOf: (seller) => requestKey(request, account, seller),
    },
  )
}

/** What could not be ordered of it. */
function writeFailedOffers(outcome: Result<Order>): object[] {
  return outcomesOf(outcome).flatMap(({ failed }) =>
    failed === null
      ? []
      : [{ ...writeOffer(failed.sku), errorCode: FAULT_CODES[failed.fault], errorMessage: failed.reason }],
  )
}

export function writeTrade(outcome: Result<Order>) {
  const order = outcome.ok ? outcome.value : null
  return {
    orderId: order === null ? null : tradeId(order.orderNumber),
    totalSuccessAmount: order?.finalMinor ?? 0,
    postFee: order?.freightMinor ?? 0,
    failedOfferList: writeFailedOffers(outcome),
  }
}

/** One merchant's part of the answer; one that failed is told why. */
export function writeMerchant(seller: unknown, outcome: Result<Order>, context: ReplyContext) {
  const note: ErrorNote = outcome.ok
    ? { errorCode: null, errorMessage: null }
    : explain(outcome.rejection, context)
  return { sellerOpenId: typeof seller === 'string' ? seller : '', ...writeTrade(outcome), ...note }
}
