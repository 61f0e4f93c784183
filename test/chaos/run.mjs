// `npm run chaos -- --rounds N`: the chaos run for people and for nights.
import { parseArgs } from 'node:util'
import { runChaos } from './chaos.mjs'

const usage = `npm run chaos -- [options]
  --rounds N        kills, of the server, of the database and of a worker in turn (10)
  --seconds T       of load, at most, before each kill (5)
  --connections N   (32)
  --seed S          of the kills' moments and the orders (printed; random)
  --keep            keep the data directory`

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '32' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const numbers = {
  rounds: Number(options.rounds),
  seconds: Number(options.seconds),
  connections: Number(options.connections),
  seed: Number(options.seed),
}
if (options.help || Object.values(numbers).some((value) => !(value >= 0))) {
  console.log(usage)
  process.exit(options.help ? 0 : 2)
}

const { rounds, violations } = await runChaos({ ...numbers, keep: options.keep, log: console.log })
for (const violation of violations.slice(0, 200)) console.error(`VIOLATION: ${violation}`)
if (violations.length > 200) console.error(`… and ${violations.length - 200} more`)
console.log(`${rounds.length} of ${numbers.rounds} rounds, ${violations.length} violations`)
process.exit(violations.length === 0 && rounds.length === numbers.rounds ? 0 : 1)
