/**
 * Keeps the listing of orders up with the commits, for all tenants. Several processes may do so: one at a time moves
 * a tenant's listing on, in a transaction that also notes how far, so that a kill leaves nothing half done and the
 * next one goes on from there. See docs/decisions/0017.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { followOrders, laneVersion, tenantsBehind } from '../store/order-listing.js'
import type { Pool } from '../store/pool.js'

export interface ListingSettings {
  /** How often it looks for what has been committed. */
  readonly everyMs: number
  /** Events that one step takes up. */
  readonly step: number
  /** While there are commits, of this process or of another, it rests so many times as long as a step took, for at most so many steps in a row. */
  readonly rest: number
  readonly restedSteps: number
}

const LISTING_SETTINGS: ListingSettings = { everyMs: 250, step: 5_000, rest: 4, restedSteps: 30 }

export class Listing {
  readonly #pool: Pool
  readonly #isBusy: () => boolean
  readonly #failed: (error: unknown) => void
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined

  /** `isBusy` tells whether commands wait for their commit in this process. */
  constructor(pool: Pool, isBusy: () => boolean, failed: (error: unknown) => void) {
    this.#pool = pool
    this.#isBusy = isBusy
    this.#failed = failed
  }

  start(settings: ListingSettings = LISTING_SETTINGS): void {
    this.#running ??= this.#run(settings)
  }

  /** Stops, and waits for the step that is under way. */
  async close(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #run(settings: ListingSettings): Promise<void> {
    while (!this.#stopped) {
      try {
        for (const tenantId of await tenantsBehind(this.#pool)) await this.#follow(tenantId, settings)
      } catch (error) {
        this.#failed(error)
      }
      await this.#pause(settings.everyMs)
    }
  }

  async #follow(tenantId: number, { step, rest, restedSteps }: ListingSettings): Promise<void> {
    let version = await laneVersion(this.#pool, tenantId)
    for (let steps = 1; !this.#stopped; steps++) {
      const started = performance.now()
      if ((await followOrders(this.#pool, tenantId, step)) === 0) return
      const tookMs = performance.now() - started
      const before = version
      version = await laneVersion(this.#pool, tenantId)
      const isBusy = this.#isBusy() || version > before
      if (isBusy && steps <= restedSteps) await this.#pause(rest * tookMs)
    }
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted
  }

  async #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#stopping
    await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => {})
  }
}
