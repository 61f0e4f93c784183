/** Which parts of orders are shipped by others: rules that send them there, and what is known of each that was sent. */
import type { Address, FulfilmentOrder, Order } from './order.js'

/** All that is named must hold; a rule that names nothing sends everything. */
export interface RoutingRule {
  readonly ruleId: number
  readonly connectionId: number
  /** The lowest is asked first; of equals, the older one. */
  readonly priority: number
  readonly location: string | null
  /** What each SKU of the part begins with. */
  readonly skuPrefix: string | null
  /** Where it goes: ISO 3166-1 alpha-2. */
  readonly country: string | null
  readonly accountId: number | null
}

/**
 * `due`: to be placed. `unknown`: sent, and nobody knows what came of it: it is looked up before anything else.
 * `sent`: it is there. `parked`: a person has to do something. `withdrawn`: a change here came before it was sent.
 * `done`: nothing more will come of it.
 */
export const FORWARDING_STATES = ['due', 'unknown', 'sent', 'parked', 'withdrawn', 'done'] as const
export type ForwardingState = (typeof FORWARDING_STATES)[number]

/** A part that is to be placed, and where. */
export interface PartToForward {
  readonly sequence: number
  readonly connectionId: number
}

/** Of an order, what the rules send out now: parts whose stock is reserved, and that nothing keeps from being shipped. */
export function partsToForward(order: Order, rules: readonly RoutingRule[]): PartToForward[] {
  if (order.orderStatus !== 'processing') return []
  const sorted = [...rules].sort((a, b) => a.priority - b.priority || a.ruleId - b.ruleId)
  return order.fulfilmentOrders.flatMap((part) => {
    if (!isToForward(part)) return []
    const rule = sorted.find((one) => sends(one, order.accountId, order.details.address, part))
    return rule === undefined ? [] : [{ sequence: part.sequence, connectionId: rule.connectionId }]
  })
}

export function isToForward({ status, packages, shipments }: FulfilmentOrder): boolean {
  return status === 'allocated' && (packages ?? []).length + (shipments ?? []).length === 0
}

function sends(rule: RoutingRule, accountId: number, { country }: Address, part: FulfilmentOrder): boolean {
  const { skuPrefix } = rule
  return (
    (rule.accountId === null || rule.accountId === accountId) &&
    (rule.location === null || rule.location === part.location) &&
    (rule.country === null || rule.country === country) &&
    (skuPrefix === null || part.lines.every((line) => line.sku.startsWith(skuPrefix)))
  )
}

/** The number that a part has elsewhere, in every attempt. */
export function forwardedNumber(prefix: string, orderNumber: number, sequence: number): string {
  return `${prefix}${orderNumber}-${sequence}`
}

/** Where a part stands once it is out of the other's hands; null: it isn't yet. */
export function endOfPart(part: FulfilmentOrder | undefined): 'cancelled' | 'delivered' | null {
  if (part === undefined) return 'cancelled'
  return part.status === 'cancelled' || part.status === 'delivered' ? part.status : null
}
