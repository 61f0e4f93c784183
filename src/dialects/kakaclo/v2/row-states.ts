/** How far each row of an order is, on its way and on its way back (facts/kakaclo.md §9). */
import { isOpen } from '../../../order/after-sale.js'
import type { FulfilmentLine, FulfilmentOrder, Order } from '../../../order/order.js'
import { cancelledOf, wanted } from '../../../order/reservation.js'
import type { Parcel } from './packages.js'
import { FULFILMENT_WORDS, NONE, REFUND_WORDS } from './states.js'

export interface Row {
  readonly part: FulfilmentOrder
  readonly line: FulfilmentLine
}

/** Pieces by row number. */
type Pieces = ReadonlyMap<number, number>

export interface Progress {
  readonly shipped: Pieces
  readonly delivered: Pieces
  /** Somebody is to decide on them. */
  readonly refunding: Pieces
  /** Shipped, and refunded since. */
  readonly returned: Pieces
}

export function progressOf({ afterSales }: Order, parcels: readonly Parcel[]): Progress {
  const shipped = parcels.filter(({ shipment }) => shipment !== null)
  const delivered = shipped.filter(({ shipment }) => shipment?.deliveredAt !== null)
  const refunds = afterSales.filter(({ kind }) => kind !== 'exchange')
  const returned = refunds.filter(({ goods, status }) => goods === 'shipped' && status === 'completed')
  return {
    shipped: summed(shipped.flatMap(contentsOf)),
    delivered: summed(delivered.flatMap(contentsOf)),
    refunding: summed(refunds.filter(isOpen).flatMap(({ lines }) => lines)),
    returned: summed(returned.flatMap(({ lines }) => lines)),
  }
}

function contentsOf({ pieces }: Parcel) {
  return pieces.map(({ line, quantity }) => ({ rowNumber: line.rowNumber, quantity }))
}

function summed(pieces: readonly { readonly rowNumber: number; readonly quantity: number }[]): Pieces {
  const sums = new Map<number, number>()
  for (const { rowNumber, quantity } of pieces) {
    sums.set(rowNumber, (sums.get(rowNumber) ?? 0) + quantity)
  }
  return sums
}

/** Of the pieces that are still wanted. */
export function rowFulfilment(order: Order, { part, line }: Row, progress: Progress): string {
  const pieces = wanted(line)
  if (order.fulfilmentStatus === 'none' || part.status === 'cancelled' || pieces === 0) return NONE
  const { rowNumber } = line
  if ((progress.delivered.get(rowNumber) ?? 0) >= pieces) return FULFILMENT_WORDS.completed
  const shipped = progress.shipped.get(rowNumber) ?? 0
  if (shipped >= pieces) return FULFILMENT_WORDS.fully_shipped
  return shipped > 0 ? FULFILMENT_WORDS.partially_shipped : FULFILMENT_WORDS.waiting_to_ship
}

/** Refunded only once all that was paid for it has come back. */
export function rowRefund({ details }: Order, { part, line }: Row, progress: Progress): string {
  const { rowNumber, quantity } = line
  if (progress.refunding.has(rowNumber)) return REFUND_WORDS.refunding
  const gone = cancelledOf(part, line) + (progress.returned.get(rowNumber) ?? 0)
  return details.paidAt !== null && gone >= quantity ? REFUND_WORDS.refunded : NONE
}
