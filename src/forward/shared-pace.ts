/**
 * What all processes together may ask of one connection: so many calls a second, and so many at once on one path. Within
 * a process, a Pacer keeps their order.
 */
import { randomUUID } from 'node:crypto'
import { systemClock } from '../connect/pacer.js'
import type { ConnectionName } from '../store/connections.js'
import { holdLease, releaseLease } from '../store/leases.js'
import type { Pool } from '../store/pool.js'
import { takeTurn } from '../store/turns.js'

export interface Pace {
  /** Null: as many as there are. */
  readonly perSecond: number | null
  readonly inFlight: number
}

/** How often it is looked whether a place is free. */
const LOOK_EVERY_MS = 50
/** A place whose process has died is free again so long after its call would have ended. */
const MARGIN_MS = 5_000

export class SharedPace {
  readonly #pool: Pool
  readonly #name: ConnectionName
  readonly #pace: Pace
  readonly #timeoutMs: number

  /** `timeoutMs`: no call takes longer, nor is a place waited for longer. */
  constructor(pool: Pool, name: ConnectionName, pace: Pace, timeoutMs: number) {
    this.#pool = pool
    this.#name = name
    this.#pace = pace
    this.#timeoutMs = timeoutMs
  }

  /** Null: others hold all places, and it was not done. */
  async turn<T>(path: string, work: () => Promise<T>): Promise<T | null> {
    const holder = randomUUID()
    const place = await this.#enter(path, holder)
    if (place === null) return null
    try {
      const { perSecond } = this.#pace
      const wait = perSecond === null ? 0 : await takeTurn(this.#pool, this.#name, perSecond)
      if (wait > 0) await systemClock.wait(wait)
      return await work()
    } finally {
      // If that can't be told now, its time ends by itself.
      await releaseLease(this.#pool, place, holder).catch(() => {})
    }
  }

  async #enter(path: string, holder: string): Promise<string | null> {
    const { tenantId, connectionId } = this.#name
    const until = systemClock.now() + this.#timeoutMs
    for (;;) {
      for (let slot = 1; slot <= this.#pace.inFlight; slot++) {
        const place = `call ${tenantId}/${connectionId} ${path} ${slot}`
        if (await holdLease(this.#pool, place, holder, this.#timeoutMs + MARGIN_MS)) return place
      }
      if (systemClock.now() >= until) return null
      await systemClock.wait(LOOK_EVERY_MS)
    }
  }
}
