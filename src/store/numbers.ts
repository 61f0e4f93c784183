/** Order numbers and row numbers come in blocks from sequences: fewer round trips, and never one twice. */
import type { Database } from './pool.js'

/** How many numbers one step of each sequence stands for; it must match sql/0001. */
const BLOCK = 1000

/** Taken beyond what is needed now, so that few batches have to ask. */
const BLOCKS_AHEAD = 20

export type Sequence = 'order_numbers' | 'row_numbers'

/** First numbers of `blocks` fresh blocks of a thousand. */
async function takeBlocks(database: Database, sequence: Sequence, blocks: number): Promise<number[]> {
  const result = await database.query<{ first: number }>({
    name: `take_${sequence}`,
    text: `select nextval('${sequence}') as first from generate_series(1, $1)`,
    values: [blocks],
  })
  return result.rows.map((row) => row.first)
}

/** A supply of numbers that is filled ahead and then taken from without waiting. */
export class NumberSupply {
  readonly #sequence: Sequence
  readonly #ranges: { next: number; end: number }[] = []
  #left = 0

  constructor(sequence: Sequence) {
    this.#sequence = sequence
  }

  async fill(database: Database, count: number): Promise<void> {
    if (this.#left >= count) return
    const blocks = Math.ceil((count - this.#left) / BLOCK) + BLOCKS_AHEAD
    for (const first of await takeBlocks(database, this.#sequence, blocks)) {
      this.#ranges.push({ next: first, end: first + BLOCK })
      this.#left += BLOCK
    }
  }

  take(): number {
    const range = this.#ranges[0]
    if (range === undefined) throw new Error(`no ${this.#sequence} left: fill was not asked for enough`)
    const number = range.next
    range.next += 1
    this.#left -= 1
    if (range.next === range.end) this.#ranges.shift()
    return number
  }
}
