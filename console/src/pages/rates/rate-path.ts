/** How a rate is named. */
import type { ShippingRate } from '../../types'

export function ratePath({
  method,
  origin,
  destination,
}: Pick<ShippingRate, 'method' | 'origin' | 'destination'>) {
  return `/v1/shipping-methods/${encodeURIComponent(method)}/rates/${origin}/${destination}`
}
