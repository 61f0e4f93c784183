/** The native API on the wire: orders. */
import { type Static, Type } from 'typebox'
import type { FulfilmentOrderStatus } from '../../order/order.js'
import { code, country, instant, oneOf, text, wholeNumber } from '../../wire/fields.js'
import { filter, paging } from './paging.js'
import { locationCode, maybe, SPEEDS, sku, time } from './wire.js'

export const MOST_LINES = 500

const Address = Type.Object({
  country: country({ description: 'ISO 3166-1 alpha-2' }),
  recipient: text(100),
  phone: Type.Optional(text(64)),
  province: Type.Optional(text(100)),
  city: Type.Optional(text(100)),
  street1: Type.Optional(text(200)),
  street2: Type.Optional(text(200)),
  postalCode: Type.Optional(text(32)),
  ioss: Type.Optional(text(32)),
  vat: Type.Optional(text(32)),
})

export const PlaceOrder = Type.Object({
  account: Type.Optional(code(64, { description: "An account of the tenant; the key's own if not given" })),
  sellerOrderNumber: Type.Optional(
    code(64, { description: 'Unique within the account: the same number is never ordered twice' }),
  ),
  address: Address,
  lines: Type.Array(
    Type.Object({
      sku: sku(),
      quantity: wholeNumber(1, 32_767),
      location: Type.Optional(locationCode()),
    }),
    { minItems: 1, maxItems: MOST_LINES },
  ),
  speed: Type.Optional(oneOf(SPEEDS, { description: 'Without it, no freight is charged' })),
  remark: Type.Optional(text(500)),
  salesChannel: Type.Optional(text(64)),
})
export type PlaceOrder = Static<typeof PlaceOrder>

export const OrderPath = Type.Object({ orderNumber: Type.String() })
const ORDER_STATUSES = ['waiting_payment', 'processing', 'completed', 'cancelled'] as const
const FINANCIAL_STATUSES = [
  'none',
  'waiting',
  'on_request',
  'voucher',
  'voucher_refused',
  'confirming',
  'paid',
] as const
const FULFILMENT_STATUSES = [
  'none',
  'waiting_to_ship',
  'partially_shipped',
  'fully_shipped',
  'completed',
] as const
const PART_STATUSES = [
  'drafted',
  'shortage',
  'hold',
  'allocated',
  'packed',
  'handed_over',
  'delivered',
  'cancelled',
] as const satisfies readonly FulfilmentOrderStatus[]
const REFUND_STATUSES = ['none', 'refunding', 'partially_refunded', 'refunded'] as const

const axis = <const T extends string>(words: readonly T[]) =>
  Type.Optional(oneOf(words, { blankIsAbsent: false }))
const bound = () => Type.Optional(instant({ blankIsAbsent: false }))

export const orderFilters = {
  account: filter(64, 'Only of the account of this name'),
  dialect: filter(32, 'Only what came by this dialect, by its name in the reference'),
  sellerOrderNumber: filter(64, "Only with this seller's number"),
  orderStatus: axis(ORDER_STATUSES),
  financialStatus: axis(FINANCIAL_STATUSES),
  fulfilmentStatus: axis(FULFILMENT_STATUSES),
  refundStatus: axis(REFUND_STATUSES),
  partStatus: Type.Optional(
    oneOf(PART_STATUSES, {
      blankIsAbsent: false,
      description: 'Only with a fulfilment order in this status',
    }),
  ),
  sku: filter(64, 'Only with a line of this SKU'),
  recipient: filter(100, 'Only to people whose name begins with this, in whatever case'),
  trackingNumber: filter(64, 'Only with a shipment of this tracking number'),
  createdFrom: bound(),
  createdTo: bound(),
  updatedFrom: bound(),
  updatedTo: bound(),
}
export const ListOrders = Type.Object({ ...paging, ...orderFilters })
export type ListOrders = Static<typeof ListOrders>

const words = maybe(Type.String())

const lineFields = {
  lineNumber: Type.Integer(),
  sku: Type.String(),
  quantity: Type.Integer(),
  unitPriceMinor: Type.Integer(),
}
const Line = Type.Object(lineFields)

