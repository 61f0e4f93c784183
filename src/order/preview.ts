/** What an order would be if it were placed: decided as a placing is, and then let go. */
import type { PlaceOrder } from './commands/order.js'
import type { Order } from './order.js'
import { placeOrder } from './place.js'
import { accept, type Result, refuse } from './rejection.js'
import type { Snapshot } from './snapshot.js'

/** Its numbers are 0: it has none until it is placed. */
export function previewOrder(snapshot: Snapshot, command: PlaceOrder, at: number): Result<Order> {
  const unnumbered = { ...command, key: null, sellerOrderNumber: null }
  const decision = placeOrder(snapshot, unnumbered, { at, orderNumber: () => 0, rowNumber: () => 0 })
  if (!decision.ok) return refuse(decision.rejection)
  const [order] = decision.effects.placed
  if (order === undefined) throw new Error('an order without a number is no repetition')
  return accept(order)
}
