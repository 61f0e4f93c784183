/**
 * Tells when nothing has come for too long. A connection that died without a word, since the machine slept or its network
 * changed, looks like one on which nothing happens; but on that one, a heartbeat comes.
 */

/** Runs something after a while, unless the function that it gives is called before. */
export type After = (ms: number, run: () => void) => () => void

/** The browser's own. */
export const afterTimeout: After = (ms, run) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/** As long as the hub has not said how often it comes. */
const USUAL_HEARTBEAT_MS = 15_000
/** One may be late. */
const BEATS = 2

export interface Silence {
  /** Something has come, or has been begun: the silence is counted from here on. */
  broken(): void
  /** How often a heartbeat comes, from here on. */
  beatsEvery(ms: number): void
  /** Nothing is awaited. */
  end(): void
}

/** `tooLong`: called once for each silence. */
export function watchSilence(after: After, tooLong: () => void): Silence {
  let heartbeatMs = USUAL_HEARTBEAT_MS
  let forget = (): void => {}
  const broken = (): void => {
    forget()
    forget = after(heartbeatMs * BEATS, tooLong)
  }
  return {
    broken,
    beatsEvery: (ms) => {
      heartbeatMs = ms
      broken()
    },
    end: () => forget(),
  }
}
