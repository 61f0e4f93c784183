/**
 * How many requests of one credential are under way on one path, over all server processes. What ends and what
 * begins while the store is being asked shares the next question, which may be sent behind the one on its way. A
 * place whose process died is free again after a while.
 */
import { type Rejection, type Result, refuse } from '../order/rejection.js'
import { holdPlaces, type Place, type PlaceWish } from '../store/places.js'
import type { LentClient, Pool } from '../store/pool.js'

/** Two minutes, as the one API with such a limit documents. */
const HELD_AT_MOST_MS = 120_000

interface Wanting {
  readonly wish: PlaceWish
  readonly resolve: (place: Place | null) => void
  readonly reject: (error: unknown) => void
}

interface Desk {
  readonly wanting: Wanting[]
  readonly freed: Place[]
  /** Questions on their way, on one connection: the store answers them one after the other. */
  flying: number
  wake: () => void
}

/** So many wishes are worth a question behind one that is on its way. */
const BEHIND_FROM = 16
const MOST_FLYING = 3

export class InFlight {
  readonly #pool: Pool
  readonly #clock: () => number
  readonly #desks = new Map<number, Desk>()

  constructor(pool: Pool, clock: () => number) {
    this.#pool = pool
    this.#clock = clock
  }

  /** Null: all places are held. What is returned gives the place back. */
  async enter(tenantId: number, wish: PlaceWish): Promise<(() => void) | null> {
    const place = await new Promise<Place | null>((resolve, reject) => {
      const desk = this.#deskOf(tenantId)
      desk.wanting.push({ wish, resolve, reject })
      if (desk.wanting.length === BEHIND_FROM) desk.wake()
    })
    return place === null ? null : () => void this.#deskOf(tenantId).freed.push(place)
  }

  /** Resolves when every place that was given back is known to be. */
  async drain(): Promise<void> {
    while (this.#desks.size > 0) await new Promise(setImmediate)
  }

  /** Open for as long as there is something to ask. */
  #deskOf(tenantId: number): Desk {
    let desk = this.#desks.get(tenantId)
    if (desk === undefined) {
      desk = { wanting: [], freed: [], flying: 0, wake: () => {} }
      this.#desks.set(tenantId, desk)
      void this.#serve(tenantId, desk)
    }
    return desk
  }

  async #serve(tenantId: number, desk: Desk): Promise<void> {
    // Requests that arrive or end in the same turn go together.
    await new Promise((resolve) => setImmediate(resolve))
    const connection = this.#pool.connect()
    // Whoever asks is told why there is none.
    connection.catch(() => {})
    let broken = false
    while (desk.wanting.length > 0 || desk.freed.length > 0 || desk.flying > 0) {
      const isDue = desk.flying === 0 || desk.wanting.length >= BEHIND_FROM
      if (isDue && desk.flying < MOST_FLYING) {
        this.#ask(connection, tenantId, desk).catch(() => {
          broken = true
        })
      }
      await new Promise<void>((resolve) => {
        desk.wake = resolve
      })
    }
    this.#desks.delete(tenantId)
    connection.then((client) => client.release(broken)).catch(() => {})
  }

  async #ask(connection: Promise<LentClient>, tenantId: number, desk: Desk): Promise<void> {
    desk.flying++
    const [wanting, freed] = [desk.wanting.splice(0), desk.freed.splice(0)]
    const wishes = wanting.map((one) => one.wish)
    const at = this.#clock()
    try {
      const client = await connection
      const places = await holdPlaces(client, tenantId, { freed, wishes, at, until: at + HELD_AT_MOST_MS })
      for (const [index, one] of wanting.entries()) one.resolve(places[index] ?? null)
    } catch (error) {
      // Places that could not be given back are free again when their time is over.
      for (const one of wanting) one.reject(error)
      throw error
    } finally {
      desk.flying--
      desk.wake()
    }
  }
}

/** One of the places of a credential or an account; any number of them if no capacity is given. */
interface Queueing {
  readonly of: Extract<Rejection, { kind: 'rate_limited' }>['of']
  readonly tenantId: number
  readonly holder: number
  readonly path: string
  readonly capacity: number | undefined
}

const RETRY_AFTER_SECONDS = 1

/** Does it while it holds a place, or refuses it if there is none. */
export async function inPlace<T>(
  inFlight: InFlight,
  { of, tenantId, holder, path, capacity }: Queueing,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  if (capacity === undefined) return work()
  const leave = await inFlight.enter(tenantId, { credentialId: holder, path, capacity })
  if (leave === null) {
    const limit = `${capacity} at once`
    return refuse({ kind: 'rate_limited', of, limit, retryAfterSeconds: RETRY_AFTER_SECONDS })
  }
  try {
    return await work()
  } finally {
    leave()
  }
}
