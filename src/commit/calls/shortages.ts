/** Stock that has come in, or is free again, goes to those who have waited for it longest. */
import type { Command } from '../../order/command.js'
import type { ServeWaiting } from '../../order/commands/stock.js'
import type { Outcomes } from '../../order/outcome.js'
import type { Result } from '../../order/rejection.js'
import type { Pool } from '../../store/pool.js'
import { readShortParts } from '../../store/shortages.js'
import type { Deciding } from '../lanes.js'

export interface FreedStock {
  readonly tenantId: number
  readonly ownerId: number
  readonly location: string
  readonly skus: readonly string[]
}

const MOST_PARTS = 200

/**
 * Submits a command that frees stock, and right behind it, in the same batch, those that serve who waits for it at
 * these places: nobody can come in between. Whoever began to wait meanwhile is served behind them.
 */
export async function freeing<C extends Command>(
  pool: Pool,
  lane: Deciding,
  command: C,
  places: readonly FreedStock[],
): Promise<Result<Outcomes[C['kind']]>> {
  const waiting = await Promise.all(places.map((place) => waitingAt(pool, place)))
  const done = lane.submit(command)
  const served = waiting.flatMap((serve) => (serve === null ? [] : [lane.submit(serve)]))
  const result = await done
  await Promise.all(served)
  if (!result.ok) return result
  for (const place of places) await serveLate(pool, lane, place)
  return result
}

/** Page by page, as long as somebody is served. */
async function serveLate(pool: Pool, lane: Deciding, place: FreedStock): Promise<void> {
  for (;;) {
    const serve = await waitingAt(pool, place)
    if (serve === null) return
    const done = await lane.submit(serve)
    if (!done.ok || done.value.served === 0 || serve.parts.length < MOST_PARTS) return
  }
}

/** Null: nobody waits there for these. */
async function waitingAt(pool: Pool, place: FreedStock): Promise<ServeWaiting | null> {
  const { ownerId, location } = place
  const parts = await readShortParts(pool, place, place.skus, MOST_PARTS)
  const [first] = parts
  if (first === undefined) return null
  const caller = { accountId: first.accountId, ownerId }
  return { kind: 'serve_waiting', caller, key: null, ownerId, location, parts }
}
