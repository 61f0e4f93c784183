/** KakaClo v2 on the wire: shapes as data, in the order of the documents' tables (facts/kakaclo.md §6). */
import { type Static, Type } from 'typebox'
import { code, country, oneOf, text, wholeNumber } from '../../../wire/fields.js'

const CHANNEL_TYPES = ['Standard', 'Express', 'Expedited'] as const

/** Short enough for the id of any shop system, long enough for all that were seen. */
export const MOST_LINES = 500

const channelType = (description: string) => oneOf(CHANNEL_TYPES, { anyCase: true, description })

/** One object, although its name is plural; the parameter tables call it orderAddress (facts §6.3). */
const OrderAddress = Type.Object(
  {
    country: country({ aliases: ['countryCode'], description: 'ISO 3166-1 alpha-2 country' }),
    phone: text(64),
    recipient: text(32),
    province: text(32),
    street1: Type.Optional(text(64)),
    street2: Type.Optional(text(64)),
    city: Type.Optional(text(64)),
    zip: Type.Optional(text(32)),
    ioss: Type.Optional(text(32)),
    vat: Type.Optional(text(32)),
  },
  { aliases: ['orderAddress'] },
)

const OrderItem = Type.Object({
  sku: code(64),
  quantity: wholeNumber(1, 32_767, { fromText: true }),
  channelType: Type.Optional(channelType('Used if the order names none and all lines agree.')),
  channelCode: Type.Optional(text(32, { aliases: ['chinnelCode'] })),
  warehouseCode: Type.Optional(text(32)),
})

export const CreateOrder = Type.Object({
  orderAddresses: OrderAddress,
  orderItemsList: Type.Array(OrderItem, { minItems: 1, maxItems: MOST_LINES }),
  remark: Type.Optional(text(500)),
  salePlatform: Type.Optional(text(64, { aliases: ['SalePlatform'] })),
  customOrderId: Type.Optional(code(64, { aliases: ['CustomOrderNumber'], fromText: true })),
  channelType: Type.Optional(channelType('The speed; Standard if not given.')),
  channelCode: Type.Optional(text(32, { aliases: ['chinnelCode'] })),
  warehouseCode: Type.Optional(text(32, { description: 'A wish; an unknown one is no error.' })),
})
export type CreateOrder = Static<typeof CreateOrder>

/** The order number: a bare JSON number when an order is made, a string in the lists. */
export const OrderCreated = Type.Object({
  code: Type.Integer(),
  message: Type.String(),
  data: Type.Integer(),
})