const packageFields = {
  packageNumber: Type.String(),
  weightGrams: maybe(Type.Integer()),
  sortingCode: Type.Optional(Type.String({ description: 'What its carrier sorts it by' })),
  sortingNumber: Type.Optional(Type.String()),
  lines: Type.Array(Type.Object({ lineNumber: Type.Integer(), quantity: Type.Integer() })),
}

const Shipment = Type.Object({
  ...packageFields,
  carrier: Type.String(),
  trackingNumber: Type.String(),
  handedOverAt: time(),
  deliveredAt: maybe(time()),
  events: Type.Array(
    Type.Object({
      at: time(),
      status: Type.String(),
      description: Type.String(),
      country: words,
      state: words,
      city: words,
      facility: words,
    }),
    { description: 'What its carrier tells, newest first' },
  ),
})

export const Row = Type.Object({
  ...lineFields,
  rowNumber: Type.Integer(),
  cancelled: Type.Integer({ description: 'Pieces that are not wanted any more' }),
})

export const FulfilmentOrder = Type.Object({
  number: Type.String({ description: '<orderNumber>-<sequence>' }),
  location: Type.String(),
  status: Type.String(),
  lines: Type.Array(Row),
  packages: Type.Array(Type.Object(packageFields), { description: 'Packed, and not handed over yet' }),
  shipments: Type.Array(Shipment),
  times: Type.Unsafe<Record<string, string>>({
    type: 'object',
    description: 'When it came to each of its statuses',
  }),
})

export const Order = Type.Object({
  orderNumber: Type.Integer(),
  sellerOrderNumber: words,
  dialect: Type.String(),
  account: Type.String(),
  orderStatus: Type.String(),
  financialStatus: Type.String(),
  fulfilmentStatus: Type.String(),
  refundStatus: Type.String(),
  version: Type.Integer({ description: 'The number of events that it has had' }),
  currency: Type.String(),
  goodsMinor: Type.Integer(),
  freightMinor: Type.Integer(),
  finalMinor: Type.Integer(),
  refundedMinor: Type.Integer(),
  address: Type.Object({
    country: Type.String(),
    recipient: Type.String(),
    phone: words,
    province: words,
    city: words,
    street1: words,
    street2: words,
    postalCode: words,
    ioss: words,
    vat: words,
  }),
  lines: Type.Array(Line),
  speed: words,
  remark: words,
  salesChannel: words,
  storeNumber: maybe(Type.Integer()),
  holds: Type.Array(Type.Object({ kind: Type.String(), reason: Type.String() }), {
    description: 'What keeps it from being shipped',
  }),
  label: maybe(
    Type.Object({ url: words, contentType: words, sizeBytes: maybe(Type.Integer()), digest: words }),
  ),
  due: maybe(Type.Object({ kind: Type.String(), at: time() })),
  fulfilmentOrders: Type.Array(FulfilmentOrder),
  afterSales: Type.Array(
    Type.Object({
      afterSaleNumber: Type.Integer(),
      kind: Type.String(),
      status: Type.String(),
      amountMinor: Type.Integer(),
      refundedMinor: Type.Integer(),
    }),
  ),
  voucher: maybe(Type.Object({ urls: Type.Array(Type.String()), remark: words, at: time() })),
  warnings: Type.Array(Type.String()),
  extra: Type.Unsafe<Record<string, unknown> | null>({
    type: ['object', 'null'],
    description: 'Fields of the request that mean nothing to the hub, by their path',
  }),
  cancelReason: words,
  createdAt: time(),
  updatedAt: time(),
  payBy: maybe(time()),
  paidAt: maybe(time()),
  cancelledAt: maybe(time()),
  refundedAt: maybe(time()),
})

export const OrderEvent = Type.Object({
  version: Type.Integer(),
  kind: Type.String(),
  at: time(),
  orderStatus: Type.String(),
  financialStatus: Type.String(),
  fulfilmentStatus: Type.String(),
  refundStatus: Type.String(),
  data: Type.Unsafe<Record<string, unknown> | null>({ type: ['object', 'null'] }),
})
