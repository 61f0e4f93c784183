/** What keeps an order that is otherwise sound from being shipped. */
import type { Account } from './catalogue.js'
import type { Tariff } from './freight.js'
import type { Hold } from './order.js'

/** Whether a carrier's service can be named: it is one of the enabled shipping methods. */
export function knowsCarrier({ methods }: Tariff, carrier: string): boolean {
  return methods.some((method) => method.code === carrier)
}

export function unknownCarrier(carrier: string): Hold {
  return { kind: 'carrier', reason: `there is no shipping method ${carrier}` }
}

/** An account that pays from its balance, and has none, gets nothing shipped, even if its goods are its own. */
export function emptyBalance({ payment, balanceMinor }: Account): readonly Hold[] {
  if (payment === 'none' || balanceMinor > 0) return []
  return [{ kind: 'balance', reason: 'the balance of the account is empty' }]
}
