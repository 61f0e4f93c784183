// A short form of `npm run soak -- --pairs`: each API once as the way in and once as the way out, with as many orders
// and faults as a test has time for. PAIRS=all takes all pairs, PAIRS=<api> those that come in by it, PAIRS_ORDERS as many
// orders of each, PAIRS_SEED others.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runFaults } from './faults.js'
import { APIS } from './near.js'
import { openStage, type Stage } from './stage.js'

const ORDERS = Number(process.env.PAIRS_ORDERS ?? 8)
const SEED = Number(process.env.PAIRS_SEED ?? 20_261_121)
const EACH_MS = 30_000 + ORDERS * 2_000

const all = APIS.flatMap((from) => APIS.map((to) => [from, to] as const))
const some = APIS.map((from, index) => [from, APIS[(index + 2) % APIS.length] ?? from] as const)
const { PAIRS } = process.env
const chosen = PAIRS === undefined ? some : all.filter(([from]) => PAIRS === 'all' || PAIRS === from)

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

test.each(chosen)(
  `${ORDERS} orders from %s to %s: each once there, and every status back`,
  async (from, to) => {
    const seed = SEED + all.findIndex((one) => one[0] === from && one[1] === to)
    const counts = await runFaults(stage, from, to, { orders: ORDERS, seed })
    if (process.env.PAIRS_ORDERS !== undefined) console.log(`${from} to ${to}:`, JSON.stringify(counts))
    expect(counts.shipped).toBeGreaterThan(0)
  },
  EACH_MS,
)

test('both auditors find nothing', async () => {
  expect(await stage.violations()).toEqual([])
})
