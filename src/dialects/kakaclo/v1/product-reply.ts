/** Catalogue and stock in KakaClo's words (facts §5): plain functions from the engine's answers to `data`. */
import type { Page } from '../../../order/calls.js'
import { available, type ItemStatus, type StockLocation } from '../../../order/catalogue.js'
import type { Category, ItemDetails, Product, StockPage } from '../../../order/catalogue-calls.js'
import { numberLiteral } from '../../../wire/json.js'
import { writeInstant } from '../../../wire/time.js'
import { shortAmount } from '../amounts.js'

/** skuStatus and spuStatus (facts §5.2). */
const STATUS_NUMBERS = {
  off_shelf: 0,
  on_shelf: 1,
  deleted: 2,
  discontinued: 3,
  clearance: 4,
  partial_clearance: 5,
  out_of_stock: 6,
} as const satisfies Record<ItemStatus, number>

interface CategoryNode {
  readonly categoryId: number
  readonly parentId: number
  readonly level: number
  readonly fullCategoryId: string
  readonly imgUrl: string
  readonly name: string
  readonly child: readonly CategoryNode[]
}

export function writeCategories(categories: readonly Category[]): { list: readonly CategoryNode[] } {
  const known = new Set(categories.map((one) => one.categoryId))
  const below = new Map<number, Category[]>()
  for (const one of categories) {
    if (one.categoryId === 0) continue // stands for no category
    // A category whose parent is gone is shown at the first level rather than not at all.
    const parentId = known.has(one.parentId) ? one.parentId : 0
    const siblings = below.get(parentId)
    if (siblings === undefined) below.set(parentId, [one])
    else siblings.push(one)
  }
  const write = (parentId: number, level: number, path: string): CategoryNode[] =>
    (below.get(parentId) ?? []).map(({ categoryId, name, imageUrl }) => ({
      categoryId,
      parentId,
      level,
      fullCategoryId: `${path}${categoryId}`,
      imgUrl: imageUrl,
      name,
      child: write(categoryId, level + 1, `${path}${categoryId}/`),
    }))
  return { list: write(0, 1, '') }
}

export function writeProducts({ rows, total, pageNumber, pageSize }: Page<Product>) {
  return { list: rows.map(writeProduct), total, pageNumber, pageSize }
}

function writeProduct(product: Product) {
  const { items, categoryPath } = product
  const prices = items.map((item) => item.priceMinor)
  return {
    kkProductId: product.productNumber,
    spu: product.spu,
    productName: product.name,
    description: product.description,
    sizeImagePath: product.sizeImageUrl,
    spuStatus: spuStatus(items.map((item) => item.status)),
    categoryId: categoryPath.at(-1)?.categoryId ?? null,
    fullCategoryName: categoryPath.map((category) => category.name).join('/'),
    salesVolume: product.salesVolume,
    attributesJson: writeAttributes(product.attributes),
    price: prices.length === 0 ? null : shortAmount(Math.min(...prices)),
    stock: product.available,
    supplierLevel: product.supplierLevel,
    createTime: writeInstant(product.createdAt),
    updateTime: writeInstant(product.updatedAt),
    skuDetails: items.map(writeSku),
    skuImgUrl: product.images.map(({ skus, urls }) => ({ skus, imgUrl: urls })),
  }
}

function writeSku(item: Product['items'][number]) {
  const [option1, option2, option3] = item.options
  return {
    sku: item.sku,
    skuName: item.name,
    mainImg: item.imageUrl ?? '',
    packageLength: centimetres(item.lengthMillimetres),
    packageWidth: centimetres(item.widthMillimetres),
    packageHeight: centimetres(item.heightMillimetres),
    packageWeight: item.weightGrams,
    cost: item.costMinor === null ? null : shortAmount(item.costMinor),
    price: shortAmount(item.priceMinor),
    stock: item.available,
    option1: writeOption(option1),
    option2: writeOption(option2),
    option3: writeOption(option3),
    material: item.material ?? '',
    skuStatus: STATUS_NUMBERS[item.status],
  }
}

/** The table's rows in their order; where none fits, the lowest number present. */
export function spuStatus(statuses: readonly ItemStatus[]): number {
  if (statuses.length === 0) return STATUS_NUMBERS.off_shelf
  if (statuses.includes('on_shelf')) return STATUS_NUMBERS.on_shelf
  if (statuses.includes('out_of_stock')) return STATUS_NUMBERS.out_of_stock
  return Math.min(...statuses.map((status) => STATUS_NUMBERS[status]))
}

function writeOption(option: ItemDetails['options'][number] | undefined): string | null {
  return option === undefined ? null : JSON.stringify({ name: option.name, value: option.value })
}

/** JSON in a string, with blanks after colon and comma as printed. */
function writeAttributes(attributes: Product['attributes']): string {
  const members = Object.entries(attributes).map(
    ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  )
  return `{${members.join(', ')}}`
}

function centimetres(millimetres: number | null) {
  if (millimetres === null) return null
  const rest = millimetres % 10
  return numberLiteral(`${(millimetres - rest) / 10}${rest === 0 ? '' : `.${rest}`}`)
}

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' })

export function writeLocations(locations: readonly StockLocation[]) {
  return {
    list: locations.map((location) => ({
      warehouseId: location.number,
      warehouseCode: location.code,
      warehouseNameExt: location.name,
      countryCode: location.country,
      countryCn: countryNames.of(location.country) ?? location.country,
      status: location.enabled ? 1 : 0,
    })),
  }
}

/** `asked` is the one warehouse that was asked for, if any. */
export function writeStocks(page: StockPage, asked: string | null) {
  const { rows, total, pageNumber, pageSize } = page
  const enabled = [...page.locations.values()].filter((location) => location.enabled)
  const stand = standIn(enabled, asked)
  const list = rows.map(({ sku, levels }) => {
    const stored = levels.map((level) =>
      writeStockRow(page.locations.get(level.location), level.location, available(level)),
    )
    // A known SKU that was never stocked is shown with a row of nothing.
    const nothing = stand === undefined ? [] : [writeStockRow(stand, stand.code, 0)]
    return { warehouseStockList: stored.length > 0 ? stored : nothing, sku }
  })
  return { total, pageNumber, pageSize, list }
}

/** Where a SKU without stock is shown: at the warehouse asked for, or else at the default one. */
function standIn(enabled: readonly StockLocation[], asked: string | null): StockLocation | undefined {
  if (asked !== null) return enabled.find((location) => location.code === asked)
  return enabled.reduce<StockLocation | undefined>(
    (best, one) => (best === undefined || one.priority < best.priority ? one : best),
    undefined,
  )
}

/** Here, and nowhere else, the country is a part of it: CN_N, CN_S (facts §5.4). */
function writeStockRow(location: StockLocation | undefined, code: string, qty: number) {
  return { countryCode: location?.region ?? location?.country ?? '', qty, warehouseCode: code }
}
