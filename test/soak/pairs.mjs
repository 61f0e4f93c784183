// `npm run soak -- --pairs`: every pair of APIs, many orders, on a wire full of faults; with --kill, whatever takes part
// is killed in turn instead.
import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const usage = `npm run soak -- --pairs [options]
  --orders N        of each of the 25 pairs (1000); with --kill, placed around each kill (4)
  --kill            kill both hubs, both databases and the worker in turn
  --rounds N        of kills, of each pair (3)
  --one-by-one      not the five ways in at the same time, as without --kill
  --seed S          of the first pair (random; printed)`

const WAYS_IN = ['kakaclo-v1', 'kakaclo-v2', 'pandapon', 'lingxing', 'apicenter']

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Ends the process. @param {string[]} args those after --pairs */
export async function soakPairs(args) {
  const { values } = parseArgs({
    args,
    options: {
      orders: { type: 'string' },
      kill: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      'one-by-one': { type: 'boolean', default: false },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 30)) },
      help: { type: 'boolean', default: false },
    },
  })
  const orders = Number(values.orders ?? (values.kill ? 4 : 1000))
  const numbers = [orders, Number(values.rounds), Number(values.seed)]
  const isSound = numbers.every((one) => Number.isSafeInteger(one) && one >= 0) && orders > 0
  if (values.help || !isSound) {
    console.log(usage)
    process.exit(values.help ? 0 : 2)
  }
  console.log(`seed ${values.seed}`)
  const environment = values.kill
    ? { KILL_ROUNDS: values.rounds, KILL_LOT: String(orders) }
    : { PAIRS_ORDERS: String(orders) }
  const file = values.kill ? 'test/processes/pairs-killed.test.ts' : 'test/loopback/faults.test.ts'
  if (values.kill) {
    const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' })
    if (built.status !== 0) process.exit(1)
  }
  const seeded = { ...environment, PAIRS_SEED: values.seed }
  // Without kills it is mostly waiting for answers that don't come.
  const lots = values.kill || values['one-by-one'] ? ['all'] : WAYS_IN
  const ended = await Promise.all(lots.map((lot) => run(file, { ...seeded, PAIRS: lot })))
  process.exit(ended.every((status) => status === 0) ? 0 : 1)
}

/** @param {string} file @param {Record<string, string>} environment @returns {Promise<number | null>} */
function run(file, environment) {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=verbose', file]
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...environment }
    const child = spawn(process.execPath, vitest, { cwd: root, stdio: 'inherit', env })
    child.once('error', reject)
    child.once('exit', resolve)
  })
}
