/** All that a request can be refused for: a kind that is new must be added here to be told apart. */
import type { RejectionKind } from '../../../../src/order/rejection.js'

const KINDS: { readonly [K in RejectionKind]: true } = {
  unknown_route: true,
  not_authenticated: true,
  not_permitted: true,
  rate_limited: true,
  unreadable_body: true,
  invalid_field: true,
  key_reused: true,
  not_found: true,
  already_exists: true,
  seller_number_taken: true,
  unknown_store: true,
  duplicate_line: true,
  over_budget: true,
  no_line_orderable: true,
  unknown_sku: true,
  sku_not_orderable: true,
  out_of_stock: true,
  no_shipping_rate: true,
  stock_out_of_range: true,
  not_allowed_in_state: true,
  more_than_left: true,
  insufficient_balance: true,
  overloaded: true,
  unavailable: true,
  internal: true,
}

export const REFUSALS = Object.keys(KINDS)
