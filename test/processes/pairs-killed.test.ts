// Two hubs of which one forwards to the other, with each process and each database killed once in the middle of it.
// They run from the build, which `npm test` makes first. Longer: `npm run soak -- --pairs --kill`.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../loopback/faults.js'
import { runKills } from '../loopback/kills.js'
import { APIS, type ApiName } from '../loopback/near.js'
import { openProcesses, type Processes, VICTIMS } from '../loopback/processes.js'

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 1)
const LOT = Number(process.env.KILL_LOT ?? 4)
const SEED = Number(process.env.PAIRS_SEED ?? 20_261_121)
/** Signatures are good for minutes: where there are some, clocks must not run too fast. */
const SPEED = 60

const chosen: readonly (readonly [ApiName, ApiName])[] =
  process.env.PAIRS === 'all'
    ? APIS.flatMap((from) => APIS.map((to) => [from, to] as const))
    : [['kakaclo-v2', 'apicenter']]

let processes: Processes

beforeAll(async () => {
  processes = await openProcesses(SPEED)
}, 120_000)
afterAll(() => processes.close())

test.each(chosen)(
  'from %s to %s: each order once there, and every status back',
  async (from, to) => {
    const random = randomFrom(SEED)
    const victims = Array.from({ length: ROUNDS }, () => VICTIMS).flat()
    const counts = await runKills(processes, from, to, { victims, lot: LOT, random })
    if (process.env.KILL_ROUNDS !== undefined) console.log(`${from} to ${to}:`, JSON.stringify(counts))
    expect(counts.orders).toBe(2 * LOT * victims.length)
  },
  400_000 * ROUNDS,
)

test('both auditors find nothing', async () => {
  expect(await processes.violations()).toEqual([])
})
