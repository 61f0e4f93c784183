/**
 * Sets items in groups: while one group is written, the next one gathers, as in a lane. Catalogues are sent item
 * by item, and each write of its own would make every lane decide anew.
 */
import { type OwnedItem, putItems } from '../store/items.js'
import type { Pool } from '../store/pool.js'

const GROUP_LIMIT = 500

interface Waiting {
  readonly item: OwnedItem
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

export class ItemWriter {
  readonly #pool: Pool
  readonly #clock: () => number
  readonly #waiting = new Map<number, Waiting[]>()

  constructor(pool: Pool, clock: () => number) {
    this.#pool = pool
    this.#clock = clock
  }

  /** Resolves when the item is on disk. */
  put(tenantId: number, item: OwnedItem): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(tenantId)
      if (waiting !== undefined) {
        waiting.push({ item, resolve, reject })
        return
      }
      const first = [{ item, resolve, reject }]
      this.#waiting.set(tenantId, first)
      void this.#run(tenantId, first)
    })
  }

  async #run(tenantId: number, waiting: Waiting[]): Promise<void> {
    // The requests that have already arrived join the first group.
    await new Promise<void>((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const group = waiting.splice(0, GROUP_LIMIT)
      try {
        await putItems(this.#pool, tenantId, lastOfEach(group), this.#clock())
        for (const one of group) one.resolve()
      } catch (error) {
        for (const one of group) one.reject(error)
      }
    }
    this.#waiting.delete(tenantId)
  }
}

/** Of two settings of one item the later one stays; all servers lock items in the same order. */
function lastOfEach(group: readonly Waiting[]): OwnedItem[] {
  const last = new Map(group.map(({ item }) => [`${item.ownerId}>${item.sku}`, item]))
  return [...last.values()].sort((a, b) => a.ownerId - b.ownerId || (a.sku < b.sku ? -1 : 1))
}
