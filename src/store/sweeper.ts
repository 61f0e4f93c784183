/** Removes what is too old, a little at a time, every ten minutes. Several processes may do so: each removes what it finds. */
import { setTimeout as sleep } from 'node:timers/promises'

const EVERY_MS = 600_000

export abstract class Sweeper {
  readonly #failed: (error: unknown) => void
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed
  }

  abstract sweep(): Promise<void>

  start(): void {
    this.#running ??= this.#run()
  }

  /** Stops, and waits for the batch that is under way. */
  async close(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  protected get isStopped(): boolean {
    return this.#stopping.signal.aborted
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        await this.sweep()
      } catch (error) {
        this.#failed(error)
      }
      await sleep(EVERY_MS, undefined, { signal, ref: false }).catch(() => {})
    }
  }
}
