/** Keeps calls to a platform within its documented limits: so many a second, and so many at once on one path. */
import type { UpstreamPace } from '../wire/upstream.js'

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly wait: (milliseconds: number) => Promise<void>
}

export const systemClock: Clock = {
  now: Date.now,
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}

interface Lane {
  underWay: number
  readonly waiting: (() => void)[]
}

export class Pacer {
  readonly #pace: Pick<UpstreamPace, 'perSecond' | 'inFlight'>
  readonly #clock: Clock
  readonly #lanes = new Map<string, Lane>()
  /** When the next call may be sent, as far as its rate goes. */
  #next = 0

  constructor(pace: Pick<UpstreamPace, 'perSecond' | 'inFlight'>, clock: Clock) {
    this.#pace = pace
    this.#clock = clock
  }

  /** Does the work once it is its turn; those of one path in the order in which they came. */
  async turn<T>(path: string, work: () => Promise<T>): Promise<T> {
    const lane = await this.#enter(path)
    try {
      await this.#wait()
      return await work()
    } finally {
      this.#leave(path, lane)
    }
  }

  /** Nothing is sent for so long, since the platform asks for it. */
  pause(milliseconds: number): void {
    this.#next = Math.max(this.#next, this.#clock.now() + milliseconds)
  }

  async #enter(path: string): Promise<Lane> {
    const lane = this.#lanes.get(path) ?? { underWay: 0, waiting: [] }
    this.#lanes.set(path, lane)
    if (lane.underWay < this.#pace.inFlight) lane.underWay += 1
    // Whoever leaves hands its place on.
    else await new Promise<void>((resolve) => lane.waiting.push(resolve))
    return lane
  }

  #leave(path: string, lane: Lane): void {
    const next = lane.waiting.shift()
    if (next !== undefined) {
      next()
      return
    }
    lane.underWay -= 1
    if (lane.underWay === 0) this.#lanes.delete(path)
  }

  async #wait(): Promise<void> {
    const now = this.#clock.now()
    const at = Math.max(now, this.#next)
    const { perSecond } = this.#pace
    this.#next = perSecond === null ? this.#next : at + 1000 / perSecond
    if (at > now) await this.#clock.wait(at - now)
  }
}
