// Starts PostgreSQL, keeps it running, and stops it. While it is down it is started again, on the same socket, so
// that a pool of connections recovers by connecting anew.

import type { ChildProcess } from 'node:child_process'
import { type Cluster, connectionString } from './cluster.js'
import { canConnect } from './connecting.js'
import { type LogFile, openLogFile } from './logfile.js'
import { removeStaleProcessFile } from './orphan.js'
import { start } from './run.js'
import { prepareSocketDirectory } from './socket.js'
import { delay, settlesWithin } from './until.js'

export interface Supervised {
  processId(): number | undefined
  stop(): Promise<void>
}

interface Postmaster {
  readonly child: ChildProcess
  /** Resolves at its end, to how it ended. */
  readonly ended: Promise<string>
  readonly hasEnded: () => boolean
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000
/** After running this long, the next crash counts as the first. */
const STEADY_MS = 10_000
/** Backends of a killed postmaster hold its shared memory until they notice. */
const LINGERING_BACKENDS_MS = 20_000
const SLOW_START_MS = 5_000
const FAST_SHUTDOWN_MS = 5_000
const QUICK_SHUTDOWN_MS = 1_500

/** Resolves when PostgreSQL takes connections; throws, with what it logged, when it doesn't start. */
export async function supervise(
  cluster: Cluster,
  settings: readonly string[],
  log: (message: string) => void,
): Promise<Supervised> {
  const logFile = openLogFile(cluster.dataDir)
  const stopping = new AbortController()
  let current: Postmaster | undefined

  /** One try: true when it takes connections, false when it ended before or is no longer wanted. */
  const launch = async (): Promise<boolean> => {
    await removeStaleProcessFile(cluster.directory)
    await prepareSocketDirectory(cluster.access.socketDirectory, cluster.account)
    if (stopping.signal.aborted) return false
    current = startPostmaster(cluster, settings, logFile)
    return becomesReady(cluster, current, log)
  }

  const keepRunning = async (): Promise<void> => {
    let pause = FIRST_PAUSE_MS
    while (!stopping.signal.aborted) {
      const since = Date.now()
      const how = await current?.ended
      if (stopping.signal.aborted) return
      log(`PostgreSQL ended unexpectedly (${how}); starting it again`)
      if (Date.now() - since > STEADY_MS) pause = FIRST_PAUSE_MS
      await delay(pause, stopping.signal)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
      const ready = await launch().catch((error: Error) => log(`PostgreSQL doesn't start: ${error.message}`))
      if (ready) log('PostgreSQL is running again')
    }
  }

  await launchFirst(launch, logFile).catch((error) => {
    logFile.close()
    throw error
  })
  const running = keepRunning()

  // For a process that ends by process.exit() or an uncaught error, without stop().
  const atExit = () => current?.child.kill('SIGINT')
  process.once('exit', atExit)

  return {
    processId: () => (current && !current.hasEnded() ? current.child.pid : undefined),
    stop: async () => {
      stopping.abort()
      process.removeListener('exit', atExit)
      logFile.close()
      if (current) await stopPostmaster(current)
      // A restart under way still touches the files, which belong to whoever takes the lock next.
      await running
    },
  }
}

async function launchFirst(launch: () => Promise<boolean>, logFile: LogFile): Promise<void> {
  const deadline = Date.now() + LINGERING_BACKENDS_MS
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const position = await logFile.size()
    if (await launch()) return
    const message = await logFile.readFrom(position)
    if (!message.includes('pre-existing shared memory block') || Date.now() > deadline) {
      throw new Error(`PostgreSQL doesn't start: ${message || 'it ended without a message'}`)
    }
    await delay(pause)
  }
}

/**
 * The death signal asks for a fast shutdown at our own death, where setpriv is there to arrange it. The kernel
 * ties it to the thread that started the process, so this must not be called on a worker thread.
 */
function startPostmaster(cluster: Cluster, settings: readonly string[], logFile: LogFile): Postmaster {
  const postgres = ['-D', cluster.directory, ...settings]
  const launch = cluster.account.launch(cluster.binaries.postgres, postgres, 'INT')
  const child = logFile.lend((fileDescriptor) => start(launch, ['ignore', fileDescriptor, fileDescriptor]))
  let isOver = false
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  }).finally(() => {
    isOver = true
  })
  return { child, ended, hasEnded: () => isOver }
}

/** Recovery after a crash takes as long as it takes, so there is no deadline, only a word about it. */
async function becomesReady(
  cluster: Cluster,
  postmaster: Postmaster,
  log: (message: string) => void,
): Promise<boolean> {
  const url = connectionString(cluster.access, 'postgres')
  const since = Date.now()
  let hasSaidSo = false
  while (!postmaster.hasEnded()) {
    if (await canConnect(url)) return true
    if (!hasSaidSo && Date.now() - since > SLOW_START_MS) {
      log('PostgreSQL is still starting (after a crash it replays its log first)')
      hasSaidSo = true
    }
    await delay(10)
  }
  return false
}

async function stopPostmaster({ child, ended }: Postmaster): Promise<void> {
  child.kill('SIGINT')
  if (await settlesWithin(FAST_SHUTDOWN_MS, ended)) return
  child.kill('SIGQUIT')
  if (await settlesWithin(QUICK_SHUTDOWN_MS, ended)) return
  child.kill('SIGKILL')
  await ended
}
