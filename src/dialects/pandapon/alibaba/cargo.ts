/** What is ordered from which merchant, in 1688's words (facts/pandapon.md §10.1, §10.3). */
import { type Static, Type } from 'typebox'
import type { CommandKey } from '../../../order/caller.js'
import type { NewOrder } from '../../../order/calls.js'
import { accept, type FieldFault, type Rejection, type Result, refuse } from '../../../order/rejection.js'
import type { ItemName } from '../../../wire/dialect.js'
import { code, text } from '../../../wire/fields.js'
import { CURRENCY, idsOf, numberOf, skuOf } from '../items.js'
import { digits, quantityField } from '../reading.js'
import { type AddressParam, addressFault, addressOf } from './address.js'

/** An offer is named by a number, or by the text that newer clients send in its place. */
export const offerFields = {
  offerId: Type.Optional(digits(40)),
  offerMapId: Type.Optional(code(64)),
  specId: Type.Optional(code(64)),
}

const Cargo = Type.Object({
  ...offerFields,
  quantity: quantityField,
  sellerOpenId: Type.Optional(code(64)),
  productNo: Type.Optional(text(64, { fromText: true })),
  container: Type.Optional(text(64, { fromText: true })),
})
type Cargo = Static<typeof Cargo>

export const CargoList = Type.Array(Cargo, { minItems: 1, maxItems: 100 })

interface Offer {
  readonly offerId?: string
  readonly offerMapId?: string
  readonly specId?: string
}

/** `offer/spec`; an offer without variants is the SKU itself. '': it isn't named. */
export function skuOfOffer({ offerId, offerMapId, specId }: Offer): string {
  const offer = offerId ?? offerMapId ?? ''
  return specId === undefined ? offer : skuOf(offer, specId)
}

/** An offer's number is a number on the wire, and its text a text. */
/** Nothing, where the SKU names no offer. */
export function offerNames(sku: string): readonly ItemName[] {
  const { itemId, skuId } = idsOf(sku)
  if (itemId === '') return []
  const offer = { field: numberOf(itemId) === null ? 'offerMapId' : 'offerId', value: itemId }
  return skuId === '' ? [offer] : [offer, { field: 'specId', value: skuId }]
}

export function writeOffer(sku: string): { offerId: unknown; specId: string | null } {
  const { itemId, skuId } = idsOf(sku)
  return { offerId: numberOf(itemId) ?? itemId, specId: skuId === '' ? null : skuId }
}

export interface CargoOrder {
  readonly addressParam: AddressParam
  readonly cargoParamList: readonly Cargo[]
}

/** What an order of 1688 is, but for its lines. */
export function orderTemplate(addressParam: AddressParam, extra: NewOrder['extra'], remark: string | null) {
  return {
    family: 'pandapon',
    dialect: 'pandapon-1688',
    sellerOrderNumber: null,
    address: addressOf(addressParam),
    partial: true,
    speed: null,
    payment: 'on_request',
    remark,
    salesChannel: null,
    warnings: [],
    extra: { ...extra, addressParam },
  } as const
}

/** Under which rules the list may name merchants: an order is one merchant's. */
type Sellers = 'one' | 'each_named' | 'any'

/** An order for each merchant, as they come first in the list. */
export function readOrders(
  { addressParam, cargoParamList }: CargoOrder,
  rules: {
    readonly sellers: Sellers
    readonly extra: NewOrder['extra']
    readonly remark: string | null
    readonly keyOf: (seller: string) => CommandKey | null
  },
): Result<NewOrder[]> {
  const fault = addressFault(addressParam) ?? cargoFault(cargoParamList, rules.sellers)
  if (fault !== null) return refuse({ kind: 'invalid_field', faults: [fault] })
  const twice = repeatedLine(cargoParamList)
  if (twice !== null) return refuse(twice)
  const groups = new Map<string, Cargo[]>()
  for (const cargo of cargoParamList) {
    const seller = cargo.sellerOpenId ?? ''
    groups.set(seller, [...(groups.get(seller) ?? []), cargo])
  }
  return accept(
    [...groups].map(([seller, list]) => ({
      ...orderTemplate(addressParam, { ...rules.extra, seller }, rules.remark),
      key: rules.keyOf(seller),
      lines: list.map((cargo) => ({
        sku: skuOfOffer(cargo),
        quantity: cargo.quantity,
        wishedLocation: null,
        currency: CURRENCY,
      })),
    })),
  )
}

function cargoFault(list: readonly Cargo[], sellers: Sellers): FieldFault | null {
  const [first] = list
  for (const [index, { offerId, offerMapId, sellerOpenId }] of list.entries()) {
    const path = `cargoParamList[${index}]`
    if (offerId === undefined && offerMapId === undefined) {
      return { path: `${path}.offerId`, problem: 'is required where offerMapId is missing, but is missing' }
    }
    if (sellers === 'each_named' && sellerOpenId === undefined) {
      return { path: `${path}.sellerOpenId`, problem: 'is required, but is missing' }
    }
    if (sellers === 'one' && sellerOpenId !== first?.sellerOpenId) {
      const problem = 'is another than the first one: orders of several merchants are created by the batch'
      return { path: `${path}.sellerOpenId`, problem }
    }
  }
  return null
}

/** One item twice could mean once or twice as many. */
function repeatedLine(list: readonly Cargo[]): Rejection | null {
  const seen = new Set<string>()
  for (const [index, cargo] of list.entries()) {
    const sku = skuOfOffer(cargo)
    const key = JSON.stringify([cargo.sellerOpenId, sku])
    if (seen.has(key)) return { kind: 'duplicate_line', lineNumber: index + 1, sku }
    seen.add(key)
  }
  return null
}
