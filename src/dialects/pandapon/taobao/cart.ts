/** Taobao's cart: putting in, and ordering from it (facts/pandapon.md §8). */
import { Type } from 'typebox'
import type { AccountContext, Calls } from '../../../order/calls.js'
import { accept, type Result, refuse } from '../../../order/rejection.js'
import type { CartPurchase } from '../../../order/shopping-calls.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { text, wholeNumber } from '../../../wire/fields.js'
import { canonicalJson } from '../../../wire/json.js'
import { compileReader } from '../../../wire/shape.js'
import { rowNumbersField } from '../cart.js'
import { CURRENCY, FAULT_CODES, idsOf, outcomesOf, skuOf } from '../items.js'
import { digits, priceField, quantityField, readShape, userFault } from '../reading.js'
import { requestKey } from '../repeats.js'
import { writeCreateOrder } from './create-order.js'
import { addressOf, keptReceiver, Receiver, receiverFault } from './receiver.js'

/** A platform's number may be sent, and says nothing: the path does. */
export const CartAdd = Type.Object({
  mpId: digits(40),
  mpSkuId: digits(40),
  quantity: quantityField,
  price: Type.Optional(priceField(0)),
  promotionPrice: Type.Optional(priceField(0)),
  platform: Type.Optional(wholeNumber(0, 100, { fromText: true })),
  itemId: Type.Optional(digits(40)),
  skuId: Type.Optional(digits(40)),
  itemTitle: Type.Optional(text(500)),
  itemPic: Type.Optional(text(1_000)),
  properties: Type.Optional(text(4_000)),
  shopId: Type.Optional(digits(40)),
  shopName: Type.Optional(text(200)),
  skuQuantity: Type.Optional(digits(20)),
  userId: Type.Optional(digits(40)),
  userNick: Type.Optional(text(200)),
})
const readAddShape = compileReader(CartAdd)

export function readAdd(request: WireRequest, account: AccountContext): Result<Calls['addToCart']['input']> {
  const read = readShape(readAddShape, request.body)
  if (!read.ok) return read
  const row = read.value.value
  const user = userFault(row.userId, request)
  if (!user.ok) return user
  const { itemId, itemTitle, itemPic, properties, promotionPrice, price = 0 } = row
  return accept({
    cart: 'taobao',
    wish: {
      sku: skuOf(row.mpId, row.mpSkuId),
      quantity: row.quantity,
      priceLimitMinor: price > 0 ? price : null,
      seller: row.shopId ?? '',
      details: {
        itemId,
        itemTitle,
        itemPic,
        properties,
        promotionPrice,
        sellerName: row.userNick ?? row.shopName,
      },
    },
    key: requestKey(request, account),
  })
}

export const CartOrder = Type.Object({
  ids: rowNumbersField,
  orderAddress: Receiver,
  userId: Type.Optional(digits(40)),
})
const readOrderShape = compileReader(CartOrder)

/** Of a preview, too. */
export function readCartOrder(request: WireRequest): Result<Calls['placeFromCart']['input']> {
  const read = readShape(readOrderShape, request.body)
  if (!read.ok) return read
  const { value, extra } = read.value
  const { ids, orderAddress: receiver, userId } = value
  const fault = receiverFault(receiver, 'orderAddress')
  if (fault !== null) return refuse({ kind: 'invalid_field', faults: [fault] })
  const user = userFault(userId, request)
  if (!user.ok) return user
  return accept({
    cart: 'taobao',
    rowNumbers: [...new Set(ids)],
    order: {
      family: 'pandapon',
      dialect: 'pandapon',
      sellerOrderNumber: null,
      address: addressOf(receiver),
      partial: true,
      speed: null,
      payment: 'on_request',
      remark: null,
      salesChannel: null,
      warnings: [],
      extra: { ...extra, receiver: keptReceiver(receiver) },
    },
    currency: CURRENCY,
    bySeller: false,
    content: canonicalJson(request.body ?? null),
  })
}

/** What each row would cost now, and why it could not be ordered. */
export function writePreview(purchases: readonly CartPurchase[]) {
  const rows = purchases.flatMap(({ rows: ofOne, outcome }) => {
    const outcomes = outcomesOf(outcome)
    return ofOne.map((row, index) => {
      const { line = null, failed = null } = outcomes[index] ?? {}
      return {
        id: row.rowNumber,
        mpId: idsOf(row.sku).itemId,
        mpSkuId: idsOf(row.sku).skuId,
        quantity: row.quantity,
        price: line?.unitPriceMinor ?? null,
        amount: line === null ? 0 : line.unitPriceMinor * line.quantity,
        domesticPostFee: line === null ? null : 0,
        errorCode: failed === null ? null : FAULT_CODES[failed.fault],
        errorMessage: failed?.reason ?? null,
      }
    })
  })
  const totalAmount = rows.reduce((sum, row) => sum + row.amount, 0)
  return {
    success: rows.every((row) => row.errorCode === null && row.price !== null),
    currency: CURRENCY,
    totalAmount,
    domesticPostFee: 0,
    rows,
  }
}

/** All rows are one order: the answer of its creation. */
export function writeBought([purchase]: readonly CartPurchase[]) {
  return purchase?.outcome.ok ? writeCreateOrder(purchase.outcome.value) : null
}
