/** Balances: an account pays its orders from an integer ledger that is never negative. */
import type { Account } from './catalogue.js'
import type { LedgerEntry, OrderEvent, PayWaiting, TopUp } from './command.js'
import { UNPAID_LIMIT } from './command.js'
import type { Decision, Moment } from './decision.js'
import { type Order, stateOf } from './order.js'
import { refuse } from './rejection.js'
import type { Snapshot } from './snapshot.js'

/** The most that a balance may hold: sums of it stay exact in a double. */
export const MAX_BALANCE_MINOR = 1_000_000_000_000_000

export interface Payment {
  readonly order: Order
  readonly event: OrderEvent
  /** None where money is settled elsewhere. */
  readonly entry?: LedgerEntry
}

/** Pays an order if the account can; null leaves it waiting. Releases its fulfilment orders to the locations. */
export function payFrom(account: Account, order: Order, at: number): Payment | null {
  const settledElsewhere = account.payment === 'none'
  if (!settledElsewhere && account.balanceMinor < order.finalMinor) return null
  const paid: Order = {
    ...order,
    orderStatus: 'processing',
    financialStatus: settledElsewhere ? 'none' : 'paid',
    fulfilmentStatus: 'waiting_to_ship',
    version: order.version + 1,
    updatedAt: at,
    details: { ...order.details, paidAt: settledElsewhere ? null : at },
    fulfilmentOrders: order.fulfilmentOrders.map((part) =>
      part.status === 'drafted' ? { ...part, status: 'allocated' } : part,
    ),
  }
  const event: OrderEvent = {
    orderNumber: order.orderNumber,
    version: paid.version,
    kind: 'paid',
    state: stateOf(paid),
    data: settledElsewhere ? { settledElsewhere } : { amountMinor: order.finalMinor },
  }
  if (settledElsewhere) return { order: paid, event }
  return { order: paid, event, entry: entryOf(account, 'payment', -order.finalMinor, order.orderNumber) }
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
  return settle(snapshot, withEntry(account, entry), [entry], moment)
}

export function payWaiting(snapshot: Snapshot, command: PayWaiting, moment: Moment): Decision {
  const account = snapshot.accounts.get(command.accountId)
  if (account === undefined) {
    return refuse({ kind: 'not_found', what: 'account', id: String(command.accountId) })
  }
  return settle(snapshot, account, [], moment)
}

function settle(
  snapshot: Snapshot,
  account: Account,
  before: readonly LedgerEntry[],
  moment: Moment,
): Decision {
  const waiting = snapshot.waitingForPayment(account.accountId)
  const paid = payOldest(account, waiting, moment.at)
  return {
    ok: true,
    replayed: false,
    outcome: {
      accountId: account.accountId,
      balanceMinor: paid.account.balanceMinor,
      moreWaiting: paid.orders.length === waiting.length && waiting.length >= UNPAID_LIMIT,
    },
    effects: {
      placed: [],
      changed: paid.orders,
      levels: [],
      movements: [],
      entries: [...before, ...paid.entries],
      events: paid.events,
    },
  }
}

/** Strictly oldest first: it stops at the first order that the balance can't pay, so that none is starved. */
export function payOldest(
  account: Account,
  waiting: readonly Order[],
  at: number,
): { account: Account; orders: Order[]; entries: LedgerEntry[]; events: OrderEvent[] } {
  let current = account
  const orders: Order[] = []
  const entries: LedgerEntry[] = []
  const events: OrderEvent[] = []
  for (const order of waiting) {
    const payment = payFrom(current, order, at)
    if (payment === null) break
    orders.push(payment.order)
    events.push(payment.event)
    if (payment.entry === undefined) continue
    entries.push(payment.entry)
    current = withEntry(current, payment.entry)
  }
  return { account: current, orders, entries, events }
}
