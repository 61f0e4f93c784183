/** What came of paying several orders, as both platforms show it (facts/pandapon.md §6.5, §10.4). */
import type { Calls } from '../../order/calls.js'
import type { Order } from '../../order/order.js'
import type { Rejection, Result } from '../../order/rejection.js'
import type { Acted } from '../../order/wishes.js'
import type { ErrorNote } from './errors.js'

/** Each by its id: paid, also before, or why not. Money that nobody has seen yet is neither. */
export function writePaid(
  results: readonly Result<Acted<Order>>[],
  { orders }: Calls['actOnOrders']['input'],
  noteOf: (rejection: Rejection) => ErrorNote,
) {
  const successList: string[] = []
  const failList: (ErrorNote & { orderId: string })[] = []
  for (const [index, result] of results.entries()) {
    const name = orders[index]?.name
    const orderId = name !== undefined && 'id' in name ? name.id : ''
    if (result.ok && isPaid(result.value.order)) successList.push(orderId)
    else failList.push({ orderId, ...(result.ok ? WAITS : noteOf(result.rejection)) })
  }
  return { successList, failList }
}

const WAITS: ErrorNote = {
  errorCode: 'UPSTREAM_UNKNOWN',
  errorMessage: 'the payment waits for a person to confirm it',
}

/** What is still waiting after a payment waits for a person. */
export function isPaid({ orderStatus }: Order): boolean {
  return orderStatus !== 'waiting_payment'
}
