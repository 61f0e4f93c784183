/** Has the dispatcher do its turns for as long as this process runs, and gives way to commits. */
import { Dispatcher, type DispatcherParts } from './dispatcher.js'

const LOOK_EVERY_MS = 250
/** While commands wait for their commit: how many messages are sent in a turn, and how long it rests behind it. */
const BUSY_STARTS = 16
const BUSY_REST_MS = 100
const USUAL_STARTS = 128

export class CallbackWorker {
  readonly #dispatcher: Dispatcher
  readonly #isBusy: () => boolean
  readonly #failed: (error: unknown) => void
  #wake: () => void = () => {}
  #isAwake = false
  #isStopped = false
  #working: Promise<void> | undefined

  /** `isBusy` tells whether commands wait for their commit in this process. */
  constructor(parts: DispatcherParts, isBusy: () => boolean) {
    this.#dispatcher = new Dispatcher(parts)
    this.#dispatcher.wake = () => this.#awake()
    this.#isBusy = isBusy
    this.#failed = parts.failed
  }

  start(): void {
    this.#working ??= this.#work()
  }

  /** Addresses have been changed. */
  soon(): void {
    this.#dispatcher.look()
  }

  /** What is under way is recorded first; the rest waits for another process. */
  async close(): Promise<void> {
    this.#isStopped = true
    this.#awake()
    if (this.#working === undefined) return
    await this.#working
    await this.#dispatcher.close()
  }

  async #work(): Promise<void> {
    while (!this.#isStopped) {
      const isBusy = this.#isBusy()
      let hasMore = false
      try {
        hasMore = await this.#dispatcher.turn(isBusy ? BUSY_STARTS : USUAL_STARTS)
      } catch (error) {
        this.#failed(error)
      }
      if (this.#isStopped) return
      if (isBusy) await this.#rest(BUSY_REST_MS, false)
      else await this.#rest(hasMore ? 0 : LOOK_EVERY_MS, true)
    }
  }

  #awake(): void {
    this.#isAwake = true
    this.#wake()
  }

  /** `mayWake`: shorter, if there is something to do. */
  async #rest(milliseconds: number, mayWake: boolean): Promise<void> {
    const isOver = this.#isStopped || (mayWake && this.#isAwake)
    this.#isAwake = false
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, isOver ? 0 : milliseconds)
      timer.unref()
      this.#wake = () => {
        if (!mayWake && !this.#isStopped) return
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
