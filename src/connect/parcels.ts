/** Parcels of one order that are told in several answers. */
import type { UpstreamParcel } from '../wire/upstream.js'

/** One a tracking number: what one answer leaves open, another may tell. */
export function mergeParcels(answers: readonly (readonly UpstreamParcel[])[]): UpstreamParcel[] {
  const merged = new Map<string, UpstreamParcel>()
  for (const parcel of answers.flat()) {
    const known = merged.get(parcel.trackingNumber)
    merged.set(parcel.trackingNumber, known === undefined ? parcel : mergeTwo(known, parcel))
  }
  return [...merged.values()]
}

function mergeTwo(known: UpstreamParcel, other: UpstreamParcel): UpstreamParcel {
  return {
    carrier: known.carrier === '' ? other.carrier : known.carrier,
    trackingNumber: known.trackingNumber,
    packageNumber: known.packageNumber ?? other.packageNumber,
    lines: known.lines === null ? other.lines : mergeLines(known.lines, other.lines ?? []),
    shippedAt: known.shippedAt ?? other.shippedAt,
    deliveredAt: known.deliveredAt ?? other.deliveredAt,
    events: known.events.length >= other.events.length ? known.events : other.events,
  }
}

type Lines = NonNullable<UpstreamParcel['lines']>

/** The same goods, told twice, are there once. */
function mergeLines(known: Lines, other: Lines): Lines {
  const [sums, others] = [summed(known), summed(other)]
  for (const [sku, quantity] of others) sums.set(sku, Math.max(sums.get(sku) ?? 0, quantity))
  return [...sums].map(([sku, quantity]) => ({ sku, quantity }))
}

function summed(lines: Lines): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { sku, quantity } of lines) sums.set(sku, (sums.get(sku) ?? 0) + quantity)
  return sums
}
