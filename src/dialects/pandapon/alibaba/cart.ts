/** 1688's cart: putting in, and ordering from it (facts/pandapon.md §10.9). */
import { Type } from 'typebox'
import type { AccountContext, Calls } from '../../../order/calls.js'
import { accept, type Result, refuse } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { code, text } from '../../../wire/fields.js'
import { canonicalJson } from '../../../wire/json.js'
import { compileReader } from '../../../wire/shape.js'
import { rowNumbersField } from '../cart.js'
import { CURRENCY } from '../items.js'
import { digits, priceField, quantityField, readShape, userFault } from '../reading.js'
import { requestKey } from '../repeats.js'
import { AddressParam, addressFault } from './address.js'
import { offerFields, orderTemplate, skuOfOffer } from './cargo.js'
import { keptFields, orderFields, promotionFault } from './create-order.js'

export const CartAdd = Type.Object({
  ...offerFields,
  quantity: quantityField,
  sellerOpenId: Type.Optional(code(64)),
  sellerNickName: Type.Optional(text(200)),
  skuId: Type.Optional(digits(40)),
  itemTitle: Type.Optional(text(500)),
  itemPic: Type.Optional(text(1_000)),
  properties: Type.Optional(text(4_000)),
  price: Type.Optional(priceField(0)),
  userId: Type.Optional(digits(40)),
})
const readAddShape = compileReader(CartAdd)

export function readAdd(request: WireRequest, account: AccountContext): Result<Calls['addToCart']['input']> {
  const read = readShape(readAddShape, request.body)
  if (!read.ok) return read
  const row = read.value.value
  const sku = skuOfOffer(row)
  if (row.offerId === undefined && row.offerMapId === undefined) {
    const problem = 'is required where offerMapId is missing, but is missing'
    return refuse({ kind: 'invalid_field', faults: [{ path: 'offerId', problem }] })
  }
  const user = userFault(row.userId, request)
  if (!user.ok) return user
  const { itemTitle, itemPic, properties, skuId, price = 0 } = row
  return accept({
    cart: '1688',
    wish: {
      sku,
      quantity: row.quantity,
      priceLimitMinor: price > 0 ? price : null,
      seller: row.sellerOpenId ?? '',
      details: { itemTitle, itemPic, properties, skuId, sellerName: row.sellerNickName },
    },
    key: requestKey(request, account),
  })
}

export const CartPreview = Type.Object({ addressParam: AddressParam, cartIds: rowNumbersField })
const readPreviewShape = compileReader(CartPreview)

export function readCartPreview(request: WireRequest): Result<Calls['previewFromCart']['input']> {
  const read = readShape(readPreviewShape, request.body)
  if (!read.ok) return read
  const { addressParam, cartIds } = read.value.value
  const fault = addressFault(addressParam)
  if (fault !== null) return refuse({ kind: 'invalid_field', faults: [fault] })
  return accept(fromCart(request, cartIds, orderTemplate(addressParam, null, null)))
}

export const CartCreate = Type.Object({
  ...orderFields,
  addressParam: AddressParam,
  cartIds: rowNumbersField,
})
const readCreateShape = compileReader(CartCreate)

export function readCartCreate(request: WireRequest): Result<Calls['placeFromCart']['input']> {
  const read = readShape(readCreateShape, request.body)
  if (!read.ok) return read
  const { value, extra } = read.value
  const { addressParam, cartIds, ...fields } = value
  const fault = addressFault(addressParam) ?? promotionFault(fields)
  if (fault !== null) return refuse({ kind: 'invalid_field', faults: [fault] })
  const user = userFault(fields.userId, request)
  if (!user.ok) return user
  const kept = { ...extra, ...keptFields(fields) }
  return accept(fromCart(request, cartIds, orderTemplate(addressParam, kept, fields.message ?? null)))
}

/** One order for each merchant whose rows are named. */
function fromCart(
  { body }: WireRequest,
  cartIds: readonly number[],
  order: ReturnType<typeof orderTemplate>,
): Calls['placeFromCart']['input'] {
  return {
    cart: '1688',
    rowNumbers: [...new Set(cartIds)],
    order,
    currency: CURRENCY,
    bySeller: true,
    content: canonicalJson(body ?? null),
  }
}
