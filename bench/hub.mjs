// The hub under test: started on a data directory, filled through its native API, questioned through its CLI,
// its metrics and its database. Used by the benchmark and by the chaos run.
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  atExit,
  cleanEnvironment,
  findPostmaster,
  killPostmaster,
  repositoryRoot,
  startProcess,
  startServer,
} from './processes.mjs'

/** @typedef {import('./processes.mjs').RunningServer} RunningServer */

/**
 * What a workload prepares itself with.
 * @typedef {object} HubAccess
 * @property {string} url
 * @property {string} dataDir
 * @property {Awaited<ReturnType<typeof nativeClient>>} native
 * @property {number} connections
 */

/**
 * @typedef {object} Supply
 * @property {string} sku
 * @property {number} quantity
 * @property {number} [priceMinor]
 * @property {string} [currency]
 * @property {string} [location]
 */

export const entrepot = join(repositoryRoot, 'bin/entrepot.js')

/** A fresh directory that the embedded database's user may enter too: as root, that is another user. */
export async function temporaryDirectory(/** @type {string} */ prefix) {
  const directory = await mkdtemp(join(tmpdir(), prefix))
  await chmod(directory, 0o755)
  return directory
}

/**
 * Starts the hub and waits until it is ready. Its database is ended with this process, whatever happens.
 * @param {{ dataDir: string, logPath: string, nodeOptions?: string[], env?: NodeJS.ProcessEnv, timeoutMs?: number }} options
 * @returns {Promise<RunningServer>}
 */
export async function startHub({ dataDir, logPath, nodeOptions = [], env = {}, timeoutMs = 60_000 }) {
  const forget = atExit(() => killPostmaster(dataDir))
  const hub = await startServer({
    name: 'hub',
    nodeArguments: [...nodeOptions, entrepot, 'serve'],
    env: { ...env, DATA_DIR: dataDir },
    logPath,
    timeoutMs,
  })
  await waitUntilReady(hub, timeoutMs)
  return {
    ...hub,
    stop: async (graceMs) => {
      const outcome = await hub.stop(graceMs)
      killPostmaster(dataDir)
      for (let wait = 0; wait < 100 && findPostmaster(dataDir) !== undefined; wait++) await sleep(50)
      forget()
      return outcome
    },
  }
}

/**
 * Starts a process that does the hub's background work, beside a running hub.
 * @param {{ dataDir: string, logPath: string }} options
 */
export function startWorker({ dataDir, logPath }) {
  return startProcess({
    name: 'worker',
    nodeArguments: [entrepot, 'work'],
    env: { DATA_DIR: dataDir },
    logPath,
    ready: /Entrepôt working/,
  })
}

/** @param {RunningServer} hub @param {number} timeoutMs */
async function waitUntilReady(hub, timeoutMs) {
  const deadline = Date.now() + timeoutMs
  let last = ''
  while (Date.now() < deadline && !hub.hasExited()) {
    try {
      const answer = await fetch(`${hub.url}/readyz`, { signal: AbortSignal.timeout(5000) })
      last = `${answer.status} ${await answer.text()}`
      if (answer.status === 200) return
    } catch (error) {
      last = String(error)
    }
    await sleep(50)
  }
  hub.kill('SIGKILL')
  throw new Error(`the hub is not ready after ${timeoutMs} ms; /readyz said: ${last}`)
}

/**
 * A credential of the demo account without a limit, as its clients are told it.
 * @param {string} dataDir
 * @param {string} dialect
 * @returns {Promise<Record<string, string>>}
 */
export async function createCredential(dataDir, dialect) {
  const commandLine = ['key', 'create', dialect, '--account', 'demo', '--limit', 'none', '--json']
  const { code, output } = await runCommand(dataDir, commandLine)
  const line = output.split('\n').findLast((one) => one.startsWith('{'))
  if (line === undefined) throw new Error(`key create exited with ${code} and printed none:\n${output}`)
  return JSON.parse(line)
}

/**
 * What a client adds to a request without a body, good for some minutes.
 * @param {string} dataDir
 * @param {string} dialect
 * @param {string} path
 * @param {Record<string, string>} credential
 * @returns {Promise<{ headers: Record<string, string>, query: Record<string, string> }>}
 */
export async function signed(dataDir, dialect, path, credential) {
  const commandLine = ['sign', dialect, 'POST', path, '--credential', JSON.stringify(credential), '--json']
  const { code, output } = await runCommand(dataDir, commandLine)
  const line = output.split('\n').find((one) => one.startsWith('{'))
  if (line === undefined) throw new Error(`sign exited with ${code}:\n${output}`)
  return JSON.parse(line)
}

