/** Calls about what stock locations still have to do. */
import type { OrderRecord, Slice, Sliced } from './setup-calls.js'

/** A fulfilment order that somebody has to do something with: get its stock, free it, pack it, hand it over. */
export const WORK_STATUSES = ['shortage', 'hold', 'allocated', 'packed'] as const
export type WorkStatus = (typeof WORK_STATUSES)[number]

/** Longer queues are only said to be at least as long. */
export const MOST_COUNTED = 10_000

/** A fulfilment order, with the order that it is a part of. */
export interface QueuedPart {
  readonly order: OrderRecord
  readonly sequence: number
  /** Of its items, by their SKUs; what is unknown by now has none. */
  readonly names: ReadonlyMap<string, string>
}

/** How many fulfilment orders there are in each queue of a location, up to `MOST_COUNTED`. */
export type QueueCounts = { readonly location: string } & { readonly [S in WorkStatus]: number }

export interface QueueCalls {
  /** Oldest orders first. */
  listQueued: { input: Slice & { location: string; status: WorkStatus }; output: Sliced<QueuedPart> }
  /** By the location's code. */
  countQueued: { input: Slice; output: Sliced<QueueCounts> }
}
