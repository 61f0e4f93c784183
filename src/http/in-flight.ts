/**
 * How many requests of one credential are under way on one path, over all server processes. What ends and what
 * begins while the store is being asked shares the next question, which may be sent behind the one on its way. A
 * request is answered once its place is free, so whoever sends one after the other is never refused, whichever
 * process takes the next. A place whose process died is free again after a while.
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

interface Leaving {
  readonly place: Place
  readonly resolve: () => void
}

interface Desk {
  readonly wanting: Wanting[]
  readonly leaving: Leaving[]
  /** Questions on their way, on one connection: the store answers them one after the other. */
  flying: number
  wake: () => void
}

/** So many that wait are worth a question behind one that is on its way. */
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

  /** Null: all places are held. What is returned gives the place back, and resolves when it is free. */
  async enter(tenantId: number, wish: PlaceWish): Promise<(() => Promise<void>) | null> {
    const place = await new Promise<Place | null>((resolve, reject) => {
      const desk = this.#deskOf(tenantId)
      desk.wanting.push({ wish, resolve, reject })
      wakeForMany(desk)
    })
    if (place === null) return null
    return () =>
      new Promise<void>((resolve) => {
        const desk = this.#deskOf(tenantId)
        desk.leaving.push({ place, resolve })
        wakeForMany(desk)
      })
  }

  /** Open for as long as there is something to ask. */
  #deskOf(tenantId: number): Desk {
    let desk = this.#desks.get(tenantId)
    if (desk === undefined) {
      desk = { wanting: [], leaving: [], flying: 0, wake: () => {} }
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
    while (waitingAt(desk) > 0 || desk.flying > 0) {
      const isDue = desk.flying === 0 || waitingAt(desk) >= BEHIND_FROM
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
    const [wanting, leaving] = [desk.wanting.splice(0), desk.leaving.splice(0)]
    const freed = leaving.map((one) => one.place)
    const wishes = wanting.map((one) => one.wish)
    const at = this.#clock()
    try {
      const client = await connection
      const places = await holdPlaces(client, tenantId, { freed, wishes, at, until: at + HELD_AT_MOST_MS })
      for (const [index, one] of wanting.entries()) one.resolve(places[index] ?? null)
    } catch (error) {
      for (const one of wanting) one.reject(error)
      throw error
    } finally {
      // Places that could not be given back are free again when their time is over.
      for (const one of leaving) one.resolve()
      desk.flying--
      desk.wake()
    }
  }
}

function waitingAt({ wanting, leaving }: Desk): number {
  return wanting.length + leaving.length
}

function wakeForMany(desk: Desk): void {
  if (waitingAt(desk) === BEHIND_FROM) desk.wake()
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
    await leave()
  }
}
