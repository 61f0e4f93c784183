/** The lanes of all tenants that this process serves. */
import type { Command, CommandKind } from '../order/command.js'
import type { Outcomes } from '../order/outcome.js'
import type { Result } from '../order/rejection.js'
import type { Pool } from '../store/pool.js'
import { LANE_SETTINGS, Lane, type LaneSettings, type LaneWatch } from './lane.js'

/** Whatever decides a tenant's commands. */
export interface Deciding {
  submit<C extends Command>(command: C): Promise<Result<Outcomes[C['kind'] & CommandKind]>>
}

export interface LaneOf {
  of(tenantId: number): Deciding
}

export class Lanes implements LaneOf {
  readonly #lanes = new Map<number, Lane>()
  readonly #pool: Pool
  readonly #clock: () => number
  readonly #watch: LaneWatch
  readonly #settings: LaneSettings

  constructor(pool: Pool, clock: () => number, watch: LaneWatch, settings: LaneSettings = LANE_SETTINGS) {
    this.#pool = pool
    this.#clock = clock
    this.#watch = watch
    this.#settings = settings
  }

  of(tenantId: number): Lane {
    let lane = this.#lanes.get(tenantId)
    if (lane === undefined) {
      lane = new Lane(tenantId, this.#pool, this.#clock, this.#settings, this.#watch)
      this.#lanes.set(tenantId, lane)
    }
    return lane
  }

  /** Commands that wait for their batch, in all lanes. */
  get waiting(): number {
    let sum = 0
    for (const lane of this.#lanes.values()) sum += lane.waiting
    return sum
  }

  async drain(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.drain()))
  }
}
