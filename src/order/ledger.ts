/** Balances: an account pays its orders from an integer ledger that is never negative. */
import type { Account } from './catalogue.js'
import type { PayWaiting, TopUp } from './commands/payment.js'
import type { Decision, Moment } from './decision.js'
import type { Effects, LedgerEntry, OrderEvent } from './effects.js'
import { moved } from './lifecycle.js'
import { type Order, stateOf } from './order.js'
import type { Outcome } from './outcome.js'
import { refuse } from './rejection.js'
import type { Snapshot, Waiting } from './snapshot.js'

/** The most that a balance may hold: sums of it stay exact in a double. */
const MAX_BALANCE_MINOR = 1_000_000_000_000_000

/** How an order's money stands: settled elsewhere, paid from the balance, waiting for it, or for the buyer's word. */
export type Settlement = 'elsewhere' | 'paid' | 'waiting' | 'on_request'

/** What each settlement makes of a new order's statuses. */
export const SETTLED = {
  elsewhere: { orderStatus: 'processing', financialStatus: 'none', fulfilmentStatus: 'waiting_to_ship' },
  paid: { orderStatus: 'processing', financialStatus: 'paid', fulfilmentStatus: 'waiting_to_ship' },
  waiting: { orderStatus: 'waiting_payment', financialStatus: 'waiting', fulfilmentStatus: 'none' },
  on_request: { orderStatus: 'waiting_payment', financialStatus: 'on_request', fulfilmentStatus: 'none' },
} as const satisfies Record<Settlement, Pick<Order, 'orderStatus' | 'financialStatus' | 'fulfilmentStatus'>>

/** Whether no location may ship an order yet. */
export function isUnpaid(settlement: Settlement): boolean {
  return settlement === 'waiting' || settlement === 'on_request'
}

/** A new order waits behind those that wait already, however small it is: oldest first. */
export function settlementOf(account: Account, finalMinor: number): Settlement {
  if (account.payment === 'none') return 'elsewhere'
  return account.hasWaiting || account.balanceMinor < finalMinor ? 'waiting' : 'paid'
}

/** What of an order's sum its buyer pays: all but what was cancelled before it was paid. */
export function payableMinor({ finalMinor, details }: Order): number {
  return finalMinor - details.waivedMinor
}

/** What of it can still come back. */
export function refundableMinor(order: Order): number {
  return payableMinor(order) - order.refundedMinor
}

/** The order as it is once its money is there, whoever paid: its fulfilment orders may be shipped. */
export function asPaid(order: Order, settlement: 'paid' | 'elsewhere', at: number): Order {
  return {
    ...order,
    ...SETTLED[settlement],
    due: null,
    details: { ...order.details, paidAt: at },
    fulfilmentOrders: order.fulfilmentOrders.map((part) =>
      part.status === 'drafted' ? moved(part, 'allocated', at) : part,
    ),
  }
}

interface Payment {
  readonly order: Order
  readonly event: OrderEvent
  readonly entry: LedgerEntry
}

/** Pays an order that waits, and releases its fulfilment orders; null: the balance doesn't suffice. */
function payFrom(account: Account, order: Order, at: number): Payment | null {
  const dueMinor = payableMinor(order)
  if (account.balanceMinor < dueMinor) return null
  const paid: Order = { ...asPaid(order, 'paid', at), version: order.version + 1, updatedAt: at }
  const { orderNumber, version } = paid
  return {
    order: paid,
    event: { orderNumber, version, kind: 'paid', state: stateOf(paid), data: null },
    entry: entryOf(account, 'payment', -dueMinor, orderNumber),
  }
}

export function entryOf(
  account: Account,
  kind: LedgerEntry['kind'],
  amountMinor: number,
  orderNumber: number | null,
): LedgerEntry {
  return {
    accountId: account.accountId,
    entryNumber: account.entryCount + 1,
    kind,
    amountMinor,
    balanceMinor: account.balanceMinor + amountMinor,
    orderNumber,
  }
}

/** The account as it is after an entry. */
export function withEntry(account: Account, entry: LedgerEntry): Account {
  return { ...account, balanceMinor: entry.balanceMinor, entryCount: entry.entryNumber }
}

