// Kills the server, its database or a worker in the middle of the work, again and again on the same data, and then
// holds the database against everything that was ever acknowledged. It is the test of the first two promises: nothing
// acknowledged is lost, nothing is done twice, nothing is oversold; and nothing is stuck once the killing stops.
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readRefunds, visitOrders } from '../../bench/database.mjs'
import {
  createCredential,
  nativeClient,
  runAudit,
  startHub,
  startWorker,
  stockItems,
  temporaryDirectory,
} from '../../bench/hub.mjs'
import { mix } from '../../bench/orders.mjs'
import { findPostmaster } from '../../bench/processes.mjs'
import { compareLedger, compareRefunds, createLedger } from './ledger.mjs'
import { createLoad } from './load.mjs'

const scarceSku = 'CHAOS-SCARCE'
// Little enough to run out within a second of load, also on a busy machine.
const scarcePerRound = 100
const skus = Array.from({ length: 50 }, (_, index) => `CHAOS-${index}`)
const recoveryLimitMs = 60_000
/** How long what is due may stay so, when nothing is killed any more. */
const settleLimitMs = 30_000
const victims = /** @type {const} */ (['server', 'database', 'worker'])

/**
 * @typedef {object} ChaosRound
 * @property {number} round
 * @property {'server' | 'database' | 'worker'} killed
 * @property {number} killedAfterMs of load
 * @property {number} recoveryMs from the kill to the first acknowledged order
 * @property {number} acknowledged since the beginning, as are the other counts
 * @property {number} repeatsAnswered
 * @property {number} refusedForStock
 * @property {number} lostAnswers
 * @property {number} refundsAsked
 * @property {string[]} violations
 */

/**
 * Stops after the first round with a violation. Needs a build in dist/.
 * @param {object} options
 * @param {number} options.rounds each kills the server, the database or a worker, in turn
 * @param {number} [options.seed]
 * @param {number} [options.seconds] of load, at most, before the kill of each round
 * @param {number} [options.connections]
 * @param {boolean} [options.keep] the data directory even if all is well
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<{ rounds: ChaosRound[], violations: string[], directory: string }>}
 */
