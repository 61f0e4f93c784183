import type { InboundNotice } from './notice.js'
import type { FailedLine, Order } from './order.js'
import type { Permission } from './people-calls.js'

/**
 * Every way in which a request can be refused, as one closed union. Dialects answer each kind with a row of
 * their own error table, which the types keep complete. The order of the union is the order of precedence: an
 * input with two faults always gets the answer of the earlier one.
 */
export type Rejection =
  | {
      readonly kind: 'unknown_route'
      readonly method: string
      readonly path: string
      /** Methods that are served at this path. */
      readonly methods: readonly string[]
      readonly successor: string | null
    }
  | { readonly kind: 'not_authenticated'; readonly fault: AuthFault; readonly reason: string }
  | {
      readonly kind: 'not_permitted'
      readonly fault: PermissionFault
      readonly reason: string
      /** What the caller's role lacks. */
      readonly permission?: Permission
    }
  | {
      readonly kind: 'rate_limited'
      /** Whose limit it is. */
      readonly of: 'credential' | 'account' | 'sign_in' | 'listener'
      readonly limit: string
      readonly retryAfterSeconds: number
    }
  | { readonly kind: 'unreadable_body'; readonly reason: string }
  | { readonly kind: 'invalid_field'; readonly faults: readonly [FieldFault, ...FieldFault[]] }
  | { readonly kind: 'key_reused'; readonly key: string }
  | { readonly kind: 'not_found'; readonly what: string; readonly id: string }
  | { readonly kind: 'already_exists'; readonly what: string; readonly id: string }
  | {
      readonly kind: 'seller_number_taken'
      readonly sellerOrderNumber: string
      readonly orderNumber: number
      /** The order that has it, where the call shows orders. */
      readonly order?: Order
    }
  | { readonly kind: 'unknown_store'; readonly name: string }
  | { readonly kind: 'duplicate_line'; readonly lineNumber: number; readonly sku: string }
  | { readonly kind: 'over_budget'; readonly declaredMinor: number; readonly budgetMinor: number }
  | { readonly kind: 'no_line_orderable'; readonly lines: readonly FailedLine[] }
  | { readonly kind: 'unknown_sku'; readonly lineNumber: number; readonly sku: string }
  | {
      readonly kind: 'sku_not_orderable'
      readonly lineNumber: number
      readonly sku: string
      readonly status: string
    }
  | {
      readonly kind: 'out_of_stock'
      readonly lineNumber: number
      readonly sku: string
      readonly asked: number
      readonly available: number
    }
  | {
      readonly kind: 'no_shipping_rate'
      readonly country: string
      readonly speed: string
      /** The speeds that do exist for this destination. */
      readonly offered: readonly string[]
    }
  | {
      readonly kind: 'stock_out_of_range'
      readonly sku: string
      readonly location: string
      readonly reason: string
    }
  | {
      readonly kind: 'not_allowed_in_state'
      readonly what: string
      readonly id: string
      readonly state: string
      /** Where it is an inbound notice that is so. */
      readonly notice?: InboundNotice
    }
  | {
      readonly kind: 'more_than_left'
      /** Of a row, of a line, or of an order's amount. */
      readonly what: string
      readonly id: number
      readonly asked: number
      readonly left: number
      /** Its place among the rows or lines that were asked for, from 0. */
      readonly position?: number
      /** Why there is nothing of it, if it was taken for something else. */
      readonly reason?: string
    }
  | {
      readonly kind: 'insufficient_balance'
      /** Of the order that is to be paid. */
      readonly id: string
      readonly dueMinor: number
      readonly balanceMinor: number
      readonly currency: string
    }
  | { readonly kind: 'overloaded'; readonly retryAfterSeconds: number }
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number }
  | { readonly kind: 'internal'; readonly correlationId: string }

export type RejectionKind = Rejection['kind']

/** Why a caller is not who it says: some APIs have a code for each. */
export type AuthFault =
  | 'missing'
  | 'malformed'
  | 'unknown'
  | 'secret'
  | 'no_session'
  | 'other_session'
  | 'signature'
  | 'clock'
  | 'refresh_over'
  | 'refresh_unknown'
  | 'other_user'

/**
 * Why a caller who is known may not: from this address, at all, any more, for this, or because it may not be the
 * caller who asks.
 */
export type PermissionFault = 'address' | 'disabled' | 'over' | 'scope' | 'forgery'

/** One field at fault: its path as the caller spelled it, what is wrong, and what was sent (shortened). */
export interface FieldFault {
  readonly path: string
  readonly problem: string
  /** Which rule it breaks, for dialects that word it in their own language, and that rule's limit. */
  readonly rule?: 'required' | 'type' | 'length' | 'value'
  readonly limit?: number
}

/** A decision or a reading either has a value or says why not. Refusals are values, never exceptions. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly rejection: Rejection }

export function accept<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function refuse(rejection: Rejection): { readonly ok: false; readonly rejection: Rejection } {
  return { ok: false, rejection }
}
