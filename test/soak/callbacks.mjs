// `npm run soak -- --callbacks`: the long form of test/callbacks/many-receivers.test.ts, and what it measured.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** @param {number} events @returns {Promise<number>} the exit code */
export async function soakCallbacks(events) {
  if (!Number.isSafeInteger(events) || events < 1) {
    console.error('--events must be a whole number from 1')
    return 2
  }
  const folder = mkdtempSync(join(tmpdir(), 'entrepot-soak-'))
  const file = join(folder, 'figures.json')
  try {
    const { status } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/callbacks/many-receivers.test.ts'],
      { cwd: root, stdio: 'inherit', env: { ...process.env, EVENTS: String(events), FIGURES: file } },
    )
    if (status !== 0) return 1
    for (const line of lines(JSON.parse(readFileSync(file, 'utf8')))) console.log(line)
    return 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {Readonly<Record<string, number>>} figures */
function lines(figures) {
  const whole = (/** @type {string} */ name) => Math.round(figures[name] ?? 0).toLocaleString('en-GB')
  return [
    `events                   ${whole('events')}, to ${whole('receivers')} receivers`,
    `sent                     ${whole('calls')}, of which ${whole('repeated')} anew, and ${whole('deadCalls')} to the dead one`,
    `the healthy had all      after ${whole('healthySeconds')} s, each at the moment of its commit by the virtual clock`,
    `the slow had by then     ${whole('slowEvents')} each, and all of them in the end`,
    `in all                   ${whole('wholeSeconds')} s, ${whole('callsASecond')} a second`,
  ]
}
