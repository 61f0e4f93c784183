/**
 * How many requests of one credential are under way on one path, over all server processes. What ends and what
 * begins while the store is being asked shares the next question. A place whose process died is free again after a
 * while.
 */
import { holdPlaces, type Place, type PlaceWish } from '../store/places.js'
import type { Database } from '../store/pool.js'

/** Two minutes, as the one API with such a limit documents. */
export const HELD_AT_MOST_MS = 120_000

interface Wanting {
  readonly wish: PlaceWish
  readonly resolve: (place: Place | null) => void
  readonly reject: (error: unknown) => void
}

interface Desk {
  asking: boolean
  wanting: Wanting[]
  freed: Place[]
}

export class InFlight {
  readonly #database: Database
  readonly #clock: () => number
  readonly #desks = new Map<number, Desk>()

  constructor(database: Database, clock: () => number) {
    this.#database = database
    this.#clock = clock
  }

  /** Null: all places are held. What is returned gives the place back. */
  async enter(tenantId: number, wish: PlaceWish): Promise<(() => void) | null> {
    const desk = this.#deskOf(tenantId)
    const place = await new Promise<Place | null>((resolve, reject) => {
      desk.wanting.push({ wish, resolve, reject })
      if (!desk.asking) void this.#ask(tenantId, desk)
    })
    if (place === null) return null
    return () => {
      desk.freed.push(place)
      if (!desk.asking) void this.#ask(tenantId, desk)
    }
  }

  /** Resolves when every place that was given back is known to be. */
  async drain(): Promise<void> {
    while ([...this.#desks.values()].some((desk) => desk.asking)) await new Promise(setImmediate)
  }

  async #ask(tenantId: number, desk: Desk): Promise<void> {
    desk.asking = true
    // Requests that arrive or end in the same turn go together.
    await new Promise((resolve) => setImmediate(resolve))
    while (desk.wanting.length > 0 || desk.freed.length > 0) {
      const wanting = desk.wanting.splice(0)
      const freed = desk.freed.splice(0)
      const at = this.#clock()
      const wishes = wanting.map((one) => one.wish)
      try {
        const places = await holdPlaces(this.#database, tenantId, {
          freed,
          wishes,
          at,
          until: at + HELD_AT_MOST_MS,
        })
        for (const [index, one] of wanting.entries()) one.resolve(places[index] ?? null)
      } catch (error) {
        // Places that could not be given back are free again when their time is over.
        for (const one of wanting) one.reject(error)
      }
    }
    desk.asking = false
  }

  #deskOf(tenantId: number): Desk {
    let desk = this.#desks.get(tenantId)
    if (desk === undefined) {
      desk = { asking: false, wanting: [], freed: [] }
      this.#desks.set(tenantId, desk)
    }
    return desk
  }
}
