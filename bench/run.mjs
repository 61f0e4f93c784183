// `npm run bench`: how many orders per second the hub takes, as a share of what the bare HTTP framework reaches
// on the same machine in the same minutes, and whether every acknowledged order is really there.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openReceiver, toldLines } from './callbacks.mjs'
import { consoleLines, measureConsole } from './console.mjs'
import { compareWithDatabase, databaseOf } from './database.mjs'
import { nativeClient, runAudit, startHub, stockItems, temporaryDirectory } from './hub.mjs'
import { importLines, measureImport } from './import.mjs'
import { measure, waitUntilQuiet } from './measure.mjs'
import { hotSku, spreadSku } from './orders.mjs'
import { preload, untilListed } from './preload.mjs'
import { repositoryRoot, startServer } from './processes.mjs'
import { listLines, machineFacts, ratios, summaryLines, tableHead, tableRow } from './report.mjs'
import { workloadOf, workloads } from './workloads/index.mjs'
import { listWorkloads } from './workloads/lists.mjs'

const usage = `npm run bench -- [options]
  --seconds N       counted seconds of each spread and hot run (10)
  --warm-up N       seconds before them (3)
  --rounds N        rounds of hub spread, bare spread, hub hot (3)
  --connections N   connections of the closed loop (256)
  --skus N          items that spread orders draw on (10000)
  --seed N          of the orders' content (printed; random)
  --preload N       orders to put into the database: creating is measured before and after, then every list and
                    search of orders at 50 connections (0)
  --lists TEXT      of these, only those whose name contains it
  --lists-per-second N  asked for at this rate, instead of as fast as they are answered (0: as fast)
  --only LIST       of spread,hot,pandapon,lingxing,apicenter,apicenter-drafts,single,open,callbacks,request-log,lists,import,
                    console (all but the last five; with --preload spread,lists). console: pages in a browser, over
                    the orders of --preload (then 1000000)
  --orders N        of the import (1000000)
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
    orders: { type: 'string' },
    lists: { type: 'string', default: '' },
    'lists-per-second': { type: 'string' },
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
const onlyModes = options.only?.split(',') ?? []
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
  preload: number('preload', onlyModes.includes('console') ? (quick ? 20_000 : 1_000_000) : 0),
  importOrders: number('orders', quick ? 20_000 : 1_000_000),
  listConnections: 50,
  listsPerSecond: number('lists-per-second', 0),
  listSeconds: quick ? 1 : 5,
  listWarmUpSeconds: quick ? 1 : 2,
  consoleRounds: quick ? 2 : 5,
}
const usual = settings.preload > 0 ? ['spread', 'lists'] : [...workloads.keys(), 'single', 'open']
const modes = new Set(options.only === undefined ? usual : onlyModes)
/** More than this, and an "empty" database is none any more. */
const mostEmptyRounds = 2

/** More than the hub takes, for workloads that are written before a run. */
const mostPerSecond = 20_000

/** What each workload has prepared. @type {Map<string, unknown>} */
const credentials = new Map()

const resultsDirectory = join(repositoryRoot, 'bench/results')
const directory = await temporaryDirectory('entrepot-bench-')
const dataDir = join(directory, 'data')
const prefix = `B${Date.now().toString(36)}-`
/** @type {Map<string, Float64Array>} */
const outcomesByRun = new Map()
/** @type {import('./report.mjs').Measurement[]} */
const measurements = []
/** @type {import('./callbacks.mjs').Told[]} */
const told = []
/** @type {import('./import.mjs').ImportResult | undefined} */
let imported
/** @type {Awaited<ReturnType<typeof measureConsole>> | undefined} */
let drawn

const facts = machineFacts()
console.log(
  `${facts.cpuCount} × ${facts.cpuModel}, ${facts.kernel}, Node ${facts.node}, load ${facts.loadAverage}`,
)
console.log(`seed ${settings.seed}, ${settings.connections} connections, data and logs in ${directory}`)

const profiling = ['--cpu-prof', `--cpu-prof-dir=${join(resultsDirectory, 'cpu-prof')}`]
const hubOptions = {
  dataDir,
  logPath: join(directory, 'hub.log'),
  env: modes.has('callbacks') ? { ALLOW_PRIVATE_TARGETS: 'on' } : {},
  nodeOptions: options['cpu-prof'] ? profiling : [],
}
const hub = await startHub(hubOptions)
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
  await prepare()
  if (settings.preload > 0) {
    console.log(tableHead())
    for (let round = 1; modes.has('spread') && round <= Math.min(settings.rounds, mostEmptyRounds); round++)
      await run(hubTarget, 'empty', round)
  }
  const preloaded = settings.preload > 0 ? await fill() : undefined
  if (modes.has('import')) {
    await waitUntilQuiet(hubTarget)
    const { importOrders: orders, skuCount, seed } = settings
    imported = await measureImport({ dataDir, directory, orders, skuCount, seed })
    for (const line of importLines(imported)) console.log(line)
    if (modes.size === 1) return await verify()
  }
  if (modes.has('console') && preloaded !== undefined) {
    await waitUntilQuiet(hubTarget)
    const rounds = settings.consoleRounds
    drawn = await measureConsole({ url: hub.url, dataDir, preloaded, rounds })
    for (const line of consoleLines(drawn)) console.log(line)
    if (modes.size === 1) return await verify()
  }
  console.log(tableHead())
  for (let round = 1; round <= settings.rounds; round++) {
    for (const mode of workloads.keys()) {
      if (!modes.has(mode)) continue
      await run(hubTarget, mode, round)
      if (mode !== 'hot') await run(bareTarget, mode, round)
    }
  }
  if (modes.has('single')) {
    const single = { connections: 1, seconds: settings.singleSeconds }
    await run(hubTarget, 'single', 1, single)
    await run(bareTarget, 'single', 1, single)
  }
  if (modes.has('open')) {
    const open = {
      ordersPerSecond: settings.openOrdersPerSecond,
      seconds: settings.openSeconds,
      connections: 256,
    }
    await run(hubTarget, 'open', 1, open)
  }
  if (modes.has('callbacks')) await runTold()
  if (modes.has('request-log')) await runLogged()
  if (modes.has('lists') && preloaded !== undefined) await runLists(preloaded)
  return await verify()
}

/** Items in stock wherever they are ordered from, and credentials for every workload. */
async function prepare() {
  const startedAt = performance.now()
  const native = await nativeClient(hub.url, dataDir)
  const needed = settings.preload > 0 ? ['spread', 'hot'] : ['spread']
  const wanted = [...workloads.values()].filter((one) => needed.includes(one.name) || modes.has(one.name))
  const spread = Array.from({ length: settings.skuCount }, (_, index) => ({
    sku: spreadSku(index),
    quantity: 1_000_000,
  }))
  await stockItems(native, [...spread, ...wanted.flatMap((one) => one.supplies ?? [])])
  for (const location of new Set(wanted.flatMap((one) => one.location ?? []))) {
    await stockItems(
      native,
      spread.map((one) => ({ ...one, location })),
    )
  }
  const access = { url: hub.url, dataDir, native, connections: settings.connections }
  for (const one of wanted) credentials.set(one.name, await one.prepare(access))
  native.close()
  console.log(`items in stock and credentials after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
}

