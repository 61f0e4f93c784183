/** The model's goods that come back. */

import type { ReceiveReturn, ReturnWish } from '../../src/order/commands/after-sale.js'
import type { Order } from '../../src/order/order.js'
import { LOCATIONS } from './corner-shop.js'
import { credit, onOne, tooLateFor } from './lifecycle-model-after-sales.js'
import {
  type Answer,
  leftOf,
  type ModelAfterSale,
  type ModelOrder,
  notFound,
  refuse,
  same,
  sum,
} from './lifecycle-model-order.js'
import { levelKey, type World } from './lifecycle-model-world.js'

const MOST_PIECES = 2_147_483_647

export function answerToReturn(world: World, order: ModelOrder, command: ReceiveReturn): Answer<Order> {
  return onOne(order, command, (one) => {
    if (one.status === 'completed') return same(one.number)
    const isOnItsWay = one.status === 'approved' || one.status === 'sent_back'
    if (one.goods !== 'shipped' || one.kind === 'refund' || !isOnItsWay) return tooLateFor(one)
    const all = [...one.rows].map(
      ([rowNumber, quantity]): ReturnWish => ({
        ...{ rowNumber, quantity, condition: 'sellable', location: null },
      }),
    )
    const unpacked = unpack(world, order, one, command.goods ?? all)
    if (!('goods' in unpacked)) return unpacked
    const left = leftOf(order)
    const { amountMinor } = command
    if (amountMinor !== null && amountMinor > left) {
      return refuse({ kind: 'more_than_left', what: 'amount', asked: amountMinor, left })
    }
    return {
      does: () => {
        one.received = unpacked.goods.map((each) => Object.values(each).join(' '))
        for (const goods of unpacked.goods) putAway(world, order, goods)
        one.amountMinor = amountMinor ?? one.amountMinor
        credit(world, order, one)
      },
    }
  })
}

interface Goods {
  readonly row: number
  readonly quantity: number
  readonly condition: string
  readonly location: string | null
}

/** Which rows came back, each no more than was asked. */
function unpack(
  world: World,
  order: ModelOrder,
  one: ModelAfterSale,
  wishes: readonly ReturnWish[],
): Answer<Order> | { readonly goods: readonly Goods[] } {
  const goods: Goods[] = []
  const left = new Map(one.rows)
  for (const wish of wishes) {
    const rows = [...one.rows.keys()].filter((row) =>
      'rowNumber' in wish
        ? row === wish.rowNumber
        : order.pieces.some((piece) => piece.row === row && piece.line === wish.lineNumber),
    )
    if (rows.length === 0) return refuse({ kind: 'invalid_field' })
    const there = sum(rows.map((row) => left.get(row) ?? 0))
    if (there < wish.quantity) {
      const name =
        'rowNumber' in wish ? { what: 'row', id: wish.rowNumber } : { what: 'line', id: wish.lineNumber }
      return refuse({ kind: 'more_than_left', ...name, asked: wish.quantity, left: there })
    }
    let missing = wish.quantity
    for (const row of rows) {
      const quantity = Math.min(missing, left.get(row) ?? 0)
      if (quantity === 0) continue
      missing -= quantity
      left.set(row, (left.get(row) ?? 0) - quantity)
      const part = order.pieces.find((piece) => piece.row === row)?.part ?? 0
      const location = wish.location ?? order.parts[part - 1]?.location ?? ''
      const isKept = wish.condition !== 'scrapped'
      if (isKept && !LOCATIONS.some((each) => each.code === location)) {
        return notFound('stock location', location)
      }
      goods.push({ row, quantity, condition: wish.condition, location: isKept ? location : null })
    }
  }
  const sellable = goods.filter((each) => each.condition === 'sellable')
  for (const { row, location } of sellable) {
    const sku = skuOf(order, row)
    const more = sellable.filter((each) => each.location === location && skuOf(order, each.row) === sku)
    const onHand = world.onHand.get(levelKey(order.ownerId, sku, location ?? '')) ?? 0
    if (onHand + sum(more.map((each) => each.quantity)) > MOST_PIECES) {
      return refuse({ kind: 'stock_out_of_range', sku, location: location ?? '' })
    }
  }
  return { goods }
}

function skuOf(order: ModelOrder, row: number): string {
  return order.pieces.find((piece) => piece.row === row)?.sku ?? ''
}

function putAway(world: World, order: ModelOrder, { row, quantity, condition, location }: Goods): void {
  if (location === null) return
  const sku = skuOf(order, row)
  if (condition === 'sellable') world.bring(order.ownerId, sku, location, quantity)
  const key = levelKey(order.ownerId, sku, location)
  if (condition === 'defective') world.defective.set(key, (world.defective.get(key) ?? 0) + quantity)
}
