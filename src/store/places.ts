/** Places of requests in flight, shared by all server processes. See sql/0005. */
import { numberArray, textArray } from './arrays.js'
import type { Database } from './pool.js'

export interface Place {
  readonly credentialId: number
  readonly path: string
  readonly slot: number
  readonly holder: number
}

export interface PlaceWish {
  readonly credentialId: number
  readonly path: string
  readonly capacity: number
}

/** Gives places back, then takes others: one answer per wish, null where all are held. */
export async function holdPlaces(
  database: Database,
  tenantId: number,
  {
    freed,
    wishes,
    at,
    until,
  }: {
    readonly freed: readonly Place[]
    readonly wishes: readonly PlaceWish[]
    readonly at: number
    readonly until: number
  },
): Promise<(Place | null)[]> {
  const ranks = new Map<string, number>()
  const rankOf = ({ credentialId, path }: PlaceWish): number => {
    const key = `${credentialId}>${path}`
    const rank = ranks.get(key) ?? 0
    ranks.set(key, rank + 1)
    return rank
  }
  const result = await database.query<{ ordinal: number; slot: number; holder: number }>({
    name: 'hold_places',
    text: 'select ordinal, slot, holder from hold_places($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
    values: [
      tenantId,
      new Date(at),
      new Date(until),
      numberArray(freed.map((one) => one.credentialId)),
      textArray(freed.map((one) => one.path)),
      numberArray(freed.map((one) => one.slot)),
      numberArray(freed.map((one) => one.holder)),
      numberArray(wishes.map((one) => one.credentialId)),
      textArray(wishes.map((one) => one.path)),
      numberArray(wishes.map((one) => one.capacity)),
      numberArray(wishes.map(rankOf)),
    ],
  })
  const places: (Place | null)[] = wishes.map(() => null)
  for (const { ordinal, slot, holder } of result.rows) {
    const wish = wishes[ordinal - 1]
    if (wish !== undefined) places[ordinal - 1] = { ...wish, slot, holder }
  }
  return places
}
