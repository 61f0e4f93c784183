/** One command on one order, with what has to follow it: paying those that waited for money, and serving those that
 * waited for stock. */
import type { Caller, CommandKey } from '../order/caller.js'
import type { Command } from '../order/command.js'
import type { Order } from '../order/order.js'
import { type Result, refuse } from '../order/rejection.js'
import type { OrderWish } from '../order/wishes.js'
import { readOrderByNumber } from '../store/orders.js'
import type { Pool } from '../store/pool.js'
import { payAllWaiting } from './calls/payments.js'
import { type FreedStock, freeing } from './calls/shortages.js'
import type { Lane } from './lane.js'

/** Commands that only the hub itself gives. */
type OwnWish = { readonly kind: 'review_refunds' | 'expire' | 'rehearse' }

export interface ActRequest {
  readonly tenantId: number
  readonly caller: Caller
  readonly orderNumber: number
  readonly wish: OrderWish | OwnWish
  readonly key: CommandKey | null
}

export interface ActDone {
  readonly replayed: boolean
  readonly afterSaleNumber: number | null
}

/** What these do may leave stock to others. */
const FREEING: ReadonlySet<Command['kind']> = new Set([
  'cancel',
  'expire',
  'move',
  'request_after_sale',
  'decide_after_sale',
  'review_refunds',
  'receive_return',
])

export async function act(pool: Pool, lane: Lane, request: ActRequest): Promise<Result<ActDone>> {
  const { tenantId, caller, orderNumber, wish, key } = request
  const { accountId, ownerId } = caller
  const before = await readOrderByNumber(pool, { tenantId, accountId }, orderNumber)
  if (before === undefined) return refuse({ kind: 'not_found', what: 'order', id: String(orderNumber) })
  const skus = [...new Set(before.details.lines.map((line) => line.sku))]
  // The wish is the command but for these.
  const command = { ...wish, caller: { accountId, ownerId }, key, orderNumber, skus } as Command
  const places = isFreeing(wish, before) ? placesFreed(request, before) : []
  const done = await freeing(pool, lane, command, places)
  if (!done.ok) return done
  const outcome = done.value as { replayed: boolean; moreWaiting?: boolean; afterSaleNumber?: number }
  if (outcome.moreWaiting) await payAllWaiting(lane, caller, accountId)
  const { replayed, afterSaleNumber = null } = outcome
  return { ok: true, value: { replayed, afterSaleNumber } }
}

/** Stock that is gone is there for nobody. */
function isFreeing({ kind }: ActRequest['wish'], { details }: Order): boolean {
  return FREEING.has(kind) || (kind === 'rehearse' && details.rehearsal?.kind === 'late_refusal')
}

/** Where what is reserved now, or comes back, may be there for those who wait. */
function placesFreed({ tenantId, wish }: ActRequest, before: Order): FreedStock[] {
  const places = new Map<string, { ownerId: number; location: string; skus: Set<string> }>()
  const add = (ownerId: number, location: string, sku: string) => {
    const place = places.get(location) ?? { ownerId, location, skus: new Set() }
    place.skus.add(sku)
    places.set(location, place)
  }
  const skuOfLine = new Map(before.details.lines.map((line) => [line.lineNumber, line.sku]))
  for (const { ownerId, location, lines } of before.fulfilmentOrders) {
    for (const line of lines) {
      if (line.reserved > 0 || wish.kind === 'receive_return') add(ownerId, location, line.sku)
    }
  }
  if (wish.kind === 'receive_return') {
    const ownerId = before.fulfilmentOrders[0]?.ownerId ?? before.accountId
    for (const { location } of wish.goods ?? []) {
      if (location !== null) for (const sku of skuOfLine.values()) add(ownerId, location, sku)
    }
  }
  return [...places.values()].map(({ skus, ...place }) => ({ tenantId, ...place, skus: [...skus] }))
}
