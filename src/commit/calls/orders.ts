/** Placing orders. */
import { hash } from 'node:crypto'
import type { AccountContext, NewOrder, OrderCalls, Serving } from '../../order/calls.js'
import type { PlaceOrder } from '../../order/commands/order.js'
import type { Order } from '../../order/order.js'
import type { Outcomes } from '../../order/outcome.js'
import { accept, type Rejection, type Result, refuse } from '../../order/rejection.js'
import { keepLabel } from '../../store/labels.js'
import { readOrderByNumber } from '../../store/orders.js'
import type { Pool } from '../../store/pool.js'
import type { LaneOf } from '../lanes.js'
import { patiently } from './patience.js'
import { withFaults } from './sandbox.js'

/** `reviewSoon` is told of drafts that have just been taken. */
export function orderCalls(
  pool: Pool,
  lanes: LaneOf,
  reviewSoon: (tenantId: number, draft: Order) => void = () => {},
): Serving<Pick<OrderCalls, 'placeOrder' | 'placeAndShow'>> {
  const place = withFaults(async (account, order) => {
    const { tenantId } = account
    const command =
      order.labelFile === undefined ? commandOf(account, order) : await withLabel(pool, account, order)
    const placed = await lanes.of(tenantId).submit(command)
    if (placed.ok && placed.value.order?.due) reviewSoon(tenantId, placed.value.order)
    return placed
  })
  return {
    placeOrder: place,
    placeAndShow: async (account, { numberReuse, ...order }) => {
      const placed =
        numberReuse === 'disjoint'
          ? await placeBeside(pool, account, order, place)
          : await place(account, order)
      if (!placed.ok) return refuse(await withOrder(pool, account, placed.rejection))
      const { orderNumber, replayed, order: fresh } = placed.value
      if (fresh !== undefined) return accept({ order: fresh, replayed })
      return patiently(async () => {
        const found = await readOrderByNumber(pool, account, orderNumber)
        if (found === undefined) throw new Error(`the order ${orderNumber} was placed, and is not there`)
        return accept({ order: found, replayed })
      })
    },
  }
}

function commandOf(account: AccountContext, order: NewOrder): PlaceOrder {
  const caller = callerOf(account)
  return { kind: 'place', caller, ...order, key: order.key ?? null, contentHash: contentHash(order) }
}

async function withLabel(
  pool: Pool,
  account: AccountContext,
  { labelFile, ...order }: NewOrder,
): Promise<PlaceOrder> {
  const command = commandOf(account, order)
  if (labelFile === undefined) return command
  return { ...command, label: await keepLabel(pool, account.tenantId, labelFile) }
}

export function callerOf({ accountId, ownerId }: AccountContext) {
  return { accountId, ownerId }
}

/** How many orders may share one seller's number. */
const MOST_BESIDE = 100

/**
 * Under a seller's number there may be several orders, as long as no two have an SKU in common, nor one that is not
 * cancelled. The second has the scope `#2`, and so on.
 */
async function placeBeside(
  pool: Pool,
  account: AccountContext,
  order: NewOrder,
  place: (account: AccountContext, order: NewOrder) => Promise<Result<Outcomes['place']>>,
): Promise<Result<Outcomes['place']>> {
  const { numberScope: scope = '' } = order
  const skus = new Set(order.lines.map((line) => line.sku))
  for (let count = 1; ; count++) {
    const numberScope = count === 1 ? scope : `${scope}#${count}`
    const placed = await place(account, { ...order, numberScope })
    const orderNumber = numberTakenBy(placed)
    if (orderNumber === null || count === MOST_BESIDE) return placed
    const earlier = await readOrderByNumber(pool, account, orderNumber)
    // The number of a cancelled order is free again, also for the same content.
    if (earlier?.orderStatus === 'cancelled') continue
    if (placed.ok || earlier?.details.lines.some((line) => skus.has(line.sku)) === true) return placed
  }
}

/** A number that is taken is told with the order that has it. */
async function withOrder(pool: Pool, account: AccountContext, rejection: Rejection): Promise<Rejection> {
  if (rejection.kind !== 'seller_number_taken') return rejection
  const order = await readOrderByNumber(pool, account, rejection.orderNumber)
  return order === undefined ? rejection : { ...rejection, order }
}

/** The order that has the number: one with other content, or the one that this is a repetition of. */
function numberTakenBy(placed: Result<Outcomes['place']>): number | null {
  if (placed.ok) return placed.value.replayed ? placed.value.orderNumber : null
  return placed.rejection.kind === 'seller_number_taken' ? placed.rejection.orderNumber : null
}

/** What the caller's wish is about, as one hash: unknown fields and the generation of the API are no part of it. */
export function contentHash(order: NewOrder): string {
  if (order.content !== undefined) return hash('sha256', order.content, 'base64url')
  const { address, lines, speed, wishedMethod, remark, salesChannel, store, holds, budgetMinor } = order
  const wish: unknown[] = [address, lines, speed, wishedMethod, remark, salesChannel]
  // Only where given, so that the hashes of orders placed before there were such wishes still hold.
  if (store !== undefined || holds !== undefined) wish.push(store, holds)
  if (budgetMinor !== undefined) wish.push(budgetMinor)
  return hash('sha256', JSON.stringify(wish), 'base64url')
}
