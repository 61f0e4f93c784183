/**
 * Counts by the hour what the overview shows: refusals, and how long batches took. They are counted in memory, and
 * added to those of other servers now and then; a kill loses what was counted since.
 */
import type { RejectionKind } from '../order/rejection.js'
import { addHourlyCounts, type Counted, deleteHourlyCounts, HOUR_MS, type Topic } from '../store/overview.js'
import type { Database } from '../store/pool.js'

const EVERY_MS = 10_000
const KEPT_HOURS = 24 * 31
/** Milliseconds; what takes longer is counted as `more`. */
const BOUNDS = [5, 10, 25, 50, 100, 250, 1_000]

type Group = Omit<Counted, 'amount'>

export class HourlyCounts {
  readonly #database: Database
  readonly #clock: () => number
  readonly #failed: (error: unknown) => void
  #counted = new Map<string, { readonly group: Group; amount: number }>()
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  #swept = 0

  constructor(database: Database, clock: () => number, failed: (error: unknown) => void) {
    this.#database = database
    this.#clock = clock
    this.#failed = failed
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.write(), EVERY_MS).unref()
  }

  refused(tenantId: number, dialect: string, kind: RejectionKind): void {
    this.#count(tenantId, 'refusal', dialect, kind)
  }

  committed(tenantId: number, milliseconds: number): void {
    const bound = BOUNDS.find((one) => milliseconds <= one)
    this.#count(tenantId, 'commit', '', bound === undefined ? 'more' : String(bound))
  }

  /** Hands over what has been counted; what can't be written now is kept for the next time. */
  write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.write()
  }

  async #write(): Promise<void> {
    const hour = this.#hour()
    const counted = this.#counted
    this.#counted = new Map()
    try {
      if (counted.size > 0) {
        await addHourlyCounts(
          this.#database,
          [...counted.values()].map(({ group, amount }) => ({ ...group, amount })),
        )
      }
      if (this.#swept < hour) await deleteHourlyCounts(this.#database, hour - KEPT_HOURS * HOUR_MS)
      this.#swept = hour
    } catch (error) {
      this.#failed(error)
      for (const { group, amount } of counted.values()) this.#add(group, amount)
    }
  }

  #hour(): number {
    const at = this.#clock()
    return at - (at % HOUR_MS)
  }

  #count(tenantId: number, topic: Topic, dialect: string, word: string): void {
    this.#add({ tenantId, hour: this.#hour(), topic, dialect, word }, 1)
  }

  #add(group: Group, amount: number): void {
    const { tenantId, hour, topic, dialect, word } = group
    const key = `${tenantId} ${hour} ${topic} ${dialect} ${word}`
    const known = this.#counted.get(key)
    if (known === undefined) this.#counted.set(key, { group, amount })
    else known.amount += amount
  }
}
