/** The log: one JSON line an event, written in the background so that no request waits for it. */
import pino, { type Logger } from 'pino'

const BUFFER_BYTES = 8_192

export function createLog(level: string): { log: Logger; flush: () => void } {
  const destination = pino.destination({ dest: 1, sync: false, minLength: BUFFER_BYTES })
  const log = pino({ level, base: null, timestamp }, destination)
  // What is in the buffer reaches the reader within a second, also when little happens.
  setInterval(() => destination.flush(), 1_000).unref()
  return { log, flush: () => destination.flushSync() }
}

let writtenAt = 0
let written = ''

/** ISO 8601. Many lines share a millisecond, so it is written once for them all. */
function timestamp(): string {
  const now = Date.now()
  if (now !== writtenAt) {
    writtenAt = now
    written = `,"time":"${new Date(now).toISOString()}"`
  }
  return written
}
