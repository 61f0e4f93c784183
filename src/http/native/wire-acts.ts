/** The native API on the wire: what is done with orders, their fulfilment orders and their after-sales. */
import { Type } from 'typebox'
import type { Condition } from '../../order/after-sale.js'
import type { TrackingStatus } from '../../order/order.js'
import { code, flag, instant, oneOf, text, wholeNumber } from '../../wire/fields.js'
import { filter, paging } from './paging.js'
import { locationCode, maybe, time } from './wire.js'
import { MOST_LINES } from './wire-orders.js'

export const Nothing = Type.Object({})

const MOST_PACKAGES = 100
const MOST_EVENTS = 200
const MOST_IMAGES = 20
const MOST_QUANTITY = 1_000_000
const MOST_MINOR = 1_000_000_000_000

const lineNumber = () => wholeNumber(1, MOST_LINES)
const quantity = () => wholeNumber(1, MOST_QUANTITY)
const pieces = () =>
  Type.Array(Type.Object({ lineNumber: lineNumber(), quantity: quantity() }), {
    minItems: 1,
    maxItems: MOST_LINES,
  })
const images = () => Type.Optional(Type.Array(text(2048), { maxItems: MOST_IMAGES }))
const amountMinor = (description: string) => Type.Optional(wholeNumber(0, MOST_MINOR, { description }))

// Orders

export const CancelOrder = Type.Object({
  reason: Type.Optional(text(200)),
  lines: Type.Optional(pieces()),
})

export const HoldOrder = Type.Object({ reason: Type.Optional(text(200)) })

export const SubmitVoucher = Type.Object({
  urls: Type.Array(text(2048), { minItems: 1, maxItems: 5 }),
  remark: Type.Optional(text(500)),
})

export const SettlePayment = Type.Object({
  approved: flag(),
  reason: Type.Optional(text(200)),
})

const TRACKING_STATUSES = [
  'announced',
  'picked_up',
  'arrived',
  'departed',
  'in_customs',
  'in_transit',
  'available_for_pickup',
  'out_for_delivery',
  'delivery_attempted',
  'delivered',
  'exception',
  'returning',
  'returned',
] as const satisfies readonly TrackingStatus[]

export const TrackParcel = Type.Object({
  trackingNumber: code(64, { fromText: true }),
  events: Type.Array(
    Type.Object({
      at: instant({ blankIsAbsent: false }),
      status: oneOf(TRACKING_STATUSES),
      description: Type.Optional(text(500)),
      country: Type.Optional(text(64)),
      state: Type.Optional(text(100)),
      city: Type.Optional(text(100)),
      facility: Type.Optional(text(200)),
    }),
    { minItems: 1, maxItems: MOST_EVENTS },
  ),
})

const partNumber = () => code(24, { description: '<orderNumber>-<sequence>' })

export const MergeParts = Type.Object({
  fulfilmentOrders: Type.Array(partNumber(), {
    minItems: 2,
    maxItems: 200,
    description: 'Of one location; they become the first one',
  }),
})

// Fulfilment orders

export const PartPath = Type.Object({ number: Type.String() })

export const PackPart = Type.Object({
  packages: Type.Optional(
    Type.Array(
      Type.Object({
        packageNumber: code(64),
        weightGrams: Type.Optional(wholeNumber(0, 1_000_000_000)),
        sortingCode: Type.Optional(text(64, { description: 'What its carrier sorts it by' })),
        sortingNumber: Type.Optional(text(64)),
        lines: pieces(),
      }),
      {
        minItems: 1,
        maxItems: MOST_PACKAGES,
        description: 'Every piece in exactly one; one with all if not given',
      },
    ),
  ),
})

export const HandOverPart = Type.Object({
  carrier: text(64),
  trackingNumber: code(64, { fromText: true }),
  packageNumber: Type.Optional(code(64, { description: 'All packages that are left if not given' })),
})

export const SplitPart = Type.Object({ lines: pieces() })

