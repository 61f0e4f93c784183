/** A part of an order of ours, in the words of the platform that is to ship it. */
import type { ConnectionWish } from '../order/connection-calls.js'
import type { FulfilmentOrder, Order } from '../order/order.js'
import { wanted } from '../order/reservation.js'
import type { OrderReference, OutgoingLine, OutgoingOrder } from '../wire/upstream.js'

/** How orders are worded for a connection. */
export type Wording = Pick<ConnectionWish, 'family' | 'mappings' | 'settings' | 'store'>

/** `number`: the one that it has there, in every attempt. */
export function outgoingOrder(
  order: Order,
  part: FulfilmentOrder,
  number: string,
  wording: Wording,
): OutgoingOrder {
  const { address, speed, remark, salesChannel, review } = order.details
  const { mappings } = wording
  return {
    ...referenceTo(order, number, wording),
    address,
    lines: linesOf(part, mappings.skus),
    currency: order.currency,
    speed,
    location: ownEntry(mappings.locations, part.location) ?? null,
    carrier: carrierOf(review?.carrier ?? null, speed, mappings.shippingMethods),
    onHold: false,
    remark,
    salesChannel,
  }
}

/** By what the platform is asked for it. */
export function referenceTo(
  { family, details }: Pick<Order, 'family' | 'details'>,
  number: string,
  wording: Wording,
): Pick<OrderReference, 'number' | 'store' | 'fields'> {
  return {
    number,
    store: wording.store,
    // What an order carries counts where it speaks the platform's own words.
    fields: { ...wording.settings, ...(family === wording.family ? details.extra : null) },
  }
}

/** The platform's SKU for ours. */
export function skuThere(skus: Readonly<Record<string, string>>, sku: string): string {
  return ownEntry(skus, sku) ?? sku
}

/** Pieces of one SKU at one price are one line there. */
function linesOf({ lines }: FulfilmentOrder, skus: Readonly<Record<string, string>>): OutgoingLine[] {
  const merged = new Map<string, OutgoingLine>()
  for (const line of lines) {
    const pieces = wanted(line)
    if (pieces === 0) continue
    const sku = skuThere(skus, line.sku)
    const key = `${line.unitPriceMinor} ${sku}`
    const before = merged.get(key)?.quantity ?? 0
    merged.set(key, { sku, quantity: before + pieces, unitPriceMinor: line.unitPriceMinor })
  }
  return [...merged.values()]
}

function carrierOf(
  carrier: string | null,
  speed: string | null,
  methods: Readonly<Record<string, string>>,
): string | null {
  if (carrier !== null) return ownEntry(methods, carrier) ?? carrier
  return ownEntry(methods, speed ?? 'standard') ?? null
}

/** Not what every object has. */
function ownEntry(entries: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined
}
