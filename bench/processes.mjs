// Starting, watching and surely ending the server processes of the benchmark and the chaos run. Every
// server is started in the same way, so a figure never depends on how its process was brought up.
import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const repositoryRoot = fileURLToPath(new URL('..', import.meta.url))

/**
 * @typedef {object} RunningProcess
 * @property {string} name
 * @property {number} pid
 * @property {Promise<string>} exited resolves with the exit code or the signal's name
 * @property {() => boolean} hasExited
 * @property {(signal: NodeJS.Signals) => void} kill
 * @property {(graceMs?: number) => Promise<string>} stop SIGTERM, then SIGKILL after the grace time
 */

/**
 * @typedef {object} Address
 * @property {string} url as the server printed it, without a trailing slash
 * @property {string} host
 * @property {number} port
 */

/** @typedef {RunningProcess & Address} RunningServer */

/** What must not outlive this process, whatever ends it. @type {Set<() => void>} */
const lastRites = new Set()

process.on('exit', () => {
  for (const rite of lastRites) rite()
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  // Without a listener the default action would skip the exit hook above.
  process.once(signal, () => process.exit(130))
}

/** Registers a synchronous clean-up for the end of this process; returns its cancellation. */
export function atExit(/** @type {() => void} */ rite) {
  lastRites.add(rite)
  return () => lastRites.delete(rite)
}

/**
 * Starts `node …` and waits for its line `listening on http://…`.
 * @param {{ name: string, nodeArguments: string[], env?: NodeJS.ProcessEnv, logPath: string, timeoutMs?: number }} options
 * @returns {Promise<RunningServer>}
 */
export async function startServer(options) {
  const listening = /listening on (http:\/\/[^\s"'\\]+?)\/?(?=[\s"'\\])/
  const { found: url, ...running } = await startProcess({ ...options, ready: listening })
  const { hostname, port } = new URL(url)
  return { ...running, url, host: hostname, port: Number(port) }
}

/**
 * Starts `node …` and waits until it has printed what says that it is ready; `found` is what the pattern captured.
 * @param {{ name: string, nodeArguments: string[], env?: NodeJS.ProcessEnv, logPath: string, timeoutMs?: number, ready: RegExp }} options
 * @returns {Promise<RunningProcess & { found: string }>}
 */
export async function startProcess({ name, nodeArguments, env = {}, logPath, timeoutMs = 60_000, ready }) {
  const logFile = openSync(logPath, 'w')
  const child = spawn(process.execPath, nodeArguments, {
    cwd: repositoryRoot,
    env: { ...cleanEnvironment(), HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', logFile, logFile],
  })
  closeSync(logFile)
  /** @type {string | undefined} */
  let outcome
  const exited = new Promise((/** @type {(outcome: string) => void} */ resolve) => {
    child.once('error', (error) => resolve(`not started: ${error.message}`))
    child.once('exit', (code, signal) => resolve(signal ?? String(code)))
  })
  const forget = atExit(() => child.kill('SIGKILL'))
  exited.then((result) => {
    outcome = result
    forget()
  })

  const deadline = Date.now() + timeoutMs
  for (;;) {
    const log = await readFile(logPath, 'utf8')
    const match = ready.exec(log)
    if (match !== null && child.pid !== undefined) {
      return {
        name,
        pid: child.pid,
        found: match[1] ?? match[0],
        exited,
        hasExited: () => outcome !== undefined,
        kill: (signal) => void child.kill(signal),
        stop: (graceMs = 15_000) => stop(child, exited, graceMs),
      }
    }
    if (outcome !== undefined)
      throw new Error(`${name} ended (${outcome}) before it was ready:\n${log.slice(-4000)}`)
    if (Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`${name} was not ready within ${timeoutMs} ms:\n${log.slice(-4000)}`)
    }
    await sleep(20)
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<string>} exited
 * @param {number} graceMs
 */
async function stop(child, exited, graceMs) {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  const outcome = await exited
  clearTimeout(timer)
  return outcome
}

/** The caller's environment without what would turn the run towards somebody's real data. */
export function cleanEnvironment() {
  const environment = { ...process.env }
  for (const name of [
    'DATABASE_URL',
    'DATA_DIR',
    'PORT',
    'HOST',
    'LOG_LEVEL',
    'DEMO',
    'WORK',
    'NODE_OPTIONS',
    'NODE_ENV',
  ]) {
    delete environment[name]
  }
  return environment
}

/**
 * The postmaster that serves a data directory now, or undefined. A stale pid file may name a process that has
 * nothing to do with it, therefore it must be a PostgreSQL that works in the directory or was started on it.
 * @param {string} dataDir
 */
export function findPostmaster(dataDir) {
  const directory = join(dataDir, 'postgres')
  try {
    const pid = Number.parseInt(readFileSync(join(directory, 'postmaster.pid'), 'utf8'), 10)
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    if (!commandLine[0]?.endsWith('postgres')) return undefined
    return commandLine.includes(directory) || worksIn(pid, directory) ? pid : undefined
  } catch {
    return undefined
  }
}

/** @param {number} pid @param {string} directory */
function worksIn(pid, directory) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory)
  } catch {
    return false
  }
}

/** Ends a data directory's postmaster at once, if there is one. @param {string} dataDir */
export function killPostmaster(dataDir) {
  const pid = findPostmaster(dataDir)
  if (pid === undefined) return
  try {
    // SIGQUIT is PostgreSQL's immediate shutdown: it takes the backends along, which SIGKILL would not.
    process.kill(pid, 'SIGQUIT')
  } catch {
    // It ended by itself in between.
  }
}

const ticksPerSecond = 100

/**
 * CPU seconds (user and system) that a process has used, with those of its children that have ended.
 * @param {number} pid
 */
export function cpuSeconds(pid) {
  return processTimes(pid)?.seconds ?? 0
}

/** CPU seconds of a process and all its direct children, ended ones included. @param {number} parentPid @param {number[]} pids */
export function familyCpuSeconds(parentPid, pids) {
  let seconds = 0
  for (const pid of pids) {
    const times = processTimes(pid)
    if (times !== undefined && (pid === parentPid || times.parentPid === parentPid)) seconds += times.seconds
  }
  return seconds
}

/** @param {number} pid */
function processTimes(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in brackets and may hold blanks; fields count from after it.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parentPid = 0] = fields.slice(1)
    const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11)
    return { parentPid, seconds: (user + system + childrenUser + childrenSystem) / ticksPerSecond }
  } catch {
    return undefined
  }
}
