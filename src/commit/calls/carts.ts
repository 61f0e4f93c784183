/** Filling carts, looking at them, and taking out of them. Ordering from one is in cart-orders.ts. */

import type { CommandKey } from '../../order/caller.js'
import type { AccountContext, Serving } from '../../order/calls.js'
import { available } from '../../order/catalogue.js'
import { accept, type Rejection, type Result, refuse } from '../../order/rejection.js'
import type { CartWish, ShoppingCalls } from '../../order/shopping-calls.js'
import {
  changeCartRow,
  deleteCartRows,
  forgetOrderedRows,
  insertCartRow,
  lockCarts,
  readCart,
  readCartRows,
  type StoredCartRow,
} from '../../store/carts.js'
import type { Client, Pool } from '../../store/pool.js'
import { readStock } from '../../store/stock.js'
import { readSurroundings } from '../../store/surroundings.js'
import { type Once, once } from '../once.js'
import { settleOldClaims } from './cart-claims.js'

type CartCalls = Pick<ShoppingCalls, 'addToCart' | 'listCart' | 'changeCartRow' | 'removeFromCart'>

const MOST_ROWS = 500
const MOST_PIECES = 999_999
/** How long a row that was ordered is remembered, so that a repeated request finds its order. */
const REMEMBERED_MS = 24 * 3_600_000

export function cartCalls(pool: Pool, clock: () => number): Serving<CartCalls> {
  return {
    addToCart: (account, { cart, wish, key }) =>
      changeCarts(pool, account, key, clock(), (client, { at }) => add(client, account, cart, wish, at)),
    listCart: async (account, { cart }) => {
      const rows = await readCart(pool, account, cart)
      const skus = rows.map((row) => row.sku)
      const paging = { pageNumber: 1, pageSize: MOST_ROWS }
      const [{ items }, stock] = await Promise.all([
        readSurroundings(pool, account, skus),
        readStock(pool, account, { skus }, paging),
      ])
      const pieces = new Map(
        stock.rows.map(({ sku, levels }) => [sku, levels.reduce((sum, level) => sum + available(level), 0)]),
      )
      return accept(
        rows.map((row) => ({
          ...plainRow(row),
          item: items.get(row.sku) ?? null,
          available: pieces.get(row.sku) ?? 0,
        })),
      )
    },
    changeCartRow: (account, { cart, rowNumber, quantity }) =>
      changeCarts(pool, account, null, clock(), async (client, { at }) => {
        const [row] = await readCartRows(client, account, cart, [rowNumber])
        if (row === undefined || row.orderNumber !== null) return refuse(noRow(rowNumber))
        if (row.claimedBy !== null) return refuse(beingOrdered(row))
        await changeCartRow(client, account, rowNumber, quantity, null, at)
        return accept(null)
      }),
    removeFromCart: (account, { cart, rowNumbers }) =>
      changeCarts(pool, account, null, clock(), async (client, { lastRow }) => {
        const never = rowNumbers.find((rowNumber) => rowNumber > lastRow)
        if (never !== undefined) return refuse(noRow(never))
        const rows = await readCartRows(client, account, cart, rowNumbers)
        const busy = rows.find((row) => row.claimedBy !== null)
        if (busy !== undefined) return refuse(beingOrdered(busy))
        await deleteCartRows(
          client,
          account,
          rows.map((row) => row.rowNumber),
        )
        return accept(null)
      }),
  }
}

interface Locked {
  readonly at: number
  /** The last row number that was given out. */
  readonly lastRow: number
}

/** In one transaction, with the account's carts locked, and with what others left unfinished put in order. */
export function changeCarts<T>(
  pool: Pool,
  account: AccountContext,
  key: CommandKey | null,
  at: number,
  work: (client: Client, locked: Locked) => Promise<Result<T>>,
): Promise<Once<T>> {
  let lastRow = 0
  return once(pool, {
    account,
    key,
    at,
    lock: async (client) => {
      lastRow = await lockCarts(client, account)
      await settleOldClaims(client, account, at)
      await forgetOrderedRows(client, account, at - REMEMBERED_MS)
    },
    work: (client) => work(client, { at, lastRow }),
  })
}

async function add(
  client: Client,
  account: AccountContext,
  cart: string,
  wish: CartWish,
  at: number,
): Promise<Result<{ rowNumber: number }>> {
  const rows = await readCart(client, account, cart)
  const before = rows.find((row) => row.sku === wish.sku)
  if (before === undefined) {
    if (rows.length >= MOST_ROWS) return refuse(full(cart))
    return accept({ rowNumber: await insertCartRow(client, account, cart, wish, at) })
  }
  if (before.claimedBy !== null) return refuse(beingOrdered(before))
  const quantity = before.quantity + wish.quantity
  if (quantity > MOST_PIECES) {
    const problem = `makes ${quantity} pieces in the cart, more than the limit of ${MOST_PIECES}`
    return refuse({ kind: 'invalid_field', faults: [{ path: 'quantity', problem }] })
  }
  await changeCartRow(client, account, before.rowNumber, quantity, wish, at)
  return accept({ rowNumber: before.rowNumber })
}

/** Without what only the store needs. */
export function plainRow(row: StoredCartRow) {
  const { rowNumber, sku, quantity, priceLimitMinor, seller, details } = row
  return { rowNumber, sku, quantity, priceLimitMinor, seller, details }
}

export function noRow(rowNumber: number): Rejection {
  return { kind: 'not_found', what: 'cart row', id: String(rowNumber) }
}

/** The same request may be sent again soon. */
export function beingOrdered({ rowNumber }: StoredCartRow): Rejection {
  return { kind: 'not_allowed_in_state', what: 'cart row', id: String(rowNumber), state: 'in_progress' }
}

function full(cart: string): Rejection {
  return { kind: 'not_allowed_in_state', what: 'cart', id: cart, state: `full: it has ${MOST_ROWS} rows` }
}