export const MovePart = Type.Object({ location: locationCode() })

// After-sales

const KINDS = ['refund', 'return', 'exchange'] as const
const STATUSES = ['requested', 'approved', 'sent_back', 'completed', 'refused', 'withdrawn'] as const
const CONDITIONS = ['sellable', 'defective', 'scrapped'] as const satisfies readonly Condition[]

export const RequestAfterSale = Type.Object({
  kind: oneOf(KINDS),
  goods: oneOf(['unshipped', 'shipped'], {
    description: '`unshipped`: a refund of goods that are still here, which are cancelled with it',
  }),
  lines: Type.Optional(pieces()),
  amountMinor: amountMinor('What is asked back; what the pieces cost if not given'),
  reason: Type.Optional(text(200)),
  remark: Type.Optional(text(500)),
  images: images(),
})

export const ApproveAfterSale = Type.Object({
  amountMinor: amountMinor('What is granted; what was asked if not given'),
})

export const RefuseAfterSale = Type.Object({ reason: text(200) })

export const SendBack = Type.Object({ carrier: text(64), trackingNumber: code(64, { fromText: true }) })

export const ReceiveReturn = Type.Object({
  goods: Type.Optional(
    Type.Array(
      Type.Object({
        lineNumber: lineNumber(),
        quantity: quantity(),
        condition: oneOf(CONDITIONS),
        location: Type.Optional(locationCode()),
      }),
      { minItems: 1, maxItems: MOST_LINES, description: 'All of it, sellable, if not given' },
    ),
  ),
  amountMinor: amountMinor('What is given back; what was agreed on if not given'),
  replacementOrderNumber: Type.Optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
})

export const WriteMessage = Type.Object({ text: text(2000), images: images() })

export const AfterSalePath = Type.Object({ number: Type.String() })

export const ListAfterSales = Type.Object({
  ...paging,
  account: filter(64, 'Only of the account of this name'),
  orderNumber: Type.Optional(wholeNumber(1, Number.MAX_SAFE_INTEGER, { fromText: true })),
  kind: Type.Optional(oneOf(KINDS, { blankIsAbsent: false })),
  status: Type.Optional(oneOf(STATUSES, { blankIsAbsent: false })),
  createdFrom: Type.Optional(instant({ blankIsAbsent: false })),
  createdTo: Type.Optional(instant({ blankIsAbsent: false })),
})

const words = maybe(Type.String())

export const AfterSale = Type.Object({
  afterSaleNumber: Type.Integer(),
  orderNumber: Type.Integer(),
  account: Type.String(),
  kind: Type.String(),
  goods: Type.String(),
  status: Type.String(),
  whole: Type.Boolean(),
  lines: Type.Array(
    Type.Object({
      lineNumber: Type.Integer(),
      rowNumber: Type.Integer(),
      sku: Type.String(),
      quantity: Type.Integer(),
      unitPriceMinor: Type.Integer(),
    }),
  ),
  currency: Type.String(),
  amountMinor: Type.Integer({ description: 'What is to be given back' }),
  refundedMinor: Type.Integer({ description: 'What has come back to the balance' }),
  reason: words,
  remark: words,
  images: Type.Array(Type.String()),
  messages: Type.Array(
    Type.Object({ at: time(), by: Type.String(), text: Type.String(), images: Type.Array(Type.String()) }),
  ),
  parcel: maybe(Type.Object({ carrier: Type.String(), trackingNumber: Type.String(), at: time() })),
  received: Type.Array(
    Type.Object({
      rowNumber: Type.Integer(),
      sku: Type.String(),
      quantity: Type.Integer(),
      condition: Type.String(),
      location: words,
    }),
  ),
  refusal: words,
  replacementOrderNumber: maybe(Type.Integer()),
  reviewAt: maybe(time()),
  createdAt: time(),
  updatedAt: time(),
  times: Type.Unsafe<Record<string, string>>({
    type: 'object',
    description: 'When it came to each of its statuses',
  }),
})
