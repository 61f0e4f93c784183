/** pushOrderStatus: what a shop's marketplace says of its orders (facts/apicenter.md §6.1). */
import { Type } from 'typebox'
import type { OrderCalls } from '../../order/calls.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { code, text } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'
import { Client, outOfScope, scopeOf } from './client.js'

export const PushStatus = Type.Object({
  ...Client,
  centre_code: Type.Optional(text(128, { fromText: true })),
  orderList: Type.Array(
    Type.Object({
      order_number: code(64, { fromText: true }),
      order_source_status: text(32, { fromText: true }),
    }),
    { minItems: 1, maxItems: 200 },
  ),
})

/** A hold can be undone; a wrong cancel, or a parcel of a cancelled order, can't. */
const STOPS: ReadonlySet<string> = new Set(['cancelled', 'canceled', 'in_cancel'])

const readShape = compileReader(PushStatus)

export function readPushStatus(request: WireRequest): Result<OrderCalls['annotateOrders']['input']> {
  const { value, faults } = readShape(request.body ?? {})
  const [first, ...others] = faults
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const { client_code, client_type, orderList } = value
  const client = { client_code, ...(client_type === undefined ? {} : { client_type }) }
  const denied = outOfScope(request, client)
  if (denied !== null) return refuse(denied)
  return accept({
    family: 'apicenter',
    numberScope: scopeOf(value),
    notes: orderList.map(({ order_number: sellerOrderNumber, order_source_status: status }) => ({
      sellerOrderNumber,
      extra: { order_source_status: status },
      hold: STOPS.has(status) ? { kind: 'asked', reason: `the shop says ${status}` } : null,
    })),
  })
}
