/** Whom an order goes to, in 1688's words (facts/pandapon.md §10.1). */
import { type Static, Type } from 'typebox'
import type { Address } from '../../../order/order.js'
import type { FieldFault } from '../../../order/rejection.js'
import { text } from '../../../wire/fields.js'
import { digits } from '../reading.js'

export const AddressParam = Type.Object({
  fullName: text(200, { fromText: true }),
  mobile: Type.Optional(digits(50)),
  phone: Type.Optional(digits(50)),
  provinceText: text(100),
  cityText: text(100),
  areaText: Type.Optional(text(100)),
  townText: Type.Optional(text(100)),
  address: text(500, { fromText: true }),
  postCode: Type.Optional(digits(50)),
  districtCode: Type.Optional(digits(50)),
})
export type AddressParam = Static<typeof AddressParam>

export function addressFault({ mobile, phone }: AddressParam): FieldFault | null {
  if (mobile !== undefined || phone !== undefined) return null
  return { path: 'addressParam.mobile', problem: 'is required where phone is missing, but is missing' }
}

export function addressOf(sent: AddressParam): Address {
  const area = [sent.areaText, sent.townText].filter((part) => part !== undefined).join(' ')
  return {
    country: 'CN',
    recipient: sent.fullName,
    phone: sent.mobile ?? sent.phone ?? null,
    province: sent.provinceText,
    city: sent.cityText,
    street1: sent.address,
    street2: area === '' ? null : area,
    postalCode: sent.postCode ?? null,
    ioss: null,
    vat: null,
  }
}
