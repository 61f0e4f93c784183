/** createOrder: an Amazon multi-channel order for one of the account's stores (facts/lingxing.md §8.1). */
import { type Static, Type } from 'typebox'
import type { NewOrder } from '../../order/calls.js'
import { accept, type FieldFault, type Result, refuse } from '../../order/rejection.js'
import type { ItemName, WireRequest } from '../../wire/dialect.js'
import { amount, code, isCountry, oneOf, text, wholeNumber } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'
import { COMMON } from './auth.js'
import { isoOf, MARKETPLACES } from './marketplaces.js'

export const PATH = '/order/amzod/api/createOrder'

const LONGEST_MSKU = 50
const MOST_UNITS = 250
/** Amazon cancels what its seller has not released for 14 days (facts/lingxing.md §9.3). */
const HOLD_LIMIT_MS = 14 * 86_400_000
const yesNo = () => Type.Optional(oneOf(['是', '否']))
const line = (maxLength: number, check?: (value: string) => string | null) =>
  text(maxLength, { fromText: true, ...(check === undefined ? {} : { check }) })

/** Nothing, where the SKU is too long to be an MSKU. */
export function itemNames(sku: string): readonly ItemName[] {
  if (sku.length > LONGEST_MSKU) return []
  return ['msku', 'seller_sku', 'local_sku'].map((field) => ({ field, value: sku }))
}

const Item = Type.Object({
  msku: code(LONGEST_MSKU, { fromText: true }),
  quantity_shipped: wholeNumber(1, 2_147_483_647, { fromText: true }),
  declared_value: Type.Optional(amount(12, 8, { fromText: true, blankIsAbsent: true })),
  declared_currency: Type.Optional(
    code(3, { check: (value) => (/^[A-Z]{3}$/.test(value) ? null : 'is no currency') }),
  ),
})

const shape = (city: 'required' | 'optional') =>
  Type.Object({
    store_name: line(200),
    country: line(20),
    order_id: code(40, { fromText: true }),
    is_blank_box: yesNo(),
    is_block_amzl: yesNo(),
    receiver: line(200),
    country_code: code(2, {
      check: (value) => (isCountry(isoOf(value.toUpperCase())) ? null : 'is no country'),
    }),
    region: line(200),
    city: city === 'required' ? line(200) : Type.Optional(line(200)),
    address1: line(500),
    address2: Type.Optional(line(500)),
    postcode: line(50),
    phone_number: Type.Optional(line(50)),
    buyers_mailbox: line(64, (value) => (value.split('@').length === 2 ? null : 'is no address')),
    order_id_for_packing: line(40),
    date_for_packing: line(19, (value) => (isDate(value) ? null : 'is no date')),
    remark_for_packing: Type.Optional(line(750)),
    delivery_operation: Type.Optional(oneOf(['立即配送', '保留订单'])),
    delivery_service: Type.Optional(oneOf(['标准配送', '加急配送', '优先配送'])),
    remark: Type.Optional(line(500)),
    item_list: Type.Array(Item, { minItems: 1, maxItems: 100 }),
  })

export const CreateOrder = shape('required')
type CreateOrder = Omit<Static<typeof CreateOrder>, 'city'> & { city?: string }

const readUsual = compileReader(CreateOrder)
// Only Japan has addresses without a city.
const readInJapan = compileReader(shape('optional'))

export function readCreateOrder({ body }: WireRequest): Result<NewOrder> {
  const country = (body as Readonly<Record<string, unknown>> | undefined)?.country
  const { value, extra, faults } = country === '日本' ? readInJapan(body ?? {}) : readUsual(body ?? {})
  const order = value as CreateOrder
  const [first, ...others] = faults.length > 0 ? faults : itemFaults(order)
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const marketplace = MARKETPLACES.find((one) => one.country === order.country)
  // Amazon asks for payment details in India, which this API has no fields for.
  if (marketplace === undefined || marketplace.code === 'IN') {
    return refuse({ kind: 'unknown_store', name: order.store_name })
  }
  return accept({
    family: 'lingxing',
    dialect: 'lingxing',
    sellerOrderNumber: order.order_id,
    store: { name: order.store_name, marketplace: isoOf(marketplace.code) },
    address: {
      country: isoOf(order.country_code.toUpperCase()),
      recipient: order.receiver,
      phone: order.phone_number ?? null,
      province: order.region,
      city: order.city ?? null,
      street1: order.address1,
      street2: order.address2 ?? null,
      postalCode: order.postcode,
      ioss: null,
      vat: null,
    },
    lines: order.item_list.map((item) => ({
      sku: item.msku,
      quantity: item.quantity_shipped,
      wishedLocation: null,
    })),
    speed: null,
    payment: 'elsewhere',
    // Amazon's policy for these orders, FillOrKill: what can't be fulfilled as it comes never is.
    endIfShort: true,
    holdLimitMs: HOLD_LIMIT_MS,
    ...(order.delivery_operation === '保留订单'
      ? { holds: [{ kind: 'asked' as const, reason: '保留订单' }] }
      : {}),
    remark: order.remark ?? null,
    salesChannel: null,
    warnings: [],
    extra: extraOf(order, extra),
  })
}

/** What Amazon is told and the engine does not use, under the names of the request. */
function extraOf(order: CreateOrder, unknown: NewOrder['extra']): Readonly<Record<string, unknown>> {
  const kept: Record<string, unknown> = {
    is_blank_box: order.is_blank_box ?? '否',
    is_block_amzl: order.is_block_amzl ?? '否',
    buyers_mailbox: order.buyers_mailbox,
    order_id_for_packing: order.order_id_for_packing,
    date_for_packing: order.date_for_packing,
    remark_for_packing: order.remark_for_packing ?? 'Thank you for your order!',
    delivery_operation: order.delivery_operation ?? '立即配送',
    delivery_service: order.delivery_service ?? '标准配送',
  }
  for (const [index, item] of order.item_list.entries()) {
    if (item.declared_value === undefined) continue
    kept[`item_list[${index}].declared_value`] = item.declared_value
    kept[`item_list[${index}].declared_currency`] = item.declared_currency
  }
  for (const [path, value] of Object.entries(unknown ?? {})) {
    // One vendor's client repeats its token in the body; that is nothing to keep.
    if (!(COMMON as readonly string[]).includes(path)) kept[path] = value
  }
  return kept
}

function itemFaults({ item_list: items }: CreateOrder): FieldFault[] {
  const faults: FieldFault[] = []
  for (const [index, { declared_value: value, declared_currency: currency }] of items.entries()) {
    const path = `item_list[${index}].declared_value`
    if (value !== undefined && currency === undefined) {
      const currencyPath = `item_list[${index}].declared_currency`
      faults.push({ path: currencyPath, problem: 'is missing', rule: 'required' })
    }
    if (value === undefined && currency !== undefined)
      faults.push({ path, problem: 'is missing', rule: 'required' })
  }
  const units = items.reduce((sum, item) => sum + item.quantity_shipped, 0)
  if (units > MOST_UNITS) faults.push({ path: 'quantity_shipped', problem: `合计超过${MOST_UNITS}` })
  return faults
}

/** `2022-12-09` or `2025-04-09T14:30:45`. */
function isDate(value: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/.test(value) &&
    !Number.isNaN(Date.parse(value.length === 10 ? value : `${value}Z`))
  )
}
