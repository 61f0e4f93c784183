/** Finds the database for a command: the operator's, or the embedded one, running beside or started for it. */
import type { Config } from '../config.js'
import { findRunningEmbedded, startEmbedded } from '../store/embedded.js'

export interface OpenDatabase {
  readonly connectionString: string
  /** Stops the embedded database if this process started it. */
  close(): Promise<void>
}

/** For the server, which owns the embedded database. */
export async function ownDatabase(config: Config): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) return { connectionString: config.databaseUrl, close: nothing }
  const log = (message: string) => console.error(message)
  const embedded = await startEmbedded({ dataDir: config.dataDir, log })
  return { connectionString: embedded.connectionString, close: () => embedded.stop() }
}

/** For other commands: beside a running server, or without one. */
export async function borrowDatabase(config: Config): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) return { connectionString: config.databaseUrl, close: nothing }
  const running = await findRunningEmbedded(config.dataDir)
  if (running !== undefined) return { connectionString: running, close: nothing }
  return ownDatabase(config)
}

async function nothing(): Promise<void> {}
