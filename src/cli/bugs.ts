/** What is thrown and caught by nobody: a bug, behind which a process can't be trusted with anything new. */

const END_WITHIN_MS = 9_000

interface Told {
  /** Of each; there may be more while the first one's process ends. */
  readonly uncaught: (error: unknown) => void
  /** What was told is written at once. */
  readonly flush: () => void
}

/** Resolves with the first one. The process, or thread, is then to be ended; if it hangs, it is gone in time. */
export function firstBug({ uncaught, flush }: Told): Promise<void> {
  return new Promise((resolve) => {
    // What a promise was rejected with, and nobody asked for, comes here as well.
    process.on('uncaughtException', (error) => {
      uncaught(error)
      flush()
      setTimeout(() => process.exit(1), END_WITHIN_MS).unref()
      resolve()
    })
  })
}
