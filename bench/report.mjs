// Turns the measured runs into a table for people and facts for the JSON file. Absolute figures drift with the
// machine, so what is to be compared is given as ratios of figures from one run.
import { readFileSync } from 'node:fs'
import os from 'node:os'

/**
 * @typedef {object} Measurement
 * @property {string} server 'hub' or 'bare'
 * @property {string} mode a workload, a list, 'empty', 'single' or 'open'
 * @property {number} round
 * @property {number} ordersPerSecond
 * @property {number} counted
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {number} maxMs
 * @property {number} errors
 * @property {string[]} errorSamples
 * @property {number} lateSends
 * @property {number} openedConnections
 * @property {number | undefined} batchSize commands per committed batch
 * @property {{ server: number, database: number, generator: number }} cpuCores cores' worth of CPU time each took
 * @property {number} generatorMicrosPerOrder
 */

export function machineFacts() {
  const cpus = os.cpus()
  return {
    cpuModel: cpus[0]?.model ?? 'unknown',
    cpuCount: cpus.length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    kernel: `${os.type()} ${os.release()}`,
    node: process.version,
    loadAverage: readFileSync('/proc/loadavg', 'utf8').trim(),
  }
}

/** Each dialect against a ceiling that takes the same requests. */
const dialectModes = ['pandapon', 'lingxing', 'apicenter', 'apicenter-drafts']

/** @param {Measurement[]} measurements @returns {Record<string, ReturnType<typeof summary>>} */
export function ratios(measurements) {
  const rate = (/** @type {string} */ server, /** @type {string} */ mode, /** @type {number} */ round) =>
    measurements.find((one) => one.server === server && one.mode === mode && one.round === round)
      ?.ordersPerSecond
  const rounds = [...new Set(measurements.map((one) => one.round))]
  const perRound = (/** @type {(round: number) => (number | undefined)[]} */ pair) =>
    rounds.flatMap((round) => {
      const [numerator, denominator] = pair(round)
      return numerator === undefined || denominator === undefined ? [] : [numerator / denominator]
    })
  return {
    spreadToBare: summary(perRound((round) => [rate('hub', 'spread', round), rate('bare', 'spread', round)])),
    ...Object.fromEntries(
      dialectModes.map((mode) => [
        `${mode}ToBare`,
        summary(perRound((round) => [rate('hub', mode, round), rate('bare', mode, round)])),
      ]),
    ),
    toldToUntold: summary(perRound((round) => [rate('hub', 'told', round), rate('hub', 'untold', round)])),
    loggedToUnlogged: summary(
      perRound((round) => [rate('hub', 'logged', round), rate('hub', 'unlogged', round)]),
    ),
    hotToSpread: summary(perRound((round) => [rate('hub', 'hot', round), rate('hub', 'spread', round)])),
    singleToBare: summary(perRound((round) => [rate('hub', 'single', round), rate('bare', 'single', round)])),
    spreadToEmpty: summary(perRound((round) => [rate('hub', 'spread', round), rate('hub', 'empty', 1)])),
  }
}

/** @param {number[]} values */
function summary(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return { median: median(sorted), lowest: sorted[0], highest: sorted.at(-1), rounds: sorted.length }
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  const lower = sorted[sorted.length % 2 === 1 ? middle : middle - 1]
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2
}

/** @type {{ title: string, width: number, cell: (one: Measurement) => string }[]} */
const columns = [
  { title: 'server', width: -6, cell: (one) => one.server },
  { title: 'mode', width: -20, cell: (one) => one.mode },
  { title: 'round', width: 5, cell: (one) => String(one.round) },
  { title: 'orders/s', width: 9, cell: (one) => Math.round(one.ordersPerSecond).toLocaleString('en-GB') },
  { title: 'p50 ms', width: 8, cell: (one) => one.p50Ms.toFixed(2) },
  { title: 'p99 ms', width: 8, cell: (one) => one.p99Ms.toFixed(2) },
  { title: 'max ms', width: 8, cell: (one) => one.maxMs.toFixed(1) },
  { title: 'errors', width: 7, cell: (one) => String(one.errors) },
  { title: 'late', width: 5, cell: (one) => (one.mode === 'open' ? String(one.lateSends) : '') },
  { title: 'batch', width: 7, cell: (one) => one.batchSize?.toFixed(1) ?? '' },
  { title: 'cpu server', width: 11, cell: (one) => share(one.cpuCores.server) },
  { title: 'database', width: 9, cell: (one) => (one.server === 'hub' ? share(one.cpuCores.database) : '') },
  { title: 'generator', width: 10, cell: (one) => share(one.cpuCores.generator) },
]

/** 100 % is one core. @param {number} cores */
const share = (cores) => `${Math.round(cores * 100)} %`

export const tableHead = () => columns.map(({ title, width }) => padded(title, width)).join(' ')

export const tableRow = (/** @type {Measurement} */ one) =>
  columns.map(({ cell, width }) => padded(cell(one), width)).join(' ')

/** @param {string} text @param {number} width negative: aligned to the left */
const padded = (text, width) => (width < 0 ? text.padEnd(-width) : text.padStart(width))

/** @param {Measurement[]} measurements */
export function summaryLines(measurements) {
  const rates = (/** @type {string} */ server, /** @type {string} */ mode) => {
    const of = measurements.filter((one) => one.server === server && one.mode === mode)
    const rate = median(of.map((one) => one.ordersPerSecond))
    const p99 = median(of.map((one) => one.p99Ms))
    if (rate === undefined || p99 === undefined) return 'not measured'
    return `${Math.round(rate).toLocaleString('en-GB')} orders/s, p99 ${p99.toFixed(2)} ms`
  }
  const found = ratios(measurements)
  return [
    `hub, spread (median)     ${rates('hub', 'spread')}`,
    `bare ceiling (median)    ${rates('bare', 'spread')}`,
    `ratio hub/bare           ${ratioText(found.spreadToBare)}`,
    ...dialectModes.map((mode) => `${`ratio ${mode}/bare`.padEnd(28)}${ratioText(found[`${mode}ToBare`])}`),
    `ratio hot/spread         ${ratioText(found.hotToSpread)}`,
    `ratio told/untold        ${ratioText(found.toldToUntold)}`,
    `ratio logged/unlogged    ${ratioText(found.loggedToUnlogged)}`,
    `ratio single, hub/bare   ${ratioText(found.singleToBare)}`,
    `open loop                ${rates('hub', 'open')}`,
    `ratio full/empty         ${ratioText(found.spreadToEmpty)}`,
    `errors                   ${measurements.reduce((sum, one) => sum + one.errors, 0)}`,
  ]
}

/** The slowest of the lists. @param {Measurement[]} measurements @param {Set<string>} names */
export function listLines(measurements, names) {
  const lists = measurements.filter((one) => names.has(one.mode)).sort((a, b) => b.p99Ms - a.p99Ms)
  const [slowest] = lists
  if (slowest === undefined) return []
  const within = lists.filter((one) => one.p99Ms <= 50).length
  return [
    `lists within p99 50 ms   ${within} of ${lists.length}; slowest ${slowest.mode}, ${slowest.p99Ms.toFixed(1)} ms`,
  ]
}

/** @param {ReturnType<typeof summary> | undefined} ratio */
function ratioText(ratio) {
  const { median: middle, lowest, highest, rounds = 0 } = ratio ?? {}
  if (middle === undefined || lowest === undefined || highest === undefined) return 'not measured'
  const range = rounds > 1 ? ` (${lowest.toFixed(3)}–${highest.toFixed(3)} in ${rounds} rounds)` : ''
  return `${middle.toFixed(3)}${range}`
}
