/** POST /apicenter/api/order: an order for one warehouse (facts/apicenter.md §5, §7). */
import { type Static, Type } from 'typebox'
import type { NewOrder } from '../../order/calls.js'
import type { Hold } from '../../order/order.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { amount, code, flag, text, wholeNumber } from '../../wire/fields.js'
import { canonicalJson } from '../../wire/json.js'
import { compileReader } from '../../wire/shape.js'
import { Client, outOfScope, scopeOf } from './client.js'
import { BASE64_LIMIT, labelProblem, readLabel } from './label.js'

const words = (maxLength: number) => Type.Optional(text(maxLength, { fromText: true }))

const CONTACT = {
  district: words(128),
  post_code: words(128),
  phone: words(128),
  email: words(128),
}

const Sender = Type.Object({
  name: words(128),
  address: words(512),
  city: words(128),
  province: words(128),
  // One document's sample has plain words here.
  country_code: words(32),
  ...CONTACT,
})

const Receiver = Type.Object({
  name: text(128, { fromText: true }),
  address: text(512, { fromText: true }),
  city: text(128, { fromText: true }),
  province: words(128),
  country_code: code(2, { check: (value) => (/^[a-z]{2}$/i.test(value) ? null : 'must be two letters') }),
  ...CONTACT,
})

const Item = Type.Object({
  sku: text(128, { fromText: true }),
  currency: words(64),
  unit_price: Type.Optional(amount(15, 4)),
  qty: wholeNumber(1, 1_000_000, { fromText: true }),
  platform_sku_id: words(128),
})

export const CreateOrder = Type.Object({
  centre_code: text(128, { fromText: true }),
  ...Client,
  real_time_response: Type.Optional(flag()),
  process_type: Type.Optional(wholeNumber(-2_147_483_648, 2_147_483_647)),
  logistics_provider: Type.Object({
    code: text(128, { fromText: true }),
    tracking_number: words(128),
    label_url: words(2048),
    label_base64: Type.Optional(text(BASE64_LIMIT, { check: labelProblem })),
  }),
  package: Type.Object({ order_number: code(64, { fromText: true }) }),
  receiver: Receiver,
  sender: Type.Optional(Sender),
  items: Type.Array(Item, { minItems: 1, maxItems: 500 }),
  special_order_tag: Type.Optional(wholeNumber(1, 3)),
  platform_type: words(128),
  platform_order_number: words(128),
  customer_logistics: words(128),
  desc: words(512),
  package_id: words(128),
  shipping_provider_id: words(128),
  shipping_provider_name: words(128),
})
type CreateOrder = Static<typeof CreateOrder>

/** The service for which the caller brings the tracking number and the label. */
const CALLERS_OWN = 'manual_tracking_no'
const EMPTY_PARCEL = 1
const OWN_LABEL = 3

const readShape = compileReader(CreateOrder)

export function readCreateOrder(request: WireRequest): Result<NewOrder> {
  const { value: order, extra, faults } = readShape(request.body ?? {})
  const [first, ...others] = faults
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const denied = outOfScope(request, order)
  if (denied !== null) return refuse(denied)
  const { logistics_provider: provider, receiver } = order
  const label = readLabel(provider)
  return accept({
    family: 'apicenter',
    dialect: 'apicenter',
    sellerOrderNumber: order.package.order_number,
    numberScope: scopeOf(order),
    content: canonicalJson(request.body ?? {}),
    address: {
      country: receiver.country_code.toUpperCase(),
      recipient: receiver.name,
      phone: receiver.phone ?? null,
      province: receiver.province ?? null,
      city: receiver.city,
      street1: receiver.address,
      street2: receiver.district ?? null,
      postalCode: receiver.post_code ?? null,
      ioss: null,
      vat: null,
    },
    lines: order.items.map(({ sku, qty }) => ({ sku: sku.trim(), quantity: qty, wishedLocation: null })),
    speed: null,
    payment: 'elsewhere',
    ownGoods: true,
    onlyLocation: order.centre_code,
    acceptShortage: true,
    ...(provider.code === CALLERS_OWN ? {} : { carrier: provider.code }),
    ...(order.real_time_response === true ? {} : { review: 'later' as const }),
    ...(order.special_order_tag === EMPTY_PARCEL ? { empty: true } : {}),
    ...label,
    holds: holdsOf(order, Object.keys(label).length > 0),
    remark: order.desc ?? null,
    salesChannel: order.platform_type ?? null,
    warnings: [],
    extra: { ...extra, ...keptOf(order) },
  })
}

function holdsOf(order: CreateOrder, hasLabel: boolean): Hold[] {
  const holds: Hold[] = []
  const { process_type: process = 1, logistics_provider: provider } = order
  if (process !== 1) holds.push({ kind: 'process', reason: `process_type ${process} needs review` })
  const needsLabel = provider.code === CALLERS_OWN || order.special_order_tag === OWN_LABEL
  if (needsLabel && !hasLabel) holds.push({ kind: 'label', reason: 'attachment (label) not uploaded' })
  return holds
}

/** What only reading back needs, under the names of the request. */
function keptOf(order: CreateOrder): Readonly<Record<string, unknown>> {
  const { code: carrier, tracking_number: tracking, label_url: url } = order.logistics_provider
  const kept: Record<string, unknown> = {
    client_code: order.client_code,
    client_type: order.client_type,
    real_time_response: order.real_time_response,
    process_type: order.process_type,
    special_order_tag: order.special_order_tag,
    'logistics_provider.code': carrier,
    'logistics_provider.tracking_number': tracking,
    'logistics_provider.label_url': url,
    'receiver.email': order.receiver.email,
    sender: order.sender,
    platform_order_number: order.platform_order_number,
    customer_logistics: order.customer_logistics,
    package_id: order.package_id,
    shipping_provider_id: order.shipping_provider_id,
    shipping_provider_name: order.shipping_provider_name,
  }
  for (const [index, item] of order.items.entries()) {
    kept[`items[${index}].currency`] = item.currency
    kept[`items[${index}].unit_price`] = item.unit_price
    kept[`items[${index}].platform_sku_id`] = item.platform_sku_id
  }
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined))
}
