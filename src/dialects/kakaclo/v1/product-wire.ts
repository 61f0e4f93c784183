/** KakaClo's product endpoints on the wire: queries and answers, in the order of the tables of facts §5. */
import { type Static, Type } from 'typebox'
import { code, instant, oneOf, wholeNumber } from '../../../wire/fields.js'
import { listed } from '../../../wire/query.js'
import { AmountShape } from '../amounts.js'

/** Most codes in one list; a longer one is refused, never cut off. */
export const MOST_CODES = 30
/** The documents have no parameter for it; stocks print it. */
export const PAGE_SIZE = 30

/** `AMN00432,AMN00433`. */
const codes = (description: string) =>
  Type.Optional(code(MOST_CODES * 100, { description, check: codesProblem }))

function codesProblem(list: string): string | null {
  const { length } = listed(list)
  if (length === 0) return 'names no code'
  return length > MOST_CODES ? `names ${length} codes, more than the limit of ${MOST_CODES}` : null
}

const number = (description: string) =>
  Type.Optional(wholeNumber(1, 2_147_483_647, { fromText: true, blankIsAbsent: true, description }))
const time = (description: string) => Type.Optional(instant({ description }))
const pageNumber = number('Counted from 1; required with categoryId and with dates.')

export const SORT_TYPES = {
  salasVolume: 'sales_volume',
  salesVolume: 'sales_volume',
  stock: 'stock',
  price: 'price',
  updateTime: 'updated_at',
  // Of an older page.
  '10': 'sales_volume',
  '20': 'stock',
  '30': 'price',
  '40': 'updated_at',
} as const

export const ProductQuery = Type.Object({
  spus: codes('At most 30 products, separated by commas.'),
  skus: codes('At most 30 SKUs, separated by commas: the products that have one of them.'),
  categoryId: number('With all its subcategories.'),
  dateStartTime: time('Changed at this time or later.'),
  dateEndTime: time('Changed at this time or earlier.'),
  pageNumber,
  sortType: Type.Optional(
    oneOf(Object.keys(SORT_TYPES) as (keyof typeof SORT_TYPES)[], {
      description: 'By update time if not given.',
    }),
  ),
  sortBy: Type.Optional(oneOf(['asc', 'desc'], { description: 'desc if not given.' })),
})
export type ProductQuery = Static<typeof ProductQuery>

export const StockQuery = Type.Object({
  skus: codes('At most 30 SKUs, separated by commas.'),
  dateStartTime: time('With a stock change at this time or later.'),
  dateEndTime: time('With a stock change at this time or earlier.'),
  pageNumber,
  warehouseCode: Type.Optional(code(32, { description: 'Only this warehouse.' })),
})
export type StockQuery = Static<typeof StockQuery>

const envelope = <T extends Parameters<typeof Type.Object>[0]>(data: T) =>
  Type.Object({ code: Type.Integer(), message: Type.String(), data: Type.Object(data) })
const paging = { total: Type.Integer(), pageNumber: Type.Integer(), pageSize: Type.Integer() }
const orNull = (description?: string) =>
  Type.Union([Type.String(), Type.Null()], description === undefined ? {} : { description })

export const CategoryList = envelope({
  list: Type.Array(
    Type.Object({
      categoryId: Type.Integer(),
      parentId: Type.Integer({ description: '0 at the first level.' }),
      level: Type.Integer({ description: '1 is the first level.' }),
      fullCategoryId: Type.String({ description: 'The path of ids: 3600/3516.' }),
      imgUrl: Type.String(),
      name: Type.String(),
      child: Type.Array(Type.Unknown(), { description: 'Of the same shape.' }),
    }),
  ),
})

const SkuDetail = Type.Object({
  sku: Type.String(),
  skuName: Type.String(),
  mainImg: Type.String(),
  packageLength: Type.Union([Type.Number(), Type.Null()], { description: 'cm' }),
  packageWidth: Type.Union([Type.Number(), Type.Null()], { description: 'cm' }),
  packageHeight: Type.Union([Type.Number(), Type.Null()], { description: 'cm' }),
  packageWeight: Type.Integer({ description: 'g' }),
  cost: Type.Union([AmountShape, Type.Null()]),
  price: AmountShape,
  stock: Type.Integer(),
  option1: orNull('JSON in a string: {"name":"color","value":"Black"}'),
  option2: orNull('The size.'),
  option3: orNull('The print.'),
  material: Type.String(),
  skuStatus: Type.Integer(),
})

export const ProductList = envelope({
  list: Type.Array(
    Type.Object({
      kkProductId: Type.Integer(),
      spu: Type.String(),
      productName: Type.String(),
      description: Type.String(),
      sizeImagePath: Type.String(),
      spuStatus: Type.Integer(),
      categoryId: Type.Union([Type.Integer(), Type.Null()]),
      fullCategoryName: Type.String({ description: 'Women/Activewear/Suit' }),
      salesVolume: Type.Integer(),
      attributesJson: Type.String({ description: 'JSON in a string.' }),
      price: Type.Union([AmountShape, Type.Null()], { description: 'Lowest price of its SKUs.' }),
      stock: Type.Integer({ description: 'Sum over its SKUs.' }),
      supplierLevel: Type.String({ description: 'A, B, C or empty.' }),
      createTime: Type.String(),
      updateTime: Type.String(),
      skuDetails: Type.Array(SkuDetail),
      skuImgUrl: Type.Array(
        Type.Object({ skus: Type.Array(Type.String()), imgUrl: Type.Array(Type.String()) }),
      ),
    }),
  ),
  ...paging,
})

export const WarehouseList = envelope({
  list: Type.Array(
    Type.Object({
      warehouseId: Type.Integer(),
      warehouseCode: Type.String(),
      warehouseNameExt: Type.String(),
      countryCode: Type.String(),
      countryCn: Type.String({ description: 'The English name of the country.' }),
      status: Type.Integer({ description: '0 disabled, 1 enabled.' }),
    }),
  ),
})

export const StockList = envelope({
  ...paging,
  list: Type.Array(
    Type.Object({
      sku: Type.String(),
      warehouseStockList: Type.Array(
        Type.Object({ countryCode: Type.String(), qty: Type.Integer(), warehouseCode: Type.String() }),
      ),
    }),
  ),
})
