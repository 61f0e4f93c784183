/** No faster than a platform allows: calls a second, and calls under way at once on one path. */
import type { UpstreamPace } from '../wire/upstream.js'

export class Pace {
  readonly #everyMs: number
  readonly #inFlight: number
  readonly #underWay = new Map<string, number>()
  readonly #waiting = new Map<string, (() => void)[]>()
  /** Of the machine's own clock. */
  #next = 0

  /** `perSecond`: the operator's own limit, or null. */
  constructor({ perSecond: documented, inFlight }: UpstreamPace, perSecond: number | null) {
    const most = perSecond ?? documented
    this.#everyMs = most === null ? 0 : 1_000 / most
    this.#inFlight = Math.max(1, inFlight)
  }

  /** How many calls are worth having under way. */
  get width(): number {
    return Math.min(this.#inFlight, MOST_AT_ONCE)
  }

  async run<T>(path: string, call: () => Promise<T>): Promise<T> {
    await this.#enter(path)
    try {
      await this.#turn()
      return await call()
    } finally {
      this.#leave(path)
    }
  }

  async #enter(path: string): Promise<void> {
    const underWay = this.#underWay.get(path) ?? 0
    if (underWay < this.#inFlight) {
      this.#underWay.set(path, underWay + 1)
      return
    }
    await new Promise<void>((resolve) => {
      const queue = this.#waiting.get(path) ?? []
      queue.push(resolve)
      this.#waiting.set(path, queue)
    })
  }

  /** Whoever waits takes the place. */
  #leave(path: string): void {
    const next = this.#waiting.get(path)?.shift()
    if (next === undefined) this.#underWay.set(path, (this.#underWay.get(path) ?? 1) - 1)
    else next()
  }

  #turn(): Promise<void> | undefined {
    if (this.#everyMs === 0) return undefined
    const now = performance.now()
    const mine = Math.max(now, this.#next)
    this.#next = mine + this.#everyMs
    return mine === now ? undefined : new Promise((resolve) => setTimeout(resolve, mine - now))
  }
}

const MOST_AT_ONCE = 16
