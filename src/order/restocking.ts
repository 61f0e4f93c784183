/** Goods that come back: sellable ones are stock again, defective ones are counted, scrapped ones are gone. */
import type { AfterSale, ReturnedGoods } from './after-sale.js'
import type { ReturnWish } from './commands/after-sale.js'
import type { DefectiveGoods, LevelChange, Movement } from './effects.js'
import type { Order } from './order.js'
import { nameOf } from './pieces.js'
import type { Rejection } from './rejection.js'
import type { Snapshot } from './snapshot.js'
import { MAX_ON_HAND } from './stock.js'

interface Restocked {
  readonly received: readonly ReturnedGoods[]
  readonly effects: {
    readonly levels: readonly LevelChange[]
    readonly movements: readonly Movement[]
    readonly defective: readonly DefectiveGoods[]
  }
}

/** No more of a row than was asked back; what is named by its line is taken from one row of it after the other. Null: all of it came, sellable, to where it was shipped from. */
export function restocked(
  snapshot: Snapshot,
  order: Order,
  afterSale: AfterSale,
  wishes: readonly ReturnWish[] | null,
): Restocked | Rejection {
  const rows = wishes ?? afterSale.lines.map(({ rowNumber, quantity }) => whole(rowNumber, quantity))
  const left = new Map(afterSale.lines.map((line) => [line.rowNumber, line.quantity]))
  const received: ReturnedGoods[] = []
  for (const [index, wish] of rows.entries()) {
    const lines = afterSale.lines.filter((one) =>
      'rowNumber' in wish ? one.rowNumber === wish.rowNumber : one.lineNumber === wish.lineNumber,
    )
    const path = `goods[${index}]`
    if (lines.length === 0) {
      return { kind: 'invalid_field', faults: [{ path, problem: 'names nothing that was asked back' }] }
    }
    const there = lines.reduce((sum, line) => sum + (left.get(line.rowNumber) ?? 0), 0)
    if (wish.quantity > there) {
      return { kind: 'more_than_left', ...nameOf(wish), asked: wish.quantity, left: there }
    }
    let missing = wish.quantity
    for (const { rowNumber, sku } of lines) {
      const quantity = Math.min(missing, left.get(rowNumber) ?? 0)
      if (quantity === 0) continue
      missing -= quantity
      left.set(rowNumber, (left.get(rowNumber) ?? 0) - quantity)
      const location = wish.location ?? homeOf(order, rowNumber)
      if (wish.condition !== 'scrapped' && !snapshot.locations.has(location)) {
        return { kind: 'not_found', what: 'stock location', id: location }
      }
      const { condition } = wish
      const lies = condition === 'scrapped' ? null : location
      received.push({ rowNumber, sku, quantity, condition, location: lies })
    }
  }
  return stocked(snapshot, order, afterSale, received)
}

function whole(rowNumber: number, quantity: number): ReturnWish {
  return { rowNumber, quantity, condition: 'sellable', location: null }
}

function homeOf({ fulfilmentOrders }: Order, rowNumber: number): string {
  const part = fulfilmentOrders.find((one) => one.lines.some((line) => line.rowNumber === rowNumber))
  return part?.location ?? ''
}

function stocked(
  snapshot: Snapshot,
  { fulfilmentOrders }: Order,
  { afterSaleNumber }: AfterSale,
  received: readonly ReturnedGoods[],
): Restocked | Rejection {
  const ownerId = fulfilmentOrders[0]?.ownerId ?? 0
  const levels = new Map<string, LevelChange>()
  const movements: Movement[] = []
  const defective: DefectiveGoods[] = []
  for (const { sku, quantity, condition, location } of received) {
    if (location === null) continue
    if (condition === 'defective') {
      defective.push({ ownerId, sku, location, quantity })
      continue
    }
    const key = `${sku}>${location}`
    const level = snapshot.levelsOf(ownerId, sku).find((one) => one.location === location)
    const added = (levels.get(key)?.onHand ?? 0) + quantity
    const onHand = (level?.onHand ?? 0) + added
    if (onHand > MAX_ON_HAND) {
      const reason = `${onHand} pieces are more than a level can hold (${MAX_ON_HAND})`
      return { kind: 'stock_out_of_range', sku, location, reason }
    }
    levels.set(key, { ownerId, sku, location, onHand: added, reserved: 0, isNew: level === undefined })
    movements.push({ ownerId, sku, location, quantity, onHand, reason: `returned ${afterSaleNumber}` })
  }
  return { received, effects: { levels: [...levels.values()], movements, defective } }
}
