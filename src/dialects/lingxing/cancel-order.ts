/** cancelOrder: as long as Amazon would not have begun to pack (facts/lingxing.md §8.2, §9.3). */
import { Type } from 'typebox'
import type { OrderName } from '../../order/calls.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { code, wholeNumber } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'

export const PATH = '/order/amzod/api/cancelOrder'

export const CancelOrder = Type.Object({
  sid: wholeNumber(1, 2_147_483_647, { fromText: true }),
  seller_fulfillment_order_id: code(40, { fromText: true }),
})

const readShape = compileReader(CancelOrder)

export function readCancelOrder({
  body,
}: WireRequest): Result<{ family: string; name: OrderName; reason: null; whenPacked: 'refuse' }> {
  const { value, faults } = readShape(body ?? {})
  const [first, ...others] = faults
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const name = { sellerOrderNumber: value.seller_fulfillment_order_id, storeNumber: value.sid }
  return accept({ family: 'lingxing', name, reason: null, whenPacked: 'refuse' })
}
