/** v1 refunds whole orders, by one field with a capital letter (facts/kakaclo.md §6.5). */
import { Type } from 'typebox'
import { refuse } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { text } from '../../../wire/fields.js'
import { compileReader } from '../../../wire/shape.js'
import { askRefund, outOfPlace, sentBeside } from '../v2/refund.js'

export const RefundOrder = Type.Object({ Remark: text(500, { aliases: ['remark'] }) })

const readBody = compileReader(RefundOrder)

/** Rows are not for v1: passing over them would give back more than was asked for. */
export function readRefund(request: WireRequest) {
  const { value, extra, faults } = readBody(request.body)
  const [fault] = faults
  if (fault !== undefined) return refuse({ kind: 'invalid_field', faults: [fault] })
  const rows = sentBeside(extra, ['orderItems', 'itemId', 'skuCode', 'quantity', 'num'])
  if (rows !== null) {
    return outOfPlace(rows, 'is for POST /openapi/v2/order/orders/{id}/refund: v1 refunds whole orders')
  }
  return askRefund(request, { pieces: null, remark: value.Remark, extra })
}
