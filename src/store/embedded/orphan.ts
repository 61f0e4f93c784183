// A PostgreSQL that outlived the hub which started it: found by its pid file, told from any other program that got
// the same process id since, and stopped.

import { readFile, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { codeOf } from './failure.js'
import { until } from './until.js'

const INTERRUPT_PATIENCE_MS = 3_000
const QUIT_PATIENCE_MS = 3_000
const KILL_PATIENCE_MS = 10_000

/** Stops the PostgreSQL that runs on this directory, if one does. The caller holds the lock: nobody needs it. */
export async function stopOrphan(directory: string, log: (message: string) => void): Promise<void> {
  const processId = await recordedProcessId(directory)
  if (processId === undefined || !(await isPostgresOn(processId, directory))) return
  log(`Stopping PostgreSQL (process ${processId}), left behind by a server that was killed`)
  const gone = async () => !(await isPostgresOn(processId, directory))
  for (const [signal, patience] of [
    ['SIGINT', INTERRUPT_PATIENCE_MS],
    ['SIGQUIT', QUIT_PATIENCE_MS],
    ['SIGKILL', KILL_PATIENCE_MS],
  ] as const) {
    send(processId, signal)
    if (await until(patience, gone)) return
  }
  throw new Error(`PostgreSQL (process ${processId}) on ${directory} can't be stopped: end it by hand.`)
}

/**
 * PostgreSQL takes any live process with the recorded id for itself and doesn't start. Where that process is
 * another program, the record is stale and in the way. (Should backends of the old PostgreSQL still live, the
 * new one finds their shared memory all the same, by the directory's inode.)
 */
export async function removeStaleProcessFile(directory: string): Promise<void> {
  const processId = await recordedProcessId(directory)
  if (processId === undefined || (await isPostgresOn(processId, directory))) return
  await rm(join(directory, 'postmaster.pid'), { force: true })
}

async function recordedProcessId(directory: string): Promise<number | undefined> {
  try {
    const [line] = (await readFile(join(directory, 'postmaster.pid'), 'utf8')).split('\n')
    // A negative number stands for a single-user backend.
    const processId = Math.abs(Number(line))
    return Number.isInteger(processId) && processId > 0 ? processId : undefined
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * By the directory it was started on, or, if that has been moved since, the one it is in. The second can't be
 * read in a container without CAP_SYS_PTRACE; both are compared as files, since a path may have several names.
 */
async function isPostgresOn(processId: number, directory: string): Promise<boolean> {
  const commandLine = await readFile(`/proc/${processId}/cmdline`, 'utf8').catch(() => '')
  const [program, ...programArguments] = commandLine.split('\0')
  if (basename(program ?? '') !== 'postgres') return false
  const named = programArguments[programArguments.indexOf('-D') + 1]
  if (named !== undefined && (await isSameFile(named, directory))) return true
  return isSameFile(`/proc/${processId}/cwd`, directory)
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  try {
    const [first, second] = await Promise.all([stat(one), stat(other)])
    return first.dev === second.dev && first.ino === second.ino
  } catch {
    return false
  }
}

function send(processId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(processId, signal)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}
