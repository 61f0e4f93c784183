/** Orders made of cart rows: one of all rows, or one for each seller. A row is ordered once. */
import { hash } from 'node:crypto'
import type { AccountContext, NewOrder, Serving } from '../../order/calls.js'
import type { Order } from '../../order/order.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { CartOrder, CartPurchase, CartRow, ShoppingCalls } from '../../order/shopping-calls.js'
import { claimCartRows, readCartRows, type StoredCartRow } from '../../store/carts.js'
import { readOrderByNumber } from '../../store/orders.js'
import type { Client, Pool } from '../../store/pool.js'
import { settleClaim } from './cart-claims.js'
import { beingOrdered, changeCarts, noRow, plainRow } from './carts.js'
import { contentHash } from './orders.js'
import { patiently } from './patience.js'
import { type PlaceOne, placeEach, previewEach } from './several.js'

type CartOrderCalls = Pick<ShoppingCalls, 'previewFromCart' | 'placeFromCart'>

interface Group<R extends CartRow = CartRow> {
  readonly seller: string
  readonly rows: readonly R[]
}

/** Claimed by the key of its placing, or ordered before. */
interface Claimed extends Group<StoredCartRow> {
  readonly claim: string
  readonly earlier: Order | null
}

export function cartOrderCalls(pool: Pool, clock: () => number, placeOne: PlaceOne): Serving<CartOrderCalls> {
  return {
    previewFromCart: async (account, wish) => {
      const rows = await readCartRows(pool, account, wish.cart, wish.rowNumbers)
      const open = rows.filter((row) => row.orderNumber === null)
      const missing = missingRow(open, wish)
      if (missing !== undefined) return refuse(noRow(missing))
      const groups = grouped(open, wish)
      const orders = groups.map((group) => orderOf(wish, group))
      return accept(purchasesOf(groups, await previewEach(pool, account, orders, clock())))
    },
    placeFromCart: async (account, wish) => {
      const claimed = await changeCarts(pool, account, null, clock(), (client, { at }) =>
        claim(client, account, wish, at),
      )
      if (!claimed.ok) return claimed
      const groups = claimed.value
      const fresh = groups.filter((group) => group.earlier === null)
      const orders = fresh.map((group) => {
        const key = { key: group.claim, contentHash: group.claim }
        return { ...orderOf(wish, group), key, content: contentOf(wish, group) }
      })
      // If this throws, the claims stay until somebody settles them.
      const placed = await placeEach(account, orders, placeOne)
      await patiently(() => settle(pool, account, fresh, clock()))
      if (!placed.ok) return placed
      const outcomes = placed.value.values()
      const purchases = purchasesOf(
        groups,
        groups.map(({ earlier }) => (earlier === null ? outcomes.next().value : accept(earlier))),
      )
      const only = wish.bySeller ? undefined : purchases[0]?.outcome
      // What refuses the one order refuses the request.
      return only === undefined || only.ok ? accept(purchases) : only
    },
  }
}

function purchasesOf(
  groups: readonly Group<StoredCartRow>[],
  outcomes: readonly (Result<Order> | undefined)[],
): CartPurchase[] {
  return groups.map(({ seller, rows }, index) => {
    const outcome = outcomes[index]
    if (outcome === undefined) throw new Error('every group has its outcome')
    return { seller, rows: rows.map(plainRow), outcome }
  })
}

function missingRow(rows: readonly StoredCartRow[], { rowNumbers }: CartOrder): number | undefined {
  const found = new Set(rows.map((row) => row.rowNumber))
  return rowNumbers.find((rowNumber) => !found.has(rowNumber))
}

/** Rows keep their order; sellers come as their first rows do. */
function grouped<R extends CartRow>(rows: readonly R[], { bySeller }: CartOrder): Group<R>[] {
  if (!bySeller) return [{ seller: '', rows }]
  const groups = new Map<string, R[]>()
  for (const row of rows) {
    const group = groups.get(row.seller)
    if (group === undefined) groups.set(row.seller, [row])
    else group.push(row)
  }
  return [...groups].map(([seller, ofSeller]) => ({ seller, rows: ofSeller }))
}

function orderOf({ order, currency, bySeller }: CartOrder, { seller, rows }: Group): NewOrder {
  return {
    ...order,
    ...(bySeller && { extra: { ...order.extra, seller } }),
    lines: rows.map(({ sku, quantity, priceLimitMinor }) => ({
      sku,
      quantity,
      wishedLocation: null,
      currency,
      ...(priceLimitMinor !== null && { priceLimitMinor }),
    })),
  }
}

function contentOf({ content }: CartOrder, { seller }: Group): string {
  return JSON.stringify([content, seller])
}

/** All groups, or none: a group is claimed, or known to have been ordered with the same request. */
async function claim(
  client: Client,
  account: AccountContext,
  wish: CartOrder,
  at: number,
): Promise<Result<Claimed[]>> {
  const rows = await readCartRows(client, account, wish.cart, wish.rowNumbers)
  const missing = missingRow(rows, wish)
  if (missing !== undefined) return refuse(noRow(missing))
  const claimed: Claimed[] = []
  for (const group of grouped(rows, wish)) {
    const taken = group.rows.find((row) => row.orderNumber !== null)
    if (taken !== undefined) {
      const earlier = await readOrderByNumber(client, account, taken.orderNumber ?? 0)
      const wanted = contentHash({ ...orderOf(wish, group), content: contentOf(wish, group) })
      if (earlier?.contentHash !== wanted) return refuse(orderedBefore(taken))
      claimed.push({ ...group, claim: '', earlier })
      continue
    }
    const key = claimOf(wish, group)
    const busy = group.rows.find((row) => row.claimedBy !== null && row.claimedBy !== key)
    if (busy !== undefined) return refuse(beingOrdered(busy))
    claimed.push({ ...group, claim: key, earlier: null })
  }
  for (const { claim: key, rows: ofGroup, earlier } of claimed) {
    if (earlier !== null) continue
    const rowNumbers = ofGroup.map((row) => row.rowNumber)
    await claimCartRows(client, account, rowNumbers, key, at)
  }
  return accept(claimed)
}

/** The same rows, as they are now, with the same request: a repetition that overtakes the first one has its key. */
function claimOf(wish: CartOrder, group: Group<StoredCartRow>): string {
  const rows = group.rows.map(({ rowNumber, revision, quantity }) => [rowNumber, revision, quantity])
  return `cart:${hash('sha256', JSON.stringify([wish.cart, rows, contentOf(wish, group)]), 'base64url')}`
}

function orderedBefore({ rowNumber }: StoredCartRow) {
  const id = String(rowNumber)
  return { kind: 'not_allowed_in_state', what: 'cart row', id, state: 'ordered already' } as const
}

async function settle(
  pool: Pool,
  account: AccountContext,
  groups: readonly Claimed[],
  at: number,
): Promise<void> {
  if (groups.length === 0) return
  await changeCarts(pool, account, null, at, async (client) => {
    for (const group of groups) await settleClaim(client, account, group.claim, at)
    return accept(null)
  })
}
