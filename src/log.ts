/** The log: one JSON line an event, written in the background so that no request waits for it. */
import pino, { type Logger } from 'pino'

const BUFFER_CHARACTERS = 8_192

export function createLog(level: string): { log: Logger; flush: () => void } {
  const destination = pino.destination({ dest: 1, sync: false })
  // Gathered here: the destination's own buffer is copied whole for each line that joins it.
  let lines: string[] = []
  let length = 0
  const pass = () => {
    if (length === 0) return
    destination.write(lines.join(''))
    lines = []
    length = 0
  }
  const gather = (line: string) => {
    lines.push(line)
    length += line.length
    if (length >= BUFFER_CHARACTERS) pass()
  }
  // What is in the buffer reaches the reader within a second, also when little happens.
  setInterval(pass, 1_000).unref()
  const flush = () => {
    pass()
    destination.flushSync()
  }
  return { log: pino({ level, base: null, timestamp }, { write: gather }), flush }
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
