/** What of an order does not lie in a parcel, for whoever opens it: some comes in others. */
import type { FulfilmentOrder } from '../../types.js'

type Part = Pick<FulfilmentOrder, 'number' | 'location' | 'status'>

export interface Rest {
  /** Which one this is, of how many that are sent: from 1 on. */
  readonly part: number
  readonly parts: number
  /** From how many other locations the others are sent. */
  readonly locations: number
  /** Whether all of them are. */
  readonly isElsewhere: boolean
}

/** Null: there is nothing else that is sent, or this is not. */
export function restOf(parts: readonly Part[], { number, location }: Part): Rest | null {
  const sent = parts.filter(({ status }) => status !== 'cancelled')
  const at = sent.findIndex((one) => one.number === number)
  if (at < 0 || sent.length < 2) return null
  const others = sent.filter((one) => one.number !== number).map((one) => one.location)
  const locations = new Set(others.filter((one) => one !== location)).size
  return { part: at + 1, parts: sent.length, locations, isElsewhere: !others.includes(location) }
}
