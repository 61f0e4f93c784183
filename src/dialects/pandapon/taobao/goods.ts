/** Taobao's goods: by id, several by their ids, by keyword (facts/pandapon.md §9). */
import { Type } from 'typebox'
import type { Calls } from '../../../order/calls.js'
import { accept, type Result } from '../../../order/rejection.js'
import type { ItemGroup } from '../../../order/shopping-calls.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { text } from '../../../wire/fields.js'
import { readQuery } from '../../../wire/query.js'
import { compileReader } from '../../../wire/shape.js'
import { CURRENCY, idsOf, isOnSale, numberOf } from '../items.js'
import { digits, pageFields, pagingOf, readShape } from '../reading.js'

export const GoodsQuery = Type.Object({ itemId: digits(40) })
const readGoodsQuery = compileReader(GoodsQuery)

export function readGetGoods(request: WireRequest): Result<Calls['readItemGroup']['input']> {
  const read = readQuery(readGoodsQuery, request)
  return read.ok ? accept({ code: read.value.itemId, currency: CURRENCY }) : read
}

export const GoodsBatch = Type.Object({ itemIds: Type.Array(digits(40), { minItems: 1, maxItems: 20 }) })
const readBatchShape = compileReader(GoodsBatch)

export function readBatch({ body }: WireRequest): Result<Calls['listItemGroups']['input']> {
  const read = readShape(readBatchShape, body)
  if (!read.ok) return read
  const codes = [...new Set(read.value.value.itemIds)]
  const paging = { pageNumber: 1, pageSize: codes.length }
  return accept({ filter: { codes, currency: CURRENCY }, paging })
}

export const GoodsSearch = Type.Object({ keyword: text(100), ...pageFields })
const readSearchQuery = compileReader(GoodsSearch)

export function readSearch(request: WireRequest): Result<Calls['listItemGroups']['input']> {
  const read = readQuery(readSearchQuery, request)
  if (!read.ok) return read
  const { keyword, ...page } = read.value
  return accept({ filter: { keyword: keyword.trim(), currency: CURRENCY }, paging: pagingOf(page) })
}

/** In the order in which they were asked for; those that are unknown are left out. */
export function writeBatch(
  { rows }: Calls['listItemGroups']['output'],
  { filter }: Calls['listItemGroups']['input'],
): object[] {
  const byCode = new Map(rows.map((group) => [group.code, group]))
  return (filter.codes ?? []).flatMap((code) => byCode.get(code) ?? []).map(writeGoods)
}

export function writeFound({ rows, total, pageNumber, pageSize }: Calls['listItemGroups']['output']) {
  return { total, pageNo: pageNumber, pageSize, list: rows.map(writeGoods) }
}

/**
 * There are no shops here: whose goods they are stands in for one, and prices know no promotion. To be ordered, it is
 * named by `mpId`; the shop's own number for it has the same digits.
 */
export function writeGoods({ code, items, ...group }: ItemGroup) {
  const prices = items.map((item) => item.priceMinor)
  const price = prices.length === 0 ? 0 : Math.min(...prices)
  const category = group.categoryPath.at(-1)
  return {
    mpId: code,
    itemId: numberOf(code),
    title: group.name,
    description: group.description,
    picUrls: group.imageUrls,
    categoryId: category === undefined ? '' : String(category.categoryId),
    categoryName: category?.name ?? '',
    categoryPath: group.categoryPath.map((one) => one.name).join(' > '),
    shopId: items[0]?.ownerId ?? 0,
    shopName: '',
    userNick: '',
    itemType: 'HAVE_MATERIAL',
    productUnit: null,
    beginAmount: 0,
    quantity: group.available,
    price,
    promotionPrice: price,
    status: statusOf(items.some(isOnSale)),
    skuList: items.map((item) => ({
      skuId: idsOf(item.sku).skuId,
      picUrl: item.imageUrl,
      quantity: item.available,
      price: item.priceMinor,
      promotionPrice: item.priceMinor,
      status: statusOf(isOnSale(item)),
    })),
  }
}

function statusOf(onSale: boolean): string {
  return onSale ? 'active' : 'inactive'
}
