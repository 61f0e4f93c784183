// The database that comes with the hub: real PostgreSQL, kept in the data directory and supervised by this
// process, so that trying Entrepôt needs neither Docker nor a database server. The steps are the files beside
// this one, in `embedded/`; here is their order.

import { resolve } from 'node:path'
import { prepareAccount } from './embedded/account.js'
import { locateBinaries } from './embedded/binaries.js'
import {
  type Cluster,
  clusterDirectory,
  connectionString,
  loadAccess,
  prepareCluster,
} from './embedded/cluster.js'
import { canConnect, ensureDatabase } from './embedded/connecting.js'
import { makeDirectory } from './embedded/directory.js'
import { isLocked, takeLock } from './embedded/lock.js'
import { stopOrphan } from './embedded/orphan.js'
import { launchSettings } from './embedded/settings.js'
import { chooseSocketDirectory, removeSocketDirectory } from './embedded/socket.js'
import { supervise } from './embedded/supervise.js'
import { delay } from './embedded/until.js'

export { DataDirectoryInUse } from './embedded/lock.js'

export interface EmbeddedDatabase {
  /** For pg.Pool: a unix socket, the password included. It stays the same when PostgreSQL is restarted. */
  readonly connectionString: string
  /** The postmaster's process id now; undefined in the moment between a crash and the restart. */
  readonly processId: () => number | undefined
  /** Fast shutdown; resolves when PostgreSQL is gone, 7 seconds from now at the latest. */
  stop(): Promise<void>
}

/** How long a command waits for a server that holds the lock but does not answer yet. */
const STARTING_SERVER_PATIENCE_MS = 20_000

/**
 * Starts PostgreSQL on the data directory, creating the database at the first start, and keeps it running.
 * Throws DataDirectoryInUse at once when another Entrepôt server has the directory.
 */
export async function startEmbedded(options: {
  dataDir: string
  log: (message: string) => void
}): Promise<EmbeddedDatabase> {
  const dataDir = resolve(options.dataDir)
  await makeDataDirectory(dataDir)
  const releaseLock = await takeLock(dataDir)
  try {
    const binaries = await locateBinaries()
    await stopOrphan(clusterDirectory(dataDir), options.log)
    const socketDirectory = chooseSocketDirectory(dataDir)
    const account = await prepareAccount(binaries, dataDir, socketDirectory)
    const cluster = await prepareCluster({ dataDir, binaries, account, socketDirectory, log: options.log })
    const settings = await launchSettings(cluster)
    const supervised = await supervise(cluster, settings, options.log)
    await ensureDatabase(cluster).catch(async (error) => {
      await supervised.stop()
      throw error
    })
    return runningDatabase(cluster, supervised, releaseLock)
  } catch (error) {
    await releaseLock()
    throw error
  }
}

/**
 * The connection string of the database that another process of ours runs on this data directory now, for
 * commands beside a running server; undefined when no server has the directory. A server that is just starting
 * is waited for.
 */
export async function findRunningEmbedded(dataDir: string): Promise<string | undefined> {
  const directory = resolve(dataDir)
  const deadline = Date.now() + STARTING_SERVER_PATIENCE_MS
  while (await isLocked(directory)) {
    const access = await loadAccess(directory)
    const candidate = access && connectionString(access)
    if (candidate && (await canConnect(candidate))) return candidate
    if (Date.now() > deadline) {
      throw new Error(`The Entrepôt server on ${directory} is running, but its database doesn't answer.`)
    }
    await delay(50)
  }
  return undefined
}

function runningDatabase(
  cluster: Cluster,
  supervised: Awaited<ReturnType<typeof supervise>>,
  releaseLock: () => Promise<void>,
): EmbeddedDatabase {
  let stopping: Promise<void> | undefined
  const stop = async () => {
    await supervised.stop()
    await removeSocketDirectory(cluster.access.socketDirectory)
    await releaseLock()
  }
  return {
    connectionString: connectionString(cluster.access),
    processId: supervised.processId,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

/**
 * As root the directory is made passable, not readable, so that the account PostgreSQL runs under reaches its
 * own part of it; what is secret in it has its own mode.
 */
async function makeDataDirectory(dataDir: string): Promise<void> {
  await makeDirectory(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700)
}
