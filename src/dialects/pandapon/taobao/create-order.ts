/** POST /open/order: lines and receiver as JSON in strings, a budget in fen (facts/pandapon.md §6.1, §12). */
import { type Static, Type } from 'typebox'
import type { AccountContext, NewOrder } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import { accept, type FieldFault, type Result, refuse } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { text, wholeNumber } from '../../../wire/fields.js'
import { type JsonValue, readJson } from '../../../wire/json.js'
import { compileReader } from '../../../wire/shape.js'
import { writeInChina } from '../../../wire/zones.js'
import { orderId, orderNo } from '../envelope.js'
import { skuOf } from '../items.js'
import { digits, priceField, quantityField } from '../reading.js'
import { requestKey } from '../repeats.js'
import { addressOf, keptReceiver, Receiver, receiverFault } from './receiver.js'
import { writeCreated } from './sub-orders.js'

export const OrderLine = Type.Object({
  itemId: digits(40),
  skuId: digits(40),
  orderLineNo: Type.Optional(digits(64)),
  quantity: quantityField,
  price: priceField(1),
  currency: text(8),
})

export const CreateOrder = Type.Object({
  orderLineList: Type.Array(OrderLine, { minItems: 1, maxItems: 100 }),
  receiver: Receiver,
  orderSource: Type.Optional(text(32)),
  purchaseAmount: Type.Optional(wholeNumber(1, Number.MAX_SAFE_INTEGER, { fromText: true })),
  sellerOrderNumber: Type.Optional(digits(64)),
})
type CreateOrder = Static<typeof CreateOrder>

const readShape = compileReader(CreateOrder)

export function readCreateOrder(
  request: WireRequest,
  account: AccountContext,
): Result<NewOrder & { numberReuse?: 'disjoint' }> {
  const opened = openStrings(request.body)
  if (!opened.ok) return opened
  const { value: order, extra, faults } = readShape(opened.value)
  const fault = faults[0] ?? receiverFault(order.receiver, 'receiver')
  if (fault !== null) return refuse({ kind: 'invalid_field', faults: [fault] })
  const { orderLineList: lines, receiver } = order
  const twice = repeatedLine(order)
  if (twice !== null) return refuse({ kind: 'duplicate_line', ...twice })
  const declared = lines.reduce((sum, line) => sum + BigInt(line.price) * BigInt(line.quantity), 0n)
  const budget = order.purchaseAmount ?? Number(declared)
  if (declared > BigInt(budget)) {
    return refuse({ kind: 'over_budget', declaredMinor: Number(declared), budgetMinor: budget })
  }
  const number = order.sellerOrderNumber
  const isUsable = number !== undefined && number !== '-'
  return accept({
    family: 'pandapon',
    dialect: 'pandapon',
    sellerOrderNumber: isUsable ? number : null,
    // Orders of two sources may carry one number.
    numberScope: isUsable ? (order.orderSource ?? '') : '',
    numberReuse: 'disjoint',
    key: isUsable ? null : requestKey(request, account),
    address: addressOf(receiver),
    lines: lines.map((line) => ({
      sku: skuOf(line.itemId, line.skuId),
      quantity: line.quantity,
      wishedLocation: null,
      priceLimitMinor: line.price,
      currency: line.currency,
    })),
    partial: true,
    budgetMinor: budget,
    speed: null,
    payment: 'on_request',
    remark: null,
    salesChannel: order.orderSource ?? null,
    warnings: [],
    extra: {
      ...extra,
      purchaseAmount: budget,
      ...(number !== undefined && { sellerOrderNumber: number }),
      receiver: keptReceiver(receiver),
      orderLineNos: lines.map((line) => line.orderLineNo ?? ''),
    },
  })
}

export function writeCreateOrder(order: Order) {
  return {
    id: orderId(order.orderNumber),
    orderNo: orderNo(order.orderNumber),
    subOrderVOS: writeCreated(order),
    createTime: writeInChina(order.createdAt),
  }
}

/** Both fields are JSON in a string, as printed; some clients send the JSON itself. */
function openStrings(body: JsonValue | undefined): Result<JsonValue> {
  const opened: Record<string, JsonValue> = { ...(body as Readonly<Record<string, JsonValue>> | undefined) }
  for (const name of ['orderLineList', 'receiver']) {
    const sent = opened[name]
    if (typeof sent !== 'string' || sent.trim() === '') continue
    const read = readJson(Buffer.from(sent))
    if (!read.ok) return refuse({ kind: 'invalid_field', faults: [within(name, read.rejection)] })
    opened[name] = read.value
  }
  return accept(opened)
}

/** A fault inside of a string is told at the string's own path. */
function within(name: string, rejection: { kind: string }): FieldFault {
  if ('faults' in rejection) {
    const [first] = rejection.faults as readonly FieldFault[]
    const separator = first?.path.startsWith('[') || first?.path === '' ? '' : '.'
    return { path: `${name}${separator}${first?.path ?? ''}`, problem: first?.problem ?? 'is broken' }
  }
  const reason = 'reason' in rejection ? String(rejection.reason) : 'is broken'
  return { path: name, problem: `is a string that holds no JSON: ${reason.replace(/^the body /, '')}` }
}

/** One item under one line number twice could mean once or twice as many. */
function repeatedLine({ orderLineList }: CreateOrder): { lineNumber: number; sku: string } | null {
  const seen = new Set<string>()
  for (const [index, line] of orderLineList.entries()) {
    const sku = skuOf(line.itemId, line.skuId)
    const key = `${line.orderLineNo ?? ''} ${sku}`
    if (seen.has(key)) return { lineNumber: index + 1, sku }
    seen.add(key)
  }
  return null
}