/** Runs the auditor beside the server. @param {string} dataDir */
export async function runAudit(dataDir) {
  const { code, output } = await runCommand(dataDir, ['audit'])
  return { clean: code === 0, output: output.trim() }
}

/**
 * @param {string} dataDir
 * @param {string[]} commandLine
 * @returns {Promise<{ code: number | string, output: string }>}
 */
export function runCommand(dataDir, commandLine) {
  const options = {
    cwd: repositoryRoot,
    env: { ...cleanEnvironment(), DATA_DIR: dataDir },
    timeout: 300_000,
    maxBuffer: 64 * 1024 * 1024,
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [entrepot, ...commandLine], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : (error.code ?? error.signal ?? error.message)
      resolve({ code, output: `${stdout}${stderr}` })
    })
  })
}

/**
 * A client of the native API that keeps its connections and tries again where the answer says so.
 * @param {string} url
 * @param {string} dataDir
 */
export async function nativeClient(url, dataDir) {
  const demo = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'))
  const apiKey = String(demo.native.apiKey)
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 })

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} body
   * @param {Record<string, string>} [headers]
   */
  async function call(method, path, body, headers = {}) {
    const options = {
      method,
      agent,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
    }
    for (let attempt = 1; ; attempt++) {
      const answer = await exchange(`${url}${path}`, options, JSON.stringify(body), 30_000)
      if (answer.status >= 200 && answer.status < 300) return answer.body
      if ((answer.status !== 429 && answer.status !== 503) || attempt === 20) {
        throw new Error(`${method} ${path}: HTTP ${answer.status} ${answer.body.slice(0, 500)}`)
      }
      await sleep(1000 * Number(answer.retryAfter ?? 0.2))
    }
  }

  return { call, close: () => agent.destroy() }
}

/**
 * One request and its whole answer; rejects when the connection or the time ends before it.
 * @param {string} url
 * @param {http.RequestOptions} options
 * @param {string} body
 * @param {number} timeoutMs
 * @returns {Promise<{ status: number, body: string, retryAfter: string | undefined }>}
 */
export function exchange(url, options, body, timeoutMs) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, options, (response) => {
      /** @type {Buffer[]} */
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.once('error', reject)
      response.once('aborted', () => reject(new Error('the answer was cut off')))
      response.once('end', () => {
        clearTimeout(timer)
        const retryAfter = response.headers['retry-after']
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString(), retryAfter })
      })
    })
    // Not the socket's idle timeout: an answer that trickles must end in time as well.
    const timer = setTimeout(() => request.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
    request.once('error', reject)
    request.once('close', () => clearTimeout(timer))
    request.setHeader('content-length', Buffer.byteLength(body))
    request.end(body)
  })
}

/**
 * Creates items and puts them in stock, at G007 if nothing else is said.
 * @param {{ call: (method: string, path: string, body: unknown) => Promise<string> }} native
 * @param {Iterable<Supply>} supplies
 */
export async function stockItems(native, supplies) {
  const queue = [...supplies].reverse()
  const worker = async () => {
    for (let supply = queue.pop(); supply !== undefined; supply = queue.pop()) {
      const { sku, quantity, priceMinor = 1299, currency = 'USD', location = 'G007' } = supply
      const item = { name: `Benchmark item ${sku}`, priceMinor, currency, weightGrams: 250 }
      await native.call('PUT', `/v1/items/${encodeURIComponent(sku)}`, item)
      await native.call('POST', '/v1/stock-movements', {
        sku,
        location,
        quantity,
        reason: 'benchmark',
      })
    }
  }
  await Promise.all(Array.from({ length: 64 }, worker))
}

/**
 * How many batches and commands the lanes have committed since the start.
 * @param {string} url
 */
export async function laneCounters(url) {
  const text = await (await fetch(`${url}/metrics`)).text()
  return {
    batches: sumOfMetric(text, 'entrepot_lane_batches_total'),
    commands: sumOfMetric(text, 'entrepot_lane_commands_total'),
  }
}

/** The sum over all label sets. @param {string} text @param {string} name */
function sumOfMetric(text, name) {
  let sum = 0
  for (const line of text.split('\n')) {
    const rest = line.startsWith(name) ? line.slice(name.length) : ''
    if (rest.startsWith('{') || rest.startsWith(' '))
      sum += Number(
        rest
          .slice(rest.lastIndexOf('}') + 1)
          .trim()
          .split(' ')[0],
      )
  }
  return sum
}
