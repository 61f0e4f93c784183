/** POST /apicenter/api/sku: goods that a shop describes, one or a list of them (facts/apicenter.md §11). */
import { type Static, Type } from 'typebox'
import { accept, type FieldFault, type Result, refuse } from '../../order/rejection.js'
import type { GoodsRecord, GoodsWish, WarehouseCalls } from '../../order/warehouse-calls.js'
import type { WireRequest } from '../../wire/dialect.js'
import { text, wholeNumber } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'
import { Client, outOfScope } from './client.js'
import { decimal, readMicrometres, readMilligrams } from './measures.js'
import { profileOf } from './profile.js'

const words = (maxLength: number) => Type.Optional(text(maxLength, { fromText: true }))

const Goods = Type.Object({
  ...Client,
  client_type: wholeNumber(1, 2, { fromText: true }),
  code: text(128, { fromText: true }),
  name: text(200, { fromText: true }),
  prod_name_en: words(200),
  length: decimal(),
  width: decimal(),
  height: decimal(),
  weight: decimal(),
  brand: words(128),
  origin_country: words(128),
})
type Goods = Static<typeof Goods>

const GoodsList = Type.Object({ sku_list: Type.Array(Goods, { minItems: 1, maxItems: 100 }) })

/** The documents' table has the fields of one; their sample has a list. */
export const PutGoods = Type.Union([GoodsList, Goods])

const readOne = compileReader(Goods)
const readList = compileReader(GoodsList)

export function readPutGoods(request: WireRequest): Result<WarehouseCalls['putGoods']['input']> {
  const { goods, faults } = goodsOf(request)
  const [first, ...others] = faults.length > 0 ? faults : twice(goods)
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  for (const one of goods) {
    const denied = outOfScope(request, one)
    if (denied !== null) return refuse(denied)
  }
  return accept({ goods: goods.map((one) => wishOf(one, request)) })
}

function goodsOf({ body = {} }: WireRequest): { goods: readonly Goods[]; faults: readonly FieldFault[] } {
  if (typeof body === 'object' && body !== null && 'sku_list' in body) {
    const { value, faults } = readList(body)
    return { goods: value?.sku_list ?? [], faults }
  }
  const { value, faults } = readOne(body)
  return { goods: [value], faults }
}

function twice(goods: readonly Goods[]): FieldFault[] {
  const codes = goods.map((one) => one.code.trim())
  const index = codes.findIndex((code, at) => codes.indexOf(code) !== at)
  return index === -1 ? [] : [{ path: `sku_list[${index}].code`, problem: 'is in the list already' }]
}

/** The fields of an answer that come from requests, besides code, name and client. */
const KEPT = ['prod_name_en', 'origin_country', 'weight', 'length', 'width', 'height', 'brand'] as const

function wishOf(goods: Goods, request: WireRequest): GoodsWish {
  const { weightUnit } = profileOf(request, goods)
  const millimetres = (literal: string) => Math.ceil(readMicrometres(literal) / 1_000)
  const sent = KEPT.flatMap((field) => (goods[field] === undefined ? [] : [[field, goods[field]] as const]))
  return {
    sku: goods.code.trim(),
    name: goods.name,
    // Freight is never reckoned for less than there is.
    weightGrams: Math.min(Math.ceil(readMilligrams(goods.weight, weightUnit) / 1_000), MOST_GRAMS),
    lengthMillimetres: millimetres(goods.length),
    widthMillimetres: millimetres(goods.width),
    heightMillimetres: millimetres(goods.height),
    extra: Object.fromEntries(sent),
  }
}

const MOST_GRAMS = 1_000_000_000

export function writeGoods(records: readonly GoodsRecord[], request: WireRequest) {
  const { goods } = goodsOf(request)
  const [first] = goods
  return {
    code: first === undefined ? 201 : profileOf(request, first).codeOf('sku'),
    data: goods.flatMap((one, index) => {
      const record = records[index]
      return record === undefined ? [] : [writeOne(one, record)]
    }),
    message: 'success',
  }
}

/** As it is by now; what no request has told is ''. */
function writeOne({ client_code, client_type }: Goods, { sku, name, extra }: GoodsRecord) {
  const told = (field: (typeof KEPT)[number]) => String(extra[field] ?? '')
  return {
    client_code,
    client_type,
    code: sku,
    barcode: '',
    barcodes: [],
    name,
    prod_name_en: told('prod_name_en'),
    description: '',
    declare_name: '',
    origin_country: told('origin_country'),
    color: '',
    size: '',
    battery_type: '',
    number_of_battery: '',
    sku_images: [],
    weight: told('weight'),
    length: told('length'),
    width: told('width'),
    height: told('height'),
    brand: told('brand'),
    declarevalue: '',
    claredescription: '',
  }
}
