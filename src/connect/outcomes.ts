/** What becomes of a forwarding after each answer, or the lack of one. Times are milliseconds since 1970. */
import type { ForwardingState } from '../order/forwarding.js'
import type { FieldFault } from '../order/rejection.js'
import type { Setback, UpstreamOutcome } from '../wire/upstream.js'

/** As far as an outcome depends on it. `looks`: how often it was looked for in vain; 0 of what is certain not to be there. */
export interface Tries {
  readonly looks: number
  readonly delays: number
}

export interface JobChange extends Tries {
  readonly state: ForwardingState
  readonly nextAt: number | null
  readonly problem: string | null
  readonly field: string | null
  /** Undefined: as it was. */
  readonly upstreamNumber?: string | null
}

export interface Moment {
  readonly at: number
  /** What the platform asked for; null: nothing. */
  readonly retryAfterMs: number | null
}

/** The platform may still be at work on what it didn't answer. */
const FIRST_LOOK_MS = 2_000
const SECOND_LOOK_MS = 10 * 60_000
/** An order that is there is read at least so often. */
export const READ_EVERY_MS = 15 * 60_000
const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 60_000
const LONGEST_PROBLEM = 1_000

/** 1 s, 2 s, 4 s … 60 s; or longer, if the platform says so. */
export function backoffMs(delays: number, retryAfterMs: number | null): number {
  const own = Math.min(FIRST_DELAY_MS * 2 ** Math.min(delays, 10), LONGEST_DELAY_MS)
  return Math.max(own, retryAfterMs ?? 0)
}

export function afterPlacing(tries: Tries, outcome: UpstreamOutcome, moment: Moment): JobChange {
  const { at } = moment
  switch (outcome.kind) {
    case 'accepted': {
      const { upstreamNumber, remarks } = outcome
      return {
        ...sentAt(at),
        upstreamNumber,
        problem: remarks.length === 0 ? null : told(remarks.join('; ')),
      }
    }
    case 'exists':
      return { ...NOTHING, looks: tries.looks, delays: 0, state: 'unknown', nextAt: at }
    case 'refused':
      return parked(`${outcome.code}: ${outcome.reason}`)
    case 'unknown':
      return {
        ...NOTHING,
        looks: tries.looks,
        delays: 0,
        state: 'unknown',
        nextAt: at + FIRST_LOOK_MS,
        problem: told(outcome.reason),
      }
    case 'try_later':
    case 'no_session':
      return delayed('due', tries, outcome, moment)
  }
}

/** `false`: it was looked for, and is not there. */
export function afterLooking(
  tries: Tries,
  found: { readonly upstreamNumber: string | null } | false | Setback,
  moment: Moment,
): JobChange {
  if (found === false) {
    const looks = tries.looks + 1
    if (looks > 1) return { ...parked(LOST), looks }
    return {
      ...NOTHING,
      looks,
      delays: 0,
      state: 'unknown',
      nextAt: moment.at + SECOND_LOOK_MS,
      problem: LOST_YET,
    }
  }
  if (!('kind' in found)) return { ...sentAt(moment.at), upstreamNumber: found.upstreamNumber }
  if (found.kind === 'refused') {
    const problem = `sent without an answer, and can't be looked up: ${found.code}: ${found.reason}`
    return { ...parked(problem), looks: tries.looks + 1 }
  }
  return delayed('unknown', tries, found, moment)
}

const LOST_YET = 'sent without an answer, and not there when looked for; it is looked for again'
const LOST =
  'sent without an answer, and not there when looked for twice: a person decides whether it is sent again'

/** The order has something that the platform can't carry. */
export function uncarried({ path, problem }: FieldFault): JobChange {
  return { ...parked(`${path} ${problem}`), field: path }
}

export function parked(problem: string): JobChange {
  return { ...NOTHING, looks: 0, delays: 0, state: 'parked', nextAt: null, problem: told(problem) }
}

/** News of it come with what has changed there; it is read by itself now and then, in case some were missed. */
export function sentAt(at: number): JobChange {
  return { ...NOTHING, looks: 0, delays: 0, state: 'sent', nextAt: at + READ_EVERY_MS }
}

const NOTHING = { problem: null, field: null }

function delayed(
  state: 'due' | 'unknown',
  { looks, delays }: Tries,
  outcome: Extract<Setback, { kind: 'try_later' | 'no_session' | 'unknown' }>,
  { at, retryAfterMs }: Moment,
): JobChange {
  // With a new session it can be sent at once, but not for ever.
  const waits = outcome.kind === 'no_session' && delays === 0 ? 0 : backoffMs(delays, retryAfterMs)
  const problem = outcome.kind === 'no_session' ? null : told(outcome.reason)
  return { ...NOTHING, looks, delays: delays + 1, state, nextAt: at + waits, problem }
}

/** Others' texts may be of any length. */
function told(text: string): string {
  return text.slice(0, LONGEST_PROBLEM)
}