/** Fills the tables: plans and indexes behave differently on full ones. */
async function fill() {
  const startedAt = performance.now()
  const { preload: count, skuCount } = settings
  const preloaded = await preload({ dataDir, count, skuCount, hotSku })
  console.log(`${count} orders preloaded in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  const { seconds } = await untilListed(dataDir)
  console.log(`and listed after ${seconds.toFixed(1)} s`)
  return { ...preloaded, count, skuCount }
}

/** Creating with and without an address that is told of it, each first in turn. */
async function runTold() {
  const native = await nativeClient(hub.url, dataDir)
  const receiver = await openReceiver(native, directory)
  try {
    for (let round = 1; round <= settings.rounds; round++) {
      if (round % 2 === 1) await run(hubTarget, 'untold', round)
      told.push(await receiver.telling(() => run(hubTarget, 'told', round)))
      if (round % 2 === 0) await run(hubTarget, 'untold', round)
    }
  } finally {
    await receiver.stop()
    native.close()
  }
}

/**
 * Creating with and without the request log: by two hubs on one database, one after the other, each first in turn. A
 * hub that is started anew for each run would differ from itself by more than the log costs.
 */
async function runLogged() {
  const unlogged = await startHub({
    ...hubOptions,
    dataDir: join(directory, 'unlogged'),
    logPath: join(directory, 'unlogged.log'),
    env: { ...(await databaseOf(dataDir)), REQUEST_LOG_DAYS: '0' },
  })
  /** @type {import('./measure.mjs').Target} */
  const unloggedTarget = { name: 'hub', server: unlogged, dataDir }
  for (let round = 1; round <= settings.rounds; round++) {
    const first = round % 2 === 1
    if (first) await run(hubTarget, 'logged', round)
    await run(unloggedTarget, 'unlogged', round)
    if (!first) await run(hubTarget, 'logged', round)
  }
  await unlogged.stop()
}

/** Every list and search of orders. @param {Awaited<ReturnType<typeof fill>>} preloaded */
async function runLists(preloaded) {
  const native = await nativeClient(hub.url, dataDir)
  const connections = settings.listConnections
  for (const one of listWorkloads.values()) {
    if (!one.name.includes(options.lists)) continue
    // Signatures hold for some minutes only.
    const credential = await one.prepare({ url: hub.url, dataDir, native, connections })
    const plan = {
      ...planOf(hubTarget, one.name, 'list'),
      workload: one.name,
      credentials: { credential, preloaded },
      connections,
      warmUpSeconds: settings.listWarmUpSeconds,
      seconds: settings.listSeconds,
      ...(settings.listsPerSecond > 0 && { ordersPerSecond: settings.listsPerSecond }),
    }
    const { measurement } = await measure(hubTarget, one.name, 1, plan)
    measurements.push(measurement)
    console.log(tableRow(measurement))
    for (const sample of measurement.errorSamples.slice(0, 3)) console.log(`  ${sample}`)
  }
  native.close()
}

/**
 * @param {import('./measure.mjs').Target} target
 * @param {string} mode
 * @param {number} round
 * @param {Partial<import('./generator.mjs').LoadPlan>} [changes]
 * @returns {Promise<number>} how many orders were acknowledged
 */
async function run(target, mode, round, changes = {}) {
  await waitUntilQuiet(hubTarget)
  const plan = { ...planOf(target, mode, `${mode}${round}`), ...changes }
  const { refresh } = workloadOf(plan.workload)
  if (refresh !== undefined) {
    const native = await nativeClient(hub.url, dataDir)
    const access = { url: hub.url, dataDir, native, connections: settings.connections }
    plan.credentials = await refresh(access, plan.credentials)
    native.close()
  }
  const { measurement, outcomes } = await measure(target, mode, round, plan)
  if (target.name === 'hub') outcomesByRun.set(plan.prefix, outcomes)
  measurements.push(measurement)
  console.log(tableRow(measurement))
  for (const sample of measurement.errorSamples) console.log(`  ${sample}`)
  if (measurement.cpuCores.generator > 0.9)
    console.log('  the generator itself is at its limit: the figure is too low')
  return outcomes.filter((one) => one > 0).length
}

/**
 * @param {import('./measure.mjs').Target} target
 * @param {string} mode
 * @param {string} runName
 * @returns {import('./generator.mjs').LoadPlan}
 */
function planOf(target, mode, runName) {
  const workload = workloads.has(mode) ? mode : 'spread'
  return {
    host: target.server.host,
    port: target.server.port,
    workload,
    credentials: credentials.get(workload),
    most: mostPerSecond * (settings.warmUpSeconds + settings.seconds),
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
  failures.push(...comparison.violations, ...(imported?.violations ?? []), ...(drawn?.violations ?? []))
  const audit = await runAudit(dataDir)
  if (!audit.clean) failures.push(`the auditor found:\n${audit.output.slice(-4000)}`)

  console.log('')
  if (measurements.length > 0) for (const line of summaryLines(measurements)) console.log(line)
  for (const line of toldLines(told)) console.log(line)
  for (const line of listLines(measurements, new Set(listWorkloads.keys()))) console.log(line)
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
    told,
    imported,
    drawn,
  }
  await mkdir(resultsDirectory, { recursive: true })
  await writeFile(
    join(resultsDirectory, 'latest.json'),
    `${JSON.stringify({ ...report, orders: { acknowledged, rows, lost, unansweredRows }, auditClean: audit.clean, failures }, null, 2)}\n`,
  )
  return failures
}

/** @param {'seconds' | 'warm-up' | 'rounds' | 'connections' | 'skus' | 'seed' | 'preload' | 'orders'} name @param {number} fallback */
function number(name, fallback) {
  const given = options[name]
  if (given === undefined) return fallback
  const value = Number(given)
  if (Number.isFinite(value) && value >= 0) return value
  console.error(`--${name} must be a number, not ${given}\n\n${usage}`)
  process.exit(2)
}
