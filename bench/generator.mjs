// The load generator: a process of its own, the same for every server, told what to do by one message and
// answering with one result. In between it reports the start and end of the counted window, so that the
// parent can read the servers' CPU times and metrics at those moments.
import { openConnection } from './connection.mjs'
import { workloadOf } from './workloads/index.mjs'

/** @typedef {import('./connection.mjs').Connection} Connection */

/**
 * @typedef {object} LoadPlan
 * @property {string} host
 * @property {number} port
 * @property {string} workload
 * @property {any} credentials what the workload has prepared
 * @property {number} most how many orders the run may need
 * @property {number} skuCount
 * @property {number} seed
 * @property {string} prefix
 * @property {number} connections closed loop: so many; open loop: at most so many
 * @property {number} warmUpSeconds
 * @property {number} seconds
 * @property {number} [ordersPerSecond] makes it an open loop
 * @property {number} [orderCount] ends after so many orders instead of after `seconds`
 */

/**
 * @typedef {object} LoadResult
 * @property {Float64Array} outcomes by sequence number: the acknowledged order number, or refused, or unknown
 * @property {number} ordersPerSecond
 * @property {number} acknowledged in the whole run, warm-up included
 * @property {number} counted in the counted window
 * @property {number} windowSeconds
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {number} maxMs
 * @property {number} errors
 * @property {string[]} errorSamples
 * @property {number} lateSends open loop: sent more than 10 ms after the intended time
 * @property {number} openedConnections
 * @property {number} cpuSeconds of the generator, in the counted window
 */

export const refused = -1
export const unknown = -2

const lateAfterMs = 10
const drainLimitMs = 15_000
const reconnectDelayMs = 50

/**
 * @param {LoadPlan} plan
 * @param {(event: 'window-start' | 'window-end') => void} report
 * @returns {Promise<LoadResult>}
 */
