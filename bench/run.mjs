// `npm run bench`: how many orders per second the hub takes, as a share of what the bare HTTP framework reaches
// on the same machine in the same minutes, and whether every acknowledged order is really there.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compareWithDatabase } from './database.mjs'
import {
  createAccessToken,
  createSignedHeaders,
  nativeClient,
  runAudit,
  startHub,
  stockItems,
  temporaryDirectory,
} from './hub.mjs'
import { generate, measure, waitUntilQuiet } from './measure.mjs'
import { hotSku, signedSkuList, spreadSku } from './orders.mjs'
import { repositoryRoot, startServer } from './processes.mjs'
import { machineFacts, ratios, summaryLines, tableHead, tableRow } from './report.mjs'

const usage = `npm run bench -- [options]
  --seconds N       counted seconds of each spread and hot run (10)
  --warm-up N       seconds before them (3)
  --rounds N        rounds of hub spread, bare spread, hub hot (3)
  --connections N   connections of the closed loop (256)
  --skus N          items that spread orders draw on (10000)
  --seed N          of the orders' content (printed; random)
  --preload N       orders to place before anything is measured (0)
  --only LIST       of spread,hot,pandapon,single,open (all)
  --quick           one short round of everything: does it work at all?
  --cpu-prof        profile the hub into bench/results/cpu-prof/
  --keep            keep the hub's data directory`

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string' },
    'warm-up': { type: 'string' },
    rounds: { type: 'string' },
    connections: { type: 'string' },
    skus: { type: 'string' },
    seed: { type: 'string' },
    preload: { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    'cpu-prof': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (options.help) {
  console.log(usage)
  process.exit(0)
}

const quick = options.quick
const settings = {
  seconds: number('seconds', quick ? 2 : 10),
  warmUpSeconds: number('warm-up', quick ? 1 : 3),
  singleSeconds: quick ? 1 : 5,
  openSeconds: quick ? 3 : 20,
  openOrdersPerSecond: 1000,
  rounds: number('rounds', quick ? 1 : 3),
  connections: number('connections', 256),
  skuCount: number('skus', quick ? 500 : 10_000),
  seed: number('seed', Math.floor(Math.random() * 2 ** 31)),
  preload: number('preload', 0),
}
const modes = new Set((options.only ?? 'spread,hot,pandapon,single,open').split(','))

const resultsDirectory = join(repositoryRoot, 'bench/results')
const directory = await temporaryDirectory('entrepot-bench-')
const dataDir = join(directory, 'data')
const prefix = `B${Date.now().toString(36)}-`
/** @type {Map<string, Float64Array>} */
const outcomesByRun = new Map()
/** @type {import('./report.mjs').Measurement[]} */
const measurements = []

const facts = machineFacts()
console.log(
  `${facts.cpuCount} × ${facts.cpuModel}, ${facts.kernel}, Node ${facts.node}, load ${facts.loadAverage}`,
)
console.log(`seed ${settings.seed}, ${settings.connections} connections, data and logs in ${directory}`)

const profiling = ['--cpu-prof', `--cpu-prof-dir=${join(resultsDirectory, 'cpu-prof')}`]
const hub = await startHub({
  dataDir,
  logPath: join(directory, 'hub.log'),
  nodeOptions: options['cpu-prof'] ? profiling : [],
})
const bareServer = await startServer({
  name: 'bare',
  nodeArguments: [join(repositoryRoot, 'bench/bare-server.mjs')],
  logPath: join(directory, 'bare.log'),
})
/** @type {import('./measure.mjs').Target} */
const hubTarget = { name: 'hub', server: hub, dataDir }
/** @type {import('./measure.mjs').Target} */
const bareTarget = { name: 'bare', server: bareServer }

const failures = await runAll().catch((error) => [`the run broke off: ${error?.stack ?? error}`])
await hub.stop()
await bareServer.stop()
for (const failure of failures.slice(0, 50)) console.error(`FAILED: ${failure}`)
if (failures.length > 50) console.error(`… and ${failures.length - 50} more`)
if (failures.length === 0 && !options.keep) await rm(directory, { recursive: true, force: true })
else console.log(`kept: ${directory}`)
process.exit(failures.length === 0 ? 0 : 1)

/** Returns what is wrong, an empty list if nothing is. */
async function runAll() {
  const token = await prepare()
  if (settings.preload > 0) await preload(token)
  console.log(tableHead())
  for (let round = 1; round <= settings.rounds; round++) {
    if (modes.has('spread')) {
      await run(hubTarget, 'spread', round, token)
      await run(bareTarget, 'spread', round, token)
    }
    if (modes.has('hot')) await run(hubTarget, 'hot', round, token)
    if (modes.has('pandapon')) {
      const signed = await createSignedHeaders(dataDir)
      await run(hubTarget, 'pandapon', round, token, { signed })
    }
  }
  if (modes.has('single')) {
    const single = { connections: 1, seconds: settings.singleSeconds }
    await run(hubTarget, 'single', 1, token, single)
    await run(bareTarget, 'single', 1, token, single)
  }
  if (modes.has('open')) {
    const open = {
      ordersPerSecond: settings.openOrdersPerSecond,
      seconds: settings.openSeconds,
      connections: 256,
    }
    await run(hubTarget, 'open', 1, token, open)
  }
  return await verify()
}

async function prepare() {
  const startedAt = performance.now()
  const token = await createAccessToken(dataDir)
  const native = await nativeClient(hub.url, dataDir)
  const spread = Array.from({ length: settings.skuCount }, (_, index) => ({
    sku: spreadSku(index),
    quantity: 1_000_000,
  }))
  const signed = signedSkuList.map((sku) => ({ sku, quantity: 10_000_000, priceMinor: 1, currency: 'CNY' }))
  const hot = { sku: hotSku, quantity: 100_000_000 }
  await stockItems(native, [...spread, hot, ...(modes.has('pandapon') ? signed : [])])
  native.close()
  console.log(
    `${settings.skuCount + 1} items in stock after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  )
  return token
}

/** Fills the tables before measuring: plans and indexes behave differently on them. @param {string} token */
async function preload(token) {
  const startedAt = performance.now()
  const plan = planOf(hubTarget, 'spread', 'preload', token)
  const result = await generate({ ...plan, orderCount: settings.preload }, () => {})
  outcomesByRun.set(plan.prefix, result.outcomes)
  if (result.errors > 0) throw new Error(`the preload had ${result.errors} errors: ${result.errorSamples[0]}`)
  console.log(
    `${result.acknowledged} orders preloaded in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  )
}

/**
 * @param {import('./measure.mjs').Target} target
 * @param {string} mode
 * @param {number} round
 * @param {string} token
 * @param {Partial<import('./generator.mjs').LoadPlan>} [changes]
 */
async function run(target, mode, round, token, changes = {}) {
  await waitUntilQuiet(hubTarget)
  const plan = { ...planOf(target, mode, `${mode}${round}`, token), ...changes }
  const { measurement, outcomes } = await measure(target, mode, round, plan)
  if (target === hubTarget) outcomesByRun.set(plan.prefix, outcomes)
  measurements.push(measurement)
  console.log(tableRow(measurement))
  for (const sample of measurement.errorSamples) console.log(`  ${sample}`)
  if (measurement.cpuCores.generator > 0.9)
    console.log('  the generator itself is at its limit: the figure is too low')
}

/**
 * @param {import('./measure.mjs').Target} target
 * @param {string} mode
 * @param {string} runName
 * @param {string} token
 * @returns {import('./generator.mjs').LoadPlan}
 */
function planOf(target, mode, runName, token) {
  return {
    host: target.server.host,
    port: target.server.port,
    token,
    workload: mode === 'hot' || mode === 'pandapon' ? mode : 'spread',
    skuCount: settings.skuCount,
    seed: settings.seed,
    prefix: `${prefix}${runName}-`,
    connections: settings.connections,
    warmUpSeconds: settings.warmUpSeconds,
    seconds: settings.seconds,
  }
}

async function verify() {
  const failures = measurements
    .filter((one) => one.errors > 0)
    .map((one) => `${one.server} ${one.mode} ${one.round}: ${one.errors} errors`)
  const comparison = await compareWithDatabase(dataDir, prefix, outcomesByRun)
  failures.push(...comparison.violations)
  const audit = await runAudit(dataDir)
  if (!audit.clean) failures.push(`the auditor found:\n${audit.output.slice(-4000)}`)

  console.log('')
  for (const line of summaryLines(measurements)) console.log(line)
  const { acknowledged, rows, lost, unansweredRows } = comparison
  console.log(
    `orders                   ${acknowledged} acknowledged, ${rows} in the database, ${lost} lost, ${unansweredRows} without an answer`,
  )
  console.log(`auditor                  ${audit.clean ? 'clean' : 'NOT CLEAN'}`)

  const report = {
    at: new Date().toISOString(),
    machine: facts,
    settings,
    ratios: ratios(measurements),
    measurements,
  }
  await mkdir(resultsDirectory, { recursive: true })
  await writeFile(
    join(resultsDirectory, 'latest.json'),
    `${JSON.stringify({ ...report, orders: { acknowledged, rows, lost, unansweredRows }, auditClean: audit.clean, failures }, null, 2)}\n`,
  )
  return failures
}

/** @param {'seconds' | 'warm-up' | 'rounds' | 'connections' | 'skus' | 'seed' | 'preload'} name @param {number} fallback */
function number(name, fallback) {
  const given = options[name]
  if (given === undefined) return fallback
  const value = Number(given)
  if (Number.isFinite(value) && value >= 0) return value
  console.error(`--${name} must be a number, not ${given}\n\n${usage}`)
  process.exit(2)
}
