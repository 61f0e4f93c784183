/**
 * An order as it was when it was placed, whatever has happened since: the answer to a repeated placing is the
 * answer to the first one. Built from what never changes and from the order's first event.
 */
import type { OrderEvent } from './effects.js'
import type { FinancialStatus, FulfilmentStatus, Order, OrderStatus, RefundStatus } from './order.js'

type Event = Pick<OrderEvent, 'state' | 'data'> & { readonly at: number }

/** `first` is the order's first event; undefined leaves the order as it is. */
export function asPlaced<O extends Order>(order: O, first: Event | undefined): O {
  if (first === undefined) return order
  const state = readState(first.state)
  const waits = state.orderStatus === 'waiting_payment'
  const isShort = first.data?.shortage === true
  const status = isShort ? 'shortage' : waits ? 'drafted' : 'allocated'
  const { payBy, placedParts } = order.details
  const parts = placedParts ?? order.fulfilmentOrders
  return {
    ...order,
    ...state,
    version: 1,
    refundedMinor: 0,
    updatedAt: first.at,
    due: waits && payBy !== null ? { kind: 'expiry', at: payBy } : null,
    details: {
      ...order.details,
      paidAt: state.financialStatus === 'paid' ? first.at : null,
      cancelledAt: null,
      refundedAt: null,
      cancelReason: null,
      holds: [],
      voucher: null,
      placedParts: null,
      waivedMinor: 0,
    },
    fulfilmentOrders: parts.map((part) => ({
      ...part,
      status,
      lines: part.lines.map(({ cancelled: _later, ...line }) => ({
        ...line,
        reserved: isShort ? 0 : line.quantity,
      })),
      packages: null,
      shipments: null,
      empty: false,
      times: { [status]: first.at },
    })),
    afterSales: [],
  }
}

/** The four statuses of an event's one word: see stateOf. */
export function readState(state: string): {
  readonly orderStatus: OrderStatus
  readonly financialStatus: FinancialStatus
  readonly fulfilmentStatus: FulfilmentStatus
  readonly refundStatus: RefundStatus
} {
  // Only stateOf writes these words.
  const [orderStatus, financialStatus, fulfilmentStatus, refundStatus] = state.split('/') as [
    OrderStatus,
    FinancialStatus,
    FulfilmentStatus,
    RefundStatus,
  ]
  return { orderStatus, financialStatus, fulfilmentStatus, refundStatus }
}