function runLoad(plan, report) {
  const { acknowledged: acknowledgedNumber, writer } = workloadOf(plan.workload)
  const { write, sequenceOf } = writer({ ...plan, host: `${plan.host}:${plan.port}` })
  const openLoop = plan.ordersPerSecond !== undefined
  const orderLimit = plan.orderCount ?? Number.POSITIVE_INFINITY
  let outcomes = new Float64Array(1 << 16)
  let latencies = new Float64Array(1 << 16)
  let sent = 0
  let inFlight = 0
  let acknowledged = 0
  let counted = 0
  let errors = 0
  let lateSends = 0
  let openedConnections = 0
  let counting = plan.orderCount !== undefined
  let draining = false
  let windowStartedAt = performance.now()
  let windowSeconds = 0
  let cpuBefore = process.cpuUsage()
  let cpuSeconds = 0
  /** @type {string[]} */
  const errorSamples = []
  /** @type {Set<Connection>} */
  const connections = new Set()
  /** Open loop: connections without a request. @type {Connection[]} */
  const idle = []
  /** Open loop: intended times of orders that wait for a connection, and how many of them are sent. @type {number[]} */
  let waiting = []
  let waitingHead = 0
  /** @type {(result: LoadResult) => void} */
  let finish

  /** @param {Connection} connection @param {number} intendedAt @param {number} now */
  function send(connection, intendedAt, now) {
    const sequence = sequenceOf === undefined ? sent : sequenceOf(connection.index, connection.sent++)
    sent = Math.max(sent, sequence) + (sequenceOf === undefined ? 1 : 0)
    if (sequence >= outcomes.length) outcomes = grown(outcomes)
    outcomes[sequence] = unknown
    inFlight++
    if (counting && now - intendedAt > lateAfterMs) lateSends++
    connection.sequence = sequence
    connection.startedAt = intendedAt
    connection.send(write(sequence))
  }

  /** @param {Connection} connection @param {number} now */
  function startNext(connection, now) {
    if (draining) return
    if (!openLoop) {
      if (sent < orderLimit) send(connection, now, now)
      else if (inFlight === 0) drain()
      return
    }
    const intendedAt = waiting[waitingHead]
    if (intendedAt === undefined) {
      idle.push(connection)
      return
    }
    waitingHead++
    send(connection, intendedAt, now)
  }

  /** @param {Connection} connection @param {import('./connection.mjs').Answer} answer */
  function onAnswer(connection, answer) {
    const now = performance.now()
    const number = answer.status === 200 ? acknowledgedNumber(answer.body) : 0
    if (number > 0) {
      outcomes[connection.sequence] = number
      acknowledged++
      if (counting) {
        if (counted === latencies.length) latencies = grown(latencies)
        latencies[counted++] = now - connection.startedAt
      }
    } else {
      // Only a 4xx says for certain that nothing was done.
      if (answer.status >= 400 && answer.status < 500) outcomes[connection.sequence] = refused
      fail(`${plan.prefix}${connection.sequence}: HTTP ${answer.status} ${answer.body.slice(0, 300)}`)
    }
    connection.sequence = -1
    inFlight--
    startNext(connection, now)
    if (draining && inFlight === 0) end()
  }

  /** @param {Connection} connection @param {string} reason */
  function onLost(connection, reason) {
    connections.delete(connection)
    const place = idle.indexOf(connection)
    if (place >= 0) idle.splice(place, 1)
    if (connection.sequence >= 0) inFlight--
    fail(
      `${connection.sequence >= 0 ? `${plan.prefix}${connection.sequence}` : 'idle connection'}: ${reason}`,
    )
    if (!draining) setTimeout(() => draining || open(connection.index), reconnectDelayMs)
    else if (inFlight === 0) end()
  }

  /** @param {string} message */
  function fail(message) {
    errors++
    if (errorSamples.length < 10) errorSamples.push(message)
  }

  /** @param {number} index */
  function open(index) {
    openedConnections++
    connections.add(
      openConnection({
        host: plan.host,
        port: plan.port,
        index,
        onReady: (connection) => startNext(connection, performance.now()),
        onAnswer,
        onLost,
      }),
    )
  }

  /** Sends what is due; a timer of 1 ms is fine-grained enough and, unlike a spin, leaves the cores alone. */
  function pace(/** @type {number} */ startedAt, /** @type {number} */ scheduled) {
    if (draining) return
    const now = performance.now()
    const due = Math.floor(((now - startedAt) * (plan.ordersPerSecond ?? 0)) / 1000)
    for (let index = scheduled; index < due; index++) {
      const intendedAt = startedAt + ((index + 1) * 1000) / (plan.ordersPerSecond ?? 1)
      const connection = idle.pop()
      if (connection !== undefined) {
        send(connection, intendedAt, now)
      } else {
        waiting.push(intendedAt)
        if (connections.size < plan.connections) open(connections.size)
      }
    }
    if (waitingHead > 10_000) {
      waiting = waiting.slice(waitingHead)
      waitingHead = 0
    }
    setTimeout(pace, 1, startedAt, Math.max(due, scheduled))
  }

  function startWindow() {
    counting = true
    windowStartedAt = performance.now()
    cpuBefore = process.cpuUsage()
    report('window-start')
    setTimeout(drain, plan.seconds * 1000)
  }

  function drain() {
    if (draining) return
    draining = true
    counting = false
    windowSeconds = (performance.now() - windowStartedAt) / 1000
    const cpu = process.cpuUsage(cpuBefore)
    cpuSeconds = (cpu.user + cpu.system) / 1e6
    report('window-end')
    // Orders that were due in the window and never found a connection would flatter the percentiles.
    const neverSent = waiting.length - waitingHead
    if (neverSent > 0) fail(`${neverSent} orders were due and found no free connection until the end`)
    if (inFlight === 0) end()
    else setTimeout(end, drainLimitMs).unref()
  }

  let ended = false
  function end() {
    if (ended) return
    ended = true
    if (inFlight > 0) fail(`${inFlight} orders had no answer ${drainLimitMs} ms after the end`)
    for (const connection of connections) connection.close()
    const sorted = latencies.subarray(0, counted).sort()
    finish({
      outcomes: outcomes.slice(0, sent + (sequenceOf === undefined ? 0 : 1)),
      ordersPerSecond: counted / windowSeconds,
      acknowledged,
      counted,
      windowSeconds,
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
      maxMs: percentile(sorted, 1),
      errors,
      errorSamples,
      lateSends,
      openedConnections,
      cpuSeconds,
    })
  }

  return new Promise((resolve) => {
    finish = resolve
    if (openLoop) pace(performance.now(), 0)
    else for (let index = 0; index < plan.connections; index++) open(index)
    if (plan.orderCount === undefined) setTimeout(startWindow, plan.warmUpSeconds * 1000)
  })
}

/** @param {Float64Array} values @returns {Float64Array<ArrayBuffer>} */
function grown(values) {
  const larger = new Float64Array(values.length * 2)
  larger.set(values)
  return larger
}

/** @param {Float64Array} sorted @param {number} share */
function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}

// The part that runs in the child process: one plan in, two window marks and one result out.
if (process.argv[1]?.endsWith('generator.mjs') && process.send !== undefined) {
  process.once('message', async (plan) => {
    const result = await runLoad(/** @type {LoadPlan} */ (plan), (event) => process.send?.({ event }))
    process.send?.({ event: 'result', result }, () => process.disconnect())
  })
}
