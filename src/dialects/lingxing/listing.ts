/** listing: what stores sell, with their stock (facts/lingxing.md §8.14). */
import { type Static, Type } from 'typebox'
import { ORDERABLE } from '../../order/catalogue.js'
import type { StoreItem, StoreItemFilter } from '../../order/catalogue-calls.js'
import type { FieldFault } from '../../order/rejection.js'
import { writeDecimal } from '../../wire/decimal.js'
import { type Operation, operation } from '../../wire/dialect.js'
import { code, oneOf, text, wholeNumber } from '../../wire/fields.js'
import { readInstant } from '../../wire/time.js'
import { writeZoned } from '../../wire/zones.js'
import { done } from './envelope.js'
import { statusesOf } from './fba-stock.js'
import { marketplaceOf } from './marketplaces.js'
import { numberList, readStores } from './numbers.js'
import { bodyReader } from './reading.js'

const PATH = '/erp/sc/data/mws/listing'

const FORM = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/
const moment = () =>
  Type.Optional(
    text(19, { check: (value) => (FORM.test(value) && readInstant(value) !== null ? null : 'is no time') }),
  )
const number = (from: number, to: number) => Type.Optional(wholeNumber(from, to, { fromText: true }))

const Listing = Type.Object({
  sid: numberList(),
  is_pair: number(1, 2),
  is_delete: number(0, 1),
  pair_update_start_time: moment(),
  pair_update_end_time: moment(),
  listing_update_start_time: moment(),
  listing_update_end_time: moment(),
  search_field: Type.Optional(oneOf(['seller_sku', 'asin', 'sku'])),
  search_value: Type.Optional(Type.Array(code(200, { fromText: true }), { maxItems: 10 })),
  exact_search: number(0, 1),
  store_type: number(1, 2),
  offset: number(0, 10_000_000),
  length: number(1, 1000),
})

/** An MSKU is its own product here, so that nobody notes when they were paired. */
function unknownConditions(asked: Static<typeof Listing>): FieldFault[] {
  return (['pair_update_start_time', 'pair_update_end_time'] as const)
    .filter((name) => asked[name] !== undefined)
    .map((path) => ({ path, problem: 'is not known here', rule: 'value' }))
}

const readShape = bodyReader(Listing, unknownConditions)

export const listing: Operation = operation({
  name: 'listing',
  method: 'POST',
  paths: [PATH],
  summary: 'What stores sell, with their stock.',
  call: 'listStoreItems',
  body: Listing,
  bodyOptional: true,
  inFlight: 1,
  inFlightOfAccount: 1,
  readRequest: (request) => {
    const read = readShape(request)
    if (!read.ok) return read
    const { offset = 0, length = 1000 } = read.value
    return { ok: true, value: { filter: filterOf(read.value), skip: offset, limit: length } }
  },
  writeReply: ({ rows, total }, _asked, context) => done(PATH, rows.map(writeListing), context, total),
})

function filterOf(asked: Static<typeof Listing>): StoreItemFilter {
  const { search_field: field = 'seller_sku', search_value: words = [] } = asked
  const { listing_update_start_time: from, listing_update_end_time: to } = asked
  // All are paired, none is of the low-price store, and none has an ASIN.
  const isNone = asked.is_pair === 2 || asked.store_type === 2 || (field === 'asin' && words.length > 0)
  return {
    storeNumbers: isNone ? [] : readStores(asked.sid),
    statuses: asked.is_delete === 1 ? ['deleted'] : statusesOf(undefined, asked.is_delete === undefined),
    ...(words.length > 0 && { search: { by: 'sku', words, exact: asked.exact_search !== 0 } }),
    ...(from !== undefined && { updatedFrom: readInstant(from) ?? 0 }),
    ...(to !== undefined && { updatedTo: readInstant(to) ?? 0 }),
  }
}

/** Ranks, sales and reviews are Amazon's to know: 0 or empty. */
const UNKNOWN = {
  open_date: '',
  open_date_display: '',
  seller_rank: 0,
  seller_brand: '',
  seller_category: '',
  seller_category_new: [],
  review_num: 0,
  last_star: '0.0',
  principal_info: [],
  points: '0',
  total_volume: 0,
  yesterday_volume: 0,
  fourteen_volume: 0,
  thirty_volume: 0,
  yesterday_amount: '0.00',
  seven_amount: '0.00',
  fourteen_amount: '0.00',
  thirty_amount: '0.00',
  average_seven_volume: 0,
  average_fourteen_volume: 0,
  average_thirty_volume: 0,
  small_rank: [],
  on_sale_time: '',
  first_order_time: '',
  global_tags: [],
} as const

function writeListing({ store, item, available, reserved, defective }: StoreItem) {
  const price = writeDecimal(item.priceMinor, 2)
  return {
    listing_id: '',
    sid: store.storeNumber,
    marketplace: marketplaceOf(store.marketplace)?.country ?? '',
    seller_sku: item.sku,
    fnsku: '',
    asin: '',
    parent_asin: '',
    small_image_url: item.imageUrl ?? '',
    status: ORDERABLE.has(item.status) ? 1 : 0,
    is_delete: item.status === 'deleted' ? 1 : 0,
    item_name: item.name,
    local_sku: item.sku,
    local_name: item.name,
    currency_code: item.currency,
    price,
    landed_price: price,
    listing_price: price,
    shipping: '0.00',
    quantity: 0,
    afn_fulfillable_quantity: available,
    afn_unsellable_quantity: defective,
    reserved_fc_transfers: 0,
    reserved_fc_processing: 0,
    reserved_customerorders: reserved,
    afn_inbound_shipped_quantity: 0,
    afn_inbound_working_quantity: 0,
    afn_inbound_receiving_quantity: 0,
    listing_update_date: writeZoned(item.updatedAt, 'UTC'),
    fulfillment_channel_type: 'FBA',
    pair_update_time: '',
    store_type: 1,
    dimension_info: [dimensionsOf(item)],
    ...UNKNOWN,
  }
}

const CENTIMETRES = 'centimeter'

/** Of the packed piece; 0 without a unit where it was never measured. */
function dimensionsOf(item: StoreItem['item']) {
  const length = (name: string, millimetres: number | null) => ({
    [name]: writeDecimal((millimetres ?? 0) * 10, 2),
    [`${name}_units_type`]: millimetres === null ? '' : CENTIMETRES,
  })
  return {
    ...length('item_height', null),
    ...length('item_length', null),
    ...length('item_width', null),
    item_weight: '0.00',
    item_weight_units_type: '',
    ...length('package_height', item.heightMillimetres),
    ...length('package_length', item.lengthMillimetres),
    ...length('package_width', item.widthMillimetres),
    package_weight: writeDecimal(item.weightGrams * 100, 2),
    package_weight_units_type: 'gram',
  }
}
