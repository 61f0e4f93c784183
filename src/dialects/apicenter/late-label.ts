/** POST /apicenter/api/order/label: a label, or a tracking number, that comes after its order (facts/apicenter.md §6.2). */
import { Type } from 'typebox'
import type { OrderCalls } from '../../order/calls.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { code, text } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'
import { Client, outOfScope, scopeOf } from './client.js'
import { BASE64_LIMIT, isAddress, labelProblem, readLabel } from './label.js'

export const AddLabel = Type.Object({
  ...Client,
  order_number: code(64, { fromText: true }),
  tracking_number: Type.Optional(text(128, { fromText: true })),
  label_url: Type.Optional(
    text(2048, { check: (value) => (isAddress(value) ? null : 'must begin with http:// or https://') }),
  ),
  label_base64: Type.Optional(text(BASE64_LIMIT, { check: labelProblem })),
})

const readShape = compileReader(AddLabel)

export function readAddLabel(request: WireRequest): Result<OrderCalls['labelOrder']['input']> {
  const { value, faults } = readShape(request.body ?? {})
  const [first, ...others] = faults
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const denied = outOfScope(request, value)
  if (denied !== null) return refuse(denied)
  const { tracking_number: tracking, label_url: url, label_base64: base64 } = value
  if (tracking === undefined && url === undefined && base64 === undefined) {
    const problem = 'is required, if there is neither a label_url nor a tracking_number'
    return refuse({ kind: 'invalid_field', faults: [{ path: 'label_base64', problem }] })
  }
  return accept({
    family: 'apicenter',
    name: { sellerOrderNumber: value.order_number, numberScope: scopeOf(value) },
    ...readLabel(value),
    extra: {
      ...(tracking === undefined ? {} : { 'logistics_provider.tracking_number': tracking }),
      ...(url === undefined ? {} : { 'logistics_provider.label_url': url }),
    },
  })
}
