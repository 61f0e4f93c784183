// PostgreSQL as the hub starts it, but that nothing is synced to the disk: a machine that fails takes it along. What
// is about durability starts a server of its own.
import { chmod } from 'node:fs/promises'
import { prepareAccount } from '../../src/store/embedded/account.js'
import { locateBinaries } from '../../src/store/embedded/binaries.js'
import { connectionString, prepareCluster } from '../../src/store/embedded/cluster.js'
import { ensureDatabase } from '../../src/store/embedded/connecting.js'
import { launchSettings } from '../../src/store/embedded/settings.js'
import { chooseSocketDirectory, removeSocketDirectory } from '../../src/store/embedded/socket.js'
import { supervise } from '../../src/store/embedded/supervise.js'

const FORGETFUL = ['-c', 'fsync=off', '-c', 'full_page_writes=off']

export interface ForgetfulServer {
  readonly connectionString: string
  stop(): Promise<void>
}

/** `dataDir` is there, and empty. */
export async function startForgetful(
  dataDir: string,
  log: (message: string) => void,
): Promise<ForgetfulServer> {
  // Another account than root's reaches its own part of it.
  await chmod(dataDir, 0o711)
  const binaries = await locateBinaries()
  const socketDirectory = chooseSocketDirectory(dataDir)
  const account = await prepareAccount(binaries, dataDir, socketDirectory)
  const cluster = await prepareCluster({ dataDir, binaries, account, socketDirectory, log })
  const supervised = await supervise(cluster, [...(await launchSettings(cluster)), ...FORGETFUL], log)
  const stop = async () => {
    await supervised.stop()
    await removeSocketDirectory(socketDirectory)
  }
  try {
    await ensureDatabase(cluster)
  } catch (error) {
    await stop()
    throw error
  }
  return { connectionString: connectionString(cluster.access), stop }
}
