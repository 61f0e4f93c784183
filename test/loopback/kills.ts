// Orders are forwarded while whatever takes part in it is killed, one after the other; then everything has to come right.
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { type Fortune, isOver, ship, standings, stock } from './faults.js'
import type { ApiName } from './near.js'
import { openPair } from './pair.js'
import type { Processes, Victim } from './processes.js'

/** How long one who is killed may be away, and how long the end may take. */
const BACK_WITHIN_MS = 30_000
/** Longer than a platform's one place on a path is held for a call whose process has died. */
const SETTLED_WITHIN_MS = 240_000
const LOOK_EVERY_MS = 250

export interface KillSettings {
  readonly victims: readonly Victim[]
  /** Placed before each kill, and while it is away. */
  readonly lot: number
  readonly random: () => number
}

export async function runKills(
  processes: Processes,
  from: ApiName,
  to: ApiName,
  { victims, lot, random }: KillSettings,
): Promise<Readonly<Record<string, number>>> {
  const { here } = processes
  const pair = await persistently(() => openPair(processes, from, to))
  await stock(pair, 2 * lot * victims.length)
  const all: Fortune[] = []
  const placeSome = async (): Promise<void> => {
    for (let count = 0; count < lot; count++) {
      const number = `K-${all.length}`
      await persistently(() => pair.place(number))
      all.push({ number, there: await persistently(() => pair.numberThere(number)), isShipped: false })
    }
  }
  const shipSome = async (): Promise<void> => {
    // Whoever is away now is asked again later.
    for (const one of all) if (random() < 0.5) await ship(pair, one).catch(() => {})
  }
  for (const victim of victims) {
    await placeSome()
    await Promise.all([shipSome(), wait(random() * 1_500).then(() => processes.kill(victim)), placeSome()])
  }
  const deadline = Date.now() + SETTLED_WITHIN_MS
  for (;;) {
    const left = (await persistently(() => standings(processes, pair, all))).filter((one) => !isOver(one))
    if (left.length === 0) break
    if (Date.now() > deadline) throw new Error(`stuck: ${JSON.stringify(left)}`)
    // Whoever is still away is asked again with the next look.
    for (const { number, state } of left) if (state === 'parked') await pair.retry(number).catch(() => {})
    for (const one of all) await ship(pair, one).catch(() => {})
    // Shipped here is what has been told by then: the next poll tells the rest.
    await wait(LOOK_EVERY_MS)
  }
  const ends = await standings(processes, pair, all)
  for (const end of ends) {
    expect(end.copies, JSON.stringify(end)).toBe(1)
    expect(end.parcelsHere, end.number).toEqual(end.parcelsThere)
    const { standing, trackingNumbers } = await pair.read(end.number)
    expect({ standing, trackingNumbers }).toEqual({ standing: 'shipped', trackingNumbers: end.parcelsThere })
  }
  await pair.close()
  const { rows } = await here.pool.query<{ again: number }>(
    'select count(*)::integer as again from forwardings where tenant_id = $1 and attempts > 1',
    [pair.near.tenantId],
  )
  return { orders: all.length, sentAgain: rows[0]?.again ?? 0 }
}

async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + BACK_WITHIN_MS; ; ) {
    try {
      return await work()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await wait(LOOK_EVERY_MS / 5)
    }
  }
}
