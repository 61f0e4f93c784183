// `npm run soak -- --pairs`: every pair of APIs, many orders, on a wire full of faults; with --kill, whatever takes part
// is killed in turn instead.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const usage = `npm run soak -- --pairs [options]
  --orders N        of each of the 25 pairs (1000); with --kill, placed around each kill (4)
  --kill            kill both hubs, both databases and the worker in turn
  --rounds N        of kills, of each pair (3)
  --seed S          of the first pair (random; printed)`

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Ends the process. @param {string[]} args those after --pairs */
export function soakPairs(args) {
  const { values } = parseArgs({
    args,
    options: {
      orders: { type: 'string' },
      kill: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
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
  if (values.kill) run(['scripts/build.mjs'], {})
  run(['node_modules/vitest/vitest.mjs', 'run', '--reporter=verbose', file], {
    ...environment,
    PAIRS: 'all',
    PAIRS_SEED: values.seed,
  })
  process.exit(0)
}

/** @param {string[]} command @param {Record<string, string>} environment */
function run(command, environment) {
  const { status } = spawnSync(process.execPath, command, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  })
  if (status !== 0) process.exit(status ?? 1)
}
