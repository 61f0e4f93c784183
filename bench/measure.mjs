// One measured run: the generator as a child process against one server, with the servers' CPU times and the
// hub's batch counters read at both ends of the counted window.
import { fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { laneCounters } from './hub.mjs'
import { atExit, cpuSeconds, familyCpuSeconds, findPostmaster } from './processes.mjs'

/** @typedef {import('./generator.mjs').LoadPlan} LoadPlan */
/** @typedef {import('./generator.mjs').LoadResult} LoadResult */
/** @typedef {import('./report.mjs').Measurement} Measurement */

const generator = fileURLToPath(new URL('generator.mjs', import.meta.url))

/**
 * @typedef {object} Target
 * @property {'hub' | 'bare'} name
 * @property {import('./processes.mjs').RunningServer} server
 * @property {string} [dataDir] the hub's
 */

/**
 * @param {Target} target
 * @param {string} mode
 * @param {number} round
 * @param {LoadPlan} plan
 * @returns {Promise<{ measurement: Measurement, outcomes: Float64Array }>}
 */
export async function measure(target, mode, round, plan) {
  /** @type {ReturnType<typeof readings>[]} */
  const marks = []
  const result = await generate(plan, () => marks.push(readings(target)))
  const [before, after] = await Promise.all(marks)
  const { outcomes, windowSeconds, cpuSeconds: generatorSeconds, acknowledged: _, ...figures } = result
  const cores = (/** @type {number | undefined} */ from, /** @type {number | undefined} */ to) =>
    from === undefined || to === undefined ? 0 : (to - from) / windowSeconds
  const batches = (after?.lanes?.batches ?? 0) - (before?.lanes?.batches ?? 0)
  const commands = (after?.lanes?.commands ?? 0) - (before?.lanes?.commands ?? 0)
  return {
    outcomes,
    measurement: {
      server: target.name,
      mode,
      round,
      ...figures,
      batchSize: batches > 0 ? commands / batches : undefined,
      cpuCores: {
        server: cores(before?.server, after?.server),
        database: cores(before?.database, after?.database),
        generator: generatorSeconds / windowSeconds,
      },
      generatorMicrosPerOrder: (generatorSeconds / Math.max(figures.counted, 1)) * 1e6,
    },
  }
}

/**
 * Runs the generator in a process of its own.
 * @param {LoadPlan} plan
 * @param {() => void} onMark called at the start and at the end of the counted window
 * @returns {Promise<LoadResult>}
 */
function generate(plan, onMark) {
  const child = fork(generator, { serialization: 'advanced' })
  const forget = atExit(() => child.kill('SIGKILL'))
  return new Promise((resolve, reject) => {
    /** @type {LoadResult | undefined} */
    let result
    child.on('message', (/** @type {{ event: string, result?: LoadResult }} */ message) => {
      if (message.event === 'result') result = message.result
      else onMark()
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      forget()
      if (result === undefined) reject(new Error(`the generator ended (${signal ?? code}) without a result`))
      else resolve(result)
    })
    child.send(plan)
  })
}

/** @param {Target} target */
async function readings({ server, dataDir }) {
  const ofServer = cpuSeconds(server.pid)
  const database = dataDir === undefined ? undefined : databaseCpuSeconds(dataDir)
  const lanes = dataDir === undefined ? undefined : await laneCounters(server.url).catch(() => undefined)
  return { server: ofServer, database, lanes }
}

/** @param {string} dataDir */
function databaseCpuSeconds(dataDir) {
  const postmaster = findPostmaster(dataDir)
  if (postmaster === undefined) return undefined
  const pids = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  return familyCpuSeconds(postmaster, pids)
}

/**
 * Waits (for at most 20 s) until the hub and its database have finished what the run before left to do, so that
 * a vacuum or checkpoint of one run isn't paid for by the next, above all not by the ceiling.
 * @param {Target} hub
 */
export async function waitUntilQuiet({ server, dataDir }) {
  const used = () => cpuSeconds(server.pid) + (dataDir === undefined ? 0 : (databaseCpuSeconds(dataDir) ?? 0))
  for (let before = used(), tries = 0; tries < 40; tries++) {
    await sleep(500)
    const now = used()
    if (now - before < 0.025) return
    before = now
  }
}
