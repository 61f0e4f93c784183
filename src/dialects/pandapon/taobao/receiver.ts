/** Whom an order goes to, in Taobao's words (facts/pandapon.md §6.1). */
import { type Static, Type } from 'typebox'
import type { Address } from '../../../order/order.js'
import type { FieldFault } from '../../../order/rejection.js'
import { text } from '../../../wire/fields.js'
import { digits } from '../reading.js'

export const Receiver = Type.Object({
  name: text(200, { fromText: true }),
  state: text(100),
  city: text(100),
  address: text(500, { fromText: true }),
  district: Type.Optional(text(100)),
  country: Type.Optional(text(100)),
  mobile_phone: Type.Optional(digits(50)),
  phone: Type.Optional(digits(50)),
  zip: Type.Optional(digits(50)),
  tax_id: Type.Optional(text(100, { fromText: true })),
})
export type Receiver = Static<typeof Receiver>

/** `path`: what the receiver is called in the request. */
export function receiverFault({ mobile_phone: mobile, phone }: Receiver, path: string): FieldFault | null {
  if (mobile !== undefined || phone !== undefined) return null
  return { path: `${path}.mobile_phone`, problem: 'is required where phone is empty, but is missing' }
}

export function addressOf(receiver: Receiver): Address {
  return {
    country: 'CN',
    recipient: receiver.name,
    phone: receiver.mobile_phone ?? receiver.phone ?? null,
    province: receiver.state,
    city: receiver.city,
    street1: receiver.address,
    street2: receiver.district ?? null,
    postalCode: receiver.zip ?? null,
    ioss: null,
    vat: receiver.tax_id ?? null,
  }
}

/** As it is kept with the order, to be shown again. */
export function keptReceiver(receiver: Receiver): Receiver {
  return { ...receiver, country: receiver.country ?? '中国' }
}
