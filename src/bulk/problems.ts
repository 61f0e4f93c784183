/** Refusals in words for whoever reads a list of faults. */
import type { Rejection } from '../order/rejection.js'

export function problemOf(rejection: Rejection): string {
  switch (rejection.kind) {
    case 'seller_number_taken':
      return `was used with other content, by order ${rejection.orderNumber}`
    case 'unknown_sku':
      return 'there is no such item'
    case 'sku_not_orderable':
      return `can't be ordered: it is ${rejection.status}`
    case 'out_of_stock':
      return `of ${rejection.sku}, ${rejection.asked} are asked for and ${rejection.available} available`
    case 'no_shipping_rate':
      return rejection.offered.length === 0
        ? `nothing ships to ${rejection.country}`
        : `nothing ships to ${rejection.country} so; there is ${rejection.offered.join(', ')}`
    case 'stock_out_of_range':
      return rejection.reason
    case 'not_found':
      return `there is no ${rejection.what} ${rejection.id}`
    case 'internal':
      return `failed within the hub: its log tells more under ${rejection.correlationId}`
    default:
      return `is refused: ${rejection.kind.replaceAll('_', ' ')}`
  }
}
