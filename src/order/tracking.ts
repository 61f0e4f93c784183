/** What carriers tell of their parcels: a set of events, so that a late or repeated one never moves anything back. */
import { actOn, partsOf, withParts } from './acting.js'
import type { TrackParcel } from './commands/fulfilment.js'
import type { Decision, Moment } from './decision.js'
import { moved } from './lifecycle.js'
import type { FulfilmentOrder, Shipment, TrackingEvent } from './order.js'
import type { Snapshot } from './snapshot.js'

/** The most events that are kept of one parcel. */
export const MOST_TRACKING_EVENTS = 200

export function trackParcel(snapshot: Snapshot, command: TrackParcel, moment: Moment): Decision {
  const { trackingNumber, events } = command
  return actOn(snapshot, command, moment.at, (order) => {
    const parts = partsOf(order, command.sequence).filter((part) =>
      (part.shipments ?? []).some((one) => one.trackingNumber === trackingNumber),
    )
    if (parts.length === 0) return { kind: 'not_found', what: 'parcel', id: trackingNumber }
    const after = parts.map((part) => tracked(part, trackingNumber, events))
    const changed = after.filter((part, index) => part !== parts[index])
    if (changed.length === 0) return 'unchanged'
    return {
      order: withParts(order, changed),
      event: { kind: 'tracked', data: { trackingNumber, latest: latestOf(changed, trackingNumber) } },
    }
  })
}

function tracked(
  part: FulfilmentOrder,
  trackingNumber: string,
  events: readonly TrackingEvent[],
): FulfilmentOrder {
  let isNews = false
  const shipments = (part.shipments ?? []).map((shipment) => {
    if (shipment.trackingNumber !== trackingNumber) return shipment
    const known = new Set((shipment.events ?? []).map(keyOf))
    const fresh = events.filter((event) => {
      const key = keyOf(event)
      if (known.has(key)) return false
      known.add(key)
      return true
    })
    if (fresh.length === 0) return shipment
    isNews = true
    return withEvents(shipment, fresh)
  })
  if (!isNews) return part
  const arrived = shipments.every((one) => one.deliveredAt !== null)
  if (part.status !== 'handed_over' || !arrived) return { ...part, shipments }
  const at = Math.max(...shipments.map((one) => one.deliveredAt ?? 0))
  return { ...moved(part, 'delivered', at), shipments }
}

function withEvents(shipment: Shipment, fresh: readonly TrackingEvent[]): Shipment {
  const events = [...(shipment.events ?? []), ...fresh]
    .sort((a, b) => b.at - a.at)
    .slice(0, MOST_TRACKING_EVENTS)
  const delivery = fresh.find((event) => event.status === 'delivered')
  return { ...shipment, events, deliveredAt: shipment.deliveredAt ?? delivery?.at ?? null }
}

function keyOf({ at, status, description }: TrackingEvent): string {
  return `${at}>${status}>${description}`
}

function latestOf(parts: readonly FulfilmentOrder[], trackingNumber: string): string | null {
  const shipment = parts
    .flatMap((part) => part.shipments ?? [])
    .find((one) => one.trackingNumber === trackingNumber)
  return shipment?.events?.[0]?.status ?? null
}
