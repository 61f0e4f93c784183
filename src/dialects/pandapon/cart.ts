/** Carts of both platforms: rows by their numbers, and the list (facts/pandapon.md §8). */
import { Type } from 'typebox'
import type { Calls } from '../../order/calls.js'
import { accept, type Result } from '../../order/rejection.js'
import type { ListedCartRow } from '../../order/shopping-calls.js'
import type { WireRequest } from '../../wire/dialect.js'
import { wholeNumber } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'
import { idsOf, isOnSale } from './items.js'
import { quantityField, readShape } from './reading.js'

/** The carts of an account, by their names. */
export type CartName = 'taobao' | '1688'

const rowNumber = () => wholeNumber(1, Number.MAX_SAFE_INTEGER, { fromText: true })

/** As many as an order may have lines. */
export const rowNumbersField = Type.Array(rowNumber(), { minItems: 1, maxItems: 100 })

export const CartDelete = Type.Object({ ids: rowNumbersField })
const readDeleteShape = compileReader(CartDelete)

export function readDelete({ body }: WireRequest, cart: CartName): Result<Calls['removeFromCart']['input']> {
  const read = readShape(readDeleteShape, body)
  return read.ok ? accept({ cart, rowNumbers: [...new Set(read.value.value.ids)] }) : read
}

export const CartEdit = Type.Object({ id: rowNumber(), quantity: quantityField })
const readEditShape = compileReader(CartEdit)

export function readEdit({ body }: WireRequest, cart: CartName): Result<Calls['changeCartRow']['input']> {
  const read = readShape(readEditShape, body)
  if (!read.ok) return read
  const { id, quantity } = read.value.value
  return accept({ cart, rowNumber: id, quantity })
}

/** By seller, as they were put in; what can't be ordered now is in a list of its own. */
export function writeCart(rows: readonly ListedCartRow[]) {
  return {
    enableList: bySeller(rows.filter(isEnabled)),
    disableList: bySeller(rows.filter((row) => !isEnabled(row))),
  }
}

function isEnabled({ item, available }: ListedCartRow): boolean {
  return item !== null && isOnSale(item) && available > 0
}

function bySeller(rows: readonly ListedCartRow[]): object[] {
  const sellers = new Map<string, ListedCartRow[]>()
  for (const row of rows) sellers.set(row.seller, [...(sellers.get(row.seller) ?? []), row])
  return [...sellers].map(([seller, ofSeller]) => ({
    sellerOpenId: seller,
    sellerNickName:
      ofSeller.map(({ details }) => textOf(details.sellerName)).find((name) => name !== null) ?? '',
    cartItemInfos: ofSeller.map(writeRow),
  }))
}

/** Price and stock are those of now; words and picture those with which it was put in. */
function writeRow({
  rowNumber: id,
  sku,
  quantity,
  priceLimitMinor,
  details,
  item,
  available,
}: ListedCartRow) {
  const { itemId, skuId } = idsOf(sku)
  return {
    id,
    offerMapId: itemId,
    specId: skuId,
    skuId: textOf(details.skuId) ?? skuId,
    itemTitle: textOf(details.itemTitle) ?? item?.name ?? '',
    itemPic: textOf(details.itemPic) ?? item?.imageUrl ?? '',
    price: item?.priceMinor ?? priceLimitMinor ?? 0,
    quantity,
    amountOnSale: available,
    properties: textOf(details.properties),
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
