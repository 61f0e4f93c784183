/** What a decision is made with and what comes of it. */
import { type Effects, NO_EFFECTS } from './effects.js'
import type { Outcome } from './outcome.js'
import type { Rejection } from './rejection.js'

/** Time and fresh numbers, handed in so that decisions stay repeatable. */
export interface Moment {
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  orderNumber(): number
  rowNumber(): number
}

export type Decision =
  | { readonly ok: true; readonly outcome: Outcome; readonly effects: Effects; readonly replayed: boolean }
  | { readonly ok: false; readonly rejection: Rejection }

/** Accepted before: the same answer again, and nothing changes. */
export function replay(outcome: Outcome): Decision {
  return { ok: true, outcome, effects: NO_EFFECTS, replayed: true }
}
