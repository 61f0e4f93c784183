/** Builds and bounds the snapshot that a lane keeps between batches. */
import type { StockLevel } from '../order/catalogue.js'
import { UNPAID_LIMIT } from '../order/commands/payment.js'
import type { Needs } from '../order/needs.js'
import { noticeKey } from '../order/notice.js'
import { answeredKey, isWaiting, Snapshot, sellerKey, skuKey } from '../order/snapshot.js'
import type { Loaded } from '../store/batches.js'

/** How many SKUs, and how many of the last seller's numbers, a tenant's snapshot may hold. */
const MOST_SKUS = 200_000
const MOST_PLACED = 20_000

export function freshSnapshot(needs: Needs, loaded: Loaded): Snapshot {
  const snapshot = new Snapshot(loaded.locations, loaded.methods, loaded.rates)
  absorb(snapshot, needs, loaded)
  return snapshot
}

/** Adds what was loaded. What was asked for and isn't there is noted as absent, so it isn't asked for again. */
export function absorb(snapshot: Snapshot, needs: Needs, loaded: Loaded): void {
  const items = new Map(loaded.items.map((item) => [skuKey(item.ownerId, item.sku), item]))
  const levels = new Map<string, StockLevel[]>()
  for (const level of loaded.levels) {
    const key = skuKey(level.ownerId, level.sku)
    const known = levels.get(key)
    if (known === undefined) levels.set(key, [level])
    else known.push(level)
  }
  for (const [key, { ownerId, sku }] of needs.skus) {
    snapshot.know(ownerId, sku, items.get(key) ?? null, levels.get(key) ?? [])
  }
  for (const account of loaded.accounts) {
    if (!snapshot.accounts.has(account.accountId)) {
      snapshot.stores.push(...loaded.stores.filter((store) => store.accountId === account.accountId))
    }
    snapshot.accounts.set(account.accountId, account)
  }
  for (const order of loaded.orders) snapshot.orders.set(order.orderNumber, order)
  for (const notice of loaded.notices) snapshot.notices.set(noticeKey(notice.accountId, notice), notice)
  for (const accountId of needs.unpaid) {
    const upTo = unpaidUpTo(loaded, accountId)
    if (upTo !== undefined) snapshot.unpaidUpTo.set(accountId, upTo)
  }
  for (const { orderNumber, contentHash, ...number } of loaded.placed) {
    const { accountId, family, sellerOrderNumber, numberScope } = number
    const key = sellerKey(accountId, family, sellerOrderNumber, numberScope)
    snapshot.placed.set(key, { orderNumber, contentHash })
  }
  for (const { accountId, key, contentHash, outcome } of loaded.keys) {
    snapshot.answered.set(answeredKey(accountId, key), { contentHash, outcome })
  }
}

/**
 * The oldest unpaid orders were loaded, at most `UNPAID_LIMIT` of them. Others may have been loaded by their number:
 * they are younger than the last of these, and there may be more between.
 */
function unpaidUpTo({ orders }: Loaded, accountId: number): number | undefined {
  const numbers = orders
    .filter((order) => order.accountId === accountId && isWaiting(order))
    .map((order) => order.orderNumber)
  return numbers.sort((a, b) => a - b)[UNPAID_LIMIT - 1]
}

/** Drafts are reviewed soon, and by nobody else unless the tenant moves on. */
const MOST_DRAFTS = 5_000

function forgetOrders({ orders }: Snapshot): void {
  let drafts = 0
  for (const [orderNumber, order] of orders) {
    if (order.due?.kind === 'review' && drafts < MOST_DRAFTS) drafts += 1
    else orders.delete(orderNumber)
  }
}

/**
 * Forgets what the next batch must load anew or can do without. The last seller's numbers stay: most retries
 * come soon. False if the snapshot has grown too large to be kept at all.
 */
export function trim(snapshot: Snapshot): boolean {
  forgetOrders(snapshot)
  snapshot.notices.clear()
  snapshot.unpaidUpTo.clear()
  snapshot.answered.clear()
  for (const key of snapshot.placed.keys()) {
    if (snapshot.placed.size <= MOST_PLACED) break
    snapshot.placed.delete(key)
  }
  return snapshot.size <= MOST_SKUS
}
