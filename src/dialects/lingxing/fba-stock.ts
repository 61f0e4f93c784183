/** Stock by store and MSKU, in both of its forms (facts/lingxing.md §8.12, §8.13). */
import { type Static, Type } from 'typebox'
import { type ItemStatus, ORDERABLE } from '../../order/catalogue.js'
import type { StoreItemFilter } from '../../order/catalogue-calls.js'
import type { FieldFault } from '../../order/rejection.js'
import { type Operation, operation } from '../../wire/dialect.js'
import { code, flag, oneOf, text, wholeNumber } from '../../wire/fields.js'
import { done } from './envelope.js'
import { numberList, readStores } from './numbers.js'
import { bodyReader } from './reading.js'
import { writeStock, writeStockAndCost } from './stock-rows.js'

const FBA_LIST = '/erp/sc/routing/fba/fbaStock/fbaList'
const DETAIL = '/basicOpen/openapi/storage/fbaWarehouseDetail'

const FbaList = Type.Object({
  sid: numberList(),
  offset: Type.Optional(wholeNumber(0, 10_000_000, { fromText: true })),
  // The documents name no maximum.
  length: Type.Optional(wholeNumber(1, 1000, { fromText: true })),
})
const readFbaList = bodyReader(FbaList)

const fbaList: Operation = operation({
  name: 'fbaList',
  method: 'POST',
  paths: [FBA_LIST],
  summary: 'Stock by store and MSKU.',
  call: 'listStoreItems',
  body: FbaList,
  bodyOptional: true,
  inFlight: 3,
  readRequest: (request) => {
    const read = readFbaList(request)
    if (!read.ok) return read
    const { sid, offset = 0, length = 15 } = read.value
    return { ok: true, value: { filter: { storeNumbers: readStores(sid) }, skip: offset, limit: length } }
  },
  writeReply: ({ rows, total }, _asked, context) =>
    done(FBA_LIST, { total, list: rows.map(writeStock) }, context, 0),
})

/** Which field of ours each looks at; null: one that nothing here has. */
const SEARCH_FIELDS = {
  sku: 'sku',
  seller_sku: 'sku',
  product_name: 'name',
  spu: 'spu',
  spu_name: 'product_name',
  fnsku: null,
  asin: null,
  parent_asin: null,
} as const

const yesNo = () => Type.Optional(oneOf(['0', '1'], { fromText: true }))
/** Conditions on what is not known here. */
const UNKNOWN = ['cid', 'bid', 'attribute', 'asin_principal', 'senior_search_list'] as const
const unknown = () => Type.Optional(text(10_000, { fromText: true }))

const Detail = Type.Object({
  offset: Type.Optional(wholeNumber(0, 10_000_000, { fromText: true })),
  length: Type.Optional(wholeNumber(20, 200, { fromText: true })),
  search_field: Type.Optional(oneOf(Object.keys(SEARCH_FIELDS) as (keyof typeof SEARCH_FIELDS)[])),
  search_value: Type.Optional(code(200, { fromText: true })),
  cid: unknown(),
  bid: unknown(),
  attribute: unknown(),
  asin_principal: unknown(),
  status: yesNo(),
  senior_search_list: unknown(),
  fulfillment_channel_type: Type.Optional(oneOf(['FBA', 'FBM'])),
  is_hide_zero_stock: yesNo(),
  is_parant_asin_merge: yesNo(),
  is_contain_del_ls: yesNo(),
  query_fba_storage_quantity_list: Type.Optional(flag()),
})

/** A condition that nobody here can look at is refused, so that nobody takes the answer for what was asked. */
function unknownConditions(asked: Static<typeof Detail>): FieldFault[] {
  return UNKNOWN.filter((name) => asked[name] !== undefined && asked[name] !== '[]').map((path) => ({
    path,
    problem: 'is not known here',
    rule: 'value',
  }))
}

const readDetail = bodyReader(Detail, unknownConditions)

const fbaWarehouseDetail: Operation = operation({
  name: 'fbaWarehouseDetail',
  method: 'POST',
  paths: [DETAIL],
  summary: 'Stock by store and MSKU, with what it cost.',
  call: 'listStoreItems',
  body: Detail,
  bodyOptional: true,
  inFlight: 1,
  readRequest: (request) => {
    const read = readDetail(request)
    if (!read.ok) return read
    const { offset = 0, length = 20 } = read.value
    return { ok: true, value: { filter: filterOf(read.value), skip: offset, limit: length } }
  },
  writeReply: ({ rows, total }, _asked, context) => done(DETAIL, rows.map(writeStockAndCost), context, total),
})

function filterOf(asked: Static<typeof Detail>): StoreItemFilter {
  const { search_field: field, search_value: value, fulfillment_channel_type: channel } = asked
  const by = field === undefined ? undefined : SEARCH_FIELDS[field]
  // Nothing is shipped by the seller, and nothing has an ASIN: no store is looked at.
  if (channel === 'FBM' || (by === null && value !== undefined)) return { storeNumbers: [] }
  const exact = by !== 'name' && by !== 'product_name'
  return {
    statuses: statusesOf(asked.status, asked.is_contain_del_ls === '0'),
    ...(by !== undefined && by !== null && value !== undefined && { search: { by, words: [value], exact } }),
    stocked: asked.is_hide_zero_stock === '1',
  }
}

const OFF_SALE: readonly ItemStatus[] = ['off_shelf', 'discontinued', 'out_of_stock']

/** Those on sale, or not, or both; deleted ones are never on sale. */
export function statusesOf(status: '0' | '1' | undefined, withDeleted: boolean): readonly ItemStatus[] {
  return [
    ...(status === '0' ? [] : ORDERABLE),
    ...(status === '1' ? [] : OFF_SALE),
    ...(withDeleted && status !== '1' ? (['deleted'] as const) : []),
  ]
}

export const stockOperations: readonly Operation[] = [fbaList, fbaWarehouseDetail]
