/**
 * A lane that decides and writes nothing: what would come of commands, one behind the other, each seeing what those
 * before it would have done. Others may change the tenant's state meanwhile, so it is a forecast and no promise.
 */
import type { Command, CommandKind } from '../order/command.js'
import { UNPAID_LIMIT } from '../order/commands/payment.js'
import { decide } from '../order/decide.js'
import type { Moment } from '../order/decision.js'
import { missingFrom, needsOf } from '../order/needs.js'
import type { Outcome, Outcomes } from '../order/outcome.js'
import type { Result } from '../order/rejection.js'
import type { Snapshot } from '../order/snapshot.js'
import { loadBatch } from '../store/batches.js'
import type { Pool } from '../store/pool.js'
import type { Deciding, LaneOf } from './lanes.js'
import { absorb, freshSnapshot, trim } from './snapshots.js'

interface Waiting {
  readonly command: Command
  readonly answer: (result: Result<Outcome>) => void
  readonly fail: (error: unknown) => void
}

export class DryRun implements LaneOf, Deciding {
  readonly #pool: Pool
  readonly #tenantId: number
  readonly #clock: () => number
  readonly #queue: Waiting[] = []
  #snapshot: Snapshot | undefined
  #isRunning = false
  #numbers = 0

  constructor(pool: Pool, tenantId: number, clock: () => number) {
    this.#pool = pool
    this.#tenantId = tenantId
    this.#clock = clock
  }

  of(tenantId: number): Deciding {
    if (tenantId !== this.#tenantId) throw new Error('a dry run is about one tenant')
    return this
  }

  submit<C extends Command>(command: C): Promise<Result<Outcomes[C['kind'] & CommandKind]>> {
    return new Promise((resolve, reject) => {
      // The outcome's type follows the command's kind: see Outcomes.
      const answer = resolve as (result: Result<Outcome>) => void
      this.#queue.push({ command, answer, fail: reject })
      if (!this.#isRunning) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    await new Promise<void>((resolve) => setImmediate(resolve))
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0)
      try {
        const results = await this.#decideAll(batch.map((one) => one.command))
        for (const [index, { answer, fail }] of batch.entries()) {
          const result = results[index]
          if (result === undefined) fail(new Error('a command was not decided'))
          else answer(result)
        }
      } catch (error) {
        for (const { fail } of batch) fail(error)
      }
    }
    this.#isRunning = false
  }

  async #decideAll(commands: readonly Command[]): Promise<Result<Outcome>[]> {
    const snapshot = await this.#load(commands)
    // Numbers that nobody ever has.
    const number = () => ++this.#numbers
    const moment: Moment = { at: this.#clock(), orderNumber: number, rowNumber: number }
    const results = commands.map((command): Result<Outcome> => {
      const decision = decide(snapshot, command, moment)
      if (!decision.ok) return decision
      if (!decision.replayed) snapshot.apply(decision.effects)
      return { ok: true, value: decision.outcome }
    })
    if (!trim(snapshot)) this.#snapshot = undefined
    return results
  }

  /** Seller's numbers are looked up here, since no unique index will say that one is taken. */
  async #load(commands: readonly Command[]): Promise<Snapshot> {
    const needs = needsOf(commands)
    const known = this.#snapshot
    const wanted = known === undefined ? needs : missingFrom(known, needs)
    const request = {
      tenantId: this.#tenantId,
      needs: wanted,
      lock: false,
      batches: [],
      unpaidLimit: UNPAID_LIMIT,
    }
    const loaded = await loadBatch(this.#pool, request)
    if (loaded === undefined) throw new Error(`tenant ${this.#tenantId} has no lane`)
    if (known === undefined) this.#snapshot = freshSnapshot(needs, loaded)
    else absorb(known, wanted, loaded)
    return this.#snapshot ?? freshSnapshot(needs, loaded)
  }
}