export async function runChaos({
  rounds,
  seed = 1,
  seconds = 5,
  connections = 32,
  keep = false,
  log = () => {},
}) {
  const directory = await temporaryDirectory('entrepot-chaos-')
  const dataDir = join(directory, 'data')
  const ledger = createLedger()
  /** @type {ChaosRound[]} */
  const finished = []
  /** @type {string[]} */
  const violations = []
  let starts = 0
  const start = () => {
    return startHub({ dataDir, logPath: join(directory, `hub-${++starts}.log`), env: { WORK: 'off' } })
  }
  const startWork = () => startWorker({ dataDir, logPath: join(directory, `worker-${++starts}.log`) })

  log(`seed ${seed}, data and logs in ${directory}`)
  let hub = await start()
  let workers = [await startWork(), await startWork()]
  /** @type {ReturnType<typeof createLoad> | undefined} */
  let load
  try {
    const { native } = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'))
    const { accessToken: token = '' } = await createCredential(dataDir, 'kakaclo')
    const prefix = `C${Date.now().toString(36)}-`
    await supply(skus.map((sku) => ({ sku, quantity: 1_000_000 })))
    load = createLoad({
      ledger,
      baseUrl: () => hub.url,
      token,
      apiKey: native.apiKey,
      prefix,
      seed,
      connections,
      skus,
      scarceSku,
    })
    for (let round = 1; round <= rounds && violations.length === 0; round++) {
      const done = await runRound(load, round, prefix)
      finished.push(done)
      violations.push(...done.violations)
      log(roundLine(done))
    }
  } catch (error) {
    violations.push(`the run broke off: ${error instanceof Error ? error.message : error}`)
    // What the clients were told before may be what explains it.
    violations.push(...ledger.violations)
  } finally {
    await load?.end()
    await Promise.all(workers.map((worker) => worker.stop()))
    await hub.stop()
  }
  if (violations.length === 0 && !keep) await rm(directory, { recursive: true, force: true })
  else log(`kept: ${directory}`)
  return { rounds: finished, violations: [...new Set(violations)], directory }

  /**
   * @param {ReturnType<typeof createLoad>} running
   * @param {number} round
   * @param {string} prefix
   * @returns {Promise<ChaosRound>}
   */
  async function runRound(running, round, prefix) {
    await supply([{ sku: scarceSku, quantity: scarcePerRound }])
    const killed = victims[(round - 1) % victims.length] ?? 'server'
    const killedAfterMs = 300 + (mix(seed + round * 7919) % Math.max(1, seconds * 1000 - 300))
    running.resume()
    await sleep(killedAfterMs)
    const killedAt = performance.now()
    const backAt = await kill(killed)
    const recoveredAt = await running.firstSuccess(backAt, recoveryLimitMs)
    // Some work after the recovery, so that the check also sees orders that came later.
    await sleep(500)
    await running.pause(recoveryLimitMs)
    return {
      round,
      killed,
      killedAfterMs,
      recoveryMs: Math.round(recoveredAt - killedAt),
      ...ledger.counts,
      violations: await check(prefix, round * scarcePerRound),
    }
  }

  /** @param {ChaosRound['killed']} victim */
  function kill(victim) {
    if (victim === 'server') return killServer()
    return victim === 'database' ? killDatabase() : killWorker()
  }

  /** Another one is there; a new one joins it. */
  async function killWorker() {
    const [victim, ...others] = workers
    victim?.kill('SIGKILL')
    await victim?.exited
    workers = [...others, await startWork()]
    return performance.now()
  }

  /** Returns the moment from which on only the new server can have answered. */
  async function killServer() {
    hub.kill('SIGKILL')
    await hub.exited
    const backAt = performance.now()
    hub = await start()
    return backAt
  }

  /**
   * Kills the postmaster and waits for its successor. The backends of the killed one may finish a statement
   * before they notice, so only a success after the successor's start counts as recovery.
   */
  async function killDatabase() {
    const postmaster = findPostmaster(dataDir)
    if (postmaster === undefined) throw new Error('there is no embedded postmaster to kill')
    process.kill(postmaster, 'SIGKILL')
    const deadline = performance.now() + recoveryLimitMs
    for (;;) {
      const successor = findPostmaster(dataDir)
      if (successor !== undefined && successor !== postmaster) return performance.now()
      if (hub.hasExited())
        throw new Error(`the server ended (${await hub.exited}) when its database was killed`)
      if (performance.now() > deadline) throw new Error(`no new postmaster within ${recoveryLimitMs} ms`)
      await sleep(10)
    }
  }

  /** @param {string} prefix @param {number} scarceSupplied */
  async function check(prefix, scarceSupplied) {
    /** @type {{ sellerOrderNumber: string, orderNumber: number }[]} */
    const rows = []
    await visitOrders(dataDir, prefix, (sellerOrderNumber, orderNumber) =>
      rows.push({ sellerOrderNumber, orderNumber }),
    )
    const refunds = await settledRefunds()
    const audit = await runAudit(dataDir)
    return [
      ...ledger.violations,
      ...compareLedger(ledger, rows, scarceSupplied),
      ...workers.filter((one) => one.hasExited()).map(() => 'a worker ended by itself'),
      ...(refunds.due === 0 ? [] : [`${refunds.due} orders are stuck with something due`]),
      ...compareRefunds(ledger, refunds.byOrder),
      ...(audit.clean ? [] : [`the auditor found:\n${audit.output.slice(-4000)}`]),
    ]
  }

  /** When nothing is due any more, or it has had time enough. */
  async function settledRefunds() {
    const deadline = performance.now() + settleLimitMs
    for (;;) {
      const refunds = await readRefunds(dataDir)
      if (refunds.due === 0 || performance.now() > deadline) return refunds
      await sleep(100)
    }
  }

  /** @param {{ sku: string, quantity: number }[]} supplies */
  async function supply(supplies) {
    const native = await nativeClient(hub.url, dataDir)
    await stockItems(native, supplies).finally(native.close)
  }
}

/** @param {ChaosRound} done */
function roundLine(done) {
  const verdict = done.violations.length === 0 ? 'clean' : `${done.violations.length} VIOLATIONS`
  return (
    `round ${done.round}: killed the ${done.killed} after ${done.killedAfterMs} ms, back after ${done.recoveryMs} ms; ` +
    `${done.acknowledged} acknowledged, ${done.repeatsAnswered} repeats, ${done.refusedForStock} refused for stock, ` +
    `${done.refundsAsked} refunds, ${done.lostAnswers} lost answers: ${verdict}`
  )
}