export function topUp(snapshot: Snapshot, command: TopUp, moment: Moment): Decision {
  const account = snapshot.accounts.get(command.accountId)
  if (account === undefined) {
    return refuse({ kind: 'not_found', what: 'account', id: String(command.accountId) })
  }
  if (account.balanceMinor + command.amountMinor > MAX_BALANCE_MINOR) {
    const problem = `would lift the balance above ${MAX_BALANCE_MINOR}`
    return refuse({ kind: 'invalid_field', faults: [{ path: 'amountMinor', problem }] })
  }
  const entry = entryOf(account, 'top_up', command.amountMinor, null)
  const settled = settle(snapshot, withEntry(account, entry), moment)
  const { entryNumber } = entry
  return accepted({ ...settled.outcome, entryNumber }, { ...settled, entries: [entry, ...settled.entries] })
}

export function payWaiting(snapshot: Snapshot, command: PayWaiting, moment: Moment): Decision {
  const account = snapshot.accounts.get(command.accountId)
  if (account === undefined) {
    return refuse({ kind: 'not_found', what: 'account', id: String(command.accountId) })
  }
  const settled = settle(snapshot, account, moment)
  return accepted(settled.outcome, settled)
}

function settle(snapshot: Snapshot, account: Account, moment: Moment) {
  const paid = payOldest(account, snapshot.waitingForPayment(account.accountId), moment.at)
  const { accountId, balanceMinor } = paid.account
  return { ...paid, outcome: { accountId, balanceMinor, moreWaiting: paid.moreToPay } }
}

function accepted(
  outcome: Outcome,
  { orders, entries, events, queues }: Pick<OldestPaid, 'orders' | 'entries' | 'events' | 'queues'>,
): Decision {
  return {
    ok: true,
    replayed: false,
    outcome,
    effects: { placed: [], changed: orders, levels: [], movements: [], entries, events, queues },
  }
}

export interface OldestPaid extends Pick<Effects, 'entries' | 'events' | 'queues'> {
  readonly account: Account
  readonly orders: readonly Order[]
  /** Whether there may be more that the balance can pay, beyond those that were loaded. */
  readonly moreToPay: boolean
}

/** Strictly oldest first: it stops at the first order that the balance can't pay, so that none is starved. */
export function payOldest(account: Account, waiting: Waiting, at: number): OldestPaid {
  let current = account
  const orders: Order[] = []
  const entries: LedgerEntry[] = []
  const events: OrderEvent[] = []
  for (const order of waiting.orders) {
    const payment = payFrom(current, order, at)
    if (payment === null) break
    orders.push(payment.order)
    events.push(payment.event)
    entries.push(payment.entry)
    current = withEntry(current, payment.entry)
  }
  const allPaid = orders.length === waiting.orders.length
  const hasWaiting = waiting.more || !allPaid
  const queues = hasWaiting === account.hasWaiting ? [] : [{ accountId: account.accountId, hasWaiting }]
  return { account: current, orders, entries, events, queues, moreToPay: waiting.more && allPaid }
}

/** Money that moves with a change of an order, and what it pays besides. */
export interface Credit extends Pick<OldestPaid, 'orders' | 'entries' | 'events' | 'queues' | 'moreToPay'> {
  /** What has reached the balance. */
  readonly amountMinor: number
}

export const NO_CREDIT: Credit = {
  amountMinor: 0,
  orders: [],
  entries: [],
  events: [],
  queues: [],
  moreToPay: false,
}

/** Gives an order's money back to its account, which pays the orders that wait for it. */
export function creditTo(snapshot: Snapshot, order: Order, amountMinor: number, at: number): Credit {
  const { accountId, orderNumber, financialStatus } = order
  const account = snapshot.accounts.get(accountId)
  // What was settled elsewhere comes back elsewhere.
  const given = financialStatus === 'paid' && account !== undefined ? amountMinor : 0
  if (account === undefined) return NO_CREDIT
  const refund = given > 0 ? [entryOf(account, 'refund', given, orderNumber)] : []
  return { ...booked(snapshot, account, order, refund, at), amountMinor: given }
}

/** An order's own entries, and the orders that are paid by what they leave; it waits for no money any more itself. */
export function booked(
  snapshot: Snapshot,
  account: Account,
  { orderNumber }: Order,
  own: readonly LedgerEntry[],
  at: number,
): Credit {
  const { orders, more } = snapshot.waitingForPayment(account.accountId)
  const others = orders.filter((one) => one.orderNumber !== orderNumber)
  const paid = payOldest(own.reduce(withEntry, account), { orders: others, more }, at)
  return { ...paid, amountMinor: 0, entries: [...own, ...paid.entries] }
}
