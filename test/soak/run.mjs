// `npm run soak`: the model's stories (test/order/lifecycle-model.ts) in great numbers, for nights.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { soakCallbacks } from './callbacks.mjs'
import { soakPairs } from './pairs.mjs'

if (process.argv[2] === '--pairs') await soakPairs(process.argv.slice(3))

const usage = `npm run soak -- [options]
  --stories N       of up to 100 commands each, on a snapshot in memory (100000)
  --lane N          of them, also through lanes on PostgreSQL, each audited (stories / 100)
  --chunk N         stories in one process, after which progress is printed (5000)
  --pairs           pairs of hubs instead (--pairs --help)
  --seed S          of the first chunk, the next ones count on from it (printed; random)
or
  --callbacks       many events to twenty receivers, good and bad, by a clock of its own
  --events N        of these (100000)`

const { values: options } = parseArgs({
  options: {
    stories: { type: 'string', default: process.env.SOAK_STORIES ?? '100000' },
    lane: { type: 'string', default: process.env.SOAK_LANE_STORIES },
    chunk: { type: 'string', default: '5000' },
    seed: { type: 'string', default: process.env.SOAK_SEED ?? String(Math.floor(Math.random() * 2 ** 30)) },
    callbacks: { type: 'boolean', default: false },
    events: { type: 'string', default: '100000' },
    help: { type: 'boolean', default: false },
  },
})
const [stories, chunk, seed] = [options.stories, options.chunk, options.seed].map(Number)
const lane = Number(options.lane ?? Math.ceil(stories / 100))
const isSound =
  [stories, chunk, seed, lane].every((one) => Number.isSafeInteger(one) && one >= 0) && chunk > 0
if (options.help || !isSound) {
  console.log(usage)
  process.exit(options.help ? 0 : 2)
}

if (options.callbacks) process.exit(await soakCallbacks(Number(options.events)))

const root = fileURLToPath(new URL('../..', import.meta.url))
const vitest = `${root}node_modules/vitest/vitest.mjs`
const started = performance.now()

console.log(`${stories} stories, ${lane} of them in a database; seed ${seed}`)
for (let done = 0, told = 0; done < stories; ) {
  const next = Math.min(stories, done + chunk)
  const due = Math.round((lane * next) / stories)
  const files = [
    'test/order/lifecycle-model.test.ts',
    ...(due > told ? ['test/commit/lifecycle.test.ts'] : []),
  ]
  const run = spawnSync(process.execPath, [vitest, 'run', '--reporter=dot', ...files], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: {
      ...process.env,
      MODEL_SEED: String(seed + done),
      MODEL_SEQUENCES: String(next - done),
      MODEL_LANE_SEQUENCES: String(due - told),
    },
  })
  if (run.status !== 0) {
    console.error(run.stdout, run.stderr, run.error ?? '')
    console.error(`stories ${done + 1} to ${next} (seed ${seed + done}) went wrong`)
    process.exit(1)
  }
  done = next
  told = due
  const seconds = Math.round((performance.now() - started) / 1000)
  console.log(
    `${done} of ${stories} stories after ${seconds} s, ${told} of them in a database: no difference`,
  )
}
